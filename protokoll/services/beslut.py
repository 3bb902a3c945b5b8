"""Punkterna under mötet: ta upp, besluta och rätta."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from nämnd.models import Organ, Punkt
from protokoll import interpellation
from protokoll.majoritetsval import är_val
from protokoll.models import (
    Beslut,
    Beslutsdel,
    Beslutsunderlag,
    Förslag,
    Paragraf,
    Protokoll,
    Utdragsmottagare,
    Yrkande,
)
from protokoll.services import (
    deltagande,
    frågeläge,
    fullmäktige,
    initiativ,
    jäv,
    ledning,
    mottagare,
    myndighetsutövning,
    närvaro,
    tidigare,
    utkast,
    åt_sidan,
)
from protokoll.services.frågefel import BeslutetUträknat, OmröstningPågår, YrkandenAttStälla
from protokoll.services.justeringsfel import BeslutetLåst
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    BeslutetÄndrat,
    BeslutSaknas,
    InteBeslutad,
    KanInteTasUpp,
    MötetAvslutat,
    RedanBeslutad,
)


@dataclass(frozen=True)
class Del:
    """En del av beslutet: organets eget, eller dess förslag till ett annat organ.

    `utfall` när delens är ett annat än paragrafens, som en punkt som återremitteras för sig.
    """

    satser: Sequence[str] = ()
    förslag_till: str = ""
    bordlagt_till: date | None = None
    utfall: str = ""


@transaction.atomic
def ta_upp(*, punkt: Punkt, av: Användare) -> Paragraf:
    """Tar upp en punkt. Rubrik, beteckning, sekretess, förslag och underlag kopieras."""
    protokoll = lås(protokoll=Protokoll.objects.get(sammanträde=punkt.sammanträde_id), av=av)
    ledning.kräv_pågår(protokoll)
    upptagbar = (
        protokoll.upptagbara_punkter.select_related("ärende", "förälder", "skrivelse").filter(
            pk=punkt.pk
        )
    ).first()
    if upptagbar is None:
        raise KanInteTasUpp("Raden samlar flera punkter. Ta upp dem var för sig.")
    if protokoll.paragrafer.filter(punkt=punkt).exists():
        raise KanInteTasUpp(f"Punkten är redan upptagen: {punkt}.")
    pågår = protokoll.paragrafer.filter(utfall="").first()
    if pågår is not None:
        raise KanInteTasUpp(f"Besluta först om {pågår.rubrik}, eller lägg den åt sidan.")
    paragraf = _ny_paragraf(protokoll, upptagbar)
    initiativ.anteckna(paragraf=paragraf, av=av)
    jäv.till_paragrafen(paragraf=paragraf, av=av)
    if not åt_sidan.återställ(paragraf=paragraf, av=av):
        myndighetsutövning.föreslå(paragraf=paragraf, av=av)
    return paragraf


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
        sammanfattning=punkt.skrivelse.sammanfattning if punkt.skrivelse else "",
        typ=föreslagen_art(punkt.rubrik, protokoll.sammanträde.organ),
    )
    Förslag.objects.bulk_create(
        Förslag(paragraf=paragraf, nummer=nummer, av=punkt.förslag_av, text=sats.text)
        for nummer, sats in enumerate(punkt.förslag.all(), 1)
    )
    Beslutsunderlag.objects.bulk_create(
        Beslutsunderlag(
            paragraf=paragraf,
            ordning=ordning,
            titel=rad.titel,
            offentlig_titel=rad.offentlig_titel,
            datum=rad.handling.datum if rad.handling else rad.datum,
            är_hemligt=rad.är_hemlig,
        )
        for ordning, rad in enumerate(punkt.handlingar.select_related("handling"), 1)
    )
    tidigare.anteckna(paragraf)
    return paragraf


def föreslagen_art(rubrik: str, organ: Organ) -> str:
    """Arten som rubriken säger, för en punkt på listan och ett ärende som väcks på mötet."""
    return Paragraf.Typ.VAL if är_val(rubrik) else fullmäktige.arten(rubrik, organ)


@transaction.atomic
def lägg_åt_sidan(*, paragraf: Paragraf, av: Användare, avbryt_omröstningen: bool = False) -> None:
    """Lägger tillbaka en upptagen punkt som ännu inte är beslutad; den tas upp senare.

    Yrkanden, svar och det andra som hänt i punkten kommer tillbaka med den. En omröstning som pågår
    avbryts bara när det är bekräftat; den görs då om från början.
    """
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Punkten är redan beslutad: {paragraf.rubrik}.")
    pågår = frågeläge.pågående_omröstning(paragraf)
    if pågår is not None and not avbryt_omröstningen:
        raise OmröstningPågår("En omröstning pågår. Bekräfta att den avbryts, eller avsluta den.")
    if pågår is not None:
        pågår.delete()
    if paragraf.punkt_id is not None:
        åt_sidan.minns(paragraf=paragraf, av=av)
    elif paragraf.yrkanden.exists() or paragraf.omröstningar.exists():
        raise KanInteTasUpp(
            "Ärendet väcktes på mötet och har ingen punkt att vänta på. Besluta, eller bordlägg."
        )
    jäv.till_punkten(paragraf=paragraf, av=av)
    paragraf.delete()
    närvaro.vik(protokoll=protokoll, av=av)


@transaction.atomic
def utgår(*, punkt: Punkt, av: Användare, nu: datetime | None = None) -> Paragraf:
    """Punkten stryks; protokollet säger det i en egen paragraf."""
    paragraf = ta_upp(punkt=punkt, av=av)
    # Att stryka en punkt är också att handlägga ärendet (KL 6 kap. 27 §).
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf)
    skriv_delar(paragraf, Paragraf.Utfall.UTGÅR, [Del()], nu)
    deltagande.anteckna(paragraf=paragraf, av=av)
    return paragraf


@transaction.atomic
def besluta(
    *,
    paragraf: Paragraf,
    utfall: str,
    av: Användare,
    satser: Sequence[str] | None = None,
    sammanfattning: str | None = None,
    utdrag_till: Sequence[str] = (),
    omedelbart_justerad: bool = False,
    förslag_till: str = "",
    förslagets_satser: Sequence[str] = (),
    bordlagt_till: date | None = None,
    visat: str | None = None,
    nu: datetime | None = None,
) -> Paragraf:
    """Fattar beslutet. Utan satser och med bifall gäller förslagets satser.

    Bifall med annan text än förslagets antecknas som ändrat. `satser` är organets eget beslut,
    `förslagets_satser` det som lämnas till `förslag_till`. Yrkanden ställs under proposition.
    `visat` är avtrycket av det beslut som den som skickar har sett. Utan `sammanfattning` står
    skrivelsens kvar.
    """
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    kräv_oförändrat(paragraf, visat)
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Paragrafen är redan beslutad: {paragraf.rubrik}.")
    if _ska_ställas(paragraf):
        raise YrkandenAttStälla("Det finns yrkanden. Ställ proposition på dem.")
    svar = utfall in interpellation.SVAR
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf, svar=svar)
    if förslag_till or förslagets_satser:
        delar = [Del(satser or ()), Del(förslagets_satser, förslag_till, bordlagt_till)]
    elif satser is None:
        delar = föreslagna_delar(paragraf, utfall)
    else:
        delar = [Del(satser)]
    if delar and bordlagt_till:
        delar[0] = replace(delar[0], bordlagt_till=bordlagt_till)
    _skriv(paragraf, utfall, delar, nu)
    _skriv_uppgifter(paragraf, sammanfattning, utdrag_till, omedelbart_justerad)
    deltagande.anteckna(paragraf=paragraf, av=av)
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
    förslag_till: str = "",
    förslagets_satser: Sequence[str] = (),
    bordlagt_till: date | None = None,
    visat: str | None = None,
    nu: datetime | None = None,
) -> Paragraf:
    """Rättar ett beslut medan mötet pågår. Därefter är texten låst (JO 3339-2013).

    Är beslutet uträknat ur yrkandena ändras bara uppgifterna vid sidan av det.
    """
    try:
        protokoll = lås(protokoll=paragraf.protokoll, av=av)
    except MötetAvslutat as fel:
        raise BeslutetLåst("Mötet är avslutat och det som beslutades ändras inte.") from fel
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.är_låst_för_sig:
        raise BeslutetLåst(f"Paragrafen justeras omedelbart och är låst: {paragraf.rubrik}.")
    kräv_oförändrat(paragraf, visat)
    if not paragraf.är_beslutad:
        raise InteBeslutad(f"Det finns inget beslut att ändra: {paragraf.rubrik}.")
    deltagande.kräv_beslutsför(protokoll, närvaro.pågående(protokoll))
    if är_uträknat(paragraf):
        nya = [*(satser or ()), *förslagets_satser]
        if satser is not None and nya != [sats.text for sats in paragraf.beslut.all()]:
            raise BeslutetUträknat("Beslutet är uträknat. Ångra det och ställ propositionen om.")
    else:
        delar = [Del(satser or ()), Del(förslagets_satser, förslag_till)]
        delar[0] = replace(delar[0], bordlagt_till=bordlagt_till)
        _skriv(paragraf, utfall, delar, nu)
    _skriv_uppgifter(paragraf, sammanfattning, utdrag_till, omedelbart_justerad)
    return paragraf


def kräv_oförändrat(paragraf: Paragraf, visat: str | None) -> None:
    """Den som skickar ska ha sett det beslut som står; None när det inte kommer från en sida."""
    if visat is not None and visat != paragraf.avtryck:
        raise BeslutetÄndrat


def är_uträknat(paragraf: Paragraf) -> bool:
    """Om beslutet följer av svaren; utan förslag skrivs det sedan de formella yrkandena fallit."""
    if paragraf.val.exists():
        return True
    return bool(frågeläge.steg_rader(paragraf)) and not frågeläge.skrivs_för_hand(paragraf)


def _ska_ställas(paragraf: Paragraf) -> bool:
    """Om ett yrkande eller ett påbörjat steg gör att utfallet ska räknas ut (KL 5 kap. 53 §)."""
    andra = paragraf.yrkanden.filter(återtaget=False).exclude(slag=Yrkande.Slag.BIFALL)
    if not andra.exists() and not frågeläge.steg_rader(paragraf):
        return False
    return not frågeläge.skrivs_för_hand(paragraf)


def föreslagna_delar(paragraf: Paragraf, utfall: str) -> list[Del]:
    """Förslagets satser där de hör hemma; inga när utfallet är ett annat än bifall."""
    if utfall != Paragraf.Utfall.BIFALL:
        return [Del()]
    satser = [sats.text for sats in paragraf.förslag.all()]
    return [Del(satser, mottagare.förvald(paragraf))]


def skriv_delar(
    paragraf: Paragraf, utfall: Paragraf.Utfall, delar: Sequence[Del], nu: datetime | None = None
) -> None:
    """Skriver utfallet och satserna, numrerade från 1 i varje del."""
    delar = [replace(d, satser=_rena(d.satser)) for d in delar]
    if not any(d.satser for d in delar):
        text = _standardtext(paragraf, utfall)
        delar = [Del([text], "", delar[0].bordlagt_till if delar else None)] if text else []
    if not delar:
        raise BeslutSaknas("Skriv vad som beslutades.")
    fullmäktige.kräv_beslut(paragraf, utfall, [text for d in delar for text in d.satser])
    paragraf.delar.all().delete()
    for ordning, d in enumerate(d for d in delar if d.satser):
        rad = Beslutsdel.objects.create(
            paragraf=paragraf,
            ordning=ordning,
            utfall=d.utfall or utfall,
            förslag_till=d.förslag_till,
            bordlagt_till=d.bordlagt_till,
        )
        Beslut.objects.bulk_create(
            Beslut(paragraf=paragraf, beslutsdel=rad, nummer=nummer, text=text)
            for nummer, text in enumerate(d.satser, 1)
        )
    paragraf.utfall, paragraf.beslutad_tid = utfall, nu or timezone.now()
    paragraf.save(update_fields=["utfall", "beslutad_tid"])
    utkast.ta_bort(paragraf)


SKJUTS_UPP = {Paragraf.Utfall.ÅTERREMISS, Paragraf.Utfall.BORDLÄGGNING}
ANNAT_ÄN_FÖRSLAGET = {
    Paragraf.Utfall.AVSLAG,
    Paragraf.Utfall.ÅTERREMISS,
    Paragraf.Utfall.BORDLÄGGNING,
}


def _skriv(paragraf: Paragraf, utfall: str, delar: Sequence[Del], nu: datetime | None) -> None:
    val = Paragraf.Utfall(utfall)
    förslag = _rena([sats.text for sats in paragraf.förslag.all()])
    texter = _rena([text for d in delar for text in d.satser])
    if val == Paragraf.Utfall.BIFALL and förslag and texter != förslag:
        val = Paragraf.Utfall.ÄNDRAT
    if val in ANNAT_ÄN_FÖRSLAGET and förslag:
        # Förslagets text ligger ifylld; den är inte vad som beslutades.
        delar = [replace(d, satser=()) if _rena(d.satser) == förslag else d for d in delar]
    if val in SKJUTS_UPP:
        # Att skjuta upp ärendet är organets eget beslut, aldrig ett förslag till ett annat organ.
        delar = [replace(d, förslag_till="") for d in delar]
        egna = [text for d in delar for text in d.satser]
        delar = [replace(delar[0], satser=egna)] if delar else delar
    skriv_delar(paragraf, val, delar, nu)


def _rena(satser: Sequence[str]) -> list[str]:
    return [text.strip() for text in satser if text.strip()]


def _skriv_uppgifter(
    paragraf: Paragraf, sammanfattning: str | None, utdrag_till: Sequence[str], omedelbart: bool
) -> None:
    if sammanfattning is not None:
        paragraf.sammanfattning = sammanfattning.strip()
    paragraf.omedelbart_justerad = omedelbart
    paragraf.save(update_fields=["sammanfattning", "omedelbart_justerad"])
    paragraf.utdrag_till.all().delete()
    Utdragsmottagare.objects.bulk_create(
        Utdragsmottagare(paragraf=paragraf, mottagare=namn.strip())
        for namn in utdrag_till
        if namn.strip()
    )


def _standardtext(paragraf: Paragraf, utfall: Paragraf.Utfall) -> str:
    """Texten för ett utfall utan egen text; tom när någon måste skriva den."""
    if utfall in (Paragraf.Utfall.NOTERAT, Paragraf.Utfall.BIFALL) and (
        text := paragraf.val_av_justerare
    ):
        return text
    if utfall == Paragraf.Utfall.NOTERAT and (text := fullmäktige.svarets_sats(paragraf)):
        return text
    if utfall == Paragraf.Utfall.NOTERAT and paragraf.är_information:
        utfall = Paragraf.Utfall.INFORMATION
    return Paragraf.STANDARDTEXT.get(utfall, "")
