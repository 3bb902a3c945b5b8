"""Omröstningar: för hand, vid upprop eller på ledamöternas egna enheter.

Vilka som får rösta fryses när omröstningen öppnas. Utfallet räknas ut (`protokoll.omröstning`),
och svaret på steget skrivs i samma transaktion som omröstningen avslutas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from konton.models import Användare
from nämnd.fynd import Fynd
from nämnd.models import Organ
from protokoll import omröstning as lagen
from protokoll import röstskrivning
from protokoll.kvalificerad import Kvalificerat
from protokoll.models import Närvaro, Omröstning, Paragraf, Protokoll, Röst
from protokoll.omröstning import (
    Fråga,
    Frågeslag,
    Namnröst,
    Resultat,
    Röstlängd,
    Sida,
    SlutenOmröstning,
    Totaler,
    ÖppenOmröstning,
)
from protokoll.proposition import Skede, Steg, Stegslag, Svar
from protokoll.rum import rum
from protokoll.services import deltagande, frågan, frågeläge, fullmäktige
from protokoll.services.frågefel import (
    InaktuelltSteg,
    InteRöstberättigad,
    OmröstningenAvslutad,
    Omröstningshinder,
    RöstatSedan,
    RöstenÄndrad,
    Rösthinder,
)
from protokoll.services.lås import lås, märk_ändring
from protokoll.services.mötesfel import Mötesfel

UPPROP, FÖR_HAND, EGNA_ENHETER = "upprop", "handuppräckning", "egna enheter"
METODER = (UPPROP, FÖR_HAND, EGNA_ENHETER)
SLUTEN = "slutna sedlar"


@dataclass(frozen=True)
class Sedlar:
    """De räknade sedlarna i en sluten omröstning."""

    ja: int
    nej: int
    blanka: int = 0


def röstberättigade(paragraf: Paragraf) -> list[Närvaro]:
    """De som beslutar i paragrafen just nu, utan dem som inte deltar i beslutet."""
    avstår = set(paragraf.deltar_inte.values_list("närvaro_id", flat=True))
    beslutande = rum(paragraf.protokoll, paragraf=paragraf).beslutande
    return [rad for rad in beslutande if rad.pk not in avstår]


def om_distans(paragraf: Paragraf) -> list[Fynd]:
    """Varningen när en sluten omröstning har någon som röstar på distans (KL 5:16, 5:54)."""
    nu = rum(paragraf.protokoll, paragraf=paragraf)
    på_distans = [rad for rad in röstberättigade(paragraf) if rad.distans]
    return [f for f in nu.om_distans(på_distans, sluten_omröstning=True) if f.kod == "sluten"]


@transaction.atomic
def öppna(
    *,
    paragraf: Paragraf,
    metod: str,
    av: Användare,
    anställning: bool = False,
    nu: datetime | None = None,
) -> Omröstning:
    """Öppnar omröstningen som steget på tur begär. Den som redan är öppen ges tillbaka."""
    _, paragraf = _lås(paragraf, av)
    if (pågår := frågeläge.pågående_omröstning(paragraf)) is not None:
        return pågår
    frågan.kräv_öppen(paragraf)
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf)
    steg = frågeläge.körning(paragraf).nästa
    if steg is None or steg.slag is not Stegslag.VOTERING:
        raise InaktuelltSteg("Ingen votering är begärd i det steg som står på tur.")
    ja, nej = steg.alternativ
    sluten = anställning or paragraf.typ == Paragraf.Typ.VAL
    return _öppna(
        paragraf,
        metod=metod,
        sluten=sluten,
        slag=_slag(steg),
        ja=ja.text,
        nej=nej.text,
        punkt=steg.punkt,
        krav=steg.kvalificerat,
        nu=nu,
    )


@transaction.atomic
def öppna_ordningsfråga(
    *,
    paragraf: Paragraf,
    ja_betyder: str,
    nej_betyder: str,
    metod: str,
    av: Användare,
    krav: str = "",
    nu: datetime | None = None,
) -> Omröstning:
    """En omröstning i en ordningsfråga, till exempel om överläggningen är avslutad.

    I fullmäktige kan `krav` vara samtliga närvarande: om ett ärende som inte är tillkännagett får
    avgöras (KL 5 kap. 52 §).
    """
    _, paragraf = _lås(paragraf, av)
    frågan.kräv_öppen(paragraf)
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf)
    if not ja_betyder.strip() or not nej_betyder.strip():
        raise Mötesfel("Skriv vad ja och nej betyder.")
    i_fullmäktige = fullmäktige.är_fullmäktige(paragraf.organ)
    if krav and (krav != Kvalificerat.OTILLKÄNNAGIVET or not i_fullmäktige):
        raise Mötesfel("I en ordningsfråga krävs enkel majoritet.")
    return _öppna(
        paragraf,
        metod=metod,
        sluten=False,
        slag=Omröstning.Slag.ORDNINGSFRÅGA,
        ja=ja_betyder.strip(),
        nej=nej_betyder.strip(),
        punkt=None,
        krav=krav,
        nu=nu,
    )


def _öppna(
    paragraf: Paragraf,
    *,
    metod: str,
    sluten: bool,
    slag: str,
    ja: str,
    nej: str,
    punkt: int | None,
    krav: str,
    nu: datetime | None,
) -> Omröstning:
    if metod not in (*METODER, *([SLUTEN] if sluten else [])):
        raise Mötesfel("Välj hur omröstningen görs.")
    sist = paragraf.omröstningar.aggregate(högsta=Max("ordning"))["högsta"] or 0
    omröstning = Omröstning.objects.create(
        paragraf=paragraf,
        ordning=sist + 1,
        slag=slag,
        status=Omröstning.Status.PÅGÅR,
        sluten=sluten,
        metod=SLUTEN if sluten else metod,
        ja_betyder=ja,
        nej_betyder=nej,
        punkter=[punkt] if punkt is not None else [],
        krav=krav,
        öppnad_tid=nu or timezone.now(),
    )
    # I en sluten omröstning finns en rad för den som lämnat sin sedel, annars ingen.
    Röst.objects.bulk_create(
        Röst(omröstning=omröstning, närvaro=rad, namn=rad.namn, parti=rad.parti)
        for rad in ([] if sluten else röstberättigade(paragraf))
    )
    return omröstning


def _slag(steg: Steg) -> str:
    slag = Omröstning.Slag
    if steg.skede is Skede.FORMELLT:
        formellt = {"aterremiss": slag.ÅTERREMISS, "bordlaggning": slag.BORDLÄGGNING}
        return formellt.get(steg.nyckel.split("/")[0].split("-")[0], slag.ORDNINGSFRÅGA)
    if steg.skede is Skede.HUVUDFÖRSLAG:
        return slag.HUVUD if steg.punkt is None else slag.PUNKT
    return {
        Skede.MOTFÖRSLAG: slag.MOTFÖRSLAG,
        Skede.ÄNDRING: slag.ÄNDRING,
        Skede.TILLÄGG: slag.TILLÄGG,
    }.get(steg.skede, slag.ORDNINGSFRÅGA)


@transaction.atomic
def anteckna_röster(
    *,
    omröstning: Omröstning,
    val: Mapping[int, str],
    av: Användare,
    visade: Mapping[int, str] | None = None,
) -> Omröstning:
    """Antecknar röster efter närvarorad: en i taget vid upprop, eller alla på en gång.

    I en sluten omröstning betyder en post att personen lämnat sin sedel, och ingen vad den säger.
    Med `visade`, rösterna som sidan visade, skrivs bara det som ändrats på den; har någon röstat
    sedan dess skrivs inget.
    """
    omröstning = _lås_pågående(omröstning, av)
    if visade is not None:
        val = _ändrade(omröstning, val, visade)
    if omröstning.sluten:
        _anteckna_sedlar(omröstning, val)
        return omröstning
    rader = {r.närvaro_id: r for r in omröstning.röster.all()}
    for närvaro_id, röst in val.items():
        if närvaro_id not in rader:
            raise InteRöstberättigad("Personen får inte rösta i ärendet.")
        rader[närvaro_id].val = Röst.Val(röst) if röst else ""
    Röst.objects.bulk_update([rader[pk] for pk in val], ["val"])
    return omröstning


def _ändrade(
    omröstning: Omröstning, val: Mapping[int, str], visade: Mapping[int, str]
) -> dict[int, str]:
    lämnad = Röst.Val.JA.value
    röster = {r.närvaro_id or 0: r for r in omröstning.röster.select_related("närvaro")}
    sparade = {pk: lämnad if omröstning.sluten else r.val for pk, r in röster.items()}
    nu = röstskrivning.sammanför(val, visade=visade, sparade=sparade)
    if nu.krockar:
        namn = dict(
            Närvaro.objects.filter(pk__in=nu.krockar)
            .order_by("ordning", "pk")
            .values_list("pk", "namn")
        )
        raise RöstenÄndrad(list(namn.values()), nu.krockar)
    return nu.skriv


def _anteckna_sedlar(omröstning: Omröstning, val: Mapping[int, str]) -> None:
    får = {rad.pk: rad for rad in röstberättigade(omröstning.paragraf)}
    if set(val) - set(får):
        raise InteRöstberättigad("Personen får inte rösta i ärendet.")
    lämnat = {pk for pk, röst in val.items() if röst}
    omröstning.röster.filter(närvaro__in=set(val) - lämnat).delete()
    finns = set(omröstning.röster.values_list("närvaro_id", flat=True))
    Röst.objects.bulk_create(
        Röst(omröstning=omröstning, närvaro=rad, namn=rad.namn, parti=rad.parti)
        for pk, rad in får.items()
        if pk in lämnat - finns
    )


def öppna_för(användare: Användare) -> QuerySet[Röst]:
    """Den egna rösten i de omröstningar som pågår på egna enheter."""
    return Röst.objects.filter(
        närvaro__person=användare.person_id,
        närvaro__person__isnull=False,
        omröstning__status=Omröstning.Status.PÅGÅR,
        omröstning__metod=EGNA_ENHETER,
        omröstning__sluten=False,
    ).select_related("omröstning__paragraf__protokoll", "närvaro")


@transaction.atomic
def rösta_själv(
    *, omröstning: Omröstning, val: str, av: Användare, innan: str | None = None
) -> Röst:
    """Den egna rösten, från den egna enheten. Den kan ändras tills omröstningen avslutas.

    `innan` är rösten som stod när knappen trycktes, för den som kommer fram först efter ett
    nätavbrott: har den som röstar sedan dess röstat från en annan enhet gäller det senare.
    """
    # Före omröstningens rad, som i `_lås_pågående`: annars väntar två på varandra.
    märk_ändring(protokoll_id=omröstning.paragraf.protokoll_id, av=av)
    omröstning = Omröstning.objects.select_for_update(of=("self",)).get(pk=omröstning.pk)
    if omröstning.status != Omröstning.Status.PÅGÅR:
        raise OmröstningenAvslutad("Omröstningen är avslutad. Rösten räknades inte.")
    egen = öppna_för(av).filter(omröstning=omröstning)
    röst = egen.first() or Röst()
    if innan is not None and röst.pk is not None and röst.val not in (innan, val):
        raise RöstatSedan(
            f"Du har röstat {röst.get_val_display() or 'på nytt'} från en annan enhet sedan dess, "
            "och den rösten gäller. Rösta igen om du vill ändra den."
        )
    kvar = {rad.pk for rad in röstberättigade(omröstning.paragraf)}
    röst.val = Röst.Val(val)
    fynd = lagen.från_egen_enhet(
        i_längden=röst.pk is not None,
        tjänstgör=röst.närvaro_id in kvar,
        röst=lagen.Röst(röst.val),
        får_avstå=röst.närvaro_id not in måste_rösta(omröstning),
    )
    if fynd is not None:
        raise Rösthinder([fynd])
    röst.save(update_fields=["val"])
    return röst


@transaction.atomic
def avbryt(*, omröstning: Omröstning, av: Användare) -> None:
    """Avbryter en omröstning som pågår; rösterna kastas och den kan göras om."""
    _lås_pågående(omröstning, av).delete()


@transaction.atomic
def avsluta(
    *,
    omröstning: Omröstning,
    av: Användare,
    sedlar: Sedlar | None = None,
    utslagsröst: str = "",
    lott: str = "",
    angivna: Totaler | None = None,
    nu: datetime | None = None,
) -> Omröstning:
    """Räknar rösterna och svarar på steget. En avslutad omröstning ges tillbaka som den är."""
    lås(protokoll=omröstning.paragraf.protokoll, av=av)
    omröstning = (
        Omröstning.objects.select_for_update(of=("self",))
        .select_related("paragraf__organ", "paragraf__protokoll__sammanträde__organ")
        .get(pk=omröstning.pk)
    )
    if omröstning.status == Omröstning.Status.AVSLUTAD:
        return omröstning
    paragraf = omröstning.paragraf
    steg = _steget(omröstning)
    resultat = _räkna(omröstning, steg, sedlar, utslagsröst, lott, angivna)
    if resultat.hindrad or resultat.utgång is None:
        raise Omröstningshinder([f for f in resultat.fynd if f.hindrar])
    _skriv_resultat(omröstning, resultat, nu)
    if steg is not None:
        svar = Svar(steg.nyckel, resultat.utgång.value, omröstningens_mening=resultat.mening)
        frågan.fortsätt(paragraf, svar, nu, av=av, omröstning=omröstning)
    else:
        omröstning.save()
    return omröstning


def _steget(omröstning: Omröstning) -> Steg | None:
    """Steget på tur; en ordningsfråga som ställts för sig svarar inte på något."""
    nästa = frågeläge.nästa_steg(omröstning.paragraf)
    if nästa is None or nästa.slag is not Stegslag.VOTERING:
        return None
    samma = (nästa.alternativ[0].text, nästa.alternativ[1].text)
    return nästa if samma == (omröstning.ja_betyder, omröstning.nej_betyder) else None


def _räkna(
    omröstning: Omröstning,
    steg: Steg | None,
    sedlar: Sedlar | None,
    utslagsröst: str,
    lott: str,
    angivna: Totaler | None,
) -> Resultat:
    paragraf = omröstning.paragraf
    röster = list(omröstning.röster.select_related("närvaro"))
    tjänstgörande = röstberättigade(paragraf) if omröstning.sluten else []
    rader = [r.närvaro for r in röster if r.närvaro is not None] + tjänstgörande
    namn = _beteckningar(rader)
    längd = _längd(omröstning, rader, namn)
    if omröstning.sluten:
        sedlar = sedlar or Sedlar(0, 0)
    fråga = _fråga(omröstning, steg, namn)
    avgiven: ÖppenOmröstning | SlutenOmröstning
    if sedlar is not None and omröstning.sluten:
        lämnat = tuple(namn[r.närvaro_id] for r in röster if r.närvaro_id)
        avgiven = SlutenOmröstning(lämnat, sedlar.ja, sedlar.nej, sedlar.blanka)
    else:
        avgiven = ÖppenOmröstning(
            tuple(
                Namnröst(namn[r.närvaro_id], lagen.Röst(r.val))
                for r in röster
                if r.närvaro_id and r.val
            )
        )
    return lagen.räkna(
        avgiven,
        längd=längd,
        fråga=fråga,
        utslagsröst=Sida(utslagsröst) if utslagsröst else None,
        lott=Sida(lott) if lott else None,
        angivna=angivna,
    )


def _fråga(omröstning: Omröstning, steg: Steg | None, namn: Mapping[int | None, str]) -> Fråga:
    paragraf = omröstning.paragraf
    slag = Frågeslag.SAK
    if omröstning.sluten:
        slag = Frågeslag.VAL if paragraf.typ == Paragraf.Typ.VAL else Frågeslag.ANSTÄLLNING
    return Fråga(
        slag=slag,
        myndighetsutövning_mot_enskild=paragraf.mot_enskild,
        krav=steg.krav if steg else omröstning.kravet,
        avgör=steg.avgör if steg else False,
        har_röstat=lagen.har_röstat(_tidigare(omröstning, namn), punkter=omröstning.punkter),
    )


def måste_rösta(omröstning: Omröstning) -> frozenset[int]:
    """Raderna i röstlängden som inte får avstå (KL 4 kap. 26 §)."""
    if not omröstning.paragraf.mot_enskild or omröstning.sluten:
        return frozenset()
    rader = [
        r.närvaro for r in omröstning.röster.select_related("närvaro") if r.närvaro is not None
    ]
    namn = _beteckningar(rader)
    fynd = lagen.avstå(
        [namn[rad.pk] for rad in rader],
        längd=_längd(omröstning, rader, namn),
        fråga=_fråga(omröstning, _steget(omröstning), namn),
    )
    måste = {person for f in fynd for person in f.personer}
    return frozenset(rad.pk for rad in rader if namn[rad.pk] in måste)


def _längd(
    omröstning: Omröstning, rader: Sequence[Närvaro], namn: Mapping[int | None, str]
) -> Röstlängd:
    paragraf = omröstning.paragraf
    ledare = _omröstningens_ledare(omröstning)
    jäviga = paragraf.jäv.hindrande().values_list("närvaro_id", flat=True)
    return Röstlängd(
        tjänstgörande=tuple(dict.fromkeys(namn[r.pk] for r in rader)),
        ordförande=namn.get(ledare.pk, str(ledare)) if ledare else "",
        jäviga=frozenset(namn[pk] for pk in jäviga if pk in namn),
        inne=frozenset(namn[r.pk] for r in röstberättigade(paragraf) if r.pk in namn),
        fullmäktige=paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE,
    )


def ordförande(paragraf: Paragraf) -> Närvaro | None:
    """Den som leder paragrafen: en annan än mötets ordförande när det är antecknat."""
    return rum(paragraf.protokoll, paragraf=paragraf).ledare


def _omröstningens_ledare(omröstning: Omröstning) -> Närvaro | None:
    """Den i röstlängden som leder: den som kommer senare leder inte omröstningen, och den som
    röstade och gick gjorde det."""
    nu = rum(omröstning.paragraf.protokoll, paragraf=omröstning.paragraf)
    if omröstning.sluten:
        return nu.ledare
    röster = omröstning.röster.exclude(val=Röst.Val.FRÅNVARANDE).select_related("närvaro")
    return nu.ledare_bland([r.närvaro for r in röster if r.närvaro is not None])


# Voteringar där ja och nej är förslag i ärendet; de andra är formella (KL 4 kap. 26 §).
OM_FÖRSLAG = frozenset(
    {
        Omröstning.Slag.HUVUD,
        Omröstning.Slag.MOTFÖRSLAG,
        Omröstning.Slag.ÄNDRING,
        Omröstning.Slag.TILLÄGG,
        Omröstning.Slag.PUNKT,
    }
)


def _tidigare(omröstning: Omröstning, namn: Mapping[int | None, str]) -> list[lagen.Tidigare]:
    """De öppna voteringarna i ärendet före den här."""
    tidigare = (
        Omröstning.objects.filter(paragraf=omröstning.paragraf_id, sluten=False)
        .exclude(pk=omröstning.pk)
        .order_by("ordning")
    )
    return [
        lagen.Tidigare(
            tuple(
                Namnröst(namn[r.närvaro_id], lagen.Röst(r.val))
                for r in o.röster.all()
                if r.val and r.närvaro_id in namn
            ),
            om_förslag=o.slag in OM_FÖRSLAG,
            punkter=tuple(o.punkter),
        )
        for o in tidigare.prefetch_related("röster")
    ]


def _beteckningar(rader: Sequence[Närvaro]) -> dict[int | None, str]:
    """Namnet med parti; heter två lika skiljs de åt med ett nummer."""
    olika = {rad.pk: rad for rad in rader}
    antal = Counter(str(rad) for rad in olika.values())
    sedda: Counter[str] = Counter()
    namn: dict[int | None, str] = {}
    for pk, rad in olika.items():
        text = str(rad)
        sedda[text] += 1
        namn[pk] = text if antal[text] == 1 else f"{text} {sedda[text]}"
    return namn


def _skriv_resultat(omröstning: Omröstning, resultat: Resultat, nu: datetime | None) -> None:
    totaler = resultat.totaler
    omröstning.ja, omröstning.nej = totaler.ja, totaler.nej
    omröstning.avstår, omröstning.frånvarande = totaler.avstår, totaler.frånvarande
    omröstning.minoritet = resultat.avgjord is lagen.Avgjord.MINORITET
    omröstning.lottning = resultat.lott is not None
    if resultat.ordföranden_röstar is not None:
        # Ordföranden har en röst: den står där avståendet stod (KL 4 kap. 25 §).
        ledare = _omröstningens_ledare(omröstning)
        omröstning.röster.filter(närvaro=ledare).update(val=resultat.ordföranden_röstar.value)
    if resultat.utslagsröst is not None:
        ledare = _omröstningens_ledare(omröstning)
        omröstning.utslagsröst_av = ledare.namn if ledare else ""
        omröstning.utslagsröst_för = resultat.utslagsröst.value
    om_distansen = om_distans(omröstning.paragraf) if omröstning.sluten else []
    omröstning.varningar = [f.med_lagrum for f in (*resultat.fynd, *om_distansen)]
    omröstning.status = Omröstning.Status.AVSLUTAD
    omröstning.avslutad_tid = nu or timezone.now()


def _lås(paragraf: Paragraf, av: Användare) -> tuple[Protokoll, Paragraf]:
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    return protokoll, protokoll.paragrafer.select_related("organ").get(pk=paragraf.pk)


def _lås_pågående(omröstning: Omröstning, av: Användare) -> Omröstning:
    lås(protokoll=omröstning.paragraf.protokoll, av=av)
    låst = (
        Omröstning.objects.select_for_update(of=("self",))
        .select_related("paragraf__organ", "paragraf__protokoll__sammanträde__organ")
        .get(pk=omröstning.pk)
    )
    if låst.status != Omröstning.Status.PÅGÅR:
        raise OmröstningenAvslutad("Omröstningen är avslutad. Ångra steget för att göra om den.")
    return låst
