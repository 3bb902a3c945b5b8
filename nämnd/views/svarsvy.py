"""Det svarssidorna visar, uträknat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from konton.models import Användare, Person
from nämnd import documents, policy
from nämnd.forms import FöranmälJävForm, SvarForm
from nämnd.fynd import Fynd
from nämnd.inkallelse import REGLEMENTE, TURORDNING
from nämnd.jäv import SKA_UPPGE, grunder
from nämnd.models import AnmältJäv, Inkallelse, Organ, Punkt, Sammanträde, Svar
from nämnd.services import inkallelser
from nämnd.services import svar as svarstjänst
from nämnd.services.inkallelser import Behov, Svarsrad
from nämnd.services.svar import Svarsfel
from nämnd.views import visning


def tal(text: str | None) -> int:
    """Ett nummer ur formuläret; 0 finns inte och ger 404."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


# --- En persons svar ---------------------------------------------------------------------------


def svarsform(
    sammanträde: Sammanträde, person: Person, jag: Användare, data: Any = None
) -> SvarForm:
    """Formuläret med det svar som gäller ifyllt."""
    eget = jag.person_id == person.pk
    gällande = Svar.objects.gällande().filter(sammanträde=sammanträde, person=person).first()
    start: dict[str, Any] = {}
    if gällande is not None:
        start = {
            "kommer": "ja" if gällande.kommer else "nej",
            "distans": gällande.distans,
            "från": gällande.från,
            "till": gällande.till,
            "skäl": gällande.skäl,
        }
    return SvarForm(
        data,
        initial=start,
        eget=eget,
        distans_tillåten=sammanträde.organ.distans_tillåten,
    )


def jävsform(sammanträde: Sammanträde, jag: Användare, data: Any = None) -> FöranmälJävForm:
    fullmäktige = sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE
    return FöranmälJävForm(
        data, punkter=_punkter(sammanträde, jag), grunder=grunder(fullmäktige=fullmäktige)
    )


def _punkter(sammanträde: Sammanträde, jag: Användare) -> list[tuple[str, str]]:
    """Punkterna som den inloggade får se, med sina nummer; formalia kan ingen vara jävig i."""
    synliga = set(
        policy.synliga_punkter(jag, sammanträde)
        .enskilda()
        .exclude(slag=Punkt.Slag.FORMALIA)
        .values_list("pk", flat=True)
    )
    return [
        (str(rad.punkt.pk), f"{rad.nummer.text} {rad.punkt.rubrik}".strip())
        for np in documents.numrerade_punkter(sammanträde)
        for rad in (np, *np.inre)
        if rad.punkt.pk in synliga
    ]


def svarssida(
    sammanträde: Sammanträde,
    person: Person,
    jag: Användare,
    *,
    form: SvarForm | None = None,
    jäv: FöranmälJävForm | None = None,
) -> dict[str, Any]:
    svaren = list(
        Svar.objects.filter(sammanträde=sammanträde, person=person)
        .select_related("av__person")
        .order_by("-tid", "-pk")
    )
    uppdrag = svarstjänst.uppdraget(sammanträde, person)
    return {
        "möte": sammanträde,
        "rubrik": visning.mötesrubrik(sammanträde),
        "tid": visning.tidpunkt(sammanträde),
        "person": person,
        "uppdrag": uppdrag,
        "eget": jag.person_id == person.pk,
        "öppet": sammanträde.är_öppet_för_ändring,
        "form": form or svarsform(sammanträde, person, jag),
        "jävsform": jäv or jävsform(sammanträde, jag),
        "gällande": next((s for s in svaren if s.gällande), None),
        "tidigare": [s for s in svaren if not s.gällande],
        "inkallad": Inkallelse.objects.aktiva()
        .filter(sammanträde=sammanträde, person=person)
        .select_related("för")
        .first(),
        "jäv": _anmälda_jäv(sammanträde, person, jag),
        "sent": _sent(sammanträde) if sammanträde.organ.distans_tillåten else None,
        "uppge": SKA_UPPGE,
    }


def _anmälda_jäv(
    sammanträde: Sammanträde, person: Person, jag: Användare
) -> list[tuple[AnmältJäv, str]]:
    """Anmälningarna med punktens rubrik.

    Sekreteraren kan ha anmält jäv i en punkt som personen inte får veta vad den handlar om.
    """
    synliga = set(policy.synliga_punkter(jag, sammanträde).values_list("pk", flat=True))
    anmälda = (
        AnmältJäv.objects.kvar()
        .filter(punkt__sammanträde=sammanträde, person=person)
        .select_related("punkt__ärende", "punkt__förälder")
        .order_by("punkt__ordning", "pk")
    )
    return [(j, _rubrik(j.punkt, synlig=j.punkt_id in synliga)) for j in anmälda]


def _rubrik(punkt: Punkt, *, synlig: bool) -> str:
    if synlig:
        return punkt.rubrik
    if punkt.sekretesskälla:
        return punkt.offentlig_rubrik or "Sekretessärende"
    return "En punkt som kommer med i nästa kallelse"


def _sent(sammanträde: Sammanträde) -> Fynd | None:
    """Varningen när reglementets sista dag för distans har gått ut."""
    return svarstjänst.pröva_distans(sammanträde, timezone.now())


# --- Mötets alla svar --------------------------------------------------------------------------


@dataclass(frozen=True)
class Val:
    """Det sekreteraren valde när inkallelsen inte gick."""

    för: int
    person: int
    skäl: str


@dataclass(frozen=True)
class Behovsrad:
    """En ledamot att ersätta, med det som valdes förra gången om det stoppades."""

    behov: Behov
    lediga: list[Svarsrad]
    valt: Val | None

    nyckel: str
    """Skiljer kortens fält åt på sidan; flera platser kan vara vakanta."""

    @property
    def därefter(self) -> str:
        return ", ".join(map(str, self.behov.förslag[1:3]))


def mötets_svar(
    sammanträde: Sammanträde, *, fel: Svarsfel | None = None, valt: Val | None = None
) -> dict[str, Any]:
    nu = inkallelser.läge(sammanträde)
    return {
        "möte": sammanträde,
        "rubrik": visning.mötesrubrik(sammanträde),
        "tid": visning.tidpunkt(sammanträde),
        "öppet": sammanträde.är_öppet_för_ändring,
        "nu": nu,
        "antal": len(nu.kallade),
        "svarat": len(nu.kallade) - nu.obesvarade,
        "kommer_inte": sum(k.kommer_inte for k in nu.kallade),
        "på_distans": sum(bool(k.svar and k.svar.distans) for k in nu.kallade),
        "behov": [
            Behovsrad(b, nu.lediga, valt if valt and valt.för == b.för else None, f"{b.för}-{nr}")
            for nr, b in enumerate(nu.behov)
        ],
        "grupper": [
            (namn, [(k, _distansvarning(sammanträde, k)) for k in rader])
            for namn, rader in (
                ("Ledamöter", nu.ledamöter),
                ("Ersättare", nu.ersättare),
                ("Insynsplats", nu.insyn),
            )
            if rader
        ],
        "regel": TURORDNING if nu.regler.fullmäktige else REGLEMENTE,
        "att_kalla": sum(b.inkallelse is None and bool(b.förslag) for b in nu.behov),
        "avslutade": [i for i in nu.inkallelser if not i.är_aktiv],
        "fel": fel,
    }


def _distansvarning(sammanträde: Sammanträde, rad: Svarsrad) -> Fynd | None:
    """Distans som anmälts för sent, eller som organet inte längre tillåter."""
    if rad.svar is None or not rad.svar.distans:
        return None
    return svarstjänst.pröva_distans(sammanträde, rad.svar.tid)
