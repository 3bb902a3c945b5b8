"""Underskriften i en extern tjänst: påbörjas, väntas in, avbryts och blir en underskrift.

Ingen fråga till tjänsten ställs medan något är låst. Raden skrivs före varje steg, så att den som
laddar om sidan, eller processen som tar över efter en som dött, fortsätter där det stannade.
Personnumret jämförs med personens avtryck och glöms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from protokoll import underskriftstjänst
from protokoll.models import Underskrift, Underskriftsbegäran
from protokoll.paragrafnummer import omfattningar, skriv_paragrafer
from protokoll.services import justering as justeringstjänst
from protokoll.services import personmärken
from protokoll.services.justering import Prövad
from protokoll.services.justeringsfel import (
    AnnansUnderskrift,
    FelSkede,
    PersonnummerSaknas,
    TjänstenAvstängd,
    TjänstenTogInteEmot,
)
from protokoll.services.justeringsläge import lås_justering
from protokoll.services.mötesfel import Mötesfel
from protokoll.underskriftstjänst import (
    Begäran,
    Klar,
    Misslyckad,
    Pågående,
    TjänstenSvararInte,
    Underskriftsfel,
    Underskriftstjänst,
    Väntar,
)

UPPGIFT = "protokoll.underskrifter"
Status = Underskriftsbegäran.Status

#: Tjänsterna vill inte bli frågade oftare.
MELLAN_FRÅGOR = timedelta(seconds=2)
#: Längre än en fråga kan ta; dör den som frågar får nästa fråga därefter.
LÅN = timedelta(seconds=underskriftstjänst.SEKUNDER + 5)
#: Därefter finns begäran inte kvar hos någon av tjänsterna.
FÖR_GAMMAL = timedelta(minutes=15)

AVSTÄNGD = "Underskrift med BankID eller Freja är avstängd."
FEL_PERSON = (
    "Den som skrev under är inte den som skulle göra det. Underskriften räknas inte. Stämmer det "
    "inte, be administratören kontrollera ditt registrerade personnummer."
)
TIDEN_UTE = "Tiden gick ut. Försök igen."


def senaste(underskrift: Underskrift) -> Underskriftsbegäran | None:
    return underskrift.begäranden.order_by("-pk").first()


# --- Start -------------------------------------------------------------------------------------


def påbörja(
    *, underskrift: Underskrift, av: Användare, adress: str, nu: datetime | None = None
) -> Underskriftsbegäran:
    """Begär underskriften i tjänsten. En som redan är påbörjad fortsätter."""
    nu = nu or timezone.now()
    tjänst = underskriftstjänst.tjänst()
    if tjänst is None:
        raise TjänstenAvstängd(AVSTÄNGD)
    rad, ny = _reservera(underskrift, tjänst, av, nu)
    if not ny:
        return rad
    begäran = Begäran(text=rad.text, data=rad.summa.encode(), adress=adress)
    try:
        pågående = tjänst.begär(begäran)
    except Underskriftsfel as fel:
        _misslyckas(rad.pk, str(fel))
        raise TjänstenTogInteEmot(str(fel)) from fel
    startad = Underskriftsbegäran.objects.filter(pk=rad.pk, status=Status.STARTAS).update(
        status=Status.VÄNTAR,
        referens=pågående.referens,
        startlänk=pågående.startlänk,
        startad_tid=datetime.fromtimestamp(pågående.startad, tz=timezone.get_current_timezone()),
        qr_märke=pågående.qr_märke,
        qr_hemlighet=pågående.qr_hemlighet,
        fråga_från=nu,
    )
    if not startad:
        # Avbruten medan tjänsten svarade: då ska den inte heller finnas där.
        _avbryt_i(tjänst, pågående)
    rad.refresh_from_db()
    return rad


@transaction.atomic
def _reservera(
    underskrift: Underskrift, tjänst: Underskriftstjänst, av: Användare, nu: datetime
) -> tuple[Underskriftsbegäran, bool]:
    """Raden före frågan: två tryck blir en begäran."""
    prövad = justeringstjänst.pröva(underskrift=underskrift, av=av)
    assert prövad.underskrift.person_id is not None
    if not personmärken.är_registrerad(prövad.underskrift.person_id):
        raise PersonnummerSaknas(
            "Ditt personnummer är inte registrerat för underskrift. Be administratören göra det, "
            "eller skriv under med en kod ur din app."
        )
    öppen = prövad.underskrift.begäranden.öppna().first()
    if öppen is not None and (öppen.summa == prövad.summa or öppen.status == Status.MOTTAGEN):
        return öppen, False
    if öppen is not None:
        # Texten eller svaren är andra nu: den påbörjade kan inte längre bli en underskrift.
        _misslyckas(öppen.pk, "Texten eller dina svar ändrades. Den påbörjade gäller inte.")
    ny = Underskriftsbegäran.objects.create(
        underskrift=prövad.underskrift,
        tjänst=tjänst.nyckel,
        tjänstens_namn=tjänst.namn,
        text=texten(prövad),
        summa=prövad.summa,
        begärd_av=av,
        begärd_tid=nu,
        fråga_från=nu + LÅN,
    )
    return ny, True


def texten(prövad: Prövad) -> str:
    """Det som visas i appen. Paragrafernas rubriker står inte där: de kan vara hemliga."""
    möte = prövad.justering.protokoll.sammanträde
    u = prövad.underskrift
    vilka = u.paragraftext if u.paragrafer else prövad.justering.paragraftext
    rader = [
        f"Jag skriver under protokollet från {möte.organ} den {date_format(möte.datum, 'j F Y')} "
        f"som {u.get_som_display()}{f', {vilka}' if vilka else ''}."
    ]
    if prövad.vägrade:
        nummer = [s.paragraf.nummer for s in prövad.vägrade if s.paragraf.nummer is not None]
        utan = len(prövad.vägrade) - len(nummer)
        delvis = {n: vad for n, vad in prövad.justering.delvis.items() if n in nummer}
        spann = skriv_paragrafer(nummer).replace("–", "-")
        vad = [omfattningar(spann, delvis)] if nummer else []
        vad += [f"{utan} utan nummer"] if utan else []
        rader.append(f"Jag vägrar justera {' och '.join(vad)}.")
    rader.append(f"Textens kontrollsumma: {prövad.justering.underlag['summa']}")
    return "\n\n".join(rader)


# --- Läget -------------------------------------------------------------------------------------


def fråga(
    *, begäran: Underskriftsbegäran, av: Användare, nu: datetime | None = None
) -> Underskriftsbegäran:
    """Frågar tjänsten om det är dags, och gör det som svaret säger. Ger raden som den blev."""
    _kräv_egen(begäran, av)
    _fråga(begäran, nu or timezone.now())
    begäran.refresh_from_db()
    return begäran


def hämta_väntande(*, nu: datetime | None = None) -> int:
    """Fullföljer det som ingen sida längre frågar efter. Ger hur många som prövades."""
    nu = nu or timezone.now()
    rader = list(
        Underskriftsbegäran.objects.öppna()
        .filter(fråga_från__lte=nu - MELLAN_FRÅGOR)
        .order_by("pk")
    )
    for rad in rader:
        _fråga(rad, nu)
    return len(rader)


def _fråga(begäran: Underskriftsbegäran, nu: datetime) -> None:
    if begäran.status == Status.MOTTAGEN:
        _fullfölj(begäran.pk)
        return
    lånad = Underskriftsbegäran.objects.filter(
        pk=begäran.pk, status__in=[Status.STARTAS, Status.VÄNTAR], fråga_från__lte=nu
    ).update(fråga_från=nu + LÅN)
    if not lånad:
        return
    begäran.refresh_from_db()
    tjänst = _tjänsten(begäran)
    if begäran.status == Status.STARTAS:
        _misslyckas(begäran.pk, "Begäran kom aldrig iväg. Försök igen.")
    elif tjänst is None:
        _misslyckas(begäran.pk, AVSTÄNGD)
    else:
        _ta_emot_läget(begäran, tjänst, nu)


def _ta_emot_läget(begäran: Underskriftsbegäran, tjänst: Underskriftstjänst, nu: datetime) -> None:
    try:
        läge = tjänst.läge(_pågående(begäran))
    except TjänstenSvararInte as fel:
        if nu - begäran.begärd_tid > FÖR_GAMMAL:
            _misslyckas(begäran.pk, TIDEN_UTE)
        else:
            _vänta(begäran.pk, str(fel), begäran.oöppnad, nu)
        return
    except Underskriftsfel as fel:
        _misslyckas(begäran.pk, str(fel))
        return
    match läge:
        case Väntar():
            _vänta(begäran.pk, läge.anvisning, läge.oöppnad, nu)
        case Misslyckad():
            _misslyckas(begäran.pk, läge.skäl)
        case Klar():
            _ta_emot(begäran, läge, nu)


def _vänta(pk: int, anvisning: str, oöppnad: bool, nu: datetime) -> None:
    Underskriftsbegäran.objects.filter(pk=pk, status=Status.VÄNTAR).update(
        anvisning=anvisning, oöppnad=oöppnad, fråga_från=nu + MELLAN_FRÅGOR
    )


def _misslyckas(pk: int, skäl: str) -> None:
    """Slut utan underskrift. Ett bevis som redan mottagits rörs inte."""
    _avsluta(pk, Status.MISSLYCKAD, skäl, från=(Status.STARTAS, Status.VÄNTAR))


def _avsluta(pk: int, status: Status, skäl: str, *, från: Sequence[Status]) -> bool:
    """Det som inte längre behövs, och beviset som bär personnumret, tas bort med detsamma."""
    return bool(
        Underskriftsbegäran.objects.filter(pk=pk, status__in=från).update(
            status=status,
            skäl=skäl,
            startlänk="",
            qr_märke="",
            qr_hemlighet="",
            namn="",
            signatur=b"",
            ocsp=b"",
            mottagen_tid=None,
        )
    )


def _ta_emot(begäran: Underskriftsbegäran, klar: Klar, nu: datetime) -> None:
    """Beviset sparas för sig, innan underskriften: tjänsten lämnar det bara en gång."""
    person = begäran.underskrift.person_id
    if person is None or not personmärken.är_personens(person, klar.personnummer):
        _misslyckas(begäran.pk, FEL_PERSON)
        return
    Underskriftsbegäran.objects.filter(pk=begäran.pk, status=Status.VÄNTAR).update(
        status=Status.MOTTAGEN,
        namn=klar.namn,
        signatur=klar.underskrift,
        ocsp=klar.ocsp,
        mottagen_tid=nu,
        startlänk="",
        qr_märke="",
        qr_hemlighet="",
        fråga_från=nu,
    )
    _fullfölj(begäran.pk)


def _fullfölj(pk: int) -> None:
    """Gör underskriften av det mottagna beviset. En gång, hur många som än försöker."""
    try:
        _underteckna(pk)
    except Mötesfel as fel:
        _avsluta(pk, Status.MISSLYCKAD, str(fel), från=(Status.MOTTAGEN,))


@transaction.atomic
def _underteckna(pk: int) -> None:
    """Låsen tas i samma ordning som när någon skriver under på annat sätt, begäran sist."""
    rad = Underskriftsbegäran.objects.select_related("underskrift__justering__protokoll").get(pk=pk)
    lås_justering(rad.underskrift.justering)
    rad = (
        Underskriftsbegäran.objects.select_for_update(of=("self",))
        .select_related("underskrift__justering__protokoll", "begärd_av")
        .get(pk=pk)
    )
    if rad.status != Status.MOTTAGEN:
        return
    justeringstjänst.underteckna_i_tjänst(
        underskrift=rad.underskrift, tjänst=bevis(rad), summa=rad.summa, av=rad.begärd_av
    )
    rad.status = Status.KLAR
    rad.save(update_fields=["status"])


def bevis(rad: Underskriftsbegäran) -> dict[str, str]:
    """Det som kedjan minns. Personnumret står bara i tjänstens egen underskrift."""
    assert rad.mottagen_tid is not None
    return {
        "mottagen": rad.mottagen_tid.isoformat(),
        "tjänst": rad.tjänst,
        "namn": rad.tjänstens_namn,
        "referens": rad.referens,
        "person": rad.namn,
        "text": rad.text,
        "summa": rad.summa,
        "underskrift": rad.signaturens_summa,
        "ocsp": rad.ocsp_summa,
    }


# --- Avbryta och visa --------------------------------------------------------------------------


def avbryt(*, begäran: Underskriftsbegäran, av: Användare) -> None:
    """Den påbörjade gäller inte längre, här och i tjänsten."""
    _kräv_egen(begäran, av)
    begäran.refresh_from_db()
    pågående = _pågående(begäran)
    if not _avsluta(
        begäran.pk,
        Status.AVBRUTEN,
        "Du avbröt underskriften.",
        från=(Status.STARTAS, Status.VÄNTAR),
    ):
        raise FelSkede("Det finns inget att avbryta.")
    tjänst = _tjänsten(begäran)
    if tjänst is not None and pågående.referens:
        _avbryt_i(tjänst, pågående)


def _avbryt_i(tjänst: Underskriftstjänst, pågående: Pågående) -> None:
    try:
        tjänst.avbryt(pågående)
    except Underskriftsfel as fel:
        raise TjänstenTogInteEmot(
            f"Underskriften är avbruten här, men {tjänst.namn} svarade inte. Avbryt också i appen."
        ) from fel


def qr(begäran: Underskriftsbegäran) -> str:
    """Texten i den kod som visas just nu; tom när ingen ska visas."""
    tjänst = _tjänsten(begäran)
    if tjänst is None or begäran.status != Status.VÄNTAR or not begäran.oöppnad:
        return ""
    return tjänst.qr(_pågående(begäran))


def _kräv_egen(begäran: Underskriftsbegäran, av: Användare) -> None:
    person = begäran.underskrift.person_id
    if person is None or person != av.person_id:
        raise AnnansUnderskrift("Underskriften är en annans.")


def _tjänsten(begäran: Underskriftsbegäran) -> Underskriftstjänst | None:
    """Tjänsten som begäran gjordes i; None när den inte längre är inställd."""
    tjänst = underskriftstjänst.tjänst()
    return tjänst if tjänst is not None and tjänst.nyckel == begäran.tjänst else None


def _pågående(begäran: Underskriftsbegäran) -> Pågående:
    return Pågående(
        referens=begäran.referens,
        startlänk=begäran.startlänk,
        startad=begäran.startad_tid.timestamp() if begäran.startad_tid else 0.0,
        qr_märke=begäran.qr_märke,
        qr_hemlighet=begäran.qr_hemlighet,
    )
