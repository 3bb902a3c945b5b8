"""Läsrummet: den utfärdade kallelsens punkter och papper, i läsarens exemplar.

Allt som visas går genom `exemplar`: underlaget rensas där från det som läsaren inte får se, och
papper, nyheter och sökning läses bara ur det rensade.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from konton.policy import FärskFaktorKrävs
from nämnd import documents, kallelseskillnad, policy, sidnummer, utbyggnad
from nämnd import underlag as frysning
from nämnd.fynd import Regel
from nämnd.kallelseskillnad import FÄLT, HANDLINGAR, MÖTESFÄLT, Punktskillnad, Skillnad, Slag
from nämnd.läsrum import Läsare, Prövad, pröva
from nämnd.läsrum import Åtkomst as Nivå
from nämnd.models import Gästlänk, Kallelse, Läsning, Organ, Punkt, Sammanträde
from nämnd.services import utskick
from nämnd.services.hemligt import Sekretessläge
from nämnd.underlag import Listrad, Papper, Underlag
from nämnd.utbyggnad import Mötesprotokoll

#: Så många tecken av filens hash skiljer pappren på en punkt åt, i adressen.
MÄRKE = 16
#: Så många tecken av ett förslag står öppna på punkten; ett längre är hopfällt.
KORT_FÖRSLAG = 600


def nyckel(punkt: int, sha256: str) -> str:
    return f"{punkt}-{sha256[:MÄRKE]}"


@dataclass(frozen=True)
class Läspapper:
    """Ett papper som läsaren får öppna."""

    punkt: int
    märke: str
    rubrik: str
    sha256: str
    sidor: int
    filnamn: str
    nummer: str
    punktrubrik: str
    hemligt: bool = False
    """Kräver en färsk andra faktor, och sparas aldrig på en enhet."""
    plats: str = ""
    """Sidorna i handlingspaketet: ”14–17”, som de trycks där."""

    @property
    def nyckel(self) -> str:
        """Skiljer papperen på mötet åt."""
        return nyckel(self.punkt, self.sha256)


@dataclass(frozen=True)
class Läspunkt:
    """En punkt i läsarens exemplar."""

    rad: Listrad
    papper: tuple[Läspapper, ...]
    stängd: Regel | None
    utelämnade: int
    """Papper som finns men inte är med i läsarens exemplar."""
    inre: tuple[Läspunkt, ...] = ()
    hemlig: bool = False
    """Punkten är hemlig nu, vad som än stod när kallelsen utfärdades."""
    bara_med_nät: int = 0
    """Hemliga papper som inte är med i det exemplar som sparas på en enhet."""
    låst: bool = False
    """Punkten är hemlig, och det som står på den visas först efter en ny kod."""
    protokoll: Mötesprotokoll | None = None
    """Föregående mötes protokoll, när punkten anmäler det."""

    @property
    def har_kort_förslag(self) -> bool:
        """Förslaget ryms öppet på punkten."""
        return sum(map(len, self.rad.förslag)) <= KORT_FÖRSLAG

    @property
    def är_ett_ärende(self) -> bool:
        """Något att ta ställning till, inte uppropet eller valet av justerare."""
        har_innehåll = self.rad.beteckning or self.rad.förslag or self.papper
        return self.rad.slag != Punkt.Slag.FORMALIA and bool(har_innehåll or self.låst)

    @property
    def alla_papper(self) -> tuple[Läspapper, ...]:
        return self.papper + tuple(p for inre in self.inre for p in inre.alla_papper)


@dataclass(frozen=True)
class Exemplar:
    """Kallelsen som läsaren får den."""

    kallelse: Kallelse
    läsare: Läsare
    underlag: Underlag
    punkter: tuple[Läspunkt, ...]
    sparat: bool = False
    """Det som sparas på en enhet: inget hemligt är med."""
    i_ordning: tuple[str, ...] = ()
    """I det som sparas: nycklarna till alla läsarens papper, också dem som inte är med."""
    styrkt: bool = False
    """Läsaren har nyss visat sin andra faktor: också de hemliga papperen är öppna."""

    @property
    def papper(self) -> tuple[Läspapper, ...]:
        """I läsordning."""
        return tuple(p for punkt in self.punkter for p in punkt.alla_papper)

    @property
    def antal(self) -> int:
        """Hur många papper läsaren har på mötet, också när alla inte är med i det som sparas."""
        return len(self.i_ordning) or len(self.papper)

    def nummer(self, papper: Läspapper) -> int:
        """Papprets nummer bland läsarens papper, samma i det sparade som med nät."""
        ordning = self.i_ordning or tuple(p.nyckel for p in self.papper)
        return ordning.index(papper.nyckel) + 1

    @property
    def öppna(self) -> tuple[Läspapper, ...]:
        """De papper som får läsas nu."""
        return tuple(p for p in self.papper if self.är_öppet(p))

    @property
    def låsta(self) -> tuple[Läspapper, ...]:
        """De som läsaren får läsa, men först efter en ny kod."""
        return tuple(p for p in self.papper if not self.är_öppet(p))

    @property
    def har_hemligt(self) -> bool:
        return any(p.hemlig for p in alla_punkter(self.punkter)) or any(
            p.hemligt for p in self.papper
        )

    @property
    def har_låst(self) -> bool:
        """Något i exemplaret, en punkts text eller ett papper, är öppet först efter en ny kod."""
        return self.läsare.ser_hemligt and self.har_hemligt and not self.styrkt

    def kräv_helt_öppet(self) -> None:
        """Allt som visar hela exemplaret går hit först, som `kräv_öppna` för ett papper."""
        if self.har_låst:
            raise FärskFaktorKrävs

    def är_öppet(self, papper: Läspapper) -> bool:
        return self.styrkt or not papper.hemligt

    def kräv_öppna(self, papper: Iterable[Läspapper], *, sida: str = "") -> None:
        """Allt som visar ett pappers innehåll går hit först.

        Kastar `FärskFaktorKrävs` om något av dem är hemligt och läsaren inte nyss styrkt sig.
        """
        if not all(self.är_öppet(p) for p in papper):
            raise FärskFaktorKrävs(sida)

    def hitta(self, punkt: int, märke: str) -> int | None:
        """Papprets plats i läsordningen."""
        platser = enumerate(self.papper)
        return next((i for i, p in platser if (p.punkt, p.märke) == (punkt, märke)), None)


def alla_punkter(punkter: Sequence[Läspunkt]) -> Iterator[Läspunkt]:
    """Punkterna och de som ligger i dem."""
    for punkt in punkter:
        yield punkt
        yield from alla_punkter(punkt.inre)


def att_visa(e: Exemplar, användare: Användare) -> Exemplar:
    """Exemplaret på en sida: en hemlig punkt är sin rubrik tills läsaren har styrkt sig.

    Punkten som anmäler ett protokoll har det med sig.
    """
    if e.har_låst:
        e = replace(e, punkter=tuple(_låst(p) for p in e.punkter))
    anmälda = anmälda_protokoll(användare, [p.rad.punkt for p in e.punkter])
    if e.sparat:
        # Protokollets sida ligger inte på enheten.
        anmälda = {pk: replace(p, adress="") for pk, p in anmälda.items()}
    return replace(
        e,
        punkter=tuple(
            replace(p, rad=utan_upprepning(p.rad, anmält), protokoll=anmält)
            for p in e.punkter
            for anmält in [anmälda.get(p.rad.punkt)]
        ),
    )


def utan_upprepning(rad: Listrad, anmält: Mötesprotokoll | None) -> Listrad:
    """Raden utan den anmärkning som protokollet själv säger bredvid den."""
    return replace(rad, anmärkning="") if anmält and rad.anmärkning == anmält.text else rad


def anmälda_protokoll(användare: Användare, punkter: Collection[int]) -> dict[int, Mötesprotokoll]:
    """Protokollet som varje punkt anmäler, med adressen om användaren får läsa det.

    Ett fast antal frågor. Läget är dagens: protokollet kan ha justerats sedan kallelsen utfärdades.
    """
    anmäler = dict(
        Punkt.objects.filter(pk__in=punkter, redovisar__isnull=False)
        .order_by("pk")
        .values_list("pk", "redovisar")
    )
    protokollen = utbyggnad.protokollet_för(användare, set(anmäler.values()))
    return {pk: protokollen[m] for pk, m in anmäler.items() if m in protokollen}


def _låst(p: Läspunkt) -> Läspunkt:
    inre = tuple(_låst(i) for i in p.inre)
    if not p.hemlig:
        return replace(p, inre=inre)
    rad = utan_text(p.rad)
    return replace(p, inre=inre, rad=rad, låst=rad != p.rad)


def utan_text(rad: Listrad) -> Listrad:
    """Raden utan det som beskriver saken och vilka som föredrar; rubriken står kvar."""
    return replace(
        rad, sammanfattning=(), förslag=(), förslag_av="", anmärkning="", föredragande=()
    )


Prövning = Callable[[int], Prövad]


def att_spara(e: Exemplar) -> Exemplar:
    """Det som får ligga på en enhet: hemliga papper är borta, och en hemlig punkt är sitt nummer.

    Hur många papper som läses bara med nät står kvar, men inte vad de heter.
    """
    punkter = tuple(_punkt_att_spara(p) for p in e.punkter)
    u = replace(e.underlag, rader=tuple(p.rad for p in punkter))
    alla = e.i_ordning or tuple(p.nyckel for p in e.papper)
    return replace(e, punkter=punkter, underlag=u, sparat=True, styrkt=False, i_ordning=alla)


def _punkt_att_spara(p: Läspunkt) -> Läspunkt:
    if p.hemlig:
        return replace(
            p,
            rad=_offentlig(replace(p.rad, hemlig=True, papper=(), bilagor=())),
            papper=(),
            inre=(),
            bara_med_nät=len(p.alla_papper),
        )
    hemliga = {papper.sha256 for papper in p.papper if papper.hemligt}
    inre = tuple(_punkt_att_spara(i) for i in p.inre)
    rad = replace(
        p.rad,
        papper=tuple(r for r in p.rad.papper if r.sha256 not in hemliga),
        bilagor=tuple(b for b in p.rad.bilagor if not b.hemlig),
        inre=tuple(i.rad for i in inre),
    )
    öppna = tuple(papper for papper in p.papper if not papper.hemligt)
    return replace(p, rad=rad, papper=öppna, inre=inre, bara_med_nät=len(hemliga))


def för_användare(användare: Användare, sammanträde: Sammanträde) -> Exemplar | None:
    """Det som gäller nu för användaren; inget för den som inte får komma in i läsrummet."""
    läsare = policy.läsare(användare, sammanträde)
    if läsare is None:
        return None
    kallelse = _senaste(användare, sammanträde, läsare)
    return exemplar(kallelse, läsare, _prövning(användare, sammanträde, läsare))


def med_pappret(
    användare: Användare, sammanträde: Sammanträde, punkt: int, märke: str
) -> Exemplar | None:
    """Den senaste kallelsen som har pappret, när läsaren får öppna det."""
    läsare = policy.läsare(användare, sammanträde)
    if läsare is None:
        return None
    prövning = _prövning(användare, sammanträde, läsare)
    kallelser = policy.läsbara_kallelser(användare, sammanträde, tidigare=läsare is Läsare.TIDIGARE)
    exemplaren = (
        exemplar(k, läsare, prövning)
        for k in kallelser.select_related("sammanträde__organ").senast_först()
    )
    return next((e for e in exemplaren if e.hitta(punkt, märke) is not None), None)


def i_kallelse(användare: Användare, kallelse: Kallelse) -> Exemplar | None:
    """Som `för_användare`, i en kallelse som har ersatts: med det som läsaren får se nu."""
    möte = kallelse.sammanträde
    läsare = policy.läsare(användare, möte)
    if läsare is None:
        return None
    kallelser = policy.läsbara_kallelser(användare, möte, tidigare=läsare is Läsare.TIDIGARE)
    if not kallelser.filter(pk=kallelse.pk).exists():
        return None
    return exemplar(kallelse, läsare, _prövning(användare, möte, läsare))


def för_gäst(länk: Gästlänk) -> Exemplar | None:
    """Det som länken gäller; inget utan utfärdad kallelse."""
    kallelse = länk.sammanträde.kallelser.läsbara().senast_först().first()
    if kallelse is None:
        return None
    läsare = (
        Läsare.PERSONALFÖRETRÄDARE if länk.som == Gästlänk.Som.PERSONALFÖRETRÄDARE else Läsare.GÄST
    )
    valda = set(länk.punkter.order_by("pk").values_list("pk", flat=True))
    return exemplar(
        kallelse,
        läsare,
        lambda punkt: pröva(
            läsare,
            jävig=False,
            fullmäktige=False,
            på_länken=länk.hela_mötet or punkt in valda,
        ),
    )


def _senaste(användare: Användare, sammanträde: Sammanträde, läsare: Läsare) -> Kallelse:
    kallelser = policy.läsbara_kallelser(användare, sammanträde, tidigare=läsare is Läsare.TIDIGARE)
    senaste = kallelser.select_related("sammanträde__organ").senast_först().first()
    assert senaste is not None  # läsaren har minst en
    return senaste


def _prövning(användare: Användare, sammanträde: Sammanträde, läsare: Läsare) -> Prövning:
    jävig = policy.stängda_punkter(användare, sammanträde)
    fullmäktige = sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE
    return lambda punkt: pröva(läsare, jävig=punkt in jävig, fullmäktige=fullmäktige)


def exemplar(kallelse: Kallelse, läsare: Läsare, prövning: Prövning) -> Exemplar:
    """Kallelsen som läsaren får den, med de punkter och papper som prövningen släpper fram."""
    fryst = frysning.ur_json(kallelse.underlag)
    nu = _som_det_är_nu(kallelse, fryst)
    u = _rensat(nu if not läsare.ser_hemligt else fryst, läsare, prövning)
    helt = {r.punkt: r for r in _alla(fryst.rader)}
    hemliga = {rad.punkt: _hemligt_i(rad) for rad in _alla(nu.rader)}
    sidor = _sidnumren(kallelse, fryst)
    punkter = tuple(_punkt(rad, helt, hemliga, sidor, prövning) for rad in u.rader)
    return Exemplar(kallelse, läsare, u, punkter)


def _sidnumren(kallelse: Kallelse, u: Underlag) -> Mapping[str, str]:
    """Varje pappers sidor i paketet. En inläst kallelse har inga."""
    if not kallelse.sidor:
        return {}
    delar = documents.numrering_i(kallelse, u).delar
    return {nyckel: sidnummer.text(spann) for nyckel, spann in delar.items()}


@dataclass(frozen=True)
class _Hemligt:
    """Vad på en punkt som är hemligt: hela punkten, eller några av papperen."""

    punkten: bool
    papper: frozenset[str]


def _hemligt_i(rad: Listrad) -> _Hemligt:
    papper = frozenset(p.sha256 for p in rad.papper if p.hemlig or rad.hemlig)
    return _Hemligt(rad.hemlig, papper)


def _alla(rader: Sequence[Listrad]) -> Iterator[Listrad]:
    for rad in rader:
        yield rad
        yield from _alla(rad.inre)


def _rensat(u: Underlag, läsare: Läsare, prövning: Prövning) -> Underlag:
    """Underlaget utan det som läsaren inte får se."""
    rader = tuple(r for rad in u.rader for r in _rensad(rad, läsare, prövning))
    return replace(u, rader=rader, digital_plats="" if läsare.är_gäst else u.digital_plats)


def säger_hemligt(kallelse: Kallelse, läge: Sekretessläge, *, papper: bool) -> bool:
    """Om kallelsens egna filer säger något som är hemligt nu, eller var det när den utfärdades.

    En hemlig punkts rubrik står öppen för den som är kallad. Med `papper` räknas också de papper
    som ligger i filen.
    """
    return any(
        (rad.hemlig and (utan_text(rad) != rad or (papper and rad.papper)))
        or (papper and any(p.hemlig for p in rad.papper))
        for _, rad in läge.tryckta(kallelse)
    )


def _som_det_är_nu(kallelse: Kallelse, u: Underlag) -> Underlag:
    """Det som har blivit hemligt sedan kallelsen utfärdades är hemligt också i den."""
    return Sekretessläge.för(kallelse.sammanträde).i(u)


def _rensad(rad: Listrad, läsare: Läsare, prövning: Prövning) -> Iterator[Listrad]:
    nivå = prövning(rad.punkt).åtkomst
    if nivå is Nivå.INGET:
        return
    if not läsare.ser_hemligt:
        rad = _offentlig(rad)
    inre = tuple(r for i in rad.inre for r in _rensad(i, läsare, prövning))
    yield replace(rad, inre=inre, papper=() if nivå is Nivå.STÄNGD else rad.papper)


def _offentlig(rad: Listrad) -> Listrad:
    """Raden som i det offentliga exemplaret. En hemlig rad är bara sitt nummer och lagrum."""
    rubrik = documents.rubriken(rad, offentlig=True)
    öppna = tuple(
        replace(p, rubrik=p.synlig_rubrik, offentlig_rubrik="") for p in rad.papper if not p.hemlig
    )
    bilagor = tuple(
        replace(b, rubrik=b.synlig_rubrik, offentlig_rubrik="") for b in rad.bilagor if not b.hemlig
    )
    rad = replace(rad, rubrik=rubrik, offentlig_rubrik="", papper=öppna, bilagor=bilagor)
    if not rad.hemlig:
        return rad
    return replace(
        rad,
        beteckning="",
        anmärkning="",
        senare=False,
        dukas=False,
        sammanfattning=(),
        förslag_av="",
        förslag=(),
        föredragande=(),
        inre=(),
    )


def _punkt(
    rad: Listrad,
    helt: dict[int, Listrad],
    hemliga: Mapping[int, _Hemligt],
    sidor: Mapping[str, str],
    prövning: Prövning,
) -> Läspunkt:
    papper = tuple(
        Läspapper(
            punkt=rad.punkt,
            märke=p.sha256[:MÄRKE],
            rubrik=p.rubrik,
            sha256=p.sha256,
            sidor=p.sidor,
            filnamn=p.filnamn,
            nummer=rad.tryckt_nummer,
            punktrubrik=rad.rubrik,
            hemligt=p.sha256 in hemliga[rad.punkt].papper,
            plats=sidor.get(p.nyckel, ""),
        )
        for p in _en_gång(rad.papper)
    )
    prövad = prövning(rad.punkt)
    if hemliga[rad.punkt].papper:
        # Vilket papper den kommer ur står inte här: den läses i papperet, med koden.
        rad = replace(rad, sammanfattning=())
    return Läspunkt(
        rad=rad,
        papper=papper,
        stängd=prövad.regel if prövad.åtkomst is Nivå.STÄNGD else None,
        utelämnade=len(_en_gång(helt[rad.punkt].papper)) - len(papper),
        inre=tuple(_punkt(i, helt, hemliga, sidor, prövning) for i in rad.inre),
        hemlig=hemliga[rad.punkt].punkten,
    )


def _en_gång(papper: Sequence[Papper]) -> list[Papper]:
    """Samma fil två gånger på en punkt är ett papper att läsa."""
    return list({p.sha256: p for p in reversed(papper)}.values())[::-1]


# --- Nytt sedan sist ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Nytt:
    """Vad som kommit sedan personen sist såg mötet, i hens exemplar."""

    sedan: Kallelse
    rader: tuple[str, ...]
    papper: frozenset[str]
    """Papperen som är nya eller ersätter ett annat."""


def öppna(*, exemplar: Exemplar, av: Användare) -> Nytt | None:
    """Antecknar att läsrummet är öppnat, och säger vad som är nytt sedan sist.

    Det nya står kvar tills personen säger att hen har sett det: en sida som laddas om tappar
    inget.
    """
    utskick.anteckna_öppnad(kallelse=exemplar.kallelse, av=av)
    if av.person_id is None:
        return None
    läsning, ny = Läsning.objects.select_related("kallelse").get_or_create(
        person_id=av.person_id,
        sammanträde=exemplar.kallelse.sammanträde,
        defaults={"kallelse": exemplar.kallelse, "tid": timezone.now()},
    )
    return None if ny else _nytt(av, läsning.kallelse, exemplar)


def nytt(användare: Användare, exemplar: Exemplar) -> Nytt | None:
    """Som `öppna`, utan att anteckna något."""
    läsning = (
        Läsning.objects.filter(
            person=användare.person_id, sammanträde=exemplar.kallelse.sammanträde
        )
        .select_related("kallelse")
        .first()
    )
    return _nytt(användare, läsning.kallelse, exemplar) if läsning else None


def nytt_sedan(användare: Användare, sedan: Kallelse, exemplar: Exemplar) -> Nytt | None:
    """Vad som kommit sedan kallelsen `sedan`, den som är sparad på en enhet."""
    return _nytt(användare, sedan, exemplar)


def utgångna(användare: Användare, sedan: Kallelse, nu: Exemplar) -> frozenset[str]:
    """Papper i kallelsen `sedan` som har tagits bort utan att ersättas (nycklar)."""
    if sedan.pk == nu.kallelse.pk:
        return frozenset()
    skillnad = _skillnad(användare, sedan, nu)
    borta = {
        nyckel(punkt.rad.punkt, p.förr.sha256)
        for punkt in skillnad.punkter
        for p in punkt.papper
        if p.förr and p.nytt is None
    }
    for punkt in skillnad.punkter:
        if punkt.slag is Slag.UTGÅR:
            borta |= {nyckel(punkt.rad.punkt, p.sha256) for p in punkt.rad.papper}
    return frozenset(borta)


@transaction.atomic
def har_sett(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Personen har sett det nya: nästa gång räknas från den kallelse som gäller nu."""
    nu = för_användare(av, sammanträde)
    if nu is not None and av.person_id is not None:
        Läsning.objects.filter(person=av.person_id, sammanträde=sammanträde).update(
            kallelse=nu.kallelse, tid=timezone.now()
        )


def _nytt(användare: Användare, sedan: Kallelse, nu: Exemplar) -> Nytt | None:
    if sedan.pk == nu.kallelse.pk:
        return None
    skillnad = _skillnad(användare, sedan, nu)
    rader = [rad for punkt in skillnad.punkter for rad in _meningar(punkt)]
    if skillnad.möte:
        vad = ", ".join(MÖTESFÄLT[namn].lower() for namn in skillnad.möte)
        rader.insert(0, f"Ändrat om mötet: {vad}.")
    if skillnad.ordning or skillnad.nummer:
        rader.append("Punkternas ordning eller nummer är ändrade.")
    return Nytt(
        sedan=sedan,
        rader=tuple(rader) or (f"{nu.kallelse.namn} har kommit.",),
        papper=frozenset(
            nyckel(punkt.rad.punkt, p.nytt.sha256)
            for punkt in skillnad.punkter
            for p in punkt.papper
            if p.nytt
        ),
    )


def _skillnad(användare: Användare, sedan: Kallelse, nu: Exemplar) -> Skillnad:
    prövning = _prövning(användare, nu.kallelse.sammanträde, nu.läsare)
    förr = frysning.ur_json(sedan.underlag)
    if not nu.läsare.ser_hemligt:
        förr = _som_det_är_nu(sedan, förr)
    return kallelseskillnad.skillnad(_rensat(förr, nu.läsare, prövning), nu.underlag)


def _meningar(punkt: Punktskillnad) -> Iterator[str]:
    rad = punkt.rad
    vilken = f"Punkt {rad.nummer}" if rad.nummer else f"”{rad.rubrik}”"
    if punkt.slag is Slag.UTGÅR:
        yield f"”{rad.rubrik}” utgår."
        return
    if punkt.slag is Slag.NY:
        yield f"{vilken} är ny: {rad.rubrik}."
        return
    for p in punkt.papper:
        if p.nytt is None and p.förr:
            yield f"{vilken}: ”{p.förr.rubrik}” utgår."
        elif p.nytt:
            hur = "ersätter den förra" if p.förr else "är ny"
            yield f"{vilken}: ”{p.nytt.rubrik}” {hur}."
    fält = [FÄLT[namn].lower() for namn in punkt.fält if namn != HANDLINGAR]
    if fält:
        yield f"{vilken}: {', '.join(fält)} är ändrat."
    elif punkt.fält and not punkt.papper:
        yield f"{vilken}: handlingarnas namn eller sekretess är ändrade."
