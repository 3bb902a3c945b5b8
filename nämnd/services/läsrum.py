"""Läsrummet: den utfärdade kallelsens punkter och papper, i läsarens exemplar.

Allt som visas går genom `exemplar`: underlaget rensas där från det som läsaren inte får se, och
papper, nyheter och sökning läses bara ur det rensade.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from nämnd import documents, kallelseskillnad, policy
from nämnd import underlag as frysning
from nämnd.fynd import Regel
from nämnd.kallelseskillnad import FÄLT, HANDLINGAR, MÖTESFÄLT, Punktskillnad, Slag
from nämnd.läsrum import Läsare, Prövad, pröva
from nämnd.läsrum import Åtkomst as Nivå
from nämnd.models import Gästlänk, Kallelse, Läsning, Organ, Sammanträde
from nämnd.services import utskick
from nämnd.services.hemligt import Sekretessläge
from nämnd.underlag import Listrad, Papper, Underlag

#: Så många tecken av filens hash skiljer pappren på en punkt åt, i adressen.
MÄRKE = 16


def nyckel(punkt: int, sha256: str) -> str:
    return f"{punkt}-{sha256[:MÄRKE]}"


@dataclass(frozen=True)
class Läspapper:
    """Ett papper som läsaren får öppna."""

    punkt: int
    märke: str
    rubrik: str
    sha256: str
    sidor: int
    filnamn: str
    nummer: str
    punktrubrik: str

    @property
    def nyckel(self) -> str:
        """Skiljer papperen på mötet åt."""
        return nyckel(self.punkt, self.sha256)


@dataclass(frozen=True)
class Läspunkt:
    """En punkt i läsarens exemplar."""

    rad: Listrad
    papper: tuple[Läspapper, ...]
    stängd: Regel | None
    utelämnade: int
    """Papper som finns men inte är med i läsarens exemplar."""
    inre: tuple[Läspunkt, ...] = ()

    @property
    def alla_papper(self) -> tuple[Läspapper, ...]:
        return self.papper + tuple(p for inre in self.inre for p in inre.alla_papper)


@dataclass(frozen=True)
class Exemplar:
    """Kallelsen som läsaren får den."""

    kallelse: Kallelse
    läsare: Läsare
    underlag: Underlag
    punkter: tuple[Läspunkt, ...]

    @property
    def papper(self) -> tuple[Läspapper, ...]:
        """I läsordning."""
        return tuple(p for punkt in self.punkter for p in punkt.alla_papper)

    def hitta(self, punkt: int, märke: str) -> int | None:
        """Papprets plats i läsordningen."""
        platser = enumerate(self.papper)
        return next((i for i, p in platser if (p.punkt, p.märke) == (punkt, märke)), None)


def alla_punkter(punkter: Sequence[Läspunkt]) -> Iterator[Läspunkt]:
    """Punkterna och de som ligger i dem."""
    for punkt in punkter:
        yield punkt
        yield from alla_punkter(punkt.inre)


Prövning = Callable[[int], Prövad]


def för_användare(användare: Användare, sammanträde: Sammanträde) -> Exemplar | None:
    """Det som gäller nu för användaren; inget för den som inte får komma in i läsrummet."""
    läsare = policy.läsare(användare, sammanträde)
    if läsare is None:
        return None
    kallelse = _senaste(användare, sammanträde, läsare)
    return exemplar(kallelse, läsare, _prövning(användare, sammanträde, läsare))


def för_gäst(länk: Gästlänk) -> Exemplar | None:
    """Det som länken gäller; inget utan utfärdad kallelse."""
    kallelse = länk.sammanträde.kallelser.läsbara().senast_först().first()
    if kallelse is None:
        return None
    läsare = (
        Läsare.PERSONALFÖRETRÄDARE if länk.som == Gästlänk.Som.PERSONALFÖRETRÄDARE else Läsare.GÄST
    )
    valda = set(länk.punkter.order_by("pk").values_list("pk", flat=True))
    return exemplar(
        kallelse,
        läsare,
        lambda punkt: pröva(
            läsare,
            jävig=False,
            fullmäktige=False,
            på_länken=länk.hela_mötet or punkt in valda,
        ),
    )


def _senaste(användare: Användare, sammanträde: Sammanträde, läsare: Läsare) -> Kallelse:
    kallelser = policy.läsbara_kallelser(användare, sammanträde, tidigare=läsare is Läsare.TIDIGARE)
    senaste = kallelser.select_related("sammanträde__organ").senast_först().first()
    assert senaste is not None  # läsaren har minst en
    return senaste


def _prövning(användare: Användare, sammanträde: Sammanträde, läsare: Läsare) -> Prövning:
    jävig = policy.stängda_punkter(användare, sammanträde)
    fullmäktige = sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE
    return lambda punkt: pröva(läsare, jävig=punkt in jävig, fullmäktige=fullmäktige)


def exemplar(kallelse: Kallelse, läsare: Läsare, prövning: Prövning) -> Exemplar:
    u = _rensat(kallelse, läsare, prövning)
    helt = {r.punkt: r for r in _alla(frysning.ur_json(kallelse.underlag).rader)}
    punkter = tuple(_punkt(rad, helt, prövning) for rad in u.rader)
    return Exemplar(kallelse, läsare, u, punkter)


def _alla(rader: Sequence[Listrad]) -> Iterator[Listrad]:
    for rad in rader:
        yield rad
        yield from _alla(rad.inre)


def _rensat(kallelse: Kallelse, läsare: Läsare, prövning: Prövning) -> Underlag:
    """Underlaget utan det som läsaren inte får se."""
    u = frysning.ur_json(kallelse.underlag)
    if not läsare.ser_hemligt:
        u = Sekretessläge.för(kallelse.sammanträde).i(u)
    rader = tuple(r for rad in u.rader for r in _rensad(rad, läsare, prövning))
    return replace(u, rader=rader, digital_plats="" if läsare.är_gäst else u.digital_plats)


def _rensad(rad: Listrad, läsare: Läsare, prövning: Prövning) -> Iterator[Listrad]:
    nivå = prövning(rad.punkt).åtkomst
    if nivå is Nivå.INGET:
        return
    if not läsare.ser_hemligt:
        rad = _offentlig(rad)
    inre = tuple(r for i in rad.inre for r in _rensad(i, läsare, prövning))
    yield replace(rad, inre=inre, papper=() if nivå is Nivå.STÄNGD else rad.papper)


def _offentlig(rad: Listrad) -> Listrad:
    """Raden som i det offentliga exemplaret. En hemlig rad är bara sitt nummer och lagrum."""
    rubrik = documents.rubriken(rad, offentlig=True)
    öppna = tuple(
        replace(p, rubrik=p.synlig_rubrik, offentlig_rubrik="") for p in rad.papper if not p.hemlig
    )
    bilagor = tuple(
        replace(b, rubrik=b.synlig_rubrik, offentlig_rubrik="") for b in rad.bilagor if not b.hemlig
    )
    rad = replace(rad, rubrik=rubrik, offentlig_rubrik="", papper=öppna, bilagor=bilagor)
    if not rad.hemlig:
        return rad
    return replace(
        rad,
        beteckning="",
        anmärkning="",
        senare=False,
        dukas=False,
        förslag_av="",
        förslag=(),
        föredragande=(),
        inre=(),
    )


def _punkt(rad: Listrad, helt: dict[int, Listrad], prövning: Prövning) -> Läspunkt:
    papper = tuple(
        Läspapper(
            punkt=rad.punkt,
            märke=p.sha256[:MÄRKE],
            rubrik=p.rubrik,
            sha256=p.sha256,
            sidor=p.sidor,
            filnamn=p.filnamn,
            nummer=rad.tryckt_nummer,
            punktrubrik=rad.rubrik,
        )
        for p in _en_gång(rad.papper)
    )
    prövad = prövning(rad.punkt)
    return Läspunkt(
        rad=rad,
        papper=papper,
        stängd=prövad.regel if prövad.åtkomst is Nivå.STÄNGD else None,
        utelämnade=len(_en_gång(helt[rad.punkt].papper)) - len(papper),
        inre=tuple(_punkt(i, helt, prövning) for i in rad.inre),
    )


def _en_gång(papper: Sequence[Papper]) -> list[Papper]:
    """Samma fil två gånger på en punkt är ett papper att läsa."""
    return list({p.sha256: p for p in reversed(papper)}.values())[::-1]


# --- Nytt sedan sist ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Nytt:
    """Vad som kommit sedan personen sist såg mötet, i hens exemplar."""

    sedan: Kallelse
    rader: tuple[str, ...]
    papper: frozenset[str]
    """Papperen som är nya eller ersätter ett annat."""


def öppna(*, exemplar: Exemplar, av: Användare) -> Nytt | None:
    """Antecknar att läsrummet är öppnat, och säger vad som är nytt sedan sist.

    Det nya står kvar tills personen säger att hen har sett det: en sida som laddas om tappar
    inget.
    """
    utskick.anteckna_öppnad(kallelse=exemplar.kallelse, av=av)
    if av.person_id is None:
        return None
    läsning, ny = Läsning.objects.select_related("kallelse").get_or_create(
        person_id=av.person_id,
        sammanträde=exemplar.kallelse.sammanträde,
        defaults={"kallelse": exemplar.kallelse, "tid": timezone.now()},
    )
    return None if ny else _nytt(av, läsning.kallelse, exemplar)


def nytt(användare: Användare, exemplar: Exemplar) -> Nytt | None:
    """Som `öppna`, utan att anteckna något."""
    läsning = (
        Läsning.objects.filter(
            person=användare.person_id, sammanträde=exemplar.kallelse.sammanträde
        )
        .select_related("kallelse")
        .first()
    )
    return _nytt(användare, läsning.kallelse, exemplar) if läsning else None


@transaction.atomic
def har_sett(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Personen har sett det nya: nästa gång räknas från den kallelse som gäller nu."""
    nu = för_användare(av, sammanträde)
    if nu is not None and av.person_id is not None:
        Läsning.objects.filter(person=av.person_id, sammanträde=sammanträde).update(
            kallelse=nu.kallelse, tid=timezone.now()
        )


def _nytt(användare: Användare, sedan: Kallelse, nu: Exemplar) -> Nytt | None:
    if sedan.pk == nu.kallelse.pk:
        return None
    prövning = _prövning(användare, nu.kallelse.sammanträde, nu.läsare)
    skillnad = kallelseskillnad.skillnad(_rensat(sedan, nu.läsare, prövning), nu.underlag)
    rader = [rad for punkt in skillnad.punkter for rad in _meningar(punkt)]
    if skillnad.möte:
        vad = ", ".join(MÖTESFÄLT[namn].lower() for namn in skillnad.möte)
        rader.insert(0, f"Ändrat om mötet: {vad}.")
    if skillnad.ordning or skillnad.nummer:
        rader.append("Punkternas ordning eller nummer är ändrade.")
    return Nytt(
        sedan=sedan,
        rader=tuple(rader) or (f"{nu.kallelse.namn} har kommit.",),
        papper=frozenset(
            nyckel(punkt.rad.punkt, p.nytt.sha256)
            for punkt in skillnad.punkter
            for p in punkt.papper
            if p.nytt
        ),
    )


def _meningar(punkt: Punktskillnad) -> Iterator[str]:
    rad = punkt.rad
    vilken = f"Punkt {rad.nummer}" if rad.nummer else f"”{rad.rubrik}”"
    if punkt.slag is Slag.UTGÅR:
        yield f"”{rad.rubrik}” utgår."
        return
    if punkt.slag is Slag.NY:
        yield f"{vilken} är ny: {rad.rubrik}."
        return
    for p in punkt.papper:
        if p.nytt is None and p.förr:
            yield f"{vilken}: ”{p.förr.rubrik}” utgår."
        elif p.nytt:
            hur = "ersätter den förra" if p.förr else "är ny"
            yield f"{vilken}: ”{p.nytt.rubrik}” {hur}."
    fält = [FÄLT[namn].lower() for namn in punkt.fält if namn != HANDLINGAR]
    if fält:
        yield f"{vilken}: {', '.join(fält)} är ändrat."
    elif punkt.fält and not punkt.papper:
        yield f"{vilken}: handlingarnas namn eller sekretess är ändrade."
