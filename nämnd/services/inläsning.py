"""Läser in en mötesfil som ett möte att kalla till: allt eller inget, och bara en gång."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max, Model

from konton.models import Användare, Kommun, Myndighet, Parti, Person, Roll, Rolltilldelning
from konton.policy import kräv_administratör
from nämnd import mötesfil
from nämnd.models import (
    Föredragande,
    Förslagssats,
    Gruppmöte,
    Kallad,
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
# Tal som databasens låsfunktion tar; betyder ingenting utom att alla här använder samma.
INLÄSNINGSLÅS = 7_031_503
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


def läs_in(*, katalog: Path, av: Användare, sekreterare: Användare | None = None) -> Inläst:
    """Läser katalogens mötesfil. `mötesfil.Mötesfilfel` vid fel, och då är ingenting sparat."""
    kräv_administratör(av)
    data = mötesfil.läs(katalog)
    fil = mötesfil.hitta(katalog)
    try:
        innehåll = _läs_papper(katalog, data)
    except mötesfil.Mötesfilfel as fel:
        raise mötesfil.Mötesfilfel(f"{fil}: {fel}") from fel
    inläsning = _Inläsning(data, innehåll, av)
    try:
        with transaction.atomic():
            resultat = inläsning.kör()
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

    def gå(punkter: Sequence[dict[str, Any]], väg: str) -> None:
        for nr, punkt in enumerate(punkter):
            här = f"{väg}[{nr}]"
            for hnr, handling in enumerate(punkt.get("handlingar", [])):
                namn = handling.get("fil")
                if namn and namn not in papper:
                    papper[namn] = _läs_ett(katalog, namn, f"{här}.handlingar[{hnr}].fil")
            gå(punkt.get("punkter", []), f"{här}.punkter")

    gå(data.get("foredragningslista", []), "foredragningslista")
    return papper


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


class _Inläsning:
    def __init__(self, data: dict[str, Any], innehåll: dict[str, bytes], av: Användare) -> None:
        self.data = data
        self.innehåll = innehåll
        self.av = av
        self.varningar: list[str] = []
        self.sparade: dict[str, Fil] = {}
        self.ordning = 0

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
            return Inläst(mötet, ny=False)
        self.kommun, ny = Kommun.objects.get_or_create(
            namn=self.data["kommun"]["namn"],
            defaults={"fler_namn": self.data["kommun"].get("fler", [])},
        )
        if not ny:
            self._fyll_i(self.kommun, "kommun", fler_namn=("fler", self.data["kommun"].get("fler")))
        self.organ = self._organ(self.data["organ"])
        self.möte = self._sammanträde(m)
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
        underskrift = m.get("underskrift", {})
        möte = Sammanträde.objects.create(
            organ=self.organ,
            datum=self.dag,
            plats=m.get("plats", ""),
            slag=self.slag,
            status=Sammanträde.Status.INSTÄLLT if inställt else Sammanträde.Status.UTKAST,
            tema=m.get("tema", ""),
            ordförande=self._person(m.get("ordforande"), "sammantrade.ordforande"),
            ordförande_titel=m.get("ordforande", {}).get("titel", ""),
            sekreterare=self._person(m.get("sekreterare"), "sammantrade.sekreterare"),
            sekreterare_titel=m.get("sekreterare", {}).get("titel", ""),
            förhinder_till=self._person(m.get("forhinder"), "sammantrade.forhinder"),
            distans=m.get("distans", ""),
            pressinformation=m.get("pressinformation", ""),
            underskrift_ort=underskrift.get("ort", ""),
            underskrift_dag=underskrift.get("datum"),
            anteckningssidor=m.get("anteckningssidor", 0),
            protokollsnummer=m.get("protokollsnummer", ""),
            offentligt=m.get("offentligt", False),
            utkast=m.get("utkast", False),
            anmärkningar=self.data.get("anmarkningar", []),
        )
        for spann in m.get("tider", []):
            Tidspann.objects.create(sammanträde=möte, **_tider(spann))
        for g in m.get("gruppmoten", []):
            Gruppmöte.objects.create(
                sammanträde=möte,
                partier=g.get("partier", []),
                plats=g.get("plats", ""),
                **_tider(g.get("tider", [])),
            )
        for p in m.get("program", []):
            Programpunkt.objects.create(
                sammanträde=möte, tid=p.get("tid", ""), text=p.get("text", "")
            )
        for kod, namn in self.data.get("partier", {}).items():
            parti, _ = Parti.objects.get_or_create(
                kommun=self.kommun, kod=kod, defaults={"namn": namn}
            )
            self._fyll_i(parti, "partier", namn=(kod, namn))
        return möte

    def _person(self, p: dict[str, Any] | None, plats: str, *, tid: bool = False) -> Person | None:
        if not p:
            return None
        for fält in ("parti",) if tid else ("parti", "tid"):
            if p.get(fält):
                self.varningar.append(f"{plats}.{fält}: uppgiften sparas inte här.")
        person = Person.objects.filter(kommun=self.kommun, namn=p["namn"]).first()
        if person is None:
            person = Person(kommun=self.kommun, namn=p["namn"], titel=p.get("titel", ""))
            person.save()
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
        for nr, k in enumerate(kallade):
            person = self._person({**k, "parti": "", "tid": ""}, f"kallade[{nr}]")
            if person is None or Kallad.objects.filter(sammanträde=self.möte, person=person):
                self.varningar.append(f"kallade[{nr}]: {k['namn']} står redan i listan.")
                continue
            Kallad.objects.create(
                sammanträde=self.möte,
                person=person,
                som=k.get("som", ""),
                namn=k["namn"],
                parti=k.get("parti", ""),
                titel=k.get("titel", ""),
                tid=k.get("tid", ""),
            )
            if k.get("som") in ("ledamot", "tjanstgorande_ersattare", "ersattare"):
                self._uppdrag(person, k, nr)

    def _uppdrag(self, person: Person, k: dict[str, Any], nr: int) -> None:
        """Ett uppdrag för mandatperioden, om personen inte redan har ett den dagen."""
        if Uppdrag.objects.gällande(self.dag).filter(person=person, organ=self.organ).exists():
            return
        start = self.dag.year - (self.dag.year - MANDATPERIOD_FRÅN) % MANDATPERIOD_ÅR
        parti = None
        if k.get("parti"):
            parti, _ = Parti.objects.get_or_create(kommun=self.kommun, kod=k["parti"])
        Uppdrag.objects.create(
            person=person,
            organ=self.organ,
            post=Uppdrag.Post.LEDAMOT if k["som"] == "ledamot" else Uppdrag.Post.ERSÄTTARE,
            parti=parti,
            från=date(start, 1, 1),
            till=date(start + MANDATPERIOD_ÅR - 1, 12, 31),
            ordning=nr + 1,
        )

    def _punkt(self, rad: dict[str, Any], förälder: Punkt | None) -> None:
        väg = f"foredragningslista: {rad['rubrik']}"
        if förälder and förälder.är_sekretess and "slag" not in rad and "sekretess" not in rad:
            # I en hemlig följd är allt hemligt, också det som filen inte märker för sig.
            rad = {**rad, "slag": "sekretess"}
        ärende, avvikande = self._ärende(rad)
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
            avsnitt=rad.get("avsnitt", ""),
            slag=rad.get("slag", Punkt.Slag.BESLUT),
            rubrik=rad["rubrik"],
            offentlig_rubrik=rad.get("offentlig_rubrik", ""),
            ärende=ärende,
            avvikande_beteckning=avvikande,
            tid=rad.get("tid", ""),
            anmärkning=rad.get("anmarkning", ""),
            handlingar_senare=rad.get("handlingar_senare", False),
            bilagemarkering=rad.get("bilagemarkering", ""),
            beslutsinstans=rad.get("beslutsinstans", ""),
            förslag_av=rad.get("forslag_av", ""),
            utkast=rad.get("utkast", False),
            **_sekretess(rad),
        )
        for nr, text in enumerate(rad.get("forslag", []), 1):
            Förslagssats.objects.create(punkt=punkt, nummer=nr, text=text)
        for f in rad.get("foredragande", []):
            person = self._person(f, f"{väg}.foredragande", tid=True)
            if person:
                Föredragande.objects.create(
                    punkt=punkt, person=person, titel=f.get("titel", ""), tid=f.get("tid", "")
                )
        for nr, h in enumerate(rad.get("handlingar", []), 1):
            self._handling(punkt, nr, h)
        for inre in rad.get("punkter", []):
            self._punkt(inre, punkt)

    def _ärende(self, rad: dict[str, Any]) -> tuple[Ärende | None, str]:
        """Ärendet med radens dnr, och dnr:et om listan trycker det på annat sätt."""
        beteckning = rad.get("beteckning")
        if not beteckning:
            if rad.get("klass"):
                self.varningar.append(f"{rad['rubrik']}: klass utan beteckning sparas inte.")
            return None, ""
        diarium = self.organ.diarium
        if diarium is None:
            raise mötesfil.Mötesfilfel(
                f"organ.diarium saknas, men ”{rad['rubrik']}” har beteckningen {beteckning}."
            )
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
                **_sekretess(rad),
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
        namn = h.get("fil", "")
        fil = self._fil(namn) if namn else None
        uppgifter: dict[str, Any] = {
            "slag": h.get("slag", ""),
            "rubrik": h["rubrik"],
            "datum": h.get("datum"),
            "fil": fil,
            "filnamn": namn.rsplit("/", 1)[-1],
        } | _sekretess(h)
        if punkt.ärende is None:
            Punkthandling.objects.create(punkt=punkt, ordning=ordning, **uppgifter)
            return
        finns = punkt.ärende.handlingar.filter(
            rubrik=h["rubrik"], fil=fil, datum=h.get("datum")
        ).first()
        if finns is None:
            högsta = punkt.ärende.handlingar.aggregate(högsta=Max("nummer"))["högsta"] or 0
            finns = Handling.objects.create(
                ärende=punkt.ärende,
                nummer=högsta + 1,
                **uppgifter | {"slag": uppgifter["slag"] or Handling.Slag.ÖVRIGT},
            )
        # Är handlingen redan registrerad utan sekretess står filens markering på listans rad.
        egen = {} if finns.är_sekretess else _sekretess(h)
        Punkthandling.objects.create(punkt=punkt, ordning=ordning, handling=finns, **egen)

    def _fil(self, namn: str) -> Fil:
        if namn not in self.sparade:
            self.sparade[namn] = filer.spara_pdf(self.innehåll[namn], namn=namn)
        return self.sparade[namn]


def _tider(spann: Sequence[str]) -> dict[str, time]:
    return dict(zip(("från", "till"), (time.fromisoformat(t) for t in spann), strict=False))


def _sekretess(rad: dict[str, Any]) -> dict[str, Any]:
    s = rad.get("sekretess")
    if s is None and rad.get("slag") != "sekretess":
        return {}
    s = s or {}
    return {
        # Utan lagrum är raden ändå hemlig; då står bara lagens namn.
        "sekretess_lagrum": s.get("lagrum") or "OSL",
        "sekretess_dag": s.get("datum"),
        "sekretess_myndighet": s.get("myndighet", ""),
        "offentlig_text": s.get("offentlig_text", ""),
    }
