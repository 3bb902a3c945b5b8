"""Skrivelserna på väg: var de är, vad som saknas och till vilket sammanträde. Läser bara."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from konton.models import Användare
from ärenden import policy, utbyggnad
from ärenden.granskningsläge import Läge
from ärenden.models import Anmälan, Granskare, Granskning, Skrivelse, Skrivelseutkast, Ärende
from ärenden.models.skrivelseutkast import SkrivelseutkastQuerySet
from ärenden.policy import Rätt
from ärenden.services import mallar, skrivande, skrivelser

HÖGST = 200

FÄRG = {
    Läge.UTKAST: "neutral",
    Läge.GRANSKNING: "info",
    Läge.ÅTERSÄND: "warning",
    Läge.GODKÄND: "success",
    Läge.INLÄMNAD: "neutral",
}


@dataclass(frozen=True)
class Rad:
    """En skrivelse i översikten. `granskning` är None när texten inte får läsas av användaren."""

    rubrik: str
    ärende: Ärende
    läge: str
    färg: str
    av: str
    hos: tuple[str, ...]
    senast: date | None
    saknas: tuple[str, ...]
    granskning: int | None
    myndighet: int
    dag: date | None


@dataclass(frozen=True)
class Grupp:
    """Skrivelserna till ett sammanträde; utan dag de som inget är valt för."""

    rubrik: str
    dag: date | None
    stoppdag: date | None
    rader: tuple[Rad, ...]

    @property
    def stoppdag_har_varit(self) -> bool:
        return self.stoppdag is not None and self.stoppdag < timezone.localdate()


@dataclass(frozen=True)
class Väntar:
    """En skrivelse som väntar på användaren, med dagen det ska vara gjort.

    Utan `granskning` är den en uppladdad fil, som godkänns på ärendets sida.
    """

    rubrik: str
    ärende: Ärende
    vad: str
    senast: date | None
    försenad: bool = False
    granskning: int | None = None


def översikt(användare: Användare) -> list[Grupp]:
    """Alla skrivelser på väg som användaren får veta av, per sammanträde."""
    rader = [*_utkast(användare), *_inlämnade(användare)]
    dagar = utbyggnad.mötesdagar({r.myndighet for r in rader})
    namn: dict[tuple[int, date], list[str]] = {}
    stopp: dict[tuple[int, date], date | None] = {}
    for m in dagar:
        namn.setdefault((m.myndighet, m.dag), []).append(m.organ)
        stopp[m.myndighet, m.dag] = stopp.get((m.myndighet, m.dag)) or m.stoppdag
    grupper: dict[tuple[int, date] | None, list[Rad]] = {}
    for rad in rader:
        nyckel = (rad.myndighet, rad.dag) if rad.dag else None
        grupper.setdefault(nyckel, []).append(rad)
    i_ordning = sorted(grupper, key=lambda n: (n is None, n[1] if n else date.max, n or (0,)))
    return [
        Grupp(
            rubrik=(
                "Inget sammanträde valt"
                if nyckel is None
                else ", ".join(namn.get(nyckel, [])) or str(grupper[nyckel][0].ärende.myndighet)
            ),
            dag=nyckel[1] if nyckel else None,
            stoppdag=stopp.get(nyckel) if nyckel else None,
            rader=tuple(grupper[nyckel]),
        )
        for nyckel in i_ordning
    ]


def _med_granskning(utkast: SkrivelseutkastQuerySet) -> SkrivelseutkastQuerySet:
    pågår = Granskning.objects.pågående().prefetch_related("granskare").order_by("pk")
    return (
        utkast.select_related(
            *("mall__myndighet", "ärende__diarium", "ärende__myndighet", "skapad_av__person"),
        )
        .prefetch_related(
            *("mall__avsnitt", "bilder", "bilagor"),
            Prefetch("granskningar", pågår, to_attr="pågående"),
        )
        .annotate(
            antal_öppna=Count("kommentarer", filter=Q(kommentarer__stängd_tid=None), distinct=True)
        )
    )


def _i_tur(utkast: Skrivelseutkast) -> list[Granskare]:
    pågår: list[Granskning] = utkast.pågående  # type: ignore[attr-defined]  # ur _med_granskning
    return [g for omgång in pågår for g in omgång.i_tur(omgång.granskare.all())]


def _senast(utkast: Skrivelseutkast) -> date | None:
    pågår: list[Granskning] = utkast.pågående  # type: ignore[attr-defined]  # ur _med_granskning
    return pågår[0].senast_dag if pågår else None


def _utkast(användare: Användare) -> Iterator[Rad]:
    läsbara = set(
        policy.synliga_granskningar(användare)
        .oinlämnade()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    alla = _med_granskning(policy.skrivelser_i_översikten(användare))
    alla = alla.order_by("-sparad_tid", "-pk")[:HÖGST]
    gällande = mallar.gällande_per_myndighet({u.ärende.myndighet_id for u in alla})
    for utkast in alla:
        antal: int = utkast.antal_öppna  # type: ignore[attr-defined]  # annoterat
        brister = skrivande.textens_brister(utkast) + skrivande.granskningens_brister(
            utkast,
            mall=gällande.get(utkast.ärende.myndighet_id, utkast.mall),
            öppna_kommentarer=antal,
        )
        saknas = [b.text for b in brister]
        if utkast.läge == Läge.GODKÄND:
            saknas.append("Den är inte inlämnad.")
        yield Rad(
            rubrik=utkast.innehåll.rubrik or utkast.ärende.rubrik,
            ärende=utkast.ärende,
            läge=utkast.lägestext,
            färg=FÄRG[utkast.läge],
            av=str(utkast.skapad_av),
            hos=tuple(g.namn for g in _i_tur(utkast)),
            senast=_senast(utkast),
            saknas=tuple(saknas),
            granskning=utkast.pk if utkast.pk in läsbara else None,
            myndighet=utkast.ärende.myndighet_id,
            dag=utkast.önskad_dag,
        )


def _inlämnade(användare: Användare) -> Iterator[Rad]:
    """De inlämnade som inte är behandlade: alla för den som godkänner, annars de egna."""
    egna = Q(av=användare) | Q(handling__ärende__handläggare=användare)
    chefens = Q(handling__ärende__myndighet__in=policy.myndigheter_med(användare, Rätt.GODKÄNNA))
    alla = (
        Skrivelse.objects.filter(
            egna | chefens,
            handling__in=policy.synliga_handlingar(användare),
            handling__ärende__status__in=[Ärende.Status.ÖPPET, Ärende.Status.VILANDE],
            status__in=[Skrivelse.Status.UTKAST, Skrivelse.Status.ANMÄLD],
        )
        .exclude(_efterträdd())
        .select_related(
            *("handling__ärende__diarium", "handling__ärende__myndighet", "handling__fil"),
            *("av__person", "skriven_text"),
        )
        .prefetch_related("godkännanden", Prefetch("anmälningar", Anmälan.objects.order_by("-pk")))
        .order_by("-pk")
    )
    for skrivelse in alla[:HÖGST]:
        handling = skrivelse.handling
        senaste = next(iter(skrivelse.anmälningar.all()), None)
        läge, färg, saknas = _skrivelsens_läge(skrivelse, senaste)
        yield Rad(
            rubrik=handling.rubrik,
            ärende=handling.ärende,
            läge=läge,
            färg=färg,
            av=str(skrivelse.av),
            hos=(),
            senast=None,
            saknas=saknas,
            granskning=None,
            myndighet=handling.ärende.myndighet_id,
            dag=_till_dag(skrivelse, senaste),
        )


def _efterträdd() -> Q:
    """Utskottet har behandlat den, och en senare skrivelse i ärendet har tagit dess plats."""
    senare = Skrivelse.objects.filter(
        handling__ärende=OuterRef("handling__ärende"), pk__gt=OuterRef("pk")
    )
    anmäld = Anmälan.objects.filter(skrivelse=OuterRef("pk"))
    return Q(Exists(senare), Exists(anmäld), status=Skrivelse.Status.UTKAST, återremiss="")


def _till_dag(skrivelse: Skrivelse, senaste: Anmälan | None) -> date | None:
    """Anmälans dag; före den dagen som texten skrevs till."""
    if skrivelse.status == Skrivelse.Status.ANMÄLD and senaste is not None:
        return senaste.önskad_dag
    text: Skrivelseutkast | None = getattr(skrivelse, "skriven_text", None)
    return text.önskad_dag if text else None


def _skrivelsens_läge(
    skrivelse: Skrivelse, senaste: Anmälan | None
) -> tuple[str, str, tuple[str, ...]]:
    if skrivelse.status == Skrivelse.Status.ANMÄLD:
        upptagen = senaste is not None and senaste.status == Anmälan.Status.UPPTAGEN
        return ("På föredragningslistan" if upptagen else "Anmäld"), "success", ()
    if not skrivelser.är_godkänd(skrivelse):
        return "Väntar på godkännande", "info", ("Filen är inte godkänd.",)
    if skrivelse.återremiss:
        return "Återremitterad", "warning", ("Den är inte anmäld igen.",)
    return "Inlämnad", "neutral", ("Den är inte anmäld.",)


# --- Det som väntar på mig ----------------------------------------------------------------------


def väntar_på(användare: Användare, *, högst: int) -> list[Väntar]:
    """Skrivelser att granska eller godkänna, och egna som är återsända eller godkända."""
    synliga = policy.synliga_granskningar(användare).oinlämnade()
    hos_mig = synliga.filter(
        granskning=Läge.GRANSKNING,
        granskningar__avslutad_tid=None,
        granskningar__granskare__användare=användare,
    )
    mina = synliga.filter(skapad_av=användare, granskning__in=[Läge.ÅTERSÄND, Läge.GODKÄND])
    utkast = _med_granskning(
        Skrivelseutkast.objects.filter(Q(pk__in=hos_mig.values("pk")) | Q(pk__in=mina.values("pk")))
    ).order_by("önskad_dag", "pk")
    alla = [*_i_granskningen(utkast, användare), *_att_godkänna(användare)]
    alla.sort(key=lambda v: (v.senast is None, v.senast or date.max, v.rubrik))
    return alla[:högst]


def _i_granskningen(alla: Iterable[Skrivelseutkast], användare: Användare) -> Iterator[Väntar]:
    idag = timezone.localdate()
    for utkast in alla:
        vad, senast = "Återsänd till dig", utkast.önskad_dag
        if utkast.läge == Läge.GODKÄND:
            vad = "Godkänd, kan lämnas in"
        elif utkast.läge == Läge.GRANSKNING:
            # Den som väntar på någon före sig har inget att göra än.
            if all(g.användare_id != användare.pk for g in _i_tur(utkast)):
                continue
            vad, senast = "Att granska", _senast(utkast)
        yield Väntar(
            rubrik=utkast.innehåll.rubrik or utkast.ärende.rubrik,
            ärende=utkast.ärende,
            vad=vad,
            senast=senast,
            försenad=senast is not None and senast < idag,
            granskning=utkast.pk,
        )


def _att_godkänna(användare: Användare) -> Iterator[Väntar]:
    """Uppladdade filer, för den som får godkänna dem."""
    if not policy.får_godkänna_någonstans(användare):
        return
    väntar = (
        Skrivelse.objects.filter(
            kräver_godkännande=True,
            status=Skrivelse.Status.UTKAST,
            godkännanden=None,
            handling__ärende__myndighet__in=policy.myndigheter_med(användare, Rätt.GODKÄNNA),
            handling__ärende__status__in=[Ärende.Status.ÖPPET, Ärende.Status.VILANDE],
            handling__in=policy.synliga_handlingar(användare),
        )
        .exclude(av=användare)
        .select_related("handling__ärende__diarium")
        .order_by("pk")
    )
    for skrivelse in väntar[:HÖGST]:
        handling = skrivelse.handling
        yield Väntar(handling.rubrik, handling.ärende, "Uppladdad fil att godkänna", None)
