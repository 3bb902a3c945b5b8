"""Testobjekt för delegationen: en antagen ordning, titlar och beslut genom tjänsterna."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from celery import current_app
from django.utils import timezone

from konton.models import Användare, Myndighet, Person, Roll
from nämnd.models import Organ
from nämnd.services import anmälningar, föredragningslista
from protokoll.services import delegationsprotokoll
from tests.factories import nämnd as nämnder
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import MyndighetFactory, PersonFactory, med_roll
from ärenden.delegationsfil import Punktrad
from ärenden.models import (
    Delegatinnehav,
    Delegationsbeslut,
    Delegationsordning,
    Delegationspunkt,
    Handling,
    Jobb,
    Ärende,
)
from ärenden.services import delegationsbeslut, delegationsordning

BÖRJAN = date(2020, 1, 1)
RADER = (
    Punktrad(1, "1.1", "Förordna vikarie", "Förvaltningschef", "Personal", vidaredelegation=True),
    Punktrad(2, "1.2", "Anställa medarbetare", "Enhetschef", "Personal", ersättare="Samordnare"),
    Punktrad(3, "2.1", "Serveringstillstånd", "Utredare", "Tillstånd", "8 kap. 2 § alkohollagen"),
    Punktrad(4, "2.2", "Avslå utlämnande", "Utredare", "Tillstånd", anmäls=False),
    Punktrad(
        5, "2.3", "Avskriva ärende", "Utredare", "Tillstånd",
        anmäls=False, överklagande="forvaltningsbesvar",
    ),
    Punktrad(6, "3.1", "Vård av unga", "Arbetsutskottet", "Utskott", slag="utskott"),
    Punktrad(7, "9.1", "Brådskande ärenden", "Ordförande", "Brådskande", slag="bradskande"),
)  # fmt: skip  # en punkt per rad


def antagen(
    myndighet: Myndighet, *, av: Användare, rader=RADER, gäller_från: date = BÖRJAN, **fält
) -> Delegationsordning:
    ordning = delegationsordning.skapa(myndighet=myndighet, rader=rader, av=av)
    return delegationsordning.anta(
        ordning=ordning,
        antagen_dag=fält.pop("antagen_dag", gäller_från),
        antagen_av="Socialnämnden § 7",
        gäller_från=gäller_från,
        av=av,
        **fält,
    )


@dataclass
class Delegationen:
    """En nämnd med antagen ordning; `utredare` har titeln Utredare, chefen är förvaltningschef."""

    myndighet: Myndighet = field(default_factory=MyndighetFactory)

    def __post_init__(self) -> None:
        self.sekreterare = med_roll(Roll.NÄMNDSEKRETERARE, self.myndighet)
        self.utredare = med_roll(Roll.HANDLÄGGARE, self.myndighet)
        self.chef = med_roll(Roll.CHEF, self.myndighet)
        self.ordförande: Person = PersonFactory(kommun=self.myndighet.kommun)
        self.ordning = antagen(self.myndighet, av=self.sekreterare)
        self.titel(self.utredare.person, "Utredare")
        self.chefens = self.titel(self.chef.person, "Förvaltningschef", är_förvaltningschef=True)
        self.titel(self.ordförande, "Ordförande")
        self.ärende = ärendefabrik.ärende(self.myndighet)

    def titel(self, person: Person, titel: str, **fält) -> Delegatinnehav:
        return delegationsordning.ge_titel(
            myndighet=self.myndighet,
            person=person,
            titel=titel,
            från=fält.pop("från", BÖRJAN),
            av=self.sekreterare,
            **fält,
        )

    def punkt(self, nummer: str) -> Delegationspunkt:
        return self.ordning.punkter.get(nummer=nummer)

    def beslut(self, nummer: str = "2.1", **fält) -> Delegationsbeslut:
        """Ett beslut av utredaren, i går om inget annat sägs."""
        return delegationsbeslut.fatta(
            ärende=fält.pop("ärende", None) or self.ärende,
            punkt=self.punkt(nummer),
            rubrik=fält.pop("rubrik", "Serveringstillstånd för Krogen"),
            beslutstext=fält.pop("beslutstext", "Tillstånd ges tills vidare."),
            ojävig=fält.pop("ojävig", True),
            delegerbart=fält.pop("delegerbart", True),
            beslutsdag=fält.pop("beslutsdag", timezone.localdate() - timedelta(days=1)),
            # Ärendet registreras i provet i dag.
            trots_varning=fält.pop("trots_varning", "Beslutet fattades före registreringen."),
            av=fält.pop("av", None) or self.utredare,
            **fält,
        )

    def brådskande(self, **fält) -> Delegationsbeslut:
        return self.beslut(
            "9.1",
            rubrik=fält.pop("rubrik", "Avtal om jour"),
            delegat=self.ordförande,
            delegerbart=False,
            brådska=fält.pop("brådska", "Avtalet löper ut i natt."),
            av=self.sekreterare,
            **fält,
        )

    def inkommen(
        self, rubrik: str = "Tillsynsrapport", ärende: Ärende | None = None, **fält
    ) -> Handling:
        return ärendefabrik.handling(
            ärende or self.ärende,
            rubrik=rubrik,
            motpart=fält.pop("motpart", "Länsstyrelsen"),
            innehåll=None,
            filnamn="",
            av=self.sekreterare,
            **fält,
        )


def kör(jobb: Jobb) -> Jobb:
    """Utför jobbet som arbetaren gör."""
    current_app.loader.import_default_modules()
    current_app.tasks[jobb.slag](jobb.pk)
    jobb.refresh_from_db()
    return jobb


def med_anmälan(organ: Organ, av: Användare) -> dict[str, Any]:
    """En antagen ordning, ett utkast, ett innehav, ett beslut och en punkt där det anmäls."""
    d = Delegationen(organ.myndighet)
    beslut = d.beslut()
    oanmält = d.beslut("2.2", rubrik="Avslag på utlämnande", offentlig_rubrik="Avslag")
    möte = nämnder.möte(organ, av=av)
    punkt = föredragningslista.lägg_till_punkt(
        sammanträde=möte, rubrik="Anmälan av delegationsbeslut", slag="anmalan", av=av
    )
    anmälningar.hämta_beslut(punkt=punkt, till=timezone.localdate(), av=av)
    anmälningar.lägg_till_meddelanden(punkt=punkt, handlingar=[d.inkommen()], av=av)
    return {
        "myndighet": organ.myndighet,
        "ordning": d.ordning,
        "ordningsutkast": delegationsordning.skapa(myndighet=organ.myndighet, rader=RADER, av=av),
        "innehav": d.chefens,
        "beslut": beslut,
        "delegationsprotokoll": delegationsprotokoll.upprätta(
            organ=organ, till=oanmält.beslutsdag, av=av
        ),
        "anmälningspunkt": punkt,
        "anmält": punkt.anmälda_beslut.get(),
        "meddelande": punkt.meddelanden.get(),
        "utskottsrad": anmälningar.lägg_till_utskott(
            punkt=punkt,
            organ="Arbetsutskottet",
            datum=date(2026, 5, 26),
            från_paragraf=144,
            till_paragraf=182,
            av=av,
        ),
    }
