"""Det sidorna visar, uträknat: rader med nummer och sidor, och vad som hindrar kallelsen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify

from konton.models import Användare
from nämnd import documents, handlingspaket, policy, sidnummer, utbyggnad
from nämnd import underlag as frysning
from nämnd.documents import NumreradPunkt
from nämnd.models import (
    Kallelse,
    Kallelsefil,
    Punkt,
    Sammanträde,
    Ångerpost,
    Återkommande,
)
from nämnd.policy import Rätt
from nämnd.services import anmälningar, läsrum, ångerposter
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services.hemligt import Sekretessläge
from nämnd.sidnummer import Numrering, Sidnummer, Spann
from nämnd.tidplan import Tidplan
from nämnd.underlag import Listrad, Underlag
from nämnd.utbyggnad import Mötesprotokoll
from ärenden import policy as ärendepolicy
from ärenden.models import Anmälan, Handling
from ärenden.services import delegationsbeslut

KALLELSESIDOR = 2
VISADE_BYTEN = 4
HÅRT = "\N{NO-BREAK SPACE}"

FÄRG = {
    Sammanträde.Status.UTKAST: "info",
    Sammanträde.Status.KALLAT: "success",
    Sammanträde.Status.PÅGÅR: "accent",
    Sammanträde.Status.AVSLUTAT: "neutral",
    Sammanträde.Status.INSTÄLLT: "danger",
}


def tidpunkt(sammanträde: Sammanträde) -> str:
    """”onsdag 21 mars 2018 kl. 15.00–17.00”."""
    return dag_och_tid(sammanträde.datum, [str(spann) for spann in sammanträde.tider.all()])


def dag_och_tid(datum: date, tider: Iterable[str]) -> str:
    dag, klockslag = date_format(datum, "l j F Y"), " och ".join(tider)
    return f"{dag} kl.{HÅRT}{klockslag}" if klockslag else dag


def mötesrubrik(sammanträde: Sammanträde) -> str:
    börjar = next((f"{s.från:%H.%M}" for s in sammanträde.tider.all()), "")
    rubrik = date_format(sammanträde.datum, "l j F Y") + (f" kl.{HÅRT}{börjar}" if börjar else "")
    plats = sammanträde.plats.split(",")[0].strip()
    return capfirst(f"{rubrik}, {plats}" if plats else rubrik)


def om(dag: date) -> str:
    """”i dag”, ”om 3 dagar”, ”för 2 dagar sedan”."""
    dagar = (dag - timezone.localdate()).days
    nära = {-1: "i går", 0: "i dag", 1: "i morgon"}
    if dagar in nära:
        return nära[dagar]
    return f"om {dagar} dagar" if dagar > 0 else f"för {-dagar} dagar sedan"


def antal(n: int, en: str, flera: str) -> str:
    return f"{n}{HÅRT}{en if n == 1 else flera}"


def kort_lagrum(lagrum: str) -> str:
    """”OSL 26 kap. 1 §” → ”OSL 26:1”."""
    träff = re.fullmatch(r"(\D*?)\s*(\d+)\s*kap\.?\s*(\d+\s*\w?)\s*§.*", lagrum.strip())
    if not träff:
        return lagrum
    lag, kapitel, paragraf = träff.groups()
    return f"{lag} {kapitel}:{paragraf}".strip().replace(" ", HÅRT)


@dataclass(frozen=True)
class Rad:
    """En rad på sekreterarens lista."""

    np: NumreradPunkt
    inre: tuple[Rad, ...]
    sidor: str
    fakta: str
    hinder: tuple[str, ...]
    först: bool
    sist: bool
    protokollet: Mötesprotokoll | None = None
    """Föregående mötes protokoll, när punkten anmäler det."""
    har_underpunkter: bool = False
    kan_bli_underpunkt: bool = False

    @property
    def nummer(self) -> str:
        return self.np.nummer.text.replace("-", "–")

    @property
    def namn(self) -> str:
        return f"punkt {self.nummer}" if self.nummer else self.np.punkt.rubrik

    @property
    def lagrum(self) -> str:
        return kort_lagrum(self.np.punkt.sekretess_lagrum)

    @property
    def kan_ha_underpunkter(self) -> bool:
        p = self.np.punkt
        return bool(self.nummer) and not (p.är_underpunkt or p.till_nummer or self.inre)


@dataclass(frozen=True)
class Stopp:
    """Ett hinder på sidans topp, med länk till raden."""

    text: str
    länk: str
    var: str
    lagrum: str = ""
    lagtext: str = ""


@dataclass(frozen=True)
class Läge:
    """Var mötets kallelse står."""

    utkast: Kallelse | None
    utfärdad: Kallelse | None
    ändrad: bool

    @property
    def pågår(self) -> bool:
        return bool(self.utkast and not self.utkast.jobb.är_avslutat)

    @property
    def misslyckat(self) -> bool:
        return bool(
            self.utkast
            and self.utkast.status == Kallelse.Status.SKAPAS
            and self.utkast.jobb.är_avslutat
        )

    @property
    def kan_utfärdas(self) -> bool:
        return bool(
            self.utkast and self.utkast.status == Kallelse.Status.UTKAST and not self.ändrad
        )

    @property
    def senaste(self) -> Kallelse | None:
        return self.utkast or self.utfärdad


def läge(sammanträde: Sammanträde) -> Läge:
    kallelser = list(
        sammanträde.kallelser.select_related("jobb").prefetch_related("filer__fil").senast_först()
    )
    utkast = next((k for k in kallelser if k.status != Kallelse.Status.UTFÄRDAD), None)
    utfärdad = next((k for k in kallelser if k.status == Kallelse.Status.UTFÄRDAD), None)
    senaste = utkast or utfärdad
    return Läge(utkast, utfärdad, bool(senaste and senaste.version != sammanträde.version))


@dataclass(frozen=True)
class Listvy:
    sammanträde: Sammanträde
    rader: tuple[Rad, ...]
    stopp: tuple[Stopp, ...]
    läge: Läge
    sidor: int
    beräknat: bool
    skillnader: tuple[str, ...] = ()
    tidplan: Tidplan | None = None
    ångra: Ångerpost | None = None
    """Ändringen som går att ångra nu."""

    @property
    def över(self) -> str:
        """”25 minuter” när punkterna beräknas ta längre tid än mötet, annars tomt."""
        minuter = self.tidplan.över if self.tidplan else 0
        return antal(minuter, "minut", "minuter") if minuter else ""

    @property
    def punkter(self) -> int:
        return sum(len(rad.inre) or 1 for rad in self.rader)

    @property
    def status(self) -> str:
        s = self.sammanträde
        delar = []
        if s.stoppdag:
            delar.append(f"Stoppdag {date_format(s.stoppdag, 'j F')}")
        if s.utskicksdag:
            delar.append(f"Utskick {date_format(s.utskicksdag, 'j F')} ({om(s.utskicksdag)})")
        delar.append(antal(self.punkter, "punkt", "punkter"))
        sidor = antal(self.sidor, "sida", "sidor")
        delar.append(f"cirka {sidor}" if self.beräknat else sidor)
        if self.tidplan and self.tidplan.slutar:
            delar.append(f"beräknas sluta {self.tidplan.slutar}{self._utan_tid}")
        return " · ".join(delar)

    @property
    def _utan_tid(self) -> str:
        """Att bara några av punkterna är med i beräkningen."""
        börjar = self.tidplan.börjar if self.tidplan else ()
        med = sum(map(bool, börjar))
        return f" ({med} av {len(börjar)} punkter har tid)" if med < len(börjar) else ""

    @property
    def anmälningspunkt(self) -> Punkt | None:
        """Punkten där delegationsbeslut anmäls, om listan har en."""
        punkter = [r.np.punkt for rad in self.rader for r in (rad, *rad.inre)]
        return next((p for p in punkter if p.slag == Punkt.Slag.ANMÄLAN), None)

    @property
    def stopp_utan_egen_lag(self) -> bool:
        """Om något hinder följer av det allmänna kravet på kallelsen."""
        return any(not s.lagtext for s in self.stopp)

    @property
    def kan_samlas(self) -> bool:
        hemliga = [r for r in self.rader if r.np.punkt.sekretesskälla]
        följder = [r for r in hemliga if r.inre]
        ensamma = [
            r
            for r in hemliga
            if not r.inre
            and not r.np.punkt.till_nummer
            and not r.np.punkt.är_underpunkt
            and not r.har_underpunkter
        ]
        return len(ensamma) >= (1 if följder else 2)


def nummer(sammanträde: Sammanträde) -> dict[int, str]:
    """Varje punkts nummer på listan som den är nu."""
    return _nummer(documents.numrerade_punkter(sammanträde))


def _nummer(punkter: Iterable[NumreradPunkt]) -> dict[int, str]:
    return {r.punkt.pk: r.nummer.text for np in punkter for r in (np, *np.inre)}


def andra_nummer(sammanträde: Sammanträde) -> dict[str, str]:
    """Punkter vars nummer är ett annat än i det senast utfärdade: numret då, och numret nu."""
    senaste = sammanträde.kallelser.utfärdade().senast_först().first()
    return _byten(senaste, nummer(sammanträde)) if senaste else {}


def _byten(utfärdad: Kallelse, nu: Mapping[int, str]) -> dict[str, str]:
    if not utfärdad.sidor:  # en inläst kallelse har inget underlag
        return {}
    return {
        r.nummer: nu[r.punkt]
        for rad in frysning.ur_json(utfärdad.underlag).rader
        for r in (rad, *rad.inre)
        if r.nummer and nu.get(r.punkt, r.nummer) != r.nummer
    }


def nummerbyten(byten: Mapping[str, str]) -> str:
    """”2 punkter har ett annat nummer än i det utskickade: 7 är nu 8, 8 är nu 9.”"""
    visade = [f"{förr} är nu {nu or 'utan nummer'}" for förr, nu in byten.items()]
    fler = len(visade) - VISADE_BYTEN
    text = ", ".join(visade[:VISADE_BYTEN]) + (f" och {fler} till" if fler > 0 else "")
    har = antal(len(byten), "punkt har", "punkter har")
    return f"{har} ett annat nummer än i det utskickade: {text}."


def listvy(sammanträde: Sammanträde) -> Listvy:
    punkter = documents.numrerade_punkter(sammanträde)
    hinder = kallelsetjänst.hinder(sammanträde, punkter)
    nu = läge(sammanträde)
    kallelsesidor = KALLELSESIDOR
    skillnader: tuple[str, ...] = ()
    if nu.senaste and nu.senaste.sidor:
        u = frysning.ur_json(nu.senaste.underlag)
        början = documents.numrering_i(nu.senaste, u).början
        kallelsesidor = början - u.anteckningssidor
        skillnader = _skillnader(u, punkter) if nu.ändrad else ()
        if nu.ändrad and nu.utfärdad and (byten := _byten(nu.utfärdad, _nummer(punkter))):
            skillnader += (nummerbyten(byten),)
    spann, sidor = _sidor(punkter, kallelsesidor + sammanträde.anteckningssidor)
    beräknat = nu.ändrad or nu.senaste is None or not nu.senaste.sidor
    if nu.senaste and nu.senaste.är_komplettering and not beräknat:
        spann = _spann_i(nu.senaste)
    elif nu.ändrad and nu.utfärdad and nu.utfärdad.sidor and nu.utkast is None:
        # Det skickade behåller sina sidor, tills sekreteraren väljer en helt ny kallelse.
        spann = _spann_i(nu.utfärdad)
    på_rad: dict[int | None, list[str]] = {}
    for h in hinder:
        på_rad.setdefault(h.punkt, []).append(h.text)
    plan = documents.tidplan(sammanträde, punkter)
    protokoll = utbyggnad.protokollet({r for np in punkter if (r := np.punkt.redovisar_id)})
    rader = tuple(
        _i_ordningen(
            _rad(np, spann, på_rad, protokoll, först=False, sist=False, börjar=plan.börjar[i]),
            punkter,
            i,
        )
        for i, np in enumerate(punkter)
    )
    namn = {r.np.punkt.pk: capfirst(r.namn) for rad in rader for r in (rad, *rad.inre)}
    stopp = tuple(
        Stopp(
            h.text,
            f"#punkt-{h.punkt}" if h.punkt else "",
            namn[h.punkt] if h.punkt else "",
            h.lagrum,
            h.lagtext,
        )
        for h in hinder
    )
    return Listvy(
        sammanträde,
        rader,
        stopp,
        nu,
        sidor,
        beräknat,
        skillnader,
        plan,
        ångerposter.senaste(sammanträde) if sammanträde.är_öppet_för_ändring else None,
    )


def _i_ordningen(rad: Rad, punkter: Sequence[NumreradPunkt], i: int) -> Rad:
    """Raden med vart den går att flytta, och om den har eller kan bli underpunkt."""

    def under(plats: int) -> bool:
        return 0 < plats < len(punkter) and punkter[plats].punkt.är_underpunkt

    if under(i):
        return replace(rad, först=not under(i - 1), sist=not under(i + 1))
    huvud = next((p for p in reversed(punkter[:i]) if not p.punkt.är_underpunkt), None)
    samlar = [bool(p.inre or p.punkt.till_nummer) for p in (rad.np, huvud) if p]
    return replace(
        rad,
        först=i == 0 and not rad.np.punkt.avsnitt,
        sist=all(under(plats) for plats in range(i + 1, len(punkter))),
        har_underpunkter=under(i + 1),
        kan_bli_underpunkt=bool(huvud and huvud.nummer.text) and not any(samlar),
    )


def _skillnader(u: Underlag, punkter: Iterable[NumreradPunkt]) -> tuple[str, ...]:
    """Vad som kommit till och tagits bort sedan underlaget frystes."""
    förr = {r.punkt: r.rubrik for rad in u.rader for r in (rad, *rad.inre)}
    nu = {r.punkt.pk: r.punkt.rubrik for np in punkter for r in (np, *np.inre)}
    ut = [f"Nytt: {rubrik}" for pk, rubrik in nu.items() if pk not in förr]
    ut += [f"Borttaget: {rubrik}" for pk, rubrik in förr.items() if pk not in nu]
    ut += [
        f"Ny rubrik: {rubrik} (förr {förr[pk]})"
        for pk, rubrik in nu.items()
        if förr.get(pk, rubrik) != rubrik
    ]
    if [pk for pk in förr if pk in nu] != [pk for pk in nu if pk in förr]:
        ut.append("Ordningen är en annan.")
    return tuple(ut) or ("Uppgifter om punkterna eller mötet är ändrade.",)


def _sidor(punkter: Iterable[NumreradPunkt], före: int) -> tuple[dict[int, str], int]:
    """Varje rads sidor i paketet, och paketets längd, ur papperens sidantal."""
    nästa = före + 1
    spann: dict[int, str] = {}
    for np in punkter:
        börjar = nästa
        for inre in (np, *np.inre):
            första = nästa
            for rad in inre.punkt.handlingar.all():
                nästa += (rad.papper.sidor or 0) if rad.papper else 0
            if nästa > första:
                spann[inre.punkt.pk] = handlingspaket.sidtext((första, nästa - 1))
        if nästa > börjar:
            spann[np.punkt.pk] = handlingspaket.sidtext((börjar, nästa - 1))
    return spann, nästa - 1


def _spann_i(kallelse: Kallelse) -> dict[int, str]:
    """Varje rads sidor som de är skickade, med kompletteringarnas."""
    u = frysning.ur_json(kallelse.underlag)
    delar = documents.numrering_i(kallelse, u).delar
    rader = [r for rad in u.rader for r in (rad, *rad.inre)]
    return {r.punkt: documents.punktsidor(r, delar) for r in rader if r.alla_papper}


def _rad(
    np: NumreradPunkt,
    spann: dict[int, str],
    hinder: dict[int | None, list[str]],
    protokoll: Mapping[int, Mötesprotokoll],
    *,
    först: bool,
    sist: bool,
    börjar: str = "",
) -> Rad:
    anmält = protokoll.get(np.punkt.redovisar_id or 0)
    return Rad(
        np=np,
        inre=tuple(_rad(i, spann, hinder, protokoll, först=True, sist=True) for i in np.inre),
        sidor=f"s.{HÅRT}{spann[np.punkt.pk]}" if np.punkt.pk in spann else "",
        fakta=" · ".join(_fakta(np, börjar, anmält.text if anmält else "")),
        hinder=tuple(hinder.get(np.punkt.pk, ())),
        först=först,
        sist=sist,
        protokollet=anmält,
    )


def _fakta(np: NumreradPunkt, börjar: str, länkat: str) -> list[str]:
    """Det som står under rubriken; anmärkningen inte en gång till när den är länken."""
    punkt = np.punkt
    delar = [punkt.tid] if punkt.tid else []
    if börjar and not punkt.tid:
        delar.append(f"cirka {börjar}")
    if minuter := sum(r.punkt.minuter or 0 for r in (np, *np.inre)):
        delar.append(f"{minuter}{HÅRT}min")
    if np.inre:
        delar.append(f"{antal(len(np.inre), 'ärende', 'ärenden')}, visas som en rad")
    if papper := len(punkt.handlingar.all()):
        delar.append(antal(papper, "handling", "handlingar"))
    if satser := len(punkt.förslag.all()):
        delar.append(f"förslag till beslut {antal(satser, 'sats', 'satser')}")
    delar += [f.person.namn for f in punkt.föredragande.all()]
    if punkt.handlingar_senare:
        delar.append("Handlingar skickas senare")
    if punkt.handlingar_dukas:
        delar.append("Handlingarna dukas")
    if punkt.anmärkning and punkt.anmärkning != länkat:
        delar.append(f"({punkt.anmärkning})")
    if _väntar_på_utdrag(punkt):
        delar.append(f"protokollsutdraget från {punkt.förslag_av} finns inte i ärendet än")
    return delar


def _väntar_på_utdrag(punkt: Punkt) -> bool:
    """Ärendet kommer från ett annat organ, och dess utdrag är inte med bland papperen."""
    utdrag = Handling.Slag.PROTOKOLLSUTDRAG
    har = any((h.handling.slag if h.handling else h.slag) == utdrag for h in punkt.handlingar.all())
    return bool(punkt.förslag_av and punkt.skrivelse_id and not har)


@dataclass(frozen=True)
class Anmäld:
    """Ett ärende som väntar på att tas upp."""

    anmälan: Anmälan
    fakta: str
    önskas: str
    efter_stoppdag: bool
    på_listan: bool
    lagrum: str
    önskas_hit: bool
    """Önskas till mötets dag, och inget hindrar att det hämtas."""

    @property
    def rubrik(self) -> str:
        return self.anmälan.skrivelse.handling.ärende.rubrik


def anmälda(sammanträde: Sammanträde, användare: Användare) -> list[Anmäld]:
    """De väntande ärenden som användaren får se, de som önskats till mötets dag först."""
    bilagor = (
        Handling.objects.filter(bilaga_till=OuterRef("skrivelse__handling"))
        .order_by()
        .values("bilaga_till")
    )
    väntar = (
        ärendepolicy.synliga_anmälningar(användare)
        .filter(status=Anmälan.Status.VÄNTAR, myndighet=sammanträde.organ.myndighet_id)
        .filter(organ__in=["", sammanträde.organ.namn])
        .select_related("skrivelse__handling__ärende", "skrivelse__handling__fil", "av__person")
        .annotate(bilagesidor=Subquery(bilagor.annotate(s=Sum("fil__sidor")).values("s")))
        .order_by("önskad_dag", "pk")
    )
    på_listan = set(sammanträde.punkter.exclude(ärende=None).values_list("ärende_id", flat=True))
    rader = [_anmäld(a, sammanträde, på_listan) for a in väntar]
    return sorted(rader, key=lambda r: r.anmälan.önskad_dag != sammanträde.datum)


def _anmäld(anmälan: Anmälan, sammanträde: Sammanträde, på_listan: set[int]) -> Anmäld:
    handling = anmälan.skrivelse.handling
    dag = timezone.localtime(anmälan.tid).date()
    delar = [handling.ärende.beteckning.replace(" ", HÅRT), str(anmälan.av)]
    i_år = dag.year == timezone.localdate().year
    delar.append(f"anmält {date_format(dag, 'j F' if i_år else 'j F Y')}")
    bilagesidor: int | None = getattr(anmälan, "bilagesidor", None)
    if sidor := (handling.fil.sidor or 0 if handling.fil else 0) + (bilagesidor or 0):
        delar.append(antal(sidor, "sida", "sidor"))
    önskad = anmälan.önskad_dag
    return Anmäld(
        anmälan=anmälan,
        fakta=" · ".join(delar),
        önskas=(
            f"Önskas {date_format(önskad, 'j F')}" if önskad and önskad != sammanträde.datum else ""
        ),
        efter_stoppdag=bool(sammanträde.stoppdag and dag > sammanträde.stoppdag),
        på_listan=handling.ärende_id in på_listan,
        önskas_hit=önskad == sammanträde.datum and handling.ärende_id not in på_listan,
        lagrum=kort_lagrum(handling.ärende.sekretess_lagrum or handling.sekretess_lagrum),
    )


def väntande_beslut(sammanträde: Sammanträde) -> int:
    """Delegationsbeslut som väntar på att anmälas, när det här är nämndens närmaste möte."""
    if not sammanträde.är_öppet_för_ändring or sammanträde.organ.typ not in anmälningar.NÄMNDER:
        return 0
    före = Sammanträde.objects.filter(
        organ=sammanträde.organ_id,
        datum__gte=timezone.localdate(),
        datum__lt=sammanträde.datum,
        status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
    )
    if före.exists():
        return 0
    return delegationsbeslut.oanmälda(sammanträde.organ.myndighet, sammanträde.datum).count()


@dataclass(frozen=True)
class Väntar:
    """En bordlagd eller återremitterad punkt utan skrivelse, som väntar på en lista."""

    återkommande: Återkommande
    fakta: str
    önskas: str
    lagrum: str

    @property
    def rubrik(self) -> str:
        return self.återkommande.rubrik

    @property
    def läge(self) -> str:
        return self.återkommande.get_orsak_display().capitalize()


def återkommande(sammanträde: Sammanträde, användare: Användare) -> list[Väntar]:
    """Det som ska upp igen i organet; ärenden som användaren inte får se är inte med."""
    synliga = ärendepolicy.synliga_ärenden(användare)
    rader = (
        Återkommande.objects.väntande()
        .filter(Q(ärende=None) | Q(ärende__in=synliga), organ=sammanträde.organ_id)
        .select_related("ärende")
        .order_by("önskad_dag", "pk")
    )
    return [_väntar(rad, sammanträde) for rad in rader]


def _väntar(rad: Återkommande, sammanträde: Sammanträde) -> Väntar:
    beteckning = rad.avvikande_beteckning or (rad.ärende.beteckning if rad.ärende else "")
    önskad = rad.önskad_dag
    return Väntar(
        återkommande=rad,
        fakta=" · ".join(filter(None, [beteckning.replace(" ", HÅRT), rad.ursprung])),
        önskas=(
            f"Önskas {date_format(önskad, 'j F')}" if önskad and önskad != sammanträde.datum else ""
        ),
        lagrum=kort_lagrum(
            rad.sekretess_lagrum or (rad.ärende.sekretess_lagrum if rad.ärende else "")
        ),
    )


# --- Kallelsen som läsaren ser den -------------------------------------------------------------


Länkval = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fillänk:
    text: str
    slag: str
    sidor: int | None


def punktnummer(sammanträde: Sammanträde) -> dict[int, str]:
    """Punkternas nummer på listan som den är nu, som de trycks. Ett fast antal frågor."""
    punkter = documents.numrerade_punkter(sammanträde)
    return {r.punkt.pk: r.nummer.tryckt for np in punkter for r in (np, *np.inre)}


def läsbara_filer(
    användare: Användare, sammanträde: Sammanträde, kallelser: Sequence[Kallelse]
) -> list[list[Fillänk]]:
    """Länkarna till filerna som användaren får läsa, för var och en av mötets kallelser.

    Den som sköter mötet ser också det som andra får läsa, i varje edition. Det offentliga
    exemplar som säger något som har blivit hemligt får ingen.
    """
    läge = Sekretessläge.för(sammanträde)

    def offentliga(k: Kallelse, val: Länkval) -> Länkval:
        return () if läge.nytt_i_filerna(k) else val

    if not policy.får_se_sekretess(användare, sammanträde):
        return [_fillänkar(k, offentliga(k, OFFENTLIGA)) for k in kallelser]
    if not policy.får_läsa_hela_paketet(användare, sammanträde):
        # Den jäviga får listan, och papperen som vem som helst får dem.
        return [_fillänkar(k, (FULLA[0], *offentliga(k, OFFENTLIGA[1:]))) for k in kallelser]
    sköter = policy.får(användare, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    return [_fillänkar(k, FULLA + (offentliga(k, OFFENTLIGA) if sköter else ())) for k in kallelser]


def _fillänkar(kallelse: Kallelse, val: Iterable[tuple[str, str]]) -> list[Fillänk]:
    finns = {fil.slag: fil.fil for fil in kallelse.filer.all()}
    listan = "Komplettering" if kallelse.är_komplettering else "Kallelse"
    return [
        Fillänk(text.replace("Kallelse", listan), slag, finns[slag].sidor)
        for text, slag in val
        if slag in finns
    ]


def offentliga_filer(kallelse: Kallelse) -> list[Fillänk]:
    """Det som allmänheten får läsa av editionen."""
    return _fillänkar(kallelse, OFFENTLIGA)


FULLA = (
    ("Kallelse (PDF)", Kallelsefil.Slag.KALLELSE),
    ("Handlingar (PDF)", Kallelsefil.Slag.PAKET),
)
OFFENTLIGA = (
    ("Kallelse, offentligt exemplar (PDF)", Kallelsefil.Slag.OFFENTLIG_KALLELSE),
    ("Handlingar, offentligt exemplar (PDF)", Kallelsefil.Slag.OFFENTLIGT_PAKET),
)


@dataclass(frozen=True)
class Sidlänk:
    """Sidor som ligger i följd i en fil, och bladet där de börjar."""

    text: str
    kallelse: int
    blad: int | None
    """None när alla sidorna är utelämnade i läsarens exemplar."""


@dataclass(frozen=True)
class Läsrad:
    rad: documents.Kallelserad
    länkar: tuple[Sidlänk, ...]
    ersatta: tuple[str, ...]
    """Det som är skickat men inte gäller: ”s. 6–8 ersatt, se 8a”."""
    inre: tuple[Läsrad, ...] = ()
    """Ärendena i en samlad rad, för den som får se dem."""
    protokoll: Mötesprotokoll | None = None
    """Föregående mötes protokoll, när punkten anmäler det."""


@dataclass(frozen=True)
class Läslista:
    kallelse: Kallelse
    underlag: Underlag
    rader: tuple[Läsrad, ...]
    paket: str
    hela: Kallelse
    """Den hela kallelsen, som kompletteringarna hör till."""
    låst: bool = False
    """De hemliga punkternas text är inte med: läsaren har inte nyss styrkt sig."""
    stängt: bool = False
    """Läsarens exemplar av den hela kallelsen lämnas inte ut; något i det har blivit hemligt."""


def läslista(
    kallelser: Sequence[Kallelse],
    *,
    användare: Användare,
    offentlig: bool,
    offentligt_paket: bool,
    öppen: bool = True,
) -> Läslista:
    """Listan som gäller, i läsarens exemplar, ur de frysta underlagen.

    `kallelser` är mötets utfärdade, den senaste först. `offentligt_paket`: sidlänkarna går till
    det offentliga paketet, också i den fullständiga listan. Det offentliga säger inte det som har
    blivit hemligt sedan kallelsen utfärdades. Är listan inte `öppen` står de hemliga punkterna
    med sina rubriker och inget mer.
    """
    gällande = kallelser[0]
    u = frysning.ur_json(gällande.underlag)
    skymd = offentlig or not öppen
    läge = Sekretessläge.för(gällande.sammanträde) if skymd or offentligt_paket else None
    if läge and skymd:
        u = läge.i(u)
    visade = u.rader if öppen else tuple(_utan_hemlig_text(rad) for rad in u.rader)
    numrering = documents.numrering_i(gällande, u)
    kedja = [k for k in kallelser if k.edition == gällande.edition]
    anmälda = läsrum.anmälda_protokoll(användare, [rad.punkt for rad in u.rader])
    blad: dict[Sidnummer, tuple[int, int | None]] = {}
    stängd = False
    for k in kedja:
        stängd = bool(offentligt_paket and läge and läge.nytt_i_filerna(k))
        blad |= _blad(k, offentlig=offentligt_paket, stängd=stängd)

    def läsrad(rad: Listrad) -> Läsrad:
        return Läsrad(
            documents.kallelserad(
                läsrum.utan_upprepning(rad, anmälda.get(rad.punkt)),
                numrering.delar,
                offentlig=offentlig,
                med_slag=u.slag_i_rubriken,
            ),
            _länkar([numrering.delar[p.nyckel] for p in rad.alla_papper], blad),
            _ersatta(rad, numrering),
            () if offentlig else tuple(läsrad(inre) for inre in rad.inre),
            anmälda.get(rad.punkt),
        )

    rader = tuple(läsrad(rad) for rad in visade)
    slag = Kallelsefil.Slag.OFFENTLIGT_PAKET if offentligt_paket else Kallelsefil.Slag.PAKET
    # Kedjan slutar med den hela kallelsen.
    return Läslista(gällande, u, rader, slag, kedja[-1], visade != u.rader, stängd)


def _utan_hemlig_text(rad: Listrad) -> Listrad:
    inre = tuple(_utan_hemlig_text(i) for i in rad.inre)
    return replace(läsrum.utan_text(rad) if rad.hemlig else rad, inre=inre)


def _blad(
    kallelse: Kallelse, *, offentlig: bool, stängd: bool
) -> dict[Sidnummer, tuple[int, int | None]]:
    """Var varje handling som kom med kallelsen börjar: första sidnumret, filen och bladet i den.

    `stängd`: filen lämnas inte ut, och inget blad går att slå upp.
    """
    u = frysning.ur_json(kallelse.underlag)
    numrering = documents.numrering_i(kallelse, u)
    papper = {p.nyckel: p for p in u.papper}
    nya = [papper[nyckel] for nyckel in numrering.nya]
    nästa = kallelse.sidor - sum(p.sidor for p in nya) + 1
    ut: dict[Sidnummer, tuple[int, int | None]] = {}
    for p in nya:
        utelämnad = offentlig and p.hemlig
        ut[numrering.delar[p.nyckel][0]] = (kallelse.pk, None if utelämnad or stängd else nästa)
        nästa += 0 if utelämnad else p.sidor
    return ut


def _länkar(
    spannen: Iterable[Spann], blad: dict[Sidnummer, tuple[int, int | None]]
) -> tuple[Sidlänk, ...]:
    """Sidor i följd i samma fil är en länk, till det första bladet som finns med."""
    grupper: list[tuple[list[Spann], int, int | None]] = []
    for spann in spannen:
        fil, börjar = blad[spann[0]]
        hittills = [*grupper[-1][0], spann] if grupper and grupper[-1][1] == fil else [spann]
        if len(hittills) > 1 and len(sidnummer.samla(hittills)) == 1:
            grupper[-1] = (hittills, fil, grupper[-1][2] or börjar)
        else:
            grupper.append(([spann], fil, börjar))
    return tuple(Sidlänk(sidnummer.samlad_text(s), fil, börjar) for s, fil, börjar in grupper)


def _ersatta(rad: Listrad, numrering: Numrering) -> tuple[str, ...]:
    punkter = {rad.punkt, *(inre.punkt for inre in rad.inre)}
    return tuple(f"s.{HÅRT}{e}" for e in numrering.ersatta if e.punkt in punkter)


def filnamn(kallelse: Kallelse, slag: str) -> str:
    s = kallelse.sammanträde
    listan = slag in (Kallelsefil.Slag.KALLELSE, Kallelsefil.Slag.OFFENTLIG_KALLELSE)
    början = ["kallelse" if listan else "handlingar"]
    if kallelse.är_komplettering:
        början = ["komplettering", str(kallelse.nummer)] + ([] if listan else ["handlingar"])
    delar = [*början, slugify(s.organ.namn), s.datum.isoformat()]
    if kallelse.edition > 1:
        delar.append(str(kallelse.edition))
    if slag in (Kallelsefil.Slag.OFFENTLIG_KALLELSE, Kallelsefil.Slag.OFFENTLIGT_PAKET):
        delar.append("offentlig")
    if kallelse.status != Kallelse.Status.UTFÄRDAD:
        delar.append("utkast")
    return "-".join(delar) + ".pdf"
