"""Vem som ska ha kallelsen, vem som har fått den, och vad som hindrar att den skickas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Q
from django.utils import timezone

from konton.models import Användare, Person
from nämnd import documents, kungörelse, plandagar
from nämnd.fynd import Fynd
from nämnd.models import (
    Kallad,
    Kallelse,
    Organ,
    Sammanträde,
    Uppdrag,
    Utskick,
    Utskicksmottagare,
)

KALLAS = (Kallad.Som.LEDAMOT, Kallad.Som.ERSÄTTARE)


class Väg(StrEnum):
    EPOST = "epost"
    POST = "post"
    INTE = "inte"


@dataclass(frozen=True)
class Tilltänkt:
    """En som ska ha kallelsen men ännu inte har fått den."""

    nyckel: str
    namn: str
    som: str
    parti: str = ""
    epost: str = ""
    postadress: str = ""
    person: int | None = None
    har_konto: bool = False

    @property
    def måste_kallas(self) -> bool:
        """Alla ledamöter och alla ersättare kallas (KL 5 kap. 15 §, reglementet)."""
        return self.som in KALLAS

    @property
    def förval(self) -> Väg:
        return Väg.EPOST if self.epost else Väg.POST

    @property
    def vägar(self) -> tuple[Väg, ...]:
        epost = (Väg.EPOST,) if self.epost else ()
        return (*epost, Väg.POST, *(() if self.måste_kallas else (Väg.INTE,)))

    @property
    def som_text(self) -> str:
        return Kallad.Som(self.som).label


def giltig_epost(text: str) -> str:
    """Adressen, eller tomt när det inte är en adress att skicka till."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return ""
    return text.strip()


def tilltänkta(kallelse: Kallelse) -> list[Tilltänkt]:
    """De som inte har fått editionen: uppdragen, de övriga kallade, och dem utifrån som var med."""
    sammanträde = kallelse.sammanträde
    fått = Utskicksmottagare.objects.filter(
        utskick__kallelse=kallelse, utskick__slag=Utskick.Slag.KALLELSE
    )
    har_person = set(fått.values_list("person_id", flat=True))
    rader = [r for r in _kallade(sammanträde) if r.person not in har_person]
    har_adress = set(fått.filter(person=None).values_list("epost", flat=True))
    return rader + [
        Tilltänkt(nyckel=f"m{rad.pk}", namn=rad.namn, som=rad.som, epost=rad.epost)
        for rad in har_fått(sammanträde)
        if rad.person_id is None and rad.epost not in har_adress
    ]


def _kallade(sammanträde: Sammanträde) -> list[Tilltänkt]:
    uppdrag = documents.att_kalla(sammanträde)
    övriga = list(documents.övriga_kallade(sammanträde).select_related("person"))
    personer = {u.person_id for u in uppdrag} | {k.person_id for k in övriga}
    konton = set(
        Användare.objects.filter(is_active=True, person__in=personer).values_list(
            "person_id", flat=True
        )
    )
    return [
        *(_med_uppdrag(u, konton) for u in uppdrag),
        *(_person(k.person, k.som, konton, epost=k.epost) for k in övriga),
    ]


def _med_uppdrag(uppdrag: Uppdrag, konton: set[int]) -> Tilltänkt:
    parti = uppdrag.parti.kod if uppdrag.parti else ""
    return _person(uppdrag.person, documents.kallad_som(uppdrag), konton, parti=parti)


def _person(
    person: Person, som: str, konton: set[int], *, parti: str = "", epost: str = ""
) -> Tilltänkt:
    return Tilltänkt(
        nyckel=f"p{person.pk}",
        namn=person.namn,
        som=som or Kallad.Som.ÖVRIG,
        parti=parti,
        epost=giltig_epost(person.epost) or giltig_epost(epost),
        postadress=person.postadress,
        person=person.pk,
        har_konto=person.pk in konton,
    )


def har_fått(sammanträde: Sammanträde) -> list[Utskicksmottagare]:
    """Var och en som är med i något av mötets utskick, med den senaste adressen."""
    vem: dict[int | None, int | str] = {}
    på_adressen: dict[str, int | str] = {}
    senast: dict[int | str, Utskicksmottagare] = {}
    for rad in Utskicksmottagare.objects.filter(utskick__sammanträde=sammanträde).order_by("pk"):
        # En utifrån är sin adress, också sedan den rättats vid en omsändning.
        nyckel = (
            rad.person_id
            or vem.get(rad.omsändning_av_id)
            or på_adressen.get(rad.epost)
            or rad.epost
        )
        vem[rad.pk] = nyckel
        if rad.person_id is None:
            på_adressen[rad.epost] = nyckel
        senast[nyckel] = rad
    return list(senast.values())


def hinder(kallelse: Kallelse) -> str:
    """Varför editionen inte kan skickas nu, eller tomt."""
    sammanträde = kallelse.sammanträde
    if kallelse.status != Kallelse.Status.UTFÄRDAD:
        return "Kallelsen är inte utfärdad."
    # Kallelsen och dess kompletteringar gäller tillsammans; en helt ny kallelse ersätter dem.
    if sammanträde.kallelser.utfärdade().filter(edition__gt=kallelse.edition).exists():
        return "En ny kallelse gäller i stället. Skicka den."
    if not sammanträde.är_öppet_för_ändring:
        return f"Sammanträdet {sammanträde.läget}."
    if sammanträde.datum < timezone.localdate():
        return "Sammanträdesdagen har varit."
    return ""


def varning(kallelse: Kallelse, tilltänkta: Iterable[Tilltänkt]) -> Fynd | None:
    """Om någon av fullmäktiges ledamöter och ersättare kallas för sent (KL 5 kap. 15 §).

    Den som fick en tidigare kallelse i tid är kallad.
    """
    sammanträde = kallelse.sammanträde
    if sammanträde.organ.typ != Organ.Typ.FULLMÄKTIGE:
        return None
    i_tid = set(
        Utskicksmottagare.objects.filter(
            utskick__sammanträde=sammanträde,
            sänd_tid__date__lte=plandagar.senast_kallade(sammanträde.datum),
        ).values_list("person_id", flat=True)
    )
    if all(t.person in i_tid for t in tilltänkta if t.måste_kallas):
        return None
    return kungörelse.pröva_kallelsen(timezone.localdate(), sammanträde.datum)


@dataclass(frozen=True)
class Läge:
    """Hur långt utskicket av den gällande kallelsen har kommit."""

    kallelse: Kallelse
    saknar: int
    fått: int
    skickade: int
    öppnade: int
    hinder: str
    har_utskick: bool
    oskickade: tuple[Kallelse, ...] = ()
    """De andra som gäller, kallelsen och dess kompletteringar, och som aldrig har skickats."""

    @property
    def visas(self) -> bool:
        """Ett möte som varit, och vars kallelse aldrig skickades härifrån, har inget att visa."""
        return self.har_utskick or not self.hinder


def läge(kallelse: Kallelse) -> Läge:
    """Räknar det senaste brevet till var och en; en omsänd rad är ersatt av den nya."""
    antal = Utskicksmottagare.objects.filter(
        utskick__kallelse=kallelse, utskick__slag=Utskick.Slag.KALLELSE, omsänd_som=None
    ).aggregate(
        fått=Count("pk"),
        skickade=Count("pk", filter=Q(sänd_tid__isnull=False)),
        öppnade=Count("pk", filter=Q(öppnad_tid__isnull=False)),
    )
    stopp = hinder(kallelse)
    saknar = 0 if stopp else sum(1 for t in tilltänkta(kallelse) if t.måste_kallas)
    har_utskick = kallelse.sammanträde.utskick.exists()
    oskickade = () if stopp else _oskickade(kallelse)
    return Läge(
        kallelse, saknar, **antal, hinder=stopp, har_utskick=har_utskick, oskickade=oskickade
    )


def _oskickade(kallelse: Kallelse) -> tuple[Kallelse, ...]:
    """Det som gäller tillsammans med det senaste och är utfärdat men inte skickat till någon."""
    if not kallelse.är_komplettering:
        return ()
    skickade = Utskick.objects.filter(
        sammanträde=kallelse.sammanträde_id, slag=Utskick.Slag.KALLELSE
    )
    return tuple(
        kallelse.sammanträde.kallelser.utfärdade()
        .filter(edition=kallelse.edition)
        .exclude(pk=kallelse.pk)
        .exclude(pk__in=skickade.order_by().values("kallelse"))
        .order_by("nummer")
    )
