"""En paragraf som den trycks: avsnitten i organets ordning, bara de som har innehåll."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from protokoll import dörrar, fullständighet
from protokoll.avgörande import sent_anmäld
from protokoll.documents import röster, text
from protokoll.documents.delar import (
    Avsnittsblock,
    Bilageblock,
    Del,
    Lista,
    Paragrafblock,
    Sats,
    Satser,
    Stycken,
    Tabell,
)
from protokoll.documents.mall import Rubriker
from protokoll.models import (
    AnmältDelegationsbeslut,
    AnmältMeddelande,
    Anteckning,
    Avsnitt,
    Beslutsdel,
    Bilaga,
    Omröstning,
    Paragraf,
    Protokollsmall,
    Reservation,
    TidigareBehandling,
    Valbeslut,
    Yrkande,
)
from protokoll.paragrafnummer import tryckt
from ärenden.överklagandetyp import Överklagandetyp

HÅRT = text.HÅRT
LÅNG_TEXT = 600
ÖVERKLAGANDE = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: (
        "Beslutet kan överklagas genom laglighetsprövning. Överklagandet ska ha kommit in till "
        "förvaltningsrätten inom tre veckor från den dag då justeringen av protokollet "
        "tillkännagavs på kommunens anslagstavla (13 kap. 5 § kommunallagen)."
    ),
    Överklagandetyp.FÖRVALTNINGSBESVÄR: (
        "Beslutet kan överklagas av den som det angår, om det har gått hen emot. Överklagandet ska "
        "ha kommit in till den som beslutat inom tre veckor från den dag då den som överklagar "
        "fick del av beslutet (40–44 §§ förvaltningslagen)."
    ),
    Överklagandetyp.EJ_ÖVERKLAGBART: (
        "Beslutet går inte att överklaga: det är av rent förberedande eller rent verkställande art "
        "(13 kap. 2 § kommunallagen)."
    ),
}


def block(
    paragraf: Paragraf, rubriker: Rubriker, *, maskera: bool, dölj_handlingar: bool = False
) -> Paragrafblock:
    """Blocket som det trycks. `maskera` döljer allt hemligt, `dölj_handlingar` bara titlarna."""
    signum = text.paragrafsignum(paragraf, rubriker.mall)
    ankare = f"p{paragraf.nummer}" if paragraf.nummer is not None else f"u{paragraf.ordning}"
    if maskera and paragraf.är_sekretess:
        return Paragrafblock(
            pk=paragraf.pk,
            ankare=ankare,
            nummer=signum,
            rubrik=paragraf.synlig_rubrik,
            beteckning="",
            maskerad=paragraf.offentlig_text or text.HEMLIGT,
            anmärkningar=(*_dörrarna(paragraf), *_omedelbart(paragraf)),
            formalia=paragraf.är_formalia,
            hemlig=True,
        )
    byggare = _Byggare(paragraf, rubriker, signum, ankare, maskera, dölj_handlingar)
    return Paragrafblock(
        pk=paragraf.pk,
        ankare=ankare,
        nummer=signum,
        rubrik=byggare.rubrik,
        beteckning=paragraf.beteckning,
        typ="" if paragraf.typ == Paragraf.Typ.ÖVRIGT else paragraf.get_typ_display().capitalize(),
        sekretess=paragraf.sekretess_lagrum,
        anmärkningar=_anmärkningar(paragraf),
        avsnitt=byggare.avsnitt(),
        formalia=paragraf.är_formalia,
        hemlig=paragraf.är_sekretess,
        bilagor=tuple(byggare.bilagor),
    )


def _anmärkningar(p: Paragraf) -> tuple[str, ...]:
    rader = (
        _ordförande(p),
        *_dörrarna(p),
        f"Gäller {tryckt(p.gäller)}" if p.gäller else "",
        f"Svar senast {text.dag(p.svar_senast)}" if p.svar_senast else "",
        ", ".join(d for d in (p.domstol, f"mål nr {p.mål}" if p.mål else "") if d),
    )
    return tuple(rad for rad in rader if rad)


def _dörrarna(p: Paragraf) -> tuple[str, ...]:
    """Att ärendet behandlades inom stängda dörrar, också i en maskerad paragraf."""
    return tuple(s.text for s in p.propositioner.all() if s.text in dörrar.MENINGAR)


def _ordförande(p: Paragraf) -> str:
    """Den som ledde paragrafen, så utförligt som källan säger det."""
    källans = getattr(p, "ordförande_i_källan", None)
    vem = text.person(källans) if källans else text.namn(p.ordförande) if p.ordförande else ""
    return f"Ordförande: {vem}" if vem else ""


def _omedelbart(p: Paragraf) -> tuple[str, ...]:
    delvis = [p.punkttext(rad.punkter) for rad in p.för_sig.all() if rad.punkter]
    if delvis:
        return tuple(
            f"{text.versal(vilka)} justeras omedelbart." for vilka in dict.fromkeys(delvis)
        )
    return ("Paragrafen justeras omedelbart.",) if p.omedelbart_justerad else ()


class _Byggare:
    """Bygger en paragrafs avsnitt; samlar bilagorna på vägen."""

    def __init__(
        self,
        paragraf: Paragraf,
        rubriker: Rubriker,
        signum: str,
        ankare: str,
        maskera: bool,
        dölj_handlingar: bool,
    ) -> None:
        self.p = paragraf
        self.rubriker = rubriker
        self.signum = signum
        self.ankare = ankare
        self.maskera = maskera
        self.dölj_handlingar = maskera or dölj_handlingar
        self.bilagor: list[Bilageblock] = []
        self._delar: dict[Avsnitt, Callable[[], Iterable[Del]]] = {
            Avsnitt.JÄV: self.jäv,
            Avsnitt.TIDIGARE: lambda: _lista(_tidigare(t) for t in self.p.tidigare.all()),
            Avsnitt.SAMMANFATTNING: lambda: _stycken(self.p.sammanfattning),
            Avsnitt.INFORMATION: lambda: _stycken(self.p.information),
            Avsnitt.DELEGATIONSBESLUT: lambda: delegationsbeslut(
                self.p.anmältdelegationsbeslut.all()
            ),
            Avsnitt.MEDDELANDEN: lambda: meddelanden(self.p.anmältmeddelande.all()),
            Avsnitt.UNDERLAG: self.underlag,
            Avsnitt.FÖRSLAG: self.förslag,
            Avsnitt.TALARE: self.talare,
            Avsnitt.AJOURNERING: self.ajournering,
            Avsnitt.YRKANDEN: self.yrkanden,
            Avsnitt.BESLUTSGÅNG: self.beslutsgång,
            Avsnitt.OMRÖSTNING: self.omröstningar,
            Avsnitt.BESLUT: self.beslut,
            Avsnitt.VAL: lambda: _lista(_val(v) for v in self.p.val.all()),
            Avsnitt.OMEDELBAR: lambda: _anmärkt(_omedelbart(self.p)),
            Avsnitt.DELTAR_INTE: lambda: _lista(map(str, self.p.deltar_inte.all())),
            Avsnitt.RESERVATIONER: self.reservationer,
            Avsnitt.ANTECKNINGAR: lambda: (),
            Avsnitt.BILAGOR: self.bifogat,
            Avsnitt.ÖVERKLAGANDE: self.överklagande,
            Avsnitt.SKICKAS_TILL: lambda: _lista(m.mottagare for m in self.p.utdrag_till.all()),
            Avsnitt.RÄTTELSE: self.rättelser,
        }

    @property
    def rubrik(self) -> str:
        return self.p.synlig_rubrik if self.maskera else self.p.rubrik

    def avsnitt(self) -> tuple[Avsnittsblock, ...]:
        svar: list[Avsnittsblock] = []
        for avsnitt in self.rubriker.ordning:
            if avsnitt == Avsnitt.ANTECKNINGAR:
                svar += self.anteckningar()
            elif delar := tuple(self._delar[avsnitt]()):
                svar.append(Avsnittsblock(avsnitt, self.rubriker[avsnitt], delar))
        return tuple(svar)

    def bilagd(self, rubrik: str, brödtext: str) -> str:
        """Lägger texten i en bilaga och ger bilagans namn: "bilaga § 104"."""
        antal = len(self.bilagor)
        namn = f"bilaga {self.signum or self.rubrik}" + (f" ({antal + 1})" if antal else "")
        self.bilagor.append(
            Bilageblock(
                f"{self.ankare}-b{antal + 1}",
                f"{text.versal(namn)}. {rubrik}",
                (Stycken(text.stycken(brödtext)),),
            )
        )
        return namn

    def jäv(self) -> Iterable[Del]:
        return _stycken(*(jäv.redovisning for jäv in self.p.jäv.all()))

    def underlag(self) -> Iterable[Del]:
        return _lista(
            text_handling((self.maskera and u.offentlig_titel) or u.titel, text.dag(u.datum))
            if not (u.är_hemligt and self.dölj_handlingar)
            else u.offentlig_text or text.HEMLIG_HANDLING
            for u in self.p.underlag.all()
        )

    def förslag(self) -> Iterable[Del]:
        alla = list(self.p.förslag.all())
        beslut = [b.text for b in self.p.beslut.all()]
        ställt = bool(self.p.omröstningar.all()) or any(
            not y.återtaget for y in self.p.yrkanden.all()
        )
        lika = [f.text for f in alla] == beslut
        if fullständighet.förslaget_utelämnas(
            lika=lika, från_någon=any(f.av for f in alla), ställt=ställt
        ):
            return
        for av in dict.fromkeys(f.av for f in alla):
            satser = [f.text for f in alla if f.av == av]
            yield Satser(tuple(Sats(str(n), t) for n, t in enumerate(satser, 1)), ledtext=av)

    def talare(self) -> Iterable[Del]:
        namn = [str(t) for t in self.p.talare.all()]
        return _stycken(f"{text.uppräknat(namn)} yttrar sig." if namn else "")

    def ajournering(self) -> Iterable[Del]:
        return _stycken(
            *(
                f"Mötet ajourneras kl.{HÅRT}{text.klockan(a.från, a.till)}."
                for a in self.p.ajourneringar.all()
            )
        )

    def yrkanden(self) -> Iterable[Del]:
        # Ett återtaget yrkande redovisas inte (KL 5 kap. 67 § 1).
        return _lista(_yrkande(y) for y in self.p.yrkanden.all() if not y.återtaget)

    def beslutsgång(self) -> Iterable[Del]:
        röstade = {o.steg_id for o in self.p.omröstningar.all()}
        valens = self._valens_rader()
        return _stycken(
            *(
                steg.utan_resultatet if steg.pk in röstade else steg.text
                for steg in self.p.propositioner.all()
                if steg.text not in dörrar.MENINGAR and steg.pk not in valens
            )
        )

    def omröstningar(self) -> Iterable[Del]:
        alla = list(self.p.omröstningar.all())
        valens = self._valens_rader()
        for nr, o in enumerate(alla, 1):
            yield from röster.delar(
                o,
                namn=_omröstningens_namn(o, nr, len(alla)),
                ordval=self.rubriker.mall.röster,
                hänvisning=self._var_namnen_står(o, nr, len(alla)),
                valets_rad=valens.get(o.steg_id, ""),
            )

    def _valens_rader(self) -> dict[int | None, str]:
        """Valens egna rader i beslutsgången, som inga svar har: de står med omröstningen."""
        valens = {o.steg_id for o in self.p.omröstningar.all() if o.slag == o.Slag.VAL}
        return {
            rad.pk: rad.text
            for rad in self.p.propositioner.all()
            if rad.pk in valens and not rad.steg
        }

    def _var_namnen_står(self, o: Omröstning, nr: int, antal: int) -> str:
        val = Protokollsmall.Röster
        if not röster.har_namn(o) or self.rubriker.mall.röster == val.PARAGRAF:
            return ""
        if self.rubriker.mall.röster == val.NÄRVAROLISTA:
            return "Vem som röstade hur står i närvarolistan."
        namn = f"bilaga {self.signum}, omröstning" + (f" {nr}" if antal > 1 else "")
        self.bilagor.append(
            röster.bilaga(
                o,
                ankare=f"{self.ankare}-o{nr}",
                rubrik=f"{text.versal(namn)}. {self.rubrik}",
            )
        )
        return f"Vem som röstade hur står i {namn}."

    def beslut(self) -> Iterable[Del]:
        delar = list(self.p.delar.all())
        organ = self.p.organ.namn
        for del_ in delar:
            satser = tuple(
                Sats(s.visas_som or str(s.nummer), s.text, tuple(s.delsatser))
                for s in del_.satser.all()
            )
            ledtext = _beslutets_ledtext(del_, organ, ensam=len(delar) == 1)
            if satser:
                yield Satser(satser, ledtext=ledtext)
            if del_.bordlagt_till:
                yield Stycken((f"Ärendet bordläggs till den {text.dag(del_.bordlagt_till)}.",))

    def reservationer(self) -> Iterable[Del]:
        return _stycken(*(self._reservation(r) for r in self.p.reservationer.all()))

    def _reservation(self, r: Reservation) -> str:
        vem = text.avsändare(r.av.all(), r.grupper)
        form = {"muntlig": " muntligt", "skriftlig": " skriftligt"}.get(r.form, "")
        delar = [text.versal(f"{vem} reserverar sig{form} mot beslutet".strip())]
        if r.till_förmån_för:
            delar.append(f" till förmån för {r.till_förmån_för}")
        mening = f"{''.join(delar)}.{self._sent(r)}"
        if r.form == Reservation.Form.SKRIFTLIG and r.text:
            namn = self.bilagd(f"Reservation av {vem}", r.text)
            return f"{mening} Se {namn}."
        if r.bilaga:
            mening += f" Se {_bilaga(r.bilaga)}."
        return f"{mening} {r.text}".strip()

    def _sent(self, r: Reservation) -> str:
        """Varför reservationen inte står i det som justerats omedelbart (KL 4 kap. 27 §)."""
        skickad = next(iter(self.p.skickad_för_sig), None)
        if not sent_anmäld(r.anmäld_tid, skickad):
            return ""
        return (
            " Reservationen är anmäld sedan paragrafen gått till omedelbar justering, innan "
            "sammanträdet avslutades."
        )

    def anteckningar(self) -> Iterable[Avsnittsblock]:
        """Ett avsnitt för varje slag, så att ett särskilt yttrande heter så."""
        alla = list(self.p.anteckningar.all())
        for slag in dict.fromkeys(a.slag for a in alla):
            delar = tuple(_stycken(*(self._anteckning(a) for a in alla if a.slag == slag)))
            rubrik = self.rubriker[Avsnitt.ANTECKNINGAR]
            if slag and slag != Anteckning.Slag.PROTOKOLLSANTECKNING:
                rubrik = Anteckning.Slag(slag).label.capitalize()
            if delar:
                yield Avsnittsblock(Avsnitt.ANTECKNINGAR, rubrik, delar)

    def _anteckning(self, a: Anteckning) -> str:
        vem = text.avsändare(a.av.all(), a.grupper)
        slag = a.get_slag_display().capitalize() or "Anteckning"
        if len(a.text) > LÅNG_TEXT:
            namn = self.bilagd(f"{slag} av {vem}" if vem else slag, a.text)
            return f"{vem}: se {namn}." if vem else f"Se {namn}."
        rad = f"{vem}: {a.text}" if vem and a.text else vem or a.text
        return f"{rad} Se {_bilaga(a.bilaga)}." if a.bilaga else rad

    def bifogat(self) -> Iterable[Del]:
        return _lista(map(bilagerad, self.p.bilagor.all()))

    def överklagande(self) -> Iterable[Del]:
        typer = dict.fromkeys(d.överklagandetyp for d in self.p.delar.all() if d.överklagandetyp)
        return _stycken(*(ÖVERKLAGANDE[Överklagandetyp(typ)] for typ in typer))

    def rättelser(self) -> Iterable[Del]:
        for r in self.p.rättelser.all():
            när = ", ".join(d for d in (text.dag(r.datum), f"av {r.av}" if r.av else "") if d)
            yield Stycken(text.stycken(r.text), ledtext=f"Rättat {när}" if när else "")


def text_handling(titel: str, dag: str) -> str:
    return f"{titel}, {dag}" if dag else titel


def bilagerad(b: Bilaga) -> str:
    rubrik = b.rubrik + _lös_hänvisning(b)
    return f"{text.versal(_bilaga(b.nummer))}. {rubrik}" if b.nummer else rubrik


def _bilaga(namn: str) -> str:
    return namn if namn.casefold().startswith("bilaga") else f"bilaga {namn}"


def _stycken(*texter: str) -> Iterable[Del]:
    if delade := tuple(s for t in texter for s in text.stycken(t)):
        yield Stycken(delade)


def _anmärkt(texter: tuple[str, ...]) -> Iterable[Del]:
    if texter:
        yield Stycken(texter)


def _lista(rader: Iterable[str]) -> Iterable[Del]:
    if fyllda := tuple(rad for rad in rader if rad):
        yield Lista(fyllda)


def _tidigare(t: TidigareBehandling) -> str:
    var = " ".join(
        d
        for d in (
            t.organ,
            text.dag(t.datum),
            t.paragrafnummer and tryckt(t.paragrafnummer),
        )
        if d
    )
    vad = ": ".join(d for d in (t.utfall, " ".join(t.text.split())) if d)
    return ", ".join(d for d in (var, vad) if d)


def _yrkande(y: Yrkande) -> str:
    delvis = f"Yrkandet är delvis återtaget: {y.återtagen_del}" if y.återtagen_del else ""
    return " ".join(del_ for del_ in (_yrkandets_mening(y), delvis) if del_)


def _yrkandets_mening(y: Yrkande) -> str:
    if y.helt and (vem := text.avsändare(y.av.all(), y.grupper)):
        return text.versal(f"{vem} yrkar {y.helt}")
    hand = {1: "i första hand", 2: "i andra hand", 3: "i tredje hand"}.get(y.i_hand or 0, "")
    slag = "" if y.slag in ("", Yrkande.Slag.ÖVRIGT) else y.get_slag_display()
    ledord = [
        text.avsändare(y.av.all(), y.grupper),
        hand,
        slag,
        f"punkt {y.punkt}" if y.punkt is not None else "",
    ]
    före = ", ".join(d for d in ledord if d)
    # Den som yrkar bordläggning behöver inte skriva mer än det.
    return ": ".join(d for d in (text.versal(före), " ".join(y.text.split())) if d)


def _omröstningens_namn(o: Omröstning, nr: int, antal: int) -> str:
    slag = o.get_slag_display() if o.slag else ""
    if antal == 1:
        return text.versal(slag)
    return f"Omröstning {nr}" + (f", {slag}" if slag else "")


def _beslutets_ledtext(del_: Beslutsdel, organ: str, *, ensam: bool) -> str:
    if del_.förslag_till:
        return f"{organ} föreslår {del_.förslag_till} besluta"
    if del_.instans:
        return f"{del_.instans} beslutar"
    return "" if ensam else f"{organ} beslutar för egen del"


def _val(v: Valbeslut) -> str:
    valda = text.uppräknat(
        [f"{p}, {p.titel}" if p.titel else str(p) for p in v.valda.all()],
    )
    delar = [f"{text.versal(v.uppdrag)}: {valda}" if v.uppdrag and valda else v.uppdrag or valda]
    if v.period:
        delar.append(f"för tiden {v.period}")
    if v.i_stället_för:
        delar.append(f"i stället för {v.i_stället_för}")
    return ", ".join(d for d in delar if d)


def delegationsbeslut(rader: Iterable[AnmältDelegationsbeslut]) -> Iterable[Del]:
    """Listan, en tabell per delegat; fotnoterna under den."""
    per_delegat: dict[str, list[AnmältDelegationsbeslut]] = {}
    for rad in rader:
        per_delegat.setdefault(", ".join(d for d in (rad.delegat, rad.organ) if d), []).append(rad)
    for delegat, beslut in per_delegat.items():
        fotnoter = [rad.fotnot for rad in beslut if rad.fotnot]
        yield Tabell(
            delegat,
            ("Nummer", "Datum", "Dnr", "Beslut", "Grund"),
            tuple(_delegationsrad(rad, fotnoter) for rad in beslut),
            fotnoter=tuple(f"{n}) {fot}" for n, fot in enumerate(fotnoter, 1)),
        )


def _delegationsrad(rad: AnmältDelegationsbeslut, fotnoter: list[str]) -> tuple[str, ...]:
    vad = (rad.rubrik or rad.organ) + _lös_hänvisning(rad)
    if rad.brådskande:
        vad += " (brådskande, 6 kap. 39 § kommunallagen)"
    if rad.fotnot:
        vad += f" {fotnoter.index(rad.fotnot) + 1})"
    return (
        " ".join(d for d in (rad.nummer, tryckt(rad.paragrafer)) if d),
        rad.datum.isoformat() if rad.datum else "",
        rad.beteckning,
        vad,
        ", ".join(d for d in (rad.punkt, rad.lagrum) if d),
    )


def meddelanden(rader: Iterable[AnmältMeddelande]) -> Iterable[Del]:
    return _lista(
        (f"{m.bokstav}) " if m.bokstav else "")
        + ", ".join(d for d in (m.avsändare, m.rubrik, m.beteckning, text.dag(m.datum)) if d)
        + (f" ({m.fotnot})" if m.fotnot else "")
        + _lös_hänvisning(m)
        for m in rader
    )


def _lös_hänvisning(rad: AnmältDelegationsbeslut | AnmältMeddelande | Bilaga) -> str:
    """Paragrafen som en rad säger sig höra till, när den inte står i protokollet."""
    lös = rad.paragraf_id is None and rad.paragrafnummer
    return f" ({tryckt(rad.paragrafnummer)})" if lös else ""
