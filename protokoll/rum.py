"""Rummet vid en punkt: närvarons rader så som lagmodulerna prövar dem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from nämnd import distans
from nämnd.distans import Distansdeltagande
from nämnd.fynd import Fynd
from nämnd.inkallelse import Förtroendevald, Plats, Tjänstgöringsregler
from nämnd.jäv import Jävsanmälan, Jävsfråga, ska_lämna_rummet, uteslutna
from nämnd.models import Organ, Punkt, Uppdrag
from protokoll import beslutsförhet, interpellation, inträde
from protokoll.beslutsförhet import Beslutsförhet
from protokoll.inträde import Mötesläge, Tjänstgöring
from protokoll.models import Deltagande, Jäv, Närvaro, Paragraf, Protokoll
from protokoll.paragrafnummer import samla

PRESIDIET = (Uppdrag.Post.ORDFÖRANDE, Uppdrag.Post.VICE_1, Uppdrag.Post.VICE_2)


@dataclass(frozen=True)
class Rum:
    """Vilka som är med vid en punkt. `rader` är personernas gällande rader."""

    protokoll: Protokoll
    paragraf: Paragraf | None
    ordning: int
    alla_rader: Sequence[Närvaro]
    jäv: Sequence[Jäv]
    läge: Mötesläge

    @cached_property
    def rader(self) -> list[Närvaro]:
        return [rad for rad in self.alla_rader if rad.gällande]

    @cached_property
    def per_pk(self) -> dict[int, Närvaro]:
        return {rad.pk: rad for rad in self.alla_rader}

    @cached_property
    def jäviga(self) -> frozenset[int]:
        """Personerna som är jäviga vid punkten."""
        return uteslutna(self.läge.jäv, self.ordning)

    @cached_property
    def ska_lämna_rummet(self) -> frozenset[int]:
        """De som inte får närvara vid punkten (KL 6:30); i fullmäktige ingen."""
        return ska_lämna_rummet(self.läge.jäv, self.ordning)

    def är_jävig(self, rad: Närvaro) -> bool:
        return rad.person_id in self.jäviga

    @cached_property
    def beslutande(self) -> list[Närvaro]:
        """De som räknas och röstar: tjänstgörande som inte är jäviga (KL 6:27, 6:30)."""
        return [rad for rad in self.rader if rad.tjänstgör and not self.är_jävig(rad)]

    @cached_property
    def på_plats(self) -> dict[int | None, Närvaro]:
        """Den som beslutar på varje ledamots plats; ledamotens rad är nyckeln."""
        return {plats.pk if (plats := self.platsen(rad)) else None: rad for rad in self.beslutande}

    def platsen(self, rad: Närvaro) -> Närvaro | None:
        """Ledamotens rad som `rad` tjänstgör på; None är en vakant plats."""
        return _platsen(rad, self.per_pk)

    @property
    def beslutsförhet(self) -> Beslutsförhet:
        räknat = beslutsförhet.vid_punkt(
            self.läge,
            self.ordning,
            i_rummet={r.person_id for r in self.rader if r.inne and not r.distans},
            på_distans={r.person_id for r in self.rader if r.inne and r.distans},
            distans_medgiven=self.protokoll.sammanträde.organ.distans_tillåten,
            frågesvar=self._kan_besvaras_av_färre,
        )
        return replace(räknat, platser=self.protokoll.platser)

    @property
    def _kan_besvaras_av_färre(self) -> bool:
        """Fullmäktige får bestämma det för interpellationer och frågor (KL 5:45)."""
        organ, paragraf = self.protokoll.sammanträde.organ, self.paragraf
        slag = interpellation.ett_av(paragraf.typ) if paragraf is not None else None
        return slag is not None and organ.färre_får_besvara

    def om_distans(
        self, rader: Sequence[Närvaro], *, sluten_omröstning: bool = False
    ) -> list[Fynd]:
        """Det som lagen säger om att de deltar på distans (KL 5:16, 6:24 och 5:54)."""
        return distans.pröva(
            Distansdeltagande(
                namn=tuple(rad.namn for rad in rader),
                medgivet=self.protokoll.sammanträde.organ.distans_tillåten,
                sluten_omröstning=sluten_omröstning,
                fullmäktige=self.läge.regler.fullmäktige,
            )
        )

    def utan(self, rad: Närvaro) -> Rum:
        """Rummet när jävsfrågan mot personen prövas: som om personen vore jävig (KL 6:30)."""
        fråga = Jävsfråga(rad.person_id, 0, None, fullmäktige=self.läge.regler.fullmäktige)
        anmälan = Jävsanmälan(fråga, self.ordning, self.ordning)
        return replace(self, läge=replace(self.läge, jäv=[*self.läge.jäv, anmälan]))

    def med(self, rad: Närvaro) -> Rum:
        """Rummet när den som jävsfrågan gäller deltar i prövningen av den (KL 6:30)."""
        kvar = [a for a in self.läge.jäv if a.fråga.person != rad.person_id]
        return replace(self, läge=replace(self.läge, jäv=kvar))

    @property
    def ledare(self) -> Närvaro | None:
        """Den som leder punkten: den valda, annars den främsta i presidiet som inte är jävig."""
        return self.ledare_bland(self.beslutande)

    def ledare_bland(self, beslutande: Sequence[Närvaro]) -> Närvaro | None:
        """Den av dem som leder, till exempel bland dem som stod i en omröstnings röstlängd."""
        per_person = {rad.person_id: rad for rad in beslutande}
        valda = [self.paragraf.ordförande_id if self.paragraf else None]
        valda.append(self.protokoll.ordförande_id)
        for pk in valda:
            if pk in self.per_pk and (rad := per_person.get(self.per_pk[pk].person_id)):
                return rad
        poster = {rad.post: rad for rad in beslutande if rad.har_plats}
        return next((poster[p.label] for p in PRESIDIET if p.label in poster), None)

    @property
    def lediga(self) -> list[Närvaro]:
        """Ledamöterna som ingen tjänstgör för nu: borta eller jäviga."""
        return [rad for rad in self.rader if rad.har_plats and rad.pk not in self.på_plats]

    @property
    def vakanta(self) -> int:
        """Platser som saknar ledamot och som ingen ersättare har tagit."""
        tagna = sum(self.platsen(rad) is None for rad in self.beslutande)
        return max(0, sum(p.ledamot is None for p in self.läge.platser) - tagna)

    def förslag(self, ledamot: Närvaro | None, kommer: Närvaro | None = None) -> list[Närvaro]:
        """Ersättarna som är här och lediga, i den ordning de ska kallas in.

        `kommer` räknas som här: den som träder in i samma stund som hen kommer.
        """
        per_person = {rad.person_id: rad for rad in self.rader}
        plats = Plats(None, "")
        if ledamot is not None:
            plats = self.läge.plats(ledamot.person_id) or plats
        inne = [
            r.person_id
            for r in self.rader
            if r.är_ersättare and (not r.är_frånvarande or r == kommer)
        ]
        tur = inträde.förslag_till_ersättare(plats, inne, self.ordning, self.läge)
        return [per_person[person] for person in tur]


def _platsen(rad: Närvaro, per_pk: dict[int, Närvaro]) -> Närvaro | None:
    """En ersättare kan tjänstgöra för en jävig ersättare, som i sin tur tjänstgör för ledamoten."""
    while rad.status == Närvaro.Status.TJÄNSTGÖRANDE:
        if rad.för_id is None:
            return None
        rad = per_pk[rad.för_id]
    return rad


def rum(
    protokoll: Protokoll, *, paragraf: Paragraf | None = None, punkt: Punkt | None = None
) -> Rum:
    """Rummet vid paragrafen, eller vid punkten som ännu inte är upptagen."""
    rader = list(protokoll.närvarande.all())
    deltagit = list(
        Deltagande.objects.filter(
            paragraf__protokoll=protokoll, form=Deltagande.Form.DELTOG
        ).values_list("paragraf__ordning", "närvaro_id")
    )
    jäv = list(
        Jäv.objects.filter(
            Q(paragraf__protokoll=protokoll) | Q(paragraf=None, närvaro__protokoll=protokoll)
        )
        .select_related("paragraf", "punkt")
        .order_by("pk")
    )
    if paragraf is not None:
        ordning = paragraf.ordning
    else:
        ordningar = protokoll.paragrafer.order_by("-ordning").values_list("ordning", flat=True)
        ordning = (ordningar.first() or 0) + 1
    fullmäktige = protokoll.sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE
    per_pk = {rad.pk: rad for rad in rader}
    anmälningar = [
        Jävsanmälan(
            j.fråga(per_pk[j.närvaro_id], fullmäktige=fullmäktige),
            vid,
            vid,
        )
        for j in jäv
        if j.närvaro_id in per_pk
        and j.prövning != Jäv.Prövning.INTE_JÄV
        and (vid := _gäller_vid(j, ordning, punkt)) is not None
    ]
    tomt = Mötesläge(
        platser=_platser(protokoll, rader),
        personer={rad.person_id: _person(rad) for rad in rader},
        jäv=anmälningar,
        regler=Tjänstgöringsregler(
            fullmäktige=fullmäktige,
            inkallelseordning=protokoll.sammanträde.organ.inkallelseordning,
            personlig_ersättare={
                r.personlig_för_id: r.person_id for r in rader if r.gällande and r.personlig_för_id
            },
        ),
    )
    läge = replace(tomt, tjänstgöringar=_tjänstgöringar(rader, deltagit, tomt, ordning))
    return Rum(protokoll, paragraf, ordning, rader, jäv, läge)


def _gäller_vid(jäv: Jäv, ordning: int, punkt: Punkt | None) -> int | None:
    if jäv.paragraf is not None:
        return jäv.paragraf.ordning
    return ordning if punkt is not None and jäv.punkt_id == punkt.pk else None


def _platser(protokoll: Protokoll, rader: Sequence[Närvaro]) -> list[Plats]:
    besatta = [Plats(r.person_id, r.parti, r.valkrets) for r in rader if r.gällande and r.har_plats]
    return besatta + [Plats(None, "")] * max(0, protokoll.platser - len(besatta))


def _person(rad: Närvaro) -> Förtroendevald:
    return Förtroendevald(rad.person_id, rad.namn, rad.parti, rad.är_ersättare, rad.valkrets)


def _tjänstgöringar(
    rader: Sequence[Närvaro],
    deltagit: Sequence[tuple[int, int]],
    läge: Mötesläge,
    ordning: int,
) -> list[Tjänstgöring]:
    """Perioderna: punkterna som är beslutade, och de som tjänstgör nu med öppet slut."""
    per_pk = {rad.pk: rad for rad in rader}

    def plats(rad: Närvaro) -> int | None:
        return ledamot.person_id if (ledamot := _platsen(rad, per_pk)) else None

    vid: dict[tuple[int, int | None], set[int]] = defaultdict(set)
    for n, pk in deltagit:
        if pk in per_pk and n < ordning:
            vid[per_pk[pk].person_id, plats(per_pk[pk])].add(n)
    ute = uteslutna(läge.jäv, ordning)
    nu = {(r.person_id, plats(r)) for r in rader if r.tjänstgör and r.person_id not in ute}
    perioder = []
    for nyckel in sorted(vid.keys() | nu, key=str):
        for start, slut in samla(vid[nyckel] | ({ordning} if nyckel in nu else set())):
            perioder.append(Tjänstgöring(*nyckel, start, None if slut == ordning else slut))
    return perioder
