"""Läser in en mötesfil som ett möte att kalla till: allt eller inget, och bara en gång."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max, Model

from konton.models import Användare, Kommun, Myndighet, Parti, Person, Roll, Rolltilldelning
from konton.policy import kräv_administratör
from nämnd import filfält, mötesfil
from nämnd.filfält import (
    DIARIUM,
    KALLAD,
    KÄLLA,
    PERSONUPPGIFTER,
    PROGRAM,
    PUNKT,
    SAMMANTRÄDE,
    UNDERSKRIFT,
    till_rad,
)
from nämnd.models import (
    Föredragande,
    Förslagssats,
    Gruppmöte,
    Kallad,
    Källa,
    Mötesparti,
    Mötesperson,
    Organ,
    Programpunkt,
    Punkt,
    Punkthandling,
    Sammanträde,
    Tidspann,
    Uppdrag,
)
from ärenden import diarienummer, filer
from ärenden.models import Diarium, Fil, Handling, Ärende
from ärenden.services import händelser

MANDATPERIOD_FRÅN = 2015
MANDATPERIOD_ÅR = 4
# Ett längre parti är inget i registret; det står kvar som det trycktes.
MAX_PARTIKOD = 20
# Tal som databasens låsfunktion tar; betyder ingenting utom att alla här använder samma.
INLÄSNINGSLÅS = 7_031_503
HELA_MÖTET = (
    "paragrafer",
    "narvaro",
    "ovriga",
    "justering",
    "anslag",
    "delegationsbeslut",
    "meddelanden",
    "bilagor",
    "original",
)
SERIEN_MINST = """
    INSERT INTO arenden_nummerserie (diarium_id, ar, senaste) VALUES (%s, %s, %s)
    ON CONFLICT (diarium_id, ar)
    DO UPDATE SET senaste = GREATEST(arenden_nummerserie.senaste, excluded.senaste)
"""


@dataclass
class Inläst:
    """Vad inläsningen gjorde. `ny` är falskt när mötet redan fanns; då ändrades inget."""

    sammanträde: Sammanträde
    ny: bool
    varningar: list[str] = field(default_factory=list)


def läs_in(
    *,
    katalog: Path,
    av: Användare,
    sekreterare: Användare | None = None,
    fortsätt: Callable[[Inläsning], None] | None = None,
) -> Inläst:
    """Läser katalogens mötesfil. `mötesfil.Mötesfilfel` vid fel, och då är ingenting sparat.

    `fortsätt` läser det som andra paket äger, i samma transaktion; `ny` säger om mötet fanns.
    """
    kräv_administratör(av)
    data = mötesfil.läs(katalog)
    fil = mötesfil.hitta(katalog)
    if fortsätt is None and (okända := [n for n in HELA_MÖTET if data.get(n)]):
        raise mötesfil.Mötesfilfel(f"{fil}: {', '.join(okända)} läses in med hela mötet.")
    try:
        innehåll = _läs_papper(katalog, data)
    except mötesfil.Mötesfilfel as fel:
        raise mötesfil.Mötesfilfel(f"{fil}: {fel}") from fel
    inläsning = Inläsning(data, innehåll, av)
    try:
        with transaction.atomic():
            resultat = inläsning.kör()
            if fortsätt:
                fortsätt(inläsning)
            if sekreterare:
                _ge_rollen(sekreterare, resultat)
    except mötesfil.Mötesfilfel as fel:
        inläsning.släng_filer()
        raise mötesfil.Mötesfilfel(f"{fil}: {fel}") from fel
    except (DataError, IntegrityError) as fel:
        inläsning.släng_filer()
        raise mötesfil.Mötesfilfel(
            f"{fil}: databasen tar inte emot en uppgift ({str(fel).splitlines()[0]})."
        ) from fel
    except BaseException:
        inläsning.släng_filer()
        raise
    return resultat


def _ge_rollen(sekreterare: Användare, resultat: Inläst) -> None:
    roll = {
        "användare": sekreterare,
        "roll": Roll.NÄMNDSEKRETERARE,
        "myndighet": resultat.sammanträde.organ.myndighet,
        "till": None,
    }
    if not Rolltilldelning.objects.filter(**roll).exists():
        Rolltilldelning.objects.create(**roll)


def _läs_papper(katalog: Path, data: dict[str, Any]) -> dict[str, bytes]:
    """Alla papper, lästa och granskade innan något sparas."""
    papper: dict[str, bytes] = {}
    for väg, namn in _nämnda_filer(data, []):
        if namn not in papper:
            papper[namn] = _läs_ett(katalog, namn, mötesfil.plats(väg))
    return papper


def _nämnda_filer(värde: Any, väg: list[Any]) -> Iterator[tuple[list[Any], str]]:
    """Platsen och namnet för varje fil som mötesfilen nämner."""
    if isinstance(värde, dict):
        for nyckel, v in värde.items():
            if isinstance(v, str) and (nyckel == "fil" or väg == ["original"]):
                yield [*väg, nyckel], v
            else:
                yield from _nämnda_filer(v, [*väg, nyckel])
    elif isinstance(värde, list):
        for nr, v in enumerate(värde):
            yield from _nämnda_filer(v, [*väg, nr])


def _läs_ett(katalog: Path, namn: str, plats: str) -> bytes:
    väg = mötesfil.papper(katalog, namn, plats)
    try:
        innehåll = väg.read_bytes()
        filer.granska_pdf(innehåll, namn)
    except filer.Filfel as fel:
        raise mötesfil.Mötesfilfel(f"{plats}: {fel}") from fel
    except OSError as fel:
        raise mötesfil.Mötesfilfel(f"{plats}: {namn} går inte att läsa ({fel.strerror}).") from fel
    return innehåll


class Inläsning:
    """En mötesfil på väg in. Det som heter utan streck används också av paketen ovanför."""

    def __init__(self, data: dict[str, Any], innehåll: dict[str, bytes], av: Användare) -> None:
        self.data = data
        self.innehåll = innehåll
        self.av = av
        self.varningar: list[str] = []
        self.sparade: dict[str, Fil] = {}
        self.ordning = 0
        self.ny = True

    def släng_filer(self) -> None:
        """Efter en avbruten inläsning: byte vars rader backades ska inte ligga kvar."""
        for fil in self.sparade.values():
            filer.städa(fil)

    def kör(self) -> Inläst:
        m = self.data["sammantrade"]
        self.dag = date.fromisoformat(m["datum"])
        with connection.cursor() as markör:
            # Två inläsningar av samma katalog på en gång ska ge ett möte.
            markör.execute("SELECT pg_advisory_xact_lock(%s)", [INLÄSNINGSLÅS])
        if mötet := self._finns():
            self.möte, self.ny = mötet, False
            return Inläst(mötet, ny=False, varningar=self.varningar)
        self.kommun, ny = Kommun.objects.get_or_create(
            namn=self.data["kommun"]["namn"],
            defaults={"fler_namn": self.data["kommun"].get("fler", [])},
        )
        if not ny:
            self._fyll_i(self.kommun, "kommun", fler_namn=("fler", self.data["kommun"].get("fler")))
        self.organ = self._organ(self.data["organ"])
        self.möte = self._sammanträde(m)
        self._källa()
        self._kallade(self.data.get("kallade", []))
        for rad in self.data.get("foredragningslista", []):
            self._punkt(rad, None)
        return Inläst(self.möte, ny=True, varningar=self.varningar)

    @property
    def slag(self) -> str:
        extra = self.data["sammantrade"].get("slag") == "extra"
        return Sammanträde.Slag.EXTRA if extra else Sammanträde.Slag.ORDINARIE

    def _finns(self) -> Sammanträde | None:
        """Mötet om det redan är inläst: samma organ, dag, slag och starttid."""
        o, m = self.data["organ"], self.data["sammantrade"]
        möten = Sammanträde.objects.filter(
            organ__namn=o["namn"],
            organ__myndighet__namn=o.get("overordnat") or o["namn"],
            organ__myndighet__kommun__namn=self.data["kommun"]["namn"],
            datum=self.dag,
            slag=self.slag,
        )
        if tider := m.get("tider"):
            möten = möten.filter(tider__från=time.fromisoformat(tider[0][0]))
        return möten.first()

    def _fyll_i(self, rad: Model, plats: str, **fält: tuple[str, Any]) -> None:
        """Fyller i det registret saknar. Säger det något annat än filen står registret fast."""
        ifyllda = []
        for namn, (nyckel, värde) in fält.items():
            nu = getattr(rad, namn)
            if not värde or nu == värde:
                continue
            if nu:
                self.varningar.append(
                    f"{plats}.{nyckel}: filen säger {värde}, registret {nu}; registret ändras inte."
                )
                continue
            setattr(rad, namn, värde)
            ifyllda.append(namn)
        if ifyllda:
            rad.save(update_fields=ifyllda)

    def _organ(self, o: dict[str, Any]) -> Organ:
        överordnat = None
        if o.get("overordnat"):
            överordnat = self._organ({"namn": o["overordnat"]})
        myndighet = överordnat.myndighet if överordnat else self._myndighet(o)
        organ = Organ.objects.filter(myndighet=myndighet, namn=o["namn"]).first()
        diarium = self._diarium(o, myndighet)
        if organ is None:
            organ = Organ.objects.create(
                myndighet=myndighet,
                diarium=diarium,
                namn=o["namn"],
                kortnamn=o.get("kortnamn", ""),
                typ=o.get("typ", Organ.Typ.NÄMND),
                överordnat=överordnat,
                platser=o.get("platser"),
                distans_tillåten=o.get("distans_tillaten", False),
            )
        else:
            self._fyll_i(
                organ,
                "organ",
                kortnamn=("kortnamn", o.get("kortnamn")),
                typ=("typ", o.get("typ")),
                platser=("platser", o.get("platser")),
                diarium=("diarium", diarium),
                överordnat=("overordnat", överordnat),
                distans_tillåten=("distans_tillaten", o.get("distans_tillaten")),
            )
        self._fyll_i(myndighet, "organ", förvaltning=("forvaltning", o.get("forvaltning")))
        return organ

    def _myndighet(self, o: dict[str, Any]) -> Myndighet:
        myndighet, _ = Myndighet.objects.get_or_create(
            kommun=self.kommun,
            namn=o["namn"],
            defaults={
                "kortnamn": o.get("kortnamn", ""),
                "förvaltning": o.get("forvaltning", ""),
            },
        )
        return myndighet

    def _diarium(self, o: dict[str, Any], myndighet: Myndighet) -> Diarium | None:
        d = o.get("diarium")
        if not d:
            return Diarium.objects.filter(myndigheter=myndighet).first()
        mönster = d.get("monster", Diarium._meta.get_field("mönster").get_default())
        try:
            diarienummer.kontrollera_mönster(mönster)
        except diarienummer.Mönsterfel as fel:
            raise mötesfil.Mötesfilfel(f"organ.diarium.monster: {fel}") from fel
        prefix = d.get("prefix", "")
        diarium = Diarium.objects.filter(
            myndigheter=myndighet, prefix=prefix, mönster=mönster
        ).first()
        if diarium is None:
            diarium = Diarium.objects.create(
                namn=f"{o['namn']}s diarium", prefix=prefix, mönster=mönster
            )
            diarium.myndigheter.add(myndighet)
        return diarium

    def _sammanträde(self, m: dict[str, Any]) -> Sammanträde:
        inställt = m.get("slag") == "installt"
        roller = Mötesperson.Roll
        personer = {
            roll: self.person(m[roll], f"sammantrade.{roll}") for roll in roller if roll in m
        }
        möte = Sammanträde.objects.create(
            organ=self.organ,
            datum=self.dag,
            slag=self.slag,
            status=Sammanträde.Status.INSTÄLLT if inställt else Sammanträde.Status.UTKAST,
            ordförande=personer.get(roller.ORDFÖRANDE),
            ordförande_titel=m.get("ordforande", {}).get("titel", ""),
            sekreterare=personer.get(roller.SEKRETERARE),
            sekreterare_titel=m.get("sekreterare", {}).get("titel", ""),
            förhinder_till=personer.get(roller.FÖRHINDER),
            anmärkningar=self.data.get("anmarkningar", []),
            **till_rad(SAMMANTRÄDE, m),
            **till_rad(UNDERSKRIFT, m.get("underskrift", {})),
        )
        for roll, person in personer.items():
            Mötesperson.objects.create(
                sammanträde=möte, roll=roll, person=person, **till_rad(PERSONUPPGIFTER, m[roll])
            )
        for nr, spann in enumerate(m.get("tider", [])):
            tider = filfält.tider_till_rad(spann)
            omkastade = mötesfil.är_bakvänt(spann, ["tider"])
            if omkastade:
                self.varna(f"sammantrade.tider[{nr}]", f"{spann[1]} är inte efter {spann[0]}.")
            Tidspann.objects.create(sammanträde=möte, över_midnatt=omkastade, **tider)
        for g in m.get("gruppmoten", []):
            Gruppmöte.objects.create(
                sammanträde=möte,
                partier=g.get("partier", []),
                plats=g.get("plats", ""),
                **filfält.tider_till_rad(g.get("tider", [])),
            )
        for p in m.get("program", []):
            Programpunkt.objects.create(sammanträde=möte, **till_rad(PROGRAM, p))
        return möte

    def _källa(self) -> None:
        """Det filen säger som annars bara står i registren, och de kan säga något annat."""
        o = self.data["organ"]
        Källa.objects.create(
            sammanträde=self.möte,
            fler_kommuner=self.data["kommun"].get("fler", []),
            slag=self.data["sammantrade"].get("slag", ""),
            **till_rad(KÄLLA, o),
            **till_rad(DIARIUM, o.get("diarium", {})),
        )
        for kod, namn in self.data.get("partier", {}).items():
            parti, _ = Parti.objects.get_or_create(
                kommun=self.kommun, kod=kod, defaults={"namn": namn}
            )
            self._fyll_i(parti, "partier", namn=(kod, namn))
            Mötesparti.objects.create(sammanträde=self.möte, kod=kod, namn=namn)

    def varna(self, plats: str, text: str) -> None:
        self.varningar.append(f"{plats}: {text}")

    def person(self, p: dict[str, Any], plats: str) -> Person:
        """Personen i kommunens register; det som saknas om den fylls i."""
        person = Person.objects.filter(kommun=self.kommun, namn=p["namn"]).first()
        if person is None:
            person = Person.objects.create(
                kommun=self.kommun, namn=p["namn"], titel=p.get("titel", "")
            )
        if plats == "sammantrade.forhinder":
            # Övriga får sin titel på mötets egna rader.
            self._fyll_i(person, plats, titel=("titel", p.get("titel")))
        self._fyll_i(
            person,
            plats,
            epost=("epost", p.get("epost")),
            telefon=("telefon", p.get("telefon")),
        )
        return person

    def _kallade(self, kallade: Sequence[dict[str, Any]]) -> None:
        gånger: Counter[int] = Counter()
        for nr, k in enumerate(kallade):
            person = self.person(k, f"kallade[{nr}]")
            if gånger[person.pk]:
                self.varna(f"kallade[{nr}]", f"{k['namn']} står redan i listan.")
            Kallad.objects.create(
                sammanträde=self.möte,
                person=person,
                upprepning=gånger[person.pk],
                **till_rad(KALLAD, k),
            )
            gånger[person.pk] += 1
            if k.get("som") in ("ledamot", "tjanstgorande_ersattare", "ersattare"):
                ledamot = k["som"] == "ledamot"
                post = Uppdrag.Post.LEDAMOT if ledamot else Uppdrag.Post.ERSÄTTARE
                self.uppdrag(person, post, k.get("parti", ""), nr + 1)

    def uppdrag(self, person: Person, post: str, parti: str, ordning: int) -> None:
        """Ett uppdrag för mandatperioden, om personen inte redan har ett den dagen."""
        start = self.dag.year - (self.dag.year - MANDATPERIOD_FRÅN) % MANDATPERIOD_ÅR
        egna = Uppdrag.objects.filter(person=person, organ=self.organ)
        if egna.gällande(self.dag).exists() or egna.filter(från=date(start, 1, 1)).exists():
            return
        register = None
        if parti and len(parti) <= MAX_PARTIKOD:
            register, _ = Parti.objects.get_or_create(kommun=self.kommun, kod=parti)
        Uppdrag.objects.create(
            person=person,
            organ=self.organ,
            post=post,
            parti=register,
            från=date(start, 1, 1),
            till=date(start + MANDATPERIOD_ÅR - 1, 12, 31),
            ordning=ordning,
        )

    def _punkt(self, rad: dict[str, Any], förälder: Punkt | None) -> None:
        väg = f"foredragningslista: {rad['rubrik']}"
        # I en hemlig följd är allt hemligt, också det som filen inte märker för sig.
        ärvd = (
            förälder is not None
            and förälder.är_sekretess
            and "slag" not in rad
            and "sekretess" not in rad
        )
        slag = "sekretess" if ärvd else rad.get("slag", Punkt.Slag.BESLUT)
        sekretess = filfält.sekretess_till_rad(rad.get("sekretess"), hemlig=slag == "sekretess")
        ärende, avvikande = self.ärende(rad, sekretess)
        self.ordning += 1
        numrering, nummer = Punkt.Numrering.LÖPANDE, ""
        if "nummer" in rad:
            if rad["nummer"] is None:
                numrering = Punkt.Numrering.UTAN
            else:
                numrering, nummer = Punkt.Numrering.FAST, str(rad["nummer"])
        punkt = Punkt.objects.create(
            sammanträde=self.möte,
            förälder=förälder,
            ordning=self.ordning,
            numrering=numrering,
            nummer=nummer,
            till_nummer=str(rad.get("till", "")),
            slag=slag,
            slag_antaget="slag" not in rad,
            ärende=ärende,
            avvikande_beteckning=avvikande,
            **till_rad(PUNKT, rad),
            **sekretess,
        )
        for nr, sats in enumerate(rad.get("forslag", []), 1):
            Förslagssats.objects.create(punkt=punkt, nummer=nr, text=sats)
        for f in rad.get("foredragande", []):
            Föredragande.objects.create(
                punkt=punkt,
                person=self.person(f, f"{väg}.foredragande"),
                **till_rad(PERSONUPPGIFTER, f),
            )
        for nr, h in enumerate(rad.get("handlingar", []), 1):
            self._handling(punkt, nr, h)
        for inre in rad.get("punkter", []):
            self._punkt(inre, punkt)

    def ärende(self, rad: dict[str, Any], sekretess: dict[str, Any]) -> tuple[Ärende | None, str]:
        """Ärendet med radens dnr, och dnr:et om listan trycker det på annat sätt."""
        beteckning = rad.get("beteckning")
        if not beteckning:
            return None, ""
        diarium = self.organ.diarium
        if diarium is None:
            saknas = f"organ.diarium saknas, men ”{rad['rubrik']}” har beteckningen {beteckning}."
            if not mötesfil.är_historia(self.data):
                raise mötesfil.Mötesfilfel(saknas)
            self.varningar.append(saknas)
            return None, beteckning
        nummer = diarienummer.läs(diarium.mönster, beteckning, prefix=diarium.prefix)
        ärende = Ärende.objects.filter(diarium=diarium, beteckning=beteckning).first()
        if ärende is None and nummer:
            ärende = Ärende.objects.filter(
                diarium=diarium, år=nummer.år, löpnummer=nummer.löpnummer
            ).first()
        if ärende is None:
            if nummer is None:
                self.varningar.append(f"{beteckning} följer inte diariets mönster.")
            ärende = Ärende.objects.create(
                diarium=diarium,
                myndighet=self.organ.myndighet,
                år=nummer.år if nummer else None,
                löpnummer=nummer.löpnummer if nummer else None,
                beteckning=beteckning,
                klass=rad.get("klass", ""),
                rubrik=rad["rubrik"],
                offentlig_rubrik=rad.get("offentlig_rubrik", ""),
                ursprung=Ärende.Ursprung.IMPORT,
                **_utan_antaget(sekretess),
            )
            if nummer:
                with connection.cursor() as markör:
                    markör.execute(SERIEN_MINST, [diarium.pk, nummer.år, nummer.löpnummer])
            händelser.skriv(ärende, "ärende.importerat", av=self.av, beteckning=beteckning)
        elif rad.get("klass") and ärende.klass != rad["klass"]:
            self.varningar.append(
                f"{beteckning}: klass {rad['klass']} i filen, {ärende.klass or 'ingen'} i diariet."
            )
        return ärende, beteckning if beteckning != ärende.beteckning else ""

    def _handling(self, punkt: Punkt, ordning: int, h: dict[str, Any]) -> None:
        sekretess = filfält.sekretess_till_rad(h.get("sekretess"))
        uppgifter: dict[str, Any] = {
            "slag": h.get("slag", ""),
            "rubrik": h["rubrik"],
            "datum": h.get("datum"),
            **self.fil(h.get("fil")),
        }
        mapp = {"filmapp": uppgifter.pop("filmapp")}
        rad = Punkthandling(
            punkt=punkt, ordning=ordning, slag_antaget="slag" not in h, **mapp, **sekretess
        )
        if punkt.ärende is None:
            for namn, värde in uppgifter.items():
                setattr(rad, namn, värde)
            rad.save()
            return
        finns = punkt.ärende.handlingar.filter(
            rubrik=h["rubrik"], fil=uppgifter["fil"], datum=h.get("datum")
        ).first()
        if finns is None:
            högsta = punkt.ärende.handlingar.aggregate(högsta=Max("nummer"))["högsta"] or 0
            finns = Handling.objects.create(
                ärende=punkt.ärende,
                nummer=högsta + 1,
                **uppgifter | {"slag": uppgifter["slag"] or Handling.Slag.ÖVRIGT},
                **_utan_antaget(sekretess),
            )
        rad.handling = finns
        # Det källan trycker annorlunda än handlingen är registrerad.
        rad.slag = uppgifter["slag"] if uppgifter["slag"] != finns.slag else ""
        rad.filnamn = uppgifter["filnamn"] if uppgifter["filnamn"] != finns.filnamn else ""
        rad.save()

    def fil(self, namn: str | None) -> dict[str, Any]:
        """Fälten för en fil som mötesfilen nämner."""
        if not namn:
            return {"fil": None, "filnamn": "", "filmapp": ""}
        if namn not in self.sparade:
            self.sparade[namn] = filer.spara_pdf(self.innehåll[namn], namn=namn)
        mapp, _, eget = namn.rpartition("/")
        return {"fil": self.sparade[namn], "filnamn": eget, "filmapp": mapp}


def _utan_antaget(sekretess: dict[str, Any]) -> dict[str, Any]:
    """Markeringen för diariets rader, som inte skiljer på vad som stod i en källa."""
    return {namn: v for namn, v in sekretess.items() if namn != "sekretess_antagen"}
