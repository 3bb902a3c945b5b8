"""Upplagan: läsarens exemplar som fil, att ladda ner, skriva ut eller skicka i delar.

Den görs av det som redan finns: den utskickade listan och papperens bitar. Inget renderas om, och
sidnumren är de utskickade. Filen ligger i mellanlagret under ett fingeravtryck av allt den
innehåller, och hämtas med läsarens exemplar som det är just då: den som har blivit jävig eller
förlorat sin rätt når inte längre den fil som gjordes förut.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format

from konton.models import Användare
from nämnd import documents, handlingspaket, paketbit, sidnummer
from nämnd import underlag as frysning
from nämnd.handlingspaket import SEKRETESS, Del, Lista, Paketfel, Upplaga
from nämnd.models import Kallelse, Kallelsefil, Sammanträde
from nämnd.paketbit import Bit
from nämnd.services import hemligt, komplettering, läsrum, paketbitar
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services.läsrum import Exemplar
from nämnd.underlag import Listrad, Papper
from nämnd.upplagedelning import MB, Stycke, dela
from publikt.models.kopia import storlek_text
from ärenden import bitar
from ärenden.models import Jobb
from ärenden.pdf import Dokumentfel
from ärenden.services import jobb, renderade
from ärenden.services.jobb import Arbetsfel, Utförande

UPPGIFT = "namnd.skriv_upplaga"
LAGER = "upplagor"
#: Megabyte per fil; 0 är en enda fil.
GRÄNSER = (0, 5, 10, 25, 50)
JÄV = "du är jävig i punkten"
BLIVIT_HEMLIGT = (
    "Något i kallelsen har blivit hemligt sedan den utfärdades, och din lista säger det "
    "fortfarande. Läs papperen ett i taget här, eller be sekreteraren om en ny kallelse."
)


class Upplagefel(Exception):
    """Upplagan kan inte göras. Texten är till användaren."""


@dataclass(frozen=True)
class Val:
    """Hur läsaren vill ha sitt exemplar."""

    tryck: bool = False
    """För dubbelsidigt tryck: varje punkt börjar på en högersida."""
    anteckningar: bool = False
    """En linjerad sida efter varje punkt."""
    gräns: int = 0

    def __post_init__(self) -> None:
        if self.gräns not in GRÄNSER:
            raise Upplagefel("Välj en av storlekarna.")

    def __str__(self) -> str:
        delar = ["Att skriva ut på båda sidor" if self.tryck else "Att läsa på skärm"]
        delar += ["med linjerade sidor"] if self.anteckningar else []
        delar += [f"högst {self.gräns} MB per fil"] if self.gräns else []
        return ", ".join(delar)


@dataclass(frozen=True)
class Upplagefil:
    """En färdig fil i upplagan."""

    nummer: int
    av: int
    sidor: int
    storlek: int
    första: str
    """Sidnumret på den första sidan, som det är stämplat."""
    sista: str
    för_stor: bool

    @property
    def storlek_text(self) -> str:
        return storlek_text(self.storlek)


def beställ(*, sammanträde: Sammanträde, val: Val, av: Användare) -> Jobb | None:
    """Beställer upplagan; inget om den redan finns."""
    exemplar = läsrum.för_användare(av, sammanträde)
    if exemplar is None:
        raise PermissionDenied("Du läser inte handlingarna till mötet.")
    if stopp := hinder(exemplar):
        raise Upplagefel(stopp)
    if filer(exemplar, val) is not None:
        return None
    return jobb.beställ(
        slag=UPPGIFT,
        nyckel=_jobbnyckel(exemplar, val, av),
        argument={"sammanträde": sammanträde.pk, **asdict(val)},
        av=av,
    )


def hinder(exemplar: Exemplar) -> str:
    """Varför exemplaret inte kan laddas ner, eller tomt."""
    if exemplar.läsare.ser_hemligt:
        return ""
    kallelse = exemplar.kallelse
    ändrade = hemligt.nytt_i(_utskickade(kallelse), kallelse.sammanträde)
    return BLIVIT_HEMLIGT if ändrade else ""


def pågående(exemplar: Exemplar, val: Val, av: Användare) -> Jobb | None:
    """Det senaste jobbet för upplagan, som hen ser exemplaret nu."""
    nyckel = _jobbnyckel(exemplar, val, av)
    return Jobb.objects.filter(slag=UPPGIFT, nyckel=nyckel).order_by("-pk").first()


def _jobbnyckel(exemplar: Exemplar, val: Val, av: Användare) -> str:
    return f"{exemplar.kallelse.sammanträde_id}/{av.pk}/{fingeravtryck(exemplar, val)}"


# --- Det som redan är gjort ---------------------------------------------------------------------


@dataclass(frozen=True)
class KlarUpplaga:
    """En upplaga som ligger kvar."""

    val: Val
    filer: tuple[Upplagefil, ...]
    tas_bort: datetime
    """Om den inte hämtas dessförinnan."""


def kvar(exemplar: Exemplar) -> list[KlarUpplaga]:
    """Läsarens färdiga upplagor, som hen ser exemplaret nu. Ett fast antal frågor."""
    if exemplar.sparat or hinder(exemplar):
        return []
    underlag = _avtryckets_underlag(exemplar)
    alla = (
        Val(tryck, anteckningar, gräns)
        for tryck in (False, True)
        for anteckningar in (False, True)
        for gräns in GRÄNSER
    )
    funna = (_kvar(_avtryck(underlag, val), val) for val in alla)
    return [färdig for färdig in funna if färdig is not None]


def _kvar(avtryck: str, val: Val) -> KlarUpplaga | None:
    lista = bitar.tas_bort(LAGER, avtryck)
    if lista is None:
        return None
    filer = tuple(Upplagefil(**rad) for rad in json.loads(lista[0].read_bytes()))
    delar = [bitar.tas_bort(LAGER, f"{avtryck}-{fil.nummer}") for fil in filer]
    tider = [lista[1]]
    for fil, del_ in zip(filer, delar, strict=True):
        if del_ is None or del_[0].stat().st_size != fil.storlek:
            return None
        tider.append(del_[1])
    return KlarUpplaga(val, filer, min(tider))


def fingeravtryck(exemplar: Exemplar, val: Val) -> str:
    """Skiljer upplagor åt: allt som avgör filernas byte, och därmed vad läsaren får se."""
    return _avtryck(_avtryckets_underlag(exemplar), val)


def _avtryckets_underlag(exemplar: Exemplar) -> list[object]:
    delar = [
        [d.rubrik, d.grupp, paketbit.nyckel(d.papper.sha256, egen=d.papper.egen), d.skäl]
        for d in _papper(exemplar)
    ]
    listor = [
        [k.pk, k.filer.get(slag=_listans_slag(exemplar)).fil.sha256]
        for k in _utskickade(exemplar.kallelse)
    ]
    return [delar, listor]


def _avtryck(underlag: list[object], val: Val) -> str:
    allt = json.dumps([*underlag, asdict(val)], sort_keys=True).encode()
    return hashlib.sha256(allt).hexdigest()


def filer(exemplar: Exemplar, val: Val) -> tuple[Upplagefil, ...] | None:
    """De färdiga filerna; inget om upplagan inte är gjord, eller är borttagen igen."""
    avtryck = fingeravtryck(exemplar, val)
    lista = bitar.finn(LAGER, avtryck)
    if lista is None:
        return None
    färdiga = tuple(Upplagefil(**rad) for rad in json.loads(lista.read_bytes()))
    hela = all(_hel(avtryck, fil) for fil in färdiga)
    return färdiga if hela else None


def _hel(avtryck: str, fil: Upplagefil) -> Path | None:
    plats = bitar.finn(LAGER, f"{avtryck}-{fil.nummer}")
    return plats if plats and plats.stat().st_size == fil.storlek else None


def innehåll(exemplar: Exemplar, val: Val, nummer: int) -> tuple[Upplagefil, Path] | None:
    """Filen att skicka, om läsarens exemplar ger den."""
    if hinder(exemplar):
        return None
    for fil in filer(exemplar, val) or ():
        plats = _hel(fingeravtryck(exemplar, val), fil)
        if fil.nummer == nummer and plats:
            return fil, plats
    return None


def filnamn(exemplar: Exemplar, val: Val, fil: Upplagefil) -> str:
    u = exemplar.underlag
    delar = [f"Handlingar {u.organ} {u.datum.isoformat()}"]
    if val.tryck:
        delar.append("för tryck")
    if fil.av > 1:
        delar.append(f"del {fil.nummer} av {fil.av}")
    return ", ".join(delar) + ".pdf"


# --- Exemplarets papper och listor --------------------------------------------------------------


@dataclass(frozen=True)
class _Utskickat:
    """Ett papper i kallelsen: hur läsaren får det, eller varför inte."""

    papper: Papper
    rubrik: str
    grupp: tuple[tuple[str, str], ...]
    skäl: str


def _papper(exemplar: Exemplar) -> list[_Utskickat]:
    """Alla papper som gäller, i sidordning, med det som läsaren inte får som utelämnat."""
    fruset = frysning.ur_json(exemplar.kallelse.underlag)
    stängda = {p.rad.punkt for p in läsrum.alla_punkter(exemplar.punkter) if p.stängd}
    läsarens = {p.nyckel: p for p in exemplar.underlag.papper}
    synliga = {rad.punkt: rad for r in exemplar.underlag.rader for rad in (r, *r.inre)}
    delar = documents.numrering_i(exemplar.kallelse, fruset).delar

    def grupp(*rader: Listrad) -> tuple[tuple[str, str], ...]:
        """En hemlig punkts rubrik står inte i en läsares offentliga exemplar."""
        return tuple(
            (str(rad.punkt), f"{rad.tryckt_nummer} {synliga[rad.punkt].rubrik}".strip())
            for rad in rader
            if rad.punkt in synliga
            and (exemplar.läsare.ser_hemligt or not synliga[rad.punkt].hemlig)
        )

    ut = []
    for översta in fruset.rader:
        for rad in (översta, *översta.inre):
            rader = (rad,) if rad is översta else (översta, rad)
            for p in rad.papper:
                mitt = läsarens.get(p.nyckel)
                skäl = "" if mitt else (JÄV if rad.punkt in stängda else SEKRETESS)
                ut.append(_Utskickat(p, mitt.rubrik if mitt else "", grupp(*rader), skäl))
    return sorted(ut, key=lambda d: delar[d.papper.nyckel])


def _utskickade(kallelse: Kallelse) -> list[Kallelse]:
    """Kallelsen och dess kompletteringar, i den ordning de kom."""
    return list(
        Kallelse.objects.läsbara()
        .filter(
            sammanträde=kallelse.sammanträde_id,
            edition=kallelse.edition,
            nummer__lte=kallelse.nummer,
        )
        .select_related("jobb", "sammanträde__organ")
        .order_by("nummer")
    )


def _listans_slag(exemplar: Exemplar) -> Kallelsefil.Slag:
    if exemplar.läsare.ser_hemligt:
        return Kallelsefil.Slag.KALLELSE
    return Kallelsefil.Slag.OFFENTLIG_KALLELSE


def _listor(exemplar: Exemplar, kallelse: Kallelse) -> Iterator[Lista]:
    rad = kallelse.filer.select_related("fil").get(slag=_listans_slag(exemplar))
    data, sidor = rad.fil.läs(), rad.fil.sidor or 0
    if kallelse.är_komplettering:
        namn = tuple(f"K{kallelse.nummer}:{n}" for n in range(1, sidor + 1))
        yield Lista(f"Komplettering {kallelse.nummer}", data, namn)
        return
    yield Lista("Kallelse", data, tuple(str(n) for n in range(1, sidor + 1)))
    u = frysning.ur_json(kallelse.underlag)
    if u.anteckningssidor:
        sida = renderade.sparad("pdf/anteckningar.html", documents.anteckningar(u))
        nummer = range(sidor + 1, sidor + u.anteckningssidor + 1)
        yield Lista("Anteckningar", sida.innehåll, tuple(str(n) for n in nummer))


def _märkningar(utskickade: Sequence[Kallelse]) -> dict[sidnummer.Spann, str]:
    """Vad som står på det som kom med en komplettering, efter dess sidor."""
    ut = {}
    for kallelse in utskickade:
        if kallelse.är_komplettering:
            numrering = sidnummer.ur_json(kallelse.numrering)
            text = komplettering.insättning(kallelse, numrering).märkning
            ut.update({numrering.delar[nyckel]: text for nyckel in numrering.nya})
    return ut


# --- Jobbet -------------------------------------------------------------------------------------


def utför(jobb_id: int) -> None:
    """Gör upplagan som läsarens exemplar är nu, och inte som det var vid beställningen."""
    jobb.utför(jobb_id, _gör)


def _gör(utförande: Utförande) -> None:
    argument = dict(utförande.jobb.argument)
    möte = Sammanträde.objects.select_related("organ__myndighet__kommun").get(
        pk=argument.pop("sammanträde")
    )
    val = Val(**argument)
    exemplar = läsrum.för_användare(utförande.jobb.av, möte)
    if exemplar is None:
        raise Arbetsfel("Du läser inte längre handlingarna till mötet.")
    if stopp := hinder(exemplar):
        raise Arbetsfel(stopp)
    kallelsetjänst.städa_arbete(utförande.jobb)
    katalog = kallelsetjänst.arbetskatalog(utförande.jobb.pk, utförande.jobb.försök)
    katalog.mkdir(parents=True)
    try:
        _lägg_undan(exemplar, val, list(_Bygge(exemplar, val, utförande, katalog).filer()))
    except (Paketfel, Dokumentfel) as fel:
        raise Arbetsfel(str(fel)) from fel
    finally:
        shutil.rmtree(katalog, ignore_errors=True)
    with transaction.atomic():
        utförande.lås_resultatet()


@dataclass(frozen=True)
class _Färdig:
    plats: Path
    sidor: int
    första: str
    sista: str


def _lägg_undan(exemplar: Exemplar, val: Val, färdiga: Sequence[_Färdig]) -> None:
    """I mellanlagret, listan sist: finns den finns allt."""
    avtryck = fingeravtryck(exemplar, val)
    rader = []
    for nummer, f in enumerate(färdiga, 1):
        with f.plats.open("rb") as från, bitar.ny(LAGER, f"{avtryck}-{nummer}") as till:
            shutil.copyfileobj(från, till)
        storlek = f.plats.stat().st_size
        för_stor = bool(val.gräns) and storlek > val.gräns * MB
        rader.append(
            Upplagefil(nummer, len(färdiga), f.sidor, storlek, f.första, f.sista, för_stor)
        )
    with bitar.ny(LAGER, avtryck) as lista:
        lista.write(json.dumps([asdict(rad) for rad in rader]).encode())


@dataclass
class _Bygge:
    """Upplagans filer ur bitarna, delade så att var och en ryms."""

    exemplar: Exemplar
    val: Val
    utförande: Utförande
    katalog: Path
    antal: int = 0
    listor: list[Lista] = field(default_factory=list)
    märkning: dict[str, str] = field(default_factory=dict)
    nummer: Mapping[str, sidnummer.Spann] = field(default_factory=dict)

    def filer(self) -> Iterator[_Färdig]:
        utskickade = _utskickade(self.exemplar.kallelse)
        self.listor = [lista for k in utskickade for lista in _listor(self.exemplar, k)]
        alla = _papper(self.exemplar)
        med = [d.papper for d in alla if not d.skäl]
        klara = paketbitar.gör_klara(med, self.utförande.rapportera)
        self.nummer = documents.numrering_i(
            self.exemplar.kallelse, frysning.ur_json(self.exemplar.kallelse.underlag)
        ).delar
        per_sidor = _märkningar(utskickade)
        self.märkning = {
            nyckel: per_sidor[spann] for nyckel, spann in self.nummer.items() if spann in per_sidor
        }
        inledande, stycken = _stycken(alla, klara)
        gräns = self.val.gräns * MB
        if not gräns:
            yield self._skriv(inledande + [d for s in stycken for d in s], först=True)
            return
        vikter = [Stycke(s[0].punkt, _vikt(s)) for s in stycken]
        först = sum(len(lista.innehåll) for lista in self.listor)
        for i, fil in enumerate(dela(vikter, först=först, gräns=gräns)):
            mina = stycken[fil.start : fil.stop]
            yield from self._under(inledande if i == 0 else [], mina, först=i == 0)

    def _under(
        self, inledande: list[Del], stycken: list[list[Del]], *, först: bool
    ) -> Iterator[_Färdig]:
        """Blev filen ändå för stor delas den en gång till, så länge den går att dela."""
        fil = self._skriv(inledande + [d for s in stycken for d in s], först=först)
        if fil.plats.stat().st_size <= self.val.gräns * MB or len(stycken) < 2:
            yield fil
            return
        fil.plats.unlink()
        halva = len(stycken) // 2
        yield from self._under(inledande, stycken[:halva], först=först)
        yield from self._under([], stycken[halva:], först=False)

    def _skriv(self, delar: list[Del], *, först: bool) -> _Färdig:
        self.antal += 1
        ut = self.katalog / f"upplaga-{self.antal}.pdf"
        u = self.exemplar.underlag
        titel = f"Handlingar till {u.organ} {date_format(u.datum, 'j F Y')}"
        if self.val.gräns and self.antal > 1:
            titel += f", del {self.antal}"
        listor = self.listor if först else []
        paket = handlingspaket.sätt_ihop_upplaga(
            Upplaga(
                titel=titel,
                listor=listor,
                delar=delar,
                nummer=self.nummer,
                märkning=self.märkning,
                tryck=self.val.tryck,
                efter_punkt=_anteckningssida(self.exemplar) if self.val.anteckningar else None,
            ),
            framsteg=_framsteg(self.utförande),
            ut=ut,
        )
        med = [d for d in delar if not d.utelämnad]
        etiketter = [e for lista in listor for e in lista.etiketter]
        etiketter += [str(n) for d in med for n in self.nummer[d.nyckel]]
        return _Färdig(ut, paket.blad, etiketter[0], etiketter[-1])


def _framsteg(utförande: Utförande) -> Callable[[int, str], None]:
    """Den senare halvan av jobbet, med en rad i databasen per tionde procent."""
    sagt = -1

    def säg(procent: int, text: str) -> None:
        nonlocal sagt
        if procent // 10 > sagt:
            sagt = procent // 10
            utförande.rapportera(40 + procent // 2, text)

    return säg


def _stycken(
    alla: Sequence[_Utskickat], klara: Mapping[str, Bit]
) -> tuple[list[Del], list[list[Del]]]:
    """Papperen vart och ett, med det utelämnade efter dem; först det som saknas före alla."""
    inledande: list[Del] = []
    stycken: list[list[Del]] = []
    for d in alla:
        del_ = _del(d, klara.get(d.papper.nyckel))
        if del_.utelämnad:
            (stycken[-1] if stycken else inledande).append(del_)
        else:
            stycken.append([del_])
    return inledande, stycken


def _del(d: _Utskickat, bit: Bit | None) -> Del:
    yttre = d.grupp[0] if len(d.grupp) > 1 else (None, "")
    inre = d.grupp[-1] if d.grupp else (None, "")
    return Del(
        nyckel=d.papper.nyckel,
        titel=d.rubrik,
        punkt=inre[0],
        punkttitel=inre[1],
        innehåll=bit,
        egen=d.papper.egen,
        utelämnad=bool(d.skäl),
        skäl=d.skäl or SEKRETESS,
        sidor=d.papper.sidor,
        följd=yttre[0],
        följdtitel=yttre[1],
    )


def _vikt(stycke: Sequence[Del]) -> int:
    return sum(d.innehåll.storlek for d in stycke if isinstance(d.innehåll, Bit))


def _anteckningssida(exemplar: Exemplar) -> bytes:
    dokument = documents.anteckningar(exemplar.underlag, antal=1)
    return renderade.sparad("pdf/anteckningar.html", dokument).innehåll
