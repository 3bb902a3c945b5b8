"""Det justeringens sida visar, uträknat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from konton.policy import är_administratör
from protokoll import (
    anslagstid,
    justeringsdokument,
    justeringstid,
    policy,
    underskriftstjänst,
    vägran,
)
from protokoll.documents import HEMLIGT, Protokolldokument
from protokoll.documents.delar import Avsnittsblock, Bilageblock, Fält, Paragrafblock, tecken
from protokoll.documents.text import versal
from protokoll.justeringsformulär import Tavelform
from protokoll.laga_kraft import Besked
from protokoll.models import (
    Anslag,
    Avsnitt,
    Beslut,
    Beslutsdel,
    Bevis,
    Deltagande,
    JusteradFörSig,
    Justering,
    Paragraf,
    Paragrafsvar,
    Rättelse,
    Underskrift,
    Underskriftsbegäran,
)
from protokoll.paragrafnummer import omfattning
from protokoll.policy import Rätt
from protokoll.services import bevis as bevistjänst
from protokoll.services import försegling, justeringsbrev, pappersutskrift, senare_justering
from protokoll.services.anslag import hänvisningens_varningar
from protokoll.services.justeringsläge import (
    egna_paragrafer,
    ej_justerade,
    granska,
    gällande_svar,
    justeringens_paragrafer,
    nummer_i,
    uppräknade,
)
from protokoll.services.mötesfel import Mötesfel
from protokoll.services.undertecknare import tjänstgjorde
from publikt.models import Anslag as Tavelanslag
from ärenden.textskillnad import Bit, skillnad

RYMS = 1400
# Det som visas för sig, med ändringarna märkta.
_FÖR_SIG = {Avsnitt.SAMMANFATTNING, Avsnitt.INFORMATION, Avsnitt.BESLUT}
# Hur beslutet kom till; resten är underlag och det som följer av beslutet.
_GÅNGEN = {
    *(Avsnitt.JÄV, Avsnitt.TALARE, Avsnitt.AJOURNERING, Avsnitt.YRKANDEN, Avsnitt.BESLUTSGÅNG),
    *(Avsnitt.OMRÖSTNING, Avsnitt.VAL, Avsnitt.OMEDELBAR, Avsnitt.DELTAR_INTE),
    *(Avsnitt.RESERVATIONER, Avsnitt.ANTECKNINGAR),
}
_NÄRVARO = {
    *("Plats och tid", "Beslutande", "Närvarande ersättare", "Frånvarande", "Insynsplats"),
    *("Övriga närvarande", "Personalföreträdare", "Utses att justera", "Justeras senare av"),
}
_FORMER = {
    Deltagande.Form.DELTOG: "Beslutade",
    Deltagande.Form.NÄRVARANDE: "Närvarande utan att besluta",
    Deltagande.Form.JÄV: "Anmälde jäv",
}
Som = Underskrift.Som


@dataclass(frozen=True)
class Paragrafrad:
    """En paragraf som den justeras, med det som ändrats sedan mötet."""

    paragraf: Paragraf
    nummer: str
    rubrik: str
    dold: bool
    bara: str
    """Punkterna som justeras, när det inte är hela beslutet."""
    min: bool
    svar: Paragrafsvar | None
    kommentarer: list[Paragrafsvar]
    sammanfattning: tuple[Bit, ...]
    information: tuple[Bit, ...]
    beslut: list[Beslut]
    gången: list[Avsnittsblock | Bilageblock]
    övrigt: list[Avsnittsblock]
    närvaro: list[tuple[str, list[str]]]
    rättelser: list[Rättelse]
    ojusterad: bool
    omedelbart: str
    """Att det är omedelbart justerat, eller ännu väntar på underskrifter; tomt annars."""
    anslag: Anslag | None
    laga_kraft: list[tuple[Beslutsdel | None, Besked]] = field(default_factory=list)

    @property
    def överklagbart(self) -> bool:
        return any(besked.överklagbart for _, besked in self.laga_kraft)

    @property
    def gångens_rubrik(self) -> str:
        return _rubriker(self.gången)

    @property
    def övrigts_rubrik(self) -> str:
        return _rubriker(self.övrigt)

    @property
    def gången_ryms(self) -> bool:
        """Om det som hände är så kort att det läses utan att vecklas ut."""
        return sum(tecken(del_) for a in self.gången for del_ in a.delar) < RYMS

    @property
    def ändrad(self) -> bool:
        return any(b.tillagd or b.struken for b in (*self.sammanfattning, *self.information))


def _rubriker(delar: Sequence[Avsnittsblock | Bilageblock]) -> str:
    """Avsnittens rubriker som en mening; en bilagas rubrik kan börja med ett namn."""
    rubriker = [
        d.rubrik if n == 0 or isinstance(d, Bilageblock) else d.rubrik.lower()
        for n, d in enumerate(delar)
    ]
    return ", ".join(dict.fromkeys(rubriker))


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
    def makulerat_skäl(self) -> str:
        """Skälet som en mening: ”Fel möte.”"""
        skäl = self.tavlan.makulerat_skäl if self.tavlan is not None else ""
        return skäl if skäl.endswith((".", "!", "?")) else f"{skäl}."

    @property
    def sitter_kvar(self) -> bool:
        """Om anslaget ännu kan makuleras eller sitta längre."""
        t = self.tavlan
        return t is not None and t.nedtagen_tid is None and t.makulerad_tid is None

    @property
    def väntar_på_tavla(self) -> bool:
        return self.anslag.tiden_räknas_från is None

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
    underskrifter = list(
        justering.underskrifter.select_related("person")
        .prefetch_related("svar")
        .order_by("ordning", "pk")
    )
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
    fryst = _fryst(justering, användare)
    rader = _rader(justering, användare, egen, underskrifter, anslag, fryst)
    mina = [r for r in rader if r.min]
    idag = timezone.localdate()
    pågår = justering.status == Justering.Status.PÅGÅR
    skriver = (
        egen is not None
        and pågår
        and egen.status == Underskrift.Status.VÄNTAR
        and justering.metod == Justering.Metod.ELEKTRONISK
    )
    på_papper = justering.metod == Justering.Metod.PAPPER
    hel, offentlig = försegling.senaste_filerna(justering)
    ser_hemligt = policy.får_se_hemligt(användare, justering.protokoll)
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
        "på_papper": på_papper,
        "skrivs_ut": för and läser_hela and pappersutskrift.skrivs_ut(justering),
        "kan_bytas": för and pågår and not på_papper,
        "utan_brev": (
            justeringsbrev.utan_brev(u for u in underskrifter if u is not egen)
            if för and pågår and not på_papper
            else []
        ),
        "utan_domstol": hänvisningens_varningar(möte.organ) if för else [],
        "är_administratör": är_administratör(användare),
        "vägrar": _vägrar(rader, underskrifter) if för and pågår and på_papper else [],
        "närvarofält": _närvarofält(fryst),
        "närvarotabeller": fryst.närvarotabeller if fryst else (),
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
        "vägran": [
            (v, läser_hela and (ser_hemligt or not (v.paragraf and v.paragraf.är_sekretess)))
            for v in justering.vägran.select_related("paragraf")
        ],
        "kvar": uppräknade(senare_justering.kvar(justering), justering.delvis) if not pågår else "",
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
    fryst: Protokolldokument | None,
) -> list[Paragrafrad]:
    hemligt = policy.får_se_hemligt(användare, justering.protokoll)
    alla = justeringens_paragrafer(justering)
    hela = {
        p.pk: p
        for p in Paragraf.objects.filter(pk__in=[p.pk for p in alla])
        .select_related("organ", "punkt", "försättsblad")
        .prefetch_related(
            Prefetch("beslut", Beslut.objects.select_related("beslutsdel")),
            Prefetch(
                "för_sig",
                JusteradFörSig.objects.select_related("justering").defer("justering__underlag"),
            ),
            Prefetch("deltagande", Deltagande.objects.select_related("närvaro")),
            *(
                "texter",
                "delar__satser",
                "rättelser",
                "försättsblad__mottagare__expedieringar__steg",
            ),
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
    block = {b.ankare: b for b in fryst.alla} if fryst else {}
    rader = []
    for p in paragrafer:
        tryckt = block.get(justeringsdokument.ankare(p.nummer, p.ordning))
        dold = p.är_sekretess and not hemligt
        texter = list(p.texter.all())
        första = texter[0] if texter else None
        över = _anslaget(p, anslag)
        bara = justering.delvis.get(p.nummer, "") if p.nummer is not None else ""
        rader.append(
            Paragrafrad(
                paragraf=p,
                nummer=omfattning(p.nummer, bara) if p.nummer is not None else "",
                rubrik=p.synlig_rubrik if dold else p.rubrik,
                dold=dold,
                bara=bara,
                min=p.pk in mina,
                svar=svar.get(p.pk),
                kommentarer=[] if dold else andras.get(p.pk, []),
                sammanfattning=skillnad(
                    första.sammanfattning if första else p.sammanfattning, p.sammanfattning
                ),
                information=skillnad(
                    första.information if första else p.information, p.information
                ),
                beslut=[] if dold else _satserna(p, p.punkter_i(justering.pk)),
                gången=[] if dold else _gången(tryckt),
                övrigt=[] if dold else _övrigt(tryckt),
                närvaro=[] if dold else _närvaro(p),
                rättelser=[] if dold else list(p.rättelser.all()),
                ojusterad=p.pk in ojusterade,
                omedelbart="" if p.pk in ojusterade else _omedelbart(p, justering),
                anslag=över.anslag if över else None,
                laga_kraft=bevistjänst.besked(p, över.anslag, över.tavlan) if över else [],
            )
        )
    return rader


def _omedelbart(paragraf: Paragraf, justering: Justering) -> str:
    """Är bara några satser justerade för sig sägs vilka. Den som väntas på har inte justerat."""
    if not paragraf.omedelbart_justerad:
        return ""
    egna = [rad for rad in paragraf.för_sig.all() if rad.justering_id is not None]
    # Utan egna rader är det hela protokollet, och justeringen på sidan.
    if justering.omedelbar or not egna:
        klart = justering.status == Justering.Status.JUSTERAD and justering.omedelbar
        return "Omedelbart justerad" if klart else "Justeras omedelbart"
    klara = sorted(
        n for rad in egna for n in rad.punkter if rad.justering.status == Justering.Status.JUSTERAD
    )
    if not klara:
        return "Justeras delvis omedelbart"
    ord_ = "justerad" if len(klara) == 1 else "justerade"
    return versal(f"{paragraf.punkttext(klara)} omedelbart {ord_}")


def _fryst(justering: Justering, användare: Användare) -> Protokolldokument | None:
    """Det som skrivs under, i den form användaren får läsa; ett inläst protokoll har inget."""
    if not justering.underlag.get("helt"):
        return None
    hemligt = policy.får_se_hemligt(användare, justering.protokoll)
    offentligt = bool(justering.underlag.get("offentligt")) and not hemligt
    return justeringsdokument.dokument(justering.underlag, offentligt=offentligt)


def _satserna(paragraf: Paragraf, bara: Sequence[int]) -> list[Beslut]:
    """De som skrivs under; räknade genom hela beslutet när det bara är några av dem."""
    satser = list(paragraf.beslut.all())
    return [s for n, s in enumerate(satser, 1) if n in bara] if bara else satser


def _gången(block: Paragrafblock | None) -> list[Avsnittsblock | Bilageblock]:
    """Hur beslutet kom till, med de reservationer som är bilagor."""
    if block is None:
        return []
    return [*(a for a in block.avsnitt if a.avsnitt in _GÅNGEN), *block.bilagor]


def _övrigt(block: Paragrafblock | None) -> list[Avsnittsblock]:
    if block is None:
        return []
    return [a for a in block.avsnitt if a.avsnitt not in _GÅNGEN | _FÖR_SIG]


def _närvaro(paragraf: Paragraf) -> list[tuple[str, list[str]]]:
    """De som var med vid paragrafen, efter hur de deltog (KL 5 kap. 67 §)."""
    per_form: dict[str, list[str]] = {}
    for d in paragraf.deltagande.all():
        namn = str(d.närvaro) + (" (en del av behandlingen)" if d.del_av else "")
        per_form.setdefault(d.form, []).append(namn)
    return [(rubrik, per_form[form]) for form, rubrik in _FORMER.items() if form in per_form]


def _närvarofält(fryst: Protokolldokument | None) -> list[Fält]:
    if fryst is None or fryst.framsida is None:
        return []
    return [f for f in fryst.framsida.fält if f.rubrik in _NÄRVARO]


def _vägrar(
    rader: list[Paragrafrad], underskrifter: list[Underskrift]
) -> list[tuple[Underskrift, Paragrafrad, Paragrafsvar]]:
    """Vägran som är antecknad och ännu inte uppladdad."""
    per_pk = {r.paragraf.pk: r for r in rader}
    return [
        (u, rad, s)
        for u in underskrifter
        if u.status == Underskrift.Status.VÄNTAR
        for s in u.svar.all()
        if s.svar == Paragrafsvar.Svar.VÄGRAR
        and (rad := per_pk.get(s.paragraf_id)) is not None
        and s.version == rad.paragraf.version
    ]


def _anslag(justering: Justering) -> list[Anslagsrad]:
    anslagen = list(
        justering.anslag.prefetch_related("bevisen__fil", "bevisen__paragraf", "andra_tavlor")
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
