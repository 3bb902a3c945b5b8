"""Tillkännagivandet på tavlorna: kommunens egen, och hos en gemensam nämnd var och en av de andras.

KL 9 kap. 32 § och 13 kap. 5 §. Lika för justerade protokoll, särskilda protokoll över
delegationsbeslut och det som anslås för hand. `huvudkälla` är nyckeln på nämndens egen tavla.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Organ
from protokoll import anslagstid, policy
from protokoll.documents.text import uppräknat
from protokoll.models import AnnanTavla, Anslag, Anslagsregel, Delegationsprotokoll
from protokoll.policy import Rätt
from protokoll.services.justeringsfel import FelTavladag
from protokoll.services.mötesfel import dagtext
from publikt import utbyggnad
from publikt.models import RÄTTAT, Slag
from publikt.models import Anslag as Tavelanslag
from publikt.models.anslag import AnslagQuerySet
from publikt.services import anslagstavla

# Så långt före nedtagningen flyttas den när en annan kommuns tavla inte är bekräftad.
FRAMFÖRHÅLLNING = timedelta(days=2)
FÖR_HAND = "anslag:"


def tillägg(organ: Organ) -> int:
    """Dagar som kommunen låter anslag sitta efter sista dagen att överklaga."""
    regel = Anslagsregel.objects.filter(kommun=organ.myndighet.kommun_id)
    return regel.values_list("tillägg", flat=True).first() or anslagstid.MINSTA_TILLÄGG


def sent(justerad_dag: date, uppsatt: date) -> list[str]:
    """Varningen när justeringen tillkännages efter andra dagen (KL 8 kap. 12 §)."""
    if not anslagstid.är_för_sent_uppsatt(justerad_dag, uppsatt):
        return []
    sist = date_format(anslagstid.senast_uppsatt(justerad_dag), "j F Y")
    return [f"Justeringen skulle ha tillkännagetts senast den {sist}."]


def sätt_upp(
    *,
    organ: Organ,
    källa: str,
    justerad_dag: date | None,
    av: Användare,
    nu: datetime,
    anslag: Anslag | None = None,
    **uppgifter: Any,
) -> Tavelanslag:
    """Anslaget på den egna tavlan och på de samverkande kommunernas. Ger den egnas.

    Görs det om händer inget mer. De andra tavlorna gäller bara det som startar överklagandetiden.
    """
    tavlor = [(källa, organ.kommunnamn[0])]
    if uppgifter["sista_överklagandedag"] is not None:
        tavlor += _andra_tavlor(organ, källa, anslag, justerad_dag, uppgifter["uppe_från"], av, nu)
    egen, *_ = [
        anslagstavla.sätt_upp(
            källa=nyckel,
            kommun=kommun,
            organ=organ.namn,
            justerad_dag=justerad_dag,
            av_namn=str(av),
            nu=nu,
            **uppgifter,
        )
        for nyckel, kommun in tavlor
    ]
    return egen


def _andra_tavlor(
    organ: Organ,
    källa: str,
    anslag: Anslag | None,
    justerad_dag: date | None,
    uppe_från: datetime,
    av: Användare,
    nu: datetime,
) -> list[tuple[str, str]]:
    """De samverkande kommunernas tavlor (KL 9 kap. 32 §). Ger nycklarna till dem som finns här."""
    här = set(
        Anslagsregel.objects.filter(kommun__namn__in=organ.samverkande).values_list(
            "kommun__namn", flat=True
        )
    )
    nycklar = []
    for nummer, kommun in enumerate(organ.samverkande, 1):
        egen = f"{källa}:kommun:{nummer}" if kommun in här else ""
        AnnanTavla.objects.get_or_create(
            huvudkälla=källa,
            kommun=kommun,
            defaults={
                "anslag": anslag,
                "källa": egen,
                "justerad_dag": justerad_dag,
                "uppsatt": timezone.localdate(uppe_från) if egen else None,
                "antecknad_tid": nu if egen else None,
                "antecknad_av": str(av) if egen else "",
            },
        )
        if egen:
            nycklar.append((egen, kommun))
    return nycklar


def tavlor(huvudkälla: str) -> list[AnnanTavla]:
    """De andra kommunernas tavlor, i nämndens ordning."""
    return list(AnnanTavla.objects.filter(huvudkälla=huvudkälla).order_by("pk"))


def bifoga_protokollet(*, huvudkälla: str, pdf: bytes, av: Användare, nu: datetime) -> None:
    """Den offentliga kopian till anslaget, som inte väntade på den.

    Det som har tagits ned eller makulerats står som det är.
    """
    for källa in _uppe(huvudkälla).filter(protokoll=None).values_list("källa", flat=True):
        anslagstavla.bifoga_protokoll(källa=källa, pdf_bytes=pdf, av_namn=str(av), nu=nu)


def anslå_rättad(
    *, huvudkälla: str, nummer: int, text: str, pdf: bytes | None, av: Användare, nu: datetime
) -> None:
    """Den rättade versionen bredvid anslaget, lika länge som det (KL 8 kap. 10 § 4).

    Görs det om händer inget mer. Det som har tagits ned eller makulerats står som det är.
    """
    for huvud in _uppe(huvudkälla):
        uppe_från = max(nu, huvud.uppe_från)
        anslagstavla.sätt_upp(
            källa=f"{huvud.källa}{RÄTTAT}{nummer}",
            slag=Slag.PROTOKOLL,
            kommun=huvud.kommun,
            organ=huvud.organ,
            rubrik=f"Rättat: {huvud.rubrik}",
            ned_dag=max(huvud.ned_dag, timezone.localdate(uppe_från) + timedelta(days=1)),
            sammanträdesdag=huvud.sammanträdesdag,
            paragrafer=huvud.paragrafer,
            förvaringsplats=huvud.förvaringsplats,
            text=text,
            protokoll_pdf=pdf,
            uppe_från=uppe_från,
            av_namn=str(av),
            nu=nu,
        )


def makulera_rättade(*, huvudkälla: str, skäl: str, av: Användare, nu: datetime) -> None:
    """De rättade versionerna följer sitt anslag."""
    rättade = Tavelanslag.objects.rättade(huvudkälla).filter(nedtagen_tid=None, makulerad_tid=None)
    for källa in rättade.order_by("pk").values_list("källa", flat=True):
        anslagstavla.makulera(källa=källa, skäl=skäl, av_namn=str(av), nu=nu)


def _uppe(huvudkälla: str) -> AnslagQuerySet:
    """Anslagen på tavlorna här som sitter uppe eller väntar."""
    källor = {huvudkälla, *(t.källa for t in tavlor(huvudkälla) if t.källa)}
    levande = Tavelanslag.objects.filter(källa__in=källor, nedtagen_tid=None, makulerad_tid=None)
    return levande.order_by("pk")


@transaction.atomic
def anteckna_tavla(
    *, tavla: AnnanTavla, dag: date, av: Användare, nu: datetime | None = None
) -> None:
    """Dagen då en samverkande kommun tillkännagav justeringen (KL 9 kap. 32 §).

    När den sista är antecknad räknas överklagandetiden därifrån, och anslagen här sitter till dess.
    """
    huvud = Tavelanslag.objects.select_for_update().get(källa=tavla.huvudkälla)
    organ = policy.tavelorgan(huvud)
    assert organ is not None
    för_hand = huvud.källa.startswith(FÖR_HAND)
    policy.kräv(av, Rätt.ANSLÅ if för_hand else Rätt.FÖRA_PROTOKOLL, organ)
    nu = nu or timezone.now()
    tavla = AnnanTavla.objects.select_for_update(of=("self",)).get(pk=tavla.pk)
    if tavla.uppsatt is not None:
        raise FelTavladag(f"{tavla.kommun} är redan antecknad den {dagtext(tavla.uppsatt)}.")
    _kräv_rimlig(tavla, dag, timezone.localdate(nu))
    tavla.uppsatt, tavla.antecknad_tid, tavla.antecknad_av = dag, nu, str(av)
    tavla.save(update_fields=["uppsatt", "antecknad_tid", "antecknad_av"])
    från = tiden_räknas_från(huvud)
    if från is not None and från > _uppsatt(huvud):
        skäl = f"tillkännagivet i {tavla.kommun} den {dagtext(dag)}"
        _räkna_från(organ, huvud.källa, från, skäl, av_namn=str(av), nu=nu)


def _kräv_rimlig(tavla: AnnanTavla, dag: date, idag: date) -> None:
    if dag > idag:
        raise FelTavladag("Dagen har inte varit än.")
    if tavla.justerad_dag is not None and dag < tavla.justerad_dag:
        raise FelTavladag(f"Dagen är före justeringen den {dagtext(tavla.justerad_dag)}.")


def tiden_räknas_från(huvud: Tavelanslag) -> date | None:
    """Dagen på den sista tavlan; None tills alla samverkande kommuner är klara (KL 13:5)."""
    andra = [t.uppsatt for t in tavlor(huvud.källa)]
    return anslagstid.tillkännagiven_överallt([_uppsatt(huvud), *andra])


def _uppsatt(huvud: Tavelanslag) -> date:
    return timezone.localdate(huvud.uppsatt_tid or huvud.uppe_från)


@utbyggnad.registrera_dagräknare
def kom_upp_senare(*, källa: str, nu: datetime, av: str) -> utbyggnad.Dagar | None:
    """Anslaget kom upp en senare dag än tänkt, och tiden räknas därifrån (KL 13 kap. 5 §).

    Den som lämnade anslaget får den verkliga dagen, så att bevis, utdrag och laga kraft säger
    detsamma som tavlan. Ger None för ett anslag som inte startar någon tid.
    """
    annan = AnnanTavla.objects.filter(källa=källa).first()
    huvudkälla = annan.huvudkälla if annan is not None else källa
    huvud = Tavelanslag.objects.select_for_update().get(källa=huvudkälla)
    organ = policy.tavelorgan(huvud)
    if organ is None or not huvud.startar_överklagandetid:
        return None
    dag = timezone.localdate(nu)
    if annan is not None:
        AnnanTavla.objects.filter(pk=annan.pk).update(uppsatt=dag)
    else:
        _kom_upp(huvudkälla, dag)
    från = tiden_räknas_från(huvud) or dag
    skäl = f"ett av anslagen kom upp den {dagtext(dag)}"
    return _räkna_från(organ, huvudkälla, från, skäl, av_namn=av, nu=nu, utom=källa)


def _kom_upp(huvudkälla: str, dag: date) -> None:
    """Den verkliga dagen hos den som lämnade anslaget."""
    for rad in Anslag.objects.filter(källa=huvudkälla).select_related("justering").order_by("pk"):
        rad.uppsatt = dag
        if rad.justering is not None and rad.justering.datum is not None:
            rad.varningar = sent(rad.justering.datum, dag)
        rad.save(update_fields=["uppsatt", "varningar"])
    Delegationsprotokoll.objects.med_källa(huvudkälla).update(anslaget_dag=dag)


def _räkna_från(
    organ: Organ,
    huvudkälla: str,
    dag: date,
    skäl: str,
    *,
    av_namn: str,
    nu: datetime,
    utom: str = "",
) -> utbyggnad.Dagar:
    """Dagarna från den dag då justeringen tillkännagavs, hos den som anslog och på tavlorna.

    Det som redan tagits ned står som det är.
    """
    dagar = utbyggnad.Dagar(
        anslagstid.sista_överklagandedag(dag), anslagstid.ned_dag(dag, tillägg(organ))
    )
    sista, ned = dagar.sista_överklagandedag, dagar.ned_dag
    Anslag.objects.filter(källa=huvudkälla).update(sista_dag=sista, nedtas=ned)
    Delegationsprotokoll.objects.med_källa(huvudkälla).update(sista_dag=sista)
    for källa in _uppe(huvudkälla).exclude(källa=utom).values_list("källa", flat=True):
        anslagstavla.förläng(
            källa=källa,
            sista_överklagandedag=sista,
            ned_dag=ned,
            skäl=skäl,
            av_namn=av_namn,
            nu=nu,
        )
    return dagar


def håll_kvar(*, av: Användare, nu: datetime | None = None) -> int:
    """Anslag som väntar på en annan kommuns tavla sitter kvar (KL 8 kap. 12 §, 13 kap. 5 §).

    Tiden har inte börjat förrän alla har tillkännagett, och kan tidigast börja i dag.
    """
    nu = nu or timezone.now()
    idag = timezone.localdate(nu)
    obekräftade = AnnanTavla.objects.filter(uppsatt=None)
    väntar = Tavelanslag.objects.filter(
        källa__in=obekräftade.order_by().values("huvudkälla"),
        ned_dag__lte=idag + FRAMFÖRHÅLLNING,
        nedtagen_tid=None,
        makulerad_tid=None,
    )
    antal = 0
    for huvud in väntar.order_by("pk"):
        organ = policy.tavelorgan(huvud)
        assert organ is not None
        saknas = [t.kommun for t in tavlor(huvud.källa) if t.uppsatt is None]
        skäl = f"väntar på tillkännagivandet i {uppräknat(saknas)}"
        with transaction.atomic():
            _räkna_från(organ, huvud.källa, idag, skäl, av_namn=str(av), nu=nu)
        antal += 1
    return antal
