"""Sammanträdet medan det pågår: närvaro, punkter, beslut, och avslutet som ger §-numren."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Kallelse, Organ, Punkt, Sammanträde, Uppdrag
from nämnd.services import föredragningslista
from nämnd.underlag import ur_json
from protokoll import fullständighet, justeringstid, paragrafnummer, policy
from protokoll.models import (
    Beslut,
    Beslutsunderlag,
    Förslag,
    Justerare,
    Närvaro,
    Paragraf,
    Paragrafserie,
    Protokoll,
    Utdragsmottagare,
    ÖvrigNärvarande,
)
from protokoll.policy import Rätt
from protokoll.services import protokollsskrivning
from protokoll.services.mötesfel import (
    BeslutSaknas,
    DistansInteTillåten,
    FelJusterare,
    FelNärvaro,
    FelSluttid,
    FörSenJustering,
    FörTidigt,
    HarBörjat,
    InaktuellKallelse,
    InteBeslutad,
    InteBeslutsför,
    InteKallat,
    KanInteAvslutas,
    KanInteTasUpp,
    MötetAvslutat,
    PlatsenUpptagen,
    RedanBeslutad,
    RedanÖppnat,
    SaknarLedamöter,
)
from ärenden.models import Skrivelse
from ärenden.services import händelser

LEDAMÖTER, ERSÄTTARE, INSYN = range(3)
# Ärendet kommer tillbaka: skrivelsen är inte färdigbehandlad.
KOMMER_TILLBAKA = frozenset({Paragraf.Utfall.BORDLÄGGNING, Paragraf.Utfall.UTGÅR})


@transaction.atomic
def öppna(*, sammanträde: Sammanträde, av: Användare, nu: datetime | None = None) -> Protokoll:
    """Öppnar ett kallat möte. Alla med uppdrag den dagen förs upp, som frånvarande."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, sammanträde.organ)
    möte = (
        Sammanträde.objects.select_for_update(of=("self",))
        .select_related("organ")
        .get(pk=sammanträde.pk)
    )
    _pröva_öppning(möte, nu or timezone.now())
    rader = _rader(möte)
    ledamöter = sum(rad.har_plats for rad in rader)
    if not ledamöter:
        raise SaknarLedamöter(f"{möte.organ} har inga ledamöter {_dag(möte.datum)}.")
    protokoll = Protokoll.objects.create(
        sammanträde=möte,
        öppnat_tid=nu or timezone.now(),
        öppnat_av=av,
        platser=möte.organ.platser or ledamöter,
    )
    for rad in rader:
        rad.protokoll = protokoll
    Närvaro.objects.bulk_create(rader)
    möte.status = Sammanträde.Status.PÅGÅR
    möte.save(update_fields=["status"])
    sammanträde.status = möte.status
    return protokoll


def pröva_öppning(*, sammanträde: Sammanträde, av: Användare) -> Kallelse | None:
    """Den kallelse som mötet öppnas efter, eller felet som säger varför det inte kan öppnas."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, sammanträde.organ)
    return _pröva_öppning(sammanträde, timezone.now())


def _pröva_öppning(möte: Sammanträde, nu: datetime) -> Kallelse | None:
    if möte.status in (Sammanträde.Status.PÅGÅR, Sammanträde.Status.AVSLUTAT):
        raise RedanÖppnat("Mötet är redan öppnat.")
    if möte.status == Sammanträde.Status.INSTÄLLT:
        raise InteKallat("Mötet är inställt.")
    if möte.status != Sammanträde.Status.KALLAT:
        raise InteKallat("Kallelsen är inte utfärdad. Utfärda den innan mötet öppnas.")
    if möte.datum > timezone.localdate(nu):
        raise FörTidigt(
            f"Mötet är den {_dag(möte.datum)}; det kan öppnas tidigast den dagen. "
            "Flytta mötet och utfärda en ny kallelse om det hålls tidigare."
        )
    kallelse = möte.kallelser.filter(status=Kallelse.Status.UTFÄRDAD).order_by("-edition").first()
    # En kallelse som lästs in utan underlag har inget att jämföra med.
    if kallelse is not None and kallelse.underlag:
        kallat = ur_json(kallelse.underlag)
        tider = tuple(str(spann) for spann in möte.tider.all())
        if (kallat.datum, kallat.tider, kallat.plats) != (möte.datum, tider, möte.plats):
            raise InaktuellKallelse(
                "Mötets dag, tid eller plats är en annan än i kallelsen. "
                "Utfärda en ny kallelse först."
            )
    return kallelse


def _dag(dag: date) -> str:
    return date_format(dag, "j F Y")


@transaction.atomic
def ångra_öppnandet(*, protokoll: Protokoll, av: Användare) -> Sammanträde:
    """Gör mötet kallat igen. Går bara så länge ingen punkt är upptagen."""
    protokoll = _lås(protokoll, av)
    if protokoll.paragrafer.exists():
        raise HarBörjat("En punkt är redan upptagen. Öppnandet kan inte ångras.")
    möte = protokoll.sammanträde
    protokoll.delete()
    möte.status = Sammanträde.Status.KALLAT
    möte.save(update_fields=["status"])
    return möte


def _rader(möte: Sammanträde) -> list[Närvaro]:
    """En rad per person, ledamöterna först. Partiet kommer ur registret."""
    grupp = {Uppdrag.Post.ERSÄTTARE: ERSÄTTARE, Uppdrag.Post.INSYN: INSYN}
    uppdrag = sorted(
        möte.organ.uppdrag.gällande(möte.datum).select_related("person", "parti"),
        key=lambda u: (grupp.get(Uppdrag.Post(u.post), LEDAMÖTER), u.ordning, u.pk),
    )
    per_person = {u.person_id: u for u in reversed(uppdrag)}
    return [
        Närvaro(
            person=u.person,
            namn=u.person.namn,
            parti=u.parti.kod if u.parti else "",
            post=u.get_post_display(),
            är_ersättare=u.är_ersättare,
            status=Närvaro.Status.FRÅNVARANDE,
            ordning=ordning,
        )
        for ordning, u in enumerate((u for u in uppdrag if per_person[u.person_id] is u), 1)
    ]


def _lås(protokoll: Protokoll, av: Användare) -> Protokoll:
    """Den låsta raden för ett möte som pågår; två klick samtidigt får vänta på varandra."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    låst = (
        Protokoll.objects.select_for_update(of=("self",))
        .select_related("sammanträde__organ")
        .get(pk=protokoll.pk)
    )
    if not låst.är_öppet:
        raise MötetAvslutat("Mötet är avslutat och kan inte ändras.")
    return låst


# --- Närvaro -----------------------------------------------------------------------------------


@transaction.atomic
def markera_närvaro(
    *,
    rad: Närvaro,
    status: str,
    av: Användare,
    för: Närvaro | None = None,
    distans: bool = False,
) -> Närvaro:
    """Antecknar hur en person är med. En ersättare tjänstgör för en frånvarande ledamot."""
    protokoll = _lås(rad.protokoll, av)
    rad = protokoll.närvarande.get(pk=rad.pk)
    _pröva_status(rad, status)
    if distans and not protokoll.sammanträde.organ.distans_tillåten:
        raise DistansInteTillåten("Deltagande på distans är inte tillåtet i organet.")
    if status == Närvaro.Status.TJÄNSTGÖRANDE:
        för = _plats(protokoll, rad, för)
    elif för is not None:
        raise FelNärvaro("Bara en ersättare tjänstgör för någon annan.")
    rad.status, rad.för = status, för
    rad.distans = distans and status != Närvaro.Status.FRÅNVARANDE
    if not rad.tjänstgör:
        _pröva_utträde(protokoll, rad)
    rad.save(update_fields=["status", "för", "distans"])
    tjänstgörande = protokoll.beslutsförhet.tjänstgörande
    if tjänstgörande > protokoll.platser:
        raise PlatsenUpptagen(f"Organet har {protokoll.platser} platser och alla är besatta.")
    return rad


def _pröva_status(rad: Närvaro, status: str) -> None:
    if rad.har_insynsplats:
        tillåtna = {Närvaro.Status.INSYN, Närvaro.Status.FRÅNVARANDE}
    elif rad.är_ersättare:
        tillåtna = {
            Närvaro.Status.TJÄNSTGÖRANDE,
            Närvaro.Status.ERSÄTTARE,
            Närvaro.Status.FRÅNVARANDE,
        }
    else:
        tillåtna = {Närvaro.Status.LEDAMOT, Närvaro.Status.FRÅNVARANDE}
    if status not in tillåtna:
        raise FelNärvaro(f"{rad.namn} är {rad.post} och kan inte antecknas så.")
    if status == Närvaro.Status.LEDAMOT:
        i_stället = Närvaro.objects.filter(för=rad).first()
        if i_stället:
            raise PlatsenUpptagen(
                f"{i_stället} tjänstgör för {rad.namn}. Låt {i_stället.namn} lämna platsen först."
            )


def _plats(protokoll: Protokoll, rad: Närvaro, för: Närvaro | None) -> Närvaro | None:
    """Platsen som ersättaren tar: en frånvarande ledamots, eller en som är vakant."""
    if för is None:
        ledamöter = [r for r in protokoll.närvarande.all() if r.har_plats]
        vakanta = protokoll.platser - len(ledamöter)
        på_vakanta = protokoll.närvarande.filter(
            status=Närvaro.Status.TJÄNSTGÖRANDE, för=None
        ).exclude(pk=rad.pk)
        if på_vakanta.count() >= vakanta:
            raise FelNärvaro(f"Ange vilken ledamot {rad.namn} tjänstgör för.")
        return None
    för = protokoll.närvarande.filter(pk=för.pk).first()
    if för is None or not för.har_plats:
        raise FelNärvaro("En ersättare tjänstgör för en ledamot i organet.")
    if not för.är_frånvarande:
        raise PlatsenUpptagen(f"{för} tjänstgör själv.")
    annan = protokoll.närvarande.filter(för=för).exclude(pk=rad.pk).first()
    if annan:
        raise PlatsenUpptagen(f"{annan} tjänstgör redan för {för.namn}.")
    return för


def _pröva_utträde(protokoll: Protokoll, rad: Närvaro) -> None:
    if protokoll.justerare.filter(närvaro=rad).exists():
        raise FelNärvaro(f"{rad.namn} är vald att justera. Välj en annan justerare först.")


@transaction.atomic
def alla_närvarande(*, protokoll: Protokoll, av: Användare) -> None:
    """Antecknar alla ledamöter som närvarande, utom dem som en ersättare tjänstgör för."""
    protokoll = _lås(protokoll, av)
    rader = list(protokoll.närvarande.all())
    ersatta = {rad.för_id for rad in rader if rad.för_id}
    ledamöter = [rad.pk for rad in rader if rad.har_plats and rad.pk not in ersatta]
    protokoll.närvarande.filter(pk__in=ledamöter, status=Närvaro.Status.FRÅNVARANDE).update(
        status=Närvaro.Status.LEDAMOT
    )


@transaction.atomic
def lägg_till_övrig(
    *, protokoll: Protokoll, namn: str, av: Användare, titel: str = ""
) -> ÖvrigNärvarande:
    protokoll = _lås(protokoll, av)
    if not namn.strip():
        raise FelNärvaro("Skriv den närvarandes namn.")
    return ÖvrigNärvarande.objects.create(
        protokoll=protokoll, namn=namn.strip(), titel=titel.strip()
    )


@transaction.atomic
def ta_bort_övrig(*, övrig: ÖvrigNärvarande, av: Användare) -> None:
    _lås(övrig.protokoll, av)
    övrig.delete()


@transaction.atomic
def välj_ordförande(*, rad: Närvaro, av: Användare) -> None:
    """Väljer vem som leder mötet när det inte är den främsta i presidiet."""
    protokoll = _lås(rad.protokoll, av)
    rad = protokoll.närvarande.get(pk=rad.pk)
    if not rad.tjänstgör:
        raise FelNärvaro(f"{rad.namn} tjänstgör inte och kan inte leda mötet.")
    if protokoll.justerare.filter(närvaro=rad).exists():
        raise FelJusterare(f"{rad.namn} är vald att justera och kan inte också leda mötet.")
    protokoll.ordförande = rad
    protokoll.save(update_fields=["ordförande"])


@transaction.atomic
def välj_justerare(*, rad: Närvaro, av: Användare, är_ersättare: bool = False) -> Justerare:
    """Väljer den som justerar vid sidan av ordföranden, eller ersättare för den."""
    protokoll = _lås(rad.protokoll, av)
    rad = protokoll.närvarande.get(pk=rad.pk)
    if not rad.tjänstgör:
        raise FelJusterare(f"{rad.namn} tjänstgör inte och kan inte justera.")
    ledare = protokoll.ledare
    if ledare is not None and ledare.pk == rad.pk:
        raise FelJusterare(f"{rad.namn} leder mötet och justerar redan som ordförande.")
    if protokoll.justerare.filter(närvaro=rad).exists():
        raise FelJusterare(f"{rad.namn} är redan vald.")
    return Justerare.objects.create(protokoll=protokoll, närvaro=rad, är_ersättare=är_ersättare)


@transaction.atomic
def ta_bort_justerare(*, justerare: Justerare, av: Användare) -> None:
    _lås(justerare.protokoll, av)
    justerare.delete()


@transaction.atomic
def ange_justering(
    *,
    protokoll: Protokoll,
    plats: str,
    tid: datetime | None,
    förvaringsplats: str,
    av: Användare,
) -> None:
    """Var och när protokollet justeras; trycks på framsidan. Går även när mötet är avslutat."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    protokoll = (
        Protokoll.objects.select_for_update(of=("self",))
        .select_related("sammanträde__organ")
        .get(pk=protokoll.pk)
    )
    sista = justeringstid.sista_justeringsdag(protokoll.sammanträde.datum)
    if tid is not None and timezone.localdate(tid) > sista:
        raise FörSenJustering(f"Protokollet ska vara justerat senast den {_dag(sista)}.")
    protokoll.justeringsplats = plats.strip()
    protokoll.justeringstid = tid
    protokoll.förvaringsplats = förvaringsplats.strip()
    protokoll.save(update_fields=["justeringsplats", "justeringstid", "förvaringsplats"])
    protokollsskrivning.ta_bort_filer(protokoll=protokoll, av=av)


# --- Punkterna ---------------------------------------------------------------------------------


@transaction.atomic
def ta_upp(*, punkt: Punkt, av: Användare) -> Paragraf:
    """Tar upp en punkt. Rubrik, beteckning, sekretess, förslag och underlag kopieras."""
    protokoll = _lås(Protokoll.objects.get(sammanträde=punkt.sammanträde_id), av)
    upptagbar = (
        protokoll.upptagbara_punkter.select_related("ärende", "förälder").filter(pk=punkt.pk)
    ).first()
    if upptagbar is None:
        raise KanInteTasUpp("Raden samlar flera punkter. Ta upp dem var för sig.")
    if protokoll.paragrafer.filter(punkt=punkt).exists():
        raise KanInteTasUpp(f"Punkten är redan upptagen: {punkt}.")
    pågår = protokoll.paragrafer.filter(utfall="").first()
    if pågår is not None:
        raise KanInteTasUpp(f"Besluta först om {pågår.rubrik}, eller lägg den åt sidan.")
    return _ny_paragraf(protokoll, upptagbar)


def _ny_paragraf(protokoll: Protokoll, punkt: Punkt) -> Paragraf:
    källa = punkt.sekretesskälla
    högsta = protokoll.paragrafer.aggregate(högsta=Max("ordning"))["högsta"] or 0
    paragraf = Paragraf.objects.create(
        protokoll=protokoll,
        punkt=punkt,
        ärende=punkt.ärende,
        organ=protokoll.sammanträde.organ,
        år=protokoll.sammanträde.datum.year,
        ordning=högsta + 1,
        rubrik=punkt.rubrik,
        offentlig_rubrik=punkt.offentlig_rubrik,
        beteckning=punkt.beteckning,
        # Utan angivet lagrum är paragrafen ändå hemlig; då står bara lagens namn.
        sekretess_lagrum=(källa.sekretess_lagrum or "OSL") if källa else "",
        sekretess_dag=källa.sekretess_dag if källa else None,
        sekretess_myndighet=källa.sekretess_myndighet if källa else "",
        offentlig_text=punkt.offentlig_text,
    )
    Förslag.objects.bulk_create(
        Förslag(paragraf=paragraf, nummer=nummer, text=sats.text)
        for nummer, sats in enumerate(punkt.förslag.all(), 1)
    )
    Beslutsunderlag.objects.bulk_create(
        Beslutsunderlag(
            paragraf=paragraf,
            ordning=ordning,
            titel=rad.titel,
            datum=rad.handling.datum if rad.handling else rad.datum,
            är_hemligt=rad.är_hemlig,
        )
        for ordning, rad in enumerate(punkt.handlingar.select_related("handling"), 1)
    )
    return paragraf


@transaction.atomic
def lägg_åt_sidan(*, paragraf: Paragraf, av: Användare) -> None:
    """Lägger tillbaka en upptagen punkt som ännu inte är beslutad; den tas upp senare."""
    protokoll = _lås(paragraf.protokoll, av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Punkten är redan beslutad: {paragraf.rubrik}.")
    paragraf.delete()


@transaction.atomic
def utgår(*, punkt: Punkt, av: Användare, nu: datetime | None = None) -> Paragraf:
    """Punkten stryks; protokollet säger det i en egen paragraf."""
    paragraf = ta_upp(punkt=punkt, av=av)
    # Att stryka en punkt är också att handlägga ärendet (KL 6 kap. 27 §).
    _kräv_beslutsför(paragraf.protokoll)
    _skriv_beslut(paragraf, Paragraf.Utfall.UTGÅR, [], nu or timezone.now())
    return paragraf


@transaction.atomic
def besluta(
    *,
    paragraf: Paragraf,
    utfall: str,
    av: Användare,
    satser: Sequence[str] | None = None,
    sammanfattning: str = "",
    utdrag_till: Sequence[str] = (),
    omedelbart_justerad: bool = False,
    nu: datetime | None = None,
) -> Paragraf:
    """Fattar beslutet. Utan satser och med bifall gäller förslagets satser.

    Bifall med annan text än förslagets antecknas som ändrat.
    """
    protokoll = _lås(paragraf.protokoll, av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Paragrafen är redan beslutad: {paragraf.rubrik}.")
    _kräv_beslutsför(protokoll)
    _skriv(paragraf, utfall, satser, sammanfattning, utdrag_till, omedelbart_justerad, nu)
    return paragraf


@transaction.atomic
def besluta_enligt_förslag(*, punkt: Punkt, av: Användare, nu: datetime | None = None) -> Paragraf:
    """Tar upp punkten om den inte är under behandling, och beslutar som föreslaget."""
    pågår = Paragraf.objects.filter(punkt=punkt, utfall="").first()
    paragraf = pågår or ta_upp(punkt=punkt, av=av)
    if not paragraf.föreslaget_utfall:
        raise BeslutSaknas("Punkten har inget förslag. Ta upp den och skriv beslutet.")
    return besluta(paragraf=paragraf, utfall=paragraf.föreslaget_utfall, av=av, nu=nu)


@transaction.atomic
def ändra_beslut(
    *,
    paragraf: Paragraf,
    utfall: str,
    av: Användare,
    satser: Sequence[str] | None = None,
    sammanfattning: str = "",
    utdrag_till: Sequence[str] = (),
    omedelbart_justerad: bool = False,
    nu: datetime | None = None,
) -> Paragraf:
    """Rättar ett beslut medan mötet pågår. Därefter är texten låst (JO 3339-2013)."""
    protokoll = _lås(paragraf.protokoll, av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if not paragraf.är_beslutad:
        raise InteBeslutad(f"Det finns inget beslut att ändra: {paragraf.rubrik}.")
    _kräv_beslutsför(protokoll)
    _skriv(paragraf, utfall, satser, sammanfattning, utdrag_till, omedelbart_justerad, nu)
    return paragraf


def _kräv_beslutsför(protokoll: Protokoll) -> None:
    läge = protokoll.beslutsförhet
    if not läge.är_beslutsför:
        typ = protokoll.sammanträde.organ.typ
        raise InteBeslutsför(läge, fullmäktige=typ == Organ.Typ.FULLMÄKTIGE)


def _skriv(
    paragraf: Paragraf,
    utfall: str,
    satser: Sequence[str] | None,
    sammanfattning: str,
    utdrag_till: Sequence[str],
    omedelbart_justerad: bool,
    nu: datetime | None,
) -> None:
    val = Paragraf.Utfall(utfall)
    förslag = [sats.text for sats in paragraf.förslag.all()]
    if satser is None:
        satser = förslag if val == Paragraf.Utfall.BIFALL else []
    texter = [text.strip() for text in satser if text.strip()]
    if val == Paragraf.Utfall.BIFALL and förslag and texter != [t.strip() for t in förslag]:
        val = Paragraf.Utfall.ÄNDRAT
    paragraf.sammanfattning = sammanfattning.strip()
    paragraf.omedelbart_justerad = omedelbart_justerad
    _skriv_beslut(paragraf, val, texter, nu or timezone.now())
    paragraf.utdrag_till.all().delete()
    Utdragsmottagare.objects.bulk_create(
        Utdragsmottagare(paragraf=paragraf, mottagare=namn.strip())
        for namn in utdrag_till
        if namn.strip()
    )


def _skriv_beslut(
    paragraf: Paragraf, utfall: Paragraf.Utfall, texter: list[str], nu: datetime
) -> None:
    if not texter and (text := _standardtext(paragraf, utfall)):
        texter = [text]
    if not texter:
        raise BeslutSaknas("Skriv vad som beslutades.")
    paragraf.beslut.all().delete()
    Beslut.objects.bulk_create(
        Beslut(paragraf=paragraf, nummer=nummer, text=text) for nummer, text in enumerate(texter, 1)
    )
    paragraf.utfall, paragraf.beslutad_tid = utfall, nu
    paragraf.save(update_fields=["sammanfattning", "omedelbart_justerad", "utfall", "beslutad_tid"])


def _standardtext(paragraf: Paragraf, utfall: Paragraf.Utfall) -> str:
    """Texten för ett utfall utan egen text; tom när någon måste skriva den."""
    if utfall in (Paragraf.Utfall.NOTERAT, Paragraf.Utfall.BIFALL) and (
        text := paragraf.val_av_justerare
    ):
        return text
    if utfall == Paragraf.Utfall.NOTERAT and paragraf.är_information:
        utfall = Paragraf.Utfall.INFORMATION
    return Paragraf.STANDARDTEXT.get(utfall, "")


# --- Avslutet ----------------------------------------------------------------------------------


def brister(*, protokoll: Protokoll, av: Användare) -> list[fullständighet.Brist]:
    """Det som hindrar att mötet avslutas."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    möte = protokoll.sammanträde
    paragrafer = list(protokoll.paragrafer.prefetch_related("beslut"))
    upptagna = {p.punkt_id for p in paragrafer}
    ledare = protokoll.ledare
    årets = (
        Sammanträde.objects.filter(
            organ=möte.organ,
            status__in=[Sammanträde.Status.KALLAT, Sammanträde.Status.PÅGÅR],
            datum__year=möte.datum.year,
        )
        .exclude(pk=möte.pk)
        .order_by("datum", "pk")
    )
    tidigare = [m for m in årets if (m.datum, m.pk) < (möte.datum, möte.pk)]
    return fullständighet.brister(
        fullständighet.Underlag(
            tjänstgörande=protokoll.beslutsförhet.tjänstgörande,
            har_ordförande=ledare is not None,
            justerare=protokoll.justerare.filter(är_ersättare=False).count(),
            utan_utfall=[p.rubrik for p in paragrafer if not p.är_beslutad],
            utan_beslut=[p.rubrik for p in paragrafer if p.är_beslutad and not p.beslut.all()],
            ej_upptagna=[p.rubrik for p in protokoll.upptagbara_punkter if p.pk not in upptagna],
            pågående_tidigare=[str(m) for m in tidigare if m.status == Sammanträde.Status.PÅGÅR],
            kallade_tidigare=[str(m) for m in tidigare if m.status == Sammanträde.Status.KALLAT],
        )
    )


@transaction.atomic
def avsluta(
    *,
    protokoll: Protokoll,
    av: Användare,
    sluttid: time | None = None,
    nu: datetime | None = None,
) -> Protokoll:
    """Avslutar mötet: §-numren ges utan luckor och besluten låses."""
    protokoll = _lås(protokoll, av)
    if fynd := brister(protokoll=protokoll, av=av):
        raise KanInteAvslutas(fynd)
    ledare = protokoll.ledare
    if ledare is not None and protokoll.justerare.filter(närvaro=ledare).exists():
        raise FelJusterare(f"{ledare.namn} leder mötet. Välj en annan justerare.")
    protokoll.ordförande = ledare
    protokoll.huvud = _huvud(protokoll.sammanträde, sluttid)
    paragrafer = _numrera(protokoll)
    for paragraf in paragrafer:
        _meddela_ärendet(paragraf, av)
    protokoll.status = Protokoll.Status.AVSLUTAT
    protokoll.avslutat_tid = nu or timezone.now()
    protokoll.save(update_fields=["status", "avslutat_tid", "ordförande", "huvud"])
    Sammanträde.objects.filter(pk=protokoll.sammanträde_id).update(
        status=Sammanträde.Status.AVSLUTAT
    )
    protokoll.sammanträde.status = Sammanträde.Status.AVSLUTAT
    return protokoll


def _numrera(protokoll: Protokoll) -> list[Paragraf]:
    organ = protokoll.sammanträde.organ
    år = protokoll.sammanträde.datum.year
    Paragrafserie.objects.get_or_create(organ=organ, år=år, defaults={"senaste": 0})
    serie = Paragrafserie.objects.select_for_update().get(organ=organ, år=år)
    paragrafer = list(
        protokoll.paragrafer.select_related("punkt__skrivelse", "ärende").order_by("ordning")
    )
    nummer = paragrafnummer.numrera(
        [p.är_formalia for p in paragrafer],
        senaste=serie.senaste,
        formalia_med_paragraf=organ.formalia_med_paragraf,
    )
    for paragraf, n in zip(paragrafer, nummer, strict=True):
        paragraf.nummer = n
    Paragraf.objects.bulk_update(paragrafer, ["nummer"])
    serie.senaste += sum(n is not None for n in nummer)
    serie.save(update_fields=["senaste"])
    return paragrafer


def _meddela_ärendet(paragraf: Paragraf, av: Användare) -> None:
    punkt = paragraf.punkt
    if punkt is not None and punkt.skrivelse_id is not None:
        if paragraf.utfall in KOMMER_TILLBAKA:
            föredragningslista.lämna_tillbaka(punkt)
        else:
            Skrivelse.objects.filter(pk=punkt.skrivelse_id).update(
                status=Skrivelse.Status.BEHANDLAD
            )
    if paragraf.ärende is None:
        return
    händelser.skriv(
        paragraf.ärende,
        "protokoll.beslut",
        av=av,
        organ=str(paragraf.organ),
        datum=_dag(paragraf.protokoll.sammanträde.datum),
        paragraf=f"§\N{NO-BREAK SPACE}{paragraf.nummer}" if paragraf.nummer else "utan §",
        # Händelsen läses av alla som ser ärendet, även när paragrafen är hemlig.
        utfall="(sekretess)" if paragraf.är_sekretess else paragraf.get_utfall_display(),
    )


def _huvud(möte: Sammanträde, sluttid: time | None) -> dict[str, object]:
    """Mötets uppgifter som de trycks, kopierade så att en senare ändring inte syns."""
    spann = list(möte.tider.all())
    if sluttid is not None and spann:
        if sluttid <= spann[-1].från:
            raise FelSluttid(
                f"Mötet började {spann[-1].från:%H.%M} och kan inte sluta {sluttid:%H.%M}."
            )
        spann[-1].till = sluttid
    tider = [[t.från, t.till] for t in spann]
    kommun = möte.organ.myndighet.kommun
    sekreterare = möte.sekreterare
    return {
        "kommun": " och ".join([kommun.namn, *kommun.fler_namn]),
        "organ": möte.organ.namn,
        "datum": möte.datum.isoformat(),
        "plats": möte.plats,
        "tider": [[f"{tid:%H.%M}" if tid else "" for tid in par] for par in tider],
        "sekreterare": sekreterare.namn if sekreterare else "",
        "sekreterare_titel": möte.sekreterare_titel,
        "protokollsnummer": möte.protokollsnummer,
    }
