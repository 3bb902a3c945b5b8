"""Framsidan: vilka som tjänstgjort (KL 5 kap. 66 §), vem som justerar, och anslaget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from nämnd.models import Sammanträde
from protokoll.documents import röster, text
from protokoll.documents.delar import (
    Anslagsblock,
    Framsida,
    Fält,
    Grupp,
    Sidhuvud,
    Tabell,
    Underskriftsrad,
)
from protokoll.documents.mall import Rubriker
from protokoll.models import (
    Anslag,
    Justerare,
    Justering,
    Närvaro,
    Paragraf,
    Protokoll,
    Protokollsmall,
    Underskrift,
    Vägran,
    ÖvrigNärvarande,
)
from protokoll.paragrafnummer import omfattningar, tryckt
from publikt.models import Anslag as Tavelanslag

HÅRT = text.HÅRT
S = Närvaro.Status
Lista = Protokollsmall.Närvarolista
POSTER_I_RUBRIKEN = ("", "ledamot", "ersättare", "tjänstgörande ersättare", "insynsplats")
RIKSDAGENS_PARTIER = frozenset(("C", "KD", "L", "M", "MP", "S", "SD", "V"))


@dataclass
class Underlag:
    """Allt som framsidan läser, hämtat en gång."""

    protokoll: Protokoll
    rubriker: Rubriker
    paragrafer: list[Paragraf]
    offentligt: bool = False
    närvarande: list[Närvaro] = field(default_factory=list)
    övriga: list[ÖvrigNärvarande] = field(default_factory=list)
    justerare: list[Justerare] = field(default_factory=list)
    justeringar: list[Justering] = field(default_factory=list)

    def __post_init__(self) -> None:
        p = self.protokoll
        self.närvarande = list(p.närvarande.select_related("för").prefetch_related("tider"))
        self.övriga = list(p.övriga.prefetch_related("tider"))
        self.justerare = list(p.justerare.select_related("närvaro"))
        self.justeringar = list(p.justeringar.prefetch_related("underskrifter", "vägran__paragraf"))
        Justering.räkna_punkterna(self.justeringar)
        self.ajourneringar = list(p.ajourneringar.select_related("paragraf__organ"))
        self.anslag = list(p.anslag.all())
        self.planerade = _planerade(self.anslag)
        self.dag = date.fromisoformat(p.huvud["datum"])
        self.partier = _lokala_partier(p, {r.parti for r in self.närvarande})

    @property
    def listan_för_sig(self) -> bool:
        """Om närvarolistan är en tabell och inte står på framsidan."""
        mall = self.rubriker.mall
        return (
            mall.närvarolista != Lista.FRAMSIDA or mall.röster == Protokollsmall.Röster.NÄRVAROLISTA
        )


def _lokala_partier(protokoll: Protokoll, koder: Set[str]) -> tuple[str, ...]:
    """Vad de beteckningar betyder som en läsare utanför kommunen inte känner."""
    lokala = sorted(koder - RIKSDAGENS_PARTIER)
    if not any(lokala):
        return ()
    möte = protokoll.sammanträde
    namn = dict(möte.organ.myndighet.kommun.partier.values_list("kod", "namn"))
    namn |= dict(möte.partier.values_list("kod", "namn"))
    return tuple(f"{kod}: {namn[kod]}" for kod in lokala if namn.get(kod))


def _planerade(anslag: Sequence[Anslag]) -> set[str]:
    """Nycklarna på de anslag som ännu inte har kommit upp på tavlan."""
    källor = {a.källa for a in anslag if a.källa}
    if not källor:
        return källor
    uppe = Tavelanslag.objects.filter(källa__in=källor, uppsatt_tid__isnull=False)
    return källor.difference(uppe.values_list("källa", flat=True))


def sidhuvud(u: Underlag, *, titel: str, dokumentnamn: str) -> Sidhuvud:
    frysta = u.protokoll.huvud
    nummer = frysta.get("protokollsnummer") or ""
    return Sidhuvud(
        titel=f"{titel} {frysta['organ']} {u.dag.isoformat()}",
        kommun=frysta["kommun"],
        organ=frysta["organ"],
        dokumentnamn=f"{dokumentnamn} nr {nummer}" if nummer else dokumentnamn,
        dag_text=text.dag(u.dag),
        utkast=_är_utkast(u),
        utseende=u.rubriker.utseende,
    )


def _är_utkast(u: Underlag) -> bool:
    """Tills det är klart för justering."""
    return u.protokoll.status in (Protokoll.Status.ÖPPET, Protokoll.Status.AVSLUTAT)


def framsida(u: Underlag, *, till_justering: bool = False) -> Framsida:
    """Framsidan. Det som går till justering har ett eget anslag att fylla i, fast andra finns."""
    mall = u.rubriker.mall
    return Framsida(
        fält=tuple(f for f in _alla_fält(u) if f.grupper),
        underskrifter=tuple(underskrifter(u)),
        anslag_rubrik=mall.anslag_rubrik,
        anslag_egen_sida=mall.anslag_egen_sida,
        anslag=(_att_fylla_i(u),) if till_justering else tuple(_anslag(u)),
        noter=() if till_justering else (*_vägranden(u), *_kopia(u)),
    )


def utdragets_fält(u: Underlag) -> tuple[Fält, ...]:
    """De uppgifter ur framsidan som hör till beslutet."""
    fält = (
        Fält("Plats och tid", _grupper(Grupp(plats_och_tid(u)))),
        Fält("Beslutande", _grupper(*_beslutande(u))),
        *(
            Fält(rad.roll, (Grupp((rad.namn,)),))
            for rad in underskrifter(u)
            if not rad.roll.startswith("Justerande")
        ),
        Fält("Utses att justera", _grupper(*_justerare(u))),
    )
    return tuple(f for f in fält if f.grupper)


def _alla_fält(u: Underlag) -> Iterable[Fält]:
    yield Fält("Plats och tid", _grupper(Grupp(plats_och_tid(u))))
    yield Fält("Beslutande", _grupper(*_beslutande(u)))
    yield Fält("Närvarande ersättare", _grupper(_med_status(u, S.ERSÄTTARE)))
    yield Fält("Frånvarande", _grupper(_frånvarande(u)))
    yield Fält("Insynsplats", _grupper(_med_status(u, S.INSYN)))
    facket = ÖvrigNärvarande.Roll.PERSONALFÖRETRÄDARE
    yield Fält("Övriga närvarande", _grupper(_övriga(u, lambda roll: roll != facket)))
    yield Fält("Personalföreträdare", _grupper(_övriga(u, lambda roll: roll == facket)))
    yield Fält("Partibeteckningar", _grupper(Grupp(u.partier)))
    yield Fält("Utses att justera", _grupper(*_justerare(u)))
    yield Fält("Justeringens plats och tid", _grupper(Grupp(_justeringens_tid(u))))
    yield Fält("Paragrafer", _grupper(Grupp((text.nummerspann(u.paragrafer),))))
    yield Fält("Omedelbart justerat", _grupper(Grupp(_omedelbart(u))))


def _grupper(*grupper: Grupp) -> tuple[Grupp, ...]:
    rensade = (Grupp(tuple(r for r in g.rader if r), g.ledtext) for g in grupper)
    return tuple(g for g in rensade if g.rader)


def plats_och_tid(u: Underlag) -> tuple[str, ...]:
    frysta = u.protokoll.huvud
    tid = " ".join(d for d in (text.veckodag(u.dag), _klockslag(u)) if d)
    pauser = [
        text.klockan(a.från, a.till) + (f" ({_vid(a.paragraf, u)})" if a.paragraf else "")
        for a in u.ajourneringar
    ]
    ajournerat = f"Ajournering kl.{HÅRT}{text.uppräknat(pauser)}" if pauser else ""
    return frysta["plats"], tid, ajournerat, _mötets_art(u.protokoll.sammanträde)


def _vid(paragraf: Paragraf, u: Underlag) -> str:
    """Paragrafen som mötet ajournerades i; en onumrerad har bara sin rubrik."""
    rubrik = paragraf.synlig_rubrik if u.offentligt else paragraf.rubrik
    return text.paragrafsignum(paragraf, u.rubriker.mall) or rubrik


def _klockslag(u: Underlag) -> str:
    """Tiderna; ett möte som pågår har en början men inget slut."""
    tider = u.protokoll.huvud["tider"]
    pågår = u.protokoll.är_öppet and tider and not tider[-1][1]
    slutna = tider[:-1] if pågår else tider
    spann = [f"{från}–{till}" if till else från for från, till in slutna]
    delar = [f"kl.{HÅRT}{' och '.join(spann)}"] if spann else []
    if pågår:
        delar.append(f"från kl.{HÅRT}{tider[-1][0]}")
    return " och ".join(delar)


def _mötets_art(möte: Sammanträde) -> str:
    """Det som skiljer mötet från ett vanligt: att det var extra, eller att alla fick lyssna."""
    arter = (
        "extra" if möte.slag == Sammanträde.Slag.EXTRA else "",
        "offentligt" if möte.offentligt else "",
    )
    art = " och ".join(a for a in arter if a)
    return text.versal(f"{art} sammanträde") if art else ""


def _beslutande(u: Underlag) -> list[Grupp]:
    if u.listan_för_sig and u.rubriker.mall.närvarolista == Lista.BILAGA:
        return [Grupp(("Enligt närvarolistan, bilaga 1",))]
    if u.listan_för_sig:
        return [Grupp(("Enligt närvarolistan efter framsidan",))]
    ordförande = u.protokoll.ordförande_id
    ledamöter = sorted(
        (r for r in u.närvarande if r.status == S.LEDAMOT), key=lambda r: r.pk != ordförande
    )
    tjänstgörande = [r for r in u.närvarande if r.status == S.TJÄNSTGÖRANDE]
    return [
        Grupp(tuple(_rad(u, r) for r in ledamöter), "Ledamöter"),
        Grupp(tuple(_rad(u, r) for r in tjänstgörande), "Tjänstgörande ersättare"),
    ]


def _rad(u: Underlag, rad: Närvaro) -> str:
    delar = [text.namn(rad) + _titel(u, rad)]
    för = text.namn(rad.för) if rad.för else rad.för_namn
    if för:
        delar[0] += f" för {för}"
    return ", ".join([*delar, *text.var_inne(rad), *_skälet(u, rad)])


def _skälet(u: Underlag, rad: Närvaro) -> tuple[str, ...]:
    """Varför någon är borta. Det kan röra hälsan, och följer inte med ut på webben.

    Artikel 9 i dataskyddsförordningen; KL 5 kap. 66 § begär bara vilka som tjänstgjort.
    """
    dolt = u.offentligt or rad.status != S.FRÅNVARANDE or not rad.frånvaro_skäl
    return () if dolt else (rad.frånvaro_skäl,)


def _titel(u: Underlag, rad: Närvaro) -> str:
    if rad.pk == u.protokoll.ordförande_id:
        return ", ordförande"
    # "ledamot" och "ersättare" framgår av rubriken.
    return f", {rad.post}" if rad.post.casefold() not in POSTER_I_RUBRIKEN else ""


def _med_status(u: Underlag, status: str) -> Grupp:
    if u.listan_för_sig:
        return Grupp(())
    return Grupp(tuple(_rad(u, r) for r in u.närvarande if r.status == status))


def _frånvarande(u: Underlag) -> Grupp:
    """Ledamöterna. En ersättare är inte borta; i ett inläst protokoll står det som stod."""
    if u.listan_för_sig or u.protokoll.ursprung != Protokoll.Ursprung.EGET:
        return _med_status(u, S.FRÅNVARANDE)
    borta = [r for r in u.närvarande if r.status == S.FRÅNVARANDE and not r.är_ersättare]
    return Grupp(tuple(_rad(u, r) for r in borta))


def _övriga(u: Underlag, vilka: Callable[[str], bool]) -> Grupp:
    return Grupp(tuple(_övrig(o) for o in u.övriga if vilka(o.roll)))


def _övrig(o: ÖvrigNärvarande) -> str:
    titel = o.titel or (o.get_roll_display() if o.roll else "")
    yttrande = "med yttranderätt" if o.yttranderätt else ""
    return ", ".join(d for d in (o.namn, titel, yttrande, *text.var_inne(o)) if d)


def _justerare(u: Underlag) -> list[Grupp]:
    rader = [text.person(j) + (", ersättare" if j.är_ersättare else "") for j in u.justerare]
    return [Grupp(tuple(rader))]


def _justeringens_tid(u: Underlag) -> tuple[str, ...]:
    """När och var det justeras: det som är bestämt, tills det är gjort."""
    gjorda = [_justerades(u, j) for j in u.justeringar if j.datum or j.tid]
    if any(not j.omedelbar and j.efter_id is None for j in u.justeringar if j.datum or j.tid):
        return tuple(dict.fromkeys(gjorda))
    return tuple(dict.fromkeys([planerad_justering(u.protokoll), *gjorda]))


def planerad_justering(p: Protokoll) -> str:
    """Var och när protokollet skulle justeras, som det bestämdes vid mötet."""
    delar = [p.justeringsplats] if p.justeringsplats else []
    if p.justeringstid:
        lokal = timezone.localtime(p.justeringstid)
        delar.append(f"{text.dag(lokal.date())} kl.{HÅRT}{lokal:%H.%M}")
    return ", ".join(delar)


def gjord_justering(j: Justering) -> str:
    """Var och när det blev justerat: elektroniskt är ingenstans."""
    return ", ".join(d for d in (_plats(j), text.dag(j.datum)) if d)


def _plats(j: Justering) -> str:
    return j.plats if j.metod == Justering.Metod.PAPPER else "Elektroniskt"


def _var(u: Underlag, j: Justering) -> str:
    """Där det är bestämt tills det är gjort. Ett inläst protokoll säger själv var."""
    inläst = u.protokoll.ursprung == Protokoll.Ursprung.IMPORT
    return j.plats if inläst or j.status != Justering.Status.JUSTERAD else _plats(j)


def _justerades(u: Underlag, j: Justering) -> str:
    """Justeringens plats och dag, och vilka paragrafer när den inte gäller alla."""
    tid = f"kl.{HÅRT}{j.tid}" if j.tid and not j.tid.startswith("kl") else j.tid
    när = " ".join(d for d in (text.dag(j.datum), tid) if d)
    rad = ", ".join(d for d in (_var(u, j), när) if d)
    alla = not j.paragrafer or versal_spann(j.paragrafer) == text.nummerspann(u.paragrafer)
    return rad if alla and not j.delvis else f"{text.versal(j.paragraftext)}: {rad}"


def versal_spann(spann: str) -> str:
    return text.versal(tryckt(spann))


def _omedelbart(u: Underlag) -> tuple[str, ...]:
    """Det som redan är omedelbart justerat; det som någon ännu ska skriva under är det inte.

    Ett inläst protokoll är justerat, men säger inte alltid i vilken justering.
    """
    inläst = u.protokoll.ursprung == Protokoll.Ursprung.IMPORT
    gjorda = {j.pk for j in u.justeringar if j.omedelbar and j.status == Justering.Status.JUSTERAD}
    allt = u.protokoll.status == Protokoll.Status.JUSTERAT
    hela = [
        p
        for p in u.paragrafer
        if p.omedelbart_justerad
        and not p.punkter_för_sig
        and (
            inläst
            or (allt and not p.är_låst_för_sig)
            or any(rad.justering_id in gjorda for rad in p.för_sig.all())
        )
    ]
    delvis = [
        f"{text.paragrafsignum(p, u.rubriker.mall)} {p.punkttext(rad.punkter)}"
        for p in u.paragrafer
        for rad in p.för_sig.all()
        if rad.punkter and (inläst or rad.justering_id in gjorda)
    ]
    # En jävsanmälan eller annan onumrerad paragraf har bara sin rubrik.
    onumrerade = [p.synlig_rubrik for p in hela if p.nummer is None]
    return (text.nummerspann(hela), *dict.fromkeys(delvis), *onumrerade)


def underskrifter(u: Underlag) -> Iterable[Underskriftsrad]:
    """De som skriver under: de antecknade underskrifterna, annars de som ska."""
    # Det omedelbart justerade har ett eget papper; ett inläst protokoll har bara det här.
    inläst = u.protokoll.ursprung == Protokoll.Ursprung.IMPORT
    ordinarie = [j for j in u.justeringar if inläst or not j.omedelbar]
    senare = {j.pk: j.paragrafer for j in ordinarie if j.efter_id is not None}
    rader = [r for j in ordinarie for r in j.underskrifter.all()]
    gällande = [r for r in rader if r.status != Underskrift.Status.ERSATT]
    if not gällande:
        yield from _väntade(u)
        return
    sekreterare = u.protokoll.huvud["sekreterare"]
    if sekreterare and all(r.som != Underskrift.Som.SEKRETERARE for r in gällande):
        yield Underskriftsrad("Sekreterare", sekreterare)
    for r in gällande:
        som = roll(r, [u for u in rader if u.justering_id == r.justering_id])
        paragrafer = r.paragrafer or senare.get(r.justering_id, "")
        yield Underskriftsrad(
            f"{som}, {tryckt(paragrafer)}" if paragrafer else som,
            text.namn(r) if r.parti else r.namn,
            _gjord(r),
        )


_ROLL: dict[str, str] = {
    Underskrift.Som.ORDFÖRANDE: "Ordförande",
    Underskrift.Som.JUSTERARE: "Justerande",
    Underskrift.Som.SEKRETERARE: "Sekreterare",
}


def roll(underskrift: Underskrift, alla: Iterable[Underskrift]) -> str:
    """Som vad personen skriver under: i sin egen roll eller i en annans ställe."""
    som, paragrafer = underskrift.som, underskrift.paragrafer
    ersatt = any(
        (u.status, u.som, u.paragrafer) == (Underskrift.Status.ERSATT, som, paragrafer)
        for u in alla
    )
    egen = _ROLL.get(som, "Underskrift")
    return _I_STÄLLET.get(som, egen) if ersatt else egen


_I_STÄLLET: dict[str, str] = {
    Underskrift.Som.ORDFÖRANDE: "I ordförandens ställe",
    Underskrift.Som.SEKRETERARE: "I sekreterarens ställe",
}


def _gjord(r: Underskrift) -> str:
    dag = r.datum or (timezone.localtime(r.tid).date() if r.tid else None)
    if r.status == Underskrift.Status.VÄGRAD:
        return "vägrat justera"
    if r.status != Underskrift.Status.UNDERSKRIVEN:
        return ""
    hur = "" if r.metod in ("", Underskrift.Metod.PAPPER) else f" {r.get_metod_display()}"
    return f"Underskrivet{hur} {text.dag(dag)}".strip()


def _vägranden(u: Underlag) -> Iterable[str]:
    for justering in u.justeringar:
        for v in justering.vägran.all():
            yield vägransrad(v, offentligt=u.offentligt)


def _kopia(u: Underlag) -> Iterable[str]:
    """Det som skrivs ut på nytt har inget sigill, och ska inte kunna tas för originalet."""
    if any(j.fil_id is not None and not j.omedelbar for j in u.justeringar):
        yield "Kopia av det justerade protokollet. Originalet är en egen fil."


def vägransrad(v: Vägran, *, offentligt: bool) -> str:
    """Vem som vägrade justera vad, och varför; skälet till en hemlig paragraf är hemligt."""
    vem = ", ".join(d for d in (text.namn(v) if v.parti else v.namn, v.titel) if d)
    vad = v.vad or "en paragraf"
    hemlig = offentligt and v.paragraf is not None and v.paragraf.är_sekretess
    skäl = "" if hemlig or not v.skäl else f" Skäl: {' '.join(v.skäl.split())}"
    return f"{vem or 'En justerare'} vägrade justera {vad}.{skäl}"


def _väntade(u: Underlag) -> Iterable[Underskriftsrad]:
    if sekreterare := u.protokoll.huvud["sekreterare"]:
        yield Underskriftsrad("Sekreterare", sekreterare)
    andra: dict[int, list[Paragraf]] = {}
    for p in u.paragrafer:
        if p.ordförande_id not in (None, u.protokoll.ordförande_id):
            andra.setdefault(p.ordförande_id, []).append(p)
    egna = [p for p in u.paragrafer if all(p not in ps for ps in andra.values())]
    for rad in u.närvarande:
        if rad.pk == u.protokoll.ordförande_id:
            spann = f", {text.nummerspann(egna)}" if andra and text.nummerspann(egna) else ""
            yield Underskriftsrad(f"Ordförande{spann}", text.namn(rad))
    for paragrafer in andra.values():
        annan = paragrafer[0].ordförande
        if annan is not None:
            yield Underskriftsrad(
                f"Ordförande, {text.nummerspann(paragrafer)}".rstrip(", "), text.namn(annan)
            )
    for j in u.justerare:
        if not j.är_ersättare:
            yield Underskriftsrad("Justerande", text.namn(j))


def _anslag(u: Underlag) -> Iterable[Anslagsblock]:
    """Ett block per anslag; utan anslag ett att fylla i."""
    organ, dag = u.protokoll.huvud["organ"], text.dag(u.dag)
    if not u.anslag:
        yield _att_fylla_i(u)
        return
    for a in u.anslag:
        rader = [
            ("Organ", organ),
            ("Sammanträdesdatum", dag),
            ("Paragrafer", _anslagna(u, a) or text.nummerspann(u.paragrafer)),
            ("Förvaringsplats", a.förvaring or u.protokoll.förvaringsplats),
            ("Anslaget sätts upp", text.dag(a.uppsatt)),
            ("Anslaget tas ned", text.dag(a.nedtas)),
            ("Sista dag att överklaga", text.dag(a.sista_dag)),
        ]
        yield Anslagsblock(
            tuple(r for r in rader if r[1]),
            a.underskrift,
            _tavlor(u),
            _gemensam(u),
            planerad=a.källa in u.planerade,
        )


def _anslagna(u: Underlag, a: Anslag) -> str:
    """Paragraferna, med punkterna där anslaget bara gäller några i en paragraf."""
    delvis = next((j.delvis for j in u.justeringar if j.pk == a.justering_id), {})
    return omfattningar(a.paragrafer, delvis)


def _tavlor(u: Underlag) -> str:
    """En gemensam nämnds justering tillkännages i varje kommun (KL 9 kap. 32 §)."""
    if not _gemensam(u):
        return "kommunens anslagstavla"
    return f"anslagstavlorna i {text.uppräknat(u.protokoll.sammanträde.organ.kommunnamn)}"


def _gemensam(u: Underlag) -> bool:
    return bool(u.protokoll.sammanträde.organ.samverkande)


def _att_fylla_i(u: Underlag) -> Anslagsblock:
    """Det ordinarie anslaget: de omedelbart justerade paragraferna har sina egna."""
    egna = [p for p in u.paragrafer if not p.justeras_helt_för_sig]
    rader = [
        ("Organ", u.protokoll.huvud["organ"]),
        ("Sammanträdesdatum", text.dag(u.dag)),
        ("Paragrafer", text.nummerspann(egna)),
        ("Förvaringsplats", u.protokoll.förvaringsplats),
    ]
    tomma = [("Anslaget sätts upp", ""), ("Anslaget tas ned", "")]
    return Anslagsblock(
        tuple([r for r in rader if r[1]] + tomma), tavlor=_tavlor(u), gemensam=_gemensam(u)
    )


def närvarotabeller(u: Underlag, synliga: Sequence[Paragraf]) -> tuple[Tabell, ...]:
    """Närvarolistan som tabell, med omröstningarna i kolumner när organet vill ha dem där."""
    if not u.listan_för_sig:
        return ()
    mall = u.rubriker.mall
    signum = {p.pk: text.paragrafsignum(p, mall) or p.synlig_rubrik for p in synliga}
    i_kolumner = mall.röster == Protokollsmall.Röster.NÄRVAROLISTA
    kolumner = röster.kolumner(synliga, signum) if i_kolumner else []
    rader = list(u.närvarande)
    if mall.närvarolista == Lista.PARTIVIS:
        partier = list(dict.fromkeys(r.parti for r in rader))
        rader.sort(key=lambda r: partier.index(r.parti))
    steg = röster.HÖGST_KOLUMNER
    grupper = [kolumner[i : i + steg] for i in range(0, len(kolumner), steg)] or [[]]
    return tuple(
        _tabell(u, rader, grupp, "Närvarolista" if nr == 0 else "Närvarolista, forts.")
        for nr, grupp in enumerate(grupper)
    )


def _tabell(
    u: Underlag, rader: list[Närvaro], kolumner: list[röster.Kolumn], rubrik: str
) -> Tabell:
    frånvarande = sum(r.status == S.FRÅNVARANDE for r in rader)
    return Tabell(
        rubrik,
        ("Namn", "Parti", "Tjänstgöring", "N/F", *(k.rubrik for k in kolumner)),
        tuple(
            (
                r.namn,
                r.parti or "-",
                _tjänstgöring(u, r),
                "F" if r.status == S.FRÅNVARANDE else "N",
                *(k.cell(r) for k in kolumner),
            )
            for r in rader
        ),
        (
            "Summa",
            "",
            "",
            f"{len(rader) - frånvarande} N, {frånvarande} F",
            *(k.summa for k in kolumner),
        ),
    )


def _tjänstgöring(u: Underlag, rad: Närvaro) -> str:
    vad = "ordförande" if rad.pk == u.protokoll.ordförande_id else rad.get_status_display()
    för = text.namn(rad.för) if rad.för else rad.för_namn
    if rad.pk != u.protokoll.ordförande_id and rad.post.casefold() not in POSTER_I_RUBRIKEN:
        vad = rad.post
    delar = [f"{vad} för {för}" if för else vad, *text.var_inne(rad), *_skälet(u, rad)]
    return ", ".join(delar)
