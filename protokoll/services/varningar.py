"""Det som släpps igenom kring frågan men bör ses över: visas på mötets sida med sin regel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from konton.models import Parti
from nämnd import jäv, personalföreträdare
from nämnd.fynd import UTAN_REGEL, Fynd, Regel
from nämnd.models import Organ
from protokoll import avgörande, grupper, interpellation, talerätt, återrapport
from protokoll.models import (
    Deltagande,
    Omröstning,
    Paragraf,
    Protokoll,
    Reservation,
    Yrkande,
    Yrkare,
    ÖvrigNärvarande,
)
from protokoll.rum import rum
from protokoll.services import avgörandet, dörrar, fullmäktige, omröstningar


@dataclass(frozen=True)
class Varningar:
    """Varningarna i en paragraf, vid det de gäller."""

    yrkanden: list[Fynd]
    reservationer: list[Fynd]
    deltar_inte: list[Fynd]
    omröstning: list[Fynd] = field(default_factory=list)
    ärendet: list[Fynd] = field(default_factory=list)
    uppdrag: list[Fynd] = field(default_factory=list)
    talare: list[Fynd] = field(default_factory=list)
    räkningen: list[Fynd] = field(default_factory=list)


def vid(paragraf: Paragraf, yrkanden: Iterable[Yrkande]) -> Varningar:
    """`yrkanden` är paragrafens. Partierna läses bara när det finns en grupp eller reservation."""
    reservationer = list(paragraf.reservationer.prefetch_related("av__närvaro"))
    frånsagda = [d.grupp for d in paragraf.deltar_inte.all() if d.grupp]
    i_yrkanden = [g for y in yrkanden if not y.återtaget for g in y.grupper]
    if not (reservationer or frånsagda or i_yrkanden):
        return Varningar(
            [],
            [],
            [],
            om_sedlarna(paragraf),
            om_ärendet(paragraf),
            om_uppdragen(paragraf),
            om_talarna(paragraf),
            om_räkningen(paragraf),
        )
    prövning = _Gruppprövning.av(paragraf)
    return Varningar(
        yrkanden=prövning(i_yrkanden, avgörande.YRKANDEN),
        reservationer=[
            *prövning((g for r in reservationer for g in r.grupper), avgörande.RESERVATION),
            *_om_reservationerna(paragraf, reservationer),
        ],
        deltar_inte=prövning(frånsagda, avgörande.AVSTÅ),
        omröstning=om_sedlarna(paragraf),
        ärendet=om_ärendet(paragraf),
        uppdrag=om_uppdragen(paragraf),
        talare=om_talarna(paragraf),
        räkningen=om_räkningen(paragraf),
    )


def om_ärendet(paragraf: Paragraf) -> list[Fynd]:
    """Fullmäktiges regler, och personalföreträdarna som inte får vara med (KL 7 kap. 12–14 §§)."""
    om_dörrarna = dörrar.varning(paragraf)
    return [
        *fullmäktige.varningar(paragraf),
        *([om_dörrarna] if om_dörrarna else []),
        *_om_personalföreträdarna(paragraf),
        *_om_de_jäviga(paragraf),
    ]


def _om_de_jäviga(paragraf: Paragraf) -> list[Fynd]:
    """Den som yrkade innan jävet antecknades."""
    yrkare = Yrkare.objects.filter(
        yrkande__paragraf=paragraf,
        yrkande__återtaget=False,
        närvaro__in=paragraf.jäv.hindrande().values("närvaro"),
    )
    namn = sorted(set(yrkare.order_by("namn").values_list("namn", flat=True)))
    fynd = jäv.har_yrkat(namn, fullmäktige=fullmäktige.är_fullmäktige(paragraf.organ))
    return [fynd] if fynd else []


def om_uppdragen(paragraf: Paragraf) -> list[Fynd]:
    """Uppdrag utan dag kommer aldrig upp av sig själva."""
    i_fullmäktige = fullmäktige.är_fullmäktige(paragraf.organ)
    prövade = (
        återrapport.utan_dag(u.text, u.dag, fullmäktige=i_fullmäktige)
        for u in paragraf.uppdrag.all()
    )
    return [f for f in prövade if f is not None]


def om_talarna(paragraf: Paragraf) -> list[Fynd]:
    """De som talat i fullmäktige utan att en regel ger dem rätt (KL 5:32, 5:39–41, 5:64)."""
    if not fullmäktige.är_fullmäktige(paragraf.organ):
        return []
    talare = list(paragraf.talare.all())
    tredje = interpellation.om_parterna(
        interpellation.ett_av(paragraf.typ),
        [t.namn for t in talare],
        paragraf.rubrik,
        fullmäktige=True,
    )
    fynd = [tredje] if tredje else []
    utan_rad = [t.namn for t in talare if t.närvaro_id is None]
    if not utan_rad:
        return fynd
    prövade = (
        talerätt.om_talaren(
            ö.namn,
            ö.titel,
            ö.roll,
            yttranderätt=ö.yttranderätt,
            rubrik=paragraf.rubrik,
            fullmäktige=True,
        )
        for ö in paragraf.protokoll.övriga.filter(namn__in=utan_rad).order_by("pk")
    )
    return [*fynd, *(f for f in prövade if f is not None)]


def _om_personalföreträdarna(paragraf: Paragraf) -> list[Fynd]:
    if paragraf.är_beslutad:
        return []
    facket = paragraf.protokoll.övriga.filter(
        roll=ÖvrigNärvarande.Roll.PERSONALFÖRETRÄDARE, tider__till=None
    ).exclude(tider=None)
    return personalföreträdare.pröva(
        list(facket.distinct().values_list("namn", flat=True)),
        i_nämnd=paragraf.organ.typ not in (Organ.Typ.FULLMÄKTIGE, Organ.Typ.STYRELSE),
        mot_enskild=paragraf.mot_enskild,
    )


def om_räkningen(paragraf: Paragraf) -> list[Fynd]:
    """Det som inte stämde när paragrafens omröstningar räknades, som det sparades då."""
    return _sparade(paragraf.omröstningar.exclude(varningar=[]))


def om_räkningarna(protokoll: Protokoll) -> list[Fynd]:
    """Samma sak i hela protokollet, med paragrafen: ses över innan det beslutade låses."""
    rader = Omröstning.objects.filter(paragraf__protokoll=protokoll).exclude(varningar=[])
    ordnade = rader.select_related("paragraf").order_by("paragraf__ordning", "ordning")
    return _sparade(ordnade, med_rubrik=True)


def _sparade(rader: Iterable[Omröstning], *, med_rubrik: bool = False) -> list[Fynd]:
    return [
        Fynd(
            f"{o.paragraf.synlig_rubrik}: {text}" if med_rubrik else text,
            regel or UTAN_REGEL,
            hindrar=False,
        )
        for o in rader
        for text, regel in o.varningsrader
    ]


def om_sedlarna(paragraf: Paragraf) -> list[Fynd]:
    """När det röstas slutet och någon som får rösta deltar på distans (KL 5 kap. 54 §)."""
    sluten = paragraf.omröstningar.filter(sluten=True, status=Omröstning.Status.PÅGÅR)
    if paragraf.typ != Paragraf.Typ.VAL and not sluten.exists():
        return []
    return omröstningar.om_distans(paragraf)


def partier(paragraf: Paragraf) -> dict[str, str]:
    """Partierna som har någon i närvarolistan, i listans ordning: koden och namnet."""
    rader = paragraf.protokoll.närvarande.exclude(parti="").order_by("ordning", "pk")
    koder = dict.fromkeys(rader.values_list("parti", flat=True))
    kommun = paragraf.organ.myndighet.kommun_id
    namn = dict(
        Parti.objects.filter(kommun=kommun, kod__in=koder).order_by("pk").values_list("kod", "namn")
    )
    return {kod: namn.get(kod, "") for kod in koder}


@dataclass(frozen=True)
class _Gruppprövning:
    partier: Mapping[str, str]
    med: frozenset[str]

    @classmethod
    def av(cls, paragraf: Paragraf) -> _Gruppprövning:
        """Med i ärendet är de som beslutade i det, eller tjänstgör nu."""
        deltog = paragraf.deltagande.filter(form=Deltagande.Form.DELTOG)
        med = set(deltog.values_list("närvaro__parti", flat=True))
        if not med:
            med = {rad.parti for rad in rum(paragraf.protokoll, paragraf=paragraf).beslutande}
        return cls(partier(paragraf), frozenset(med))

    def __call__(self, namngivna: Iterable[str], regel: Regel) -> list[Fynd]:
        prövade = (
            grupper.pröva(g, partier=self.partier, med=self.med, regel=regel)
            for g in dict.fromkeys(namngivna)
        )
        return [fynd for fynd in prövade if fynd is not None]


def _om_reservationerna(paragraf: Paragraf, reservationer: Iterable[Reservation]) -> list[Fynd]:
    avstod = avgörande.avstod(avgörandet.läs(paragraf).omröstningar)
    skickad = next(iter(paragraf.skickad_för_sig), None)
    fynd = []
    for r in reservationer:
        for reservant in r.av.all():
            person = reservant.närvaro.person_id if reservant.närvaro is not None else None
            funnet = avgörande.reservera(str(reservant), deltog=True, avstod=person in avstod)
            fynd += [funnet] if funnet else []
        if avgörande.sent_anmäld(r.anmäld_tid, skickad):
            vem = ", ".join([*map(str, r.av.all()), *r.grupper])
            fynd.append(avgörande.reservation_efter_justering(vem))
    return fynd
