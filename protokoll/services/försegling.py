"""Det justerade protokollet: görs en gång ur det frysta och förseglas, i ett jobb.

Anslaget väntar inte på filen (KL 8 kap. 12 §): det sattes upp med den sista underskriften. Är
sigillet ur funktion försöks det om, allt glesare, tills det går; filen kommer då till anslaget.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from protokoll import justeringsdokument, policy, sigill
from protokoll.documents import MALL_PROTOKOLL, Protokolldokument
from protokoll.documents.framsida import (
    gjord_justering,
    planerad_justering,
    roll,
    vägransrad,
)
from protokoll.documents.text import uppräknat
from protokoll.justeringsdokument import Anslagsdagar, Gjord, Justeringen
from protokoll.models import Justering, Paragraf, Protokollsversion, Underskrift
from protokoll.paragrafnummer import omfattningar
from protokoll.services import anslag, sigillcertifikat
from protokoll.services.justeringsfel import FelSkede
from protokoll.services.justeringsläge import ej_justerade, nummer_i, uppräknade
from ärenden import filer
from ärenden.models import Fil, Jobb
from ärenden.pdf import Dokumentfel, RenderadPdf, rendera_pdf
from ärenden.services import jobb
from ärenden.services.jobb import Arbetsfel, Uppskov, Utförande

SLAG = "protokoll.forsegla"
ANLEDNING = "Justerat protokoll"


@dataclass(frozen=True)
class Färdig:
    """En förseglad fil som ska sparas."""

    innehåll: bytes
    sidor: int


def beställ(*, justering: Justering, av: Användare) -> Jobb:
    """Beställer filen i samma transaktion som den sista underskriften."""
    beställt = jobb.beställ(
        slag=SLAG,
        nyckel=f"justering:{justering.pk}",
        argument={"justering": justering.pk},
        av=av,
    )
    Justering.objects.filter(pk=justering.pk).update(jobb=beställt)
    return beställt


@transaction.atomic
def försök_igen(*, justering: Justering, av: Användare) -> Jobb:
    """Genast, när förseglingen misslyckats eller väntar, till exempel på ett nytt certifikat."""
    policy.kräv_försegla(av, justering.protokoll.sammanträde.organ)
    justering = Justering.objects.select_for_update(of=("self",)).get(pk=justering.pk)
    if justering.status != Justering.Status.JUSTERAD or är_färdig(justering):
        raise FelSkede("Det finns inget att försegla.")
    beställt = beställ(justering=justering, av=av)
    if beställt.är_uppskjutet:
        jobb.skynda_på(jobb=beställt)
    return beställt


def är_färdig(justering: Justering) -> bool:
    """Filerna finns."""
    if justering.fil_id is None:
        return False
    return justering.offentlig_fil_id is not None or not har_offentlig_fil(justering)


def har_offentlig_fil(justering: Justering) -> bool:
    """När något är hemligt, eller när originalet är ett papper.

    En bild av ett papper läses inte upp av ett hjälpmedel; det allmänheten får är texten som
    skrevs ut för underskrift (12 § lagen 2018:1937 om tillgänglighet till digital offentlig
    service).
    """
    return bool(justering.underlag.get("offentligt")) or (
        justering.metod == Justering.Metod.PAPPER and bool(justering.underlag.get("helt"))
    )


def utför(*, jobb_id: int) -> None:
    """Görs det om blir det inte gjort två gånger: filerna skrivs med jobbets slut."""
    jobb.utför(jobb_id, _skriv, ger_inte_upp=True)


def _skriv(utförande: Utförande) -> None:
    justering_id = int(utförande.jobb.argument["justering"])
    while True:
        justering = _hämta(justering_id)
        plan = anslag.anslagets_plan(justering)
        utförande.rapportera(10, "Protokollet")
        helt = _gör(justering, plan, utförande, offentligt=False)
        offentligt = None
        if har_offentlig_fil(justering):
            utförande.rapportera(50, "Protokollet, offentligt")
            offentligt = _gör(justering, plan, utförande, offentligt=True)
        utförande.rapportera(95, "Sparar")
        if _spara(justering_id, plan, helt, offentligt, utförande):
            return


def _hämta(justering_id: int) -> Justering:
    return Justering.objects.select_related(
        "protokoll__sammanträde__organ__myndighet__kommun", "fil"
    ).get(pk=justering_id)


def _gör(
    justering: Justering, plan: anslag.Plan, utförande: Utförande, *, offentligt: bool
) -> Färdig | None:
    """Filen; None när den redan finns (pappret är det undertecknade originalet)."""
    if not offentligt and justering.fil_id is not None:
        return None
    return förseglat(färdigt_dokument(justering, plan, offentligt=offentligt), justering)


def färdigt_dokument(
    justering: Justering,
    plan: anslag.Plan,
    *,
    offentligt: bool,
    rättelser: Mapping[str, Sequence[str]] | None = None,
    rättad: Sequence[str] = (),
) -> Protokolldokument:
    """Det frysta dokumentet med underskrifterna, anslagets dagar och det som ska sägas om dem."""
    return justeringsdokument.ifyllt(
        justeringsdokument.dokument(justering.underlag, offentligt=offentligt),
        underskrifter=_gjorda(justering),
        anslag=_dagarna(justering, plan),
        justeringen=Justeringen(
            planerad_justering(justering.protokoll), gjord_justering(justering)
        ),
        omedelbart=_omedelbart(justering),
        noter=_noter(justering, offentligt=offentligt),
        rättelser=rättelser,
        rättad=rättad,
    )


def _dagarna(justering: Justering, plan: anslag.Plan) -> Anslagsdagar | None:
    """Anslagets dagar; inga när vägran har lämnat allt ojusterat, för då anslås inget (KL 8:12)."""
    vägrad = justering.vägran.exists()
    anslås = anslag.att_anslå(justering) if vägrad else ""
    if vägrad and not anslås:
        return None
    return Anslagsdagar(
        plan.uppsatt.isoformat(), plan.nedtas.isoformat(), _anslagna(justering, anslås)
    )


def _anslagna(justering: Justering, anslås: str) -> str:
    """Paragraferna som anslås, när vägran har lämnat någon utanför; annars står det redan rätt."""
    if not anslås:
        return ""
    spann = anslås.replace("–", "-")
    nummer = nummer_i(spann)
    return omfattningar(spann, {n: vad for n, vad in justering.delvis.items() if n in nummer})


def _omedelbart(justering: Justering) -> list[str]:
    """Det som var omedelbart justerat då: i ett eget dokument bara det egna.

    Det som någon vägrat, eller som skrevs under senare, är inte med.
    """
    if justering.efter_id is not None:
        return []
    gjorda = [justering] if justering.omedelbar else list(_tidigare_omedelbara(justering))
    return [vad for j in gjorda if (vad := _anslagna(j, anslag.att_anslå(j)))]


def _tidigare_omedelbara(justering: Justering) -> QuerySet[Justering]:
    return justering.protokoll.justeringar.filter(
        omedelbar=True,
        status=Justering.Status.JUSTERAD,
        justerad_tid__lte=justering.justerad_tid,
    ).order_by("ordning")


def _gjorda(justering: Justering) -> list[Gjord]:
    gjorda = []
    alla = list(justering.underskrifter.order_by("ordning", "pk"))
    for u in (u for u in alla if u.kedja):
        som = roll(u, alla)
        if u.paragrafer:
            som = f"{som}, {u.paragraftext}"
        gjorda.append(Gjord(som, str(u), hur(u)))
    return gjorda


def hur(u: Underskrift) -> str:
    """Hur och när en gjord underskrift gjordes, och vad den inte gäller."""
    assert u.tid is not None
    return _hur(u, u.tid) + _utom(u)


def _hur(u: Underskrift, tid: datetime) -> str:
    på_papper = u.metod == Underskrift.Metod.PAPPER
    när = f"{u.datum:%Y-%m-%d}" if på_papper else _tidpunkt(tid)
    if u.status == Underskrift.Status.VÄGRAD:
        return f"Vägrade justera {när}"
    if på_papper:
        return f"Underskrivet på papper {när}"
    if u.metod == Underskrift.Metod.EXTERN:
        return f"Underskrivet med {u.bevis['tjänst']['namn']} {när}"
    return f"Elektroniskt underskrivet {när}"


def _utom(u: Underskrift) -> str:
    """Den som vägrade några paragrafer skrev inte under dem: ", utom § 2"."""
    if u.status == Underskrift.Status.VÄGRAD or not (vägrade := u.bevis.get("vägrade")):
        return ""
    alla = u.justering.protokoll.paragrafer.filter(pk__in=vägrade).order_by("ordning")
    return f", utom {uppräknade(list(alla), u.justering.delvis)}"


def _tidpunkt(tid: datetime) -> str:
    return f"{timezone.localtime(tid):%Y-%m-%d kl.\N{NO-BREAK SPACE}%H.%M}"


def _noter(justering: Justering, *, offentligt: bool) -> list[str]:
    noter = []
    if justering.efter_id is not None:
        noter.append(f"Justerat senare än protokollet i övrigt. {justering.grund}")
    if justering.metod == Justering.Metod.PAPPER and justering.datum is not None:
        noter.append(
            f"Justerat på papper {justering.datum:%Y-%m-%d}. Det undertecknade pappret är "
            f"originalet och förvaras hos kommunen: {justering.protokoll.förvaringsplats}."
        )
    if elektroniska := _före_pappret(justering):
        noter.append(
            f"Justeringen började elektroniskt och avslutades på papper. {uppräknat(elektroniska)} "
            "skrev under elektroniskt."
        )
    noter += [
        vägransrad(v, offentligt=offentligt) for v in justering.vägran.select_related("paragraf")
    ]
    noter += _ej_justerade(justering)
    for u in justering.underskrifter.filter(status=Underskrift.Status.ERSATT):
        noter.append(f"{u.namn} har ersatts som {u.get_som_display()}.")
    noter += _senare_reservationer(justering)
    noter += _tjänsternas_bevis(justering)
    if justering.kedja:
        noter.append(f"Underskrifternas kontrollsumma: {justering.kedja}")
    return noter


def _ej_justerade(justering: Justering) -> list[str]:
    """Det som vägran lämnade ojusterat, sagt rakt ut (KL 5 kap. 69 §)."""
    if justering.status != Justering.Status.JUSTERAD or not justering.vägran.exists():
        return []
    if not (kvar := ej_justerade(justering)):
        return []
    vad = uppräknade(kvar, justering.delvis)
    en = len(kvar) == 1 and "punkterna" not in vad and " och " not in vad
    return [f"{vad} är inte {'justerad' if en else 'justerade'}."]


def _senare_reservationer(justering: Justering) -> list[str]:
    """Rätten att reservera sig varar till sammanträdets slut (KL 4 kap. 27 §).

    Texten är redan fryst; noten säger var reservationen står.
    """
    sena = Paragraf.objects.filter(
        för_sig__justering=justering, reservationer__anmäld_tid__gt=justering.skickad_tid
    )
    return [
        f"Reservation mot beslutet i §\N{NO-BREAK SPACE}{p.nummer} är anmäld sedan paragrafen gått "
        "till justering. Den redovisas i sammanträdets protokoll."
        for p in sena.order_by("ordning").distinct()
    ]


def _före_pappret(justering: Justering) -> list[str]:
    """De som hade skrivit under elektroniskt när justeringen byttes till papper."""
    if justering.metod != Justering.Metod.PAPPER:
        return []
    gjorda = justering.underskrifter.exclude(kedja="").exclude(metod=Underskrift.Metod.PAPPER)
    return [u.namn for u in gjorda.order_by("ordning", "pk")]


def _tjänsternas_bevis(justering: Justering) -> list[str]:
    """Så att den som får se tjänstens bevis kan jämföra det med protokollet."""
    gjorda = justering.underskrifter.filter(metod=Underskrift.Metod.EXTERN)
    return [
        f"{u.bevis['tjänst']['namn']}s bevis för {u.namn} (SHA-256): "
        f"{u.bevis['tjänst']['underskrift']}"
        for u in gjorda.order_by("ordning", "pk")
    ]


def förseglat(dokument: Protokolldokument, justering: Justering) -> Färdig:
    try:
        pdf: RenderadPdf = rendera_pdf(MALL_PROTOKOLL, dokument)
    except Dokumentfel as fel:
        raise Arbetsfel(f"Protokollet kunde inte göras. {fel}") from fel
    organ = justering.protokoll.sammanträde.organ
    try:
        innehåll = sigill.försegla(
            pdf.innehåll,
            certifikat=sigillcertifikat.nyckel(organ.myndighet.kommun),
            anledning=ANLEDNING,
            plats=organ.myndighet.kommun.namn,
            nu=timezone.now(),
        )
    except (sigill.Sigillfel, sigillcertifikat.Certifikatfel) as fel:
        # Tjänsten kan vara tillbaka vid nästa försök, och certifikatet kan ha bytts.
        raise Uppskov(str(fel)) from fel
    return Färdig(innehåll, pdf.sidor)


def spara(färdig: Färdig) -> Fil:
    return filer.spara_eget(
        färdig.innehåll, medietyp="application/pdf", sidor=färdig.sidor, egen=True
    )


@transaction.atomic
def _spara(
    justering_id: int,
    plan: anslag.Plan,
    helt: Färdig | None,
    offentligt: Färdig | None,
    utförande: Utförande,
) -> bool:
    """Allt på en gång. Falskt om anslagets dagar hann bli andra medan filen gjordes."""
    Justering.objects.select_for_update().get(pk=justering_id)
    justering = _hämta(justering_id)
    if anslag.anslagets_plan(justering).dagar != plan.dagar:
        return False
    if helt is not None and justering.fil_id is None:
        justering.fil = spara(helt)
    if offentligt is not None and justering.offentlig_fil_id is None:
        justering.offentlig_fil = spara(offentligt)
    justering.save(update_fields=["fil", "offentlig_fil"])
    anslag.bifoga_protokollet(justering=justering, av=utförande.jobb.av, nu=timezone.now())
    utförande.lås_resultatet()
    return True


def dagtext(tid: datetime) -> str:
    return date_format(timezone.localtime(tid), "j F Y")


def senaste_filerna(justering: Justering) -> tuple[Fil | None, Fil | None]:
    """Den senaste versionens filer: hela och den offentliga."""
    version: Protokollsversion | None = (
        justering.versioner.filter(fil__isnull=False)
        .select_related("fil", "offentlig_fil")
        .order_by("-nummer")
        .first()
    )
    if version is not None:
        return version.fil, version.offentlig_fil
    return justering.fil, justering.offentlig_fil
