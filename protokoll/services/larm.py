"""Det som har stannat efter justeringen, och visas på Hem tills det är i ordning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from konton.models import Användare
from protokoll import anslagstid, policy
from protokoll.models import Anslag, Justering
from publikt.models import Anslag as Tavelanslag
from publikt.models.anslag import STARTAR_TIDEN, Slag
from ärenden.models import Jobb

RADER = 8
# Förseglingen tar några sekunder; dröjer den så här länge går arbetaren inte.
SIGILLET_ÄR_SENT = timedelta(minutes=15)
ARBETAREN = "Arbetet har inte börjat. Kontrollera att arbetarprocessen går."


@dataclass(frozen=True)
class Sigillarm:
    """Ett justerat protokoll utan förseglad fil, varför, och när det försöks igen."""

    justering: Justering
    skäl: str
    nästa: datetime | None
    synlig: bool


@dataclass(frozen=True)
class Anslagslarm:
    """En justering som inte tillkännagavs i tid (KL 8 kap. 12 §), eller inte hela tiden (13:5)."""

    anslag: Tavelanslag
    senast: date
    lagrum: str = anslagstid.LAGRUM
    lagtext: str = anslagstid.LAGTEXT
    avbrott: bool = False


def sena_sigill(användare: Användare, *, nu: datetime | None = None) -> list[Sigillarm]:
    """De äldsta först."""
    nu = nu or timezone.now()
    dröjer = Q(justerad_tid__lt=nu - SIGILLET_ÄR_SENT)
    stannat = Q(jobb__uppskov__gt=0) | Q(jobb__status=Jobb.Status.MISSLYCKAT)
    sena = (
        policy.att_försegla(användare)
        .filter(dröjer | stannat)
        .select_related("jobb", "protokoll__sammanträde__organ")
        .order_by("justerad_tid", "pk")
    )
    rader = list(sena[:RADER])
    if not rader:
        return []
    egna = policy.synliga_justeringar(användare).filter(pk__in=[rad.pk for rad in rader])
    synliga = set(egna.order_by("pk").values_list("pk", flat=True))
    return [_sigillarm(rad, synlig=rad.pk in synliga) for rad in rader]


def _sigillarm(rad: Justering, *, synlig: bool) -> Sigillarm:
    assert rad.jobb is not None
    pågår = rad.jobb.status == Jobb.Status.PÅGÅR
    skäl = rad.jobb.fel or ("Ett nytt försök pågår." if pågår else ARBETAREN)
    return Sigillarm(rad, skäl, rad.jobb.tidigast_tid, synlig)


def sena_anslag(användare: Användare, *, nu: datetime | None = None) -> list[Anslagslarm]:
    """Anslag på tavlan, eller på väg dit, som kom upp efter andra dagen eller har haft avbrott.

    Lika för protokoll, särskilda protokoll och det som anslagits för hand: alla räknas på tavlan.
    Ett nytt tillkännagivande av samma justering är inte sent, och avbrottet är då åtgärdat.
    """
    i_dag = timezone.localdate(nu)
    levande = policy.skötta_tavelanslag(användare).filter(
        slag__in=STARTAR_TIDEN, nedtagen_tid=None, makulerad_tid=None
    )
    rader = []
    uppe = list(levande.prefetch_related("avbrott").order_by("ned_dag", "pk"))
    anslagna = [a for a in uppe if a.justerad_dag is not None]
    om_igen, ersatta = _på_nytt([_huvudkälla(a) for a in anslagna])
    ersatta |= _anslagna_igen_för_hand(uppe)
    for anslag in anslagna:
        assert anslag.justerad_dag is not None
        huvud = _huvudkälla(anslag)
        if anslag.nytt_tillkännagivande_rekommenderas and huvud not in ersatta:
            rader.append(
                Anslagslarm(
                    anslag,
                    anslagstid.senast_uppsatt(anslag.justerad_dag),
                    anslagstid.LAGRUM_ÖVERKLAGANDETID,
                    anslagstid.LAGTEXT_AVBROTT,
                    avbrott=True,
                )
            )
        if huvud in om_igen:
            continue
        uppe_dag = (
            timezone.localdate(anslag.uppsatt_tid)
            if anslag.uppsatt_tid
            else max(i_dag, timezone.localdate(anslag.uppe_från))
        )
        if anslagstid.är_för_sent_uppsatt(anslag.justerad_dag, uppe_dag):
            rader.append(Anslagslarm(anslag, anslagstid.senast_uppsatt(anslag.justerad_dag)))
    return rader[:RADER]


def _anslagna_igen_för_hand(uppe: Sequence[Tavelanslag]) -> set[str]:
    """Protokollen över delegationsbeslut som har anslagits en gång till, med samma rubrik."""
    delegation = [a for a in uppe if a.slag == Slag.DELEGATIONSBESLUT]
    sist = {(a.kommun, a.organ, a.rubrik): a.pk for a in sorted(delegation, key=lambda a: a.pk)}
    return {_huvudkälla(a) for a in delegation if sist[a.kommun, a.organ, a.rubrik] != a.pk}


def _huvudkälla(anslag: Tavelanslag) -> str:
    """Nyckeln på nämndens egen tavla, också för en samverkande kommuns."""
    return anslag.källa.partition(":kommun:")[0]


def _på_nytt(källor: Sequence[str]) -> tuple[set[str], set[str]]:
    """De som är ett nytt tillkännagivande av en justering, och de som har fått ett."""
    if not källor:
        return set(), set()
    per_justering: dict[int, list[str]] = {}
    rader = Anslag.objects.filter(justering__anslag__källa__in=källor).distinct()
    for justering, källa in rader.order_by("ordning", "pk").values_list("justering", "källa"):
        assert justering is not None
        per_justering.setdefault(justering, []).append(källa)
    alla = per_justering.values()
    return {k for egna in alla for k in egna[1:]}, {k for egna in alla for k in egna[:-1]}
