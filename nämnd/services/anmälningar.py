"""Anmälningspunkten: hämta delegationsbeslut och meddelanden, och gör förteckningen till papper.

Brådskande beslut ska upp på nästa sammanträde (KL 6:40 andra stycket) och läggs dit av sig själva.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd import anmälningslista
from nämnd.models import (
    Anmälningslista,
    Anmältbeslut,
    Meddelande,
    Organ,
    Punkt,
    Punkthandling,
    Sammanträde,
    Utskottsanmälan,
)
from nämnd.services import föredragningslista
from nämnd.services.föredragningslista import Listfel, ändrar
from nämnd.services.ångerposter import följer_med
from ärenden import delegering, filer
from ärenden import policy as ärendepolicy
from ärenden.models import Delegationsbeslut, Handling, Jobb
from ärenden.pdf import Dokumentfel, rendera_pdf
from ärenden.services import delegationsbeslut, jobb
from ärenden.services.jobb import Arbetsfel, Utförande

UPPGIFT = "namnd.anmalningslista"
MALL = "pdf/anmalningslista.html"
RUBRIK = "Anmälan av delegationsbeslut"
DOLT = "Redovisas inte med hänvisning till sekretess"
NÄMNDER = (Organ.Typ.NÄMND, Organ.Typ.STYRELSE, Organ.Typ.GEMENSAM_NÄMND)


# --- Delegationsbesluten -----------------------------------------------------------------------


def hämta_beslut(*, punkt: Punkt, till: date, av: Användare) -> int:
    """Lägger alla beslut till och med dagen, som inte står på någon lista, på punkten."""
    with ändrar(punkt.sammanträde, av=av) as låst:
        punkt = _anmälningspunkt(låst, punkt)
        _kräv_nämnd(låst.organ)
        nya = _lägg_på(punkt, delegationsbeslut.oanmälda(låst.organ.myndighet, till), av)
        if nya:
            _skriv_om(punkt, av)
        return nya


def _anmälningspunkt(sammanträde: Sammanträde, punkt: Punkt) -> Punkt:
    punkt = sammanträde.punkter.get(pk=punkt.pk)
    if punkt.slag != Punkt.Slag.ANMÄLAN:
        raise Listfel("Anmälningar tas upp på en punkt av slaget anmälan.")
    return punkt


def _kräv_nämnd(organ: Organ) -> None:
    if organ.typ not in NÄMNDER:
        raise Listfel(f"Delegationsbeslut anmäls till nämnden, inte till {organ}.")


def _lägg_på(punkt: Punkt, beslut: QuerySet[Delegationsbeslut], av: Användare) -> int:
    nya = list(beslut.select_for_update(of=("self",)).select_related("myndighet").order_by("pk"))
    Anmältbeslut.objects.bulk_create(Anmältbeslut(punkt=punkt, beslut=b) for b in nya)
    delegationsbeslut.sätt_anmälda(beslut=nya, dag=punkt.sammanträde.datum, av=av)
    return len(nya)


def ta_bort_beslut(*, rad: Anmältbeslut, av: Användare) -> None:
    """Beslutet väntar igen. Ett brådskande beslut hindrar då kallelsen (KL 6:40)."""
    with ändrar(rad.punkt.sammanträde, av=av):
        delegationsbeslut.sätt_anmälda(beslut=[rad.beslut], dag=None, av=av)
        rad.delete()
        _skriv_om(rad.punkt, av)


def sätt_fotnot(*, rad: Anmältbeslut, text: str, av: Användare) -> None:
    with ändrar(rad.punkt.sammanträde, av=av):
        rad.fotnot = " ".join(text.split())
        rad.save(update_fields=["fotnot"])
        _skriv_om(rad.punkt, av)


def lägg_till_utskott(
    *,
    punkt: Punkt,
    organ: str,
    datum: date,
    från_paragraf: int,
    till_paragraf: int,
    fotnot: str = "",
    av: Användare,
) -> Utskottsanmälan:
    """Ett utskotts protokoll med sina paragrafer, skrivet av sekreteraren eller hämtat uppifrån."""
    with ändrar(punkt.sammanträde, av=av) as låst:
        punkt = _anmälningspunkt(låst, punkt)
        rad = Utskottsanmälan(
            punkt=punkt,
            organ=organ,
            datum=datum,
            från_paragraf=från_paragraf,
            till_paragraf=till_paragraf,
            fotnot=fotnot,
        )
        try:
            rad.full_clean()
        except ValidationError as fel:
            raise Listfel(" ".join(fel.messages)) from fel
        rad.save()
        _skriv_om(punkt, av)
        return rad


def ta_bort_utskott(*, rad: Utskottsanmälan, av: Användare) -> None:
    with ändrar(rad.punkt.sammanträde, av=av):
        rad.delete()
        _skriv_om(rad.punkt, av)


# --- Brådskande beslut --------------------------------------------------------------------------


def brådskande_som_saknas(sammanträde: Sammanträde) -> QuerySet[Delegationsbeslut]:
    """Brådskande beslut som ska upp på just det här mötet men inte står på listan.

    Nästa sammanträde är det första efter beslutet som inte är hållet eller inställt.
    """
    if sammanträde.organ.typ not in NÄMNDER:
        return Delegationsbeslut.objects.none()
    tidigare = Sammanträde.objects.filter(
        organ=sammanträde.organ_id,
        datum__gte=OuterRef("beslutsdag"),
        datum__lt=sammanträde.datum,
        status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
    ).filter(datum__gte=timezone.localdate())
    return (
        delegationsbeslut.oanmälda(sammanträde.organ.myndighet, sammanträde.datum)
        .brådskande()
        .exclude(Exists(tidigare))
    )


def ta_upp_brådskande(*, sammanträde: Sammanträde, av: Användare) -> int:
    """Lägger de brådskande beslut som saknas på anmälningspunkten, som skapas om den inte finns."""
    with ändrar(sammanträde, av=av) as låst, följer_med(sammanträde=låst):
        saknas = brådskande_som_saknas(låst)
        if not saknas.exists():
            return 0
        punkt = _hitta_punkt(låst)
        if punkt is None:
            punkt = föredragningslista.ny_punkt_sist(
                sammanträde=låst, rubrik=RUBRIK, slag=Punkt.Slag.ANMÄLAN
            )
        nya = _lägg_på(punkt, saknas, av)
        _skriv_om(punkt, av)
        return nya


def _hitta_punkt(sammanträde: Sammanträde) -> Punkt | None:
    punkter = list(sammanträde.punkter.filter(slag=Punkt.Slag.ANMÄLAN).order_by("ordning"))
    om_delegation = [p for p in punkter if "delegation" in p.rubrik.casefold()]
    return next(iter([*om_delegation, *punkter]), None)


def ta_upp_alla_brådskande(*, av: Användare) -> int:
    """Går igenom kommande möten i nämnder som har brådskande beslut att anmäla."""
    väntar = Delegationsbeslut.objects.oanmälda().brådskande().values("myndighet")
    möten = (
        Sammanträde.objects.filter(
            organ__typ__in=NÄMNDER,
            organ__myndighet__in=väntar.order_by(),
            datum__gte=timezone.localdate(),
            status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
        )
        .select_related("organ__myndighet")
        .order_by("datum", "pk")
    )
    return sum(
        ta_upp_brådskande(sammanträde=möte, av=av)
        for möte in möten
        if brådskande_som_saknas(möte).exists()
    )


def hinder(sammanträde: Sammanträde) -> list[tuple[int | None, str, str, str]]:
    """Det i anmälningarna som stoppar kallelsen: punkt, text, lagrum och lagens ord."""
    stopp: list[tuple[int | None, str, str, str]] = []
    saknas = [b.beteckning for b in brådskande_som_saknas(sammanträde).order_by("år", "nummer")]
    if saknas:
        punkt = _hitta_punkt(sammanträde)
        stopp.append(
            (
                punkt.pk if punkt else None,
                f"Brådskande beslut {', '.join(saknas)} ska anmälas vid det här sammanträdet. "
                + (
                    "Hämta delegationsbeslut på punkten."
                    if punkt
                    else "Lägg till en punkt för det."
                ),
                delegering.LAGRUM_ANMÄLAN_BRÅDSKANDE,
                delegering.LAGTEXT_ANMÄLAN_BRÅDSKANDE,
            )
        )
    for lista in (
        Anmälningslista.objects.filter(punkt__sammanträde=sammanträde)
        .select_related("jobb")
        .order_by("punkt")
    ):
        if text := läget(lista):
            stopp.append((lista.punkt_id, text, "", ""))
    return stopp


def läget(lista: Anmälningslista) -> str:
    """Varför förteckningen inte är klar, eller tomt."""
    if not lista.jobb.är_avslutat:
        return "Förteckningen skrivs just nu. Vänta tills den är klar."
    if lista.jobb.status == Jobb.Status.MISSLYCKAT:
        return f"Förteckningen kunde inte skrivas: {lista.jobb.fel} Skriv om den."
    if lista.papper_id is None:
        return "Förteckningens papper är borttaget. Skriv om den."
    return ""


# --- Meddelandena -------------------------------------------------------------------------------


def valbara_meddelanden(punkt: Punkt, användare: Användare) -> QuerySet[Handling]:
    """Inkomna handlingar i nämnden som användaren får se och som inte redan meddelats organet."""
    redan = Meddelande.objects.filter(
        handling=OuterRef("pk"), punkt__sammanträde__organ=punkt.sammanträde.organ_id
    )
    return (
        ärendepolicy.synliga_handlingar(användare)
        .filter(
            riktning=Handling.Riktning.INKOMMEN,
            ärende__myndighet=punkt.sammanträde.organ.myndighet_id,
        )
        .exclude(Exists(redan))
    )


def lägg_till_meddelanden(*, punkt: Punkt, handlingar: Sequence[Handling], av: Användare) -> int:
    """Lägger de valda handlingarna på punkten: alla, eller ingen om någon inte är valbar."""
    with ändrar(punkt.sammanträde, av=av) as låst:
        punkt = _anmälningspunkt(låst, punkt)
        valda = {h.pk for h in handlingar}
        om = valbara_meddelanden(punkt, av).filter(pk__in=valda)
        if om.count() != len(valda):
            raise Listfel("En av handlingarna är redan meddelad eller finns inte. Välj igen.")
        Meddelande.objects.bulk_create(
            Meddelande(punkt=punkt, handling=h) for h in om.order_by("ankomstdag", "pk")
        )
        if valda:
            _skriv_om(punkt, av)
        return len(valda)


def ta_bort_meddelande(*, rad: Meddelande, av: Användare) -> None:
    with ändrar(rad.punkt.sammanträde, av=av):
        rad.delete()
        _skriv_om(rad.punkt, av)


# --- Förteckningen ------------------------------------------------------------------------------


def skriv_om(*, punkt: Punkt, av: Användare) -> None:
    """Gör förteckningen igen, till exempel när papperet tagits bort."""
    with ändrar(punkt.sammanträde, av=av) as låst:
        _skriv_om(_anmälningspunkt(låst, punkt), av)


def skriv_om_alla(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Mötets förteckningar görs om: dagen i dem är mötets. Anroparen har låst mötet."""
    for punkt in sammanträde.punkter.filter(anmälningslista__isnull=False).order_by("ordning"):
        _skriv_om(punkt, av)


def _skriv_om(punkt: Punkt, av: Användare) -> None:
    """Fryser raderna och beställer papperet. Utan rader försvinner lista och papper."""
    underlag = förteckning(punkt)
    lista = Anmälningslista.objects.filter(punkt=punkt).select_related("papper__fil").first()
    if underlag.är_tom:
        if lista is not None:
            papper = lista.papper
            lista.delete()
            _släng(papper)
        return
    lista = lista or Anmälningslista(punkt=punkt)
    lista.version += 1
    lista.underlag = underlag.som_json()
    lista.jobb = jobb.beställ(
        slag=UPPGIFT,
        nyckel=f"{punkt.pk}/{lista.version}",
        argument={"punkt": punkt.pk, "version": lista.version},
        av=av,
    )
    lista.save()


def förteckning(punkt: Punkt) -> anmälningslista.Lista:
    """Punktens rader så som de får visas för var och en; ett fast antal frågor."""
    organ = punkt.sammanträde.organ
    dag = date_format(punkt.sammanträde.datum, "j F Y")
    rader = punkt.anmälda_beslut.select_related("beslut__ärende", "beslut__punkt")
    meddelanden = punkt.meddelanden.select_related("handling__ärende")
    return anmälningslista.bygg(
        titel=f"{punkt.rubrik}, {organ.namn} {dag}",
        kommun=organ.myndighet.kommun.namn,
        organ=organ.namn,
        dag_text=dag,
        rubrik=punkt.rubrik,
        beslut=[_beslut(rad) for rad in rader],
        utskott=[
            anmälningslista.Utskott(u.organ, u.datum, u.från_paragraf, u.till_paragraf, u.fotnot)
            for u in punkt.utskottsanmälningar.all()
        ],
        inkommet=[_inkommet(rad.handling) for rad in meddelanden],
    )


def _beslut(rad: Anmältbeslut) -> anmälningslista.Beslut:
    b = rad.beslut
    return anmälningslista.Beslut(
        delegat=b.delegat_namn,
        titel=b.delegat_titel,
        år=b.år,
        nummer=b.nummer,
        dnr=b.ärende.beteckning,
        dag=b.beslutsdag,
        punkt=b.punkt.nummer,
        text=b.visas_öppet,
        brådskande=b.slag == Delegationsbeslut.Slag.BRÅDSKANDE,
        fotnot=rad.fotnot,
    )


def _inkommet(h: Handling) -> anmälningslista.Inkommet:
    """Dag och dnr döljs aldrig; avsändare och rubrik i sin offentliga form (OSL 5 kap. 2 §)."""
    hemlig = h.är_sekretess or h.ärende.är_sekretess
    return anmälningslista.Inkommet(
        avsändare=h.offentlig_motpart or (DOLT if hemlig else h.motpart or "Okänd avsändare"),
        dnr=h.ärende.beteckning,
        dag=h.ankomstdag or timezone.localtime(h.registrerad_tid).date(),
        text=h.offentlig_rubrik or (DOLT if hemlig else h.rubrik),
    )


def utför(jobb_id: int) -> None:
    """Skriver förteckningen. Avbruten görs den om, till samma papper."""
    jobb.utför(jobb_id, _gör_papper)


def _gör_papper(utförande: Utförande) -> None:
    argument = utförande.jobb.argument
    lista = Anmälningslista.objects.filter(punkt=argument["punkt"]).first()
    if lista is None or lista.version != argument["version"]:
        # Listan har ändrats sedan dess; det nyare jobbet gör papperet.
        with transaction.atomic():
            utförande.lås_resultatet()
        return
    utförande.rapportera(20, "Skriver förteckningen")
    underlag = anmälningslista.ur_json(lista.underlag)
    try:
        rendering = rendera_pdf(MALL, underlag)
    except Dokumentfel as fel:
        raise Arbetsfel(str(fel)) from fel
    utförande.rapportera(80, "Sparar förteckningen")
    try:
        _spara(utförande, lista, underlag.titel, rendering.innehåll, rendering.sidor)
    except Listfel as fel:
        raise Arbetsfel(str(fel)) from fel


def _spara(
    utförande: Utförande, lista: Anmälningslista, titel: str, innehåll: bytes, sidor: int
) -> None:
    punkt = Punkt.objects.select_related("sammanträde__organ").get(pk=lista.punkt_id)
    with ändrar(punkt.sammanträde, av=utförande.jobb.av) as låst, följer_med(sammanträde=låst):
        utförande.lås_resultatet()
        nu = Anmälningslista.objects.select_related("papper__fil").get(pk=lista.pk)
        if nu.version != lista.version:
            return
        fil = filer.spara_eget(innehåll, medietyp="application/pdf", sidor=sidor, egen=True)
        papper = nu.papper or Punkthandling(
            punkt=punkt, ordning=punkt.handlingar.count() + 1, slag=Handling.Slag.ÖVRIGT
        )
        gammal = papper.fil
        papper.rubrik = f"Förteckning: {titel}"[:500]
        papper.filnamn = f"forteckning-{punkt.sammanträde.datum}.pdf"
        papper.datum = timezone.localdate()
        papper.fil = fil
        papper.save()
        nu.papper = papper
        nu.save(update_fields=["papper"])
        if gammal is not None and gammal != fil:
            filer.städa(gammal)


def _släng(papper: Punkthandling | None) -> None:
    if papper is None:
        return
    fil = papper.fil
    papper.delete()
    if fil is not None:
        filer.städa(fil)
