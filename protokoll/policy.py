"""Vem som får föra protokoll, och vem som får läsa det innan det är justerat."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, F, Func, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from konton.models import Användare
from konton.policy import (
    har_roll,
    myndigheter_med_roll,
    roller_per_myndighet,
    är_administratör,
)
from konton.roller import Roll
from nämnd import policy as nämndpolicy
from nämnd.models import Organ, Sammanträde, Uppdrag
from protokoll.models import (
    Anslag,
    Beslutsuppdrag,
    Bevis,
    Delegationsprotokoll,
    Expediering,
    InkommetUtdrag,
    Justerare,
    Justering,
    Närvaro,
    Paragraf,
    Protokoll,
    Protokollsfil,
    Underskrift,
)
from publikt.models import Anslag as Tavelanslag
from publikt.models.anslag import AnslagQuerySet
from ärenden import policy as ärendepolicy
from ärenden.models import Jobb

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Rätt(StrEnum):
    SE_PROTOKOLL = auto()
    SE_JUSTERAT = auto()
    FÖRA_PROTOKOLL = auto()
    FÖRBEREDA_EXPEDIERING = auto()
    EXPEDIERA = auto()
    TA_EMOT_UTDRAG = auto()
    ANSLÅ = auto()


RÄTTER: dict[Roll, frozenset[Rätt]] = {
    Roll.NÄMNDSEKRETERARE: frozenset(Rätt),
    # Ett protokoll som inte är justerat är ett utkast (TF 2 kap. 12 §): ordföranden och
    # justerarna läser det genom sitt uppdrag, ingen annan genom sin roll.
    Roll.HANDLÄGGARE: frozenset({Rätt.SE_JUSTERAT, Rätt.FÖRBEREDA_EXPEDIERING}),
    Roll.CHEF: frozenset({Rätt.SE_JUSTERAT}),
    Roll.REGISTRATOR: frozenset({Rätt.SE_JUSTERAT, Rätt.TA_EMOT_UTDRAG, Rätt.ANSLÅ}),
    Roll.FÖRTROENDEVALD: frozenset({Rätt.SE_JUSTERAT}),
    Roll.ADMINISTRATÖR: frozenset(),
}


def roller_med(rätt: Rätt) -> frozenset[Roll]:
    return frozenset(roll for roll, rätter in RÄTTER.items() if rätt in rätter)


def får(användare: Användare | AnonymousUser, rätt: Rätt, organ: Organ) -> bool:
    return har_roll(användare, roller_med(rätt), organ.myndighet_id)


def får_föra_protokoll(användare: Användare | AnonymousUser) -> bool:
    """Om användaren för protokoll i något organ."""
    roller = roller_med(Rätt.FÖRA_PROTOKOLL)
    return any(egna & roller for egna in roller_per_myndighet(användare).values())


def får_anslå(användare: Användare | AnonymousUser) -> bool:
    """Om användaren anslår för något organ."""
    roller = roller_med(Rätt.ANSLÅ)
    return any(egna & roller for egna in roller_per_myndighet(användare).values())


def kräv(användare: Användare | AnonymousUser, rätt: Rätt, organ: Organ) -> None:
    """Systemkontot kan inte logga in: bara kommandon handlar som det."""
    if isinstance(användare, Användare) and användare.är_system:
        return
    if not får(användare, rätt, organ):
        raise PermissionDenied(f"Du har inte den rätten i {organ}.")


def synliga_protokoll(användare: Användare | AnonymousUser) -> QuerySet[Protokoll]:
    """Sekreterarens alla; utkast för den som ska skriva under; justerade för organets egna."""
    return Protokoll.objects.exclude(status=Protokoll.Status.FÖRBERETT).filter(
        _förs_av(användare) | _utkast_för(användare) | _justerade_för(användare)
    )


def _förs_av(användare: Användare | AnonymousUser) -> Q:
    return Q(
        sammanträde__organ__myndighet__in=myndigheter_med_roll(
            användare, roller_med(Rätt.SE_PROTOKOLL)
        )
    )


def _utkast_för(användare: Användare | AnonymousUser) -> Q:
    """Utkast efter mötet för den som ledde det, ska justera det eller ska skriva under."""
    person = _person(användare)
    if person is None:
        return Q(pk__in=[])
    justerar = Justerare.objects.filter(protokoll=OuterRef("pk"), närvaro__person=person)
    skriver = _väntade(person).filter(justering__protokoll=OuterRef("pk"))
    utsedd = Q(Exists(justerar)) | Q(ordförande__person=person) | Q(Exists(skriver))
    return ~Q(status=Protokoll.Status.ÖPPET) & utsedd


def _justerade_för(användare: Användare | AnonymousUser) -> Q:
    """Ett justerat protokoll läser alla som arbetar åt organet, och dess förtroendevalda."""
    return Q(status=Protokoll.Status.JUSTERAT) & _organets(användare, "sammanträde__organ")


def _organets(användare: Användare | AnonymousUser, väg: str) -> Q:
    roller = myndigheter_med_roll(användare, roller_med(Rätt.SE_JUSTERAT))
    arbetar = Q(**{f"{väg}__myndighet__in": roller})
    person = _person(användare)
    if person is None:
        return arbetar
    uppdrag = Uppdrag.objects.gällande().filter(person=person, organ=OuterRef(väg))
    return arbetar | Q(Exists(uppdrag))


def _väntade(person: int) -> QuerySet[Underskrift]:
    return Underskrift.objects.filter(person=person).exclude(status=Underskrift.Status.ERSATT)


def får_se(användare: Användare | AnonymousUser, protokoll: Protokoll) -> bool:
    if protokoll.status == Protokoll.Status.FÖRBERETT:
        return False
    organ = protokoll.sammanträde.organ
    if får(användare, Rätt.SE_PROTOKOLL, organ):
        return True
    if protokoll.status == Protokoll.Status.JUSTERAT and _hör_till(användare, organ):
        return True
    return _läser_utkast(användare, protokoll)


def _hör_till(användare: Användare | AnonymousUser, organ: Organ) -> bool:
    person = _person(användare)
    return får(användare, Rätt.SE_JUSTERAT, organ) or (
        person is not None and organ.uppdrag.gällande().filter(person=person).exists()
    )


def _läser_utkast(användare: Användare | AnonymousUser, protokoll: Protokoll) -> bool:
    person = _person(användare)
    if person is None or protokoll.är_öppet:
        return False
    leder = protokoll.ordförande is not None and protokoll.ordförande.person_id == person
    return (
        leder
        or protokoll.justerare.filter(närvaro__person=person).exists()
        or _väntade(person).filter(justering__protokoll=protokoll).exists()
    )


def synliga_justeringar(användare: Användare | AnonymousUser) -> QuerySet[Justering]:
    """Sekreterarens alla; den som skriver under sina; justerade för organets egna.

    En omedelbar justering syns när den är gjord, också medan mötet pågår.
    """
    för = Q(
        protokoll__sammanträde__organ__myndighet__in=myndigheter_med_roll(
            användare, roller_med(Rätt.SE_PROTOKOLL)
        )
    )
    justerad = Q(status=Justering.Status.JUSTERAD) & _organets(
        användare, "protokoll__sammanträde__organ"
    )
    person = _person(användare)
    skriver = (
        Q(Exists(_väntade(person).filter(justering=OuterRef("pk"))))
        if person is not None
        else Q(pk__in=[])
    )
    return Justering.objects.filter(för | justerad | skriver)


def får_se_justering(användare: Användare | AnonymousUser, justering: Justering) -> bool:
    organ = justering.protokoll.sammanträde.organ
    if får(användare, Rätt.SE_PROTOKOLL, organ):
        return True
    if justering.status == Justering.Status.JUSTERAD and _hör_till(användare, organ):
        return True
    person = _person(användare)
    return person is not None and _väntade(person).filter(justering=justering).exists()


def att_försegla(användare: Användare | AnonymousUser) -> QuerySet[Justering]:
    """Justerade protokoll som ännu inte är förseglade: sekreterarens, och administratörens alla.

    Administratören sköter sigillet och får försöka igen, men läser inte protokollet.
    """
    ofärdiga = Justering.objects.filter(
        status=Justering.Status.JUSTERAD, jobb__isnull=False
    ).exclude(jobb__status=Jobb.Status.KLART)
    if är_administratör(användare):
        return ofärdiga
    förda = myndigheter_med_roll(användare, roller_med(Rätt.FÖRA_PROTOKOLL))
    return ofärdiga.filter(protokoll__sammanträde__organ__myndighet__in=förda)


def kräv_försegla(användare: Användare, organ: Organ) -> None:
    if not är_administratör(användare):
        kräv(användare, Rätt.FÖRA_PROTOKOLL, organ)


def synliga_anslag(användare: Användare | AnonymousUser) -> QuerySet[Anslag]:
    return Anslag.objects.filter(justering__in=synliga_justeringar(användare))


def synliga_bevis(användare: Användare | AnonymousUser) -> QuerySet[Bevis]:
    return Bevis.objects.filter(anslag__in=synliga_anslag(användare), fil__isnull=False)


# --- Anslagstavlan -----------------------------------------------------------------------------

# Vad källans första led säger att anslaget gäller, och vägen därifrån till organet.
KÄLLOR: dict[str, tuple[type[Model], str]] = {
    "anslag": (Organ, "pk"),
    "justering": (Justering, "protokoll__sammanträde__organ"),
    "namnd.sammantrade": (Sammanträde, "organ"),
    "delegationsprotokoll": (Delegationsprotokoll, "organ"),
}


def _led(nummer: int) -> Func:
    return Func(
        F("källa"), Value(":"), Value(nummer), function="split_part", output_field=CharField()
    )


def skötta_tavelanslag(användare: Användare | AnonymousUser) -> AnslagQuerySet:
    """Anslagen för de organ där användaren anslår. Anslaget självt känner bara sin källa."""
    organ = anslående_organ(användare)
    villkor = Q(pk__in=[])
    for slag, (modell, väg) in KÄLLOR.items():
        egna = modell._default_manager.filter(**{f"{väg}__in": organ.order_by()}).order_by()
        villkor |= Q(
            _vad=slag, _nummer__in=egna.annotate(_text=Cast("pk", CharField())).values("_text")
        )
    return Tavelanslag.objects.alias(_vad=_led(1), _nummer=_led(2)).filter(villkor)


def tavelorgan(anslag: Tavelanslag) -> Organ | None:
    """Organet vars sak anslaget är; None om det inte kommer härifrån."""
    vad, _, rest = anslag.källa.partition(":")
    nummer = rest.partition(":")[0]
    if vad not in KÄLLOR or not nummer.isdecimal():
        return None
    modell, väg = KÄLLOR[vad]
    pk = modell._default_manager.filter(pk=int(nummer)).values_list(väg, flat=True).first()
    if pk is None:
        return None
    return Organ.objects.select_related("myndighet__kommun").get(pk=pk)


def får_sköta_tavelanslag(användare: Användare | AnonymousUser, anslag: Tavelanslag) -> bool:
    organ = tavelorgan(anslag)
    return organ is not None and får(användare, Rätt.ANSLÅ, organ)


def kräv_sköta_tavelanslag(användare: Användare, anslag: Tavelanslag) -> Organ:
    organ = tavelorgan(anslag)
    if organ is None:
        raise PermissionDenied("Anslaget sköts inte här.")
    kräv(användare, Rätt.ANSLÅ, organ)
    return organ


def anslående_organ(användare: Användare | AnonymousUser) -> QuerySet[Organ]:
    return Organ.objects.filter(
        myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.ANSLÅ))
    )


def synliga_delegationsprotokoll(
    användare: Användare | AnonymousUser,
) -> QuerySet[Delegationsprotokoll]:
    """De särskilda protokollen i nämnderna där användaren för protokoll eller är ordförande.

    Ordföranden läser dem: besluten är fattade på nämndens vägnar.
    """
    för = Q(organ__myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.FÖRA_PROTOKOLL)))
    if (person := _person(användare)) is not None:
        leder = Uppdrag.objects.gällande().filter(person=person, post=Uppdrag.Post.ORDFÖRANDE)
        för |= Q(organ__in=leder.order_by().values("organ"))
    return Delegationsprotokoll.objects.filter(för)


def att_justera(användare: Användare | AnonymousUser) -> QuerySet[Underskrift]:
    """Underskrifterna som väntar på användaren."""
    person = _person(användare)
    if person is None:
        return Underskrift.objects.none()
    return Underskrift.objects.filter(
        person=person,
        status=Underskrift.Status.VÄNTAR,
        justering__status=Justering.Status.PÅGÅR,
        justering__metod=Justering.Metod.ELEKTRONISK,
    )


def får_läsa_hela(användare: Användare | AnonymousUser, justering: Justering) -> bool:
    """Hela filen, med det hemliga; annars bara den offentliga."""
    return not justering.underlag.get("offentligt") or får_se_hemligt(
        användare, justering.protokoll
    )


def får_se_hemligt(användare: Användare | AnonymousUser, protokoll: Protokoll) -> bool:
    """Om användaren får läsa protokollets hemliga paragrafer."""
    return nämndpolicy.får_se_sekretess(användare, protokoll.sammanträde)


def synliga_filer(
    användare: Användare | AnonymousUser, protokoll: Protokoll
) -> QuerySet[Protokollsfil]:
    """Filerna i ett protokoll som användaren får se; det hemliga bara för den som får se det."""
    # Arbetsfilerna är utkast; den som bara får läsa det justerade läser det förseglade.
    läser = Protokoll.objects.filter(_förs_av(användare) | _utkast_för(användare))
    filer = Protokollsfil.objects.filter(protokoll=protokoll, protokoll__in=läser).order_by(
        F("paragraf__nummer").asc(nulls_first=True), "id"
    )
    if får_se_hemligt(användare, protokoll):
        return filer
    if _har_hemligt(protokoll):
        filer = filer.exclude(slag=Protokollsfil.Slag.PROTOKOLL)
    return filer.filter(Q(paragraf=None) | Q(paragraf__sekretess_lagrum=""))


def får_se_fil(användare: Användare | AnonymousUser, fil: Protokollsfil) -> bool:
    protokoll = fil.protokoll
    if not (
        får(användare, Rätt.SE_PROTOKOLL, protokoll.sammanträde.organ)
        or _läser_utkast(användare, protokoll)
    ):
        return False
    if får_se_hemligt(användare, protokoll):
        return True
    if fil.paragraf is not None:
        return not fil.paragraf.är_sekretess
    return fil.slag == Protokollsfil.Slag.OFFENTLIGT or not _har_hemligt(protokoll)


def möten_i_närvarolistan(användare: Användare | AnonymousUser) -> QuerySet[Protokoll]:
    """Mötena där användaren själv står i närvarolistan; där finns sidan för den egna rösten."""
    person = _person(användare)
    rader = Närvaro.objects.filter(protokoll=OuterRef("pk"), person=person, person__isnull=False)
    return Protokoll.objects.filter(Exists(rader))


def synliga_uppdrag(användare: Användare | AnonymousUser) -> QuerySet[Beslutsuppdrag]:
    """Sekreterarens alla och de egna; chefens när mötet är avslutat och paragrafen inte är hemlig.

    Ett uppdrag i en hemlig paragraf ser bara sekreteraren och den som fått det.
    """
    if not isinstance(användare, Användare):
        return Beslutsuppdrag.objects.none()
    sekreterarens = Q(
        paragraf__organ__myndighet__in=myndigheter_med_roll(
            användare, roller_med(Rätt.FÖRA_PROTOKOLL)
        )
    )
    chefens = Q(
        paragraf__organ__myndighet__in=myndigheter_med_roll(användare, frozenset({Roll.CHEF})),
        paragraf__sekretess_lagrum="",
    ) & ~Q(paragraf__protokoll__status=Protokoll.Status.ÖPPET)
    return Beslutsuppdrag.objects.filter(sekreterarens | chefens | Q(handläggare=användare))


def får_se_uppdrag(användare: Användare | AnonymousUser, uppdrag: Beslutsuppdrag) -> bool:
    if not isinstance(användare, Användare):
        return False
    paragraf = uppdrag.paragraf
    if uppdrag.handläggare_id == användare.pk or får(
        användare, Rätt.FÖRA_PROTOKOLL, paragraf.organ
    ):
        return True
    chef = har_roll(användare, frozenset({Roll.CHEF}), paragraf.organ.myndighet_id)
    return chef and not paragraf.är_sekretess and not paragraf.protokoll.är_öppet


def _har_hemligt(protokoll: Protokoll) -> bool:
    """Om en paragraf eller titeln på en handling i underlaget är hemlig."""
    hemlig = ~Q(sekretess_lagrum="") | Q(underlag__är_hemligt=True)
    return Paragraf.objects.filter(hemlig, protokoll=protokoll).exists()


def _person(användare: Användare | AnonymousUser) -> int | None:
    return användare.person_id if isinstance(användare, Användare) else None


# --- Expedieringen -----------------------------------------------------------------------------


def förberedbara_paragrafer(användare: Användare | AnonymousUser) -> QuerySet[Paragraf]:
    """Beslutade paragrafer som användaren fyller i försättsblad för.

    Sekreteraren organets alla. Handläggaren de som rör ett ärende hen ser; en hemlig bara när hen
    handlägger ärendet. Vad som beslutats visas inte där: protokollet kan ännu vara ett utkast.
    """
    sekreterarens = Q(
        organ__myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.EXPEDIERA))
    )
    öppen = Q(sekretess_lagrum="") | Q(ärende__handläggare=användare.pk)
    handläggarens = (
        Q(ärende__in=ärendepolicy.synliga_ärenden(användare))
        & Q(
            ärende__myndighet__in=myndigheter_med_roll(
                användare, roller_med(Rätt.FÖRBEREDA_EXPEDIERING)
            )
        )
        & öppen
    )
    return Paragraf.objects.filter(sekreterarens | handläggarens, nummer__isnull=False).exclude(
        utfall=""
    )


def får_förbereda(användare: Användare | AnonymousUser, paragraf: Paragraf) -> bool:
    if paragraf.nummer is None or not paragraf.är_beslutad:
        return False
    if får(användare, Rätt.EXPEDIERA, paragraf.organ):
        return True
    ärende = paragraf.ärende
    if ärende is None or not ärendepolicy.får_se(användare, ärende):
        return False
    roller = roller_med(Rätt.FÖRBEREDA_EXPEDIERING)
    return har_roll(användare, roller, ärende.myndighet_id) and (
        not paragraf.är_sekretess or ärende.handläggare_id == användare.pk
    )


def kräv_förbereda(användare: Användare | AnonymousUser, paragraf: Paragraf) -> None:
    if not får_förbereda(användare, paragraf):
        raise PermissionDenied("Du får inte fylla i försättsbladet.")


def synliga_expedieringar(användare: Användare | AnonymousUser) -> QuerySet[Expediering]:
    """Sändningarna i de organ där användaren expedierar."""
    return Expediering.objects.filter(
        mottagare__försättsblad__paragraf__organ__myndighet__in=myndigheter_med_roll(
            användare, roller_med(Rätt.EXPEDIERA)
        )
    )


def synliga_inkomna(användare: Användare | AnonymousUser) -> QuerySet[InkommetUtdrag]:
    """Utdragen som kommit till ett organ i en myndighet där användaren registrerar."""
    return InkommetUtdrag.objects.filter(
        organ__myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.TA_EMOT_UTDRAG))
    )
