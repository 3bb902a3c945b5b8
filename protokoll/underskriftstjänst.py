"""Underskrift genom en extern tjänst: BankID (RP API v6) eller Freja eID.

OVERIFIERAD MOT DEN RIKTIGA TJÄNSTEN. Skriven efter tjänsternas dokumentation och prövad mot en
låtsastjänst som följer samma dokumentation (tests/protokoll/låtsastjänst.py). Avstängd tills
`NAMND_UNDERSKRIFT` är satt.

Den som anropar frågar efter läget högst varannan sekund tills det är klart eller misslyckat.
Varken personnummer, nycklar eller underskrifter loggas.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import ssl
import time
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEKUNDER = 10
logg = logging.getLogger(__name__)


class Underskriftsfel(Exception):
    """Tjänsten tog inte emot begäran. Texten är till användaren."""


class PågårRedan(Underskriftsfel):
    pass


class TjänstenSvararInte(Underskriftsfel):
    """Nätet eller tjänsten är nere. Försök igen."""


@dataclass(frozen=True)
class Begäran:
    """Det som skrivs under: texten visas i appen, datat följer med osynligt."""

    text: str
    data: bytes
    #: Användarens ip-adress, som tjänsten jämför med telefonens.
    adress: str
    #: Bara den personen får skriva under; tomt: den som läser av koden.
    personnummer: str = field(default="", repr=False)


@dataclass(frozen=True)
class Pågående:
    """En begäran som väntar på sin underskrift."""

    referens: str
    #: Öppnar appen på samma enhet.
    startlänk: str = field(repr=False)
    startad: float
    qr_märke: str = field(default="", repr=False)
    qr_hemlighet: str = field(default="", repr=False)


@dataclass(frozen=True)
class Väntar:
    anvisning: str
    #: Appen har inte öppnats för begäran än: koden visas.
    oöppnad: bool = False


@dataclass(frozen=True)
class Klar:
    namn: str
    personnummer: str = field(repr=False)
    underskrift: bytes = field(repr=False)
    #: Utfärdarens svar på att personens certifikat gällde (BankID); tomt när tjänsten inte ger det.
    ocsp: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Misslyckad:
    skäl: str


Läge = Väntar | Klar | Misslyckad


class Underskriftstjänst(Protocol):
    @property
    def nyckel(self) -> str: ...

    @property
    def namn(self) -> str: ...

    @property
    def förbindelse(self) -> Förbindelse: ...

    def begär(self, begäran: Begäran) -> Pågående: ...

    def läge(self, pågående: Pågående) -> Läge: ...

    def avbryt(self, pågående: Pågående) -> None: ...

    def qr(self, pågående: Pågående, *, nu: float | None = None) -> str:
        """Texten i den QR-kod som visas just nu."""
        ...


def tjänst() -> Underskriftstjänst | None:
    """Den tjänst som är inställd; None när underskrift i extern tjänst är avstängd."""
    val = settings.NAMND_UNDERSKRIFT
    if not val:
        return None
    if val not in TJÄNSTER:
        raise ImproperlyConfigured(
            f"NAMND_UNDERSKRIFT är {val!r}. Välj {' eller '.join(TJÄNSTER)}, eller lämna tomt."
        )
    return TJÄNSTER[val](Förbindelse.ur_inställningarna())


# --- Förbindelsen ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Förbindelse:
    """Https med klientcertifikat; servern styrks med tjänstens egen rot."""

    bas: str
    certifikat: str
    rot: str
    lösenord: str = field(default="", repr=False)

    @classmethod
    def ur_inställningarna(cls) -> Förbindelse:
        förbindelse = cls(
            bas=settings.NAMND_UNDERSKRIFT_URL.rstrip("/"),
            certifikat=settings.NAMND_UNDERSKRIFT_CERTIFIKAT,
            rot=settings.NAMND_UNDERSKRIFT_ROT,
            lösenord=settings.NAMND_UNDERSKRIFT_LOSENORD,
        )
        if not förbindelse.bas.startswith("https://"):
            raise ImproperlyConfigured("NAMND_UNDERSKRIFT_URL ska börja med https://.")
        if not (förbindelse.certifikat and förbindelse.rot):
            raise ImproperlyConfigured(
                "NAMND_UNDERSKRIFT_CERTIFIKAT och NAMND_UNDERSKRIFT_ROT krävs."
            )
        return förbindelse

    def skicka(self, väg: str, kropp: bytes, slag: str) -> dict[str, Any]:
        """Svaret som uppslag. Tjänstens eget fel kommer som `Svarsfel`."""
        begäran = Request(f"{self.bas}{väg}", data=kropp, headers={"Content-Type": slag})
        try:
            with urlopen(begäran, timeout=SEKUNDER, context=self._tls()) as svar:
                return _json(svar.read())
        except HTTPError as fel:
            with fel:
                innehåll = _json(fel.read())
            kod = str(innehåll.get("errorCode") or innehåll.get("code") or "")
            logg.warning("Underskriftstjänsten svarade %s %s på %s", fel.code, kod, väg)
            raise Svarsfel(fel.code, kod) from fel
        except (URLError, OSError, ValueError) as fel:
            logg.warning("Underskriftstjänsten nås inte (%s): %s", väg, type(fel).__name__)
            raise TjänstenSvararInte("Underskriftstjänsten svarar inte. Försök igen.") from fel

    def pröva(self) -> None:
        """OSError när certifikaten inte går att läsa. Ingen fråga ställs."""
        self._tls()

    def _tls(self) -> ssl.SSLContext:
        tls = ssl.create_default_context(cafile=self.rot)
        tls.load_cert_chain(self.certifikat, password=self.lösenord or None)
        return tls


class Svarsfel(Exception):
    def __init__(self, status: int, kod: str) -> None:
        super().__init__(f"{status} {kod}")
        self.status, self.kod = status, kod

    def till_användaren(self) -> Underskriftsfel:
        if self.status == 408 or self.status >= 500:
            return TjänstenSvararInte("Underskriftstjänsten svarar inte. Försök igen om en stund.")
        return Underskriftsfel("Underskriften kunde inte påbörjas. Kontakta administratören.")


def _json(kropp: bytes) -> dict[str, Any]:
    try:
        innehåll = json.loads(kropp)
    except ValueError:
        return {}
    return innehåll if isinstance(innehåll, dict) else {}


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


# --- BankID ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BankID:
    """RP API v6.0: sign, collect, cancel, och den rörliga QR-koden.

    Overifierad mot den riktiga tjänsten.
    """

    förbindelse: Förbindelse
    nyckel: str = "bankid"
    namn: str = "BankID"

    VÄG = "/rp/v6.0"
    MAX_TEXT = 40_000
    MAX_DATA = 200_000

    def begär(self, begäran: Begäran) -> Pågående:
        text, data = _b64(begäran.text.encode()), _b64(begäran.data)
        if not begäran.text or len(text) > self.MAX_TEXT or len(data) > self.MAX_DATA:
            raise ValueError("Texten eller datat är tomt eller för långt för BankID.")
        krav: dict[str, Any] = {"pinCode": True}
        if begäran.personnummer:
            krav["personalNumber"] = begäran.personnummer
        try:
            svar = self._skicka(
                "sign",
                {
                    "endUserIp": begäran.adress,
                    "userVisibleData": text,
                    "userNonVisibleData": data,
                    "requirement": krav,
                },
            )
        except Svarsfel as fel:
            if fel.kod == "alreadyInProgress":
                raise PågårRedan(
                    "En underskrift med ditt BankID är redan påbörjad. Försök igen."
                ) from fel
            raise fel.till_användaren() from fel
        return Pågående(
            referens=_krävd(svar, "orderRef"),
            startlänk="https://app.bankid.com/?"
            + urlencode({"autostarttoken": _krävd(svar, "autoStartToken"), "redirect": "null"}),
            startad=time.time(),
            qr_märke=_krävd(svar, "qrStartToken"),
            qr_hemlighet=_krävd(svar, "qrStartSecret"),
        )

    def läge(self, pågående: Pågående) -> Läge:
        try:
            svar = self._skicka("collect", {"orderRef": pågående.referens})
        except Svarsfel as fel:
            if fel.status == 400:
                # En referens som redan hämtats klart eller blivit för gammal finns inte längre.
                return Misslyckad(BANKID_MISSLYCKAD["expiredTransaction"])
            raise fel.till_användaren() from fel
        hint = str(svar.get("hintCode", ""))
        match svar.get("status"):
            case "pending":
                return Väntar(
                    BANKID_VÄNTAR.get(hint, "Underskrift pågår i BankID-appen."),
                    oöppnad=hint in BANKID_OÖPPNAD,
                )
            case "failed":
                return Misslyckad(BANKID_MISSLYCKAD.get(hint, "Okänt fel. Försök igen."))
            case "complete":
                return self._klar(svar)
        raise TjänstenSvararInte("BankID gav ett svar som inte går att tyda. Försök igen.")

    def _klar(self, svar: dict[str, Any]) -> Klar:
        data = svar.get("completionData") or {}
        vem = data.get("user") or {}
        return Klar(
            namn=_krävd(vem, "name"),
            personnummer=_krävd(vem, "personalNumber"),
            underskrift=_avkodad(data, "signature"),
            ocsp=_avkodad(data, "ocspResponse"),
        )

    def avbryt(self, pågående: Pågående) -> None:
        """En begäran som redan är slut går inte att avbryta, och behöver det inte."""
        try:
            self._skicka("cancel", {"orderRef": pågående.referens})
        except Svarsfel as fel:
            if fel.status != 400:
                raise fel.till_användaren() from fel

    def qr(self, pågående: Pågående, *, nu: float | None = None) -> str:
        """bankid.MÄRKE.SEKUNDER.HMAC, ny varje sekund sedan begäran besvarades."""
        sekunder = str(int((time.time() if nu is None else nu) - pågående.startad))
        kod = hmac.new(pågående.qr_hemlighet.encode(), sekunder.encode(), hashlib.sha256)
        return f"bankid.{pågående.qr_märke}.{sekunder}.{kod.hexdigest()}"

    def _skicka(self, vad: str, innehåll: dict[str, Any]) -> dict[str, Any]:
        kropp = json.dumps(innehåll).encode()
        return self.förbindelse.skicka(f"{self.VÄG}/{vad}", kropp, "application/json")


BANKID_VÄNTAR = {
    "outstandingTransaction": "Starta BankID-appen.",
    "noClient": "Starta BankID-appen.",
    "started": "Söker efter BankID. Det kan ta en stund.",
    "userMrtd": "Läs av ditt pass eller id-kort med BankID-appen.",
    "userCallConfirm": "Svara på frågan i BankID-appen.",
    "userSign": "Skriv din säkerhetskod i BankID-appen och välj Skriv under.",
    "processing": "Underskriften behandlas.",
}
BANKID_OÖPPNAD = frozenset({"outstandingTransaction", "noClient"})
BANKID_MISSLYCKAD = {
    "expiredTransaction": "Tiden gick ut. Starta BankID-appen, kontrollera nätet och försök igen.",
    "certificateErr": "Ditt BankID är spärrat eller för gammalt. Skaffa ett nytt hos din bank.",
    "userCancel": "Du avbröt underskriften.",
    "cancelled": "Underskriften avbröts. Försök igen.",
    "startFailed": "Läs av QR-koden med BankID-appen, eller öppna appen med länken. Försök igen.",
    "userDeclinedCall": "Du avbröt underskriften.",
    "notSupportedByUserApp": "Uppdatera BankID-appen och försök igen.",
    "transactionRiskBlocked": "Underskriften stoppades av säkerhetsskäl.",
}


# --- Freja -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Freja:
    """REST API 1.0: initSignature, getOneResult, cancel. Begäran är base64-kodad JSON i ett fält.

    Overifierad mot den riktiga tjänsten. Underskriften (JWS) sparas som den är.
    """

    förbindelse: Förbindelse
    nyckel: str = "freja"
    namn: str = "Freja"

    VÄG = "/sign/1.0"
    MINUTER = 5

    def begär(self, begäran: Begäran) -> Pågående:
        if not begäran.text:
            raise ValueError("Texten som visas är tom.")
        utpekad = {"country": "SE", "ssn": begäran.personnummer}
        try:
            svar = self._skicka(
                "initSignature",
                "initSignRequest",
                {
                    "userInfoType": "SSN" if begäran.personnummer else "INFERRED",
                    "userInfo": _b64(json.dumps(utpekad).encode())
                    if begäran.personnummer
                    else "N/A",
                    "minRegistrationLevel": "PLUS",
                    "title": "Justera protokoll",
                    "expiry": int((time.time() + 60 * self.MINUTER) * 1000),
                    "dataToSignType": "EXTENDED_UTF8_TEXT",
                    "dataToSign": {
                        "text": _b64(begäran.text.encode()),
                        "binaryData": _b64(begäran.data),
                    },
                    "signatureType": "EXTENDED",
                    "attributesToReturn": [{"attribute": "BASIC_USER_INFO"}, {"attribute": "SSN"}],
                },
            )
        except Svarsfel as fel:
            raise fel.till_användaren() from fel
        referens = _krävd(svar, "signRef")
        fråga = urlencode({"action": "bindUserToTransaction", "transactionReference": referens})
        return Pågående(
            referens=referens,
            startlänk=f"https://app.frejaeid.com/freja?{fråga}",
            startad=time.time(),
        )

    def läge(self, pågående: Pågående) -> Läge:
        try:
            svar = self._skicka(
                "getOneResult", "getOneSignResultRequest", {"signRef": pågående.referens}
            )
        except Svarsfel as fel:
            if fel.status in (400, 422):
                # Referensen finns inte längre.
                return Misslyckad(FREJA_MISSLYCKAD["EXPIRED"])
            raise fel.till_användaren() from fel
        status = str(svar.get("status", ""))
        if status in FREJA_VÄNTAR:
            return Väntar(FREJA_VÄNTAR[status], oöppnad=status == "STARTED")
        if status == "APPROVED":
            egenskaper = svar.get("requestedAttributes") or {}
            vem = egenskaper.get("basicUserInfo") or {}
            return Klar(
                namn=f"{_krävd(vem, 'name')} {_krävd(vem, 'surname')}",
                personnummer=_krävd(egenskaper.get("ssn") or {}, "ssn"),
                underskrift=_krävd(svar, "details").encode(),
            )
        if status in FREJA_MISSLYCKAD:
            return Misslyckad(FREJA_MISSLYCKAD[status])
        raise TjänstenSvararInte("Freja gav ett svar som inte går att tyda. Försök igen.")

    def avbryt(self, pågående: Pågående) -> None:
        try:
            self._skicka("cancel", "cancelSignRequest", {"signRef": pågående.referens})
        except Svarsfel as fel:
            if fel.status not in (400, 422):
                raise fel.till_användaren() from fel

    def qr(self, pågående: Pågående, *, nu: float | None = None) -> str:
        return pågående.startlänk

    def _skicka(self, vad: str, fält: str, innehåll: dict[str, Any]) -> dict[str, Any]:
        kropp = urlencode({fält: _b64(json.dumps(innehåll).encode())}).encode()
        slag = "application/x-www-form-urlencoded"
        return self.förbindelse.skicka(f"{self.VÄG}/{vad}", kropp, slag)


FREJA_VÄNTAR = {
    "STARTED": "Öppna Freja-appen.",
    "DELIVERED_TO_MOBILE": "Skriv under i Freja-appen.",
}
FREJA_MISSLYCKAD = {
    "CANCELED": "Du avbröt underskriften.",
    "RP_CANCELED": "Underskriften avbröts. Försök igen.",
    "REJECTED": "Underskriften avvisades.",
    "EXPIRED": "Tiden gick ut. Försök igen.",
}

TJÄNSTER: dict[str, type[BankID] | type[Freja]] = {"bankid": BankID, "freja": Freja}


def _krävd(svar: dict[str, Any], nyckel: str) -> str:
    värde = svar.get(nyckel)
    if not isinstance(värde, str) or not värde:
        raise TjänstenSvararInte(f"Underskriftstjänstens svar saknar {nyckel}. Försök igen.")
    return värde


def _avkodad(svar: dict[str, Any], nyckel: str) -> bytes:
    try:
        return base64.b64decode(_krävd(svar, nyckel), validate=True)
    except ValueError as fel:
        raise TjänstenSvararInte(
            f"Underskriftstjänstens {nyckel} går inte att läsa. Försök igen."
        ) from fel
