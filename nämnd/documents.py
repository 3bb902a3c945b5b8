"""Kallelsens dokument: underlaget ur raderna, och det som mallen läser ur underlaget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst

from konton.models import Person
from nämnd import handlingspaket, numrering, sidnummer
from nämnd.handlingspaket import Anteckningssidor, Delsidor, Sidplan, utelämnat_text
from nämnd.models import Kallad, Kallelse, Punkt, Punkthandling, Sammanträde, Uppdrag
from nämnd.sidnummer import Numrering, Spann
from nämnd.tidplan import Post, Tidplan, beräkna
from nämnd.underlag import (
    Bilaga,
    Gruppmötestid,
    Kalladgrupp,
    Listrad,
    Namnad,
    Papper,
    Underlag,
)

MED_SLAG = (Punkt.Slag.BESLUT, Punkt.Slag.INFORMATION, Punkt.Slag.ANMÄLAN)
DUKAS = "handlingarna dukas"
SEKRETESS = "Sekretessärende"
SEKRETESSFÖLJD = "Sekretessärenden"


@dataclass(frozen=True)
class NumreradPunkt:
    """En översta punkt med sitt nummer och punkterna i den, som listan visar den."""

    punkt: Punkt
    nummer: numrering.Nummer
    inre: tuple[NumreradPunkt, ...] = ()


def numrerade_punkter(sammanträde: Sammanträde) -> list[NumreradPunkt]:
    """Listans punkter i ordning med uträknade nummer; ett fast antal frågor."""
    alla = list(
        sammanträde.punkter.select_related("ärende", "skrivelse__handling")
        .prefetch_related(
            "förslag",
            "föredragande__person",
            Prefetch(
                "handlingar",
                Punkthandling.objects.select_related("handling__fil", "handling__ärende", "fil"),
            ),
        )
        .order_by("ordning")
    )
    inre: dict[int, list[Punkt]] = {}
    for punkt in alla:
        if punkt.förälder_id:
            inre.setdefault(punkt.förälder_id, []).append(punkt)
    översta = [p for p in alla if not p.förälder_id]
    nummer = numrering.numrera(
        (_som_rad(p, len(inre.get(p.pk, ()))) for p in översta),
        första=sammanträde.organ.första_nummer,
    )
    return [
        NumreradPunkt(punkt, nr, _inre(inre.get(punkt.pk, ()), nr.första))
        for punkt, nr in zip(översta, nummer, strict=True)
    ]


def _som_rad(punkt: Punkt, inre: int) -> numrering.Rad:
    return numrering.Rad(
        eget=punkt.nummer if punkt.numrering == Punkt.Numrering.FAST else None,
        utan=punkt.numrering == Punkt.Numrering.UTAN,
        till=punkt.till_nummer,
        inre=inre,
        under=punkt.är_underpunkt,
    )


def _inre(punkter: Sequence[Punkt], första: int | None) -> tuple[NumreradPunkt, ...]:
    nummer = numrering.numrera((_som_rad(p, 0) for p in punkter), första=första or 1)
    return tuple(NumreradPunkt(p, nr) for p, nr in zip(punkter, nummer, strict=True))


def underlag(sammanträde: Sammanträde) -> Underlag:
    """Fryser allt som ska tryckas."""
    organ = sammanträde.organ
    kommun = organ.myndighet.kommun
    return Underlag(
        kommun=kommun.namn,
        fler_kommuner=tuple(organ.kommunnamn[1:]),
        organ=organ.namn,
        förvaltning=organ.myndighet.förvaltning,
        datum=sammanträde.datum,
        tider=tuple(str(spann) for spann in sammanträde.tider.all()),
        plats=sammanträde.plats,
        tema=sammanträde.tema,
        extra=sammanträde.slag == Sammanträde.Slag.EXTRA,
        distans=sammanträde.distans,
        pressinformation=sammanträde.pressinformation,
        gruppmöten=tuple(
            Gruppmötestid(
                ", ".join(g.partier),
                g.plats,
                (f"{g.från:%H.%M}" if g.från else "") + (f"–{g.till:%H.%M}" if g.till else ""),
            )
            for g in sammanträde.gruppmöten.all()
        ),
        program=tuple((p.tid, p.text) for p in sammanträde.program.all()),
        ordförande=_namnad(sammanträde.ordförande, sammanträde.ordförande_titel),
        sekreterare=_namnad(sammanträde.sekreterare, sammanträde.sekreterare_titel),
        förhinder=_namnad(sammanträde.förhinder_till, ""),
        underskrift_ort=sammanträde.underskrift_ort,
        underskrift_dag=_dag(sammanträde.underskrift_dag),
        anteckningssidor=sammanträde.anteckningssidor,
        utkast=sammanträde.utkast,
        rader=_listrader(sammanträde),
        digital_plats=sammanträde.digital_plats,
        distans_senast=_dag(sammanträde.distans_senast),
        **_justerare(sammanträde),
        kallade=kallade(sammanträde),
        slag_i_rubriken=organ.slag_i_rubriken,
    )


def _dag(dag: date | None) -> str:
    return date_format(dag, "j F Y") if dag else ""


def _justerare(sammanträde: Sammanträde) -> dict[str, tuple[str, ...]]:
    rader = list(sammanträde.tilltänkta_justerare.all())
    return {
        "justerare": tuple(str(rad) for rad in rader if not rad.är_ersättare),
        "ersättare_för_justerare": tuple(str(rad) for rad in rader if rad.är_ersättare),
    }


SOM_RUBRIK = {
    Kallad.Som.LEDAMOT: "Ledamöter",
    Kallad.Som.TJÄNSTGÖRANDE_ERSÄTTARE: "Tjänstgörande ersättare",
    Kallad.Som.ERSÄTTARE: "Ersättare",
    Kallad.Som.ÖVRIG: "Övriga kallade",
    Kallad.Som.KÄNNEDOM: "För kännedom",
}
LEDER = (Uppdrag.Post.ORDFÖRANDE, Uppdrag.Post.VICE_1, Uppdrag.Post.VICE_2)


def kallad_som(uppdrag: Uppdrag) -> str:
    if uppdrag.post == Uppdrag.Post.INSYN:
        return Kallad.Som.ÖVRIG
    return Kallad.Som.ERSÄTTARE if uppdrag.är_ersättare else Kallad.Som.LEDAMOT


def att_kalla(sammanträde: Sammanträde) -> list[Uppdrag]:
    """Alla ledamöter och alla ersättare, och insynsplatser, den dagen."""
    return list(
        Uppdrag.objects.gällande(sammanträde.datum)
        .filter(organ=sammanträde.organ_id)
        .select_related("person", "parti")
        .order_by("ordning", "pk")
    )


def övriga_kallade(sammanträde: Sammanträde) -> QuerySet[Kallad]:
    """De som kallas utan uppdrag i organet."""
    med_uppdrag = Uppdrag.objects.gällande(sammanträde.datum).filter(organ=sammanträde.organ_id)
    return sammanträde.kallade.filter(
        som__in=[Kallad.Som.ÖVRIG, Kallad.Som.KÄNNEDOM], upprepning=0
    ).exclude(person__in=med_uppdrag.order_by().values("person"))


def kallade(sammanträde: Sammanträde) -> tuple[Kalladgrupp, ...]:
    """Alla som kallas, grupperade: de som har uppdrag den dagen, och de som kallas för sig.

    Den som kallades med ett uppdrag som har upphört står inte kvar.
    """
    uppdrag = {u.person_id: u for u in att_kalla(sammanträde)}
    egna = list(sammanträde.kallade.all())
    ur_listan = {rad.person_id: rad for rad in egna if not rad.upprepning}
    rader: list[tuple[str, str]] = []
    for person, u in uppdrag.items():
        rad = ur_listan.get(person)
        rader.append((rad.som if rad and rad.som else kallad_som(u), _med_uppdrag(u, rad)))
    rader += [
        (rad.som or Kallad.Som.ÖVRIG, _kallad(rad))
        for rad in egna
        if rad.upprepning
        or (
            rad.person_id not in uppdrag
            and (rad.kallad_av_id is None or rad.som in (Kallad.Som.ÖVRIG, Kallad.Som.KÄNNEDOM))
        )
    ]
    grupper = [
        Kalladgrupp(rubrik, tuple(text for som_, text in rader if som_ == som))
        for som, rubrik in SOM_RUBRIK.items()
    ]
    return tuple(grupp for grupp in grupper if grupp.namn)


def _med_uppdrag(uppdrag: Uppdrag, rad: Kallad | None) -> str:
    post = uppdrag.get_post_display() if uppdrag.post in LEDER else ""
    if uppdrag.post == Uppdrag.Post.INSYN:
        post = "insynsplats"
    if rad is not None and rad.kallad_av_id is None:
        return _kallad(rad, post)
    parti = uppdrag.parti.kod if uppdrag.parti else ""
    return _uppräkning(uppdrag.person.namn, parti, post)


def _kallad(rad: Kallad, post: str = "") -> str:
    return _uppräkning(rad.namn, rad.parti, rad.titel or post, rad.tid)


def uppräknat(namn: Sequence[str]) -> str:
    """”A, B, C och D”."""
    *första, sista = namn
    return f"{', '.join(första)} och {sista}" if första else sista


def _uppräkning(namn: str, parti: str, *uppgifter: str) -> str:
    med_parti = f"{namn} ({parti})" if parti else namn
    return ", ".join(filter(None, [med_parti, *uppgifter]))


def _namnad(person: Person | None, titel: str) -> Namnad | None:
    if person is None:
        return None
    return Namnad(person.namn, titel or person.titel, person.epost, person.telefon)


def tidplan(sammanträde: Sammanträde, punkter: Sequence[NumreradPunkt]) -> Tidplan:
    """När de översta punkterna beräknas börja. En samlad rad tar sina punkters tid."""
    return beräkna(
        [(spann.från, spann.till) for spann in sammanträde.tider.all()],
        [
            Post(np.punkt.tid, sum(r.punkt.minuter or 0 for r in (np, *np.inre)) or None)
            for np in punkter
        ],
    )


def _listrader(sammanträde: Sammanträde) -> tuple[Listrad, ...]:
    punkter = numrerade_punkter(sammanträde)
    börjar = [np.punkt.tid for np in punkter]
    if sammanträde.beräknade_klockslag:
        beräknade = tidplan(sammanträde, punkter).börjar
        börjar = [tid or klockslag for tid, klockslag in zip(börjar, beräknade, strict=True)]
    return tuple(_listrad(np, tid) for np, tid in zip(punkter, börjar, strict=True))


def _listrad(np: NumreradPunkt, tid: str, följd: Punkt | None = None) -> Listrad:
    """Raden fryst; `tid` är klockslaget då den börjar.

    Hemlig är den också genom sitt ärende eller den hemliga följd den ligger i.
    """
    punkt = np.punkt
    hemligt = [x for x in (punkt, punkt.ärende, följd) if x is not None and x.är_sekretess]
    lagrum = next((x.sekretess_lagrum for x in hemligt if x.sekretess_lagrum), "")
    return Listrad(
        punkt=punkt.pk,
        nummer=np.nummer.text,
        tryckt_nummer=np.nummer.tryckt,
        slag=punkt.slag,
        avsnitt=punkt.avsnitt,
        rubrik=punkt.rubrik,
        offentlig_rubrik=punkt.offentlig_rubrik,
        beteckning=punkt.beteckning,
        hemlig=bool(hemligt),
        lagrum=lagrum,
        tid=tid,
        anmärkning=punkt.anmärkning,
        senare=punkt.handlingar_senare,
        dukas=punkt.handlingar_dukas,
        bilagemarkering=punkt.bilagemarkering,
        beslutsinstans=punkt.beslutsinstans,
        förslag_av=punkt.förslag_av,
        förslag=tuple(s.text for s in punkt.förslag.all()),
        föredragande=tuple(
            # Den som föredrar när punkten börjar: klockslaget står redan på raden.
            ", ".join(filter(None, [f.person.namn, f.titel, f.tid if f.tid != tid else ""]))
            for f in punkt.föredragande.all()
        ),
        papper=tuple(
            Papper(
                # Platsen, inte raden: ett utbytt papper ändrar inget i kallelsen.
                nyckel=f"h{punkt.pk}-{nr}",
                rubrik=rad.titel,
                offentlig_rubrik=rad.offentlig_titel,
                filnamn=rad.namn_på_fil,
                sha256=rad.papper.sha256,
                sidor=rad.papper.sidor or 0,
                egen=rad.papper.egen,
                hemlig=bool(hemligt) or _är_hemligt(rad),
                rad=rad.pk,
            )
            for nr, rad in enumerate(punkt.handlingar.all(), 1)
            if rad.papper
        ),
        inre=tuple(_listrad(inre, inre.punkt.tid, punkt if hemligt else None) for inre in np.inre),
        bilagor=tuple(
            Bilaga(rad.titel, bool(hemligt) or _är_hemligt(rad), rad.offentlig_titel)
            for rad in punkt.handlingar.all()
        ),
        sammanfattning=() if hemligt else _sammanfattning(punkt),
        under=punkt.är_underpunkt,
        ärende=punkt.ärende_id,
    )


def _sammanfattning(punkt: Punkt) -> tuple[str, ...]:
    """Den som skrivits i skrivelsen här. Är skrivelsen hemlig är sammanfattningen av den det."""
    skrivelse = punkt.skrivelse
    if skrivelse is None or skrivelse.handling.är_sekretess:
        return ()
    return tuple(filter(None, (s.strip() for s in skrivelse.sammanfattning.split("\n\n"))))


def _är_hemligt(rad: Punkthandling) -> bool:
    return rad.är_hemlig or bool(rad.handling and rad.handling.ärende.är_sekretess)


@dataclass(frozen=True)
class Kallelserad:
    """En rad som den trycks i ett exemplar."""

    avsnitt: str
    nummer: str
    rubrik: str
    beteckning: str
    hemlig: str
    anmärkningar: tuple[str, ...]
    tid: str
    förslag_rubrik: str
    förslag: tuple[str, ...]
    föredragande: tuple[str, ...]
    bilagemarkering: str
    beslutsinstans: str
    sidor: str
    länk: str
    utelämnat: tuple[str, ...]
    bilagor: tuple[str, ...]
    slag: str
    sammanfattning: tuple[str, ...]
    under: bool

    @property
    def tryckta_anmärkningar(self) -> tuple[str, ...]:
        """Som kommunerna skriver dem: ”-handlingarna dukas”, och andra inom parentes."""
        return tuple(
            f"-{text}" if text.casefold() == DUKAS else f"({text})" for text in self.anmärkningar
        )


@dataclass(frozen=True)
class Kallelsedokument:
    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    edition: int
    huvud: tuple[tuple[str, tuple[str, ...]], ...]
    rader: tuple[Kallelserad, ...]
    har_tider: bool
    har_instans: bool
    ordförande: Namnad | None
    sekreterare: Namnad | None
    förhinder: Namnad | None
    underskrift: str
    pressinformation: str
    utkast: bool
    fyllnadssidor: range
    kallade: tuple[Kalladgrupp, ...]

    @property
    def kolumner(self) -> int:
        return 4 + self.har_tider + self.har_instans


def kallelsedokument(
    u: Underlag,
    *,
    edition: int,
    plan: Sidplan,
    offentlig: bool,
    utfärdas: date,
    fyllnadssidor: int = 0,
) -> Kallelsedokument:
    """Kallelsen i ett exemplar. Det offentliga har samma sidnummer men inga hemliga uppgifter.

    `utfärdas` är dagen som kallelsen bär när ingen annan är skriven.
    """
    dag = date_format(u.datum, "l j F Y")
    tider = " och ".join(f"kl. {tid}" for tid in u.tider)
    huvud: list[tuple[str, tuple[str, ...]]] = [
        ("Sammanträdande organ", (u.organ,)),
        ("Tid", (f"{dag} {tider}".strip(),)),
    ]
    if platser := plats(u, offentlig=offentlig):
        huvud.append(("Plats", platser))
    if u.tema:
        huvud.append(("Tema", (u.tema,)))
    if u.gruppmöten:
        huvud.append(("Gruppmöten", tuple(_gruppmöte(g) for g in u.gruppmöten)))
    if u.program:
        huvud.append(("Program", tuple(f"{tid} {text}".strip() for tid, text in u.program)))
    if distansregel := distans(u):
        huvud.append(("Deltagande på distans", distansregel))
    if u.justerare:
        huvud.append(("Förslag till justerare", (", ".join(u.justerare),)))
    if u.ersättare_för_justerare:
        huvud.append(("Ersättare för justerare", (", ".join(u.ersättare_för_justerare),)))
    if avgörs := beslutas_av(u):
        huvud.append(("Beslutas av", avgörs))
    rader = tuple(
        kallelserad(rad, plan.nummer, offentlig=offentlig, med_slag=u.slag_i_rubriken)
        for rad in u.rader
    )
    return Kallelsedokument(
        titel=f"Kallelse till {u.organ} {dag}",
        kommun=uppräknat([u.kommun, *u.fler_kommuner]),
        organ=u.organ,
        dokumentnamn=dokumentnamn(u),
        dag_text=dag,
        edition=edition,
        huvud=tuple(huvud),
        rader=rader,
        har_tider=any(rad.tid for rad in rader),
        har_instans=any(rad.beslutsinstans for rad in rader),
        ordförande=u.ordförande,
        sekreterare=u.sekreterare,
        förhinder=u.förhinder,
        underskrift=underskrift(u.underskrift_ort, u.underskrift_dag or _dag(utfärdas)),
        pressinformation=u.pressinformation,
        utkast=u.utkast,
        fyllnadssidor=range(fyllnadssidor),
        kallade=u.kallade,
    )


def underskrift(ort: str, dag: str) -> str:
    """”Björksund, 6 mars 2026”. Utan ort är kallelsen inte daterad för hand och raden tom."""
    return f"{ort}, {dag}" if ort else ""


def beslutas_av(u: Underlag) -> tuple[str, ...]:
    """Vilka punkter varje organ avgör till sist: "Kommunfullmäktige: 12–13, 15"."""
    per_organ: dict[str, list[str]] = {}
    for rad in u.rader:
        if rad.beslutsinstans and rad.nummer:
            per_organ.setdefault(rad.beslutsinstans, []).append(rad.nummer.replace("-", "–"))
    return tuple(f"{organ}: {numrering.spann(nr)}" for organ, nr in per_organ.items())


def dokumentnamn(u: Underlag) -> str:
    return "Kallelse till extra sammanträde" if u.extra else "Kallelse"


def plats(u: Underlag, *, offentlig: bool) -> tuple[str, ...]:
    """Salen, och det digitala rummet när mötet också hålls där; dit ansluter bara de kallade."""
    digitalt = "Digitalt" if offentlig else f"Digitalt: {u.digital_plats}"
    return tuple(filter(None, [u.plats, digitalt if u.digital_plats else ""]))


def distans(u: Underlag) -> tuple[str, ...]:
    """Regeln för att delta på distans, och sista dagen att säga till."""
    senast = f"Anmäls senast {u.distans_senast}." if u.distans_senast else ""
    return tuple(filter(None, [u.distans, senast]))


def _gruppmöte(g: Gruppmötestid) -> str:
    return ", ".join(filter(None, [g.partier, g.plats, f"kl. {g.tid}" if g.tid else ""]))


def kallelserad(
    rad: Listrad, sidor: Mapping[str, Spann], *, offentlig: bool, med_slag: bool = False
) -> Kallelserad:
    """Raden i ett exemplar. `sidor` är handlingarnas sidnummer."""
    dold = offentlig and rad.hemlig
    anmärkningar = [rad.anmärkning] if rad.anmärkning else []
    if rad.senare:
        anmärkningar.append("Handlingar skickas senare")
    if rad.dukas:
        anmärkningar.append(DUKAS)
    kvar = [p for p in rad.alla_papper if not (offentlig and p.hemlig)]
    return Kallelserad(
        avsnitt=rad.avsnitt,
        nummer=rad.tryckt_nummer,
        rubrik=rubriken(rad, offentlig=offentlig),
        beteckning="" if dold else rad.beteckning,
        hemlig=sekretessrad(rad),
        anmärkningar=() if dold else tuple(anmärkningar),
        tid=rad.tid,
        förslag_rubrik=(
            f"Förslag till beslut från {rad.förslag_av}" if rad.förslag_av and not dold else ""
        ),
        förslag=() if dold else rad.förslag,
        föredragande=() if dold else rad.föredragande,
        bilagemarkering=rad.bilagemarkering,
        beslutsinstans=rad.beslutsinstans,
        sidor=punktsidor(rad, sidor),
        länk=f"paket:{kvar[0].nyckel}" if kvar else "",
        utelämnat=utelämnat(rad.alla_papper, sidor) if offentlig else (),
        bilagor=tuple(
            b.synlig_rubrik if offentlig else b.rubrik
            for b in rad.bilagor
            if not (offentlig and b.hemlig)
        ),
        slag=capfirst(Punkt.Slag(rad.slag).label) if med_slag and rad.slag in MED_SLAG else "",
        sammanfattning=() if rad.hemlig else rad.sammanfattning,
        under=rad.under,
    )


def rubriken(rad: Listrad, *, offentlig: bool) -> str:
    """Radens rubrik i exemplaret. Den offentliga gäller också ett öppet ärende som har en."""
    if not offentlig:
        return rad.rubrik
    return rad.offentlig_rubrik or (_dold_rubrik(rad) if rad.hemlig else rad.rubrik)


def sekretessrad(rad: Listrad) -> str:
    if not rad.hemlig or _är_följd(rad):
        return ""
    return f"Sekretess enligt {rad.lagrum}" if rad.lagrum else "Sekretess"


def _är_följd(rad: Listrad) -> bool:
    return bool(rad.inre) or "-" in rad.nummer


def _dold_rubrik(rad: Listrad) -> str:
    """En fast text: det som skrivits på en hemlig rad kan vara hemligt även för en följd."""
    if not _är_följd(rad):
        return SEKRETESS
    return rad.rubrik if rad.rubrik.casefold() == SEKRETESSFÖLJD.casefold() else SEKRETESSFÖLJD


def utelämnat(papper: Iterable[Papper], sidor: Mapping[str, Spann]) -> tuple[str, ...]:
    """En rad för varje obruten följd av utelämnade sidor."""
    hemliga = [sidor[p.nyckel] for p in papper if p.hemlig]
    return tuple(utelämnat_text([spann]) for spann in sidnummer.samla(hemliga))


def punktsidor(rad: Listrad, sidor: Mapping[str, Spann]) -> str:
    """Punktens sidor, ”6–11, 11a–11c”; tomt utan papper."""
    return sidnummer.samlad_text(sidor[p.nyckel] for p in rad.alla_papper)


def kallelsesidor(u: Underlag, sidor: int) -> int:
    """Kallelsens egna sidor i ett paket: resten efter anteckningssidor och papper."""
    return sidor - u.anteckningssidor - sum(p.sidor for p in u.papper)


def sidplan(u: Underlag, sidor: int) -> Sidplan:
    """Planen för ett färdigt paket med så många sidor."""
    return handlingspaket.sidplan(kallelsesidor(u, sidor), u.anteckningssidor, delsidor(u))


def delsidor(u: Underlag) -> list[Delsidor]:
    return [Delsidor(p.nyckel, None, p.sidor) for rad in u.rader for p in rad.alla_papper]


def numrering_i(kallelse: Kallelse, u: Underlag) -> Numrering:
    """Sidnumren i det utskickade till och med kallelsen, vars underlag är `u`."""
    if kallelse.är_komplettering:
        return sidnummer.ur_json(kallelse.numrering)
    före = kallelsesidor(u, kallelse.sidor) + u.anteckningssidor
    plan = sidplan(u, kallelse.sidor)
    return Numrering(början=före, delar=plan.nummer, nya=tuple(plan.delar))


def pakettitel(u: Underlag) -> str:
    return f"Handlingar till {u.organ} {date_format(u.datum, 'j F Y')}"


def anteckningar(u: Underlag, antal: int | None = None) -> Anteckningssidor:
    return Anteckningssidor(
        titel=f"Anteckningar, {u.organ} {date_format(u.datum, 'j F Y')}",
        kommun=u.kommun,
        organ=u.organ,
        dokumentnamn="Anteckningar",
        dag_text=date_format(u.datum, "l j F Y"),
        antal=u.anteckningssidor if antal is None else antal,
    )
