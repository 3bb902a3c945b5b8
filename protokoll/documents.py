"""Det som trycks: frysta dokument ur protokollets egna, kopierade uppgifter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from protokoll.models import Beslutsunderlag, Närvaro, Paragraf, Protokoll
from protokoll.paragrafnummer import intervall

MALL_PROTOKOLL = "pdf/protokoll.html"
MALL_UTDRAG = "pdf/utdrag.html"
HEMLIGT = "Ärendet redovisas inte med hänvisning till sekretess."
HEMLIG_HANDLING = "Handling som omfattas av sekretess"
HÅRT = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Underskrift:
    roll: str
    namn: str


@dataclass(frozen=True)
class Paragrafblock:
    """En paragraf som den trycks. Tomma delar får ingen rubrik."""

    ankare: str
    nummer: str
    rubrik: str
    beteckning: str
    sekretess: str
    maskerad: str
    sammanfattning: tuple[str, ...]
    underlag: tuple[str, ...]
    förslag: tuple[str, ...]
    beslut: tuple[str, ...]
    skickas_till: tuple[str, ...]
    omedelbart: bool


@dataclass(frozen=True)
class Anslag:
    """Beviset om att justeringen har tillkännagetts (KL 8 kap. 12 §); fylls i vid anslaget."""

    organ: str
    dag: str
    paragrafer: str
    förvaringsplats: str


@dataclass(frozen=True)
class Protokolldokument:
    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    utkast: bool
    plats_och_tid: tuple[str, ...]
    ledamöter: tuple[str, ...]
    tjänstgörande: tuple[str, ...]
    ersättare: tuple[str, ...]
    insyn: tuple[str, ...]
    övriga: tuple[str, ...]
    justerare: tuple[str, ...]
    justering: str
    underskrifter: tuple[Underskrift, ...]
    paragrafer_text: str
    anslag: Anslag
    paragrafer: tuple[Paragrafblock, ...]


@dataclass(frozen=True)
class Utdragsdokument:
    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    utkast: bool
    plats_och_tid: tuple[str, ...]
    ledamöter: tuple[str, ...]
    tjänstgörande: tuple[str, ...]
    justerare: tuple[str, ...]
    underskrifter: tuple[Underskrift, ...]
    paragraf: Paragrafblock


def protokolldokument(protokoll: Protokoll, *, offentligt: bool = False) -> Protokolldokument:
    """Hela protokollet. I den offentliga formen är hemliga paragrafer maskerade."""
    huvud = _Huvud(protokoll)
    alla = paragrafer(protokoll)
    text = intervall([p.nummer for p in alla])
    return Protokolldokument(
        titel=f"Protokoll {huvud.organ} {huvud.dag.isoformat()}",
        kommun=huvud.kommun,
        organ=huvud.organ,
        dokumentnamn="Sammanträdesprotokoll",
        dag_text=huvud.dag.isoformat(),
        # Justeringen finns ännu inte i systemet; till dess är varje protokoll ett utkast.
        utkast=True,
        plats_och_tid=huvud.plats_och_tid,
        ledamöter=huvud.ledamöter,
        tjänstgörande=huvud.tjänstgörande,
        ersättare=huvud.med_status(Närvaro.Status.ERSÄTTARE),
        insyn=huvud.med_status(Närvaro.Status.INSYN),
        övriga=tuple(str(övrig) for övrig in protokoll.övriga.all()),
        justerare=huvud.justerare,
        justering=_justering(protokoll),
        underskrifter=huvud.underskrifter,
        paragrafer_text=text,
        anslag=Anslag(
            organ=huvud.organ,
            dag=huvud.dag.isoformat(),
            paragrafer=text,
            förvaringsplats=protokoll.förvaringsplats,
        ),
        paragrafer=tuple(_block(p, maskera=offentligt) for p in alla),
    )


def utdragsdokument(paragraf: Paragraf, *, utkast: bool = True) -> Utdragsdokument:
    """Utdraget för en paragraf, med de uppgifter ur framsidan som hör till beslutet."""
    huvud = _Huvud(paragraf.protokoll)
    return Utdragsdokument(
        titel=f"Protokollsutdrag {_nummer(paragraf)} {huvud.organ} {huvud.dag.isoformat()}",
        kommun=huvud.kommun,
        organ=huvud.organ,
        dokumentnamn="Protokollsutdrag",
        dag_text=huvud.dag.isoformat(),
        utkast=utkast,
        plats_och_tid=huvud.plats_och_tid,
        ledamöter=huvud.ledamöter,
        tjänstgörande=huvud.tjänstgörande,
        justerare=huvud.justerare,
        underskrifter=huvud.underskrifter,
        # Utdraget av en öppen paragraf lämnas ut; en hemlig handlings titel får inte följa med.
        paragraf=_block(paragraf, maskera=False, dölj_handlingar=not paragraf.är_sekretess),
    )


class _Huvud:
    """Framsidans uppgifter, gemensamma för protokollet och utdragen."""

    def __init__(self, protokoll: Protokoll) -> None:
        frysta = protokoll.huvud
        self.kommun: str = frysta["kommun"]
        self.organ: str = frysta["organ"]
        self.dag = date.fromisoformat(frysta["datum"])
        self.plats_och_tid = _plats_och_tid(frysta["plats"], self.dag, frysta["tider"])
        self._rader = list(protokoll.närvarande.select_related("för"))
        self._ordförande_id = protokoll.ordförande_id
        self.ledamöter = tuple(
            self._med_titel(rad)
            for rad in sorted(self._rader, key=lambda r: r.pk != self._ordförande_id)
            if rad.status == Närvaro.Status.LEDAMOT
        )
        self.tjänstgörande = tuple(
            self._med_titel(rad) + (f" för {rad.för}" if rad.för else "")
            for rad in self._rader
            if rad.status == Närvaro.Status.TJÄNSTGÖRANDE
        )
        justerare = list(protokoll.justerare.select_related("närvaro"))
        self.justerare = tuple(f"{j} (ersättare)" if j.är_ersättare else str(j) for j in justerare)
        leder = [str(r) for r in self._rader if r.pk == self._ordförande_id]
        self.underskrifter = (
            *([Underskrift("Sekreterare", frysta["sekreterare"])] if frysta["sekreterare"] else []),
            *(Underskrift("Ordförande", namn) for namn in leder),
            *(Underskrift("Justerande", str(j)) for j in justerare if not j.är_ersättare),
        )

    def med_status(self, status: str) -> tuple[str, ...]:
        return tuple(_namn(rad) for rad in self._rader if rad.status == status)

    def _med_titel(self, rad: Närvaro) -> str:
        if rad.pk == self._ordförande_id:
            return f"{_namn(rad)}, ordförande"
        # Presidiets poster trycks; "ledamot" och "ersättare" framgår av rubriken.
        return f"{_namn(rad)}, {rad.post}" if "vice" in rad.post else _namn(rad)


def _namn(rad: Närvaro) -> str:
    return f"{rad}, på distans" if rad.distans else str(rad)


def _plats_och_tid(plats: str, dag: date, tider: list[list[str]]) -> tuple[str, ...]:
    spann = [f"{från}–{till}" if till else från for från, till in tider]
    tid = date_format(dag, "l j F Y").replace(f"{dag.day} ", f"{dag.day}{HÅRT}", 1)
    if spann:
        tid += f" kl.{HÅRT}{' och '.join(spann)}"
    return tuple(rad for rad in (plats, tid[0].upper() + tid[1:]) if rad)


def _justering(protokoll: Protokoll) -> str:
    delar = [protokoll.justeringsplats] if protokoll.justeringsplats else []
    if protokoll.justeringstid:
        lokal = timezone.localtime(protokoll.justeringstid)
        delar.append(f"{date_format(lokal, 'j F Y')} kl.{HÅRT}{lokal:%H.%M}")
    return ", ".join(delar)


def paragrafer(protokoll: Protokoll) -> list[Paragraf]:
    """Paragraferna i ordning med allt som trycks."""
    return list(
        protokoll.paragrafer.prefetch_related("beslut", "förslag", "underlag", "utdrag_till")
    )


def _nummer(paragraf: Paragraf) -> str:
    return f"§{HÅRT}{paragraf.nummer}" if paragraf.nummer is not None else ""


def _handling(underlag: Beslutsunderlag, *, dölj: bool) -> str:
    if dölj:
        return HEMLIG_HANDLING
    if underlag.datum:
        return f"{underlag.titel}, {underlag.datum.isoformat()}"
    return underlag.titel


def _block(paragraf: Paragraf, *, maskera: bool, dölj_handlingar: bool = False) -> Paragrafblock:
    """Blocket som det trycks. `maskera` döljer allt hemligt, `dölj_handlingar` bara titlarna."""
    ankare = f"p{paragraf.nummer}" if paragraf.nummer is not None else f"u{paragraf.ordning}"
    if maskera and paragraf.är_sekretess:
        return Paragrafblock(
            ankare=ankare,
            nummer=_nummer(paragraf),
            rubrik=paragraf.synlig_rubrik,
            beteckning="",
            sekretess="",
            maskerad=paragraf.offentlig_text or HEMLIGT,
            sammanfattning=(),
            underlag=(),
            förslag=(),
            beslut=(),
            skickas_till=(),
            omedelbart=paragraf.omedelbart_justerad,
        )
    beslut = tuple(b.text for b in paragraf.beslut.all())
    förslag = tuple(f.text for f in paragraf.förslag.all())
    return Paragrafblock(
        ankare=ankare,
        nummer=_nummer(paragraf),
        rubrik=paragraf.rubrik,
        beteckning=paragraf.beteckning,
        sekretess=paragraf.sekretess_lagrum,
        maskerad="",
        sammanfattning=_stycken(paragraf.sammanfattning),
        underlag=tuple(
            _handling(u, dölj=u.är_hemligt and (maskera or dölj_handlingar))
            for u in paragraf.underlag.all()
        ),
        förslag=förslag if förslag != beslut else (),
        beslut=beslut,
        skickas_till=tuple(m.mottagare for m in paragraf.utdrag_till.all()),
        omedelbart=paragraf.omedelbart_justerad,
    )


def _stycken(text: str) -> tuple[str, ...]:
    """Tom rad skiljer stycken; en enkel radbrytning hör till stycket."""
    return tuple(" ".join(s.split()) for s in text.replace("\r\n", "\n").split("\n\n") if s.strip())
