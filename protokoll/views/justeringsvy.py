"""Det justeringens sida visar, uträknat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from protokoll import anslagstid, justeringstid, policy, underskriftstjänst, vägran
from protokoll.documents import HEMLIGT
from protokoll.justeringsformulär import Tavelform
from protokoll.laga_kraft import Besked
from protokoll.models import (
    Anslag,
    Beslut,
    Beslutsdel,
    Bevis,
    Justering,
    Paragraf,
    Paragrafsvar,
    Rättelse,
    Underskrift,
    Underskriftsbegäran,
)
from protokoll.policy import Rätt
from protokoll.services import bevis as bevistjänst
from protokoll.services import försegling, senare_justering
from protokoll.services.justeringsläge import (
    egna_paragrafer,
    ej_justerade,
    granska,
    gällande_svar,
    justeringens_paragrafer,
    nummer_i,
)
from protokoll.services.mötesfel import Mötesfel
from protokoll.services.undertecknare import tjänstgjorde
from protokoll.textskillnad import Bit, skillnad
from publikt.models import Anslag as Tavelanslag

HÅRT = "\N{NO-BREAK SPACE}"
Som = Underskrift.Som


@dataclass(frozen=True)
class Paragrafrad:
    """En paragraf som den justeras, med det som ändrats sedan mötet."""

    paragraf: Paragraf
    nummer: str
    rubrik: str
    dold: bool
    min: bool
    svar: Paragrafsvar | None
    kommentarer: list[Paragrafsvar]
    sammanfattning: tuple[Bit, ...]
    information: tuple[Bit, ...]
    beslut: list[Beslut]
    rättelser: list[Rättelse]
    ojusterad: bool
    anslag: Anslag | None
    laga_kraft: list[tuple[Beslutsdel | None, Besked]] = field(default_factory=list)

    @property
    def överklagbart(self) -> bool:
        return any(besked.överklagbart for _, besked in self.laga_kraft)

    @property
    def ändrad(self) -> bool:
        return any(b.tillagd or b.struken for b in (*self.sammanfattning, *self.information))


@dataclass(frozen=True)
class Anslagsrad:
    anslag: Anslag
    tavlan: Tavelanslag | None
    bevis: list[Bevis]
    senaste: bool

    @property
    def läge(self) -> tuple[str, str]:
        t = self.tavlan
        if t is None:
            return "Finns inte på tavlan", "danger"
        if t.makulerad_tid is not None:
            return "Makulerat", "danger"
        if t.nedtagen_tid is not None:
            return "Nedtaget", "neutral"
        return ("Sitter uppe", "success") if t.är_uppe else ("Sätts upp", "info")

    @property
    def ned_dag(self) -> date | None:
        return self.tavlan.ned_dag if self.tavlan is not None else self.anslag.nedtas

    @property
    def osäkert(self) -> bool:
        return self.tavlan is not None and self.tavlan.nytt_tillkännagivande_rekommenderas

    @property
    def får_tas_ned(self) -> bool:
        return bool(
            self.tavlan
            and self.tavlan.är_uppe
            and self.ned_dag
            and self.ned_dag <= timezone.localdate()
        )


def justeringsvy(
    justering: Justering,
    användare: Användare,
    *,
    fel: Mötesfel | None = None,
    tavelform: Tavelform | None = None,
) -> dict[str, object]:
    """Allt för sidan, för den som justerar, sekreteraren och den som läser."""
    möte = justering.protokoll.sammanträde
    för = policy.får(användare, Rätt.FÖRA_PROTOKOLL, möte.organ)
    underskrifter = list(justering.underskrifter.prefetch_related("svar").order_by("ordning", "pk"))
    egen = next(
        (
            u
            for u in underskrifter
            if u.person_id is not None
            and u.person_id == användare.person_id
            and u.status != Underskrift.Status.ERSATT
        ),
        None,
    )
    anslag = _anslag(justering)
    rader = _rader(justering, användare, egen, underskrifter, anslag)
    mina = [r for r in rader if r.min]
    idag = timezone.localdate()
    pågår = justering.status == Justering.Status.PÅGÅR
    skriver = (
        egen is not None
        and pågår
        and egen.status == Underskrift.Status.VÄNTAR
        and justering.metod == Justering.Metod.ELEKTRONISK
    )
    hel, offentlig = försegling.senaste_filerna(justering)
    läser_hela = policy.får_läsa_hela(användare, justering)
    return {
        "justering": justering,
        "protokoll": justering.protokoll,
        "möte": möte,
        "rubrik": f"{möte.organ} {date_format(möte.datum, 'j F Y')}",
        "dag": date_format(möte.datum, "l j F Y"),
        "för": för,
        "fel": fel,
        "pågår": pågår,
        "på_papper": justering.metod == Justering.Metod.PAPPER,
        "underskrifter": underskrifter,
        "egen": egen,
        "min_person": användare.person_id,
        "skriver": skriver,
        "justerar": skriver and egen is not None and egen.som != Som.SEKRETERARE,
        "rader": rader,
        "besvarade": sum(r.svar is not None for r in mina),
        "antal_mina": len(mina),
        "kan_skriva_under": skriver
        and all(r.svar is not None and r.svar.svar != "kommenterar" for r in mina),
        "tjänst": underskriftstjänst.tjänst() if skriver else None,
        "påbörjad": egen is not None
        and skriver
        and Underskriftsbegäran.objects.öppna().filter(underskrift=egen).exists(),
        "hemligt_text": HEMLIGT,
        "senast": date_format(justeringstid.sista_justeringsdag(möte.datum), "j F Y"),
        "försenad": pågår and justeringstid.är_försenad(möte.datum, idag),
        "lagrum": justeringstid.LAGRUM,
        "lagtext": justeringstid.LAGTEXT,
        "kedjefel": granska(justering),
        "ersättare": _ersättare(justering, underskrifter) if för and pågår else {},
        "vägran": list(justering.vägran.select_related("paragraf")),
        "kvar": senare_justering.kvar(justering) if not pågår else [],
        "senare": list(justering.senare.all()),
        "vägran_lagrum": vägran.LAGRUM,
        "vägran_lagtext": vägran.LAGTEXT,
        "anslag": anslag,
        "anslag_lagrum": anslagstid.LAGRUM,
        "anslag_lagtext": anslagstid.LAGTEXT_NED,
        "avbrott_lagrum": anslagstid.LAGRUM_ÖVERKLAGANDETID,
        "avbrott_lagtext": anslagstid.LAGTEXT_AVBROTT,
        "sent_lagtext": anslagstid.LAGTEXT,
        "gemensam_lagrum": anslagstid.LAGRUM_GEMENSAM,
        "gemensam_lagtext": f"{anslagstid.LAGTEXT_GEMENSAM} {anslagstid.LAGTEXT_GEMENSAM_TID}",
        "tavelform": tavelform or Tavelform(),
        "hel_fil": hel if läser_hela else None,
        "offentlig_fil": offentlig,
        "versioner": list(justering.versioner.select_related("rättelse__paragraf", "jobb", "fil")),
        "läser_hela": läser_hela,
        "färdig": försegling.är_färdig(justering) if not pågår else False,
    }


def _rader(
    justering: Justering,
    användare: Användare,
    egen: Underskrift | None,
    underskrifter: Iterable[Underskrift],
    anslag: list[Anslagsrad],
) -> list[Paragrafrad]:
    hemligt = policy.får_se_hemligt(användare, justering.protokoll)
    alla = justeringens_paragrafer(justering)
    hela = {
        p.pk: p
        for p in Paragraf.objects.filter(pk__in=[p.pk for p in alla])
        .select_related("organ", "punkt", "försättsblad")
        .prefetch_related(
            Prefetch("beslut", Beslut.objects.select_related("beslutsdel")),
            *("texter", "delar", "rättelser", "försättsblad__mottagare__expedieringar__steg"),
        )
    }
    paragrafer = [hela[p.pk] for p in alla]
    mina = {p.pk for p in egna_paragrafer(egen, paragrafer)} if egen is not None else set()
    svar = gällande_svar(egen, paragrafer) if egen is not None else {}
    andras: dict[int, list[Paragrafsvar]] = {}
    for u in underskrifter:
        for s in u.svar.all():
            if s.text or s.genmäle:
                s.underskrift = u
                andras.setdefault(s.paragraf_id, []).append(s)
    klar = justering.status == Justering.Status.JUSTERAD
    ojusterade = {p.pk for p in ej_justerade(justering)} if klar else set()
    rader = []
    for p in paragrafer:
        dold = p.är_sekretess and not hemligt
        texter = list(p.texter.all())
        första = texter[0] if texter else None
        över = _anslaget(p, anslag)
        rader.append(
            Paragrafrad(
                paragraf=p,
                nummer=f"§{HÅRT}{p.nummer}" if p.nummer is not None else "",
                rubrik=p.synlig_rubrik if dold else p.rubrik,
                dold=dold,
                min=p.pk in mina,
                svar=svar.get(p.pk),
                kommentarer=[] if dold else andras.get(p.pk, []),
                sammanfattning=skillnad(
                    första.sammanfattning if första else p.sammanfattning, p.sammanfattning
                ),
                information=skillnad(
                    första.information if första else p.information, p.information
                ),
                beslut=[] if dold else list(p.beslut.all()),
                rättelser=[] if dold else list(p.rättelser.all()),
                ojusterad=p.pk in ojusterade,
                anslag=över.anslag if över else None,
                laga_kraft=bevistjänst.besked(p, över.anslag, över.tavlan) if över else [],
            )
        )
    return rader


def _anslag(justering: Justering) -> list[Anslagsrad]:
    anslagen = list(
        justering.anslag.prefetch_related(
            "bevisen__fil", "bevisen__paragraf", "andra_tavlor__anslag__justering"
        )
    )
    källor = [a.källa for a in anslagen if a.källa]
    på_tavlan = {
        t.källa: t for t in Tavelanslag.objects.filter(källa__in=källor).prefetch_related("avbrott")
    }
    return [
        Anslagsrad(a, på_tavlan.get(a.källa), list(a.bevisen.all()), n == len(anslagen))
        for n, a in enumerate(anslagen, 1)
    ]


def _anslaget(paragraf: Paragraf, anslag: list[Anslagsrad]) -> Anslagsrad | None:
    """Det senaste anslaget som omfattar paragrafen."""
    for rad in reversed(anslag):
        if paragraf.nummer is not None and paragraf.nummer in nummer_i(rad.anslag.paragrafer):
            return rad
    return None


def _ersättare(
    justering: Justering, underskrifter: list[Underskrift]
) -> dict[str, list[tuple[int, str]]]:
    """Vilka som kan skriva under i stället, per slag av underskrift."""
    redan = {u.person_id for u in underskrifter}
    valda = justering.protokoll.justerare.filter(är_ersättare=True, närvaro__isnull=False)
    justerare = [j for j in valda.select_related("närvaro") if j.närvaro.person_id not in redan]
    närvarande = [r for r in tjänstgjorde(justering.protokoll) if r.person_id not in redan]
    return {
        Underskrift.Som.JUSTERARE: [(j.pk, str(j)) for j in justerare],
        Underskrift.Som.ORDFÖRANDE: [(r.pk, str(r)) for r in närvarande],
    }
