"""Testobjekt för paketet nämnd. Alla namn är påhittade."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from konton.models import Användare, Roll
from nämnd.models import (
    Kallelse,
    Kallelsefil,
    Organ,
    Punkt,
    Sammanträde,
    StåendePunkt,
    Tidspann,
    Uppdrag,
)
from nämnd.services import föredragningslista, sammanträden
from nämnd.services import kallelse as kallelsetjänst
from nämnd.underlag import ur_json
from tests.factories import mallar
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import (
    AnvändareFactory,
    MyndighetFactory,
    PartiFactory,
    PersonFactory,
    med_roll,
)
from ärenden import filer
from ärenden.models import Anmälan, Jobb
from ärenden.services import skrivande


class OrganFactory(DjangoModelFactory):
    class Meta:
        model = Organ

    myndighet = factory.SubFactory(MyndighetFactory)
    namn = factory.Sequence(lambda n: f"Socialnämnden {n}")


class UppdragFactory(DjangoModelFactory):
    class Meta:
        model = Uppdrag

    person = factory.SubFactory(PersonFactory)
    organ = factory.SubFactory(OrganFactory)
    parti = factory.SubFactory(PartiFactory)
    post = Uppdrag.Post.LEDAMOT
    från = date(2020, 1, 1)


class StåendePunktFactory(DjangoModelFactory):
    class Meta:
        model = StåendePunkt

    organ = factory.SubFactory(OrganFactory)
    rubrik = factory.Sequence(lambda n: f"Stående {n}")


class SammanträdeFactory(DjangoModelFactory):
    """Ett möte om två veckor, utan punkter."""

    class Meta:
        model = Sammanträde
        skip_postgeneration_save = True

    organ = factory.SubFactory(OrganFactory)
    datum = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    plats = "Solrosen, kommunhuset"

    @factory.post_generation
    def tid(self, create, värde, **kwargs):
        Tidspann.objects.create(sammanträde=self, från=värde or time(15))


class PunktFactory(DjangoModelFactory):
    class Meta:
        model = Punkt

    sammanträde = factory.SubFactory(SammanträdeFactory)
    ordning = factory.LazyAttribute(lambda o: o.sammanträde.punkter.count() + 1)
    rubrik = factory.Sequence(lambda n: f"Punkt nummer {n}")


def sekreterare_i(organ: Organ) -> Användare:
    return med_roll(Roll.NÄMNDSEKRETERARE, organ.myndighet)


def förtroendevald_i(organ: Organ, post: str = Uppdrag.Post.LEDAMOT) -> Användare:
    """Ett konto vars person har ett uppdrag i organet."""
    konto = AnvändareFactory()
    UppdragFactory(person=konto.person, organ=organ, post=post)
    return konto


def möte(organ: Organ | None = None, *, av: Användare | None = None, **fält) -> Sammanträde:
    """Ett upplagt sammanträde genom tjänsten."""
    organ = organ or OrganFactory()
    return sammanträden.skapa_sammanträde(
        organ=organ,
        datum=fält.pop("datum", timezone.localdate() + timedelta(days=14)),
        från=fält.pop("från", time(15)),
        plats=fält.pop("plats", "Solrosen"),
        av=av or sekreterare_i(organ),
        **fält,
    )


def anmält(organ: Organ, *, av: Användare, rubrik: str = "Taxan", lagrum: str = "") -> Anmälan:
    """Ett ärende som väntar på organets myndighet; med lagrum är det hemligt."""
    ärende = ärendefabrik.ärende(organ.myndighet, av=av, rubrik=rubrik, sekretess_lagrum=lagrum)
    return ärendefabrik.anmälan(ärendefabrik.skrivelse(ärende, av=av), av=av)


def skriven_punkt(
    sammanträde: Sammanträde, märke: str, *, av: Användare, **inlämning: str
) -> Punkt:
    """En punkt med en skrivelse som är skriven här; `märke` står i sammanfattningen."""
    utkast = mallar.påbörjad(
        ärendefabrik.ärende(sammanträde.organ.myndighet, rubrik=f"Ärende {märke}")
    )
    krav = {a.slag: str(a.pk) for a in utkast.mall.avsnitt.all()}
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=mallar.ifyllt(
            utkast.mall,
            satser=("Taxan antas.",),
            avsnitt={krav["sammanfattning"]: f"**{märke}** höjs.\n\nDet gör skillnad."},
        ),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )
    skrivelse = skrivande.lämna_in(
        utkast=utkast, revision=utkast.revision, av=utkast.skapad_av, **inlämning
    )
    return föredragningslista.lägg_till_anmälan(
        sammanträde=sammanträde, anmälan=ärendefabrik.anmälan(skrivelse), av=av
    )


def ta_upp(sammanträde: Sammanträde, *, av: Användare, **fält) -> Punkt:
    return föredragningslista.lägg_till_anmälan(
        sammanträde=sammanträde, anmälan=anmält(sammanträde.organ, av=av, **fält), av=av
    )


def färdigt_utkast(
    sammanträde: Sammanträde, *, av: Användare, slag: Kallelse.Slag | None = None
) -> Kallelse:
    """Ett utkast som om jobbet var klart: fyra små filer och rätt sidantal."""
    kallelse = kallelsetjänst.skapa_kallelse(sammanträde=sammanträde, av=av, slag=slag)
    Jobb.objects.filter(pk=kallelse.jobb_id).update(status=Jobb.Status.KLART, framsteg=100)
    for filslag in Kallelsefil.Slag:
        fil = filer.spara_eget(
            ärendefabrik.pdf(märke=f"{sammanträde.pk}/{kallelse.namn}/{filslag}"),
            medietyp="application/pdf",
            sidor=1,
            egen=False,
        )
        Kallelsefil.objects.create(kallelse=kallelse, slag=filslag, fil=fil)
    u = ur_json(kallelse.underlag)
    kallelse.status = Kallelse.Status.UTKAST
    if kallelse.är_komplettering:
        nya = kallelse.numrering["nya"]
        kallelse.sidor = 1 + sum(p.sidor for p in u.papper if p.nyckel in nya)
    else:
        kallelse.sidor = 2 + u.anteckningssidor + sum(p.sidor for p in u.papper)
    kallelse.save(update_fields=["status", "sidor"])
    kallelse.refresh_from_db()
    return kallelse


def utfärdad(
    sammanträde: Sammanträde, *, av: Användare, slag: Kallelse.Slag | None = None
) -> Kallelse:
    kallelse = färdigt_utkast(sammanträde, av=av, slag=slag)
    kallelsetjänst.utfärda(kallelse=kallelse, av=av)
    kallelse.refresh_from_db()
    sammanträde.refresh_from_db()
    return kallelse


@dataclass(frozen=True)
class Nämnden:
    """En nämnd med ett möte, en öppen och en hemlig punkt, och folk i olika roller."""

    organ: Organ
    möte: Sammanträde
    sekreterare: Användare
    handläggare: Användare
    ledamot: Användare
    öppen: Punkt
    hemlig: Punkt


def nämnden() -> Nämnden:
    organ = OrganFactory()
    sekreterare = sekreterare_i(organ)
    sammanträde = möte(organ, av=sekreterare)
    return Nämnden(
        organ=organ,
        möte=sammanträde,
        sekreterare=sekreterare,
        handläggare=med_roll(Roll.HANDLÄGGARE, organ.myndighet),
        ledamot=förtroendevald_i(organ),
        öppen=ta_upp(sammanträde, av=sekreterare, rubrik="Öppet ärende om taxan"),
        hemlig=ta_upp(
            sammanträde, av=sekreterare, rubrik="Placering av Prov", lagrum="OSL 26 kap. 1 §"
        ),
    )
