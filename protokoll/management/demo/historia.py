"""Kallar till mötena, håller dem som har varit och gör deras protokoll."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, time, timedelta

from django.db import transaction

from konton.models import Användare
from nämnd.models import Kallelse, Punkt, Sammanträde
from nämnd.services import kallelse as kallelsetjänst
from protokoll.management.demo import justerat, kommun, skeenden, utskick
from protokoll.management.demo.jobb import vänta_in
from protokoll.management.demo.klocka import klockan, tidpunkt
from protokoll.management.demo.skeenden import Läge, Manus
from protokoll.models import Närvaro, Paragraf, Protokoll
from protokoll.services import avslut as avsluttjänst
from protokoll.services import beslut as besluttjänst
from protokoll.services import extra, protokollsskrivning
from protokoll.services import möte as mötetjänst
from protokoll.services import närvaro as närvarotjänst
from ärenden.models import Anmälan
from ärenden.services import skrivelser


def kalla(sammanträde: Sammanträde, av: Användare) -> Kallelse:
    """Skapar nästa edition, gör dess filer och utfärdar den."""
    kallelse = kallelsetjänst.skapa_kallelse(sammanträde=sammanträde, av=av)
    vänta_in(kallelse.jobb_id, kallelsetjänst.utför)
    kallelse.refresh_from_db()
    kallelsetjänst.utfärda(kallelse=kallelse, av=av)
    return kallelse


def håll_myndighetens(myndighet_id: int, sekreterare_id: int, i_dag: date) -> int:
    """Håller myndighetens alla möten till och med i går, i ordning. Ger antalet.

    Avbryts det fortsätter nästa körning där den slutade: mötets och protokollets status säger var.
    """
    av = Användare.objects.get(pk=sekreterare_id)
    alla = list(
        Sammanträde.objects.filter(organ__myndighet=myndighet_id, datum__lt=i_dag)
        .exclude(status=Sammanträde.Status.INSTÄLLT)
        .select_related("organ__myndighet")
        .order_by("datum", "pk")
    )
    ålder = _åldrar(alla)
    hållna = [m for m in alla if m.status != Sammanträde.Status.AVSLUTAT]
    for sammanträde in hållna:
        manus = skeenden.manus(sammanträde.organ.kortnamn, ålder[sammanträde.pk])
        håll(sammanträde, av, manus, senaste=ålder[sammanträde.pk] == 0)
    _ta_hand_om_protokollen(myndighet_id, ålder, av, i_dag)
    _skriv_senaste_protokollet(myndighet_id, av)
    return len(hållna)


def _åldrar(möten: Sequence[Sammanträde]) -> dict[int, int]:
    """Hur många av organets möten som hållits efter vart och ett."""
    senare: dict[int, int] = {}
    åldrar = {}
    for möte in reversed(möten):
        åldrar[möte.pk] = senare.get(möte.organ_id, 0)
        senare[möte.organ_id] = åldrar[möte.pk] + 1
    return åldrar


def _ta_hand_om_protokollen(
    myndighet_id: int, ålder: dict[int, int], av: Användare, i_dag: date
) -> None:
    """Justeras, anslås och expedieras i den ordning mötena hölls."""
    registrator = Användare.objects.get(username="registrator", är_demo=True)
    protokoll = Protokoll.objects.filter(
        sammanträde__organ__myndighet=myndighet_id, sammanträde__in=ålder
    ).select_related("sammanträde__organ__myndighet__kommun")
    for ett in protokoll.order_by("sammanträde__datum", "pk"):
        möte = ett.sammanträde
        manus = skeenden.manus(möte.organ.kortnamn, ålder[möte.pk])
        justerat.justera(ett, elektroniskt=manus.elektroniskt, av=av, i_dag=i_dag)
        ett.refresh_from_db(fields=["status"])
        senaste = ålder[möte.pk] == 0 and möte.organ.överordnat_id is None
        utskick.efter(ett, senaste=senaste, av=av, registrator=registrator, i_dag=i_dag)


def _skriv_senaste_protokollet(myndighet_id: int, av: Användare) -> None:
    """Ett protokoll som ännu inte gått till justering får filer; sekreteraren läser i dem."""
    protokoll = (
        Protokoll.objects.filter(
            sammanträde__organ__myndighet=myndighet_id,
            sammanträde__organ__överordnat=None,
            status=Protokoll.Status.AVSLUTAT,
        )
        .order_by("-sammanträde__datum", "-pk")
        .first()
    )
    if protokoll is None or protokoll.jobb_id:
        return
    with klockan(tidpunkt(protokoll.sammanträde.datum, time(17))):
        jobb = protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=av)
        vänta_in(jobb.pk, lambda jobb_id: protokollsskrivning.utför(jobb_id=jobb_id))


def håll(sammanträde: Sammanträde, av: Användare, manus: Manus, *, senaste: bool) -> None:
    """Kallar till mötet, håller det och avslutar det, de dagar det skulle ha skett.

    Bara det senaste mötets beslut säger vem som ska ha dem; de äldre är skickade för länge sedan.
    """
    if sammanträde.status == Sammanträde.Status.UTKAST:
        with klockan(tidpunkt(sammanträde.datum - timedelta(days=7))):
            kalla(sammanträde, av)
        sammanträde.refresh_from_db()
    börjar = sammanträde.tider.get().från
    with klockan(tidpunkt(sammanträde.datum, börjar)), transaction.atomic():
        protokoll = mötetjänst.öppna(sammanträde=sammanträde, av=av)
        slump = random.Random(f"{sammanträde.organ.kortnamn} {sammanträde.datum}")
        _anteckna_närvaro(protokoll, slump, av, manus)
        _besluta(protokoll, slump, av, manus, senaste=senaste)
        skeenden.återrapportera(protokoll, av)
        slut = time(börjar.hour + 2, slump.choice((10, 25, 40, 50)))
        avsluttjänst.ange_justering(
            protokoll=protokoll,
            plats="Kommunhuset, Björksund",
            tid=tidpunkt(sammanträde.datum + timedelta(days=8), time(14)),
            förvaringsplats="Kommunarkivet, kommunhuset",
            av=av,
        )
    with klockan(tidpunkt(sammanträde.datum, slut)), transaction.atomic():
        avsluttjänst.avsluta(protokoll=protokoll, av=av, sluttid=slut)
        _återta_de_föregångna(sammanträde)


def _återta_de_föregångna(sammanträde: Sammanträde) -> None:
    """Utskottets förslag står redan på nämndens lista, i den skrivelse som lämnades in efteråt."""
    vidare = Anmälan.objects.filter(
        status=Anmälan.Status.VÄNTAR,
        förslag_av=sammanträde.organ.namn,
        skrivelse__handling__ärende__in=sammanträde.punkter.values("ärende"),
    ).select_related("skrivelse__handling__ärende__handläggare")
    for anmälan in vidare.order_by("pk"):
        ärende = anmälan.skrivelse.handling.ärende
        uppe = Punkt.objects.filter(ärende=ärende, sammanträde__organ__namn=anmälan.organ)
        if ärende.handläggare and uppe.exists():
            skrivelser.återta(anmälan=anmälan, av=ärende.handläggare)


def _anteckna_närvaro(
    protokoll: Protokoll, slump: random.Random, av: Användare, manus: Manus = skeenden.INGET
) -> None:
    rader = list(protokoll.närvarande.all())
    ledamöter = [r for r in rader if r.har_plats]
    ersättare = [r for r in rader if r.är_ersättare]
    i_stället = _frånvaro(ledamöter, ersättare, slump, manus)
    närvarotjänst.alla_närvarande(protokoll=protokoll, av=av)
    for rad, ersatt in i_stället:
        närvarotjänst.markera_närvaro(rad=rad, status=Närvaro.Status.FRÅNVARANDE, av=av)
        if ersatt is not None:
            närvarotjänst.markera_närvaro(
                rad=ersatt, status=Närvaro.Status.TJÄNSTGÖRANDE, för=rad, av=av
            )
    tjänstgör = [e for _, e in i_stället if e is not None]
    lediga = [r for r in ersättare if r not in tjänstgör]
    for rad in [r for r in lediga if r.namn in manus.ersättare] or lediga[:2]:
        närvarotjänst.markera_närvaro(rad=rad, status=Närvaro.Status.ERSÄTTARE, av=av)
    for t in kommun.TJÄNSTEPERSONER:
        if t.konto == kommun.CHEF[protokoll.sammanträde.organ.myndighet.kortnamn]:
            närvarotjänst.lägg_till_övrig(protokoll=protokoll, namn=t.namn, titel=t.titel, av=av)
    borta = [r for r, _ in i_stället]
    valbara = [r for r in ledamöter[1:] if r not in borta]
    bestämd = [r for r in [*valbara, *tjänstgör] if r.namn == manus.justerare]
    justerare = bestämd[0] if bestämd else slump.choice(valbara)
    närvarotjänst.välj_justerare(rad=protokoll.närvarande.get(pk=justerare.pk), av=av)


def _frånvaro(
    ledamöter: Sequence[Närvaro], ersättare: Sequence[Närvaro], slump: random.Random, manus: Manus
) -> list[tuple[Närvaro, Närvaro | None]]:
    """De som är borta, och den som tjänstgör för var och en."""
    if manus.i_stället:
        namn = {r.namn: r for r in [*ledamöter, *ersättare]}
        return [(namn[borta], namn[ersatt]) for borta, ersatt in manus.i_stället]
    # Ordföranden och en justerare är alltid där.
    antal = min(slump.choice((0, 1, 1, 2)), len(ersättare), len(ledamöter) - 2)
    kvar = list(ersättare)
    i_stället: list[tuple[Närvaro, Närvaro | None]] = []
    for rad in slump.sample(ledamöter[1:], antal):
        # I fullmäktige träder bara den som valts för samma parti in (KL 5:17).
        ersatt = next((e for e in kvar if e.parti == rad.parti), None)
        i_stället.append((rad, ersatt))
        if ersatt is not None:
            kvar.remove(ersatt)
    return i_stället


# Vem som får organets beslut, i tur och ordning mellan besluten. Det som utskotten föreslår ligger
# redan i ärendet.
MOTTAGARE: dict[str, tuple[tuple[str, ...], ...]] = {
    "SN": (
        ("Socialförvaltningen", "Revisorerna"),
        ("Socialförvaltningen",),
        ("Socialförvaltningen", "Kommunstyrelsen"),
        ("Socialförvaltningen", "Björksunds pensionärsförening"),
    ),
    "KS": (("Kommunledningsförvaltningen",), ("Kommunledningsförvaltningen", "Revisorerna")),
    "BUN": (("Barn- och utbildningsförvaltningen",),),
    "KF": (("Kommunledningsförvaltningen",),),
}
ENSKILD = ("Den enskilda",)
MOTIVERING = (
    "Den enskilda har tagit del av utredningen och har inget att tillföra. Utredningen visar att "
    "förutsättningarna för beslutet är uppfyllda och att behovet inte kan tillgodoses på annat "
    "sätt."
)


def _besluta(
    protokoll: Protokoll, slump: random.Random, av: Användare, manus: Manus, *, senaste: bool
) -> None:
    punkter = list(
        protokoll.upptagbara_punkter.select_related("ärende", "förälder").order_by("ordning")
    )
    öppna = [p for p in punkter if p.ärende_id and p.sekretesskälla is None]
    sker = dict(
        zip(öppna, skeenden.fördela(manus.skeenden, [p.rubrik for p in öppna]), strict=True)
    )
    mottagare = MOTTAGARE.get(protokoll.sammanträde.organ.kortnamn, ())
    for nr, punkt in enumerate(punkter):
        paragraf = besluttjänst.ta_upp(punkt=punkt, av=av)
        if not paragraf.förslag.exists() or punkt.slag == Punkt.Slag.INFORMATION:
            _notera(paragraf, punkt, slump, av)
            continue
        utdrag_till: Sequence[str] = mottagare[nr % len(mottagare)] if mottagare else ()
        if paragraf.är_sekretess:
            extra.ange_art(paragraf=paragraf, typ="", mot_enskild=True, av=av)
            utdrag_till = ENSKILD
        elif punkt.ärende_id:
            läge = Läge(paragraf, slump, av)
            skeende = sker[punkt] or (None if manus.skeenden else skeenden.slumpat(läge))
            if skeende is not None:
                skeende(läge)
        _fatta(paragraf, utdrag_till if senaste and punkt.ärende_id else (), av)
        skeenden.ge_uppdrag(paragraf, av)


def _fatta(paragraf: Paragraf, utdrag_till: Sequence[str], av: Användare) -> None:
    """Enligt förslag, om det inte redan är avgjort av det som hänt i punkten."""
    paragraf.refresh_from_db()
    if not paragraf.är_beslutad:
        utfall = Paragraf.Utfall.BIFALL
        besluttjänst.besluta(
            paragraf=paragraf,
            utfall=utfall,
            sammanfattning=MOTIVERING if paragraf.mot_enskild else "",
            utdrag_till=utdrag_till,
            av=av,
        )
    elif paragraf.utfall != Paragraf.Utfall.BORDLÄGGNING:
        besluttjänst.ändra_beslut(
            paragraf=paragraf, utfall=paragraf.utfall, utdrag_till=utdrag_till, av=av
        )
    paragraf.refresh_from_db()


def _notera(paragraf: Paragraf, punkt: Punkt, slump: random.Random, av: Användare) -> None:
    if punkt.slag != Punkt.Slag.INFORMATION:
        besluttjänst.besluta(paragraf=paragraf, utfall=Paragraf.Utfall.NOTERAT, av=av)
        return
    texter = kommun.INFORMATION[paragraf.organ.myndighet.kortnamn]
    extra.ange_art(
        paragraf=paragraf, typ="", mot_enskild=False, information=slump.choice(texter), av=av
    )
    besluttjänst.besluta(paragraf=paragraf, utfall=Paragraf.Utfall.INFORMATION, av=av)
