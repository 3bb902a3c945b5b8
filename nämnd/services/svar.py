"""Svaren på kallelsen: vem som kommer, och jäv som anmäls före mötet.

Den förtroendevalda svarar själv, eller ringer sekreteraren som svarar i stället. När mötet öppnas
tar närvaron vid och det går inte längre att svara.
"""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from konton.models import Användare, Person
from nämnd import distans as distansregler
from nämnd import policy
from nämnd.fynd import Fynd
from nämnd.jäv import grunden, jävsgrund_krävs
from nämnd.models import AnmältJäv, Inkallelse, Organ, Punkt, Sammanträde, Svar, Uppdrag


class Svarsfel(Exception):
    """Svaret kan inte tas emot. Texten är till användaren."""

    lagrum = ""
    lagtext = ""


class SvarHindras(Svarsfel):
    """En regel hindrar det."""

    def __init__(self, fynd: Fynd) -> None:
        super().__init__(fynd.text)
        self.lagrum, self.lagtext = fynd.lagrum, fynd.lagtext


def lås(sammanträde: Sammanträde) -> Sammanträde:
    """Mötet låst för svar. Det som öppnas i samma stund väntar, och tar med svaret eller inte."""
    låst = (
        Sammanträde.objects.select_for_update(of=("self",))
        .select_related("organ__myndighet")
        .get(pk=sammanträde.pk)
    )
    if not låst.är_öppet_för_ändring:
        raise Svarsfel(f"Sammanträdet {låst.läget}. Det går inte längre att svara.")
    return låst


def kallade(sammanträde: Sammanträde) -> QuerySet[Person]:
    """Personerna med uppdrag i organet mötets dag."""
    uppdrag = Uppdrag.objects.gällande(sammanträde.datum).filter(organ=sammanträde.organ_id)
    return Person.objects.filter(pk__in=uppdrag.order_by().values("person"))


def uppdraget(sammanträde: Sammanträde, person: Person) -> Uppdrag | None:
    """Personens uppdrag i organet mötets dag; ledamotens går före ersättarens."""
    uppdrag = (
        Uppdrag.objects.gällande(sammanträde.datum)
        .filter(organ=sammanträde.organ_id, person=person)
        .select_related("person", "parti")
        .order_by("ordning", "pk")
    )
    return min(uppdrag, key=lambda u: u.är_ersättare, default=None)


def pröva_distans(sammanträde: Sammanträde, tid: datetime) -> Fynd | None:
    """Det som talar mot att delta på distans, när det anmäls vid tiden."""
    organ = sammanträde.organ
    return distansregler.pröva_anmälan(
        medgivet=organ.distans_tillåten,
        dag=timezone.localdate(tid),
        senast=sammanträde.distans_senast,
        fullmäktige=organ.typ == Organ.Typ.FULLMÄKTIGE,
    )


@transaction.atomic
def svara(
    *,
    sammanträde: Sammanträde,
    person: Person,
    kommer: bool,
    av: Användare,
    distans: bool = False,
    från: time | None = None,
    till: time | None = None,
    skäl: str = "",
    anteckning: str = "",
    nu: datetime | None = None,
) -> Svar:
    """Antecknar svaret. Den som är inkallad har därmed svarat på inkallelsen också."""
    nu = nu or timezone.now()
    policy.kräv_svara_för(av, sammanträde, person.pk)
    låst = lås(sammanträde)
    _kräv_uppdrag(låst, person)
    genom_annan = av.person_id != person.pk
    if genom_annan and not anteckning.strip():
        raise Svarsfel("Skriv hur du fick svaret, till exempel att personen ringde.")
    if distans and kommer:
        fynd = pröva_distans(låst, nu)
        if fynd is not None and fynd.hindrar:
            raise SvarHindras(fynd)
    if kommer and från and till and till <= från:
        raise Svarsfel("Klockslaget du går måste vara efter det du kommer.")
    Svar.objects.gällande().filter(sammanträde=låst, person=person).update(gällande=False)
    svar = Svar.objects.create(
        sammanträde=låst,
        person=person,
        kommer=kommer,
        distans=distans and kommer,
        från=från if kommer else None,
        till=till if kommer else None,
        skäl=skäl.strip(),
        sätt=Svar.Sätt.SEKRETERAREN if genom_annan else Svar.Sätt.SJÄLV,
        anteckning=anteckning.strip() if genom_annan else "",
        tid=nu,
        av=av,
    )
    Inkallelse.objects.aktiva().filter(sammanträde=låst, person=person).update(
        status=Inkallelse.Status.ACCEPTERAT if kommer else Inkallelse.Status.AVBÖJT,
        avgjord_tid=nu,
        avgjord_av=av,
    )
    return svar


def _kräv_uppdrag(sammanträde: Sammanträde, person: Person) -> Uppdrag:
    uppdrag = uppdraget(sammanträde, person)
    if uppdrag is None:
        raise Svarsfel(f"{person} har inget uppdrag i {sammanträde.organ} den dagen.")
    return uppdrag


@transaction.atomic
def anmäl_jäv(
    *, punkt: Punkt, person: Person, grund: str, av: Användare, nu: datetime | None = None
) -> AnmältJäv:
    """Omständigheten uppges före mötet (KL 6 kap. 30 § andra stycket, 5 kap. 47 §)."""
    policy.kräv_svara_för(av, punkt.sammanträde, person.pk)
    sammanträde = lås(punkt.sammanträde)
    _kräv_uppdrag(sammanträde, person)
    if not policy.synliga_punkter(av, sammanträde).enskilda().filter(pk=punkt.pk).exists():
        raise Svarsfel("Punkten står inte på din lista.")
    fullmäktige = sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE
    fynd = jävsgrund_krävs(grunden(grund, fullmäktige=fullmäktige))
    if fynd is not None:
        raise SvarHindras(fynd)
    if AnmältJäv.objects.kvar().filter(punkt=punkt, person=person).exists():
        raise Svarsfel("Jävet är redan anmält.")
    return AnmältJäv.objects.create(
        punkt=punkt, person=person, grund=grund, tid=nu or timezone.now(), av=av
    )


@transaction.atomic
def ta_tillbaka_jäv(*, anmält: AnmältJäv, av: Användare, nu: datetime | None = None) -> None:
    """Anmälan var ett misstag. Raden står kvar."""
    sammanträde = anmält.punkt.sammanträde
    policy.kräv_svara_för(av, sammanträde, anmält.person_id)
    lås(sammanträde)
    AnmältJäv.objects.kvar().filter(pk=anmält.pk).update(
        återtaget_tid=nu or timezone.now(), återtaget_av=av
    )


def upphäv(*, sammanträde: Sammanträde, av: Användare) -> int:
    """Mötet har fått en annan tid: svaren gällde den förra. Anroparen har låst mötet."""
    Inkallelse.objects.aktiva().filter(sammanträde=sammanträde).update(
        status=Inkallelse.Status.ÅTERTAGEN, avgjord_tid=timezone.now(), avgjord_av=av
    )
    return Svar.objects.gällande().filter(sammanträde=sammanträde).update(gällande=False)
