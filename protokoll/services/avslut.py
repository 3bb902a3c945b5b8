"""Avslutet, som ger §-numren och låser besluten; justeringens plats och tid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Sammanträde
from protokoll import fullständighet, justeringstid, paragrafnummer, policy
from protokoll.documents.text import uppräknat
from protokoll.models import (
    Närvaro,
    Paragraf,
    Paragrafserie,
    Paragraftext,
    Protokoll,
)
from protokoll.mötestider import Spann, började, dela, pågående
from protokoll.policy import Rätt
from protokoll.rum import rum
from protokoll.services import deltagande, meningar, protokollsskrivning, återgång
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    FelJusterare,
    FelSluttid,
    FörSenJustering,
    KanInteAvslutas,
    dagtext,
)
from protokoll.services.närvaro import klockan
from ärenden.services import händelser

# Klockan på väggen och datorns går inte lika på minuten.
KLOCKANS_SKILLNAD = timedelta(minutes=5)


@transaction.atomic
def ange_justering(
    *,
    protokoll: Protokoll,
    plats: str,
    tid: datetime | None,
    förvaringsplats: str,
    av: Användare,
) -> None:
    """Var och när protokollet justeras; trycks på framsidan. Går även när mötet är avslutat."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    protokoll = (
        Protokoll.objects.select_for_update(of=("self",))
        .select_related("sammanträde__organ")
        .get(pk=protokoll.pk)
    )
    sista = justeringstid.sista_justeringsdag(protokoll.sammanträde.datum)
    if tid is not None and timezone.localdate(tid) > sista:
        raise FörSenJustering(
            f"Protokollet ska vara justerat senast den {date_format(sista, 'j F Y')}."
        )
    protokoll.justeringsplats = plats.strip()
    protokoll.justeringstid = tid
    protokoll.förvaringsplats = förvaringsplats.strip()
    protokoll.save(update_fields=["justeringsplats", "justeringstid", "förvaringsplats"])
    protokollsskrivning.ta_bort_filer(protokoll=protokoll, av=av)


def förra_förvaringsplatsen(protokoll: Protokoll) -> str:
    """Var organets senaste protokoll finns tillgängligt; tomt när inget säger det."""
    tidigare = Protokoll.objects.filter(sammanträde__organ=protokoll.sammanträde.organ_id).exclude(
        förvaringsplats=""
    )
    senaste = tidigare.order_by("-sammanträde__datum", "-pk").first()
    return senaste.förvaringsplats if senaste else ""


def ange_förvaringsplats(*, protokoll: Protokoll, plats: str, av: Användare) -> None:
    """Bara platsen; det som redan står om justeringen är kvar."""
    ange_justering(
        protokoll=protokoll,
        plats=protokoll.justeringsplats,
        tid=protokoll.justeringstid,
        förvaringsplats=plats,
        av=av,
    )
    protokoll.refresh_from_db(fields=["förvaringsplats"])


def brister(*, protokoll: Protokoll, av: Användare) -> list[fullständighet.Brist]:
    """Det som hindrar att mötet avslutas."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    paragrafer = list(protokoll.paragrafer.prefetch_related("beslut"))
    upptagna = {p.punkt_id for p in paragrafer}
    ledare = rum(protokoll).ledare
    pågående, kallade = _tidigare_möten(protokoll)
    return fullständighet.brister(
        fullständighet.Underlag(
            tjänstgörande=_har_varit_med(protokoll),
            har_ordförande=ledare is not None,
            ajournerat=protokoll.ajourneringar.filter(till=None).exists(),
            justerare=protokoll.justerare.filter(är_ersättare=False).count(),
            utan_utfall=[p.rubrik for p in paragrafer if not p.är_beslutad],
            utan_beslut=[p.rubrik for p in paragrafer if p.är_beslutad and not p.beslut.all()],
            ej_upptagna=[p.rubrik for p in protokoll.upptagbara_punkter if p.pk not in upptagna],
            pågående_tidigare=pågående,
            kallade_tidigare=kallade,
        )
    )


def nummerbrister(*, protokoll: Protokoll, av: Användare) -> list[fullständighet.Brist]:
    """Det som hindrar att paragrafer får sina nummer medan mötet pågår."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    pågående, kallade = _tidigare_möten(protokoll)
    return fullständighet.brister(
        fullständighet.Underlag(
            tjänstgörande=_har_varit_med(protokoll),
            har_ordförande=rum(protokoll).ledare is not None,
            justerare=protokoll.justerare.filter(är_ersättare=False).count(),
            pågående_tidigare=pågående,
            kallade_tidigare=kallade,
        )
    )


def _har_varit_med(protokoll: Protokoll) -> int:
    return protokoll.närvarande.exclude(status=Närvaro.Status.FRÅNVARANDE).count()


def _tidigare_möten(protokoll: Protokoll) -> tuple[list[str], list[str]]:
    """Årets möten före det här som pågår, och de som är kallade men inte hållna."""
    möte = protokoll.sammanträde
    årets = (
        Sammanträde.objects.filter(
            organ=möte.organ,
            status__in=[Sammanträde.Status.KALLAT, Sammanträde.Status.PÅGÅR],
            datum__year=möte.datum.year,
        )
        .exclude(pk=möte.pk)
        .order_by("datum", "pk")
    )
    tidigare = [m for m in årets if (m.datum, m.pk) < (möte.datum, möte.pk)]
    return (
        [str(m) for m in tidigare if m.status == Sammanträde.Status.PÅGÅR],
        [str(m) for m in tidigare if m.status == Sammanträde.Status.KALLAT],
    )


@transaction.atomic
def avsluta(
    *,
    protokoll: Protokoll,
    av: Användare,
    starttid: time | None = None,
    sluttid: time | None = None,
    nu: datetime | None = None,
) -> Protokoll:
    """Avslutar mötet: §-numren ges utan luckor och besluten låses.

    `starttid` är när mötet började, om det inte var den kallade tiden.
    """
    protokoll = lås(protokoll=protokoll, av=av)
    if fynd := brister(protokoll=protokoll, av=av):
        raise KanInteAvslutas(fynd)
    ledare = deltagande.ordförande_vid_mötet(protokoll=protokoll, av=av)
    if ledare is not None and protokoll.justerare.filter(närvaro__person=ledare.person_id).exists():
        raise FelJusterare(f"{ledare.namn} leder mötet. Välj en annan justerare.")
    protokoll.ordförande = ledare
    protokoll.huvud = huvud(protokoll, sluttid, starttid)
    _kräv_slutat(protokoll, sluttid, nu or timezone.now())
    paragrafer = numrera(protokoll)
    # Anmält före mötet, av någon som sedan inte kom.
    protokoll.närvarande.filter(status=Närvaro.Status.FRÅNVARANDE).update(distans=False)
    deltagande.stäng_tider(protokoll=protokoll, tid=sluttid or klockan(), av=av)
    deltagande.spann(protokoll=protokoll, paragrafer=paragrafer, av=av)
    protokoll.anrop.all().delete()
    for paragraf in paragrafer:
        meningar.numrera_bilagor(paragraf)
        _meddela_ärendet(paragraf, av)
    protokoll.status = Protokoll.Status.AVSLUTAT
    protokoll.avslutat_tid = nu or timezone.now()
    minns_texten(paragrafer=paragrafer, av=av, nu=protokoll.avslutat_tid)
    protokoll.save(update_fields=["status", "avslutat_tid", "ordförande", "huvud"])
    Sammanträde.objects.filter(pk=protokoll.sammanträde_id).update(
        status=Sammanträde.Status.AVSLUTAT
    )
    protokoll.sammanträde.status = Sammanträde.Status.AVSLUTAT
    return protokoll


def _kräv_slutat(protokoll: Protokoll, sluttid: time | None, nu: datetime) -> None:
    """Det som trycks i protokollet har hänt: mötet slutar inte senare än när det avslutas."""
    if sluttid is None:
        return
    slut = timezone.make_aware(datetime.combine(protokoll.sammanträde.datum, sluttid))
    if slut > nu + KLOCKANS_SKILLNAD:
        raise FelSluttid(
            f"Klockan är {timezone.localtime(nu):%H.%M}. Mötet kan inte ha slutat {sluttid:%H.%M}."
        )


def numrera(protokoll: Protokoll, *, till: int | None = None) -> list[Paragraf]:
    """Ger paragraferna till och med ordningen `till` deras nummer; utan `till` alla.

    De som redan har ett nummer (för att någon justerats omedelbart) behåller det.
    """
    organ = protokoll.sammanträde.organ
    år = protokoll.sammanträde.datum.year
    Paragrafserie.objects.get_or_create(organ=organ, år=år, defaults={"senaste": 0})
    serie = Paragrafserie.objects.select_for_update().get(organ=organ, år=år)
    paragrafer = list(
        protokoll.paragrafer.select_related("punkt__skrivelse", "ärende").order_by("ordning")
    )
    nya = [p for p in paragrafer if p.nummer is None and (till is None or p.ordning <= till)]
    nummer = paragrafnummer.numrera(
        [p.är_formalia for p in nya],
        senaste=serie.senaste,
        formalia_med_paragraf=organ.formalia_med_paragraf,
    )
    for paragraf, n in zip(nya, nummer, strict=True):
        paragraf.nummer = n
    Paragraf.objects.bulk_update(nya, ["nummer"])
    serie.senaste += sum(n is not None for n in nummer)
    serie.save(update_fields=["senaste"])
    return paragrafer


def minns_texten(*, paragrafer: Sequence[Paragraf], av: Användare, nu: datetime) -> None:
    """Den fria texten som den var vid mötet: senare ändringar visas mot den."""
    Paragraftext.objects.bulk_create(
        [
            Paragraftext(
                paragraf=p,
                version=p.version,
                sammanfattning=p.sammanfattning,
                information=p.information,
                av_namn=str(av),
                tid=nu,
            )
            for p in paragrafer
        ],
        ignore_conflicts=True,
    )


def _meddela_ärendet(paragraf: Paragraf, av: Användare) -> None:
    återgång.lämna_vidare(paragraf=paragraf, av=av)
    if paragraf.ärende is None:
        return
    händelser.skriv(
        paragraf.ärende,
        "protokoll.beslut",
        av=av,
        organ=str(paragraf.organ),
        datum=dagtext(paragraf.protokoll.sammanträde.datum),
        paragraf=f"§\N{NO-BREAK SPACE}{paragraf.nummer}" if paragraf.nummer else "utan §",
        # Händelsen läses av alla som ser ärendet, även när paragrafen är hemlig.
        utfall="(sekretess)" if paragraf.är_sekretess else paragraf.get_utfall_display(),
    )


def tider(protokoll: Protokoll, nu: datetime | None = None) -> dict[str, time]:
    """När mötet började och slutade, att rätta innan det avslutas.

    Det som öppnats en annan dag började som kallat; annars som `mötestider.började` säger.
    """
    lokal = timezone.localtime(nu)
    svar = {"sluttid": lokal.time()}
    if (första := protokoll.sammanträde.tider.first()) is not None:
        öppnat = timezone.localtime(protokoll.öppnat_tid)
        dagen = protokoll.sammanträde.datum
        svar["starttid"] = första.från
        if öppnat.date() == dagen:
            svar["starttid"] = började(
                kallat=första.från,
                öppnat=öppnat.time(),
                avgjort=_första_beslutet(protokoll),
                nu=lokal.time() if lokal.date() == dagen else None,
            )
    return svar


def _första_beslutet(protokoll: Protokoll) -> time | None:
    """Klockslaget för det första beslutet på mötets dag."""
    första = protokoll.paragrafer.aggregate(tid=Min("beslutad_tid"))["tid"]
    if första is None:
        return None
    lokal = timezone.localtime(första)
    return lokal.time() if lokal.date() == protokoll.sammanträde.datum else None


def om_starten(protokoll: Protokoll, nu: datetime | None = None) -> str:
    """Varför starttiden är en annan än den kallade; tomt när den är som kallat."""
    första = protokoll.sammanträde.tider.first()
    start = tider(protokoll, nu).get("starttid")
    if första is None or start is None or start == första.från:
        return ""
    när = "före" if start < första.från else "efter"
    return f"Mötet öppnades {start:%H.%M}, {när} den kallade tiden {första.från:%H.%M}."


def huvud(
    protokoll: Protokoll, sluttid: time | None, starttid: time | None = None
) -> dict[str, object]:
    """Mötets uppgifter som de trycks, kopierade så att en senare ändring inte syns.

    En ajournering mellan två paragrafer delar mötet i två; en under en paragraf står i den.
    """
    möte = protokoll.sammanträde
    spann = list(möte.tider.all())
    if starttid is not None and spann:
        # Den enda delens slut är bara det planerade; det verkliga prövas mot början nedan.
        if len(spann) > 1 and spann[0].till is not None and starttid >= spann[0].till:
            raise FelSluttid(f"Mötets första del slutade {spann[0].till:%H.%M}.")
        spann[0].från = starttid
    if sluttid is not None and spann:
        if sluttid <= spann[-1].från:
            raise FelSluttid(
                f"Mötet började {spann[-1].från:%H.%M} och kan inte sluta {sluttid:%H.%M}."
            )
        spann[-1].till = sluttid
    return _huvud(protokoll, [(t.från, t.till) for t in spann])


def pågående_huvud(protokoll: Protokoll, nu: datetime) -> dict[str, object]:
    """Mötets uppgifter medan det pågår: när det började, och inget slut som ännu bara är tänkt."""
    spann = [(t.från, t.till) for t in protokoll.sammanträde.tider.all()]
    start = tider(protokoll, nu).get("starttid")
    lokal = timezone.localtime(nu)
    samma_dag = lokal.date() == protokoll.sammanträde.datum
    return _huvud(
        protokoll, pågående(spann, start, lokal.time() if samma_dag else None) if start else []
    )


def _huvud(protokoll: Protokoll, spann: Sequence[Spann]) -> dict[str, object]:
    möte = protokoll.sammanträde
    pauser = [
        (paus.från, paus.till)
        for paus in protokoll.ajourneringar.filter(paragraf=None)
        if paus.till is not None
    ]
    tider = dela(spann, pauser)
    sekreterare = möte.sekreterare
    return {
        "kommun": uppräknat(möte.organ.kommunnamn),
        "organ": möte.organ.namn,
        "datum": möte.datum.isoformat(),
        "plats": möte.plats,
        "tider": [[f"{tid:%H.%M}" if tid else "" for tid in par] for par in tider],
        "sekreterare": sekreterare.namn if sekreterare else "",
        "sekreterare_titel": möte.sekreterare_titel,
        "protokollsnummer": möte.protokollsnummer,
    }
