"""Skapar, ändrar, flyttar och ställer in sammanträden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.formats import date_format

from konton.models import Användare
from nämnd import policy
from nämnd.models import Anmältbeslut, Gruppmöte, Organ, Sammanträde, Tidspann, Uppdrag
from nämnd.policy import Rätt
from nämnd.services import föredragningslista, kalender
from ärenden.models import Ärende
from ärenden.services import delegationsbeslut, händelser


class Stängt(Exception):
    """Sammanträdet pågår, är avslutat eller inställt och kan inte ändras."""


@dataclass(frozen=True)
class Gruppmötesrad:
    """Ett gruppmöte som det skrivs i formuläret."""

    partier: tuple[str, ...]
    plats: str = ""
    från: time | None = None
    till: time | None = None


@transaction.atomic
def skapa_sammanträde(
    *,
    organ: Organ,
    datum: date,
    från: time,
    plats: str,
    av: Användare,
    till: time | None = None,
    slag: str = Sammanträde.Slag.ORDINARIE,
    stående: bool = True,
    **övrigt: object,
) -> Sammanträde:
    """Ett nytt sammanträde med organets ordförande, sekreteraren och de stående punkterna."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, organ)
    ordförande = (
        Uppdrag.objects.gällande(datum)
        .filter(organ=organ, post=Uppdrag.Post.ORDFÖRANDE)
        .select_related("person")
        .first()
    )
    uppgifter: dict[str, object] = {
        "ordförande": ordförande.person if ordförande else None,
        "ordförande_titel": "ordförande" if ordförande else "",
        "sekreterare": av.person,
        "sekreterare_titel": (av.person.titel if av.person else ""),
        "förhinder_till": av.person,
        "anteckningssidor": organ.anteckningssidor,
    }
    sammanträde = Sammanträde.objects.create(
        organ=organ, datum=datum, plats=plats, slag=slag, **(uppgifter | övrigt)
    )
    Tidspann.objects.create(sammanträde=sammanträde, från=från, till=till)
    if stående:
        föredragningslista.lägg_till_stående(sammanträde=sammanträde, av=av)
        sammanträde.refresh_from_db()
    return sammanträde


@transaction.atomic
def ändra_sammanträde(
    *,
    sammanträde: Sammanträde,
    av: Användare,
    gruppmöten: Sequence[Gruppmötesrad] | None = None,
    **uppgifter: object,
) -> None:
    """Ändrar uppgifter som trycks i kallelsen (plats, tema, pressinformation …)."""
    with föredragningslista.ändrar(sammanträde, av=av) as låst:
        for fält, värde in uppgifter.items():
            setattr(låst, fält, värde)
        låst.save(update_fields=list(uppgifter))
        if gruppmöten is not None:
            låst.gruppmöten.all().delete()
            Gruppmöte.objects.bulk_create(
                Gruppmöte(
                    sammanträde=låst,
                    partier=list(rad.partier),
                    plats=rad.plats,
                    från=rad.från,
                    till=rad.till,
                )
                for rad in gruppmöten
            )


@transaction.atomic
def flytta_sammanträde(
    *,
    sammanträde: Sammanträde,
    datum: date,
    från: time,
    plats: str,
    av: Användare,
    till: time | None = None,
) -> None:
    """Flyttar mötet till en annan dag, tid eller plats. Händelsen står på varje ärende."""
    with föredragningslista.ändrar(sammanträde, av=av) as låst:
        förr = str(låst)
        låst.datum, låst.plats = datum, plats
        låst.save(update_fields=["datum", "plats"])
        låst.tider.all().delete()
        Tidspann.objects.create(sammanträde=låst, från=från, till=till)
        anmälda = Anmältbeslut.objects.filter(punkt__sammanträde=låst)
        delegationsbeslut.sätt_anmälda(
            beslut=[rad.beslut for rad in anmälda.select_related("beslut__myndighet")],
            dag=datum,
            av=av,
        )
        for ärende in _ärenden(låst):
            händelser.skriv(
                ärende, "sammanträde.ändrat", av=av, möte=förr, till=_när(datum, från, till, plats)
            )
        kalender.uppdatera(sammanträde=låst, av=av)


def _när(datum: date, från: time, till: time | None, plats: str) -> str:
    """18 mars 2026 kl. 13.00–16.00, Stora salen"""
    tid = f"{från:%H.%M}–{till:%H.%M}" if till else f"{från:%H.%M}"
    text = f"{date_format(datum, 'j F Y')} kl. {tid}"
    return f"{text}, {plats}" if plats else text


@transaction.atomic
def ställ_in(*, sammanträde: Sammanträde, skäl: str, av: Användare) -> None:
    """Ställer in mötet. Listan finns kvar; anmälningarna går tillbaka till kön."""
    with föredragningslista.ändrar(sammanträde, av=av) as låst:
        for punkt in låst.punkter.exclude(skrivelse=None):
            föredragningslista.lämna_tillbaka(punkt)
        for punkt in låst.punkter.filter(anmälda_beslut__isnull=False).distinct():
            föredragningslista.lämna_tillbaka_beslut(punkt, av)
        for ärende in _ärenden(låst):
            händelser.skriv(ärende, "sammanträde.inställt", av=av, möte=str(låst), skäl=skäl)
        låst.status = Sammanträde.Status.INSTÄLLT
        låst.inställt_skäl = skäl
        låst.save(update_fields=["status", "inställt_skäl"])
        kalender.uppdatera(sammanträde=låst, av=av)


def _ärenden(sammanträde: Sammanträde) -> list[Ärende]:
    return list(
        Ärende.objects.filter(pk__in=sammanträde.punkter.values("ärende").order_by()).order_by("pk")
    )
