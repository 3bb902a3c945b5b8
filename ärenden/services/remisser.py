"""Remisser: sända, ta emot, svara och avstå (FL 26 §).

En remiss mellan två nämnder ger vars ett ärende i vars ett diarium. Det som den ena gör skrivs
som en ny handling och en händelse hos den andra; inget hos den andra skrivs om.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from konton.models import Användare, Myndighet
from ärenden import policy
from ärenden.models import (
    Diarium,
    Handling,
    MottagenRemiss,
    Remiss,
    Remissmottagare,
    Skrivelseutkast,
    Ärende,
)
from ärenden.policy import Rätt
from ärenden.services import händelser, registrering, remissbrev, skrivande
from ärenden.skrivelseinnehåll import Innehåll


class Remissfel(Exception):
    """Det gick inte. Texten är till användaren."""


class HemligHandling(Remissfel):
    """Sekretess gäller också mot andra myndigheter (OSL 8 kap. 1 §)."""


class SkälSaknas(Remissfel):
    """En varning har gåtts förbi utan skäl."""


class RedanBesvarad(Remissfel):
    """Mottagaren har redan svarat eller avstått."""


class RedanMottagen(Remissfel):
    """Remissen är redan registrerad."""


def med_bilageantal(handlingar: QuerySet[Handling]) -> QuerySet[Handling]:
    """Handlingarna med `antal_bilagor` som går med, och `antal_hemliga` som inte gör det."""
    finns = Q(bilagor__fil__isnull=False)
    öppen = Q(bilagor__sekretess_lagrum="")
    return handlingar.annotate(
        antal_bilagor=Count("bilagor", filter=finns & öppen, distinct=True),
        antal_hemliga=Count("bilagor", filter=finns & ~öppen, distinct=True),
    )


@dataclass(frozen=True)
class Utomstående:
    """Någon utanför kommunens nämnder. Utan e-post sänder registratorn remissen själv."""

    namn: str
    epost: str = ""


@transaction.atomic
def sänd(
    *,
    handling: Handling,
    avser: str,
    sista_dag: date,
    myndigheter: Sequence[Myndighet] = (),
    utomstående: Sequence[Utomstående] = (),
    av: Användare,
    nu: datetime | None = None,
) -> Remiss:
    """Sänder en handling på remiss. Alla får den samtidigt."""
    ärende = handling.ärende
    nu = nu or timezone.now()
    _kräv_handlägga(ärende, av)
    policy.kräv_se_handling(av, handling)
    _kräv_öppen(handling)
    if handling.fil_id is None:
        raise Remissfel("Handlingen har ingen fil att sända.")
    if not avser.strip():
        raise Remissfel("Skriv vad yttrandet ska avse (26 § förvaltningslagen).")
    if sista_dag <= timezone.localdate(nu):
        raise Remissfel("Sista svarsdagen ska vara efter i dag.")
    if not myndigheter and not utomstående:
        raise Remissfel("Välj minst en mottagare.")
    remiss = Remiss.objects.create(
        ärende=ärende, handling=handling, avser=avser.strip(), sista_dag=sista_dag, av=av, tid=nu
    )
    nya = _lägg_till(remiss, myndigheter, utomstående, nu)
    händelser.skriv(
        ärende,
        "remiss.sänd",
        av=av,
        rubrik=handling.rubrik,
        mottagare=", ".join(map(str, nya)),
        dag=f"{sista_dag:%Y-%m-%d}",
    )
    remissbrev.beställ()
    return remiss


@transaction.atomic
def lägg_till_mottagare(
    *,
    remiss: Remiss,
    myndigheter: Sequence[Myndighet] = (),
    utomstående: Sequence[Utomstående] = (),
    skäl: str,
    av: Användare,
    nu: datetime | None = None,
) -> None:
    """Fler mottagare i efterhand. Lagen vill att alla får remissen samtidigt: säg varför."""
    remiss = Remiss.objects.select_related("ärende__myndighet", "handling").get(pk=remiss.pk)
    nu = nu or timezone.now()
    _kräv_handlägga(remiss.ärende, av)
    policy.kräv_se_handling(av, remiss.handling)
    _kräv_öppen(remiss.handling)
    if not skäl.strip():
        raise SkälSaknas("Skriv varför remissen inte sändes till alla samtidigt.")
    if not myndigheter and not utomstående:
        raise Remissfel("Välj minst en mottagare.")
    if remiss.sista_dag <= timezone.localdate(nu):
        raise Remissfel("Sista svarsdagen har gått. Sänd en ny remiss.")
    nya = _lägg_till(remiss, myndigheter, utomstående, nu)
    händelser.skriv(
        remiss.ärende,
        "remiss.mottagare_tillagda",
        av=av,
        rubrik=remiss.handling.rubrik,
        mottagare=", ".join(map(str, nya)),
        skäl=skäl.strip(),
    )
    remissbrev.beställ()


def _lägg_till(
    remiss: Remiss,
    myndigheter: Sequence[Myndighet],
    utomstående: Sequence[Utomstående],
    nu: datetime,
) -> list[Remissmottagare]:
    if any(m == remiss.ärende.myndighet for m in myndigheter):
        raise Remissfel("Nämnden kan inte sända en remiss till sig själv.")
    nya = [
        *(Remissmottagare(myndighet=m, namn=m.namn) for m in myndigheter),
        *(Remissmottagare(namn=u.namn, epost=u.epost) for u in utomstående),
    ]
    finns = {n.casefold() for n in remiss.mottagare.values_list("namn", flat=True)}
    for mottagare in nya:
        if mottagare.namn.casefold() in finns:
            raise Remissfel(f"{mottagare.namn} står två gånger, eller har redan fått remissen.")
        finns.add(mottagare.namn.casefold())
        mottagare.remiss, mottagare.tillagd_tid = remiss, nu
    return Remissmottagare.objects.bulk_create(nya)


# --- Hos mottagaren ------------------------------------------------------------------------------


@transaction.atomic
def ta_emot(
    *,
    mottagare: Remissmottagare,
    av: Användare,
    ärende: Ärende | None = None,
    diarium: Diarium | None = None,
    nu: datetime | None = None,
) -> MottagenRemiss:
    """Remissen blir en inkommen handling hos mottagaren, i ett eget ärende eller ett nytt."""
    mottagare = _lås(mottagare)
    assert mottagare.myndighet is not None, "Bara en nämnd i kommunen tar emot här."
    remiss = mottagare.remiss
    nu = nu or timezone.now()
    policy.kräv(av, Rätt.REGISTRERA, mottagare.myndighet)
    if hasattr(mottagare, "mottagen"):
        raise RedanMottagen("Remissen är redan registrerad.")
    _kräv_obesvarad(mottagare)
    _kräv_öppen(remiss.handling)
    avsändare = remiss.ärende.myndighet.namn
    if ärende is None:
        assert diarium is not None, "Ange ärendet, eller diariet för ett nytt."
        ärende = registrering.registrera_ärende(
            diarium=diarium,
            myndighet=mottagare.myndighet,
            rubrik=remiss.handling.rubrik,
            motpart=avsändare,
            av=av,
        )
    if ärende.myndighet_id != mottagare.myndighet_id:
        raise Remissfel(f"{ärende.beteckning} hör inte till {mottagare.myndighet}.")
    _kräv_handlägga(ärende, av)
    handling = registrering.registrera_handling(
        ärende=ärende,
        rubrik=remiss.handling.rubrik,
        slag=Handling.Slag.REMISS,
        riktning=Handling.Riktning.INKOMMEN,
        fil=remiss.handling.fil,
        filnamn=remiss.handling.filnamn,
        datum=remiss.handling.datum,
        ankomstdag=timezone.localdate(mottagare.tillagd_tid),
        motpart=avsändare,
        av=av,
    )
    _ta_med_bilagorna(remiss.handling, handling, av)
    mottagen = MottagenRemiss.objects.create(
        handling=handling,
        mottagare=mottagare,
        avsändare=avsändare,
        deras_beteckning=remiss.ärende.beteckning,
        avser=remiss.avser,
        sista_dag=remiss.sista_dag,
    )
    _skriv_mottagen(mottagen, av)
    händelser.skriv(
        remiss.ärende,
        "remiss.mottagen_hos",
        av=av,
        rubrik=remiss.handling.rubrik,
        mottagare=mottagare.namn,
        beteckning=ärende.beteckning,
    )
    return mottagen


@transaction.atomic
def registrera_mottagen(
    *,
    handling: Handling,
    sista_dag: date,
    av: Användare,
    avser: str = "",
    deras_beteckning: str = "",
) -> MottagenRemiss:
    """En inkommen handling är en remiss som ska besvaras till sista dagen."""
    _kräv_handlägga(handling.ärende, av)
    policy.kräv_se_handling(av, handling)
    if handling.riktning != Handling.Riktning.INKOMMEN:
        raise Remissfel("Bara en inkommen handling kan vara en remiss att besvara.")
    if MottagenRemiss.objects.filter(handling=handling).exists():
        raise RedanMottagen("Handlingen är redan en remiss att besvara.")
    mottagen = MottagenRemiss.objects.create(
        handling=handling,
        avsändare=handling.motpart,
        deras_beteckning=deras_beteckning.strip(),
        avser=avser.strip(),
        sista_dag=sista_dag,
    )
    _skriv_mottagen(mottagen, av)
    return mottagen


def _skriv_mottagen(mottagen: MottagenRemiss, av: Användare) -> None:
    händelser.skriv(
        mottagen.handling.ärende,
        "remiss.mottagen",
        av=av,
        nummer=mottagen.handling.nummer,
        dag=f"{mottagen.sista_dag:%Y-%m-%d}",
    )


@transaction.atomic
def börja_yttrande(*, mottagen: MottagenRemiss, av: Användare) -> Skrivelseutkast:
    """Yttrandet som en skrivelse efter nämndens mall, med remissens uppgifter i huvudet."""
    mottagen = _lås_mottagen(mottagen, av)
    handling = mottagen.handling
    utkast = skrivande.börja(ärende=handling.ärende, av=av)
    uppgifter = {
        "adressat": mottagen.avsändare,
        "ert_datum": f"{handling.datum or handling.ankomstdag:%Y-%m-%d}",
        "er_beteckning": mottagen.deras_beteckning,
    }
    return skrivande.spara(
        utkast=utkast,
        innehåll=Innehåll(
            rubrik=f"Yttrande över remissen {handling.rubrik}"[:500],
            # Har mallens huvud inte fälten kommer de till för yttrandet.
            huvud={f: text for f, text in uppgifter.items() if text},
        ),
        revision=utkast.revision,
        av=av,
    )


@transaction.atomic
def svara(
    *, mottagen: MottagenRemiss, handling: Handling, av: Användare, nu: datetime | None = None
) -> None:
    """Yttrandet är lämnat. Hos en nämnd i kommunen blir det en inkommen handling."""
    mottagen = _lås_mottagen(mottagen, av)
    ärende = mottagen.handling.ärende
    policy.kräv_se_handling(av, handling)
    if handling.ärende_id != ärende.pk or handling.riktning == Handling.Riktning.INKOMMEN:
        raise Remissfel("Yttrandet ska vara en egen handling i samma ärende.")
    if handling.fil_id is None:
        raise Remissfel("Yttrandet har ingen fil.")
    mottagen.svar = handling
    mottagen.save(update_fields=["svar"])
    händelser.skriv(
        ärende,
        "remiss.besvarad",
        av=av,
        nummer=handling.nummer,
        rubrik=händelser.synlig_rubrik(mottagen.handling),
    )
    if mottagen.mottagare is None:
        return
    _kräv_öppen(handling)
    mottagare = _lås(mottagen.mottagare)
    _kräv_obesvarad(mottagare)
    # Rätten är prövad hos den som svarar; hos den andra registreras det av sig självt.
    hos_dem = registrering.lägg_till_handling(
        ärende=mottagare.remiss.ärende,
        handling=Handling(
            rubrik=handling.rubrik,
            # Inte remiss: den som frågade ska inte besvara svaret.
            slag=Handling.Slag.SKRIVELSE,
            riktning=Handling.Riktning.INKOMMEN,
            datum=handling.datum,
            ankomstdag=timezone.localdate(nu),
            motpart=mottagare.namn,
            fil=handling.fil,
            filnamn=handling.filnamn,
        ),
        av=av,
    )
    _ta_med_bilagorna(handling, hos_dem, av)
    _anteckna_svar(mottagare, hos_dem, av)


def _ta_med_bilagorna(från: Handling, till: Handling, av: Användare) -> None:
    """Bilagorna blir inkomna handlingar hos mottagaren. Anroparen har prövat rätten."""
    for bilaga in från.bilagor_att_sända:
        registrering.lägg_till_handling(
            ärende=till.ärende,
            handling=Handling(
                rubrik=bilaga.rubrik,
                slag=Handling.Slag.BILAGA,
                riktning=Handling.Riktning.INKOMMEN,
                datum=bilaga.datum,
                ankomstdag=till.ankomstdag,
                motpart=till.motpart,
                fil=bilaga.fil,
                filnamn=bilaga.filnamn,
                bilaga_till=till,
            ),
            av=av,
        )


# --- Hos avsändaren ------------------------------------------------------------------------------


@transaction.atomic
def registrera_svar(*, mottagare: Remissmottagare, handling: Handling, av: Användare) -> None:
    """En inkommen handling är mottagarens svar."""
    mottagare = _lås(mottagare)
    _kräv_obesvarad(mottagare)
    _kräv_handlägga(mottagare.remiss.ärende, av)
    policy.kräv_se_handling(av, handling)
    if (
        handling.ärende_id != mottagare.remiss.ärende_id
        or handling.riktning != Handling.Riktning.INKOMMEN
    ):
        raise Remissfel("Svaret ska vara en inkommen handling i remissens ärende.")
    _anteckna_svar(mottagare, handling, av)


def _anteckna_svar(mottagare: Remissmottagare, handling: Handling, av: Användare) -> None:
    mottagare.svar = handling
    mottagare.save(update_fields=["svar"])
    händelser.skriv(
        mottagare.remiss.ärende,
        "remiss.svar",
        av=av,
        mottagare=mottagare.namn,
        nummer=handling.nummer,
        rubrik=mottagare.remiss.handling.rubrik,
    )


@transaction.atomic
def avstå(
    *, mottagare: Remissmottagare, skäl: str, av: Användare, nu: datetime | None = None
) -> None:
    """Mottagaren avstår. En nämnd säger det själv; för andra antecknar avsändaren det."""
    mottagare = _lås(mottagare)
    _kräv_obesvarad(mottagare)
    if mottagare.myndighet is not None:
        policy.kräv(av, Rätt.REGISTRERA, mottagare.myndighet)
    else:
        _kräv_handlägga(mottagare.remiss.ärende, av)
    dag = timezone.localdate(nu)
    mottagare.avstår_dag, mottagare.avstår_skäl = dag, skäl.strip()[:500]
    mottagare.save(update_fields=["avstår_dag", "avstår_skäl"])
    händelser.skriv(
        mottagare.remiss.ärende,
        "remiss.avstår",
        av=av,
        mottagare=mottagare.namn,
        rubrik=mottagare.remiss.handling.rubrik,
    )
    mottagen = MottagenRemiss.objects.filter(mottagare=mottagare).first()
    if mottagen is not None:
        _avstå_mottagen(mottagen, dag, av)


@transaction.atomic
def avstå_mottagen(*, mottagen: MottagenRemiss, av: Användare, nu: datetime | None = None) -> None:
    """Vi avstår från att yttra oss över en remiss som kom utifrån."""
    mottagen = _lås_mottagen(mottagen, av)
    if mottagen.mottagare is not None:
        avstå(mottagare=mottagen.mottagare, skäl="", av=av, nu=nu)
    else:
        _avstå_mottagen(mottagen, timezone.localdate(nu), av)


def _avstå_mottagen(mottagen: MottagenRemiss, dag: date, av: Användare) -> None:
    mottagen.avstår_dag = dag
    mottagen.save(update_fields=["avstår_dag"])
    händelser.skriv(
        mottagen.handling.ärende,
        "remiss.avstod",
        av=av,
        rubrik=händelser.synlig_rubrik(mottagen.handling),
    )


# --- Gemensamt -----------------------------------------------------------------------------------


def _kräv_handlägga(ärende: Ärende, av: Användare) -> None:
    policy.kräv(av, Rätt.REGISTRERA, ärende.myndighet)
    policy.kräv_se(av, ärende)
    if ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise Remissfel(f"{ärende.beteckning} är {ärende.get_status_display()}.")


def _kräv_öppen(handling: Handling) -> None:
    if handling.är_sekretess or handling.ärende.är_sekretess:
        raise HemligHandling(
            "En hemlig handling sänds inte härifrån. Sekretess gäller också mot andra myndigheter "
            "(8 kap. 1 § offentlighets- och sekretesslagen): pröva utlämnandet för sig."
        )


def _kräv_obesvarad(mottagare: Remissmottagare) -> None:
    if mottagare.svar_id is not None or mottagare.avstår_dag is not None:
        raise RedanBesvarad(f"{mottagare} har redan svarat eller avstått.")


def _lås(mottagare: Remissmottagare) -> Remissmottagare:
    return (
        Remissmottagare.objects.select_for_update(of=("self",))
        .select_related("myndighet", "remiss__handling__fil", "remiss__ärende__myndighet")
        .get(pk=mottagare.pk)
    )


def _lås_mottagen(mottagen: MottagenRemiss, av: Användare) -> MottagenRemiss:
    mottagen = (
        MottagenRemiss.objects.select_for_update(of=("self",))
        .select_related("mottagare", "handling__ärende__myndighet")
        .get(pk=mottagen.pk)
    )
    _kräv_handlägga(mottagen.handling.ärende, av)
    policy.kräv_se_handling(av, mottagen.handling)
    if mottagen.svar_id is not None or mottagen.avstår_dag is not None:
        raise RedanBesvarad("Remissen är redan besvarad.")
    return mottagen
