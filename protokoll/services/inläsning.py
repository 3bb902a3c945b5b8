"""Läser in hela mötet ur en mötesfil: kallelsens del i nämnd, protokollets här."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from konton.models import Användare, Person
from nämnd import mötesfil, mötesskillnad
from nämnd.filfält import sekretess_till_rad, tider_till_rad, till_rad
from nämnd.models import Organ, Punkt, Sammanträde, TilltänktJusterare, Uppdrag
from nämnd.services import inläsning as nämndens
from nämnd.services.inläsning import Inläst
from nämnd.services.utläsning import punktnummer
from protokoll import filfält, historik
from protokoll.models import (
    Ajournering,
    AnmältDelegationsbeslut,
    AnmältMeddelande,
    Anslag,
    Bilaga,
    JusteradFörSig,
    Justerare,
    Justering,
    Närvaro,
    Närvarotid,
    Paragraf,
    Protokoll,
    Underskrift,
    Vägran,
    ÖvrigNärvarande,
    ÖvrigTid,
)
from protokoll.services import utläsning
from protokoll.services.avslut import huvud
from protokoll.services.paragrafinläsning import Paragrafinläsning

SERIEN_MINST = """
    INSERT INTO protokoll_paragrafserie (organ_id, ar, senaste) VALUES (%s, %s, %s)
    ON CONFLICT (organ_id, ar)
    DO UPDATE SET senaste = GREATEST(protokoll_paragrafserie.senaste, excluded.senaste)
"""
ERSÄTTARE = (Närvaro.Status.TJÄNSTGÖRANDE, Närvaro.Status.ERSÄTTARE)
# Så många skillnader mellan filen och ett möte som redan finns räknas upp.
MEST = 10
FILFÄLT = ("fil", "filnamn", "filmapp")


def läs_in(*, katalog: Path, av: Användare, sekreterare: Användare | None = None) -> Inläst:
    """Läser katalogens mötesfil: allt eller inget, och bara en gång.

    Finns mötet redan ändras det inte; en varning säger var filen säger något annat.
    """

    def fortsätt(källa: nämndens.Inläsning) -> None:
        hela = any(källa.data.get(del_) for del_ in nämndens.HELA_MÖTET)
        if källa.ny:
            if hela:
                _Protokollsinläsning(källa).kör()
            return
        utan_protokoll = not Protokoll.objects.filter(sammanträde=källa.möte).exists()
        if hela and utan_protokoll:
            källa.varna(
                "paragrafer", "mötet finns redan utan protokoll; filens protokoll lästes inte in."
            )
        _jämför(källa, utom=nämndens.HELA_MÖTET if hela and utan_protokoll else ())

    return nämndens.läs_in(katalog=katalog, av=av, sekreterare=sekreterare, fortsätt=fortsätt)


def _jämför(källa: nämndens.Inläsning, *, utom: Sequence[str]) -> None:
    """En varning med platserna där filen och det sparade mötet skiljer sig, högst tio."""
    mötet, papper = utläsning.läs(källa.möte)
    filen, mötet = ({n: v for n, v in d.items() if n not in utom} for d in (källa.data, mötet))
    funna = mötesskillnad.skillnader(filen, mötet)
    for namn, innehåll in källa.innehåll.items():
        sparad = papper.filer.get(namn)
        if sparad is not None and sparad.sha256 != hashlib.sha256(innehåll).hexdigest():
            funna.append(f"{namn} (papperet har annat innehåll)")
    if funna:
        fler = f"; och {len(funna) - MEST} till" if len(funna) > MEST else ""
        källa.varna(
            "filen",
            f"mötet finns redan och ändras inte. Filen säger något annat på {len(funna)} "
            f"{'ställe' if len(funna) == 1 else 'ställen'}: {'; '.join(funna[:MEST])}{fler}.",
        )


class _Protokollsinläsning:
    def __init__(self, källa: nämndens.Inläsning) -> None:
        self.källa = källa
        self.data = källa.data
        self.möte = källa.möte
        self.historia = mötesfil.är_historia(källa.data)
        self.varningar: list[historik.Varning] = []
        self.paragrafer: dict[str, Paragraf] = {}

    def kör(self) -> None:
        self._registrera_uppdrag()
        if self.historia:
            self._granska()
        # Raderna låses när protokollet får sin slutliga status, sist.
        self.protokoll = Protokoll.objects.create(
            sammanträde=self.möte,
            status=Protokoll.Status.ÖPPET,
            ursprung=Protokoll.Ursprung.IMPORT,
            öppnat_tid=self._mötets_tid(0),
            öppnat_av=self.källa.av,
            platser=self._platser() or 0,
            **self._original(),
        )
        self._närvaro()
        self._övriga()
        self._paragrafer()
        for nr, rad in enumerate(self.data.get("justering", [])):
            self._justering(nr, rad)
        for nr, rad in enumerate(self.data.get("anslag", [])):
            Anslag.objects.create(
                protokoll=self.protokoll,
                justering=self._anslagen_justering(rad),
                ordning=nr,
                varningar=self.varningar_för(f"anslag[{nr}]"),
                **till_rad(filfält.ANSLAG, rad),
            )
        self._anmält()
        self._slutför()

    def varningar_för(self, plats: str, *, utom: str = "") -> list[str]:
        """Varningarna för en rad och det som hör till den."""
        return [
            v.med_lagrum
            for v in self.varningar
            if v.plats == plats
            or (v.plats.startswith(f"{plats}.") and not (utom and v.plats.startswith(utom)))
        ]

    def _granska(self) -> None:
        """Reglerna varnar; det som står i ett gammalt protokoll hindras aldrig."""
        uppdrag = Uppdrag.objects.gällande(self.källa.dag).filter(organ=self.källa.organ)
        partier = {
            u.person.namn: u.parti.kod
            for u in uppdrag.select_related("person", "parti")
            if u.parti is not None
        }
        self.varningar = historik.granska(
            self.data,
            platser=self._platser(),
            partier=partier,
            fullmäktige=self.källa.organ.typ == Organ.Typ.FULLMÄKTIGE,
        )
        for varning in self.varningar:
            self.källa.varna(varning.plats, varning.med_lagrum)

    def _platser(self) -> int | None:
        i_filen = self.data["organ"].get("platser")
        return i_filen if i_filen is not None else self.källa.organ.platser

    def _mötets_tid(self, sida: int) -> datetime:
        """När mötet började (0) eller slutade (-1), efter filens tider."""
        spann = self.data["sammantrade"].get("tider", [])
        klockan = spann[sida][sida] if spann else "00:00"
        return timezone.make_aware(datetime.combine(self.källa.dag, time.fromisoformat(klockan)))

    def _original(self) -> dict[str, Any]:
        original = self.data.get("original", {})
        kallelse = self.källa.fil(original.get("kallelse"))
        protokoll = self.källa.fil(original.get("protokoll"))
        return {
            "original": protokoll["fil"],
            "original_filnamn": protokoll["filnamn"],
            "original_filmapp": protokoll["filmapp"],
            "original_kallelse": kallelse["fil"],
            "original_kallelse_filnamn": kallelse["filnamn"],
            "original_kallelse_filmapp": kallelse["filmapp"],
        }

    # --- Närvaron ----------------------------------------------------------------------------

    def _registrera_uppdrag(self) -> None:
        """Uppdrag för dem i närvaron som registret saknar."""
        for nr, rad in enumerate(self.data.get("narvaro", [])):
            person = self.källa.person({"namn": rad["namn"]}, f"narvaro[{nr}]")
            self.källa.uppdrag(person, _post(rad), rad.get("parti", ""), nr + 1)

    def _närvaro(self) -> None:
        rader: list[tuple[Närvaro, dict[str, Any]]] = []
        for nr, rad in enumerate(self.data.get("narvaro", [])):
            närvaro = Närvaro(
                protokoll=self.protokoll,
                person=self.källa.person({"namn": rad["namn"]}, f"narvaro[{nr}]"),
                är_ersättare=_post(rad) == Uppdrag.Post.ERSÄTTARE,
                ordning=nr,
                inne=rad["status"] != Närvaro.Status.FRÅNVARANDE,
                varningar=self.varningar_för(f"narvaro[{nr}]"),
                **till_rad(filfält.NÄRVARO, rad),
            )
            rader.append((närvaro, rad))
        self._sätt_gällande([n for n, _ in rader])
        for närvaro, rad in rader:
            närvaro.save()
            _skriv_tider(Närvarotid, rad.get("tider", []), närvaro=närvaro)
        alla = [n for n, _ in rader]
        upptagna: set[int] = set()
        for närvaro, rad in rader:
            if not (namn := rad.get("for")):
                continue
            plats = _ledamot(alla, namn, utom=närvaro)
            # En gällande rad per plats; de andra står med ledamotens namn.
            if plats is not None and not (närvaro.gällande and plats.pk in upptagna):
                närvaro.för = plats
                if närvaro.gällande:
                    upptagna.add(plats.pk)
            else:
                närvaro.för_namn = namn
            närvaro.save(update_fields=["för", "för_namn"])
        self.rader = alla

    @staticmethod
    def _sätt_gällande(rader: Sequence[Närvaro]) -> None:
        """Personens sista rad är den som gäller när mötet slutar."""
        sedda: set[int] = set()
        for rad in reversed(rader):
            rad.gällande = rad.person_id not in sedda
            sedda.add(rad.person_id)

    def _tilltänkt(self, uppgift: dict[str, Any], *, är_ersättare: bool) -> None:
        """Den som en kallelse nämner som justerare väljs först på mötet."""
        kommun = self.möte.organ.myndighet.kommun
        TilltänktJusterare.objects.create(
            sammanträde=self.möte,
            person=Person.objects.filter(kommun=kommun, namn=uppgift["namn"]).first(),
            namn=uppgift["namn"],
            parti=uppgift.get("parti", ""),
            är_ersättare=är_ersättare,
        )

    def finn(self, namn: str) -> Närvaro | None:
        """Personens gällande rad."""
        egna = [rad for rad in self.rader if rad.namn == namn and rad.gällande]
        return egna[0] if egna else None

    def _övriga(self) -> None:
        for rad in self.data.get("ovriga", []):
            övrig = ÖvrigNärvarande.objects.create(
                protokoll=self.protokoll, **till_rad(filfält.ÖVRIG, rad)
            )
            _skriv_tider(ÖvrigTid, rad.get("tider", []), övrig=övrig)

    # --- Paragraferna ------------------------------------------------------------------------

    def _paragrafer(self) -> None:
        punkter = _Punkter(self.möte)
        årets = Paragraf.objects.filter(organ=self.källa.organ, år=self.källa.dag.year)
        upptagna = {n for n in årets.values_list("nummer", flat=True) if n is not None}
        for nr, rad in enumerate(self.data.get("paragrafer", [])):
            här = f"paragrafer[{nr}]"
            punkt = punkter.ta(rad)
            hemlig = punkt is not None and punkt.sekretesskälla is not None
            sekretess = sekretess_till_rad(rad.get("sekretess"), hemlig=hemlig)
            ärende, _ = self.källa.ärende(rad, sekretess)
            nummer = _paragrafnummer(rad, upptagna)
            if rad["paragraf"] is not None and nummer["nummer"] is None:
                self.källa.varna(här, f"§ {rad['paragraf']} räknas inte i organets serie.")
            paragraf = Paragraf.objects.create(
                protokoll=self.protokoll,
                punkt=punkt,
                ärende=ärende,
                organ=self.källa.organ,
                år=self.källa.dag.year,
                ordning=nr + 1,
                varningar=self.varningar_för(här, utom=f"{här}.omrostningar"),
                **nummer,
                **sekretess,
                **_utfall(rad, self._mötets_tid(-1)),
                **_omedelbart(rad),
                **till_rad(filfält.DOMSTOL, rad.get("domstol", {})),
                **till_rad(filfält.PARAGRAF, rad),
            )
            self.paragrafer.setdefault(str(rad["paragraf"]), paragraf)
            _skriv_punkter(paragraf, rad)
            _skriv_tider(
                Ajournering,
                rad.get("ajournering", []),
                paragraf=paragraf,
                protokoll=self.protokoll,
            )
            Paragrafinläsning(
                paragraf,
                rad,
                fil=self.källa.fil,
                finn=self.finn,
                varningar=partial(self._omröstningens_varningar, här),
            ).kör()
        if upptagna:
            with connection.cursor() as markör:
                markör.execute(
                    SERIEN_MINST, [self.källa.organ.pk, self.källa.dag.year, max(upptagna)]
                )

    def _omröstningens_varningar(self, paragraf: str, nr: int) -> list[str]:
        return self.varningar_för(f"{paragraf}.omrostningar[{nr}]")

    def _hänvisning(self, rad: dict[str, Any]) -> dict[str, Any]:
        """Paragrafen som en rad hör till, och numret som det står."""
        if "paragraf" not in rad:
            return {}
        nummer = str(rad["paragraf"])
        return {"paragraf": self.paragrafer.get(nummer), "paragrafnummer": nummer}

    # --- Justering och anmält ----------------------------------------------------------------

    def _justering(self, nr: int, rad: dict[str, Any]) -> None:
        klar = self.historia and _är_justerad(rad)
        justering = Justering.objects.create(
            protokoll=self.protokoll,
            ordning=nr,
            status=Justering.Status.JUSTERAD if klar else Justering.Status.PÅGÅR,
            varningar=self.varningar_för(f"justering[{nr}]"),
            **till_rad(filfält.JUSTERING, rad),
        )
        sedda: set[int] = set()
        for nyckel in ("justerare", "ersattare_for_justerare"):
            for person in rad.get(nyckel, []):
                if not self.historia:
                    self._tilltänkt(person, är_ersättare=nyckel != "justerare")
                närvaro = self.finn(person["namn"])
                if närvaro is not None and närvaro.pk in sedda:
                    närvaro = None
                elif närvaro is not None:
                    sedda.add(närvaro.pk)
                Justerare.objects.create(
                    protokoll=self.protokoll,
                    justering=justering,
                    närvaro=närvaro,
                    är_ersättare=nyckel != "justerare",
                    **till_rad(filfält.PERSON, person),
                )
        for ordning, underskrift in enumerate(rad.get("underskrivet", [])):
            Underskrift.objects.create(
                justering=justering,
                ordning=ordning,
                närvaro=self.finn(underskrift["namn"]),
                status=Underskrift.Status.UNDERSKRIVEN,
                metod=Underskrift.Metod.PAPPER,
                **till_rad(filfält.UNDERSKRIFT, underskrift),
            )
        for vägran in rad.get("vagrar", []):
            Vägran.objects.create(
                justering=justering,
                skäl=vägran.get("skal", ""),
                **till_rad(filfält.PERSON, vägran.get("person", {})),
                **self._hänvisning(vägran),
            )

    def _anslagen_justering(self, rad: dict[str, Any]) -> Justering | None:
        """Justeringen som anslaget gäller: den med samma paragrafer, annars den ordinarie."""
        justeringar = list(self.protokoll.justeringar.all())
        samma = [j for j in justeringar if j.paragrafer == rad.get("paragrafer", "")]
        ordinarie = [j for j in justeringar if not j.omedelbar]
        return next(iter(samma or ordinarie), None)

    def _anmält(self) -> None:
        for modell, nyckel, fält in (
            (AnmältDelegationsbeslut, "delegationsbeslut", filfält.DELEGATIONSBESLUT),
            (AnmältMeddelande, "meddelanden", filfält.MEDDELANDE),
            (Bilaga, "bilagor", filfält.BILAGA),
        ):
            for nr, rad in enumerate(self.data.get(nyckel, [])):
                modell._default_manager.create(
                    protokoll=self.protokoll,
                    ordning=nr,
                    **till_rad(fält, rad),
                    **self._hänvisning(rad),
                    **self.källa.fil(rad.get("fil")),
                )

    # --- Sist --------------------------------------------------------------------------------

    def _slutför(self) -> None:
        protokoll = self.protokoll
        namn = self.data["sammantrade"].get("ordforande", {}).get("namn", "")
        protokoll.ordförande = self.finn(namn) or next(
            (r for r in self.rader if r.gällande and r.inne and _är_ordförande(r)), None
        )
        protokoll.platser = self._platser() or sum(rad.har_plats for rad in self.rader)
        if self.historia:
            protokoll.status = self._status()
            protokoll.avslutat_tid = self._mötets_tid(-1)
            protokoll.huvud = huvud(protokoll, None)
            if self.möte.status != Sammanträde.Status.INSTÄLLT:
                self.möte.status = Sammanträde.Status.AVSLUTAT
                self.möte.save(update_fields=["status"])
        else:
            protokoll.status = Protokoll.Status.FÖRBERETT
        justering = protokoll.justeringar.filter(omedelbar=False).first()
        anslag = protokoll.anslag.first()
        protokoll.justeringsplats = justering.plats[:200] if justering else ""
        protokoll.förvaringsplats = anslag.förvaring if anslag else ""
        protokoll.save()

    def _status(self) -> Protokoll.Status:
        """Justerat när källan visar det: en dag, en underskrift eller ett anslag."""
        ordinarie = [j for j in self.data.get("justering", []) if not j.get("omedelbar")]
        justerat = bool(self.data.get("anslag")) or any(_är_justerad(j) for j in ordinarie)
        return Protokoll.Status.JUSTERAT if justerat else Protokoll.Status.AVSLUTAT


class _Punkter:
    """Föredragningslistans punkter, var och en tagen av högst en paragraf."""

    def __init__(self, möte: Sammanträde) -> None:
        nummer = punktnummer(möte)
        lediga = Punkt.objects.filter(sammanträde=möte).select_related("förälder", "ärende")
        self.lediga = [(nummer.get(p.pk, ""), p) for p in lediga]

    def ta(self, rad: dict[str, Any]) -> Punkt | None:
        """Punkten med paragrafens nummer på listan, eller med samma rubrik."""
        punkt = rad.get("punkt")
        villkor: list[Callable[[str, Punkt], bool]] = [lambda _, p: p.rubrik == rad["rubrik"]]
        if punkt is not None:
            villkor.insert(0, lambda nummer, _: nummer == str(punkt))
        for gäller in villkor:
            for plats, (nummer, ledig) in enumerate(self.lediga):
                if gäller(nummer, ledig):
                    del self.lediga[plats]
                    return ledig
        return None


def _skriv_tider(modell: type[Model], tider: Sequence[Sequence[str]], **ägare: Model) -> None:
    for spann in tider:
        modell._default_manager.create(**ägare, **tider_till_rad(spann))


def _post(rad: dict[str, Any]) -> Uppdrag.Post:
    """Uppdraget som raden visar; presidiets poster väljs i registret."""
    if rad["status"] == Närvaro.Status.INSYN:
        return Uppdrag.Post.INSYN
    ersättare = rad["status"] in ERSÄTTARE or "ersättare" in rad.get("post", "").casefold()
    return Uppdrag.Post.ERSÄTTARE if ersättare else Uppdrag.Post.LEDAMOT


def _ledamot(rader: Sequence[Närvaro], namn: str, *, utom: Närvaro) -> Närvaro | None:
    """Ledamotens rad, den som ersättaren tjänstgör för."""
    egna = [r for r in rader if r.namn == namn and r is not utom and r.person_id != utom.person_id]
    return next((r for r in egna if r.har_plats), egna[0] if egna else None)


def _är_ordförande(rad: Närvaro) -> bool:
    return rad.post.casefold().strip() in ("ordförande", "ordf", "ordf.")


def _är_justerad(rad: dict[str, Any]) -> bool:
    return bool(rad.get("datum") or rad.get("underskrivet"))


def _paragrafnummer(rad: dict[str, Any], upptagna: set[int]) -> dict[str, Any]:
    """Numret i serien om det är ledigt, och numret som det står när det är något annat."""
    står = rad["paragraf"]
    tal = historik.heltal(står)
    if tal is None or tal < 1 or tal in upptagna:
        tal = None
    else:
        upptagna.add(tal)
    # Bara ett heltal som fått sin plats i serien är samma sak som numret självt.
    avvikande = "" if står is None or str(tal) == str(står) else str(står)
    punkt = rad.get("punkt", "")
    return {
        "nummer": tal,
        "nummer_text": avvikande,
        "visas_som": rad.get("visas_som") or (avvikande if isinstance(står, str) else ""),
        "punktnummer": None if punkt is None else str(punkt),
    }


def _utfall(rad: dict[str, Any], tid: datetime) -> dict[str, Any]:
    """Paragrafens utfall: det egna beslutets, annars förslagets till ett annat organ."""
    delar = sorted(rad.get("beslut", []), key=lambda b: bool(b.get("forslag_till")))
    utfall = next((b["utfall"] for b in delar if b.get("utfall")), "")
    return {"utfall": utfall, "beslutad_tid": tid if utfall else None}


def _omedelbart(rad: dict[str, Any]) -> dict[str, Any]:
    return {"omedelbart_justerad": bool(rad.get("omedelbar_justering", False))}


def _skriv_punkter(paragraf: Paragraf, rad: dict[str, Any]) -> None:
    """Satserna som källan säger justerades omedelbart, när det inte är hela paragrafen."""
    punkter = rad.get("omedelbar_justering", False)
    if isinstance(punkter, list) and punkter:
        JusteradFörSig.objects.create(paragraf=paragraf, punkter=punkter)
