"""Vem som får göra vad i diariet. Boolesk form och mängdform prövas mot varandra i test."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from konton.models import Användare, Myndighet, Rolltilldelning
from konton.policy import (
    har_roll,
    myndigheter_med_roll,
    myndighetsnummer_med_roll,
    roller_per_myndighet,
)
from konton.roller import Roll
from ärenden import förtroendeuppdrag
from ärenden.granskningsläge import Läge
from ärenden.models import (
    Anmälan,
    Delegationsbeslut,
    Delegationsordning,
    Diarium,
    Granskare,
    Handling,
    Mall,
    MottagenRemiss,
    Remiss,
    Remissmottagare,
    Skrivelsebilaga,
    Skrivelseutkast,
    Sökord,
    Sökpost,
    Ärende,
)
from ärenden.models.delegation import DelegationsbeslutQuerySet
from ärenden.models.mall import MallQuerySet
from ärenden.models.remiss import RemissmottagareQuerySet, RemissQuerySet
from ärenden.models.skrivelseutkast import SkrivelseutkastQuerySet
from ärenden.models.ärende import ÄrendeQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Rätt(StrEnum):
    SE_ÄRENDEN = auto()
    SE_SEKRETESS = auto()
    REGISTRERA = auto()
    ANMÄLA = auto()
    BESLUTA_PÅ_DELEGATION = auto()
    REGISTRERA_BRÅDSKANDE = auto()
    SE_DELEGATION = auto()
    SKÖTA_DELEGATION = auto()
    SE_HANDLINGSPLAN = auto()
    SKÖTA_MALLAR = auto()
    GRANSKA = auto()
    GODKÄNNA = auto()


RÄTTER: dict[Roll, frozenset[Rätt]] = {
    Roll.REGISTRATOR: frozenset(
        {
            *(Rätt.SE_ÄRENDEN, Rätt.SE_SEKRETESS, Rätt.REGISTRERA),
            *(Rätt.SE_DELEGATION, Rätt.SE_HANDLINGSPLAN),
        }
    ),
    # Sekreteraren granskar; att godkänna en skrivelse är chefens.
    Roll.NÄMNDSEKRETERARE: frozenset(Rätt) - {Rätt.GODKÄNNA},
    Roll.HANDLÄGGARE: frozenset(
        {
            *(Rätt.SE_ÄRENDEN, Rätt.REGISTRERA, Rätt.ANMÄLA, Rätt.GRANSKA),
            *(Rätt.SE_DELEGATION, Rätt.BESLUTA_PÅ_DELEGATION, Rätt.SE_HANDLINGSPLAN),
        }
    ),
    Roll.CHEF: frozenset(
        {
            *(Rätt.SE_ÄRENDEN, Rätt.SE_DELEGATION, Rätt.BESLUTA_PÅ_DELEGATION),
            *(Rätt.SE_HANDLINGSPLAN, Rätt.GRANSKA, Rätt.GODKÄNNA),
        }
    ),
    Roll.FÖRTROENDEVALD: frozenset(),
    Roll.ADMINISTRATÖR: frozenset(
        {
            *(Rätt.SE_DELEGATION, Rätt.SKÖTA_DELEGATION),
            *(Rätt.SE_HANDLINGSPLAN, Rätt.SKÖTA_MALLAR),
        }
    ),
}


def roller_med(rätt: Rätt) -> frozenset[Roll]:
    """Rollerna som har rätten. Okänt namn ger AttributeError redan vid uppslaget i `Rätt`."""
    return frozenset(roll for roll, rätter in RÄTTER.items() if rätt in rätter)


def får(användare: Användare | AnonymousUser, rätt: Rätt, myndighet: Myndighet) -> bool:
    return har_roll(användare, roller_med(rätt), myndighet.pk)


def kräv(användare: Användare | AnonymousUser, rätt: Rätt, myndighet: Myndighet) -> None:
    if not får(användare, rätt, myndighet):
        raise PermissionDenied(f"Du har inte den rätten i {myndighet}.")


def myndigheter_med(användare: Användare | AnonymousUser, rätt: Rätt) -> QuerySet[Myndighet]:
    return myndigheter_med_roll(användare, roller_med(rätt))


def får_öppna_ärenden(användare: Användare | AnonymousUser) -> bool:
    """Om ärendesidorna alls finns för användaren. Förtroendevalda läser genom mötet."""
    roller = roller_med(Rätt.SE_ÄRENDEN)
    return any(egna & roller for egna in roller_per_myndighet(användare).values())


def får_godkänna_någonstans(användare: Användare | AnonymousUser) -> bool:
    """Om användaren godkänner skrivelser i någon nämnd."""
    roller = roller_med(Rätt.GODKÄNNA)
    return any(egna & roller for egna in roller_per_myndighet(användare).values())


def synliga_ärenden(användare: Användare | AnonymousUser) -> ÄrendeQuerySet:
    """Nämndens ärenden; sekretess bara för den som har rätten eller är handläggare."""
    nämndens = Q(myndighet__in=myndigheter_med(användare, Rätt.SE_ÄRENDEN))
    öppet = Q(sekretess_lagrum="") | Q(myndighet__in=myndigheter_med(användare, Rätt.SE_SEKRETESS))
    return Ärende.objects.filter(nämndens & (öppet | Q(handläggare=användare.pk)))


def får_se(användare: Användare | AnonymousUser, ärende: Ärende) -> bool:
    if not får(användare, Rätt.SE_ÄRENDEN, ärende.myndighet):
        return False
    return (
        not ärende.är_sekretess
        or får(användare, Rätt.SE_SEKRETESS, ärende.myndighet)
        or ärende.handläggare_id == användare.pk
    )


def kräv_se(användare: Användare | AnonymousUser, ärende: Ärende) -> None:
    if not får_se(användare, ärende):
        raise PermissionDenied("Du får inte se ärendet.")


def får_avsluta(användare: Användare | AnonymousUser, ärende: Ärende) -> bool:
    """Den som registrerar och ser allt i ärendet: annars kan den inte veta att det är klart."""
    return (
        får_se(användare, ärende)
        and får(användare, Rätt.REGISTRERA, ärende.myndighet)
        and (
            får(användare, Rätt.SE_SEKRETESS, ärende.myndighet)
            or ärende.handläggare_id == användare.pk
        )
    )


def kräv_avsluta(användare: Användare | AnonymousUser, ärende: Ärende) -> None:
    if not får_avsluta(användare, ärende):
        raise PermissionDenied(
            "Registratorn, nämndsekreteraren eller ärendets handläggare avslutar ärendet."
        )


def synliga_handlingar(användare: Användare | AnonymousUser) -> QuerySet[Handling]:
    """Handlingar i synliga ärenden; en handlings sekretess prövas för sig (OSL 5:5)."""
    öppen = Q(sekretess_lagrum="") | Q(
        ärende__myndighet__in=myndigheter_med(användare, Rätt.SE_SEKRETESS)
    )
    return Handling.objects.filter(
        Q(ärende__in=synliga_ärenden(användare)) & (öppen | Q(ärende__handläggare=användare.pk))
    )


def får_se_handling(användare: Användare | AnonymousUser, handling: Handling) -> bool:
    ärende = handling.ärende
    return får_se(användare, ärende) and (
        not handling.är_sekretess
        or får(användare, Rätt.SE_SEKRETESS, ärende.myndighet)
        or ärende.handläggare_id == användare.pk
    )


def kräv_se_handling(användare: Användare | AnonymousUser, handling: Handling) -> None:
    if not får_se_handling(användare, handling):
        raise PermissionDenied("Du får inte se handlingen.")


def sökbara_ärendeposter(användare: Användare | AnonymousUser) -> QuerySet[Sökpost]:
    """Det som söks om ärendena själva. Nämnden står också för sig: indexet börjar med den."""
    return Sökpost.objects.filter(
        myndighet__in=_nämnder_att_söka_i(användare),
        handling=None,
        ärende__in=synliga_ärenden(användare),
    )


def sökbara_handlingsposter(användare: Användare | AnonymousUser) -> QuerySet[Sökpost]:
    """Det som söks om handlingarna, med texten i deras filer. En hemlig handling prövas för sig."""
    return Sökpost.objects.filter(
        myndighet__in=_nämnder_att_söka_i(användare), handling__in=synliga_handlingar(användare)
    )


def sökbara_ord(användare: Användare | AnonymousUser) -> QuerySet[Sökord]:
    """Orden i öppna rubriker i de nämnder där användaren ser ärendena."""
    return Sökord.objects.filter(myndighet__in=_nämnder_att_söka_i(användare))


def _nämnder_att_söka_i(användare: Användare | AnonymousUser) -> list[int]:
    # Som tal: databasen väljer då rätt gren av indexet.
    return myndighetsnummer_med_roll(användare, roller_med(Rätt.SE_ÄRENDEN))


def valbara_diarier(användare: Användare | AnonymousUser) -> QuerySet[Diarium]:
    """Diarierna där användaren får registrera."""
    return Diarium.objects.filter(
        myndigheter__in=myndigheter_med(användare, Rätt.REGISTRERA)
    ).distinct()


def får_registrera_i(användare: Användare | AnonymousUser, diarium: Diarium) -> bool:
    return any(får(användare, Rätt.REGISTRERA, m) for m in diarium.myndigheter.all())


def valbara_handläggare(användare: Användare | AnonymousUser) -> QuerySet[Användare]:
    """De som kan få ett ärende av användaren: de som får registrera i samma nämnder."""
    roller = Rolltilldelning.objects.gällande().filter(
        användare=OuterRef("pk"),
        roll__in=roller_med(Rätt.REGISTRERA),
        myndighet__in=myndigheter_med(användare, Rätt.REGISTRERA),
    )
    return Användare.objects.filter(Exists(roller), is_active=True).order_by(
        "person__namn", "username"
    )


def får_handlägga(användare: Användare, myndighet: Myndighet) -> bool:
    return användare.is_active and får(användare, Rätt.REGISTRERA, myndighet)


def synliga_anmälningar(användare: Användare | AnonymousUser) -> QuerySet[Anmälan]:
    return Anmälan.objects.filter(
        myndighet__in=myndigheter_med(användare, Rätt.SE_ÄRENDEN),
        skrivelse__handling__in=synliga_handlingar(användare),
    )


def får_se_anmälan(användare: Användare | AnonymousUser, anmälan: Anmälan) -> bool:
    return får(användare, Rätt.SE_ÄRENDEN, anmälan.myndighet) and får_se_handling(
        användare, anmälan.skrivelse.handling
    )


def synliga_delegationsbeslut(användare: Användare | AnonymousUser) -> DelegationsbeslutQuerySet:
    """Besluten i synliga ärenden; ett hemligt beslut ser också den som har fattat det."""
    öppet = Q(sekretess_lagrum="") | Q(myndighet__in=myndigheter_med(användare, Rätt.SE_SEKRETESS))
    if isinstance(användare, Användare) and användare.person_id:
        öppet |= Q(delegat=användare.person_id)
    return Delegationsbeslut.objects.filter(öppet, ärende__in=synliga_ärenden(användare))


def får_se_delegationsbeslut(
    användare: Användare | AnonymousUser, beslut: Delegationsbeslut
) -> bool:
    eget = isinstance(användare, Användare) and användare.person_id == beslut.delegat_id
    return får_se(användare, beslut.ärende) and (
        not beslut.är_sekretess or får(användare, Rätt.SE_SEKRETESS, beslut.myndighet) or eget
    )


def synliga_delegationsordningar(
    användare: Användare | AnonymousUser,
) -> QuerySet[Delegationsordning]:
    """Antagna för dem som arbetar eller har uppdrag i nämnden; utkast för den som sköter dem."""
    return Delegationsordning.objects.filter(
        Q(antagen_dag__isnull=False, myndighet__in=myndigheter_med_ordning(användare))
        | Q(myndighet__in=myndigheter_med(användare, Rätt.SKÖTA_DELEGATION))
    )


def får_se_delegationsordning(
    användare: Användare | AnonymousUser, ordning: Delegationsordning
) -> bool:
    if får(användare, Rätt.SKÖTA_DELEGATION, ordning.myndighet):
        return True
    return ordning.är_antagen and (
        får(användare, Rätt.SE_DELEGATION, ordning.myndighet)
        or ordning.myndighet_id in _egna_uppdrag(användare)
    )


def myndigheter_med_ordning(användare: Användare | AnonymousUser) -> QuerySet[Myndighet]:
    """Nämnderna vars antagna ordningar användaren läser: där hen arbetar eller har uppdrag."""
    arbetar_i = myndigheter_med(användare, Rätt.SE_DELEGATION)
    return Myndighet.objects.filter(Q(pk__in=arbetar_i) | Q(pk__in=_egna_uppdrag(användare)))


def _egna_uppdrag(användare: Användare | AnonymousUser) -> set[int]:
    """Myndigheterna där användaren är ledamot eller ersättare; uppdraget räcker, utan roll."""
    if not isinstance(användare, Användare) or not användare.is_active:
        return set()
    return förtroendeuppdrag.myndigheter_för(användare.person_id)


def synliga_mallar(användare: Användare | AnonymousUser) -> MallQuerySet:
    """Alla versioner, för dem som sköter mallarna. Andra möter mallen i skrivelsen."""
    return Mall.objects.filter(myndighet__in=myndigheter_med(användare, Rätt.SKÖTA_MALLAR))


def får_se_mall(användare: Användare | AnonymousUser, mall: Mall) -> bool:
    return får(användare, Rätt.SKÖTA_MALLAR, mall.myndighet)


def synliga_utkast(användare: Användare | AnonymousUser) -> SkrivelseutkastQuerySet:
    """Utkasten för den som började skriva och för ärendets handläggare, så länge de får skriva.

    Ett utkast som inte är inlämnat är ingen allmän handling (TF 2 kap. 12 §); andra vet inte av
    det. Utkastet följer ärendets sekretess.
    """
    egna = Q(skapad_av=användare.pk) | Q(ärende__handläggare=användare.pk)
    return Skrivelseutkast.objects.filter(
        egna,
        ärende__in=synliga_ärenden(användare).filter(
            myndighet__in=myndigheter_med(användare, Rätt.REGISTRERA)
        ),
    )


def får_se_utkast(användare: Användare | AnonymousUser, utkast: Skrivelseutkast) -> bool:
    ärende = utkast.ärende
    return (
        användare.pk in (utkast.skapad_av_id, ärende.handläggare_id)
        and får_se(användare, ärende)
        and får(användare, Rätt.REGISTRERA, ärende.myndighet)
    )


def kräv_se_utkast(användare: Användare | AnonymousUser, utkast: Skrivelseutkast) -> None:
    if not får_se_utkast(användare, utkast):
        raise PermissionDenied("Du får inte se utkastet.")


def synliga_granskningar(användare: Användare | AnonymousUser) -> SkrivelseutkastQuerySet:
    """Texterna som användaren skriver, och de som hen är namngiven granskare av.

    Att bli namngiven är beslutet att släppa in: granskaren läser texten också i ett hemligt ärende,
    men bara så länge hen har rätten att granska i nämnden. Ärendet självt öppnas inte av det.
    """
    namngiven = Granskare.objects.filter(granskning__utkast=OuterRef("pk"), användare=användare.pk)
    return Skrivelseutkast.objects.filter(
        Q(pk__in=synliga_utkast(användare).values("pk"))
        | Q(Exists(namngiven), ärende__myndighet__in=myndigheter_med(användare, Rätt.GRANSKA))
    )


def får_se_granskning(användare: Användare | AnonymousUser, utkast: Skrivelseutkast) -> bool:
    return får_se_utkast(användare, utkast) or (
        får(användare, Rätt.GRANSKA, utkast.ärende.myndighet)
        and Granskare.objects.filter(granskning__utkast=utkast, användare=användare.pk).exists()
    )


def kräv_se_granskning(användare: Användare | AnonymousUser, utkast: Skrivelseutkast) -> None:
    if not får_se_granskning(användare, utkast):
        raise PermissionDenied("Du får inte se skrivelsen.")


def skrivelser_i_översikten(användare: Användare | AnonymousUser) -> SkrivelseutkastQuerySet:
    """Det som skrivs i nämnden, så som chefen får veta av det; texten öppnas inte av det.

    Ett utkast är skrivarens eget tills det skickas för granskning eller ges ett sammanträde.
    """
    synliga = synliga_ärenden(användare)
    chefens = synliga.filter(myndighet__in=myndigheter_med(användare, Rätt.GODKÄNNA))
    return Skrivelseutkast.objects.oinlämnade().filter(
        Q(pk__in=synliga_granskningar(användare).values("pk"))
        | (~Q(granskning=Läge.UTKAST) | Q(önskad_dag__isnull=False)) & Q(ärende__in=chefens)
    )


def granskare_i(myndighet: Myndighet) -> QuerySet[Användare]:
    """De som kan granska i myndigheten, efter namn."""
    return _med_rätten(Rätt.GRANSKA, myndighet)


def godkännare_i(myndighet: Myndighet) -> QuerySet[Användare]:
    return _med_rätten(Rätt.GODKÄNNA, myndighet)


def synliga_bilagor(användare: Användare | AnonymousUser) -> QuerySet[Skrivelsebilaga]:
    """Utkastets bilagor för den som skriver eller granskar; en inlämnads som dess handling."""
    return Skrivelsebilaga.objects.filter(
        Q(handling=None, utkast__in=synliga_granskningar(användare))
        | Q(handling__in=synliga_handlingar(användare))
    )


def _med_rätten(rätt: Rätt, myndighet: Myndighet) -> QuerySet[Användare]:
    roller = Rolltilldelning.objects.gällande().filter(
        användare=OuterRef("pk"), roll__in=roller_med(rätt), myndighet=myndighet
    )
    return (
        Användare.objects.filter(Exists(roller), is_active=True)
        .select_related("person")
        .order_by("person__namn", "username")
    )


def inlämnade_texter(användare: Användare | AnonymousUser) -> SkrivelseutkastQuerySet:
    """Texten till de skrivna skrivelser vars handling användaren får se."""
    return Skrivelseutkast.objects.filter(skrivelse__handling__in=synliga_handlingar(användare))


def läsbara_texter(användare: Användare | AnonymousUser) -> SkrivelseutkastQuerySet:
    """Texterna som användaren läser: dem hen skriver eller granskar, och de inlämnades."""
    return Skrivelseutkast.objects.filter(
        Q(pk__in=synliga_granskningar(användare).values("pk"))
        | Q(pk__in=inlämnade_texter(användare).values("pk"))
    )


def synliga_remisser(användare: Användare | AnonymousUser) -> RemissQuerySet:
    """Remisser som gått ut, för den som får se handlingen som sändes."""
    return Remiss.objects.filter(handling__in=synliga_handlingar(användare))


def får_se_remiss(användare: Användare | AnonymousUser, remiss: Remiss) -> bool:
    return får_se_handling(användare, remiss.handling)


def mottagna_remisser(användare: Användare | AnonymousUser) -> QuerySet[MottagenRemiss]:
    """Remisser att besvara, för den som får se dem i nämndens diarium."""
    return MottagenRemiss.objects.filter(handling__in=synliga_handlingar(användare))


def får_se_mottagen_remiss(användare: Användare | AnonymousUser, mottagen: MottagenRemiss) -> bool:
    return får_se_handling(användare, mottagen.handling)


def remisser_att_ta_emot(användare: Användare | AnonymousUser) -> RemissmottagareQuerySet:
    """De som en annan nämnd sänt och som ingen registrerat, för dem som registrerar hos mottagaren.

    Har handlingen blivit hemlig sedan den sändes syns den inte längre här (OSL 8 kap. 1 §).
    """
    return Remissmottagare.objects.obesvarade().filter(
        myndighet__in=myndigheter_med(användare, Rätt.REGISTRERA),
        mottagen=None,
        remiss__handling__sekretess_lagrum="",
        remiss__ärende__sekretess_lagrum="",
    )


def får_ta_emot_remiss(användare: Användare | AnonymousUser, mottagare: Remissmottagare) -> bool:
    handling = mottagare.remiss.handling
    return (
        mottagare.myndighet is not None
        and får(användare, Rätt.REGISTRERA, mottagare.myndighet)
        and not hasattr(mottagare, "mottagen")
        and mottagare.svar_id is None
        and mottagare.avstår_dag is None
        and not (handling.är_sekretess or handling.ärende.är_sekretess)
    )


def handläggare_i(myndighet: Myndighet) -> QuerySet[Användare]:
    """De som kan handlägga i myndigheten, efter namn."""
    return _med_rätten(Rätt.REGISTRERA, myndighet)
