"""Testobjekt för paketet konton. Alla namn är påhittade."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from konton.models import Användare, Kommun, Myndighet, Parti, Person, Roll, Rolltilldelning

LÖSENORD = "björkar-vid-sund-7"


class KommunFactory(DjangoModelFactory):
    class Meta:
        model = Kommun
        django_get_or_create = ["namn"]

    namn = "Björksunds kommun"


class MyndighetFactory(DjangoModelFactory):
    class Meta:
        model = Myndighet

    kommun = factory.SubFactory(KommunFactory)
    namn = factory.Sequence(lambda n: f"Nämnd {n}")


class PartiFactory(DjangoModelFactory):
    class Meta:
        model = Parti

    kommun = factory.SubFactory(KommunFactory)
    kod = factory.Sequence(lambda n: f"P{n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    kommun = factory.SubFactory(KommunFactory)
    namn = factory.Sequence(lambda n: f"Åsa Provsson {n}")


class AnvändareFactory(DjangoModelFactory):
    """Lösenordet är LÖSENORD om inget annat anges."""

    class Meta:
        model = Användare
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"prov{n}")
    person = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        lösenord = kwargs.pop("lösenord", LÖSENORD)
        konto = model_class(**kwargs)
        konto.set_password(lösenord)
        konto.save()
        return konto


class RolltilldelningFactory(DjangoModelFactory):
    """Administratör gäller hela installationen; övriga roller en myndighet."""

    class Meta:
        model = Rolltilldelning

    användare = factory.SubFactory(AnvändareFactory)
    roll = Roll.HANDLÄGGARE
    myndighet = factory.Maybe(
        factory.LazyAttribute(lambda o: o.roll == Roll.ADMINISTRATÖR),
        yes_declaration=None,
        no_declaration=factory.SubFactory(MyndighetFactory),
    )
    från = date(2020, 1, 1)


def med_roll(roll: Roll, myndighet: Myndighet | None = None) -> Användare:
    """Ett konto med rollen i myndigheten (en ny om ingen anges)."""
    if myndighet is None or roll == Roll.ADMINISTRATÖR:
        return RolltilldelningFactory(roll=roll).användare
    return RolltilldelningFactory(roll=roll, myndighet=myndighet).användare
