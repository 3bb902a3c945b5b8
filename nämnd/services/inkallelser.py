"""Ersättarna inför mötet: vilka ledamöter som behöver ersättas, vem som är i tur, och inkallelsen.

Ordningen är densamma som på mötet; se `nämnd.inkallelse`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from konton.models import Användare, Person
from nämnd import documents, inkallelse, policy
from nämnd.fynd import Fynd
from nämnd.inkallelse import Förtroendevald, Plats, Tjänstgöringsregler
from nämnd.models import AnmältJäv, Inkallelse, Organ, Sammanträde, Svar, Uppdrag
from nämnd.policy import Rätt
from nämnd.services import inkallelsebrev
from nämnd.services.svar import SvarHindras, Svarsfel, lås

FÖRHINDER = "anmält förhinder"
VAKANT = "ingen ledamot är vald"
UTAN_PLATS = (Uppdrag.Post.ERSÄTTARE, Uppdrag.Post.INSYN)


class UtomTuren(Svarsfel):
    """Någon annan är i tur enligt reglementet: skriv varför, eller kalla den."""

    def __init__(self, fynd: Fynd) -> None:
        super().__init__(f"{fynd.text} Skriv varför du ändå kallar in.")
        self.lagrum, self.lagtext = fynd.lagrum, fynd.lagtext


@dataclass(frozen=True)
class Svarsrad:
    """En som kallas till mötet, med det svar som gäller."""

    uppdrag: Uppdrag
    svar: Svar | None
    jäv: tuple[AnmältJäv, ...]
    inkallelse: Inkallelse | None
    """Den som gäller, för en ersättare som kallats in."""

    @property
    def person(self) -> Person:
        return self.uppdrag.person

    @property
    def parti(self) -> str:
        return _parti(self.uppdrag)

    @property
    def har_insynsplats(self) -> bool:
        return self.uppdrag.post == Uppdrag.Post.INSYN

    @property
    def kommer_inte(self) -> bool:
        return self.svar is not None and not self.svar.kommer

    @property
    def som_förtroendevald(self) -> Förtroendevald:
        return Förtroendevald(
            self.person.pk,
            self.person.namn,
            self.parti,
            är_ersättare=self.uppdrag.är_ersättare,
            valkrets=self.uppdrag.valkrets,
        )

    @property
    def plats(self) -> Plats:
        return Plats(self.person.pk, self.parti, self.uppdrag.valkrets)

    def __str__(self) -> str:
        return f"{self.person} ({self.parti or '-'})"


@dataclass(frozen=True)
class Behov:
    """En plats som behöver en ersättare, varför, och vem som är eller kan bli inkallad."""

    ledamot: Svarsrad | None
    """Ledamoten som är borta, eller None när platsen är vakant."""
    plats: Plats
    anledningar: tuple[str, ...]
    inkallelse: Inkallelse | None
    förslag: tuple[Svarsrad, ...]

    @property
    def för(self) -> int:
        """Ledamoten som personen kallas in för; 0 för en vakant plats."""
        return self.ledamot.person.pk if self.ledamot else 0

    def __str__(self) -> str:
        if self.ledamot:
            return str(self.ledamot)
        return f"Vakant plats ({self.plats.parti})" if self.plats.parti else "Vakant plats"


@dataclass(frozen=True)
class Svarsläge:
    """Alla som kallas till mötet och var deras svar står."""

    kallade: tuple[Svarsrad, ...]
    inkallelser: tuple[Inkallelse, ...]
    regler: Tjänstgöringsregler
    vakanta: tuple[Plats, ...] = ()

    @cached_property
    def ledamöter(self) -> list[Svarsrad]:
        return [k for k in self.kallade if not k.uppdrag.är_ersättare and not k.har_insynsplats]

    @cached_property
    def ersättare(self) -> list[Svarsrad]:
        return [k for k in self.kallade if k.uppdrag.är_ersättare]

    @cached_property
    def insyn(self) -> list[Svarsrad]:
        return [k for k in self.kallade if k.har_insynsplats]

    @cached_property
    def per_person(self) -> dict[int, Svarsrad]:
        return {k.person.pk: k for k in self.kallade}

    @cached_property
    def behov(self) -> list[Behov]:
        """Platserna som behöver en ersättare hela mötet, en del av det eller i en punkt.

        De vakanta platserna är kända långt före mötet och kommer först.
        """
        borta: list[tuple[Svarsrad | None, Plats, Inkallelse | None]] = [
            (None, plats, inkallad) for plats, inkallad in self._vakanserna()
        ]
        aktiva = {i.för_id: i for i in self.inkallelser if i.är_aktiv}
        borta += [(k, k.plats, aktiva.get(k.person.pk)) for k in self.ledamöter if _anledningar(k)]
        utan = [nr for nr, (_, _, inkallad) in enumerate(borta) if inkallad is None]
        turer = inkallelse.fördela(
            [borta[nr][1] for nr in utan],
            [k.som_förtroendevald for k in self.ersättare],
            self.regler,
            upptagna=[self._upptagna(borta[nr][0]) for nr in utan],
        )
        förslag = dict(zip(utan, turer, strict=True))
        return [
            Behov(
                ledamot,
                plats,
                _anledningar(ledamot) if ledamot else (VAKANT,),
                inkallad,
                tuple(self.per_person[p] for p in förslag.get(nr, ())),
            )
            for nr, (ledamot, plats, inkallad) in enumerate(borta)
        ]

    def _vakanserna(self) -> list[tuple[Plats, Inkallelse | None]]:
        """Varje vakant plats med den som är inkallad; partiets egen ersättare på partiets plats."""
        inkallade = [i for i in self.inkallelser if i.är_aktiv and i.för_id is None]
        ut = []
        for plats in self.vakanta:
            egen = [i for i in inkallade if self._parti(i) == plats.parti]
            vald = next(iter(egen), None)
            if vald is not None:
                inkallade.remove(vald)
            ut.append((plats, vald))
        return [(plats, vald or (inkallade.pop(0) if inkallade else None)) for plats, vald in ut]

    def _parti(self, inkallad: Inkallelse) -> str:
        rad = self.per_person.get(inkallad.person_id)
        return rad.parti if rad else ""

    def _upptagna(self, ledamot: Svarsrad | None) -> set[int]:
        """De som inte kan komma eller redan är inkallade, och de som är jäviga i samma punkt."""
        punkter: set[int] = set()
        if ledamot is not None and not ledamot.kommer_inte:
            punkter = {j.punkt_id for j in ledamot.jäv}
        return {
            k.person.pk
            for k in self.ersättare
            if k.kommer_inte or k.inkallelse is not None or punkter & {j.punkt_id for j in k.jäv}
        }

    @property
    def lediga(self) -> list[Svarsrad]:
        """Ersättarna som går att kalla in, i vald ordning."""
        return [k for k in self.ersättare if not k.kommer_inte and k.inkallelse is None]

    @property
    def obehövliga(self) -> list[Inkallelse]:
        """Inkallelser som gäller för en ledamot som ändå kommer, eller en plats som är besatt."""
        behövs = {b.inkallelse.pk for b in self.behov if b.inkallelse}
        return [i for i in self.inkallelser if i.är_aktiv and i.pk not in behövs]

    @property
    def obesvarade(self) -> int:
        return sum(k.svar is None for k in self.kallade)


def _anledningar(kallad: Svarsrad) -> tuple[str, ...]:
    """Varför ledamoten behöver ersättas. Skälet till frånvaron hör inte hit."""
    svar = kallad.svar
    if svar is not None and not svar.kommer:
        return ("kommer inte",)
    delar = []
    if svar is not None and svar.från:
        delar.append(f"kommer kl. {svar.från:%H.%M}")
    if svar is not None and svar.till:
        delar.append(f"går kl. {svar.till:%H.%M}")
    if antal := len(kallad.jäv):
        delar.append("jäv i en punkt" if antal == 1 else f"jäv i {antal} punkter")
    return tuple(delar)


def läge(sammanträde: Sammanträde) -> Svarsläge:
    """Svarsläget, med ett fast antal frågor."""
    uppdrag = {u.person_id: u for u in sorted(
        documents.att_kalla(sammanträde), key=lambda u: not u.är_ersättare
    )}  # fmt: skip  # ledamotens uppdrag går före ersättarens
    svar = {
        s.person_id: s
        for s in Svar.objects.gällande()
        .filter(sammanträde=sammanträde)
        .select_related("av__person")
    }
    jäv: dict[int, list[AnmältJäv]] = defaultdict(list)
    for anmält in (
        AnmältJäv.objects.kvar()
        .filter(punkt__sammanträde=sammanträde)
        .select_related("punkt", "person")
        .order_by("punkt__ordning", "pk")
    ):
        jäv[anmält.person_id].append(anmält)
    alla = tuple(
        Inkallelse.objects.filter(sammanträde=sammanträde).select_related(
            "person", "för", "kallad_av__person", "avgjord_av__person"
        )
    )
    aktiva = {i.person_id: i for i in alla if i.är_aktiv}
    i_ordning = sorted(uppdrag.values(), key=lambda u: (u.ordning, u.pk))
    kallade = tuple(
        Svarsrad(
            u,
            svar.get(u.person_id),
            tuple(jäv.get(u.person_id, ())),
            aktiva.get(u.person_id) if u.är_ersättare else None,
        )
        for u in i_ordning
    )
    return Svarsläge(
        kallade, alla, _regler(sammanträde.organ, i_ordning), _vakanta(sammanträde, i_ordning)
    )


def _vakanta(sammanträde: Sammanträde, uppdrag: Sequence[Uppdrag]) -> tuple[Plats, ...]:
    """Platserna som ingen ledamot har den dagen, med partiet som senast hade dem.

    I fullmäktige utser länsstyrelsen en ny ledamot; där kallas ingen in på en vakant plats.
    """
    organ = sammanträde.organ
    nu = [u for u in uppdrag if har_plats(u)]
    if organ.platser is None or organ.platser <= len(nu) or organ.typ == Organ.Typ.FULLMÄKTIGE:
        return ()
    slutade = (
        Uppdrag.objects.filter(organ=organ, till__lt=sammanträde.datum)
        .exclude(post__in=UTAN_PLATS)
        .order_by("-till", "-pk")
        .first()
    )
    då = (
        Uppdrag.objects.gällande(slutade.till)
        .filter(organ=organ)
        .exclude(post__in=UTAN_PLATS)
        .select_related("parti")
        .order_by("ordning", "pk")
        if slutade
        else ()
    )
    partier = inkallelse.vakanta(organ.platser, [_parti(u) for u in då], [_parti(u) for u in nu])
    return tuple(Plats(None, parti) for parti in partier)


def har_plats(uppdrag: Uppdrag) -> bool:
    return uppdrag.post not in UTAN_PLATS


def _parti(uppdrag: Uppdrag) -> str:
    return uppdrag.parti.kod if uppdrag.parti else ""


def _regler(organ: Organ, uppdrag: Sequence[Uppdrag]) -> Tjänstgöringsregler:
    personen = {u.pk: u.person_id for u in uppdrag}
    return Tjänstgöringsregler(
        fullmäktige=organ.typ == Organ.Typ.FULLMÄKTIGE,
        inkallelseordning=organ.inkallelseordning,
        personlig_ersättare={
            personen[u.personlig_ersättare_för_id]: u.person_id
            for u in uppdrag
            if u.personlig_ersättare_för_id in personen
        },
    )


@transaction.atomic
def kalla_in(
    *,
    sammanträde: Sammanträde,
    för: Person | None,
    person: Person,
    av: Användare,
    skäl: str = "",
    nu: datetime | None = None,
) -> Inkallelse:
    """Kallar in ersättaren för ledamoten, eller på en vakant plats när `för` är None, med brev.

    Utom turen krävs ett skäl (reglementet, 6 kap. 17 §); i fullmäktige hindras det (5:18, 5:21).
    Den som redan har svarat att hen kommer hela mötet behöver inte svara igen.
    """
    nu = nu or timezone.now()
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    låst = lås(sammanträde)
    nuläge = läge(låst)
    behov = _behovet(nuläge, för, person)
    vald = next((k for k in nuläge.lediga if k.person == person), None)
    if vald is None:
        raise Svarsfel(f"{person} kan inte kallas in: är inte ersättare, upptagen eller borta.")
    avvikelse = _avvikelse(vald, behov, nuläge.regler)
    if avvikelse is not None and avvikelse.hindrar:
        raise SvarHindras(avvikelse)
    if avvikelse is not None and not skäl.strip():
        raise UtomTuren(avvikelse)
    har_sagt_ja = vald.svar is not None and vald.svar.hela_mötet
    ny = Inkallelse.objects.create(
        sammanträde=låst,
        person=person,
        för=för,
        status=Inkallelse.Status.ACCEPTERAT if har_sagt_ja else Inkallelse.Status.KALLAD,
        avvikelse=avvikelse.text if avvikelse else "",
        avvikelse_lagrum=avvikelse.lagrum if avvikelse else "",
        skäl=skäl.strip() if avvikelse else "",
        kallad_tid=nu,
        kallad_av=av,
        avgjord_tid=nu if har_sagt_ja else None,
        avgjord_av=av if har_sagt_ja else None,
    )
    inkallelsebrev.beställ()
    return ny


@transaction.atomic
def kalla_in_alla(
    *, sammanträde: Sammanträde, av: Användare, nu: datetime | None = None
) -> list[Inkallelse]:
    """Kallar in den som är i tur till varje plats som saknar en. Ger dem som kallades in."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    lås(sammanträde)
    inkallade: list[Inkallelse] = []
    # Varje inkallelse ändrar turen för de platser som är kvar.
    while behov := next(
        (b for b in läge(sammanträde).behov if b.inkallelse is None and b.förslag), None
    ):
        inkallade.append(
            kalla_in(
                sammanträde=sammanträde,
                för=behov.ledamot.person if behov.ledamot else None,
                person=behov.förslag[0].person,
                av=av,
                nu=nu,
            )
        )
    return inkallade


def _behovet(nu: Svarsläge, för: Person | None, person: Person) -> Behov:
    """Platsen att kalla in till; av flera vakanta den som personen står närmast."""
    behov = [b for b in nu.behov if b.för == (för.pk if för else 0)]
    lediga = [b for b in behov if b.inkallelse is None]
    if not behov:
        raise Svarsfel(
            f"{för} är inte borta från mötet och behöver ingen ersättare."
            if för
            else "Ingen plats är vakant."
        )
    if not lediga and (inkallad := behov[0].inkallelse):
        raise Svarsfel(f"{inkallad.person} är redan inkallad {inkallad.platsen}.")
    i_tur = [b for b in lediga if b.förslag and b.förslag[0].person == person]
    rad = nu.per_person.get(person.pk)
    egna = [b for b in lediga if rad and b.plats.parti == rad.parti]
    return next(iter([*i_tur, *egna, *lediga]))


def _avvikelse(vald: Svarsrad, behov: Behov, regler: Tjänstgöringsregler) -> Fynd | None:
    """Det tyngsta som talar mot att just den ersättaren kallas in på platsen."""
    person, plats = vald.som_förtroendevald, behov.plats
    på_tur = behov.förslag[0].som_förtroendevald if behov.förslag else None
    fynd = [
        *inkallelse.fel_parti(person, plats, regler),
        *inkallelse.före_sin_tur(person, plats, på_tur, regler),
    ]
    return min(fynd, key=lambda f: not f.hindrar, default=None)


@transaction.atomic
def återta(*, inkallad: Inkallelse, av: Användare, nu: datetime | None = None) -> None:
    """Ersättaren behövs inte längre, eller har inte svarat i tid."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, inkallad.sammanträde.organ)
    lås(inkallad.sammanträde)
    antal = (
        Inkallelse.objects.aktiva()
        .filter(pk=inkallad.pk)
        .update(status=Inkallelse.Status.ÅTERTAGEN, avgjord_tid=nu or timezone.now(), avgjord_av=av)
    )
    if not antal:
        raise Svarsfel("Inkallelsen gäller inte längre.")


@dataclass(frozen=True)
class Förväntat:
    """Det som svaren säger om närvaron när mötet öppnas."""

    frånvaro: Mapping[int, str]
    """Personerna som inte är här från början, och hur det antecknas. Aldrig deras skäl."""
    distans: frozenset[int]
    tjänstgör: tuple[tuple[int, int | None], ...]
    """Inkallade ersättare som sagt ja, och ledamoten som är borta från början.

    None är en vakant plats.
    """


def förväntat(nu: Svarsläge) -> Förväntat:
    """Närvaron så som den är anmäld, för den som öppnar mötet."""
    frånvaro = {
        k.person.pk: FÖRHINDER if k.kommer_inte else f"{FÖRHINDER} till kl. {k.svar.från:%H.%M}"
        for k in nu.kallade
        if k.svar is not None and (k.kommer_inte or k.svar.från)
    }
    obehövliga = nu.obehövliga
    return Förväntat(
        frånvaro=frånvaro,
        distans=frozenset(k.person.pk for k in nu.kallade if k.svar and k.svar.distans),
        tjänstgör=tuple(
            (i.person_id, i.för_id)
            for i in nu.inkallelser
            if i.status == Inkallelse.Status.ACCEPTERAT
            and (i.för_id in frånvaro or (i.för_id is None and i not in obehövliga))
            and i.person_id not in frånvaro
        ),
    )
