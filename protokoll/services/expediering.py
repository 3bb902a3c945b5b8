"""Expedieringen: ett justerat utdrag till den som står på försättsbladet, på adressen som står där.

En sändning är en rad som skrivs innan något skickas. Arbetet görs i ett jobb: dör det före
utskicket görs det om, dör det under utskicket säger loggen att det är osäkert om brevet kom iväg,
och en människa avgör om det sänds om. Inget går två gånger av sig självt.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import date, datetime

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from konton.services.system import systemanvändare
from nämnd.fynd import Fynd
from nämnd.models import Organ
from nämnd.services import föredragningslista
from protokoll import expedieringsdokument, policy, sändningskontroll
from protokoll.expedieringsbrev import utdragsbrev
from protokoll.expedieringsdokument import egen_hänvisning, har_avbrott
from protokoll.models import (
    Expediering,
    Expedieringsavslut,
    Expedieringssteg,
    Försättsblad,
    Försättsbladsmottagare,
    InkommetUtdrag,
    Kanal,
    Paragraf,
    Protokollsversion,
    Överklagandehänvisning,
)
from protokoll.paragrafnummer import omfattning
from protokoll.policy import Rätt
from protokoll.services.expedieringsfel import (
    FelAdress,
    HemligtMedEpost,
    InteFörberedd,
    InteJusterad,
    InteMottagare,
    KanInteAntecknas,
    MedVarning,
    ObekräftadAdress,
    RedanExpedierad,
    ÄrendetTarInteEmot,
)
from protokoll.services.expedieringsläge import (
    justerade_punkter,
    väntande_mottagare,
    är_justerad,
)
from protokoll.services.försättsblad import är_samma_adress
from protokoll.sändningskontroll import Sändning
from ärenden import filer
from ärenden import policy as ärendepolicy
from ärenden.models import Fil, Handling, Jobb, Ärende
from ärenden.pdf import Dokumentfel, RenderadPdf, rendera_pdf
from ärenden.services import händelser, jobb, registrering
from ärenden.services.jobb import Arbetsfel, Utförande
from ärenden.överklagandetyp import Överklagandetyp

SLAG = "protokoll.expediera"
HÅRT = "\N{NO-BREAK SPACE}"
S = Expediering.Status

# Vad en människa får anteckna, och när.
FÖLJER_PÅ: dict[Expediering.Status, frozenset[Expediering.Status]] = {
    S.SKICKAD: frozenset({S.KLAR, S.SÄNDS}),
    S.MISSLYCKAD: frozenset({S.SÄNDS}),
    S.KVITTERAD: frozenset({S.SKICKAD, S.SÄNDS}),
    S.ÅTERKOMMEN: frozenset({S.SKICKAD, S.SÄNDS}),
}


def möjliga_steg(expediering: Expediering) -> list[Expediering.Status]:
    """Det som går att anteckna nu. Internt kvitterar registratorn genom att registrera."""
    if expediering.kanal == Kanal.INTERNT:
        return []
    return [till for till, från in FÖLJER_PÅ.items() if expediering.status in från]


# --- Beslutet att sända ------------------------------------------------------------------------


def pröva(*, paragraf: Paragraf, av: Användare, punkter: Sequence[int] = ()) -> None:
    """Det som hindrar att paragrafen expedieras, eller bara `punkter` i den.

    Satser som justerats omedelbart för sig går att sända innan resten är justerad, och bara de.
    """
    policy.kräv(av, Rätt.EXPEDIERA, paragraf.organ)
    if punkter and list(punkter) not in justerade_punkter(paragraf):
        raise InteJusterad(
            f"{omfattning(paragraf.nummer, paragraf.punkttext(punkter))} är inte "
            f"{'justerad' if len(punkter) == 1 else 'justerade'} för sig."
        )
    if not punkter and not är_justerad(paragraf):
        raise InteJusterad(f"{omfattning(paragraf.nummer)} är inte justerad.")
    ärende = paragraf.ärende
    if ärende is None:
        return
    if ärende.status == Ärende.Status.MAKULERAT:
        raise ÄrendetTarInteEmot(f"{ärende.beteckning} är makulerat.")
    if not ärendepolicy.får(av, ärendepolicy.Rätt.REGISTRERA, ärende.myndighet):
        raise ÄrendetTarInteEmot(
            f"Utdraget ska läggas i {ärende.beteckning}, och du registrerar inte hos "
            f"{ärende.myndighet}."
        )


def på_försättsbladet(
    blad: Försättsblad | None, *, mottagare: str, kanal: str, adress: str
) -> Försättsbladsmottagare:
    """Raden som säger att just den mottagaren får beslutet, på just den adressen."""
    if blad is None:
        raise InteFörberedd("Paragrafen har inget försättsblad.")
    rader = [
        m
        for m in blad.mottagare.filter(borttagen_tid=None)
        if m.namn.casefold() == mottagare.strip().casefold()
    ]
    if not rader:
        raise InteMottagare(f"{mottagare} står inte på försättsbladet.")
    for rad in rader:
        if rad.kanal == kanal and är_samma_adress(rad.adress, adress):
            return rad
    raise FelAdress(f"Adressen för {mottagare} är en annan än den på försättsbladet.")


@transaction.atomic
def expediera(
    *,
    paragraf: Paragraf,
    mottagare: str,
    kanal: str,
    adress: str,
    av: Användare,
    punkter: Sequence[int] = (),
    adress_bekräftad: bool = False,
    trots_varning: str = "",
    nu: datetime | None = None,
) -> Expediering:
    """Sänder utdraget till en mottagare. Adressen är den som den sändande avser.

    `punkter` är de omedelbart justerade satserna, när bara de sänds. En varning går att gå förbi
    med ett skäl, `trots_varning`, som står i loggen.
    """
    pröva(paragraf=paragraf, av=av, punkter=punkter)
    blad = Försättsblad.objects.select_for_update().filter(paragraf=paragraf).first()
    rad = på_försättsbladet(blad, mottagare=mottagare, kanal=kanal, adress=adress)
    kräv_säker_väg(paragraf, rad, adress_bekräftad=adress_bekräftad)
    fynd = varningar(
        rad, av, egen_hänvisning(rad.försättsblad), avbrott=har_avbrott(paragraf, punkter)
    )
    varnad = _kräv_skäl(fynd, trots_varning)
    redan = Expediering.objects.filter(
        mottagare__försättsblad=blad,
        namn=rad.namn,
        kanal=rad.kanal,
        adress=rad.adress,
        punkter=list(punkter),
    )
    if redan.exists():
        raise RedanExpedierad(f"{rad.namn} har redan fått utdraget på den adressen.")
    return _sänd(
        rad,
        punkter=punkter,
        nummer=1,
        av=av,
        adress_bekräftad=adress_bekräftad,
        trots_varning=varnad,
        nu=nu,
    )


@transaction.atomic
def sänd_om(
    *,
    expediering: Expediering,
    skäl: str,
    av: Användare,
    adress: str = "",
    adress_bekräftad: bool = False,
    trots_varning: str = "",
    nu: datetime | None = None,
) -> Expediering:
    """Utdraget en gång till, med skäl; detsamma om paragrafen inte har rättats sedan.

    Mottagaren måste ännu stå på försättsbladet.
    """
    blad = Försättsblad.objects.select_for_update().get(pk=expediering.mottagare.försättsblad_id)
    pröva(paragraf=blad.paragraf, av=av, punkter=expediering.punkter)
    if not skäl.strip():
        raise KanInteAntecknas("Skriv varför utdraget sänds om.")
    rad = på_försättsbladet(
        blad,
        mottagare=expediering.namn,
        kanal=expediering.kanal,
        adress=adress or expediering.adress,
    )
    kräv_säker_väg(blad.paragraf, rad, adress_bekräftad=adress_bekräftad)
    # Skälet till omsändningen räcker när varningen redan är besvarad första gången.
    fynd = varningar(
        rad,
        av,
        egen_hänvisning(blad),
        avbrott=har_avbrott(blad.paragraf, expediering.punkter),
    )
    varnad = _kräv_skäl(fynd, trots_varning or expediering.trots_varning)
    samma = Expediering.objects.filter(mottagare=rad, punkter=expediering.punkter)
    senaste = samma.aggregate(n=Max("nummer"))["n"] or 0
    if rad.pk != expediering.mottagare_id or expediering.nummer != senaste:
        raise RedanExpedierad("Utdraget är redan omsänt.")
    # Det som ännu inte är postat behöver inte gå med fel lydelse när den har rättats.
    opostat = expediering.status == S.KLAR and not _rättat_sedan(expediering)
    if expediering.status == S.VÄNTAR or opostat:
        raise KanInteAntecknas("Den första sändningen är inte klar.")
    return _sänd(
        rad,
        punkter=expediering.punkter,
        nummer=senaste + 1,
        av=av,
        adress_bekräftad=adress_bekräftad,
        omsändning_av=expediering,
        skäl=skäl.strip(),
        trots_varning=varnad,
        nu=nu,
    )


def kräv_säker_väg(
    paragraf: Paragraf, mottagare: Försättsbladsmottagare, *, adress_bekräftad: bool
) -> None:
    """Ett hemligt utdrag går aldrig med e-post, och adressen bekräftas en gång till."""
    if not paragraf.är_sekretess:
        return
    if mottagare.kanal == Kanal.EPOST:
        raise HemligtMedEpost(
            f"§{HÅRT}{paragraf.nummer} är hemlig och skickas inte med e-post till {mottagare}."
        )
    if not adress_bekräftad:
        raise ObekräftadAdress(f"Skriv adressen för {mottagare} en gång till.")


def varningar(
    rad: Försättsbladsmottagare,
    av: Användare,
    egen: Överklagandehänvisning | None,
    *,
    avbrott: bool,
) -> list[Fynd]:
    """Det som den som sänder ska stanna vid, eller inte får gå förbi (FL 33 §, OSL 8:1).

    `egen` är nämndens hänvisning, om den har en; `avbrott` om anslaget varit borta under tiden.
    """
    blad = rad.försättsblad
    typ = Överklagandetyp(blad.överklagandetyp)
    return sändningskontroll.pröva(
        Sändning(
            typ=typ,
            part=rad.part,
            domstol=egen.domstol if egen else "",
            inlämning=egen.inlämning if egen else "",
            egen_text=egen.text if egen else "",
            hemlig=blad.paragraf.är_sekretess,
            samma_person=av.pk in (rad.av_id, blad.av_id),
            fullmäktige=blad.paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE,
            avbrott=avbrott,
        )
    )


def _kräv_skäl(fynd: list[Fynd], skäl: str) -> str:
    """Skälet som ska stå i loggen; fel om något hindrar eller skälet saknas."""
    hinder = [f for f in fynd if f.hindrar]
    if hinder or (fynd and not skäl.strip()):
        raise MedVarning(hinder or fynd)
    return skäl.strip()[:300] if fynd else ""


def _sänd(
    rad: Försättsbladsmottagare,
    *,
    punkter: Sequence[int],
    nummer: int,
    av: Användare,
    adress_bekräftad: bool,
    omsändning_av: Expediering | None = None,
    skäl: str = "",
    trots_varning: str = "",
    nu: datetime | None = None,
) -> Expediering:
    satser = ",".join(map(str, punkter))
    vilka = f":punkter {satser}" if satser else ""
    beställt = jobb.beställ(
        slag=SLAG,
        nyckel=f"mottagare:{rad.pk}{vilka}:{nummer}",
        argument={"mottagare": rad.pk, "nummer": nummer, "punkter": satser},
        av=av,
    )
    return Expediering.objects.create(
        mottagare=rad,
        punkter=list(punkter),
        nummer=nummer,
        omsändning_av=omsändning_av,
        skäl=skäl,
        namn=rad.namn,
        kanal=rad.kanal,
        adress=rad.adress,
        adress_bekräftad=adress_bekräftad,
        trots_varning=trots_varning,
        av=av,
        av_namn=str(av),
        av_titel=av.person.titel if av.person else "",
        tid=nu or timezone.now(),
        jobb=beställt,
    )


@transaction.atomic
def anteckna(
    *,
    expediering: Expediering,
    status: str,
    dag: date,
    hur: str,
    av: Användare,
) -> Expedieringssteg:
    """Postat, mottaget eller tillbaka: vad som hände, vilken dag och hur vi vet det."""
    paragraf = expediering.mottagare.försättsblad.paragraf
    policy.kräv(av, Rätt.EXPEDIERA, paragraf.organ)
    låst = Expediering.objects.select_for_update(of=("self",)).get(pk=expediering.pk)
    nytt = S(status)
    if nytt not in möjliga_steg(låst):
        raise KanInteAntecknas(
            f"Det går inte att anteckna ”{nytt.label}”: utdraget är ”{låst.status.label}”."
        )
    if dag > timezone.localdate():
        raise KanInteAntecknas("Dagen har inte varit än.")
    if dag < timezone.localdate(låst.tid):
        raise KanInteAntecknas("Dagen ligger före sändningen.")
    if not hur.strip():
        raise KanInteAntecknas("Skriv hur vi vet det, till exempel mottagningsbeviset.")
    return _steg(låst, nytt, dag=dag, hur=hur.strip(), av=av)


def _steg(
    expediering: Expediering,
    status: Expediering.Status,
    *,
    av: Användare,
    hur: str = "",
    dag: date | None = None,
) -> Expedieringssteg:
    steg, _ = Expedieringssteg.objects.get_or_create(
        expediering=expediering,
        status=status,
        defaults={
            "dag": dag or timezone.localdate(),
            "hur": hur,
            "av": av,
            "av_namn": str(av),
        },
    )
    return steg


# --- Klart: ingen mer ska ha beslutet ----------------------------------------------------------


@transaction.atomic
def avsluta(
    *, paragraf: Paragraf, skäl: str, av: Användare, nu: datetime | None = None
) -> Expedieringsavslut:
    """”Klart – ingen mer ska ha beslutet”: paragrafen lämnar listan, med skälet i loggen."""
    pröva(paragraf=paragraf, av=av)
    Paragraf.objects.select_for_update(of=("self",)).get(pk=paragraf.pk)
    if öppet_avslut(paragraf) is not None:
        raise KanInteAntecknas("Expedieringen är redan klar.")
    väntar = [m.namn for m in väntande_mottagare(paragraf)]
    if fynd := sändningskontroll.pröva_avslut(väntande=väntar, skäl=skäl):
        raise MedVarning(fynd)
    return Expedieringsavslut.objects.create(
        paragraf=paragraf,
        skäl=skäl.strip()[:500],
        av=av,
        av_namn=str(av),
        tid=nu or timezone.now(),
    )


@transaction.atomic
def återta_avslut(
    *, paragraf: Paragraf, av: Användare, nu: datetime | None = None
) -> Expedieringsavslut:
    """Ångrar att expedieringen var klar. Båda händelserna står kvar."""
    policy.kräv(av, Rätt.EXPEDIERA, paragraf.organ)
    avslut = (
        Expedieringsavslut.objects.select_for_update(of=("self",))
        .filter(paragraf=paragraf, återtaget_tid=None)
        .first()
    )
    if avslut is None:
        raise KanInteAntecknas("Expedieringen är inte antecknad som klar.")
    avslut.återtaget_tid, avslut.återtaget_av_namn = nu or timezone.now(), str(av)
    avslut.save(update_fields=["återtaget_tid", "återtaget_av_namn"])
    return avslut


def öppet_avslut(paragraf: Paragraf) -> Expedieringsavslut | None:
    return Expedieringsavslut.objects.filter(paragraf=paragraf, återtaget_tid=None).first()


def senast_rättad(paragraf: int) -> datetime | None:
    """När paragrafen senast rättades; den som fick beslutet förut har fel lydelse."""
    versioner = Protokollsversion.objects.filter(rättelse__paragraf=paragraf)
    tid: datetime | None = versioner.aggregate(tid=Max("tid"))["tid"]
    return tid


# --- Arbetet -----------------------------------------------------------------------------------


def utför(*, jobb_id: int) -> None:
    """Skriver utdraget och skickar det. Görs arbetet om skickas det ändå högst en gång."""
    jobb.utför(jobb_id, _arbeta)


def _arbeta(utförande: Utförande) -> None:
    expediering = _hämta(utförande.jobb)
    if expediering.fil_id is None:
        utförande.rapportera(10, "Skriver utdraget")
        _skriv_filer(expediering, utförande.jobb.av)
        expediering = _hämta(utförande.jobb)
    utförande.rapportera(80, "Skickar")
    if expediering.kanal == Kanal.EPOST:
        _med_epost(expediering, utförande)
    with transaction.atomic():
        if expediering.kanal == Kanal.POST:
            _steg(expediering, S.KLAR, av=utförande.jobb.av)
        elif expediering.kanal == Kanal.INTERNT:
            _internt(expediering, utförande.jobb.av)
        utförande.lås_resultatet()


def _hämta(arbete: Jobb) -> Expediering:
    return Expediering.objects.select_related(
        "mottagare__försättsblad__paragraf__organ__myndighet__kommun",
        "mottagare__försättsblad__paragraf__protokoll__sammanträde",
        "mottagare__försättsblad__paragraf__ärende__myndighet",
        "mottagare__organ",
        "omsändning_av__fil",
        "omsändning_av__handling",
        "fil",
    ).get(
        mottagare=arbete.argument["mottagare"],
        nummer=arbete.argument["nummer"],
        # Ett jobb som beställdes innan punkter gick att sända för sig gäller hela paragrafen.
        punkter=[int(n) for n in str(arbete.argument.get("punkter", "")).split(",") if n],
    )


def _skriv_filer(expediering: Expediering, av: Användare) -> None:
    """Utdraget och adressbladet, och utdraget i ärendet; allt på en gång."""
    utdrag: Fil | RenderadPdf
    adress = None
    try:
        utdrag = _redan_skrivet(expediering) or rendera_pdf(
            expedieringsdokument.MALL_EXPEDIERAT,
            expedieringsdokument.expedierat_utdrag(expediering),
        )
        if expediering.kanal == Kanal.POST:
            blad = expedieringsdokument.adressblad(expediering, sidor=utdrag.sidor or 1)
            adress = rendera_pdf(expedieringsdokument.MALL_ADRESSBLAD, blad)
    except Dokumentfel as fel:
        raise Arbetsfel(f"Utdraget kunde inte göras. {fel}") from fel
    with transaction.atomic():
        låst = Expediering.objects.select_for_update(of=("self",)).get(pk=expediering.pk)
        if låst.fil_id is not None:
            return
        # Filerna sparas här: dör arbetaren dessförinnan finns ingen rad som inget pekar på.
        låst.fil = utdrag if isinstance(utdrag, Fil) else _spara(utdrag)
        låst.adressblad = _spara(adress) if adress else None
        låst.handling = _lägg_i_ärendet(låst, av)
        låst.save(update_fields=["fil", "adressblad", "handling"])
        if låst.handling is not None:
            föredragningslista.placera_utdrag(
                utdrag=låst.handling,
                från=expediering.mottagare.försättsblad.paragraf.organ,
                # Den som expedierar sköter inte alltid listan som väntar på utdraget.
                av=systemanvändare(),
            )


def _redan_skrivet(expediering: Expediering) -> Fil | None:
    """En omsändning är samma utdrag, om inte försättsbladet eller paragrafen ändrats sedan."""
    förra = expediering.omsändning_av
    if förra is None or expediering.mottagare.försättsblad.tid > förra.tid:
        return None
    return None if _rättat_sedan(förra) else förra.fil


def _rättat_sedan(sändning: Expediering) -> bool:
    """Om paragrafen har rättats efter sändningen."""
    rättad = senast_rättad(sändning.mottagare.försättsblad.paragraf_id)
    return rättad is not None and rättad > sändning.tid


def _spara(pdf: RenderadPdf) -> Fil:
    return filer.spara_eget(pdf.innehåll, medietyp="application/pdf", sidor=pdf.sidor, egen=True)


def _lägg_i_ärendet(expediering: Expediering, av: Användare) -> Handling | None:
    """Utdraget som utgående handling, en per mottagare (OSL 5:2); samma utdrag blir inte två."""
    paragraf = expediering.mottagare.försättsblad.paragraf
    ärende = paragraf.ärende
    if ärende is None:
        return None
    nummer = expediering.omfattning
    händelser.skriv(
        ärende,
        "protokoll.expedierat",
        av=av,
        paragraf=f"{paragraf.organ} {nummer}",
        # Händelsen läses av alla som ser ärendet, även när paragrafen är hemlig.
        mottagare="(sekretess)" if paragraf.är_sekretess else expediering.namn,
        kanal=Kanal(expediering.kanal).label,
    )
    förra = expediering.omsändning_av
    if förra is not None and förra.handling is not None and förra.fil_id == expediering.fil_id:
        return förra.handling
    handling = registrering.registrera_handling(
        ärende=ärende,
        rubrik=f"Protokollsutdrag {paragraf.organ} {nummer} {paragraf.rubrik}"[:500],
        offentlig_rubrik=f"Protokollsutdrag {paragraf.organ} {nummer}"
        if paragraf.är_sekretess
        else "",
        slag=Handling.Slag.PROTOKOLLSUTDRAG,
        riktning=Handling.Riktning.UTGÅENDE,
        fil=expediering.fil,
        filnamn=expediering.filnamn,
        datum=timezone.localdate(expediering.tid),
        motpart=expediering.namn,
        sekretess_lagrum=paragraf.sekretess_lagrum,
        av=av,
    )
    # Ärendet är beslutat när hela paragrafen är justerad, inte när några punkter är det.
    if paragraf.avgör_ärendet and not expediering.punkter:
        registrering.märk_beslutat(ärende=ärende, av=av)
    return handling


def _med_epost(expediering: Expediering, utförande: Utförande) -> None:
    gjort = {steg.status for steg in expediering.steg.all()}
    if S.SKICKAD in gjort:
        return
    if S.SÄNDS in gjort:
        raise Arbetsfel(
            "Arbetet avbröts under utskicket. Det är osäkert om brevet kom iväg: fråga mottagaren, "
            "eller sänd om."
        )
    brev = utdragsbrev(expediering)
    # Går det inte att nå e-postservern är inget skickat, och jobbet görs om.
    brev.connection = anslutning = get_connection()
    anslutning.open()
    try:
        utförande.rapportera(90, "Skickar brevet")
        _steg(expediering, S.SÄNDS, av=utförande.jobb.av)
        brev.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as fel:
        _steg(expediering, S.MISSLYCKAD, av=utförande.jobb.av, hur=str(fel)[:300])
        raise Arbetsfel("E-postservern tog inte emot brevet. Kontrollera adressen.") from fel
    finally:
        anslutning.close()
    _steg(expediering, S.SKICKAD, av=utförande.jobb.av, hur="Lämnat till e-postservern")


def _internt(expediering: Expediering, av: Användare) -> None:
    """Utdraget ligger hos organets registrator, som väljer ärende."""
    organ = expediering.mottagare.organ
    assert organ is not None
    InkommetUtdrag.objects.get_or_create(
        expediering=expediering, defaults={"organ": organ, "ankomst_tid": timezone.now()}
    )
    _steg(expediering, S.SKICKAD, av=av, hur=f"Lagt hos registratorn för {organ}")
