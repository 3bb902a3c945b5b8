"""Skapar, ändrar, flyttar och ställer in sammanträden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.formats import date_format

from konton.models import Användare, Person
from nämnd import documents, justeringstur, policy, utbyggnad
from nämnd.models import (
    Anmältbeslut,
    Gruppmöte,
    Kallad,
    Organ,
    Programpunkt,
    Sammanträde,
    Tidspann,
    TilltänktJusterare,
    Uppdrag,
    Återkommande,
)
from nämnd.policy import Rätt
from nämnd.services import anmälningar, föredragningslista, kalender, publicering, svar, utskick
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


@dataclass(frozen=True)
class Övrigkallad:
    """En som kallas utan att ha uppdrag i organet, som det skrivs i formuläret."""

    namn: str
    titel: str = ""
    tid: str = ""
    kännedom: bool = False


@dataclass(frozen=True)
class Justerarval:
    """En ledamot som kallelsen föreslår att justera."""

    uppdrag: Uppdrag
    är_ersättare: bool = False


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
        "distans": organ.distansregel if organ.distans_tillåten else "",
        "distans_senast": sista_dag_för_distans(organ, datum),
        "underskrift_ort": _senaste_ort(organ),
    }
    sammanträde = Sammanträde.objects.create(
        organ=organ, datum=datum, plats=plats, slag=slag, **(uppgifter | övrigt)
    )
    Tidspann.objects.create(sammanträde=sammanträde, från=från, till=till)
    if organ.föreslagna_justerare:
        i_tur = valbara_justerare(sammanträde)[: organ.föreslagna_justerare]
        _skriv_justerare(sammanträde, [Justerarval(uppdrag) for uppdrag in i_tur])
    if stående:
        föredragningslista.lägg_till_stående(sammanträde=sammanträde, av=av)
        utbyggnad.förfyll(sammanträde, av)
        sammanträde.refresh_from_db()
    return sammanträde


def _senaste_ort(organ: Organ) -> str:
    """Orten som organets senaste kallelse undertecknades i; den skrivs en gång."""
    möten = organ.sammanträden.exclude(underskrift_ort="").order_by("-datum", "-pk")
    return möten.values_list("underskrift_ort", flat=True).first() or ""


def sista_dag_för_distans(organ: Organ, datum: date) -> date | None:
    """Sista dagen att anmäla att man deltar på distans, om organet har bestämt en."""
    if not organ.distans_tillåten or organ.distans_dagar is None:
        return None
    return datum - timedelta(days=organ.distans_dagar)


def valbara_justerare(sammanträde: Sammanträde) -> list[Uppdrag]:
    """Organets ledamöter i tur att justera, utom mötets ordförande som alltid gör det."""
    ledamöter = {
        u.person_id: u
        for u in Uppdrag.objects.gällande(sammanträde.datum)
        .filter(organ=sammanträde.organ_id)
        .exclude(post__in=[Uppdrag.Post.ERSÄTTARE, Uppdrag.Post.INSYN])
        .exclude(person=sammanträde.ordförande_id)
        .select_related("person", "parti")
        .order_by("ordning", "pk")
    }
    senast = utbyggnad.senast_justerat(sammanträde.organ, sammanträde.datum)
    return [ledamöter[person] for person in justeringstur.i_tur(list(ledamöter), senast)]


@transaction.atomic
def ändra_sammanträde(
    *,
    sammanträde: Sammanträde,
    av: Användare,
    gruppmöten: Sequence[Gruppmötesrad] | None = None,
    program: Sequence[tuple[str, str]] | None = None,
    övriga: Sequence[Övrigkallad] | None = None,
    justerare: Sequence[Justerarval] | None = None,
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
        if program is not None:
            låst.program.all().delete()
            Programpunkt.objects.bulk_create(
                Programpunkt(sammanträde=låst, tid=tid, text=text) for tid, text in program
            )
        if övriga is not None:
            _skriv_övriga(låst, övriga, av)
        if justerare is not None:
            # En inläst källas justerare som inte är ledamot i registret går inte att välja om.
            valbara = [u.person_id for u in valbara_justerare(låst)]
            låst.tilltänkta_justerare.filter(person__in=valbara).delete()
            _skriv_justerare(låst, justerare)


def _skriv_justerare(sammanträde: Sammanträde, justerare: Sequence[Justerarval]) -> None:
    TilltänktJusterare.objects.bulk_create(
        TilltänktJusterare(
            sammanträde=sammanträde,
            person=val.uppdrag.person,
            namn=val.uppdrag.person.namn,
            parti=val.uppdrag.parti.kod if val.uppdrag.parti else "",
            är_ersättare=val.är_ersättare,
        )
        for val in justerare
    )


def _skriv_övriga(sammanträde: Sammanträde, övriga: Sequence[Övrigkallad], av: Användare) -> None:
    """Skriver raderna om; det en inläst källa säger utöver formulärets fält följer personen."""
    förr = {rad.namn: rad for rad in documents.övriga_kallade(sammanträde)}
    nu = {rad.namn for rad in övriga}
    sammanträde.kallade.filter(pk__in=[r.pk for n, r in förr.items() if n not in nu]).delete()
    kommun = sammanträde.organ.myndighet.kommun
    for rad in övriga:
        uppgifter = {
            "titel": rad.titel,
            "tid": rad.tid,
            "som": Kallad.Som.KÄNNEDOM if rad.kännedom else Kallad.Som.ÖVRIG,
        }
        if rad.namn in förr:
            Kallad.objects.filter(pk=förr[rad.namn].pk).update(**uppgifter)
            continue
        person = Person.objects.filter(kommun=kommun, namn=rad.namn).first()
        person = person or Person.objects.create(kommun=kommun, namn=rad.namn, titel=rad.titel)
        if sammanträde.kallade.filter(person=person).exists():
            raise föredragningslista.Listfel(f"{rad.namn} är redan kallad.")
        Kallad.objects.create(
            sammanträde=sammanträde, person=person, namn=rad.namn, kallad_av=av, **uppgifter
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
    """Flyttar mötet till en annan dag, tid eller plats, och skriver till dem som fått kallelsen.

    Händelsen står på varje ärende. Får mötet en annan tid gäller inte svaren längre: den som kunde
    komma då kanske inte kan nu.
    """
    with föredragningslista.ändrar(sammanträde, av=av) as låst:
        förr = str(låst)
        spann = [(s.från, s.till) for s in låst.tider.all()]
        if (låst.datum, spann) != (datum, [(från, till)]):
            svar.upphäv(sammanträde=låst, av=av)
        if låst.distans_senast == sista_dag_för_distans(låst.organ, låst.datum):
            låst.distans_senast = sista_dag_för_distans(låst.organ, datum)
        låst.datum, låst.plats = datum, plats
        låst.save(update_fields=["datum", "plats", "distans_senast"])
        låst.tider.all().delete()
        Tidspann.objects.create(sammanträde=låst, från=från, till=till)
        publicering.följ_med(sammanträde=låst, av=av)
        anmälda = Anmältbeslut.objects.filter(punkt__sammanträde=låst)
        delegationsbeslut.sätt_anmälda(
            beslut=[rad.beslut for rad in anmälda.select_related("beslut__myndighet")],
            dag=datum,
            av=av,
        )
        anmälningar.skriv_om_alla(sammanträde=låst, av=av)
        for ärende in _ärenden(låst):
            händelser.skriv(
                ärende, "sammanträde.ändrat", av=av, möte=förr, till=_när(datum, från, till, plats)
            )
        kalender.uppdatera(sammanträde=låst, av=av)
        utskick.meddela_ändring(sammanträde=låst, av=av)


def _när(datum: date, från: time, till: time | None, plats: str) -> str:
    """18 mars 2026 kl. 13.00–16.00, Stora salen"""
    tid = f"{från:%H.%M}–{till:%H.%M}" if till else f"{från:%H.%M}"
    text = f"{date_format(datum, 'j F Y')} kl. {tid}"
    return f"{text}, {plats}" if plats else text


@transaction.atomic
def ställ_in(*, sammanträde: Sammanträde, skäl: str, av: Användare) -> None:
    """Ställer in mötet och skriver till dem som fått kallelsen.

    Listan finns kvar; det som hämtats till den väntar igen.
    """
    with föredragningslista.ändrar(sammanträde, av=av) as låst:
        for punkt in låst.punkter.exclude(skrivelse=None):
            föredragningslista.lämna_tillbaka(punkt)
        for punkt in låst.punkter.filter(anmälda_beslut__isnull=False).distinct():
            föredragningslista.lämna_tillbaka_beslut(punkt, av)
        Återkommande.objects.filter(upptagen__sammanträde=låst).update(upptagen=None)
        for ärende in _ärenden(låst):
            händelser.skriv(ärende, "sammanträde.inställt", av=av, möte=str(låst), skäl=skäl)
        låst.status = Sammanträde.Status.INSTÄLLT
        låst.inställt_skäl = skäl
        låst.save(update_fields=["status", "inställt_skäl"])
        publicering.följ_med(sammanträde=låst, av=av)
        kalender.uppdatera(sammanträde=låst, av=av)
        utskick.meddela_inställt(sammanträde=låst, av=av)


def _ärenden(sammanträde: Sammanträde) -> list[Ärende]:
    return list(
        Ärende.objects.filter(pk__in=sammanträde.punkter.values("ärende").order_by()).order_by("pk")
    )
