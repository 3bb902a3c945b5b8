"""Beslutsgången i en paragraf: steg för steg, och utgången som räknas ut ur svaren.

Varje svar är en rad. Utgången skrivs som beslut i samma transaktion som det sista svaret.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from konton.models import Användare
from nämnd.models import Organ
from protokoll import beslutsgång, kvalificerad, proposition, propositionsordning
from protokoll.kvalificerad import Kvalificerat
from protokoll.models import Omröstning, Paragraf, Propositionssteg, Protokoll, Yrkande
from protokoll.proposition import Körning, Steg, Stegslag, Svar, Utgång, Ärendegång
from protokoll.services import beslut, deltagande, fullmäktige, mottagare, tidigare, utkast
from protokoll.services.beslut import Del
from protokoll.services.frågefel import FelYrkande, InaktuelltSteg, OmröstningPågår
from protokoll.services.lås import lås
from protokoll.services.mötesfel import InteBeslutad, KanInteTasUpp, RedanBeslutad

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
    krav = fullmäktige.kvalificerat(paragraf)
    try:
        return Ärendegång(
            yrkanden=(*beredda, *yrkanden),
            organ=paragraf.organ.bestämd_form,
            förslagsnamn=f"{proposition.genitiv([_inne_i_text(av)])} förslag"
            if av
            else "förslaget",
            fullmäktige=paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE,
            # Ett ärende om extra val räknas som val här (KL 5 kap. 50 § andra stycket).
            val=paragraf.typ == Paragraf.Typ.VAL or krav is Kvalificerat.EXTRA_VAL,
            tidigare_minoritet=tidigare.av_minoritet(paragraf),
            punktvis=paragraf.punktvis,
            kvalificerat=krav or "",
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


def pågående_omröstning(paragraf: Paragraf) -> Omröstning | None:
    return paragraf.omröstningar.filter(status=Omröstning.Status.PÅGÅR).first()


@transaction.atomic
def svara(
    *,
    paragraf: Paragraf,
    nr: int,
    utfall: str,
    av: Användare,
    votering_begärd: bool = False,
    nu: datetime | None = None,
) -> Paragraf:
    """Svarar på propositionen som är steg `nr`. Samma svar två gånger räknas en gång."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    givna = svaren(paragraf)
    if 0 < nr <= len(givna):
        tidigare_svar = givna[nr - 1]
        if (tidigare_svar.utfall, tidigare_svar.votering_begärd) == (utfall, votering_begärd):
            return paragraf
    if nr != len(givna) + 1:
        raise InaktuelltSteg(
            "Steget är redan besvarat eller har ändrats, kanske i ett annat fönster. "
            "Sidan visar läget nu; svara på det steg som står på tur."
        )
    kräv_öppen(paragraf)
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf)
    steg = körning(paragraf).nästa
    assert steg is not None  # en obeslutad fråga har alltid ett steg kvar
    if steg.slag is Stegslag.VOTERING:
        raise InaktuelltSteg("Votering är begärd. Håll omröstningen, så räknas utfallet.")
    if not votering_begärd:
        finns_annat = len(steg.alternativ) > 1
        fullmäktige.kräv(
            [kvalificerad.utan_votering(steg.kvalificerat, utfall, finns_annat=finns_annat)]
        )
    fortsätt(paragraf, Svar(steg.nyckel, utfall, votering_begärd), nu, av=av)
    return paragraf


def kräv_öppen(paragraf: Paragraf) -> None:
    """Frågan är inte avgjord och ingen omröstning pågår."""
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Paragrafen är redan beslutad: {paragraf.rubrik}.")
    if pågående_omröstning(paragraf) is not None:
        raise OmröstningPågår("En omröstning pågår. Avsluta eller avbryt den först.")


def fortsätt(
    paragraf: Paragraf,
    svar: Svar,
    nu: datetime | None = None,
    *,
    av: Användare,
    omröstning: Omröstning | None = None,
) -> Propositionssteg:
    """Lägger till svaret, i anroparens transaktion, och skriver beslutet när frågan är avgjord.

    `omröstning` är den som gav svaret; den sparas med steget innan det antecknas vilka som deltog.
    """
    gång = ärendegång(paragraf)
    try:
        nu_läge = propositionsordning.kör(gång, [*svaren(paragraf), svar])
    except proposition.FelSvar as fel:
        raise InaktuelltSteg(str(fel)) from fel
    steg, _ = nu_läge.tagna[-1]
    rad = _ny_rad(paragraf, steg, svar)
    if omröstning is not None:
        _spara_med_steget(omröstning, rad)
    _skriv_inledning(paragraf, gång, nu_läge)
    if nu_läge.utgång is not None:
        _avgör(paragraf, nu_läge.utgång, nu)
        deltagande.anteckna(paragraf=paragraf, av=av)
    return rad


def _ny_rad(paragraf: Paragraf, steg: Steg, svar: Svar) -> Propositionssteg:
    sist = paragraf.propositioner.aggregate(högsta=Max("ordning"))["högsta"] or 0
    return Propositionssteg.objects.create(
        paragraf=paragraf,
        ordning=sist + 1,
        text=beslutsgång.mening(steg, svar),
        steg={"steg": steg.som_dict(), "svar": svar.som_dict()},
    )


def _spara_med_steget(omröstning: Omröstning, rad: Propositionssteg) -> None:
    omröstning.steg = rad
    omröstning.save()


def _skriv_inledning(paragraf: Paragraf, gång: Ärendegång, läge: Körning) -> None:
    """Propositionsordningen som den godkändes, på platsen före stegen."""
    texter = beslutsgång.skriv(gång, läge)
    inledning = " ".join(texter[: len(texter) - len(läge.tagna)])
    paragraf.propositioner.filter(ordning=0).delete()
    if inledning:
        Propositionssteg.objects.create(paragraf=paragraf, ordning=0, text=inledning)


def _avgör(paragraf: Paragraf, utgång: Utgång, nu: datetime | None) -> None:
    utfall = Paragraf.Utfall(utgång.utfall.value)
    till = "" if utfall in FORMELLA else mottagare.förvald(paragraf)
    beslut.skriv_delar(paragraf, utfall, [Del([b.text for b in utgång.beslut], till)], nu)


def pröva_om(paragraf: Paragraf) -> int:
    """Ett ändrat yrkande upphäver svaren från det steg där frågan blev en annan.

    I anroparens transaktion. Ger hur många svar som upphävdes.
    """
    rader = steg_rader(paragraf)
    if not rader:
        return 0
    gång = ärendegång(paragraf)
    gäller: list[Svar] = []
    for rad in rader:
        nästa = propositionsordning.kör(gång, gäller).nästa
        if nästa is None or nästa != Steg.från_dict(rad.steg["steg"]):
            break
        gäller.append(Svar.från_dict(rad.steg["svar"]))
    upphävda = rader[len(gäller) :]
    _ta_bort(paragraf, upphävda)
    _skriv_inledning(paragraf, gång, propositionsordning.kör(gång, gäller))
    return len(upphävda)


def _ta_bort(paragraf: Paragraf, rader: list[Propositionssteg]) -> None:
    nycklar = [rad.pk for rad in rader]
    paragraf.omröstningar.filter(steg__in=nycklar).delete()
    paragraf.propositioner.filter(pk__in=nycklar).delete()


@transaction.atomic
def ångra_steget(*, paragraf: Paragraf, nr: int, av: Användare) -> Paragraf:
    """Tar tillbaka det sista svaret, som är steg `nr`, och omröstningen som gav det."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    rader = steg_rader(paragraf)
    if nr == len(rader) + 1:
        return paragraf  # redan ångrat
    if nr < 1 or nr != len(rader):
        raise InaktuelltSteg("Fler steg har besvarats sedan dess. Ångra dem först.")
    if pågående_omröstning(paragraf) is not None:
        raise OmröstningPågår("En omröstning pågår. Avbryt den först.")
    if paragraf.är_beslutad:
        _gör_obeslutad(protokoll, paragraf)
    _ångra_sista(paragraf)
    return paragraf


def _ångra_sista(paragraf: Paragraf) -> None:
    _ta_bort(paragraf, steg_rader(paragraf)[-1:])
    gång = ärendegång(paragraf)
    _skriv_inledning(paragraf, gång, propositionsordning.kör(gång, svaren(paragraf)))


@transaction.atomic
def ångra_beslutet(*, paragraf: Paragraf, av: Användare) -> Paragraf:
    """Lägger tillbaka frågan som obeslutad medan mötet pågår. Beslutets text blir ett utkast."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if not paragraf.är_beslutad:
        raise InteBeslutad(f"Det finns inget beslut att ångra: {paragraf.rubrik}.")
    uträknat = bool(steg_rader(paragraf))
    uppgifter = {"utfall": paragraf.utfall, "satser": _satser(paragraf)}
    _gör_obeslutad(protokoll, paragraf)
    if uträknat:
        _ångra_sista(paragraf)
    else:
        paragraf.omröstningar.filter(slag=Omröstning.Slag.VAL).delete()
        paragraf.val.all().delete()
        utkast.spara(paragraf=paragraf, uppgifter=uppgifter, av=av)
    return paragraf


def _satser(paragraf: Paragraf) -> str:
    return "\n\n".join(sats.text for sats in paragraf.beslut.all())


def _gör_obeslutad(protokoll: Protokoll, paragraf: Paragraf) -> None:
    deltagande.kräv_inte_justerat(paragraf, "beslutet")
    pågår = protokoll.paragrafer.filter(utfall="").first()
    if pågår is not None:
        raise KanInteTasUpp(f"Besluta först om {pågår.rubrik}, eller lägg den åt sidan.")
    paragraf.delar.all().delete()
    paragraf.deltagande.all().delete()
    paragraf.utfall, paragraf.beslutad_tid = "", None
    paragraf.save(update_fields=["utfall", "beslutad_tid"])
