"""Det som inte är i ordning i diariet, och hur det lagas med ett tryck.

Bara det som användaren får se prövas och jämförs: en anmärkning röjer aldrig något annat.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from konton.models import Användare
from ärenden import policy, registervård
from ärenden.models import Handling, Händelse, Ärende
from ärenden.policy import Rätt
from ärenden.registervård import Regel
from ärenden.services import händelser
from ärenden.services.registrering import TEXTER, Varning, textvarningar, varning

# Så många ärenden granskas åt gången: sidan ska svara lika fort i ett stort diarium.
GRANSKAS = 300
LÄMNAD = "ärende.anmärkning_lämnad"
FÄLTNAMN = {
    "rubrik": "Rubriken",
    "offentlig_rubrik": "Den offentliga rubriken",
    "motpart": "Motparten",
    "offentlig_motpart": "Den offentliga motparten",
}


class FinnsInte(Exception):
    """Anmärkningen finns inte längre: någon har lagat eller lämnat den."""


class KanInteLagas(Exception):
    """Anmärkningen har inget givet svar."""


@dataclass(frozen=True)
class Anmärkning:
    """En sak att se över i ett ärende, eller i en av dess handlingar."""

    ärende: Ärende
    handling: Handling | None
    varning: Varning

    @property
    def nyckel(self) -> tuple[str, int]:
        assert self.varning.slag is not None
        return self.varning.slag.value, self.handling.nummer if self.handling else 0

    @property
    def spår(self) -> str:
        """Känner igen anmärkningen när den lyder likadant, utan att det den säger sparas."""
        return hashlib.sha256(self.varning.text.encode()).hexdigest()[:16]

    @property
    def ställe(self) -> str:
        return f"Handling {self.handling.nummer}" if self.handling else "Ärendet"

    @property
    def verb(self) -> str:
        return "Skriv" if self.varning.slag == Regel.MOTPART_SAKNAS else "Byt till"

    @property
    def kan_lagas(self) -> bool:
        return bool(self.varning.lagad)


@dataclass(frozen=True)
class Granskning:
    """Det som hittades, och hur långt granskningen kom."""

    anmärkningar: list[Anmärkning]
    granskade: int
    fortsätt_före: int | None


def granska(*, av: Användare, före: int | None = None) -> Granskning:
    """De senaste ärendena som inte är avslutade, där användaren får registrera; `före`: äldre."""
    ärenden = (
        policy.synliga_ärenden(av)
        .filter(myndighet__in=policy.myndigheter_med(av, Rätt.REGISTRERA))
        .exclude(status__in=[Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT])
        .order_by("-pk")
    )
    if före is not None:
        ärenden = ärenden.filter(pk__lt=före)
    lästa = list(ärenden[: GRANSKAS + 1])
    bladet = lästa[:GRANSKAS]
    return Granskning(
        anmärkningar(bladet, av=av),
        len(bladet),
        bladet[-1].pk if len(lästa) > GRANSKAS else None,
    )


def anmärkningar(ärenden: Sequence[Ärende], *, av: Användare) -> list[Anmärkning]:
    """Anmärkningarna mot ärendena, utom dem som någon har lämnat som de är."""
    handlingar: dict[int, list[Handling]] = defaultdict(list)
    for handling in policy.synliga_handlingar(av).filter(ärende__in=ärenden).order_by("nummer"):
        handlingar[handling.ärende_id].append(handling)
    alla = [h for lista in handlingar.values() for h in lista]
    andra_ställen = _samma_filer(alla, av)
    lämnade = _lämnade(ärenden)
    ut = []
    for ärende in ärenden:
        egna = [Anmärkning(ärende, None, v) for v in _om_ärendet(ärende)]
        for handling, v in _om_handlingarna(ärende, handlingar[ärende.pk], andra_ställen):
            egna.append(Anmärkning(ärende, handling, v))
        ut += [a for a in egna if (ärende.pk, *a.nyckel, a.spår) not in lämnade]
    return ut


def _om_ärendet(ärende: Ärende) -> list[Varning]:
    return textvarningar(
        rubrik=ärende.rubrik,
        offentlig_rubrik=ärende.offentlig_rubrik,
        motpart=ärende.motpart,
        offentlig_motpart=ärende.offentlig_motpart,
    )


def _om_handlingarna(
    ärende: Ärende, handlingar: Sequence[Handling], andra_ställen: dict[int, str]
) -> Iterable[tuple[Handling, Varning]]:
    sedda: dict[tuple[str, str], int] = {}
    for h in handlingar:
        # En bilaga har kommit eller gått med sin handling.
        självständig = h.riktning != Handling.Riktning.UPPRÄTTAD and h.bilaga_till_id is None
        if självständig and not h.motpart:
            yield h, _utan_motpart(ärende, h)
        for fynd in registervård.granska_motpart(h.motpart):
            # Händelsen syns för fler än den som får se en hemlig handling: den rättas för hand.
            lagad = "" if h.är_sekretess else fynd.lagad
            yield h, varning(fynd.regel, TEXTER[fynd.regel], fält="motpart", lagad=lagad)
        if h.pk in andra_ställen:
            yield (
                h,
                varning(Regel.SAMMA_FIL, f"Samma fil är registrerad som {andra_ställen[h.pk]}."),
            )
        nyckel = (h.motpart.casefold(), h.rubrik.casefold())
        if h.motpart and nyckel in sedda:
            text = f"Handling {sedda[nyckel]} har samma avsändare eller mottagare och samma rubrik."
            yield h, varning(Regel.SAMMA_AVSÄNDARE, text)
        sedda.setdefault(nyckel, h.nummer)


def _utan_motpart(ärende: Ärende, handling: Handling) -> Varning:
    inkommen = handling.riktning == Handling.Riktning.INKOMMEN
    ämne = "Avsändaren" if inkommen else "Mottagaren"
    förslag = ""
    # Den som ärendet kommer från är oftast den som skrev; en hemlig handling rättas för hand.
    if inkommen and not handling.är_sekretess and not ärende.är_sekretess:
        förslag = "" if registervård.EPOST.search(ärende.motpart) else ärende.motpart
    return varning(Regel.MOTPART_SAKNAS, f"{ämne} saknas.", fält="motpart", lagad=förslag)


def _samma_filer(handlingar: Sequence[Handling], av: Användare) -> dict[int, str]:
    """För varje handling den tidigaste andra synliga med samma fil, i samma nämnd."""
    filer = {h.fil_id for h in handlingar if h.fil_id}
    per_fil: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    rader = (
        policy.synliga_handlingar(av)
        .filter(fil__in=filer)
        .exclude(ärende__status=Ärende.Status.MAKULERAT)
        .order_by("pk")
        .values_list("pk", "fil", "nummer", "ärende__beteckning", "ärende__myndighet")
    )
    for pk, fil, nummer, beteckning, nämnd in rader:
        per_fil[fil, nämnd].append((pk, f"handling {nummer} i {beteckning}"))
    ut: dict[int, str] = {}
    for ställen in per_fil.values():
        (_, första), *senare = ställen
        ut.update((pk, första) for pk, _ in senare)
    return ut


def _lämnade(ärenden: Sequence[Ärende]) -> set[tuple[int, str, int, str]]:
    rader = Händelse.objects.filter(ärende__in=ärenden, typ=LÄMNAD).order_by("pk")
    return {
        (pk, data["slag"], data["nummer"], data["spår"])
        for pk, data in rader.values_list("ärende", "data")
    }


# --- Laga eller lämna ----------------------------------------------------------------------------


@transaction.atomic
def laga(*, ärende: Ärende, regel: str, nummer: int, lagad: str, av: Användare) -> Anmärkning:
    """Skriver det rättade. `lagad` är det som visades: har texten ändrats sedan dess görs inget.

    Det som stod förut går att läsa bland händelserna (arkivförordningen 3 §).
    """
    anmärkning = _hämta(ärende, regel, nummer, av)
    fält = anmärkning.varning.fält
    if not anmärkning.kan_lagas:
        raise KanInteLagas("Det här får rättas för hand.")
    if anmärkning.varning.lagad != lagad:
        raise FinnsInte("Uppgiften har ändrats sedan sidan visades. Se över den igen.")
    rad = anmärkning.handling or anmärkning.ärende
    namn = FÄLTNAMN[fält] if anmärkning.handling is None else "avsändare eller mottagare"
    från = getattr(rad, fält)
    setattr(rad, fält, lagad)
    rad.save(update_fields=[fält])
    if anmärkning.handling is not None:
        händelser.skriv(
            *(ärende, "handling.rättad"),
            av=av,
            nummer=nummer,
            fält=namn,
            från=från,
            till=lagad,
        )
    else:
        händelser.skriv(ärende, "ärende.rättat", av=av, fält=namn, från=från, till=lagad)
    return anmärkning


@transaction.atomic
def lämna(*, ärende: Ärende, regel: str, nummer: int, av: Användare) -> Anmärkning:
    """Anmärkningen är prövad och i sin ordning; den visas inte igen så länge den lyder så."""
    anmärkning = _hämta(ärende, regel, nummer, av)
    händelser.skriv(
        ärende,
        LÄMNAD,
        av=av,
        slag=regel,
        nummer=nummer,
        spår=anmärkning.spår,
        ställe=anmärkning.ställe,
        # Inte vad den säger: händelsen läses också av den som inte får se det den jämfördes med.
        regel=Regel(regel).etikett,
    )
    return anmärkning


def _hämta(ärende: Ärende, regel: str, nummer: int, av: Användare) -> Anmärkning:
    policy.kräv(av, Rätt.REGISTRERA, ärende.myndighet)
    policy.kräv_se(av, ärende)
    låst = Ärende.objects.select_for_update().get(pk=ärende.pk)
    for anmärkning in anmärkningar([låst], av=av):
        if anmärkning.nyckel == (regel, nummer):
            return anmärkning
    raise FinnsInte("Anmärkningen finns inte längre.")
