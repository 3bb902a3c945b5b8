"""Delegationsordningen: läs in en ny version, anta den, och håll reda på vem som har titlarna."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet

from konton.models import Användare, Myndighet, Person, Rolltilldelning
from konton.roller import Roll
from ärenden import delegationsfil, delegering, förtroendeuppdrag, policy
from ärenden.delegationsfil import Punktrad
from ärenden.models import Delegatinnehav, Delegationsordning, Delegationspunkt
from ärenden.policy import Rätt
from ärenden.services.delegationsfel import (
    FelFil,
    FelOrdning,
    FårInteDelegeras,
    FårInteVidaredelegeras,
    FörtroendevaldAnställd,
    HarInteDelegation,
    InteAutomatiserat,
    SkälSaknas,
)

JÄMFÖRS = {
    "grupp": "ärendegrupp",
    "ärende": "ärende",
    "lagrum": "lagrum",
    "delegat": "delegat",
    "ersättare": "ersättare",
    "kommentar": "kommentar",
    "slag": "slag",
    "får_vidaredelegeras": "vidaredelegation",
    "anmäls": "anmäls",
    "överklagandetyp": "överklagande",
}


def läs_in(
    *,
    myndighet: Myndighet,
    innehåll: bytes,
    filnamn: str,
    okänt_i_kommentaren: bool = False,
    av: Användare,
) -> Delegationsordning:
    """En ny version ur en fil, som utkast. Minsta fel och inget läses in (`FelFil`).

    En kolumn som inte känns igen är ett fel, eller läggs i kommentaren om `okänt_i_kommentaren`.
    """
    policy.kräv(av, Rätt.SKÖTA_DELEGATION, myndighet)
    try:
        inläst = delegationsfil.läs(innehåll, filnamn, okänt_i_kommentaren=okänt_i_kommentaren)
    except delegationsfil.Oläslig as fel:
        raise FelFil([str(fel)]) from fel
    if inläst.fel:
        raise FelFil(inläst.fel)
    return skapa(myndighet=myndighet, rader=inläst.rader, av=av)


@transaction.atomic
def skapa(*, myndighet: Myndighet, rader: Sequence[Punktrad], av: Användare) -> Delegationsordning:
    """En ny version med punkterna i ordning. Den gäller först när den antas."""
    policy.kräv(av, Rätt.SKÖTA_DELEGATION, myndighet)
    _lås(myndighet)
    senaste = Delegationsordning.objects.filter(myndighet=myndighet).aggregate(n=Max("version"))
    ordning = Delegationsordning.objects.create(
        myndighet=myndighet, version=(senaste["n"] or 0) + 1, skapad_av=av
    )
    Delegationspunkt.objects.bulk_create(
        Delegationspunkt(
            ordning=ordning,
            plats=plats,
            nummer=rad.nummer,
            grupp=rad.grupp,
            ärende=rad.ärende,
            lagrum=rad.lagrum,
            delegat=rad.delegat,
            ersättare=rad.ersättare,
            kommentar=rad.kommentar,
            slag=rad.slag,
            får_vidaredelegeras=rad.vidaredelegation,
            anmäls=rad.anmäls,
            överklagandetyp=rad.överklagande,
            undantag=rad.undantag,
        )
        for plats, rad in enumerate(rader, 1)
    )
    return ordning


@transaction.atomic
def släng_utkast(*, ordning: Delegationsordning, av: Användare) -> None:
    """Tar bort en version som inte är antagen."""
    policy.kräv(av, Rätt.SKÖTA_DELEGATION, ordning.myndighet)
    _lås(ordning.myndighet)
    ordning = Delegationsordning.objects.get(pk=ordning.pk)
    if ordning.är_antagen:
        raise FelOrdning("En antagen delegationsordning står kvar.")
    ordning.delete()


def varningar(punkter: Sequence[Delegationspunkt]) -> list[str]:
    """Punkter vars ord tyder på sådant som nämnden inte får delegera."""
    return [
        f"Punkt {p.nummer} ”{p.ärende}”: kan vara {delegering.UNDANTAG[u]} (6:38 {u})."
        for p in punkter
        if p.slag != Delegationspunkt.Slag.BRÅDSKANDE
        for u in delegering.misstänkt_undantag(p.grupp, p.ärende)
    ]


def titlar_utan_innehavare(ordning: Delegationsordning, dag: date) -> list[str]:
    """Delegaterna vars punkter ingen kan besluta i den dagen: varken de eller deras ersättare."""
    innehav = [
        delegering.Innehav(i.titel, i.från, i.till, i.punkt_id)
        for i in Delegatinnehav.objects.filter(myndighet=ordning.myndighet_id)
    ]
    utan = (
        p.delegat
        for p in ordning.punkter.all()
        if p.slag in Delegationspunkt.PERSONERS
        and not delegering.grund(delegering.Delegat(p.pk, p.delegat, p.ersättare), innehav, dag)
    )
    return list(dict.fromkeys(utan))


def pröva_punkter(punkter: Sequence[Delegationspunkt]) -> None:
    """Fel om någon punkt delegerar det som lagen säger att nämnden själv ska besluta om."""
    if not punkter:
        raise FelOrdning("Delegationsordningen har inga punkter.")
    undantagna = [p for p in punkter if p.undantag]
    if undantagna:
        raise FårInteDelegeras(
            "Nämnden får inte delegera "
            + ", ".join(f"punkt {p.nummer} ”{p.ärende}”" for p in undantagna)
            + ". Ta bort den ur ordningen.",
            undantag=sorted({p.undantag for p in undantagna}),
        )
    for p in punkter:
        hinder = delegering.hindrar_automatiserad(p.överklagandetyp)
        if p.slag == Delegationspunkt.Slag.AUTOMATISERAD and hinder:
            raise InteAutomatiserat(
                f"Punkt {p.nummer} ”{p.ärende}” får inte beslutas av en automatiserad "
                "beslutsfunktion.",
                undantag=hinder,
            )


@transaction.atomic
def anta(
    *,
    ordning: Delegationsordning,
    antagen_dag: date,
    antagen_av: str,
    gäller_från: date,
    antagen_källa: str = "",
    skäl: str = "",
    av: Användare,
) -> Delegationsordning:
    """Versionen gäller från dagen, och den förra slutar gälla dagen före. Kan inte ångras.

    `antagen_källa` är beslutet när det fattades här (`utbyggnad.Antagande`).
    """
    policy.kräv(av, Rätt.SKÖTA_DELEGATION, ordning.myndighet)
    _lås(ordning.myndighet)
    ordning = Delegationsordning.objects.select_related("myndighet").get(pk=ordning.pk)
    if ordning.är_antagen:
        raise FelOrdning("Delegationsordningen är redan antagen.")
    if not antagen_av.strip():
        raise FelOrdning("Skriv vilket organ som antog ordningen, och paragrafen.")
    if gäller_från < antagen_dag:
        raise FelOrdning("Ordningen kan inte gälla innan den är antagen.")
    punkter = list(ordning.punkter.all())
    pröva_punkter(punkter)
    funna = varningar(punkter)
    if funna and not skäl.strip():
        raise SkälSaknas(funna)
    antagna = Delegationsordning.objects.filter(myndighet=ordning.myndighet).antagna()
    förra = antagna.order_by("-gäller_från").first()
    if förra is not None and förra.gäller_från is not None:
        if gäller_från <= förra.gäller_från:
            raise FelOrdning(
                f"Version {förra.version} gäller från {förra.gäller_från}; den nya måste börja "
                "gälla senare."
            )
        if förra.gäller_till is None or förra.gäller_till >= gäller_från:
            förra.gäller_till = gäller_från - timedelta(days=1)
            förra.save(update_fields=["gäller_till"])
    ordning.antagen_dag = antagen_dag
    ordning.antagen_av = antagen_av.strip()
    ordning.antagen_källa = antagen_källa
    ordning.gäller_från = gäller_från
    ordning.skäl = skäl.strip() if funna else ""
    ordning.save(
        update_fields=["antagen_dag", "antagen_av", "antagen_källa", "gäller_från", "skäl"]
    )
    return ordning


def skillnad(förr: Delegationsordning, nu: Delegationsordning) -> delegering.Skillnad:
    """Vad som tillkommit, tagits bort och ändrats mellan två versioner."""
    return delegering.jämför(_fält(förr), _fält(nu))


def _fält(ordning: Delegationsordning) -> dict[str, dict[str, str]]:
    def text(p: Delegationspunkt, fält: str) -> str:
        visning = getattr(p, f"get_{fält}_display", None)
        värde = visning() if visning else getattr(p, fält)
        return {True: "ja", False: "nej"}[värde] if isinstance(värde, bool) else str(värde)

    return {
        p.nummer: {namn: text(p, fält) for fält, namn in JÄMFÖRS.items()}
        for p in ordning.punkter.all()
    }


# --- Vem som har titlarna ----------------------------------------------------------------------


@transaction.atomic
def ge_titel(
    *,
    myndighet: Myndighet,
    person: Person,
    titel: str,
    från: date,
    till: date | None = None,
    är_förvaltningschef: bool = False,
    av: Användare,
) -> Delegatinnehav:
    """Personen har titeln i delegationsordningen från och med dagen."""
    policy.kräv(av, Rätt.SKÖTA_DELEGATION, myndighet)
    if person.kommun_id != myndighet.kommun_id:
        raise FelOrdning(f"{person} hör inte till {myndighet.kommun}.")
    innehav = Delegatinnehav(
        myndighet=myndighet,
        person=person,
        titel=" ".join(titel.split()),
        från=från,
        till=till,
        är_förvaltningschef=är_förvaltningschef,
        skapad_av=av,
    )
    innehav.full_clean()
    innehav.save()
    return innehav


@transaction.atomic
def avsluta(*, innehav: Delegatinnehav, till: date, av: Användare) -> None:
    """Sista dagen. Det som personen gett vidare slutar gälla senast samma dag."""
    policy.kräv(av, Rätt.SKÖTA_DELEGATION, innehav.myndighet)
    innehav = Delegatinnehav.objects.select_for_update(of=("self",)).get(pk=innehav.pk)
    if till < innehav.från:
        raise FelOrdning("Slutdagen får inte ligga före startdagen.")
    innehav.till = till
    innehav.save(update_fields=["till"])
    # En vidaredelegation som inte hunnit börja blir en dag lång och kan inte användas före den.
    for vidare in innehav.vidare.gällande(till):
        vidare.till = till
        vidare.save(update_fields=["till"])


@transaction.atomic
def vidaredelegera(
    *,
    innehav: Delegatinnehav,
    punkt: Delegationspunkt,
    person: Person,
    titel: str,
    från: date,
    till: date | None = None,
    trots_förtroendevald: bool = False,
    av: Användare,
) -> Delegatinnehav:
    """Förvaltningschefen ger en punkt vidare till en annan anställd (KL 7:6).

    Den gäller så länge punkten och chefens eget innehav gäller. Är den anställda också
    förtroendevald bekräftas det (`trots_förtroendevald`).
    """
    myndighet = innehav.myndighet
    if not policy.får(av, Rätt.SKÖTA_DELEGATION, myndighet) and av.person_id != innehav.person_id:
        raise PermissionDenied("Bara förvaltningschefen själv eller sekreteraren får göra det.")
    ordning = punkt.ordning
    if ordning.myndighet_id != myndighet.pk or not ordning.är_antagen:
        raise FelOrdning("Punkten hör inte till en antagen ordning i nämnden.")
    if not innehav.är_förvaltningschef or innehav.punkt_id is not None:
        raise FårInteVidaredelegeras(
            f"{innehav.person} är inte förvaltningschef i {myndighet} och får inte vidaredelegera."
        )
    if punkt.slag != Delegationspunkt.Slag.ANSTÄLLD or not punkt.får_vidaredelegeras:
        raise FårInteVidaredelegeras(
            f"Nämnden har inte tillåtit att punkt {punkt.nummer} ges vidare."
        )
    _pröva_mottagare(innehav, person, trots_förtroendevald=trots_förtroendevald)
    if delegering.grund(som_delegat(punkt), [innehav.som_fakta()], från) is None:
        raise HarInteDelegation(
            f"{innehav.person} har inte punkt {punkt.nummer} den {från} och kan inte ge den vidare."
        )
    slut = [dag for dag in (till, innehav.till, ordning.gäller_till) if dag is not None]
    vidare = Delegatinnehav(
        myndighet=myndighet,
        person=person,
        titel=" ".join(titel.split()),
        punkt=punkt,
        vidare_från=innehav,
        från=från,
        till=min(slut) if slut else None,
        skapad_av=av,
    )
    vidare.full_clean()
    vidare.save()
    return vidare


def möjliga_mottagare(innehav: Delegatinnehav) -> QuerySet[Person]:
    """De som förvaltningschefen får ge en punkt vidare till: andra anställda i kommunen."""
    personer = Person.objects.filter(kommun=innehav.myndighet.kommun_id)
    mottagare = _mottagare(innehav, personer)
    får = [pk for pk, m in mottagare.items() if not delegering.hindrar_vidare(m)]
    return personer.filter(pk__in=får)


def _pröva_mottagare(
    innehav: Delegatinnehav, person: Person, *, trots_förtroendevald: bool
) -> None:
    mottagare = _mottagare(innehav, [person])[person.pk]
    if hinder := delegering.hindrar_vidare(mottagare):
        raise FårInteVidaredelegeras(f"{person} {hinder}.")
    if delegering.varnar_vidare(mottagare) and not trots_förtroendevald:
        raise FörtroendevaldAnställd(
            f"{person} är både anställd och förtroendevald. Punkten ges i anställningen och kan "
            "inte användas i uppdraget. Bekräfta det, eller välj någon annan."
        )


def _mottagare(
    innehav: Delegatinnehav, personer: QuerySet[Person] | Sequence[Person]
) -> dict[int, delegering.Mottagare]:
    """Anställd är den som har en tjänstepersons roll, eller en titel utan förtroendeuppdrag."""
    titlar = {p.pk: (p.titel.strip(), p.kommun_id) for p in personer}
    roller = _roller(titlar)
    valda = förtroendeuppdrag.förtroendevalda(titlar)
    ut = {}
    for pk, (titel, kommun) in titlar.items():
        egna = roller.get(pk, set())
        vald = pk in valda or Roll.FÖRTROENDEVALD in egna
        ut[pk] = delegering.Mottagare(
            anställd=bool(egna - {Roll.FÖRTROENDEVALD}) or (bool(titel) and not vald),
            förtroendevald=vald,
            samma_person=pk == innehav.person_id,
            samma_kommun=kommun == innehav.myndighet.kommun_id,
        )
    return ut


def _roller(personer: Collection[int]) -> dict[int, set[Roll]]:
    ut: dict[int, set[Roll]] = {}
    rader = Rolltilldelning.objects.gällande().filter(användare__person__in=personer)
    for person, roll in rader.values_list("användare__person_id", "roll"):
        if person is not None:
            ut.setdefault(person, set()).add(Roll(roll))
    return ut


def som_delegat(punkt: Delegationspunkt) -> delegering.Delegat:
    return delegering.Delegat(punkt.pk, punkt.delegat, punkt.ersättare)


def _lås(myndighet: Myndighet) -> None:
    """Två versioner i samma nämnd skapas och antas en i taget."""
    Myndighet.objects.select_for_update().get(pk=myndighet.pk)
