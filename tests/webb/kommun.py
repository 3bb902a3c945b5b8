"""Socialnämnden i Björksund: ett konto i varje roll, ett möte på gång och det som är anmält."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone

from konton.models import Användare, Myndighet, Roll
from nämnd.models import Organ, Punkt, Sammanträde, Uppdrag
from nämnd.services import föredragningslista
from tests.factories import nämnd as nämndfabrik
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import (
    AnvändareFactory,
    KommunFactory,
    MyndighetFactory,
    PartiFactory,
    PersonFactory,
    RolltilldelningFactory,
)
from ärenden.models import Anmälan, Ärende

POST = Uppdrag.Post
FOLK = {
    Roll.NÄMNDSEKRETERARE: ("sekreterare", "Nora Källström"),
    Roll.HANDLÄGGARE: ("handlaggare", "Henrik Åsander"),
    Roll.CHEF: ("chef", "Camilla Rönnmark"),
    Roll.REGISTRATOR: ("registrator", "Rebecka Örnfelt"),
    Roll.ADMINISTRATÖR: ("administrator", "Adam Lundgärde"),
}
VALDA = [
    ("Željka Čović-Šimić", "S", POST.ORDFÖRANDE),
    ("Åke Öberg", "M", POST.VICE_1),
    ("Ingrid Norrsund", "S", POST.LEDAMOT),
    ("Bo Ekfalk", "V", POST.LEDAMOT),
    ("Tove Älvhage", "S", POST.ERSÄTTARE),
    ("Sanna Furubäck", "MP", POST.INSYN),
]
LAGRUM = "OSL 26 kap. 1 §"
ANMÄLDA = (
    "Taxa för tillsyn enligt alkohollagen 2027",
    "Föreningsbidrag till Björksunds kvinnojour",
    "Yttrande över detaljplan för Strandängen",
)


@dataclass(frozen=True)
class Kommunen:
    myndighet: Myndighet
    organ: Organ
    konton: dict[Roll, Användare]
    möte: Sammanträde
    anmälda: list[Anmälan]

    @property
    def sekreterare(self) -> Användare:
        return self.konton[Roll.NÄMNDSEKRETERARE]

    @property
    def handläggare(self) -> Användare:
        return self.konton[Roll.HANDLÄGGARE]

    @property
    def ledamot(self) -> Användare:
        """Ingrid Norrsund, som läser kallelsen på sin surfplatta."""
        return self.konton[Roll.FÖRTROENDEVALD]

    def punkt(self, rubrik: str) -> Punkt:
        return self.möte.punkter.get(rubrik=rubrik)

    def ordning(self) -> list[str]:
        """Listans rubriker uppifrån, som de ligger i databasen."""
        return list(
            self.möte.punkter.filter(förälder=None)
            .order_by("ordning")
            .values_list("rubrik", flat=True)
        )


def bygg() -> Kommunen:
    kommun = KommunFactory()
    myndighet = MyndighetFactory(kommun=kommun, namn="Socialnämnden")
    konton = {
        roll: RolltilldelningFactory(
            roll=roll,
            myndighet=None if roll == Roll.ADMINISTRATÖR else myndighet,
            användare=AnvändareFactory(
                username=namn,
                person=PersonFactory(kommun=kommun, namn=person, titel=str(roll.label)),
            ),
        ).användare
        for roll, (namn, person) in FOLK.items()
    }
    organ = Organ.objects.create(
        myndighet=myndighet, namn="Socialnämnden", kortnamn="SN", platser=4, anteckningssidor=1
    )
    partier = {kod: PartiFactory(kommun=kommun, kod=kod) for kod in ("S", "M", "V", "MP")}
    for ordning, (namn, parti, post) in enumerate(VALDA, 1):
        person = PersonFactory(kommun=kommun, namn=namn)
        Uppdrag.objects.create(
            person=person,
            organ=organ,
            post=post,
            parti=partier[parti],
            från=date(2023, 1, 1),
            ordning=ordning,
        )
        if namn == "Ingrid Norrsund":
            konton[Roll.FÖRTROENDEVALD] = RolltilldelningFactory(
                roll=Roll.FÖRTROENDEVALD,
                myndighet=myndighet,
                användare=AnvändareFactory(username="ledamot", person=person),
            ).användare
    _stående(organ)
    sekreterare, handläggare = konton[Roll.NÄMNDSEKRETERARE], konton[Roll.HANDLÄGGARE]
    ärendefabrik.DiariumFactory(namn="Socialnämnden", prefix="SN", myndigheter=[myndighet])
    idag = timezone.localdate()
    möte = nämndfabrik.möte(
        organ,
        av=sekreterare,
        datum=idag + timedelta(days=14),
        från=time(15),
        till=time(17),
        plats="Solrosen, kommunhuset i Björksund",
        stoppdag=idag + timedelta(days=5),
        utskicksdag=idag + timedelta(days=7),
    )
    for rubrik, lagrum in (
        ("Budget för socialnämnden 2027", ""),
        ("Riktlinjer för avgifter inom äldreomsorgen", ""),
        ("Placering enligt LVU, ärende A", LAGRUM),
        ("Placering enligt LVU, ärende B", LAGRUM),
    ):
        föredragningslista.lägg_till_anmälan(
            sammanträde=möte,
            anmälan=anmäld(myndighet, rubrik, handläggare, lagrum=lagrum),
            av=sekreterare,
        )
    möte.refresh_from_db()
    anmälda = [anmäld(myndighet, rubrik, handläggare, dag=möte.datum) for rubrik in ANMÄLDA]
    return Kommunen(myndighet, organ, konton, möte, anmälda)


def _stående(organ: Organ) -> None:
    för = [
        ("Upprop", "formalia", False, ""),
        ("Val av justerare", "formalia", False, "Bo Ekfalk utses att justera protokollet."),
        ("Information från förvaltningen", "information", True, ""),
        ("Anmälan av delegationsbeslut", "anmalan", True, "Nämnden tar del av redovisningen."),
    ]
    for ordning, (rubrik, slag, sist, förslag) in enumerate(för, 1):
        nämndfabrik.StåendePunktFactory(
            organ=organ, ordning=ordning, rubrik=rubrik, slag=slag, sist=sist, förslag=förslag
        )


def anmäld(
    myndighet: Myndighet,
    rubrik: str,
    handläggare: Användare,
    *,
    lagrum: str = "",
    dag: date | None = None,
) -> Anmälan:
    ärende: Ärende = ärendefabrik.ärende(
        myndighet,
        av=handläggare,
        rubrik=rubrik,
        handläggare=handläggare,
        sekretess_lagrum=lagrum,
        offentlig_rubrik="Individärende" if lagrum else "",
    )
    skrivelse = ärendefabrik.skrivelse(
        ärende,
        av=handläggare,
        rubrik=f"Tjänsteskrivelse: {rubrik}",
        beslutssatser=["Förslaget antas.", "Beslutet gäller från den 1 januari 2027."],
        innehåll=ärendefabrik.pdf(2, märke=rubrik),
    )
    return ärendefabrik.anmälan(skrivelse, av=handläggare, önskad_dag=dag)
