"""Delegationsbeslut: fatta ett, med nummer per delegat och år, och gör dess dokument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Min
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare, Myndighet, Person
from ärenden import delegering, documents, filer, policy, utbyggnad
from ärenden.models import (
    Delegatinnehav,
    Delegationsbeslut,
    Delegationsordning,
    Delegationspunkt,
    Handling,
    Ärende,
)
from ärenden.models.delegation import DelegationsbeslutQuerySet
from ärenden.pdf import Dokumentfel, rendera_pdf
from ärenden.policy import Rätt
from ärenden.services import händelser, jobb, registrering
from ärenden.services.delegationsfel import (
    AntecknatJäv,
    FelBeslut,
    FårInteDelegeras,
    HarInteDelegation,
    Jävig,
    MåsteVaraBrådskande,
    RedanFattat,
    VarningUtanSkäl,
)
from ärenden.services.delegationsordning import som_delegat
from ärenden.services.jobb import Arbetsfel, Utförande
from ärenden.services.registrering import Varning

UPPGIFT = "arenden.delegationsbeslut"
# Det som den som beslutar skriver: är allt lika är det samma beslut som sänds om.
SKRIVET = (
    "punkt_id", "delegat_id", "beslutsdag", "rubrik", "offentlig_rubrik", "beslutstext", "skäl",
    "brådska", "överklagandetyp", "sekretess_lagrum",
)  # fmt: skip  # en lista att läsa
MALL = "pdf/delegationsbeslut.html"
AV_PERSON = (Delegationspunkt.Slag.ANSTÄLLD, Delegationspunkt.Slag.FÖRTROENDEVALD)

NÄSTA_NUMMER = """
    INSERT INTO arenden_delegatserie (myndighet_id, person_id, ar, senaste)
    VALUES (%s, %s, %s, 1)
    ON CONFLICT (myndighet_id, person_id, ar)
    DO UPDATE SET senaste = arenden_delegatserie.senaste + 1
    RETURNING senaste
"""


@dataclass(frozen=True)
class Beslutbar:
    """En punkt som personen har den dagen, och varför."""

    punkt: Delegationspunkt
    grund: delegering.Grund


def beslutbara_punkter(person: Person | None, myndighet: Myndighet, dag: date) -> list[Beslutbar]:
    """Punkterna i den gällande ordningen som personen får besluta enligt den dagen."""
    ordning = Delegationsordning.objects.filter(myndighet=myndighet).gällande(dag).first()
    if person is None or ordning is None:
        return []
    innehav = [
        i.som_fakta()
        for i in Delegatinnehav.objects.filter(person=person, myndighet=myndighet).gällande(dag)
    ]
    av_person = ordning.punkter.filter(slag__in=[*AV_PERSON, Delegationspunkt.Slag.BRÅDSKANDE])
    return [
        Beslutbar(punkt, funnen)
        for punkt in (av_person if innehav else ())
        if (funnen := delegering.grund(som_delegat(punkt), innehav, dag)) is not None
    ]


def brådskande_punkter(myndighet: Myndighet, dag: date) -> list[tuple[Delegationspunkt, Person]]:
    """Uppdragen enligt KL 6:39 den dagen, med den som har dem."""
    ordning = Delegationsordning.objects.filter(myndighet=myndighet).gällande(dag).first()
    if ordning is None:
        return []
    punkter = list(ordning.punkter.filter(slag=Delegationspunkt.Slag.BRÅDSKANDE))
    innehav = list(
        Delegatinnehav.objects.filter(myndighet=myndighet).gällande(dag).select_related("person")
    )
    return [
        (p, i.person)
        for p in punkter
        for i in innehav
        if delegering.grund(som_delegat(p), [i.som_fakta()], dag)
    ]


@transaction.atomic
def fatta(
    *,
    ärende: Ärende,
    punkt: Delegationspunkt,
    rubrik: str,
    beslutstext: str,
    ojävig: bool,
    delegerbart: bool = False,
    beslutsdag: date | None = None,
    skäl: str = "",
    brådska: str = "",
    överklagandetyp: str = "",
    offentlig_rubrik: str = "",
    sekretess_lagrum: str = "",
    delegat: Person | None = None,
    nyckel: UUID | None = None,
    gäller: Sequence[str] = (),
    trots_varning: str = "",
    av: Användare,
) -> Delegationsbeslut:
    """Ett beslut på nämndens vägnar; får nästa nummer i delegatens serie för året.

    `nyckel` är formulärets: sänds det om, för att svaret aldrig kom, blir det inte två beslut.
    `delegat` anges när sekreteraren registrerar ordförandens brådskande beslut. Förbudet i KL 6:38
    gäller delegering enligt 6:37 och 7:5; uppdraget enligt 6:39 hänvisar inte dit. `gäller` är
    punkterna i 6:38 som den som beslutar säger stämmer på ärendet. En varning kräver ett skäl.
    """
    dag = beslutsdag or timezone.localdate()
    person = _den_som_beslutar(ärende, punkt, delegat, av)
    policy.kräv_se(av, ärende)
    _pröva_ärendet(ärende, punkt, dag)
    funnen = _pröva_delegationen(punkt, person, dag)
    kräv_inget_antecknat_jäv(ärende, person)
    _pröva_försäkringar(
        punkt, ojävig=ojävig, delegerbart=delegerbart, brådska=brådska, gäller=gäller
    )
    funna = varningar(ärende=ärende, punkt=punkt, texter=(rubrik, beslutstext), dag=dag)
    if funna and not trots_varning.strip():
        raise VarningUtanSkäl(funna)
    if (sekretess_lagrum or ärende.är_sekretess) and not offentlig_rubrik.strip():
        raise FelBeslut("Beslutet behöver en rubrik som kan visas för alla (OSL 5 kap. 2 §).")
    if not rubrik.strip() or not beslutstext.strip():
        raise FelBeslut("Skriv vad beslutet gäller och vad som beslutas.")
    är_brådskande = punkt.slag == Delegationspunkt.Slag.BRÅDSKANDE
    beslut = Delegationsbeslut(
        myndighet=ärende.myndighet,
        slag=Delegationsbeslut.Slag.BRÅDSKANDE
        if är_brådskande
        else Delegationsbeslut.Slag.DELEGATION,
        punkt=punkt,
        ärende=ärende,
        delegat=person,
        delegat_namn=person.namn,
        delegat_titel=funnen.titel,
        som=funnen.som,
        år=dag.year,
        beslutsdag=dag,
        rubrik=rubrik.strip(),
        offentlig_rubrik=offentlig_rubrik.strip(),
        beslutstext=beslutstext.strip(),
        skäl=skäl.strip(),
        brådska=brådska.strip() if är_brådskande else "",
        överklagandetyp=överklagandetyp or punkt.överklagandetyp,
        sekretess_lagrum=sekretess_lagrum.strip(),
        sekretess_dag=dag if sekretess_lagrum else None,
        försäkrat_ojävig=ojävig,
        prövat_delegerbart=delegerbart and not är_brådskande,
        registrerat_av=av,
        nyckel=nyckel,
    )
    if (redan := _redan_fattat(beslut)) is not None:
        return redan
    # Numret tas sist: serien är låst tills transaktionen är klar.
    beslut.nummer = _nästa_nummer(beslut)
    beslut.save(force_insert=True)
    beslut.jobb = jobb.beställ(
        slag=UPPGIFT, nyckel=str(beslut.pk), argument={"beslut": beslut.pk}, av=av
    )
    beslut.save(update_fields=["jobb"])
    _skriv_händelse(beslut, av)
    if funna:
        händelser.skriv(
            ärende,
            "delegationsbeslut.varning_förbigången",
            av=av,
            nummer=beslut.beteckning,
            varning=" ".join(v.text for v in funna),
            skäl=trots_varning.strip(),
        )
    return beslut


def varningar(
    *, ärende: Ärende, punkt: Delegationspunkt, texter: Sequence[str], dag: date
) -> list[Varning]:
    """Det som den som beslutar ska stanna vid: dagen, och ord som tyder på KL 6:38."""
    funna = []
    registrerat = timezone.localdate(ärende.registrerat_tid)
    # Besluten själva är inget underlag.
    egna = ärende.delegationsbeslut.exclude(handling=None).values("handling")
    första = ärende.handlingar.exclude(pk__in=egna.order_by()).aggregate(
        dag=Min(Coalesce("ankomstdag", "datum"))
    )["dag"]
    if delegering.är_före_ärendet(dag, registrerat=registrerat, första_handling=första):
        funna.append(
            Varning(
                f"Beslutsdagen är före {ärende.beteckning}, som registrerades den "
                f"{date_format(registrerat, 'j F Y')}.",
                delegering.LAGRUM_REGISTRERING,
                delegering.LAGTEXT_REGISTRERING,
            )
        )
    if punkt.slag != Delegationspunkt.Slag.BRÅDSKANDE:
        funna += [
            Varning(
                f"Ärendet kan vara sådant som nämnden själv måste besluta om: "
                f"{delegering.UNDANTAG[u]}.",
                delegering.LAGRUM_UNDANTAG,
                f"{delegering.LAGTEXT_UNDANTAG} {u}. {delegering.UNDANTAG[u]}.",
            )
            for u in delegering.misstänkt_undantag(ärende.rubrik, *texter)
        ]
    return funna


def _redan_fattat(beslut: Delegationsbeslut) -> Delegationsbeslut | None:
    """Beslutet som samma formulär redan har gett. Det går inte att ändra genom att sändas om."""
    if beslut.nyckel is None:
        return None
    # Två klick samtidigt: det andra väntar här tills det första är klart.
    with connection.cursor() as markör:
        markör.execute("SELECT pg_advisory_xact_lock(%s)", [beslut.nyckel.int >> 65])
    redan = Delegationsbeslut.objects.filter(
        ärende=beslut.ärende, registrerat_av=beslut.registrerat_av, nyckel=beslut.nyckel
    ).first()
    if redan is not None and any(getattr(redan, f) != getattr(beslut, f) for f in SKRIVET):
        raise RedanFattat(
            f"Det du skickade först blev beslut {redan.beteckning} och kan inte ändras. "
            "Ska du fatta ett beslut till börjar du om från ärendet."
        )
    return redan


def _den_som_beslutar(
    ärende: Ärende, punkt: Delegationspunkt, delegat: Person | None, av: Användare
) -> Person:
    if delegat is None or delegat.pk == av.person_id:
        policy.kräv(av, Rätt.BESLUTA_PÅ_DELEGATION, ärende.myndighet)
        if av.person is None:
            raise PermissionDenied("Kontot hör inte till en person och kan inte besluta.")
        return av.person
    policy.kräv(av, Rätt.REGISTRERA_BRÅDSKANDE, ärende.myndighet)
    if punkt.slag != Delegationspunkt.Slag.BRÅDSKANDE:
        raise HarInteDelegation("Var och en fattar sina egna delegationsbeslut.")
    return delegat


def _pröva_ärendet(ärende: Ärende, punkt: Delegationspunkt, dag: date) -> None:
    if punkt.ordning.myndighet_id != ärende.myndighet_id:
        raise HarInteDelegation(f"Punkten hör inte till {ärende.myndighet}s delegationsordning.")
    if dag > timezone.localdate():
        raise FelBeslut("Beslutsdagen har inte varit än.")
    if ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise FelBeslut(f"{ärende.beteckning} är {ärende.get_status_display()}.")


def _pröva_delegationen(punkt: Delegationspunkt, person: Person, dag: date) -> delegering.Grund:
    """Grunden, eller fel: punkten ska gälla den dagen och personen ha den."""
    ordning = Delegationsordning.objects.filter(pk=punkt.ordning_id).gällande(dag)
    if not ordning.exists():
        raise HarInteDelegation(
            f"Delegationsordningens punkt {punkt.nummer} gäller inte den {dag}."
        )
    if punkt.slag not in (*AV_PERSON, Delegationspunkt.Slag.BRÅDSKANDE):
        raise HarInteDelegation(
            f"Punkt {punkt.nummer} är delegerad till {punkt.get_slag_display()}, "
            "inte till en person."
        )
    innehav = Delegatinnehav.objects.filter(
        person=person, myndighet=punkt.ordning.myndighet_id
    ).gällande(dag)
    funnen = delegering.grund(som_delegat(punkt), [i.som_fakta() for i in innehav], dag)
    if funnen is None:
        raise HarInteDelegation(
            f"{person} har inte punkt {punkt.nummer} den {date_format(dag, 'j F Y')}. "
            f"Den är delegerad till {punkt.delegat}."
        )
    return funnen


def kräv_inget_antecknat_jäv(ärende: Ärende, person: Person) -> None:
    """Fel om personen står som jävig i ärendet, i ett protokoll eller inför ett möte (KL 7:4)."""
    if antecknat := utbyggnad.antecknat_jäv(ärende, person):
        raise AntecknatJäv(
            f"{person} är antecknad som jävig i {ärende.beteckning}: {'; '.join(antecknat)}. "
            "Någon annan får besluta, eller nämnden själv."
        )


def _pröva_försäkringar(
    punkt: Delegationspunkt,
    *,
    ojävig: bool,
    delegerbart: bool,
    brådska: str,
    gäller: Sequence[str],
) -> None:
    if not ojävig:
        raise Jävig(
            "Den som är jävig får inte besluta. Lämna ärendet till någon annan, eller försäkra "
            "att jäv inte finns."
        )
    if punkt.slag == Delegationspunkt.Slag.BRÅDSKANDE:
        if not brådska.strip():
            raise MåsteVaraBrådskande("Skriv varför nämndens avgörande inte kan avvaktas.")
    elif undantag := sorted({*gäller, *filter(None, [punkt.undantag])}):
        raise FårInteDelegeras(
            "Ett sådant ärende måste nämnden själv besluta om. Anmäl det till ett sammanträde.",
            undantag=undantag,
        )
    elif not delegerbart:
        raise FårInteDelegeras(
            "Pröva om ärendet är sådant som nämnden själv måste besluta om, och intyga att "
            "det inte är det."
        )


def _nästa_nummer(beslut: Delegationsbeslut) -> int:
    with connection.cursor() as markör:
        markör.execute(NÄSTA_NUMMER, [beslut.myndighet_id, beslut.delegat_id, beslut.år])
        (nummer,) = markör.fetchone()
    return int(nummer)


def _skriv_händelse(beslut: Delegationsbeslut, av: Användare) -> None:
    är_brådskande = beslut.slag == Delegationsbeslut.Slag.BRÅDSKANDE
    rubrik = (beslut.offentlig_rubrik or "(sekretess)") if beslut.är_sekretess else beslut.rubrik
    händelser.skriv(
        beslut.ärende,
        "delegationsbeslut.brådskande" if är_brådskande else "delegationsbeslut.fattat",
        av=av,
        nummer=beslut.beteckning,
        delegat=f"{beslut.delegat_titel} {beslut.delegat_namn}",
        punkt=beslut.punkt.nummer,
        rubrik=rubrik,
    )


# --- Dokumentet --------------------------------------------------------------------------------


def gör_dokument(jobb_id: int) -> None:
    """Skriver beslutet som PDF och registrerar det som handling i ärendet, en gång."""
    jobb.utför(jobb_id, _gör_dokument)


def _gör_dokument(utförande: Utförande) -> None:
    beslut = Delegationsbeslut.objects.select_related(
        "ärende__diarium", "myndighet__kommun", "punkt__ordning"
    ).get(pk=utförande.jobb.argument["beslut"])
    utförande.rapportera(20, "Skriver beslutet")
    try:
        rendering = rendera_pdf(MALL, documents.beslutsdokument(beslut))
    except Dokumentfel as fel:
        raise Arbetsfel(str(fel)) from fel
    utförande.rapportera(80, "Sparar beslutet")
    with transaction.atomic():
        utförande.lås_resultatet()
        beslut = Delegationsbeslut.objects.select_for_update(of=("self",)).get(pk=beslut.pk)
        if beslut.handling_id is None:
            beslut.handling = _registrera(beslut, rendering.innehåll, rendering.sidor)
            beslut.save(update_fields=["handling"])


def _registrera(beslut: Delegationsbeslut, innehåll: bytes, sidor: int) -> Handling:
    namn = f"Delegationsbeslut {beslut.beteckning}"
    handling = Handling(
        rubrik=f"{namn}: {beslut.rubrik}",
        offentlig_rubrik=f"{namn}: {beslut.offentlig_rubrik}" if beslut.offentlig_rubrik else "",
        slag=Handling.Slag.ÖVRIGT,
        riktning=Handling.Riktning.UPPRÄTTAD,
        datum=beslut.beslutsdag,
        fil=filer.spara_eget(innehåll, medietyp="application/pdf", sidor=sidor, egen=True),
        filnamn=f"delegationsbeslut-{beslut.nummer}-{beslut.år}.pdf",
        sekretess_lagrum=beslut.sekretess_lagrum,
    )
    try:
        return registrering.lägg_till_handling(
            ärende=beslut.ärende, handling=handling, av=beslut.registrerat_av
        )
    except registrering.ÄrendetMakulerat as fel:
        raise Arbetsfel(str(fel)) from fel


# --- Det som ett sammanträde hämtar --------------------------------------------------------------


def oanmälda(myndighet: Myndighet, till: date) -> DelegationsbeslutQuerySet:
    """Besluten till och med dagen som ska anmälas och inte står på någon lista."""
    return Delegationsbeslut.objects.filter(myndighet=myndighet).oanmälda(till)


def särskilt_protokollförda(myndighet: Myndighet) -> DelegationsbeslutQuerySet:
    """Beslut som nämnden valt att inte få anmälda och som kan överklagas enligt KL 13 kap.

    De ska protokollföras särskilt (6:40, 7:8) och det justerade protokollet tillkännages (8:10).
    """
    return Delegationsbeslut.objects.filter(myndighet=myndighet).särskilt_protokollförda()


@transaction.atomic
def sätt_anmälda(*, beslut: Sequence[Delegationsbeslut], dag: date | None, av: Användare) -> None:
    """Besluten står på listan för mötet den dagen; None: de står inte längre på någon."""
    for myndighet in {b.myndighet_id: b.myndighet for b in beslut}.values():
        policy.kräv(av, Rätt.ANMÄLA, myndighet)
    Delegationsbeslut.objects.filter(pk__in=[b.pk for b in beslut]).update(anmäld_dag=dag)
