"""Läget i beslutsgången, läst ur raderna: det som kan ställas, svaren och steget på tur."""

from __future__ import annotations

from protokoll import proposition, propositionsordning
from protokoll.kvalificerad import Kvalificerat
from protokoll.models import Omröstning, Paragraf, Propositionssteg, Yrkande
from protokoll.proposition import Körning, Steg, Svar, Ärendegång
from protokoll.services import fullmäktige, tidigare
from protokoll.services.frågefel import FelYrkande

SLAG = {
    Yrkande.Slag.BIFALL: proposition.Slag.BIFALL,
    Yrkande.Slag.AVSLAG: proposition.Slag.AVSLAG,
    Yrkande.Slag.ÄNDRING: proposition.Slag.ÄNDRING,
    Yrkande.Slag.TILLÄGG: proposition.Slag.TILLÄGG,
    Yrkande.Slag.ÅTERREMISS: proposition.Slag.ÅTERREMISS,
    Yrkande.Slag.BORDLÄGGNING: proposition.Slag.BORDLÄGGNING,
    Yrkande.Slag.AJOURNERING: proposition.Slag.AJOURNERING,
    Yrkande.Slag.ÖVRIGT: proposition.Slag.FÖRSLAG,
}
FORMELLA_YRKANDEN = (
    Yrkande.Slag.ÅTERREMISS,
    Yrkande.Slag.BORDLÄGGNING,
    Yrkande.Slag.AJOURNERING,
)
# De stannar hos organet också när förslaget annars lämnas vidare.
FORMELLA = (Paragraf.Utfall.ÅTERREMISS, Paragraf.Utfall.BORDLÄGGNING)


def ärendegång(paragraf: Paragraf) -> Ärendegång:
    """Förslaget och yrkandena som lagmodulen räknar med dem."""
    förslag = list(paragraf.förslag.all())
    beredda = [
        proposition.Yrkande(f"f{f.nummer}", proposition.Slag.FÖRSLAG, f.text, punkt=f.nummer)
        for f in förslag
    ]
    yrkanden = [
        proposition.Yrkande(
            id=f"y{y.pk}",
            slag=SLAG[Yrkande.Slag(y.slag or Yrkande.Slag.ÖVRIGT)],
            text=y.text,
            av=(*(str(person) for person in y.av.all()), *y.grupper),
            punkt=y.punkt,
            i_andra_hand_till=f"y{y.i_andra_hand_till_id}" if y.i_andra_hand_till_id else None,
            återtaget=y.återtaget,
            återtagen_del=y.återtagen_del,
        )
        for y in paragraf.yrkanden.prefetch_related("av")
    ]
    av = förslag[0].av if förslag else ""
    i_fullmäktige = fullmäktige.är_fullmäktige(paragraf.organ)
    # En minoritet kan bara skjuta upp ett ärende i fullmäktige.
    minoritet = tidigare.av_minoritet(paragraf) if i_fullmäktige else tidigare.INGEN
    krav = fullmäktige.kvalificerat(paragraf)
    try:
        return Ärendegång(
            yrkanden=(*beredda, *yrkanden),
            organ=paragraf.organ.bestämd_form,
            förslagsnamn=f"{proposition.genitiv([_inne_i_text(av)])} förslag"
            if av
            else "förslaget",
            fullmäktige=i_fullmäktige,
            # Ett ärende om extra val räknas som val här (KL 5 kap. 50 § andra stycket).
            val=paragraf.typ == Paragraf.Typ.VAL or krav is Kvalificerat.EXTRA_VAL,
            tidigare_minoritet=minoritet.hela,
            punkter_med_tidigare_minoritet=minoritet.punkter,
            punktvis=paragraf.punktvis,
            kvalificerat=krav or "",
            ska_bordläggas=fullmäktige.ska_bordläggas(paragraf),
        )
    except proposition.FelYrkande as fel:
        raise FelYrkande(str(fel)) from fel


def _inne_i_text(namn: str) -> str:
    """”Arbetsutskottet” mitt i en mening; ett namn med fler versaler står som det är."""
    return namn[:1].lower() + namn[1:] if namn[1:].islower() else namn


def svaren(paragraf: Paragraf) -> list[Svar]:
    return [Svar.från_dict(rad.steg["svar"]) for rad in steg_rader(paragraf)]


def steg_rader(paragraf: Paragraf) -> list[Propositionssteg]:
    """De besvarade stegen. Inledningen, med propositionsordningen, är inget steg."""
    return [rad for rad in paragraf.propositioner.order_by("ordning") if rad.steg]


def körning(paragraf: Paragraf) -> Körning:
    """Läget: besvarade steg, och antingen nästa lagliga steg eller utgången."""
    return propositionsordning.kör(ärendegång(paragraf), svaren(paragraf))


def nästa_steg(paragraf: Paragraf) -> Steg | None:
    """Steget på tur; inget när det inte finns något att ställa under proposition."""
    if not paragraf.förslag.exists() and not paragraf.yrkanden.exists():
        return None
    return körning(paragraf).nästa


def går_att_ställa(paragraf: Paragraf) -> bool:
    """Om det finns ett förslag, eller ett formellt yrkande som prövas utan något."""
    if paragraf.förslag.all():
        return True
    return paragraf.yrkanden.filter(
        slag__in=[*FORMELLA_YRKANDEN, Yrkande.Slag.ÖVRIGT], återtaget=False
    ).exists()


def skrivs_för_hand(paragraf: Paragraf) -> bool:
    """Om de formella yrkandena är besvarade och inget förslag finns att ställa (KL 5 kap. 53 §)."""
    if paragraf.förslag.all():
        return False
    material = paragraf.yrkanden.filter(återtaget=False).exclude(
        slag__in=[*FORMELLA_YRKANDEN, Yrkande.Slag.BIFALL]
    )
    if material.exists():
        return False
    läge = körning(paragraf) if går_att_ställa(paragraf) else None
    return läge is None or (läge.nästa is None and läge.utgång is None)


def pågående_omröstning(paragraf: Paragraf) -> Omröstning | None:
    return paragraf.omröstningar.filter(status=Omröstning.Status.PÅGÅR).first()
