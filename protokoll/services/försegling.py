"""Det justerade protokollet: görs en gång ur det frysta, förseglas och anslås, i ett jobb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from protokoll import justeringsdokument, policy, sigill
from protokoll.documents import MALL_PROTOKOLL, Protokolldokument
from protokoll.documents.framsida import roll
from protokoll.justeringsdokument import Anslagsdagar, Gjord
from protokoll.models import Justering, Protokollsversion, Underskrift
from protokoll.policy import Rätt
from protokoll.services import anslag, sigillcertifikat
from protokoll.services.justeringsfel import FelSkede
from ärenden import filer
from ärenden.models import Fil, Jobb
from ärenden.pdf import Dokumentfel, RenderadPdf, rendera_pdf
from ärenden.services import jobb
from ärenden.services.jobb import Arbetsfel, Utförande

SLAG = "protokoll.forsegla"
ANLEDNING = "Justerat protokoll"


@dataclass(frozen=True)
class Färdig:
    """En förseglad fil som ska sparas."""

    innehåll: bytes
    sidor: int


def beställ(*, justering: Justering, av: Användare) -> Jobb:
    """Beställer filen och anslaget i samma transaktion som den sista underskriften."""
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
    """När förseglingen misslyckats, till exempel för att sigillet saknades."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    justering = Justering.objects.select_for_update(of=("self",)).get(pk=justering.pk)
    if justering.status != Justering.Status.JUSTERAD or är_färdig(justering):
        raise FelSkede("Det finns inget att försegla.")
    return beställ(justering=justering, av=av)


def är_färdig(justering: Justering) -> bool:
    """Filerna finns, och anslaget om något ska anslås."""
    if justering.fil_id is None:
        return False
    if justering.underlag.get("offentligt") and justering.offentlig_fil_id is None:
        return False
    return justering.anslag.exists() or not anslag.att_anslå(justering)


def utför(*, jobb_id: int) -> None:
    """Görs det om blir det inte gjort två gånger: filen och anslaget skrivs med jobbets slut."""
    jobb.utför(jobb_id, _skriv)


def _skriv(utförande: Utförande) -> None:
    justering_id = int(utförande.jobb.argument["justering"])
    while True:
        justering = _hämta(justering_id)
        plan = anslag.planera(justering=justering, nu=timezone.now())
        utförande.rapportera(10, "Protokollet")
        helt = _gör(justering, plan, utförande, offentligt=False)
        offentligt = None
        if justering.underlag.get("offentligt"):
            utförande.rapportera(50, "Protokollet, offentligt")
            offentligt = _gör(justering, plan, utförande, offentligt=True)
        utförande.rapportera(95, "Sparar och anslår")
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
) -> Protokolldokument:
    """Det frysta dokumentet med underskrifterna, anslagets dagar och det som ska sägas om dem."""
    return justeringsdokument.ifyllt(
        justeringsdokument.dokument(justering.underlag, offentligt=offentligt),
        underskrifter=_gjorda(justering),
        anslag=Anslagsdagar(
            plan.uppsatt.isoformat(), plan.nedtas.isoformat(), _anslagna(justering)
        ),
        noter=_noter(justering, offentligt=offentligt),
        rättelser=rättelser,
    )


def _anslagna(justering: Justering) -> str:
    """Paragraferna som anslås, när vägran har lämnat någon utanför; annars står det redan rätt."""
    if not justering.vägran.exists() or not (anslås := anslag.att_anslå(justering)):
        return ""
    return f"{'§§' if set('–,') & set(anslås) else '§'}\N{NO-BREAK SPACE}{anslås}"


def _gjorda(justering: Justering) -> list[Gjord]:
    gjorda = []
    alla = list(justering.underskrifter.order_by("ordning", "pk"))
    for u in (u for u in alla if u.kedja):
        assert u.tid is not None
        som = roll(u, alla)
        if u.paragrafer:
            som = f"{som} {u.paragraftext}"
        if u.metod == Underskrift.Metod.PAPPER:
            text = f"Underskrivet på papper {u.datum:%Y-%m-%d}"
        elif u.metod == Underskrift.Metod.EXTERN and u.status != Underskrift.Status.VÄGRAD:
            tjänst = u.bevis["tjänst"]["namn"]
            text = f"Underskrivet med {tjänst} {timezone.localtime(u.tid):%Y-%m-%d kl. %H.%M}"
        elif u.status == Underskrift.Status.VÄGRAD:
            text = f"Vägrade justera {_tidpunkt(u.tid)}"
        else:
            text = f"Elektroniskt underskrivet {_tidpunkt(u.tid)}"
        gjorda.append(Gjord(som, f"{u.namn} ({u.parti})" if u.parti else u.namn, text))
    return gjorda


def _tidpunkt(tid: datetime) -> str:
    return f"{timezone.localtime(tid):%Y-%m-%d kl.\N{NO-BREAK SPACE}%H.%M}"


def _noter(justering: Justering, *, offentligt: bool) -> list[str]:
    noter = []
    if justering.efter_id is not None:
        noter.append(f"Justeras senare än protokollet i övrigt: {justering.grund}")
    for v in justering.vägran.select_related("paragraf"):
        vilken = f"§\N{NO-BREAK SPACE}{v.paragrafnummer}" if v.paragrafnummer else "en paragraf"
        hemlig = offentligt and v.paragraf is not None and v.paragraf.är_sekretess
        skäl = "" if hemlig or not v.skäl else f" Skäl: {v.skäl}"
        noter.append(f"{v.namn} vägrade justera {vilken}.{skäl}")
    for u in justering.underskrifter.filter(status=Underskrift.Status.ERSATT):
        noter.append(f"{u.namn} har ersatts som {u.get_som_display()}.")
    noter += _tjänsternas_bevis(justering)
    if justering.kedja:
        noter.append(f"Underskrifternas kontrollsumma: {justering.kedja}")
    return noter


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
    except sigill.Tidsstämpelfel:
        # Tjänsten kan vara tillbaka vid nästa försök.
        raise
    except (sigill.Sigillfel, sigillcertifikat.Certifikatfel) as fel:
        raise Arbetsfel(str(fel)) from fel
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
    nu: datetime = timezone.now()
    if anslag.planera(justering=justering, nu=nu).dagar != plan.dagar:
        return False
    if helt is not None and justering.fil_id is None:
        justering.fil = spara(helt)
    if offentligt is not None and justering.offentlig_fil_id is None:
        justering.offentlig_fil = spara(offentligt)
    justering.save(update_fields=["fil", "offentlig_fil"])
    anslag.sätt_upp(justering=justering, av=utförande.jobb.av, nu=nu)
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
