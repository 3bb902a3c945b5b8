"""Möten som iCalendar (RFC 5545), med svensk tid. Känner inga modeller."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

SVENSK_TID = ZoneInfo("Europe/Stockholm")
PRODID = "-//Nämnd//Sammanträden//SV"
# Så ofta en kalender får fråga om igen.
UPPDATERAS = timedelta(hours=6)


@dataclass(frozen=True)
class Post:
    """En post: ett möte med klockslag, eller en hel dag (då är `börjar` en dag)."""

    uid: str
    rubrik: str
    börjar: date | datetime
    ändrad: datetime
    slutar: datetime | None = None
    plats: str = ""
    inställd: bool = False
    sekvens: int = 0
    adress: str = ""


def skriv(namn: str, poster: Iterable[Post]) -> bytes:
    """Kalendern med alla poster i den ordning de ges; samma poster ger samma byte."""
    kalender = Calendar()
    kalender.add("prodid", PRODID)
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    kalender.add("name", namn)
    kalender.add("x-wr-calname", namn)
    kalender.add("x-wr-timezone", str(SVENSK_TID))
    kalender.add("refresh-interval", UPPDATERAS, parameters={"VALUE": "DURATION"})
    for post in poster:
        kalender.add_component(_händelse(post))
    kalender.add_missing_timezones()
    innehåll: bytes = kalender.to_ical()
    return innehåll


@dataclass(frozen=True)
class Adressat:
    """Den som bjuder in, eller den som är inbjuden."""

    namn: str
    epost: str

    @property
    def kalenderadress(self) -> vCalAddress:
        adress = vCalAddress(f"mailto:{self.epost}")
        adress.params["CN"] = self.namn
        return adress


def inbjudan(post: Post, *, från: Adressat, till: Adressat) -> bytes:
    """Mötet som det följer med ett brev: REQUEST, eller CANCEL när det är inställt (RFC 5546).

    Samma uid med högre sekvens byter posten i mottagarens kalender.
    """
    händelse = _händelse(post)
    händelse.add("organizer", från.kalenderadress)
    inbjuden = till.kalenderadress
    inbjuden.params["PARTSTAT"] = "NEEDS-ACTION"
    # Förhinder meddelas som kallelsen säger; svar till systemets adress läser ingen.
    inbjuden.params["RSVP"] = "FALSE"
    händelse.add("attendee", inbjuden)
    kalender = Calendar()
    kalender.add("prodid", PRODID)
    kalender.add("version", "2.0")
    kalender.add("method", metod(post))
    kalender.add_component(händelse)
    kalender.add_missing_timezones()
    innehåll: bytes = kalender.to_ical()
    return innehåll


def metod(post: Post) -> str:
    return "CANCEL" if post.inställd else "REQUEST"


def _händelse(post: Post) -> Event:
    händelse = Event()
    händelse.add("uid", post.uid)
    händelse.add("summary", f"Inställt: {post.rubrik}" if post.inställd else post.rubrik)
    händelse.add("dtstamp", post.ändrad)
    händelse.add("last-modified", post.ändrad)
    händelse.add("sequence", post.sekvens)
    if isinstance(post.börjar, datetime):
        händelse.add("dtstart", post.börjar.astimezone(SVENSK_TID))
        if post.slutar is not None:
            händelse.add("dtend", post.slutar.astimezone(SVENSK_TID))
    else:
        händelse.add("dtstart", post.börjar)
        händelse.add("transp", "TRANSPARENT")
    if post.plats:
        händelse.add("location", post.plats)
    if post.adress:
        händelse.add("url", post.adress)
    händelse.add("status", "CANCELLED" if post.inställd else "CONFIRMED")
    return händelse
