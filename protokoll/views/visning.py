"""Det mötets sida visar, uträknat."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Organ, Punkt
from protokoll import beslutsförhet, paragrafnummer, policy
from protokoll.documents import HEMLIGT
from protokoll.forms import Beslutsform, Justeringsform, Övrigform
from protokoll.models import Närvaro, Paragraf, Paragrafserie, Protokoll
from protokoll.policy import Rätt
from protokoll.services.mötesfel import Mötesfel

HÅRT = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Plats:
    """En ledamots plats: ledamoten själv eller den som trätt in."""

    rad: Närvaro
    ersatt_av: Närvaro | None

    @property
    def är_besatt(self) -> bool:
        return self.rad.tjänstgör or self.ersatt_av is not None


@dataclass(frozen=True)
class Rad:
    """En paragraf i protokollet som växer fram."""

    paragraf: Paragraf
    nummer: str
    dold: bool

    @property
    def rubrik(self) -> str:
        return self.paragraf.synlig_rubrik if self.dold else self.paragraf.rubrik


@dataclass(frozen=True)
class Aktuell:
    """Det som behandlas nu: en upptagen paragraf eller nästa punkt."""

    punkt: Punkt | None
    paragraf: Paragraf | None
    nummer: str


def mötesvy(
    protokoll: Protokoll,
    användare: Användare,
    *,
    vald_punkt: int = 0,
    vald_paragraf: int = 0,
    form: Beslutsform | None = None,
    justeringsform: Justeringsform | None = None,
    övrigform: Övrigform | None = None,
    fel: Mötesfel | None = None,
) -> dict[str, object]:
    """Allt för sidan och för den del som ritas om."""
    möte = protokoll.sammanträde
    för = policy.får(användare, Rätt.FÖRA_PROTOKOLL, möte.organ)
    hemligt = policy.får_se_hemligt(användare, protokoll)
    närvarande = list(protokoll.närvarande.all())
    ersätter = {rad.för_id: rad for rad in närvarande if rad.för_id}
    platser = [Plats(rad, ersätter.get(rad.pk)) for rad in närvarande if rad.har_plats]
    paragrafer = _paragrafer(protokoll)
    nummer = _nummer(protokoll, paragrafer)
    rader = [
        Rad(p, n, p.är_sekretess and not hemligt) for p, n in zip(paragrafer, nummer, strict=True)
    ]
    upptagna = {p.punkt_id for p in paragrafer}
    kvar = [p for p in _punkter(protokoll) if p.pk not in upptagna] if protokoll.är_öppet else []
    aktuell = _aktuell(rader, kvar, vald_punkt, vald_paragraf) if för else None
    if aktuell and aktuell.paragraf and form is None:
        form = Beslutsform.ifylld(aktuell.paragraf)
    valda_justerare = list(protokoll.justerare.all())
    är_justerare = {j.närvaro_id for j in valda_justerare}
    ledare = protokoll.ledare
    tjänstgörande = [r for r in närvarande if r.tjänstgör]
    fullmäktige = möte.organ.typ == Organ.Typ.FULLMÄKTIGE
    läge = beslutsförhet.Beslutsförhet(protokoll.platser, len(tjänstgörande))
    return {
        "protokoll": protokoll,
        "möte": möte,
        "rubrik": f"{möte.organ} {date_format(möte.datum, 'j F Y')}",
        "dag": date_format(möte.datum, "l j F Y"),
        "för": för,
        "öppet": för and protokoll.är_öppet,
        "fel": fel,
        "platser": platser,
        "lediga": [p.rad for p in platser if not p.är_besatt],
        "ersättare": [r for r in närvarande if r.är_ersättare],
        "insyn": [r for r in närvarande if r.har_insynsplats],
        "vakanta": max(0, protokoll.platser - len(platser)),
        "tjänstgörande": tjänstgörande,
        "distans_tillåten": möte.organ.distans_tillåten,
        "ledare": ledare,
        "justerare": valda_justerare,
        "valbara_justerare": [
            r
            for r in tjänstgörande
            if r.pk not in är_justerare and (ledare is None or r.pk != ledare.pk)
        ],
        "övriga": list(protokoll.övriga.all()),
        "övrigform": övrigform or Övrigform(),
        "justeringsform": justeringsform or Justeringsform.ifylld(protokoll),
        "läge": läge,
        "lagrum": beslutsförhet.lagrum(fullmäktige=fullmäktige),
        "lagtext": beslutsförhet.lagtext(fullmäktige=fullmäktige),
        "aktuell": aktuell,
        "form": form,
        "rader": rader,
        "kvar": kvar,
        "hemligt_text": HEMLIGT,
        "justeringar": list(policy.synliga_justeringar(användare).filter(protokoll=protokoll)),
        "filer": list(policy.synliga_filer(användare, protokoll).select_related("paragraf", "fil")),
    }


def _paragrafer(protokoll: Protokoll) -> list[Paragraf]:
    return list(
        protokoll.paragrafer.select_related("punkt").prefetch_related(
            "beslut", "förslag", "underlag", "utdrag_till"
        )
    )


def _punkter(protokoll: Protokoll) -> list[Punkt]:
    return list(
        protokoll.upptagbara_punkter.select_related("ärende", "förälder").prefetch_related(
            "förslag"
        )
    )


def _nummer(protokoll: Protokoll, paragrafer: list[Paragraf]) -> list[str]:
    """Numren. Medan mötet pågår är de preliminära: ordningen kan ändras."""
    if not protokoll.är_öppet:
        return [f"§{HÅRT}{p.nummer}" if p.nummer else "" for p in paragrafer]
    möte = protokoll.sammanträde
    serie = Paragrafserie.objects.filter(organ=möte.organ_id, år=möte.datum.year).first()
    fasta = [p for p in paragrafer if p.nummer is not None]
    lösa = [p for p in paragrafer if p.nummer is None]
    preliminära = paragrafnummer.numrera(
        [p.är_formalia for p in lösa],
        senaste=serie.senaste if serie else 0,
        formalia_med_paragraf=möte.organ.formalia_med_paragraf,
    )
    text = {p.pk: f"§{HÅRT}{p.nummer}" for p in fasta}
    text |= {
        p.pk: f"§{HÅRT}{n} (prel.)" for p, n in zip(lösa, preliminära, strict=True) if n is not None
    }
    return [text.get(p.pk, "") for p in paragrafer]


def _aktuell(
    rader: list[Rad], kvar: list[Punkt], vald_punkt: int, vald_paragraf: int
) -> Aktuell | None:
    for rad in rader:
        if rad.paragraf.pk == vald_paragraf:
            return Aktuell(None, rad.paragraf, rad.nummer)
    for rad in rader:
        if not rad.paragraf.är_beslutad:
            return Aktuell(None, rad.paragraf, rad.nummer)
    if not kvar:
        return None
    return Aktuell(next((p for p in kvar if p.pk == vald_punkt), kvar[0]), None, "")
