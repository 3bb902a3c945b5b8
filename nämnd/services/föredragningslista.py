"""Föredragningslistan: hämta, lägga till, ändra, flytta och ta bort punkter.

Varje ändring låser sammanträdet och räknar upp dess version, så att en kallelse som skapats
ur en äldre lista känns igen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef

from konton.models import Användare, Person
from nämnd import policy, utbyggnad
from nämnd.models import (
    Föredragande,
    Förslagssats,
    Organ,
    Punkt,
    Punkthandling,
    Sammanträde,
    StåendePunkt,
    Återkommande,
)
from nämnd.policy import Rätt
from nämnd.services import publicering
from nämnd.services.ångerposter import följer_med, minns
from ärenden import filer
from ärenden import policy as ärendepolicy
from ärenden.models import Anmälan, Handling, Skrivelse, Ärende
from ärenden.services import delegationsbeslut, händelser

FÅR_ÄNDRAS = {
    "rubrik",
    "offentlig_rubrik",
    "slag",
    "avsnitt",
    "numrering",
    "nummer",
    "till_nummer",
    "tid",
    "minuter",
    "anmärkning",
    "handlingar_senare",
    "handlingar_dukas",
    "bilagemarkering",
    "beslutsinstans",
    "förslag_av",
    "sekretess_lagrum",
    "sekretess_dag",
    "utkast",
}


FÖREGÅENDE = "Föregående protokoll"
UTLYST = "Fråga om sammanträdet är utlyst i laga ordning"
UTLYST_BESLUT = "Fullmäktige finner att sammanträdet är utlyst i laga ordning."


class Listfel(Exception):
    """Ändringen går inte att göra. Texten är till användaren."""


class ListanStängd(Listfel):
    """Mötet pågår, är avslutat eller inställt."""


@dataclass(frozen=True)
class _Avsnitt:
    """En avsnittsrubrik på sin plats, och punkten den stod på."""

    rubrik: str
    punkt: int


_Led = list[Punkt | _Avsnitt]


@contextmanager
def ändrar(sammanträde: Sammanträde, *, av: Användare) -> Iterator[Sammanträde]:
    """Ger det låsta sammanträdet till den som får ändra listan, och räknar upp versionen."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    with transaction.atomic():
        låst = Sammanträde.objects.select_for_update(of=("self",)).get(pk=sammanträde.pk)
        if not låst.är_öppet_för_ändring:
            raise ListanStängd(f"Sammanträdet {låst.läget} och listan kan inte ändras.")
        yield låst
        Sammanträde.objects.filter(pk=låst.pk).update(version=F("version") + 1)


def lägg_till_stående(*, sammanträde: Sammanträde, av: Användare) -> list[Punkt]:
    """Lägger till organets stående punkter som ännu inte finns på listan."""
    with ändrar(sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        finns = set(låst.punkter.values_list("rubrik", flat=True))
        har_föregående = any(map(är_föregående_protokoll, finns))
        stående = _stående(låst.organ)
        nya = [
            s
            for s in stående
            if s.rubrik not in finns and not (har_föregående and är_föregående_protokoll(s.rubrik))
        ]
        listan = list(_översta(låst))
        punkter = []
        plats = 0
        for s in (s for s in stående if not s.sist):
            # Efter den stående punkten före, där den än står nu.
            if s in nya:
                punkter.append(_ur_stående(låst, s))
                listan.insert(plats, punkter[-1])
                plats += 1
            else:
                rubriker = [p.rubrik for p in listan]
                plats = rubriker.index(s.rubrik) + 1 if s.rubrik in rubriker else plats
        _ordna(låst, listan)
        for s in (s for s in nya if s.sist):
            punkter.append(_ur_stående(låst, s))
        if punkter:
            minne.vad = "De stående punkterna lades till"
        return punkter


def _stående(organ: Organ) -> list[StåendePunkt]:
    """Organets stående punkter. Fullmäktige prövar alltid att det är utlyst (KL 5 kap. 13 §)."""
    stående = list(organ.stående_punkter.select_related("ärende"))
    if organ.typ == Organ.Typ.FULLMÄKTIGE and not any("utlyst" in s.rubrik for s in stående):
        först = next((i for i, s in enumerate(stående) if "upprop" not in s.rubrik.casefold()), 0)
        stående.insert(
            först, StåendePunkt(organ=organ, rubrik=UTLYST, slag="formalia", förslag=UTLYST_BESLUT)
        )
    return stående


def _ur_stående(sammanträde: Sammanträde, stående: StåendePunkt) -> Punkt:
    punkt = _ny(
        sammanträde,
        rubrik=stående.rubrik,
        slag=stående.slag,
        ärende=stående.ärende_för(sammanträde.datum.year),
    )
    _sätt_förslag(punkt, stående.förslag.splitlines())
    return punkt


def lägg_till_anmälan(
    *,
    sammanträde: Sammanträde,
    anmälan: Anmälan,
    av: Användare,
    plats: int | None = None,
    avsnitt: int | None = None,
) -> Punkt:
    """Hämtar ett anmält ärende till listan med förslag och handlingar i ordning.

    `plats` och `avsnitt` som i `flytta_punkt`; utan plats hamnar punkten sist bland besluten,
    och sist på listan när kallelsen är utfärdad.
    """
    with ändrar(sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        punkt = _hämta_anmälan(låst, anmälan, av=av, plats=plats, avsnitt=avsnitt)
        minne.vad = f"”{punkt.rubrik}” lades till"
        return punkt


@dataclass(frozen=True)
class Hämtat:
    """Vad som blev av flera ärenden på en gång."""

    punkter: list[Punkt]
    fel: list[str]
    """Varför de andra inte kom med; de är kvar som de var."""


def lägg_till_anmälningar(
    *, sammanträde: Sammanträde, anmälningar: Sequence[Anmälan], av: Användare
) -> Hämtat:
    """Hämtar flera anmälda ärenden, i den ordning de ges. Det som inte går hindrar inte resten."""
    with ändrar(sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        punkter, fel = [], []
        for anmälan in anmälningar:
            try:
                punkter.append(_hämta_anmälan(låst, anmälan, av=av))
            except Listfel as stopp:
                fel.append(f"{anmälan.skrivelse.handling.ärende.rubrik}: {stopp}")
        if not punkter:
            raise Listfel(" ".join(fel) or "Välj minst ett ärende.")
        minne.vad = (
            f"{len(punkter)} ärenden lades till"
            if len(punkter) > 1
            else f"”{punkter[0].rubrik}” lades till"
        )
        return Hämtat(punkter, fel)


def _hämta_anmälan(
    låst: Sammanträde,
    anmälan: Anmälan,
    *,
    av: Användare,
    plats: int | None = None,
    avsnitt: int | None = None,
) -> Punkt:
    anmälan = (
        Anmälan.objects.select_for_update(of=("self",))
        .select_related("skrivelse__handling__ärende")
        .get(pk=anmälan.pk)
    )
    if anmälan.status != Anmälan.Status.VÄNTAR:
        raise Listfel("Ärendet är redan hämtat till ett sammanträde eller återtaget.")
    if anmälan.myndighet_id != låst.organ.myndighet_id:
        raise Listfel(f"Ärendet är anmält till {anmälan.myndighet}.")
    if anmälan.organ and anmälan.organ != låst.organ.namn:
        raise Listfel(f"Ärendet är på väg till {anmälan.organ}.")
    skrivelse = anmälan.skrivelse
    handling = skrivelse.handling
    ärende = handling.ärende
    hemlig = ärende.sekretess_lagrum or handling.sekretess_lagrum
    punkt = _ny(
        låst,
        rubrik=ärende.rubrik,
        offentlig_rubrik=ärende.offentlig_rubrik,
        slag=Punkt.Slag.SEKRETESS if hemlig else Punkt.Slag.BESLUT,
        ärende=ärende,
        skrivelse=skrivelse,
        sekretess_lagrum=hemlig,
        förslag_av=anmälan.förslag_av,
        fortsätter=_tidigare_punkt(skrivelse),
    )
    förslag = anmälan.förslag or [s.text for s in skrivelse.beslutssatser.all()]
    _sätt_förslag(punkt, förslag)
    utdrag = _utdraget(låst, ärende)
    papper = [*utdrag, handling, *handling.bilagor.exclude(fil=None)]
    Punkthandling.objects.bulk_create(
        Punkthandling(punkt=punkt, ordning=ordning, handling=h)
        for ordning, h in enumerate(dict.fromkeys(papper), 1)
    )
    anmälan.status = Anmälan.Status.UPPTAGEN
    anmälan.save(update_fields=["status"])
    _möt_återremiss(låst, punkt)
    _säg_varifrån(punkt)
    if plats is None:
        plats, avsnitt = _plats_för_beslut(låst, punkt), None
    _placera(låst, punkt, plats, avsnitt)
    händelser.skriv(ärende, "lista.upptagen", av=av, möte=str(låst))
    return punkt


def _utdraget(sammanträde: Sammanträde, ärende: Ärende) -> list[Handling]:
    """Protokollsutdraget från organet som ärendet kommer från; det läggs före skrivelsen.

    Samma utdrag kan vara skickat till flera; ett av dem räcker.
    """
    förra = (
        Punkt.objects.filter(ärende=ärende, sammanträde__status=Sammanträde.Status.AVSLUTAT)
        .exclude(sammanträde=sammanträde)
        .select_related("sammanträde")
        .order_by("-sammanträde__datum", "-pk")
        .first()
    )
    if förra is None or förra.sammanträde.organ_id == sammanträde.organ_id:
        return []
    return list(
        Handling.objects.filter(
            ärende=ärende,
            slag=Handling.Slag.PROTOKOLLSUTDRAG,
            fil__isnull=False,
            datum__gte=förra.sammanträde.datum,
        ).order_by("datum", "pk")[:1]
    )


def placera_utdrag(*, utdrag: Handling, från: Organ, av: Användare) -> int:
    """Utdraget har kommit i ärendet: det läggs först på de punkter som väntar på det.

    Gäller listor i samma myndighet som ännu kan ändras, och punkter som saknar ett utdrag. Ger
    antalet punkter.
    """
    har_utdrag = Punkthandling.objects.filter(
        punkt=OuterRef("pk"), handling__slag=Handling.Slag.PROTOKOLLSUTDRAG
    )
    väntar = (
        Punkt.objects.filter(
            ärende=utdrag.ärende_id,
            sammanträde__organ__myndighet=från.myndighet_id,
            sammanträde__status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
        )
        .exclude(sammanträde__organ=från)
        .exclude(Exists(har_utdrag))
        .select_related("sammanträde__organ__myndighet")
        .order_by("sammanträde", "ordning")
    )
    antal = 0
    for punkt in väntar:
        with ändrar(punkt.sammanträde, av=av) as låst, följer_med(sammanträde=låst):
            rad = Punkthandling.objects.create(
                punkt=punkt, ordning=_nästa_ordning(punkt), handling=utdrag
            )
            _lägg_först(rad)
            antal += 1
    return antal


def _lägg_först(rad: Punkthandling) -> None:
    alla = [rad, *rad.punkt.handlingar.exclude(pk=rad.pk)]
    for ordning, handling in enumerate(alla, 1):
        handling.ordning = ordning
    Punkthandling.objects.bulk_update(alla, ["ordning"])


def _säg_varifrån(punkt: Punkt) -> None:
    """”Bordlagt 18 mars 2026, § 45” på den punkt som kommer tillbaka med sin skrivelse."""
    tidigare = utbyggnad.tidigare(punkt)
    if punkt.anmärkning or not tidigare:
        return
    senast = tidigare[-1]
    if senast.kommer_tillbaka and senast.organ == punkt.sammanträde.organ_id:
        punkt.anmärkning = senast.kort
        punkt.save(update_fields=["anmärkning"])


def _möt_återremiss(sammanträde: Sammanträde, punkt: Punkt) -> None:
    """Handläggarens nya skrivelse är svaret på återremissen som ärendet väntade efter."""
    rad = (
        Återkommande.objects.väntande()
        .filter(
            organ=sammanträde.organ_id,
            ärende=punkt.ärende_id,
            orsak=Återkommande.Orsak.ÅTERREMITTERAD,
        )
        .order_by("pk")
        .first()
    )
    if rad is None:
        return
    rad.upptagen = punkt
    rad.save(update_fields=["upptagen"])
    punkt.fortsätter_id = punkt.fortsätter_id or rad.fortsätter_id
    punkt.anmärkning = _varifrån(rad)
    punkt.save(update_fields=["fortsätter", "anmärkning"])


def _tidigare_punkt(skrivelse: Skrivelse) -> Punkt | None:
    """Punkten som skrivelsen senast stod på, när ärendet kommer tillbaka eller går vidare."""
    hållna = Punkt.objects.filter(
        skrivelse=skrivelse, sammanträde__status=Sammanträde.Status.AVSLUTAT
    )
    return hållna.order_by("-sammanträde__datum", "-pk").first()


def lägg_till_punkt(
    *,
    sammanträde: Sammanträde,
    rubrik: str,
    slag: str,
    av: Användare,
    avsnitt: str = "",
    förslag: Sequence[str] = (),
    plats: int | None = None,
    under: Punkt | None = None,
) -> Punkt:
    """En punkt utan ärende: information, val, övrigt.

    Utan `plats` hamnar den före de avslutande stående punkterna, och sist när kallelsen är
    utfärdad. Med `under` blir den underpunkt (21 a) till den punkten, efter dem den redan har.
    """
    with ändrar(sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        minne.vad = f"”{rubrik}” lades till"
        if under is not None:
            under = låst.punkter.get(pk=under.pk)
            _kräv_överst(under)
            _kräv_numrerad(under)
            punkt = _ny(låst, rubrik=rubrik, slag=slag, numrering=Punkt.Numrering.BOKSTAV)
            _sätt_förslag(punkt, förslag)
            _placera(låst, punkt, _efter_underpunkterna(låst, under))
            return punkt
        punkt = _ny(låst, rubrik=rubrik, slag=slag, avsnitt=avsnitt)
        _sätt_förslag(punkt, förslag)
        _placera(låst, punkt, _plats_för_ny(låst, punkt) if plats is None else plats)
        return punkt


def lägg_till_återrapport(
    *,
    sammanträde: Sammanträde,
    rubrik: str,
    av: Användare,
    ärende: Ärende | None,
    anmärkning: str,
    föredragande: Sequence[tuple[str, str, str]] = (),
    offentlig_rubrik: str = "",
    sekretess_lagrum: str = "",
) -> Punkt:
    """En punkt där ett uppdrag redovisas; platsen som för en egen punkt."""
    with ändrar(sammanträde, av=av) as låst, följer_med(sammanträde=låst):
        punkt = _ny(
            låst,
            rubrik=rubrik[:500],
            offentlig_rubrik=offentlig_rubrik,
            slag=Punkt.Slag.SEKRETESS if sekretess_lagrum else Punkt.Slag.INFORMATION,
            ärende=ärende,
            anmärkning=anmärkning,
            sekretess_lagrum=sekretess_lagrum,
        )
        _sätt_föredragande(punkt, föredragande)
        _placera(låst, punkt, _plats_för_ny(låst, punkt))
        return punkt


def är_föregående_protokoll(rubrik: str) -> bool:
    """”Föregående mötes protokoll”, ”Protokoll från förra sammanträdet”: organets egen rubrik."""
    ord_ = rubrik.casefold()
    return "protokoll" in ord_ and any(o in ord_ for o in ("föregående", "förra", "senaste"))


Mötesnyckel = tuple[date, int]


def mötesnyckel(möte: Sammanträde) -> Mötesnyckel:
    """Mötenas ordning i tiden."""
    return (möte.datum, möte.pk)


def sätt_upp_föregående(
    *,
    sammanträde: Sammanträde,
    möten: Sequence[Sammanträde],
    av: Användare,
    anmält: Mötesnyckel | None = None,
) -> bool:
    """Punkterna där protokollen från `möten` anmäls, ett på varje, det äldsta först.

    Organets egen rubrik fylls i, och en punkt för ett möte till och med `anmält`, det senaste som
    en tidigare lista anmälde, tas över. Görs en gång för varje möte, så att den som sekreteraren
    tar bort inte kommer tillbaka. Ger om listan ändrades.
    """
    if not _ännu_inte_uppe(sammanträde, möten):
        return False
    with ändrar(sammanträde, av=av) as låst, följer_med(sammanträde=låst):
        nya = _ännu_inte_uppe(låst, möten)
        punkter = list(låst.punkter.select_related("redovisar").order_by("ordning"))
        kända = utbyggnad.protokollet(
            {m.pk for m in nya} | {p.redovisar_id for p in punkter if p.redovisar_id}
        )
        for möte in nya:
            punkt = _punkt_för_protokoll(punkter, anmält)
            if punkt is None:
                punkt = _ny(låst, rubrik=FÖREGÅENDE, slag=Punkt.Slag.FORMALIA)
                _placera(låst, punkt, _plats_för_föregående(låst, punkt))
                punkt.refresh_from_db()
            förra = kända.get(punkt.redovisar_id or 0)
            if punkt.anmärkning in ("", förra.text if förra else ""):
                punkt.anmärkning = kända[möte.pk].text
            punkt.redovisar = möte
            punkt.save(update_fields=["anmärkning", "redovisar"])
        if nya:
            låst.föregående = nya[-1]
            låst.save(update_fields=["föregående"])
        return bool(nya)


def _ännu_inte_uppe(sammanträde: Sammanträde, möten: Sequence[Sammanträde]) -> list[Sammanträde]:
    """De av mötena som hölls efter det senaste som har satts upp på listan."""
    uppe = sammanträde.föregående
    return [m for m in möten if uppe is None or mötesnyckel(m) > mötesnyckel(uppe)]


def _punkt_för_protokoll(punkter: Sequence[Punkt], anmält: Mötesnyckel | None) -> Punkt | None:
    """Punkten vars möte redan är anmält på annat håll, annars organets egen tomma rubrik."""
    inaktuell = (
        p for p in punkter if anmält and p.redovisar and mötesnyckel(p.redovisar) <= anmält
    )
    egen = (p for p in punkter if not p.redovisar and är_föregående_protokoll(p.rubrik))
    return next(inaktuell, next(egen, None))


def _plats_för_föregående(sammanträde: Sammanträde, ny: Punkt) -> int:
    """Efter den inledande formalian (upprop, val av justerare); sist när kallelsen är utfärdad."""
    if sammanträde.status == Sammanträde.Status.KALLAT:
        return _plats_för_ny(sammanträde, ny)
    översta = [p for p in _översta(sammanträde) if p.pk != ny.pk]
    första = next((i for i, p in enumerate(översta) if p.slag != Punkt.Slag.FORMALIA), len(översta))
    return min(första, _före_avslutningen(sammanträde, översta))


def ändra_punkt(
    *,
    punkt: Punkt,
    av: Användare,
    förslag: Sequence[str] | None = None,
    föredragande: Sequence[tuple[str, str, str]] | None = None,
    **uppgifter: object,
) -> Punkt:
    """Ändrar punktens uppgifter. `föredragande` är (namn, titel, tid)."""
    okända = set(uppgifter) - FÅR_ÄNDRAS
    if okända:
        raise ValueError(f"Fälten ändras inte så: {sorted(okända)}")
    with ändrar(punkt.sammanträde, av=av) as låst:
        punkt = låst.punkter.get(pk=punkt.pk)
        var_underpunkt = punkt.är_underpunkt
        if var_underpunkt and uppgifter.get("numrering", punkt.numrering) != punkt.numrering:
            _lägg_sist_i_gruppen(låst, punkt)
            punkt.refresh_from_db()
        for fält, värde in uppgifter.items():
            setattr(punkt, fält, värde)
        if punkt.är_underpunkt and not var_underpunkt:
            raise Listfel("Gör punkten till underpunkt på listan, så att den får rätt plats.")
        if punkt.är_underpunkt and punkt.avsnitt:
            raise Listfel("En underpunkt kan inte börja ett avsnitt.")
        punkt.full_clean(exclude=["ordning"])
        punkt.save()
        if förslag is not None:
            punkt.förslag.all().delete()
            _sätt_förslag(punkt, förslag)
        if föredragande is not None:
            _byt_föredragande(punkt, föredragande)
        if punkt.är_sekretess:
            publicering.dölj_hemligt(sammanträde=låst, av=av)
        return punkt


def flytta_punkt(
    *, punkt: Punkt, plats: int, av: Användare, avsnitt: int | None = None
) -> list[str]:
    """Flyttar en översta punkt till platsen (0 = först); utanför listan blir närmaste ände.

    Avsnittsrubrikerna står kvar. På gränsen mellan två avsnitt hamnar punkten i det övre, om inte
    `avsnitt` är punkten som bär det undres rubrik. Ger rubrikerna som blev utan punkter och utgick.
    """
    with ändrar(punkt.sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        minne.vad = f"”{punkt.rubrik}” flyttades"
        return _placera(låst, låst.punkter.get(pk=punkt.pk), plats, avsnitt)


def flytta_steg(*, punkt: Punkt, steg: int, av: Användare) -> list[str]:
    """Ett steg upp (-1) eller ned (1), förbi en punkt eller en avsnittsrubrik."""
    with ändrar(punkt.sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        punkt = låst.punkter.get(pk=punkt.pk)
        minne.vad = f"”{punkt.rubrik}” flyttades"
        _kräv_överst(punkt)
        delar = _delar(_led(_översta(låst)))
        del_ = next(d for d in delar if punkt in d)
        if punkt == del_[0]:
            _byt_plats(delar, delar.index(del_), steg, första=0)
        else:
            # En underpunkt flyttas bland de andra under samma punkt.
            _byt_plats(del_, del_.index(punkt), steg, första=1)
        return _skriv_led(låst, [x for d in delar for x in d])


def _byt_plats(rader: list[Any], här: int, steg: int, *, första: int) -> None:
    dit = här + (1 if steg > 0 else -1)
    if första <= dit < len(rader):
        rader[här], rader[dit] = rader[dit], rader[här]


def gör_till_underpunkt(*, punkt: Punkt, av: Användare) -> None:
    """Gör punkten till underpunkt (5 a) till den ovanför; dess egna underpunkter följer med dit."""
    with ändrar(punkt.sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        led = _led(_översta(låst))
        punkt = _ur_ledet(låst, led, punkt)
        ovanför = [d for d in led[: led.index(punkt)] if isinstance(d, Punkt)]
        _kräv_numrerad(next((p for p in reversed(ovanför) if not p.är_underpunkt), None))
        if punkt.är_underpunkt:
            raise Listfel("Punkten är redan en underpunkt.")
        if punkt.punkter.exists() or punkt.till_nummer:
            raise Listfel("En samlad rad kan inte vara underpunkt. Lös upp raden först.")
        minne.vad = f"”{punkt.rubrik}” blev underpunkt"
        _numrera_om(punkt, Punkt.Numrering.BOKSTAV)
        _skriv_led(låst, led)


def _kräv_numrerad(huvud: Punkt | None) -> None:
    """Det som punkten ovanför måste vara för att ha underpunkter."""
    if huvud is None:
        raise Listfel("Den första punkten har ingen punkt ovanför sig att höra till.")
    if huvud.punkter.exists() or huvud.till_nummer:
        raise Listfel("Raden ovanför samlar flera punkter och kan inte ha underpunkter.")
    if huvud.numrering == Punkt.Numrering.UTAN:
        raise Listfel("Punkten ovanför har inget nummer, och kan inte ha underpunkter.")


def gör_till_egen_punkt(*, punkt: Punkt, av: Användare) -> None:
    """Ger underpunkten ett eget nummer, efter de andra under samma punkt."""
    with ändrar(punkt.sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        punkt = låst.punkter.get(pk=punkt.pk)
        if not punkt.är_underpunkt:
            raise Listfel("Punkten är redan en egen punkt.")
        minne.vad = f"”{punkt.rubrik}” blev en egen punkt"
        _lägg_sist_i_gruppen(låst, punkt)
        _numrera_om(punkt, Punkt.Numrering.LÖPANDE)


def _lägg_sist_i_gruppen(sammanträde: Sammanträde, punkt: Punkt) -> None:
    """Efter de andra under samma punkt, så att de inte blir dess när den får ett eget nummer."""
    delar = _delar(_led(_översta(sammanträde)))
    for del_ in delar:
        if punkt in del_:
            del_.append(del_.pop(del_.index(punkt)))
    _skriv_led(sammanträde, [x for d in delar for x in d])


def _ur_ledet(sammanträde: Sammanträde, led: _Led, punkt: Punkt) -> Punkt:
    """Raden i ledet, så att det som ändras på den också skrivs med ledet."""
    _kräv_överst(sammanträde.punkter.get(pk=punkt.pk))
    return next(d for d in led if isinstance(d, Punkt) and d.pk == punkt.pk)


def _numrera_om(punkt: Punkt, numrering: Punkt.Numrering) -> None:
    punkt.numrering, punkt.nummer = numrering, ""
    punkt.save(update_fields=["numrering", "nummer"])


def ta_bort_punkt(*, punkt: Punkt, av: Användare) -> int:
    """Tar bort punkten. Ett hämtat ärende går tillbaka till de anmälda.

    Ger antalet underpunkter, som blir egna punkter.
    """
    with ändrar(punkt.sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        punkt = låst.punkter.get(pk=punkt.pk)
        minne.vad = f"”{punkt.rubrik}” togs bort"
        minne.tas_bort([punkt, *punkt.punkter.order_by("ordning")])
        led = _led(_översta(låst))
        underpunkter: list[Punkt] = []
        if punkt in led:
            if not punkt.är_underpunkt:
                del_ = next(d for d in _delar(led) if punkt in d)
                underpunkter = [p for p in del_[1:] if isinstance(p, Punkt)]
            for under in underpunkter:
                # Utan sin punkt skulle de hamna under den före.
                _numrera_om(under, Punkt.Numrering.LÖPANDE)
            led.remove(punkt)
        släpp_och_ta_bort(punkt=punkt, av=av)
        _skriv_led(låst, led)
        return len(underpunkter)


def släpp_och_ta_bort(*, punkt: Punkt, av: Användare) -> None:
    """Ärendet och besluten på punkten väntar igen. Anroparen har låst listan."""
    for borttagen in [punkt, *punkt.punkter.order_by("ordning")]:
        lämna_tillbaka_beslut(borttagen, av)
        if borttagen.skrivelse_id:
            lämna_tillbaka(borttagen)
        if borttagen.ärende:
            händelser.skriv(borttagen.ärende, "lista.borttagen", av=av, möte=str(punkt.sammanträde))
    punkt.delete()


def lämna_tillbaka(punkt: Punkt, *, önskad_dag: date | None = None) -> None:
    """Gör punktens anmälan väntande igen, till `önskad_dag` om den anges."""
    anmälan = (
        Anmälan.objects.filter(skrivelse=punkt.skrivelse_id, status=Anmälan.Status.UPPTAGEN)
        .order_by("-pk")
        .first()
    )
    if anmälan:
        anmälan.status = Anmälan.Status.VÄNTAR
        anmälan.önskad_dag = önskad_dag or anmälan.önskad_dag
        anmälan.save(update_fields=["status", "önskad_dag"])


def ta_upp_återkommande(
    *, återkommande: Återkommande, sammanträde: Sammanträde, av: Användare
) -> Punkt:
    """Ställer en bordlagd eller återremitterad punkt utan skrivelse på listan, en gång."""
    with ändrar(sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        rad = (
            Återkommande.objects.select_for_update(of=("self",))
            .select_related("ärende", "fortsätter")
            .get(pk=återkommande.pk)
        )
        if rad.organ_id != låst.organ_id:
            raise Listfel(f"Ärendet kommer tillbaka till {rad.organ}.")
        if rad.upptagen_id is not None:
            raise Listfel("Ärendet står redan på en lista.")
        minne.vad = f"”{rad.rubrik}” lades till"
        ny = _ny(
            låst,
            rubrik=rad.rubrik,
            offentlig_rubrik=rad.offentlig_rubrik,
            slag=rad.slag,
            ärende=rad.ärende,
            avvikande_beteckning=rad.avvikande_beteckning,
            sekretess_lagrum=rad.sekretess_lagrum,
            sekretess_dag=rad.sekretess_dag,
            sekretess_myndighet=rad.sekretess_myndighet,
            offentlig_text=rad.offentlig_text,
            förslag_av=rad.förslag_av,
            fortsätter=rad.fortsätter,
            anmärkning=_varifrån(rad),
        )
        _sätt_förslag(ny, rad.förslag)
        if rad.fortsätter is not None:
            _kopiera_handlingar(rad.fortsätter, ny)
        rad.upptagen = ny
        rad.save(update_fields=["upptagen"])
        _placera(låst, ny, _plats_för_beslut(låst, ny))
        if rad.ärende is not None:
            händelser.skriv(rad.ärende, "lista.upptagen", av=av, möte=str(låst))
        return ny


def _varifrån(rad: Återkommande) -> str:
    """Bordlagt 18 mars 2026, § 45"""
    hur = "Bordlagt" if rad.orsak == Återkommande.Orsak.BORDLAGD else "Återremitterat"
    return f"{hur} {rad.ursprung}"


def _kopiera_handlingar(från: Punkt, till: Punkt) -> None:
    Punkthandling.objects.bulk_create(
        Punkthandling(
            punkt=till,
            ordning=h.ordning,
            handling=h.handling,
            slag=h.slag,
            rubrik=h.rubrik,
            datum=h.datum,
            fil=h.fil,
            filnamn=h.filnamn,
            sekretess_lagrum=h.sekretess_lagrum,
        )
        for h in från.handlingar.select_related("handling", "fil")
    )


def lämna_tillbaka_beslut(punkt: Punkt, av: Användare) -> None:
    """Punktens delegationsbeslut väntar på att anmälas igen."""
    rader = list(punkt.anmälda_beslut.select_related("beslut__myndighet"))
    if rader:
        delegationsbeslut.sätt_anmälda(beslut=[rad.beslut for rad in rader], dag=None, av=av)
        punkt.anmälda_beslut.all().delete()


def ny_punkt_sist(*, sammanträde: Sammanträde, rubrik: str, slag: str) -> Punkt:
    """En punkt sist på en lista som anroparen redan har låst för ändring."""
    return _ny(sammanträde, rubrik=rubrik, slag=slag)


def samla_sekretess(
    *, sammanträde: Sammanträde, av: Användare, rubrik: str = "SEKRETESSÄRENDEN"
) -> Punkt:
    """Samlar listans hemliga punkter till en rad, på den förstas plats.

    Finns redan en samlad rad läggs de sist i den. Underpunkter, och punkter som har sådana, samlas
    inte.
    """
    with ändrar(sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        minne.vad = "De hemliga punkterna samlades"
        översta = _översta(låst)
        grupper = [d for d in _delar(list(översta)) if len(d) > 1]
        hemliga = [
            p
            for p in översta
            if p.sekretesskälla and not p.till_nummer and not any(p in g for g in grupper)
        ]
        följder = {p.förälder_id for p in låst.punkter.exclude(förälder=None)}
        enskilda = [p for p in hemliga if p.pk not in följder]
        följd = next((p for p in hemliga if p.pk in följder), None)
        if följd and enskilda:
            _lägg_i_följd(låst, följd, enskilda)
            return följd
        if följd:
            raise Listfel("Alla hemliga punkter ligger redan på den samlade raden.")
        if len(enskilda) < 2:
            raise Listfel("Det behövs minst två hemliga punkter för att samla dem på en rad.")
        källa = enskilda[0].sekretesskälla
        rad = _ny(
            låst,
            rubrik=rubrik,
            slag=Punkt.Slag.SEKRETESS,
            sekretess_lagrum=källa.sekretess_lagrum if källa else "",
        )
        Punkt.objects.filter(pk__in=[p.pk for p in enskilda]).update(förälder=rad, avsnitt="")
        _skriv_led(
            låst,
            [
                rad if del_ == enskilda[0] else del_
                for del_ in _led(översta)
                if del_ == enskilda[0] or del_ not in enskilda
            ],
        )
        return rad


def _lägg_i_följd(sammanträde: Sammanträde, följd: Punkt, punkter: Sequence[Punkt]) -> None:
    led = [del_ for del_ in _led(_översta(sammanträde)) if del_ not in punkter]
    # `_ordna` går efter ordningen: sist i följden även för den som stod före raden.
    sist = sammanträde.punkter.aggregate(högsta=Max("ordning"))["högsta"] or 0
    for ordning, punkt in enumerate(punkter, sist + 1):
        punkt.förälder, punkt.avsnitt, punkt.ordning = följd, "", ordning
    Punkt.objects.bulk_update(punkter, ["förälder", "avsnitt", "ordning"])
    _skriv_led(sammanträde, led)


def lös_upp(*, punkt: Punkt, av: Användare) -> None:
    """Gör en samlad rad till enskilda punkter igen."""
    with ändrar(punkt.sammanträde, av=av) as låst, minns(sammanträde=låst, av=av) as minne:
        rad = låst.punkter.get(pk=punkt.pk)
        inre = list(rad.punkter.all())
        if not inre:
            raise Listfel("Raden har inga punkter i sig.")
        minne.vad = f"”{rad.rubrik}” löstes upp"
        led = _led(_översta(låst))
        plats = led.index(rad)
        Punkt.objects.filter(förälder=rad).update(förälder=None)
        minne.tas_bort([rad])
        rad.delete()
        _skriv_led(låst, [*led[:plats], *inre, *led[plats + 1 :]])


def lägg_till_handling(
    *, punkt: Punkt, handling: Handling, av: Användare, ersätter: Punkthandling | None = None
) -> Punkthandling:
    """Lägger en registrerad handling ur ett ärende som användaren får se sist på punkten.

    `ersätter` är papperet på punkten som den byts mot, på samma plats.
    """
    with ändrar(punkt.sammanträde, av=av):
        if not ärendepolicy.synliga_handlingar(av).filter(pk=handling.pk).exists():
            raise Listfel("Handlingen finns inte.")
        if punkt.handlingar.filter(handling=handling).exists():
            raise Listfel("Handlingen finns redan på punkten.")
        if ersätter is not None:
            return _byt_ut(punkt, ersätter, handling=handling)
        return Punkthandling.objects.create(
            punkt=punkt, ordning=_nästa_ordning(punkt), handling=handling
        )


def ladda_upp_handling(
    *,
    punkt: Punkt,
    rubrik: str,
    innehåll: bytes,
    filnamn: str,
    av: Användare,
    slag: str = Handling.Slag.ÖVRIGT,
    datum: date | None = None,
    ersätter: Punkthandling | None = None,
) -> Punkthandling:
    """Lägger ett papper på en punkt utan ärende. Trasig fil ger `filer.Filfel`.

    `ersätter` är papperet på punkten som det byts mot, på samma plats.
    """
    if punkt.ärende_id:
        raise Listfel("Punkten hör till ett ärende; registrera handlingen där.")
    with ändrar(punkt.sammanträde, av=av):
        fil = filer.spara_pdf(innehåll, namn=filnamn)
        if ersätter is not None:
            return _byt_ut(
                punkt, ersätter, rubrik=rubrik, slag=slag, datum=datum, fil=fil, filnamn=filnamn
            )
        return Punkthandling.objects.create(
            punkt=punkt,
            ordning=_nästa_ordning(punkt),
            rubrik=rubrik,
            slag=slag,
            datum=datum,
            fil=fil,
            filnamn=filnamn,
        )


def _byt_ut(punkt: Punkt, rad: Punkthandling, **nytt: object) -> Punkthandling:
    """Det nya papperet på det gamlas plats; kompletteringen säger vilka sidor det ersätter."""
    gammal = punkt.handlingar.select_related("fil").filter(pk=rad.pk).first()
    if gammal is None:
        raise Listfel("Handlingen som skulle ersättas finns inte längre på punkten.")
    förra_filen = gammal.fil
    tomt = {"handling": None, "rubrik": "", "slag": "", "datum": None, "fil": None, "filnamn": ""}
    for fält, värde in (tomt | nytt).items():
        setattr(gammal, fält, värde)
    gammal.save()
    if förra_filen is not None and förra_filen != gammal.fil:
        filer.städa(förra_filen)
    return gammal


def flytta_handling(*, handling: Punkthandling, plats: int, av: Användare) -> None:
    with ändrar(handling.punkt.sammanträde, av=av):
        alla = [h for h in handling.punkt.handlingar.all() if h.pk != handling.pk]
        alla.insert(max(0, min(plats, len(alla))), handling)
        for ordning, rad in enumerate(alla, 1):
            rad.ordning = ordning
        Punkthandling.objects.bulk_update(alla, ["ordning"])


def ta_bort_handling(*, handling: Punkthandling, av: Användare) -> None:
    """Tar bort papperet från punkten; en registrerad handling finns kvar i ärendet."""
    with ändrar(handling.punkt.sammanträde, av=av):
        fil = handling.fil
        handling.delete()
        if fil:
            filer.städa(fil)


def _ny(sammanträde: Sammanträde, **uppgifter: object) -> Punkt:
    högsta = sammanträde.punkter.aggregate(högsta=Max("ordning"))["högsta"] or 0
    return Punkt.objects.create(sammanträde=sammanträde, ordning=högsta + 1, **uppgifter)


def _översta(sammanträde: Sammanträde) -> list[Punkt]:
    return list(sammanträde.punkter.översta().select_related("ärende").order_by("ordning"))


def _kräv_överst(punkt: Punkt) -> None:
    if punkt.förälder_id:
        raise Listfel("Punkten ingår i en samlad rad. Lös upp raden för att flytta den.")


def _placera(
    sammanträde: Sammanträde, punkt: Punkt, plats: int, avsnitt: int | None = None
) -> list[str]:
    _kräv_överst(punkt)
    led = _led(_översta(sammanträde))
    flyttas = next(d for d in _delar(led) if punkt in d)
    flyttas = [punkt] if punkt.är_underpunkt else flyttas
    andra = [d for d in led if isinstance(d, Punkt) and d != punkt]
    kvar = [p for p in andra if p not in flyttas]
    # Platsen räknas bland alla andra rader; de som följer med är inte kvar att stå bland.
    dit = sum(p in kvar for p in andra[: max(0, plats)])
    if punkt.är_underpunkt:
        dit = max(dit, 1)
    else:
        while dit < len(kvar) and kvar[dit].är_underpunkt:
            dit += 1
    led = [d for d in led if d not in flyttas]
    plats_i_led = led.index(kvar[dit]) if dit < len(kvar) else len(led)
    före = led[plats_i_led - 1] if plats_i_led else None
    if isinstance(före, _Avsnitt):
        # Först på listan finns inget övre avsnitt att hamna i.
        i_det_undre = före.punkt == avsnitt or (avsnitt is None and plats_i_led == 1)
        plats_i_led -= 0 if i_det_undre and not punkt.är_underpunkt else 1
    led[plats_i_led:plats_i_led] = flyttas
    return _skriv_led(sammanträde, led)


def _delar(led: _Led) -> list[_Led]:
    """Det som flyttas tillsammans: en avsnittsrubrik, eller en punkt med sina underpunkter."""
    delar: list[_Led] = []
    for d in led:
        hör_till = isinstance(d, Punkt) and d.är_underpunkt and delar
        if hör_till and isinstance(delar[-1][0], Punkt):
            delar[-1].append(d)
        else:
            delar.append([d])
    return delar


def _led(översta: Sequence[Punkt]) -> _Led:
    """Raderna med avsnittsrubrikerna på sina platser mellan dem."""
    led: _Led = []
    for punkt in översta:
        if punkt.avsnitt:
            led.append(_Avsnitt(punkt.avsnitt, punkt.pk))
        led.append(punkt)
    return led


def _skriv_led(sammanträde: Sammanträde, led: _Led) -> list[str]:
    """Skriver ordning och avsnitt. Ger rubrikerna som blev utan punkter och därför utgick."""
    översta: list[Punkt] = []
    tomma: list[str] = []
    rubrik = ""
    for del_ in led:
        if isinstance(del_, _Avsnitt):
            tomma += [rubrik] if rubrik else []
            rubrik = del_.rubrik
        elif del_.är_underpunkt and översta:
            # Rubriken väntar på nästa egna punkt: ett avsnitt börjar inte inne i en punkt.
            del_.avsnitt = ""
            översta.append(del_)
        else:
            del_.avsnitt, rubrik = rubrik, ""
            översta.append(del_)
    Punkt.objects.bulk_update(översta, ["avsnitt"])
    _ordna(sammanträde, översta)
    return tomma + ([rubrik] if rubrik else [])


def _ordna(sammanträde: Sammanträde, översta: Sequence[Punkt]) -> None:
    """Skriver ordningen 1…n; punkterna i en följd ligger direkt efter sin rad."""
    inre: dict[int, list[Punkt]] = {}
    for punkt in sammanträde.punkter.exclude(förälder=None).order_by("ordning"):
        inre.setdefault(punkt.förälder_id or 0, []).append(punkt)
    alla = [p for rad in översta for p in [rad, *inre.get(rad.pk, [])]]
    for ordning, punkt in enumerate(alla, 1):
        punkt.ordning = ordning
    Punkt.objects.bulk_update(alla, ["ordning"])


def _efter_underpunkterna(sammanträde: Sammanträde, punkt: Punkt) -> int:
    översta = _översta(sammanträde)
    plats = översta.index(punkt) + 1
    while plats < len(översta) and översta[plats].är_underpunkt:
        plats += 1
    return plats


def _plats_för_ny(sammanträde: Sammanträde, ny: Punkt) -> int:
    """Före de avslutande stående punkterna; sist när kallelsen är utfärdad.

    Sist står de utskickade numren kvar.
    """
    översta = [p for p in _översta(sammanträde) if p.pk != ny.pk]
    if sammanträde.status == Sammanträde.Status.KALLAT:
        return len(översta)
    return _före_avslutningen(sammanträde, översta)


def _plats_för_beslut(sammanträde: Sammanträde, ny: Punkt) -> int:
    """Efter den sista beslutspunkten, annars som varje ny; sist när kallelsen är utfärdad."""
    if sammanträde.status == Sammanträde.Status.KALLAT:
        return _plats_för_ny(sammanträde, ny)
    översta = [p for p in _översta(sammanträde) if p.pk != ny.pk]
    beslut = [
        i for i, p in enumerate(översta) if p.slag in (Punkt.Slag.BESLUT, Punkt.Slag.SEKRETESS)
    ]
    if beslut:
        return beslut[-1] + 1
    return _före_avslutningen(sammanträde, översta)


def _före_avslutningen(sammanträde: Sammanträde, översta: Sequence[Punkt]) -> int:
    sist = set(sammanträde.organ.stående_punkter.filter(sist=True).values_list("rubrik", flat=True))
    return next((i for i, p in enumerate(översta) if p.rubrik in sist), len(översta))


def _sätt_förslag(punkt: Punkt, förslag: Sequence[str]) -> None:
    satser = [text.strip() for text in förslag if text.strip()]
    Förslagssats.objects.bulk_create(
        Förslagssats(punkt=punkt, nummer=nummer, text=text) for nummer, text in enumerate(satser, 1)
    )


def _sätt_föredragande(punkt: Punkt, rader: Sequence[tuple[str, str, str]]) -> None:
    kommun = punkt.sammanträde.organ.myndighet.kommun
    for namn, titel, tid in rader:
        if not namn.strip():
            continue
        person = Person.objects.filter(kommun=kommun, namn=namn.strip()).first()
        person = person or Person.objects.create(kommun=kommun, namn=namn.strip(), titel=titel)
        Föredragande.objects.create(punkt=punkt, person=person, titel=titel, tid=tid)


def _byt_föredragande(punkt: Punkt, rader: Sequence[tuple[str, str, str]]) -> None:
    """Det en inläst källa säger utöver formulärets fält följer personen."""
    förr = {f.namn: f for f in punkt.föredragande.select_related("person")}
    punkt.föredragande.all().delete()
    _sätt_föredragande(punkt, rader)
    for ny in punkt.föredragande.select_related("person"):
        if källans := förr.get(ny.namn):
            ny.parti, ny.epost, ny.telefon = källans.parti, källans.epost, källans.telefon
            ny.save(update_fields=["parti", "epost", "telefon"])


def _nästa_ordning(punkt: Punkt) -> int:
    return (punkt.handlingar.aggregate(högsta=Max("ordning"))["högsta"] or 0) + 1
