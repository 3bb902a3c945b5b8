"""Det som ledamöterna tar upp på mötet: extra ärenden, ändrad lista, talare och paragrafens art."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from konton.models import Användare
from nämnd.models import Organ, Punkt
from protokoll import kvalificerad, talerätt
from protokoll.models import (
    Beslutsdel,
    Förslag,
    Närvaro,
    Paragraf,
    Protokoll,
    Talare,
    ÖvrigNärvarande,
)
from protokoll.services import beslut, deltagande, fullmäktige, myndighetsutövning
from protokoll.services.beslut import Del
from protokoll.services.frågefel import FelÄrende, FårInteVäcka, InteTillkännagett, JävigTalare
from protokoll.services.lås import lås
from protokoll.services.mötesfel import InteBeslutad, KanInteTasUpp
from protokoll.services.samtidighet import kräv_samma_text
from ärenden import policy as ärendepolicy
from ärenden.models import Ärende

ALLA_BESLUTAR = "Samtliga närvarande ledamöter beslutar att ärendet får avgöras."


@transaction.atomic
def väck_ärende(
    *,
    protokoll: Protokoll,
    rubrik: str,
    av: Användare,
    väckt_av: Närvaro | None = None,
    revisor: ÖvrigNärvarande | None = None,
    ärende: Ärende | None = None,
    typ: str = "",
    förslag: Sequence[str] = (),
    samtliga_beslutar: bool = False,
) -> Paragraf:
    """Tar upp ett ärende som inte står på listan; en ledamot får väcka det (KL 4 kap. 20 §).

    En revisor får det i ett ärende som rör granskningen (4 kap. 21 §, 5 kap. 22 §).
    """
    protokoll = lås(protokoll=protokoll, av=av)
    organ = protokoll.sammanträde.organ
    if not rubrik.strip():
        raise FelÄrende("Skriv vad ärendet gäller.")
    hinder = kvalificerad.otillkännagivet(
        fullmäktige=fullmäktige.är_fullmäktige(organ), samtliga=samtliga_beslutar
    )
    if hinder is not None:
        raise InteTillkännagett([hinder])
    if ärende is not None and not ärendepolicy.synliga_ärenden(av).filter(pk=ärende.pk).exists():
        raise FelÄrende("Ärendet finns inte.")
    if väckt_av is not None:
        väckt_av = protokoll.närvarande.get(pk=väckt_av.pk)
        if not väckt_av.tjänstgör:
            raise FelÄrende(f"{väckt_av} tjänstgör inte och kan inte väcka ärenden.")
    if revisor is not None:
        revisor = protokoll.övriga.get(pk=revisor.pk)
        if väckt_av is not None:
            raise FelÄrende("Välj antingen ledamoten eller revisorn som väcker ärendet.")
        i_fullmäktige = fullmäktige.är_fullmäktige(organ)
        if fynd := talerätt.om_väckaren(revisor.namn, revisor.titel, fullmäktige=i_fullmäktige):
            raise FårInteVäcka([fynd])
    _kräv_ingen_annan(protokoll)
    typ = typ or beslut.föreslagen_art(rubrik.strip(), organ)
    if väckt_av is not None and not typ:
        typ = Paragraf.Typ.INITIATIV
    vem = str(väckt_av or "") or (f"{revisor.namn} ({revisor.titel})" if revisor else "")
    delar = [f"{vem} väcker ärendet." if vem else ""]
    delar += [ALLA_BESLUTAR if organ.typ == Organ.Typ.FULLMÄKTIGE else ""]
    paragraf = Paragraf.objects.create(
        protokoll=protokoll,
        ärende=ärende,
        organ=organ,
        år=protokoll.sammanträde.datum.year,
        ordning=_nästa_ordning(protokoll),
        rubrik=rubrik.strip(),
        offentlig_rubrik=ärende.offentlig_rubrik if ärende else "",
        beteckning=ärende.beteckning if ärende else "",
        sekretess_lagrum=ärende.sekretess_lagrum if ärende else "",
        sekretess_dag=ärende.sekretess_dag if ärende else None,
        sekretess_myndighet=ärende.sekretess_myndighet if ärende else "",
        typ=Paragraf.Typ(typ) if typ else "",
        information=" ".join(d for d in delar if d),
    )
    satser = [text.strip() for text in förslag if text.strip()]
    Förslag.objects.bulk_create(
        Förslag(paragraf=paragraf, nummer=nummer, text=text)
        for nummer, text in enumerate(satser, 1)
    )
    myndighetsutövning.föreslå(paragraf=paragraf, av=av)
    return paragraf


@transaction.atomic
def ändra_listan(
    *,
    protokoll: Protokoll,
    punkt: Punkt,
    före: Punkt | None,
    av: Användare,
    nu: datetime | None = None,
) -> Paragraf:
    """Flyttar en punkt genom beslut i en egen paragraf. `före` är None för sist på listan."""
    protokoll = lås(protokoll=protokoll, av=av)
    _kräv_ingen_annan(protokoll)
    upptagna = set(protokoll.paragrafer.values_list("punkt_id", flat=True))
    kvar = [p for p in protokoll.upptagbara_punkter if p.pk not in upptagna]
    if punkt not in kvar or (före is not None and före not in kvar) or före == punkt:
        raise KanInteTasUpp("Punkten är redan upptagen, eller går inte att flytta dit.")
    dit = f"före ”{_rubrik(före)}”" if före else "sist på listan"
    paragraf = Paragraf.objects.create(
        protokoll=protokoll,
        organ=protokoll.sammanträde.organ,
        år=protokoll.sammanträde.datum.year,
        ordning=_nästa_ordning(protokoll),
        rubrik="Ändring av föredragningslistan",
        typ=Paragraf.Typ.ORDNINGSFRÅGA,
    )
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf)
    text = f"Ärendet ”{_rubrik(punkt)}” behandlas {dit}."
    beslut.skriv_delar(paragraf, Paragraf.Utfall.BIFALL, [Del([text])], nu)
    deltagande.anteckna(paragraf=paragraf, av=av)
    kvar.remove(punkt)
    kvar.insert(kvar.index(före) if före else len(kvar), punkt)
    _skriv_ordning(kvar)
    return paragraf


def _skriv_ordning(punkter: Sequence[Punkt]) -> None:
    """Ger punkterna sina egna platser i den nya ordningen. Kallelsens lista är redan fryst."""
    platser = sorted(p.ordning for p in punkter)
    for punkt, plats in zip(punkter, platser, strict=True):
        punkt.ordning = plats
    Punkt.objects.bulk_update(punkter, ["ordning"])


def _rubrik(punkt: Punkt) -> str:
    """Rubriken som alla får läsa: paragrafen om listan är inte hemlig."""
    if punkt.sekretesskälla is None and punkt.slag != Punkt.Slag.SEKRETESS:
        return punkt.rubrik
    return punkt.offentlig_rubrik or "Sekretessärende"


@transaction.atomic
def ange_art(
    *,
    paragraf: Paragraf,
    av: Användare,
    typ: str,
    mot_enskild: bool | None = None,
    svar_senast: date | None = None,
    information: str = "",
    domstol: str = "",
    mål: str = "",
    visat: str | None = None,
) -> Paragraf:
    """Motion, interpellation, fråga …; `mot_enskild` ändras bara när det anges.

    `visat` är informationen som den som skickar har sett den.
    """
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    kräv_samma_text("Informationen", visat=visat, står=paragraf.information, skrivet=information)
    paragraf.typ = Paragraf.Typ(typ) if typ else ""
    if mot_enskild is not None:
        myndighetsutövning.markera(paragraf, mot_enskild=mot_enskild)
    fullmäktige.kräv_arten(paragraf, talare=paragraf.talare.count())
    paragraf.svar_senast = svar_senast
    paragraf.information = information.strip()
    paragraf.domstol, paragraf.mål = domstol.strip(), mål.strip()
    paragraf.save(
        update_fields=["typ", "mot_enskild", "svar_senast", "information", "domstol", "mål"]
    )
    return paragraf


@transaction.atomic
def ange_talare(
    *,
    paragraf: Paragraf,
    rader: Sequence[Närvaro],
    av: Användare,
    övriga: Sequence[ÖvrigNärvarande] = (),
) -> None:
    """Antecknar dem som yttrade sig, i ordning; läggs till efter dem som redan står där.

    `övriga` är de som inte är ledamöter: kommunalråd, revisorer, tjänstepersoner, kallade.
    """
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    jäviga = set(paragraf.jäv.hindrande().filter(undantag="").values_list("närvaro_id", flat=True))
    if borta := [rad.namn for rad in rader if rad.pk in jäviga]:
        raise JävigTalare(f"{', '.join(borta)} är jävig och deltar inte i handläggningen.")
    finns = set(paragraf.talare.values_list("närvaro_id", flat=True))
    med = {rad.pk: rad for rad in protokoll.närvarande.filter(pk__in=[r.pk for r in rader])}
    nya = [med[r.pk] for r in rader if r.pk in med and r.pk not in finns]
    utan_rad = set(paragraf.talare.filter(närvaro=None).values_list("namn", flat=True))
    andra = [
        ö
        for ö in protokoll.övriga.filter(pk__in=[ö.pk for ö in övriga]).order_by("pk")
        if ö.namn not in utan_rad
    ]
    fullmäktige.kräv_arten(paragraf, talare=paragraf.talare.count() + len(nya) + len(andra))
    Talare.objects.bulk_create(
        [
            *(Talare(paragraf=paragraf, närvaro=r, namn=r.namn, parti=r.parti) for r in nya),
            *(Talare(paragraf=paragraf, namn=ö.namn) for ö in andra),
        ]
    )


@transaction.atomic
def ta_bort_talare(*, talare: Talare, av: Användare) -> None:
    lås(protokoll=talare.paragraf.protokoll, av=av)
    talare.delete()


@transaction.atomic
def bordlägg_till(*, paragraf: Paragraf, dag: date | None, av: Användare) -> None:
    """Dagen som ärendet bordlades till; tomt är nästa sammanträde."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.utfall != Paragraf.Utfall.BORDLÄGGNING:
        raise InteBeslutad("Ärendet är inte bordlagt.")
    if dag is not None and dag <= protokoll.sammanträde.datum:
        raise FelÄrende("Ärendet bordläggs till en dag efter mötet.")
    Beslutsdel.objects.filter(paragraf=paragraf).update(bordlagt_till=dag)


def _kräv_ingen_annan(protokoll: Protokoll) -> None:
    pågår = protokoll.paragrafer.filter(utfall="").first()
    if pågår is not None:
        raise KanInteTasUpp(f"Besluta först om {pågår.rubrik}, eller lägg den åt sidan.")


def _nästa_ordning(protokoll: Protokoll) -> int:
    return (protokoll.paragrafer.aggregate(högsta=Max("ordning"))["högsta"] or 0) + 1
