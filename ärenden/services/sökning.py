"""Söker i diariet, och läser bara det som användaren får se.

Träffar, antal, utdrag, urval och rättelser kommer alla ur `policy.sökbara_…`; det som inte får ses
är inte med i någon fråga. Först det exakta, sedan det som börjar så och sist rättad stavning, och
bara när det tidigare gav för lite. Medan man skriver läses bara det senaste: inget räknas, inga
filer öppnas och ingen stavning rättas.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQueryField, SearchRank, TrigramSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Left
from psycopg.errors import QueryCanceled

from konton.models import Användare, Myndighet
from ärenden import policy, sökfråga
from ärenden.models import Filtext, Handling, Sökpost, Ärende
from ärenden.sökanalys import Bit, avstånd, märk, utan_prickar, utdrag
from ärenden.sökfråga import Dnr, Fråga

PER_SIDA = 25
# Så många rader som högst rangordnas och räknas; fler än så läser ingen, och svaret ska komma.
HÖGST = 2000
# Av dem vägs de senaste; de äldre kommer efter dem, i tidens ordning.
RANGORDNAS = 500
# Medan man skriver: så många läses av varje slag, och så många visas.
HÖGST_MEDAN, VISAS_MEDAN = 50, 10
# Färre än så är för få: då visas också ord som börjar så.
FÅ = 10
# Saknas ett ord prövas så många sätt att vara utan ett, och så många träffar fylls på av varje.
HÖGST_KORTARE, HÖGST_FYLLDA = 5, 50
HANDLINGAR_PER_ÄRENDE = 3
LÄST_TEXT = 100_000
LÄNGSTA_TID_MS = 3000
FORMER = 30
# Så många liknande ord prövas, och så många bokstäver får vara fel.
LIKNANDE = 20
FEL, FEL_I_LÅNGA, LÅNGT_ORD = 1, 2, 6

T = TypeVar("T")


class TogFörLångTid(Exception):
    """Frågan träffar för mycket för att besvaras. Texten är till användaren."""


@dataclass(frozen=True)
class Urval:
    """Filtren. Tomt är allt."""

    myndighet: int | None = None
    år: int | None = None
    status: str = ""
    handläggare: int | None = None
    klass: str = ""
    riktning: str = ""
    sekretess: str = ""
    från: date | None = None
    till: date | None = None


@dataclass(frozen=True)
class Val:
    """Ett värde att filtrera på, och hur många träffar det har."""

    värde: str
    text: str
    antal: int


@dataclass(frozen=True)
class Handlingsträff:
    handling: Handling
    rubrik: list[Bit]
    motpart: list[Bit]
    utdrag: list[Bit]


@dataclass(frozen=True)
class Träff:
    ärende: Ärende
    rubrik: list[Bit]
    beteckning: list[Bit]
    motpart: list[Bit]
    handlingar: list[Handlingsträff]
    fler_handlingar: int


@dataclass(frozen=True)
class Svar:
    """En sida träffar. `fler_än`: antalet är det som räknats, och det finns fler.

    `medan_man_skriver`: de första träffarna, utan urval och utan att alla är räknade.
    """

    träffar: list[Träff] = field(default_factory=list)
    antal: int = 0
    fler_än: bool = False
    fler_sidor: bool = False
    facetter: Mapping[str, list[Val]] = field(default_factory=dict)
    börjar_så: bool = False
    saknar_ord: bool = False
    """Några träffar har inte alla orden; de kommer efter dem som har det."""
    rättelser: Sequence[tuple[str, str]] = ()
    tom_fråga: bool = False
    medan_man_skriver: bool = False


@dataclass(frozen=True)
class _Funnet:
    """Ärendena med sin rang och de handlingar som gav träffen."""

    rang: dict[int, float]
    handlingar: dict[int, list[int]]
    fler_än: bool
    börjar_så: bool = False
    saknar_ord: bool = False


def sök(
    *,
    text: str,
    av: Användare,
    urval: Urval | None = None,
    efter_datum: bool = False,
    sida: int = 1,
) -> Svar:
    """Ärendena där texten står, i ärendet självt eller i en handling som användaren får se."""
    svar = _inom_tiden(
        text, lambda fråga: _svara(fråga, av, urval or Urval(), efter_datum=efter_datum, sida=sida)
    )
    return svar or Svar(tom_fråga=True)


def sök_alla(
    *, text: str, av: Användare, urval: Urval | None = None, efter_datum: bool = False
) -> tuple[QuerySet[Ärende], list[int], bool]:
    """Ärendena i hela svaret, deras ordning, och om det finns fler än dem.

    Samma träffar som `sök` visar blad för blad, utan utdrag.
    """

    def svara(fråga: Fråga) -> tuple[list[int], bool]:
        fråga, funnet, _ = _finn_eller_rätta(fråga, av, urval or Urval(), högst=HÖGST)
        return _ordna(_uppgifter(funnet.rang), funnet, efter_datum=efter_datum), funnet.fler_än

    ordning, fler_än = _inom_tiden(text, svara) or ([], False)
    return policy.synliga_ärenden(av).filter(pk__in=ordning), ordning, fler_än


def sök_medan_man_skriver(
    *, text: str, av: Användare, urval: Urval | None = None, efter_datum: bool = False
) -> Svar:
    """De första träffarna, på en bråkdel av arbetet. `sök` ger resten när skrivandet stannat."""
    svar = _inom_tiden(
        text, lambda fråga: _svara_genast(fråga, av, urval or Urval(), efter_datum=efter_datum)
    )
    return svar or Svar(tom_fråga=True)


def _inom_tiden(text: str, svara: Callable[[Fråga], T]) -> T | None:
    """Svaret, eller None när inget står att söka efter."""
    fråga = sökfråga.tolka(text)
    if not fråga.med:
        return None
    try:
        with transaction.atomic():
            _tidsgräns(LÄNGSTA_TID_MS)
            svar = svara(fråga)
            _tidsgräns(0)
            return svar
    except OperationalError as fel:
        if not isinstance(fel.__cause__, QueryCanceled):
            raise
        raise TogFörLångTid(
            "Det är för mycket som träffar. Skriv ett ord till eller välj ett år."
        ) from fel


def _tidsgräns(ms: int) -> None:
    """Gäller resten av transaktionen; noll är ingen gräns."""
    with connection.cursor() as markör:
        markör.execute("SELECT set_config('statement_timeout', %s, TRUE)", [str(ms)])


def _finn_eller_rätta(
    fråga: Fråga, av: Användare, urval: Urval, *, högst: int
) -> tuple[Fråga, _Funnet, dict[str, str]]:
    """Det funna, med frågan som gav det: rättad om den inget gav, och påfylld om den gav lite."""
    funnet = _finn_med_början(fråga, av, urval, högst=högst)
    rättelser = {} if funnet.rang else _rättelser(fråga, av)
    if rättelser:
        rättad = fråga.rättad(rättelser)
        rättat = _finn(rättad.exakt(), rättad, av, urval, högst=högst)
        if rättat.rang:
            fråga, funnet = rättad, rättat
        else:
            rättelser = {}
    if len(funnet.rang) < FÅ:
        funnet = _fyll_på(funnet, fråga, av, urval)
    return fråga, funnet, rättelser


def _svara(fråga: Fråga, av: Användare, urval: Urval, *, efter_datum: bool, sida: int) -> Svar:
    fråga, funnet, rättelser = _finn_eller_rätta(fråga, av, urval, högst=HÖGST)
    uppgifter = _uppgifter(funnet.rang)
    ordnade = _ordna(uppgifter, funnet, efter_datum=efter_datum)
    bladet = ordnade[(sida - 1) * PER_SIDA : sida * PER_SIDA]
    return Svar(
        träffar=_visa(bladet, funnet, fråga, av),
        antal=len(ordnade),
        fler_än=funnet.fler_än,
        fler_sidor=len(ordnade) > sida * PER_SIDA,
        facetter=_facetter(uppgifter, av),
        börjar_så=funnet.börjar_så,
        saknar_ord=funnet.saknar_ord,
        rättelser=sorted(rättelser.items()),
    )


def _svara_genast(fråga: Fråga, av: Användare, urval: Urval, *, efter_datum: bool) -> Svar:
    direkta = _direkt(fråga, av) if urval == Urval() else []
    if direkta:
        funnet = _Funnet(dict.fromkeys(direkta, 1.0), {}, fler_än=False)
    else:
        funnet = _finn_med_början(fråga, av, urval, högst=HÖGST_MEDAN)
    ordnade = _ordna(_uppgifter(funnet.rang), funnet, efter_datum=efter_datum)
    return Svar(
        träffar=_visa(ordnade[:VISAS_MEDAN], funnet, fråga, av, med_filtext=False),
        antal=len(ordnade),
        fler_än=funnet.fler_än,
        börjar_så=funnet.börjar_så,
        medan_man_skriver=True,
    )


def _ordna(uppgifter: Sequence[_Uppgift], funnet: _Funnet, *, efter_datum: bool) -> list[int]:
    ordnade = sorted(
        uppgifter,
        key=lambda u: (u.tid, u.pk) if efter_datum else (funnet.rang[u.pk], u.tid, u.pk),
        reverse=True,
    )
    return [u.pk for u in ordnade]


def _direkt(fråga: Fråga, av: Användare) -> list[int]:
    """Ärendet med numret, när bara ett nummer står i rutan: ett uppslag, ingen sökning."""
    if fråga.utan or len(fråga.med) != 1 or not isinstance(fråga.med[0], Dnr):
        return []
    dnr = fråga.med[0]
    numret = Q()
    for form in dnr.former:
        år, löpnummer = form.split("/")
        numret |= Q(år=int(år), löpnummer=int(löpnummer))
    ärenden = policy.synliga_ärenden(av).filter(numret)
    if dnr.prefix:
        ärenden = ärenden.filter(diarium__prefix__iexact=dnr.prefix)
    return list(ärenden.order_by("-pk").values_list("pk", flat=True)[:VISAS_MEDAN])


# --- Var orden står ----------------------------------------------------------------------------


def _tsquery(text: str) -> Cast:
    return Cast(Value(text), SearchQueryField())


def _står(text: str) -> Func:
    return Func(
        F("ord"),
        _tsquery(text),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _finn_med_början(fråga: Fråga, av: Användare, urval: Urval, *, högst: int) -> _Funnet:
    """Det exakta, och ord som börjar så när det exakta är för lite."""
    exakta = _finn(fråga.exakt(), fråga, av, urval, högst=högst)
    if len(exakta.rang) >= FÅ:
        return exakta
    början = _finn(fråga.början(_former(fråga, av)), fråga, av, urval, högst=högst)
    return replace(början, börjar_så=len(början.rang) > len(exakta.rang))


def _fyll_på(funnet: _Funnet, fråga: Fråga, av: Användare, urval: Urval) -> _Funnet:
    """Efter dem som har alla orden, de som saknar ett: först där det som är kvar är ovanligast."""
    kortare = [
        _finn(f.exakt(), f, av, urval, högst=HÖGST_FYLLDA) for f in fråga.kortare()[:HÖGST_KORTARE]
    ]
    rang = {pk: 1 + vikt for pk, vikt in funnet.rang.items()}
    handlingar = dict(funnet.handlingar)
    for nr, nästa in enumerate(sorted(kortare, key=lambda f: len(f.rang)), 1):
        if len(rang) >= FÅ:
            break
        nya = {pk: vikt for pk, vikt in nästa.rang.items() if pk not in rang}
        rang |= {pk: (1 + vikt) / (1 + nr) / 2 for pk, vikt in nya.items()}
        handlingar |= {pk: nästa.handlingar[pk] for pk in nya if pk in nästa.handlingar}
    return replace(
        funnet, rang=rang, handlingar=handlingar, saknar_ord=len(rang) > len(funnet.rang)
    )


def _finn(tsquery: str, fråga: Fråga, av: Användare, urval: Urval, *, högst: int) -> _Funnet:
    källor = [policy.sökbara_handlingsposter(av)]
    if urval.riktning:
        källor[0] = källor[0].filter(handling__riktning=urval.riktning)
    else:
        källor.append(policy.sökbara_ärendeposter(av))
    villkor = _villkor(urval)
    for term in fråga.utan:
        # Det uteslutna ordet söks också bara i det som får ses.
        for utan in (policy.sökbara_ärendeposter(av), policy.sökbara_handlingsposter(av)):
            villkor &= Q(~Exists(utan.filter(_står(term.exakt()), ärende=OuterRef("ärende"))))
    rader: list[tuple[int, int, int | None]] = []
    fler_än = False
    for källa in källor:
        funna = list(
            källa.filter(_står(tsquery))
            .filter(villkor)
            .order_by("-ärende_id", "-pk")
            .values_list("pk", "ärende_id", "handling_id")[: högst + 1]
        )
        fler_än |= len(funna) > högst
        rader += funna[:högst]
    return _rangordna(rader, tsquery, fler_än)


def _villkor(urval: Urval) -> Q:
    villkor = Q()
    if urval.myndighet:
        villkor &= Q(myndighet=urval.myndighet)
    if urval.år:
        villkor &= Q(år=urval.år)
    for fält in ("status", "handläggare", "klass"):
        if värde := getattr(urval, fält):
            villkor &= Q(**{f"ärende__{fält}": värde})
    if urval.sekretess:
        öppet = Q(ärende__sekretess_lagrum="")
        villkor &= ~öppet if urval.sekretess == "ja" else öppet
    if urval.från:
        villkor &= Q(ärende__registrerat_tid__date__gte=urval.från)
    if urval.till:
        villkor &= Q(ärende__registrerat_tid__date__lte=urval.till)
    return villkor


def _rangordna(
    rader: Sequence[tuple[int, int, int | None]], tsquery: str, fler_än: bool
) -> _Funnet:
    if not rader:
        return _Funnet({}, {}, fler_än)
    vägs = sorted(rader, key=lambda rad: rad[1], reverse=True)[:RANGORDNAS]
    vikter: dict[int, float] = dict(
        Sökpost.objects.filter(pk__in=[pk for pk, _, _ in vägs])
        .annotate(vikt=SearchRank(F("ord"), _tsquery(tsquery)))
        .order_by("pk")
        .values_list("pk", "vikt")
    )
    rang: dict[int, float] = {}
    handlingar: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for pk, ärende_id, handling_id in rader:
        vikt = vikter.get(pk, 0.0)
        rang[ärende_id] = max(rang.get(ärende_id, 0.0), vikt)
        if handling_id is not None:
            handlingar[ärende_id].append((vikt, handling_id))
    return _Funnet(
        rang,
        {a: [h for _, h in sorted(lista, reverse=True)] for a, lista in handlingar.items()},
        fler_än,
    )


# --- Ord som börjar så, och rättad stavning ------------------------------------------------------


def _former(fråga: Fråga, av: Användare) -> dict[str, list[str]]:
    """Nämndernas vanligaste ord som börjar som de riktigt korta: ”sk” är skola, skatt, skydd …"""
    korta = [o for o in fråga.ord if len(o) < sökfråga.KORTASTE_BÖRJAN and not o.isdecimal()]
    return {
        o: list(
            policy.sökbara_ord(av)
            .filter(ord__startswith=o)
            .order_by()
            .values("ord")
            .annotate(summa=Sum("antal"))
            .order_by("-summa", "ord")
            .values_list("ord", flat=True)[:FORMER]
        )
        for o in korta
    }


def _rättelser(fråga: Fråga, av: Användare) -> dict[str, str]:
    """Det mest lika ordet för varje ord som nämnderna inte har."""
    egna = policy.sökbara_ord(av)
    kända = set(egna.filter(ord__in=fråga.ord).order_by("ord").values_list("ord", flat=True))
    rättelser = {}
    for ord_ in fråga.ord:
        if ord_ in kända or len(ord_) < 4 or ord_.isdecimal():
            continue
        slätt = utan_prickar(ord_)
        liknande = (
            egna.filter(utan_prickar__trigram_similar=slätt)
            .annotate(likhet=TrigramSimilarity("utan_prickar", slätt))
            .order_by("-likhet", "-antal", "ord")
            .values_list("ord", "utan_prickar")[:LIKNANDE]
        )
        # Av två lika nära vinner det som liknar mest och är vanligast: det som står först.
        närmast = min(
            ((avstånd(slätt, s), nr, o) for nr, (o, s) in enumerate(liknande)), default=None
        )
        if närmast and närmast[0] <= (FEL_I_LÅNGA if len(ord_) >= LÅNGT_ORD else FEL):
            rättelser[ord_] = närmast[2]
    return rättelser


# --- Det som visas -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Uppgift:
    pk: int
    tid: datetime
    myndighet: int
    år: int | None
    status: str
    handläggare: int | None
    klass: str
    sekretess: str


def _uppgifter(rang: Mapping[int, float]) -> list[_Uppgift]:
    """Det som facetterna räknas på. Ärendena är redan prövade: de kom ur de sökbara posterna."""
    rader = Ärende.objects.filter(pk__in=list(rang)).order_by("pk")
    return [
        _Uppgift(pk, tid, nämnd, år, status, handläggare, klass, "ja" if lagrum else "nej")
        for pk, tid, nämnd, år, status, handläggare, klass, lagrum in rader.values_list(
            *("pk", "registrerat_tid", "myndighet_id", "år", "status", "handläggare_id", "klass"),
            "sekretess_lagrum",
        )
    ]


def _facetter(uppgifter: list[_Uppgift], av: Användare) -> dict[str, list[Val]]:
    def räkna(vad: Callable[[_Uppgift], Any]) -> Counter[Any]:
        return Counter(värde for u in uppgifter if (värde := vad(u)) not in (None, ""))

    def val(antal: Counter[Any], namn: Mapping[Any, str]) -> list[Val]:
        return [Val(str(v), namn.get(v, str(v)), n) for v, n in antal.most_common()]

    nämnder = räkna(lambda u: u.myndighet)
    handläggare = räkna(lambda u: u.handläggare)
    år = räkna(lambda u: u.år)
    return {
        "nämnd": val(
            nämnder, {m.pk: str(m) for m in Myndighet.objects.filter(pk__in=list(nämnder))}
        ),
        "år": [Val(str(v), str(v), år[v]) for v in sorted(år, reverse=True)],
        "status": val(räkna(lambda u: u.status), dict(Ärende.Status.choices)),
        "handläggare": val(
            handläggare,
            {
                a.pk: str(a)
                for a in Användare.objects.filter(pk__in=list(handläggare)).select_related("person")
            },
        ),
        "klass": val(räkna(lambda u: u.klass), {}),
        "sekretess": val(
            räkna(lambda u: u.sekretess), {"ja": "sekretessmarkerade", "nej": "öppna"}
        ),
    }


def _visa(
    bladet: Sequence[int],
    funnet: _Funnet,
    fråga: Fråga,
    av: Användare,
    *,
    med_filtext: bool = True,
) -> list[Träff]:
    ärenden = (
        policy.synliga_ärenden(av)
        .select_related("myndighet", "handläggare__person")
        .in_bulk(bladet)
    )
    handlingar = _handlingsträffar(
        {pk: funnet.handlingar.get(pk, []) for pk in bladet},
        *(fråga, av),
        början=funnet.börjar_så,
        med_filtext=med_filtext,
    )
    träffar, nummer = fråga.märkare(början=funnet.börjar_så), fråga.nummer
    return [
        Träff(
            ärende=ärenden[pk],
            rubrik=märk(ärenden[pk].rubrik, träffar, nummer),
            beteckning=märk(ärenden[pk].beteckning, träffar, nummer),
            motpart=märk(ärenden[pk].motpart, träffar, nummer),
            handlingar=handlingar[pk][:HANDLINGAR_PER_ÄRENDE],
            fler_handlingar=max(0, len(handlingar[pk]) - HANDLINGAR_PER_ÄRENDE),
        )
        for pk in bladet
        if pk in ärenden
    ]


def _handlingsträffar(
    funna: Mapping[int, Sequence[int]],
    fråga: Fråga,
    av: Användare,
    *,
    början: bool,
    med_filtext: bool,
) -> dict[int, list[Handlingsträff]]:
    """Handlingarna där det sökta står; de som bara hör till ett ärende där det står är inte med."""
    # Några fler än de som visas, eftersom en del faller bort.
    pk = [h for lista in funna.values() for h in lista[: 4 * HANDLINGAR_PER_ÄRENDE]]
    rader = policy.synliga_handlingar(av).in_bulk(pk)
    texter = _texter(h.fil_id for h in rader.values()) if med_filtext else {}
    träffar, nummer = fråga.märkare(början=början), fråga.nummer
    ut: dict[int, list[Handlingsträff]] = {ärende: [] for ärende in funna}
    for ärende, lista in funna.items():
        for handling in (rader[h] for h in lista if h in rader):
            träff = Handlingsträff(
                handling,
                märk(handling.rubrik, träffar, nummer),
                märk(handling.motpart, träffar, nummer),
                utdrag(texter.get(handling.fil_id or 0, ""), träffar, nummer),
            )
            if träff.utdrag or any(b.träff for b in (*träff.rubrik, *träff.motpart)):
                ut[ärende].append(träff)
    return ut


def _texter(filer: Iterable[int | None]) -> dict[int, str]:
    return dict(
        Filtext.objects.filter(fil__in={f for f in filer if f})
        .annotate(början=Left("text", LÄST_TEXT))
        .values_list("fil", "början")
    )
