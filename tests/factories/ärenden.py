"""Testobjekt för paketet ärenden. Det som en tjänst äger skapas genom tjänsten."""

import io

import factory
import pikepdf
from factory.django import DjangoModelFactory

from konton.models import Användare, Myndighet, Roll
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from ärenden.models import Anmälan, Diarium, Handling, Jobb, Skrivelse, Ärende
from ärenden.services import registrering, skrivelser


def pdf(sidor: int = 1, *, märke: str = "") -> bytes:
    """En hel PDF med tomma sidor; märket gör innehållet unikt."""
    dokument = pikepdf.new()
    for _ in range(sidor):
        dokument.add_blank_page(page_size=(595, 842))
    if märke:
        dokument.docinfo["/Title"] = märke
    ut = io.BytesIO()
    dokument.save(ut, deterministic_id=True)
    return ut.getvalue()


class DiariumFactory(DjangoModelFactory):
    class Meta:
        model = Diarium
        skip_postgeneration_save = True

    namn = factory.Sequence(lambda n: f"Diarium {n}")
    prefix = factory.Sequence(lambda n: f"D{n}N")
    mönster = "{prefix}/{ar}:{lopnummer}[ - {klass}]"

    @factory.post_generation
    def myndigheter(self, create, värde, **kwargs):
        for myndighet in värde or ():
            self.myndigheter.add(myndighet)


class JobbFactory(DjangoModelFactory):
    class Meta:
        model = Jobb

    slag = "prov.arbete"
    nyckel = factory.Sequence(lambda n: f"nyckel {n}")
    av = factory.SubFactory(AnvändareFactory)


def diarium_för(myndighet: Myndighet) -> Diarium:
    """Myndighetens diarium; skapas om det inte finns."""
    diarium = Diarium.objects.filter(myndigheter=myndighet).first()
    return diarium or DiariumFactory(myndigheter=[myndighet])


def registrator_i(myndighet: Myndighet) -> Användare:
    return med_roll(Roll.REGISTRATOR, myndighet)


def ärende(myndighet: Myndighet | None = None, *, av: Användare | None = None, **fält) -> Ärende:
    """Ett registrerat ärende."""
    myndighet = myndighet or MyndighetFactory()
    return registrering.registrera_ärende(
        diarium=fält.pop("diarium", None) or diarium_för(myndighet),
        myndighet=myndighet,
        rubrik=fält.pop("rubrik", "Taxa för tillsyn enligt alkohollagen"),
        av=av or registrator_i(myndighet),
        **fält,
    )


def handling(i: Ärende, *, av: Användare | None = None, **fält) -> Handling:
    """En registrerad handling med en PDF."""
    return registrering.registrera_handling(
        ärende=i,
        rubrik=fält.pop("rubrik", "Remissvar"),
        slag=fält.pop("slag", Handling.Slag.REMISS),
        riktning=fält.pop("riktning", Handling.Riktning.INKOMMEN),
        innehåll=fält.pop("innehåll", pdf()),
        filnamn=fält.pop("filnamn", "remissvar.pdf"),
        av=av or registrator_i(i.myndighet),
        **fält,
    )


def skrivelse(i: Ärende, *, av: Användare | None = None, **fält) -> Skrivelse:
    """En inlämnad tjänsteskrivelse med två beslutssatser."""
    return skrivelser.lämna_in(
        ärende=i,
        rubrik=fält.pop("rubrik", "Tjänsteskrivelse om taxan"),
        beslutssatser=fält.pop("beslutssatser", ["Taxan antas.", "Taxan gäller från årsskiftet."]),
        innehåll=fält.pop("innehåll", pdf(2)),
        filnamn=fält.pop("filnamn", "tjänsteskrivelse.pdf"),
        av=av or med_roll(Roll.HANDLÄGGARE, i.myndighet),
        **fält,
    )


def anmälan(av_skrivelse: Skrivelse, *, av: Användare | None = None, **fält) -> Anmälan:
    """En anmälan som väntar."""
    myndighet = av_skrivelse.handling.ärende.myndighet
    return skrivelser.anmäl(
        skrivelse=av_skrivelse,
        myndighet=fält.pop("myndighet", myndighet),
        av=av or med_roll(Roll.NÄMNDSEKRETERARE, myndighet),
        **fält,
    )
