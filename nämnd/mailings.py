"""Brev om möten. De säger vem som möts, när och var, aldrig vad som står på listan."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare, Person
from nämnd.models import Fråga, Inkallelse, Kallad, Utskick, Utskicksmottagare
from publikt import kalenderfil
from publikt.kalenderfil import Adressat, Post

SIDFOT = "Brevet är skickat av systemet Nämnd. Svara inte på det; vänd dig till nämndsekreteraren."
KALENDERFIL = {"REQUEST": "mote.ics", "CANCEL": "installt.ics"}


def adress(namn: str, pk: int) -> str:
    """En sida i systemet, som den skrivs i ett brev."""
    return settings.NAMND_ADRESS.rstrip("/") + reverse(namn, args=[pk])


def inkallad(inkallelse: Inkallelse) -> EmailMessage:
    """Ersättaren kallas att tjänstgöra, och svarar på sidan."""
    möte = inkallelse.sammanträde
    dag = date_format(möte.datum, "l j F Y")
    tider = " och ".join(str(spann) for spann in möte.tider.all())
    rader = [
        f"Hej {inkallelse.person},",
        "",
        f"Du kallas att tjänstgöra {inkallelse.platsen} vid sammanträdet med {möte.organ}",
        ", ".join(filter(None, [f"{dag} kl. {tider}" if tider else dag, möte.plats])) + ".",
        "",
        f"Svara här om du kommer: {adress('namnd:svara', möte.pk)}",
        "",
        SIDFOT,
    ]
    return EmailMessage(
        subject=f"Du kallas att tjänstgöra: {möte.organ}, {date_format(möte.datum, 'j F Y')}",
        body="\n".join(rader),
        to=[inkallelse.person.epost],
    )


def kallelsebrev(
    mottagare: Utskicksmottagare, *, länk: str, inloggning: bool
) -> EmailMultiAlternatives:
    """Brevet med kalenderposten. Samma rad har alltid samma Message-ID.

    `länk` är sidan mottagaren kan läsa, eller tom.
    """
    utskick = mottagare.utskick
    post = _post(utskick, länk)
    brev = EmailMultiAlternatives(
        subject=f"{utskick.rubrik}: {utskick.organ}, "
        + date_format(timezone.localtime(utskick.börjar_tid), "j F Y"),
        body="\n".join(_rader(mottagare, länk, inloggning=inloggning)),
        to=[mottagare.epost],
    )
    avsändare = parseaddr(brev.from_email)[1]
    brev.extra_headers["Message-ID"] = f"<utskick-{mottagare.pk}@{avsändare.rpartition('@')[2]}>"
    inbjudan = kalenderfil.inbjudan(
        post,
        från=Adressat(utskick.organ, avsändare),
        till=Adressat(mottagare.namn, mottagare.epost),
    )
    metod = kalenderfil.metod(post)
    brev.attach_alternative(inbjudan.decode(), f"text/calendar; method={metod}")
    # För program som inte läser inbjudan i brevet.
    brev.attach(KALENDERFIL[metod], inbjudan, "application/ics")
    return brev


def _post(utskick: Utskick, länk: str) -> Post:
    return Post(
        uid=str(utskick.uid),
        rubrik=utskick.organ,
        börjar=utskick.börjar_tid,
        slutar=utskick.slutar_tid,
        plats=utskick.plats,
        inställd=utskick.slag == Utskick.Slag.INSTÄLLT,
        sekvens=utskick.nummer - 1,
        ändrad=utskick.tid,
        adress=länk,
    )


def _rader(mottagare: Utskicksmottagare, länk: str, *, inloggning: bool) -> list[str]:
    utskick = mottagare.utskick
    rader = [
        f"Hej {mottagare.namn},",
        "",
        _inledning(mottagare),
        "",
        f"Tid: {utskick.när}",
    ]
    if utskick.plats:
        rader.append(f"Plats: {utskick.plats}")
    if utskick.nytt:
        rader += ["", "Nytt sedan förra brevet:", *(f"- {rad}" for rad in utskick.nytt)]
    if länk:
        vad = "Mötets sida" if utskick.slag == Utskick.Slag.INSTÄLLT else "Kallelse och handlingar"
        rader += ["", f"{vad}{' (du loggar in)' if inloggning else ''}: {länk}"]
    elif utskick.slag == Utskick.Slag.KALLELSE:
        rader += ["", "Kallelsen och handlingarna får du av nämndsekreteraren."]
    if utskick.slag == Utskick.Slag.INSTÄLLT:
        rader += ["", "Kalenderposten i brevet tar bort mötet ur din kalender."]
    else:
        rader += ["", "Mötet följer med som kalenderpost."]
    return [*rader, "", SIDFOT, ""]


def _inledning(mottagare: Utskicksmottagare) -> str:
    utskick = mottagare.utskick
    if utskick.slag == Utskick.Slag.INSTÄLLT:
        return f"Sammanträdet med {utskick.organ} är inställt."
    if utskick.slag == Utskick.Slag.FLYTTAT:
        return f"Sammanträdet med {utskick.organ} är ändrat. Nu gäller:"
    if mottagare.som == Kallad.Som.KÄNNEDOM:
        return f"För kännedom: {utskick.organ} sammanträder."
    kallelse = utskick.kallelse
    if kallelse.är_komplettering:
        return (
            f"Du kallas till sammanträde med {utskick.organ}. Det här är "
            f"{kallelse.namn_i_mening}, med det som är nytt. Kallelsen gäller i övrigt, "
            "med samma sidnummer."
        )
    edition = kallelse.edition
    if edition > 1:
        return (
            f"Du kallas till sammanträde med {utskick.organ}. "
            f"Det här är kallelse {edition}; den ersätter den förra."
        )
    return f"Du kallas till sammanträde med {utskick.organ}."


def fråga_att_besvara(fråga: Fråga) -> EmailMessage:
    """Till handläggaren: att det finns en fråga, aldrig vad den handlar om."""
    assert fråga.handläggare is not None
    assert fråga.handläggare.person is not None
    return _frågebrev(
        fråga,
        rubrik="En fråga att besvara",
        till=fråga.handläggare.person,
        text="En förtroendevald har ställt en fråga inför sammanträdet, och nämndsekreteraren ber "
        "dig svara.",
        länk=adress("namnd:besvara_fraga", fråga.pk),
    )


def fråga_avgjord(fråga: Fråga) -> EmailMessage:
    """Till den som frågade: att svaret finns, aldrig vad det säger."""
    assert fråga.av.person is not None
    lämnad = fråga.status == Fråga.Status.LÄMNAD
    return _frågebrev(
        fråga,
        rubrik="Din fråga",
        till=fråga.av.person,
        text=f"Din fråga inför sammanträdet {'är besvarad' if lämnad else 'besvaras inte'}.",
        länk=settings.NAMND_ADRESS.rstrip("/") + reverse("lasrum:mina"),
    )


def svar_till_alla(fråga: Fråga, läsare: Användare) -> EmailMessage:
    """Till en av de kallade: att en fråga är besvarad, aldrig vilken punkt eller vad som står."""
    assert läsare.person is not None
    return _frågebrev(
        fråga,
        rubrik="En fråga är besvarad till alla kallade",
        till=läsare.person,
        text="En fråga om en punkt på sammanträdet är besvarad, och svaret är lämnat till alla "
        "kallade.",
        länk=adress("lasrum:mote", fråga.sammanträde_id),
    )


def _frågebrev(fråga: Fråga, *, rubrik: str, till: Person, text: str, länk: str) -> EmailMessage:
    möte = fråga.sammanträde
    dag = date_format(möte.datum, "j F Y")
    rader = [
        f"Hej {till},",
        "",
        text,
        "",
        f"Sammanträde: {möte.organ}, {dag}",
        f"Läs här (du loggar in): {länk}",
        "",
        SIDFOT,
    ]
    return EmailMessage(
        subject=f"{rubrik}: {möte.organ}, {dag}", body="\n".join(rader), to=[till.epost]
    )
