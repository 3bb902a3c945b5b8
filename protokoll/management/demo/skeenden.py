"""Det som händer vid mötena utöver att förslaget bifalls: yrkanden, omröstningar, jäv och uppdrag.

Manus säger vad som sker på de senaste mötena, så att demot alltid visar det; på de äldre avgör
slumpen. Allt går genom mötets tjänster, som räknar ut utfallen.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from konton.models import Användare
from nämnd.jäv import Grund
from nämnd.models import Organ
from protokoll.models import Beslutsuppdrag, Närvaro, Paragraf, Protokoll, Yrkande
from protokoll.services import (
    frågan,
    frågeläge,
    jäv,
    ledning,
    meningar,
    närvaro,
    omröstningar,
    uppföljning,
    yrkanden,
)
from ärenden.models import Ärende

Slag = Yrkande.Slag
# De som brukar yrka avslag; den som leder mötet röstar med förslaget.
OPPOSITION = ("SD", "KD", "M")
ANDEL_DISKUTERADE = 0.12
# Sådant som ingen yrkar avslag på, och sådant där en ledamot kan vara part.
OSTRIDIGT = ("Yttrande", "Rapportering", "Redovisning", "Avsägelse", "Svar på", "Årsredovisning")
ENSKILD_PART = ("Avtal", "Föreningsbidrag", "Försäljning", "Bidrag")


@dataclass(frozen=True)
class Läge:
    """En paragraf som är uppe och inte beslutad."""

    paragraf: Paragraf
    slump: random.Random
    av: Användare

    @property
    def protokoll(self) -> Protokoll:
        return self.paragraf.protokoll

    @property
    def beslutande(self) -> list[Närvaro]:
        return omröstningar.röstberättigade(self.paragraf)

    @property
    def möte(self) -> date:
        return self.protokoll.sammanträde.datum


Skeende = Callable[[Läge], None]


@dataclass(frozen=True)
class Manus:
    """Det som är bestämt om ett möte. `i_stället` är (ledamoten som är borta, ersättaren)."""

    skeenden: tuple[Skeende, ...] = ()
    i_stället: tuple[tuple[str, str], ...] = ()
    ersättare: tuple[str, ...] = ()
    justerare: str = ""
    elektroniskt: bool = False


# --- Vad som sker --------------------------------------------------------------------------------


def votering(läge: Läge) -> None:
    """Avslagsyrkande, votering med upprop, och reservation av dem som förlorade."""
    emot, för = _sidor(läge)
    if not emot or not för:
        return
    _yrka(läge, Slag.AVSLAG, emot[:2])
    _yrka(läge, Slag.BIFALL, för[:1])
    frågan.svara(paragraf=läge.paragraf, nr=1, utfall="bifall", votering_begärd=True, av=läge.av)
    omröstning = omröstningar.öppna(paragraf=läge.paragraf, metod=omröstningar.UPPROP, av=läge.av)
    röster = {r.pk: "nej" if r in emot else "ja" for r in läge.beslutande}
    omröstningar.anteckna_röster(omröstning=omröstning, val=röster, av=läge.av)
    omröstningar.avsluta(omröstning=omröstning, av=läge.av)
    läge.paragraf.refresh_from_db()
    if läge.paragraf.utfall == Paragraf.Utfall.BIFALL:
        _reservera(läge, emot)


def _sidor(läge: Läge) -> tuple[list[Närvaro], list[Närvaro]]:
    ledare = omröstningar.ordförande(läge.paragraf)
    ledarens = ledare.parti if ledare else ""
    emot = [r for r in läge.beslutande if r.parti in OPPOSITION and r.parti != ledarens]
    för = [r for r in läge.beslutande if r not in emot and r != ledare]
    return emot, för


RESERVATION = (
    "{vi_stor} yrkade avslag på förslaget. Underlaget visar inte vad beslutet innebär för "
    "kommunens kostnader de närmaste tre åren, och de som berörs har inte fått yttra sig. Ett "
    "beslut med de följderna borde ha väntat till dess att förvaltningen hade redovisat båda "
    "delarna.\n\n"
    "Majoriteten valde ändå att besluta i dag. Därför reserverar {vi} {oss} mot beslutet."
)
JAG = {"vi_stor": "Jag", "vi": "jag", "oss": "mig"}
VI = {"vi_stor": "Vi", "vi": "vi", "oss": "oss"}


def _reservera(läge: Läge, emot: list[Närvaro]) -> None:
    """Den första gruppen skriftligt, de andra muntligt."""
    första = [r for r in emot if r.parti == emot[0].parti]
    meningar.reservera(
        paragraf=läge.paragraf,
        reservanter=första,
        text=RESERVATION.format(**(JAG if len(första) == 1 else VI)),
        till_förmån_för="yrkandet om avslag",
        skriftlig=True,
        av=läge.av,
    )
    if andra := [r for r in emot if r not in första]:
        meningar.reservera(
            paragraf=läge.paragraf,
            reservanter=andra,
            till_förmån_för="yrkandet om avslag",
            av=läge.av,
        )


def jäv_i_punkten(läge: Läge) -> None:
    """En ledamot anmäler jäv och lämnar rummet; partiets ersättare träder in för paragrafen."""
    i_rummet = {
        r.parti: r for r in läge.protokoll.närvarande.filter(status=Närvaro.Status.ERSÄTTARE)
    }
    valda = läge.protokoll.justerare.values_list("närvaro", flat=True)
    jävig = next(
        r
        for r in läge.beslutande
        if r.parti in i_rummet and r != omröstningar.ordförande(läge.paragraf) and r.pk not in valda
    )
    part = läge.paragraf.rubrik.startswith(ENSKILD_PART)
    grund = Grund.PART if part else Grund.SÄRSKILD_OMSTÄNDIGHET
    jäv.anmäl_jäv(rad=jävig, grund=grund.etikett, paragraf=läge.paragraf, av=läge.av)
    närvaro.markera_närvaro(
        rad=i_rummet[jävig.parti],
        status=Närvaro.Status.TJÄNSTGÖRANDE,
        för=jävig,
        hela_punkten=True,
        av=läge.av,
    )


def jämkning(läge: Läge) -> None:
    """Ett tilläggsyrkande jämkas under överläggningen och bifalls av en enig nämnd."""
    en, annan = läge.slump.sample(_sidor(läge)[1], 2)
    tillägg = _yrka(
        läge,
        Slag.TILLÄGG,
        [en],
        "Förvaltningen ska redovisa genomförandet och kostnaderna för nämnden varje kvartal.",
    )
    yrkanden.ta_tillbaka(
        yrkande=tillägg,
        del_="att redovisningen lämnas varje kvartal",
        text="Förvaltningen ska redovisa genomförandet och kostnaderna för nämnden i samband med "
        "delårsbokslutet.",
        av=läge.av,
    )
    _yrka(läge, Slag.BIFALL, [annan])
    _svara_ja(läge)


def bordläggning(läge: Läge) -> None:
    _yrka(läge, Slag.BORDLÄGGNING, _sidor(läge)[1][:1])
    _svara_ja(läge, Slag.BORDLÄGGNING)


def återremiss(läge: Läge) -> None:
    _yrka(
        läge,
        Slag.ÅTERREMISS,
        _sidor(läge)[1][:1],
        "Förvaltningen ska redovisa hur förslaget påverkar kostnaderna de närmaste tre åren och "
        "inhämta synpunkter från pensionärsrådet och rådet för funktionshinderfrågor.",
    )
    _svara_ja(läge, Slag.ÅTERREMISS)


def ajournering(läge: Läge) -> None:
    """Mötet ajourneras för överläggning i partigrupperna, mitt i punkten."""
    börjar = läge.protokoll.sammanträde.tider.get().från.hour
    ledning.ajournera(protokoll=läge.protokoll, tid=time(börjar + 1, 20), av=läge.av)
    ledning.återuppta(protokoll=läge.protokoll, tid=time(börjar + 1, 35), av=läge.av)


def _yrka(läge: Läge, slag: str, yrkare: list[Närvaro], text: str = "") -> Yrkande:
    return yrkanden.ställ(
        paragraf=läge.paragraf, slag=slag, text=text, yrkare=yrkare, av=läge.av
    ).yrkande


def _svara_ja(läge: Läge, formellt: str = "") -> None:
    """Ordföranden finner vid varje proposition att nämnden bifaller det som yrkats."""
    nr = 0
    while (steg := frågeläge.nästa_steg(läge.paragraf)) is not None:
        nr += 1
        # Vid ett formellt yrkande är det första alternativet att avgöra ärendet i dag.
        val = [a.id for a in steg.alternativ if a.id == formellt] or [steg.alternativ[0].id]
        frågan.svara(paragraf=läge.paragraf, nr=nr, utfall=val[0], av=läge.av)


# --- Manus ---------------------------------------------------------------------------------------

# Socialnämndens senaste möte, i listans ordning. Planen ger mötet så många ärenden.
SENASTE: tuple[Skeende, ...] = (
    votering,
    jäv_i_punkten,
    jämkning,
    ajournering,
    bordläggning,
)
MANUS = {
    ("SN", 0): Manus(
        SENASTE,
        i_stället=(("Britt-Inger Solhed", "Göte Slättmyr"),),
        ersättare=("Maj-Lis Öhrdal", "Desirée Hallbäcken"),
        justerare="Hülya Björkendal",
        elektroniskt=True,
    ),
    ("SN", 1): Manus((återremiss, jämkning)),
    ("SNAU", 0): Manus(
        i_stället=(("Ragnhild Stavsund", "Hülya Björkendal"),),
        justerare="Hülya Björkendal",
        elektroniskt=True,
    ),
    ("KS", 0): Manus((votering, jämkning)),
    ("BUN", 0): Manus((jämkning, ajournering)),
    ("KF", 0): Manus((votering, ajournering)),
}


INGET = Manus()


def manus(organ: str, ålder: int) -> Manus:
    """`ålder` är hur många av organets möten som hållits sedan dess."""
    return MANUS.get((organ, ålder), INGET)


def slumpat(läge: Läge) -> Skeende | None:
    """Vad som händer i ett äldre ärende; oftast ingenting. Utskotten är eniga."""
    if läge.paragraf.organ.överordnat_id or läge.slump.random() > ANDEL_DISKUTERADE:
        return None
    skeende = läge.slump.choice((votering, votering, jämkning, ajournering))
    return skeende if passar(skeende, läge.paragraf.rubrik) else None


def passar(skeende: Skeende, rubrik: str) -> bool:
    return skeende is not votering or not rubrik.startswith(OSTRIDIGT)


def fördela(skeenden: Sequence[Skeende], rubriker: Sequence[str]) -> list[Skeende | None]:
    """Vad som sker i vart och ett av ärendena: i ordning, men var sak där den passar."""
    kvar = list(skeenden)
    ut: list[Skeende | None] = []
    for nr, rubrik in enumerate(rubriker):
        passande = [s for s in kvar if passar(s, rubrik)]
        måste = len(rubriker) - nr <= len(kvar)
        vald = passande[0] if passande else kvar[0] if måste else None
        if vald is not None:
            kvar.remove(vald)
        ut.append(vald)
    return ut


# --- Uppdrag -------------------------------------------------------------------------------------

UPPDRAGSORD = ("i uppdrag", "ska redovisa", "återrapport", "ska senast")
TID = timedelta(days=60)


def ge_uppdrag(paragraf: Paragraf, av: Användare) -> None:
    """De satser som säger åt förvaltningen att göra något blir uppdrag med ansvarig och dag."""
    ärende: Ärende | None = paragraf.ärende
    if paragraf.organ.överordnat_id:
        # Ett utskott föreslår bara; uppdraget ges när nämnden beslutar.
        return
    if ärende is None or paragraf.utfall not in (
        Paragraf.Utfall.BIFALL,
        Paragraf.Utfall.ÄNDRAT,
    ):
        return
    for sats in paragraf.beslut.all():
        if any(ord_ in sats.text for ord_ in UPPDRAGSORD):
            uppföljning.ge_uppdrag(
                paragraf=paragraf,
                text=sats.text,
                ansvarig=ärende.enhet,
                handläggare=ärende.handläggare,
                dag=paragraf.protokoll.sammanträde.datum + TID,
                av=av,
            )


def återrapportera(protokoll: Protokoll, av: Användare) -> None:
    """Uppdragen vars dag är inne redovisas under förvaltningens information, eller sist."""
    organ: Organ = protokoll.sammanträde.organ
    redovisas = protokoll.paragrafer.filter(utfall=Paragraf.Utfall.INFORMATION).first()
    redovisas = redovisas or protokoll.paragrafer.exclude(utfall="").order_by("ordning").last()
    if redovisas is None:
        return
    möte = protokoll.sammanträde.datum
    inne = Beslutsuppdrag.objects.öppna().filter(paragraf__organ=organ, dag__lte=möte)
    for uppdrag in inne.order_by("pk"):
        uppföljning.återrapportera(uppdrag=uppdrag, paragraf=redovisas, av=av)
