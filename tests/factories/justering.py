"""Ett avslutat möte på väg genom justeringen, genom tjänsterna."""

from __future__ import annotations

from django.utils import timezone

from konton.models import Användare, Kommun
from konton.services.system import systemanvändare
from protokoll.models import Justering, Protokoll, Underskrift
from protokoll.services import avslut, försegling, justering, sigillcertifikat
from tests.factories.konton import AnvändareFactory
from tests.factories.protokoll import Mötesvärld
from ärenden.models import Jobb


def med_sigill(kommun: Kommun) -> None:
    if sigillcertifikat.aktivt(kommun) is None:
        sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())


def konto_för(person) -> Användare:
    return Användare.objects.filter(person=person).first() or AnvändareFactory(person=person)


def förbered(värld: Mötesvärld) -> Mötesvärld:
    """Sigill, konton åt alla som ska skriva under, och en plats där protokollet finns."""
    med_sigill(värld.organ.myndighet.kommun)
    for uppdrag in värld.organ.uppdrag.select_related("person"):
        person = uppdrag.person
        person.epost = f"person{person.pk}@bjorksund.example"
        person.save(update_fields=["epost"])
        konto_för(person)
    return värld


def hållet(värld: Mötesvärld) -> Protokoll:
    förbered(värld)
    värld.håll()
    protokoll = värld.protokoll
    avslut.ange_justering(
        protokoll=protokoll,
        plats="Kommunhuset",
        tid=None,
        förvaringsplats="Socialkontoret, Storgatan 1",
        av=värld.sekreterare,
    )
    return värld.protokoll


def till_justering(värld: Mötesvärld, **val) -> Justering:
    protokoll = hållet(värld)
    return justering.klar_för_justering(protokoll=protokoll, av=värld.sekreterare, **val)


def skriv_under(rad: Underskrift, nu=None) -> Underskrift:
    """Som personen själv: godkänner det som är kvar och skriver under."""
    konto = konto_för(rad.person)
    if rad.som != Underskrift.Som.SEKRETERARE:
        justering.godkänn_alla(underskrift=rad, av=konto, nu=nu)
    return justering.underteckna(underskrift=rad, av=konto, färsk_andra_faktor=True, nu=nu)


def alla_skriver_under(rad: Justering, nu=None) -> Justering:
    for underskrift in rad.underskrifter.filter(status="vantar"):
        skriv_under(underskrift, nu)
    return Justering.objects.get(pk=rad.pk)


def försegla(rad: Justering) -> Justering:
    """Kör jobbet, som arbetaren gör."""
    rad = Justering.objects.get(pk=rad.pk)
    försegling.utför(jobb_id=rad.jobb_id)
    rad.jobb.refresh_from_db()
    assert rad.jobb.status == Jobb.Status.KLART, rad.jobb.fel
    return Justering.objects.get(pk=rad.pk)


def justerat(värld: Mötesvärld, **val) -> Justering:
    """Underskrivet av alla, förseglat och anslaget."""
    return försegla(alla_skriver_under(till_justering(värld, **val)))


def i_dag():
    return timezone.localdate()
