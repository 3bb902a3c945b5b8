"""Besluten expedieras: försättsblad, utdrag och kvittenser, och ärendet är sedan beslutat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.conf import settings
from django.utils import timezone

from konton.models import Användare
from nämnd.models import Organ
from protokoll.management.demo.jobb import vänta_in
from protokoll.management.demo.klocka import klockan, senaste_vardag, tidpunkt
from protokoll.management.demo.kommun import CHEF, TJÄNSTEPERSONER
from protokoll.models import (
    Expediering,
    Försättsblad,
    Försättsbladsmottagare,
    Justering,
    Kanal,
    Paragraf,
    Protokoll,
    Överklagandehänvisning,
)
from protokoll.services import expediering, försättsblad
from protokoll.services.expedieringsläge import utan_mottagare
from ärenden.services import registrering
from ärenden.överklagandetyp import Överklagandetyp

# Den som får ett hemligt beslut. Namnen är påhittade, som allt i Björksund.
ENSKILDA = (
    ("Malin Sandevall", "Skogsbrynet 4\n000 00 Björksund"),
    ("Kent-Ove Lidmarker", "Hamngatan 17 B\n000 00 Björksund"),
)
POST = {
    "Björksunds pensionärsförening": "Föreningsgatan 2\n000 00 Björksund",
    "Revisorerna": "Kommunhuset, Storgatan 1\n000 00 Björksund",
}
EFTER = timedelta(days=2)


def efter(
    protokoll: Protokoll, *, senaste: bool, av: Användare, registrator: Användare, i_dag: date
) -> None:
    """Det senaste protokollets utdrag skickas ett och ett; för de äldre är det gjort."""
    if protokoll.status != Protokoll.Status.JUSTERAT:
        return
    justering = protokoll.justeringar.filter(status=Justering.Status.JUSTERAD).latest("ordning")
    assert justering.justerad_tid is not None
    dag = senaste_vardag(timezone.localdate(justering.justerad_tid + EFTER))
    dag = max(dag, timezone.localdate(justering.justerad_tid))
    if dag >= i_dag:
        return
    tid = tidpunkt(dag, time(13))
    if senaste:
        _expediera(protokoll, tid, av, i_dag)
    else:
        _märk_beslutade(protokoll, tid, registrator)
    with klockan(tid):
        for paragraf in utan_mottagare().filter(protokoll=protokoll).order_by("ordning"):
            expediering.avsluta(paragraf=paragraf, skäl="Utdraget gick med brev samma dag.", av=av)


def _märk_beslutade(protokoll: Protokoll, tid: datetime, registrator: Användare) -> None:
    with klockan(tid):
        for paragraf in protokoll.paragrafer.exclude(ärende=None).select_related("ärende"):
            if paragraf.avgör_ärendet and paragraf.ärende is not None:
                registrering.märk_beslutat(ärende=paragraf.ärende, av=registrator)


# --- Det senaste protokollet ---------------------------------------------------------------------


def _expediera(protokoll: Protokoll, tid: datetime, av: Användare, i_dag: date) -> None:
    """Allt utom den sista paragrafen av varje sort, som väntar på sekreteraren."""
    med_utdrag = protokoll.paragrafer.exclude(utdrag_till=None).distinct()
    paragrafer = list(med_utdrag.select_related("ärende__handläggare__person"))
    öppna = [p for p in paragrafer if not p.är_sekretess]
    hemliga = [p for p in paragrafer if p.är_sekretess]
    for paragraf in öppna[:-1]:
        if not hasattr(paragraf, "försättsblad"):
            _förbered(paragraf, tid - timedelta(hours=4), av)
        for mottagare in _öppna_mottagare(paragraf, tid - timedelta(hours=4), _ifylld_av(paragraf)):
            _sänd(paragraf, mottagare, tid, av, i_dag)
    for paragraf, (namn, adress) in zip(hemliga[:-1], ENSKILDA, strict=False):
        if not hasattr(paragraf, "försättsblad"):
            _förbered(paragraf, tid - timedelta(hours=4), av)
            mottagare = _mottagare(
                paragraf,
                tid,
                _ifylld_av(paragraf),
                namn=namn,
                kanal=Kanal.POST,
                adress=adress,
                part=True,
            )
            _sänd(paragraf, mottagare, tid, av, i_dag)


def _förbered(paragraf: Paragraf, tid: datetime, av: Användare) -> None:
    """Handläggaren säger vem beslutet rör och vilka som medverkade."""
    handläggare = paragraf.ärende.handläggare if paragraf.ärende else None
    chef = next(t for t in TJÄNSTEPERSONER if t.konto == CHEF[paragraf.organ.myndighet.kortnamn])
    typ = försättsblad.föreslagen_överklagandetyp(paragraf)
    if paragraf.är_sekretess:
        typ = Överklagandetyp.FÖRVALTNINGSBESVÄR
        _ange_domstolen(paragraf)
    with klockan(tid):
        försättsblad.fyll_i(
            paragraf=paragraf,
            gäller=paragraf.rubrik,
            avsändare=f"{av}, {av.person.titel}" if av.person else str(av),
            överklagandetyp=typ or Överklagandetyp.LAGLIGHETSPRÖVNING,
            föredragande=(
                f"{handläggare.person}, {handläggare.person.titel}"
                if handläggare and handläggare.person
                else ""
            ),
            medverkande=[f"{chef.namn}, {chef.titel}"],
            av=handläggare or av,
        )


def _ifylld_av(paragraf: Paragraf) -> Användare:
    """Den som fyllde i försättsbladet: någon annan än den som skickar."""
    return Försättsblad.objects.select_related("av").get(paragraf=paragraf).av


def _ange_domstolen(paragraf: Paragraf) -> None:
    """Nämndens besvärshänvisning säger domstol och adress (FL 33 §)."""
    myndighet = paragraf.organ.myndighet
    Överklagandehänvisning.objects.get_or_create(
        myndighet=myndighet,
        överklagandetyp=Överklagandetyp.FÖRVALTNINGSBESVÄR,
        defaults={
            "domstol": "Förvaltningsrätten i Linköping",
            "inlämning": f"{myndighet.namn}, Kommunhuset, 123 45 Björksund",
        },
    )


def _öppna_mottagare(
    paragraf: Paragraf, tid: datetime, av: Användare
) -> Iterator[Försättsbladsmottagare]:
    """En per mottagare i beslutet: organ i kommunen internt, de andra med post eller e-post."""
    organ = {o.namn: o for o in Organ.objects.filter(överordnat=None)}
    finns = {m.namn: m for m in paragraf.försättsblad.mottagare.all()}
    for namn in paragraf.utdrag_till.values_list("mottagare", flat=True):
        if namn in finns:
            yield finns[namn]
        elif namn in organ:
            yield _mottagare(paragraf, tid, av, kanal=Kanal.INTERNT, organ=organ[namn])
        elif namn in POST:
            yield _mottagare(paragraf, tid, av, namn=namn, kanal=Kanal.POST, adress=POST[namn])
        else:
            yield _mottagare(paragraf, tid, av, namn=namn, kanal=Kanal.EPOST, adress=_adress(namn))


def _adress(namn: str) -> str:
    lådan = namn.lower().translate(str.maketrans("åäö ", "aao.")).replace("-", "")
    return f"{lådan}@bjorksund.example"


def _mottagare(
    paragraf: Paragraf, tid: datetime, av: Användare, **uppgifter: object
) -> Försättsbladsmottagare:
    with klockan(tid):
        return försättsblad.lägg_till_mottagare(paragraf=paragraf, av=av, **uppgifter)  # type: ignore[arg-type]  # uppgifterna är tjänstens egna


def _sänd(
    paragraf: Paragraf,
    mottagare: Försättsbladsmottagare,
    tid: datetime,
    av: Användare,
    i_dag: date,
) -> None:
    if mottagare.expedieringar.exists():
        return
    with klockan(tid), ingen_post():
        sändning = expediering.expediera(
            paragraf=paragraf,
            mottagare=mottagare.namn,
            kanal=mottagare.kanal,
            adress=mottagare.adress,
            adress_bekräftad=True,
            trots_varning="Ärendet har ingen handläggare." if mottagare.av_id == av.pk else "",
            av=av,
        )
        assert sändning.jobb_id is not None  # beställs med sändningen
        vänta_in(sändning.jobb_id, lambda jobb_id: expediering.utför(jobb_id=jobb_id))
        sändning.refresh_from_db()
        if sändning.kanal == Kanal.POST:
            _anteckna(sändning, Expediering.Status.SKICKAD, 0, "Postat i kommunhuset", av)
    if sändning.mottagare.part and timezone.localdate(tid) + timedelta(days=3) < i_dag:
        with klockan(tid + timedelta(days=3)):
            _anteckna(sändning, Expediering.Status.KVITTERAD, 3, "Mottagningsbevis", av)


def _anteckna(sändning: Expediering, status: str, dagar: int, hur: str, av: Användare) -> None:
    expediering.anteckna(
        expediering=sändning,
        status=status,
        dag=timezone.localdate(sändning.tid) + timedelta(days=dagar),
        hur=hur,
        av=av,
    )


@contextmanager
def ingen_post() -> Iterator[None]:
    """Adresserna finns inte, och breven skulle annars skrivas ut i fönstret."""
    tyst = "django.core.mail.backends.dummy.EmailBackend"
    with mock.patch.object(settings, "EMAIL_BACKEND", tyst):
        yield
