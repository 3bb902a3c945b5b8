"""Bygger registren och ärendena, och drar upp mötenas listor, i tidens ordning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise

from django.utils import timezone

from konton.models import Användare, Kommun, Myndighet, Parti, Person, Roll
from konton.services.roller import skapa_användare, tilldela_roll
from konton.services.system import systemanvändare
from nämnd.models import Organ, Sammanträde, StåendePunkt, Uppdrag
from nämnd.services import föredragningslista, sammanträden
from protokoll.management.demo import delegation, kommun, mallar
from protokoll.management.demo.klocka import klockan, senaste_vardag, tidpunkt
from protokoll.management.demo.papper import TITLAR, Papper, satser
from protokoll.management.demo.planering import Mötesplan, Plan, Ärendeplan
from protokoll.management.demo.rendering import Pappersförråd
from protokoll.models import Justeringsregel, Överklagandehänvisning
from protokoll.services import sigillcertifikat
from ärenden.models import Diarium, Handling, Skrivelse, Ärende
from ärenden.services import registrering, skrivelser
from ärenden.överklagandetyp import Överklagandetyp

Rapport = Callable[[str, float], None]

AVGÖRS_INOM = timedelta(days=40)


@dataclass(frozen=True)
class Händelse:
    """Något som sker en viss dag. Samma dag sker det i den här ordningen."""

    dag: date
    turordning: int
    gör: Callable[[], None]


class FelNummer(Exception):
    """Diariet gav ett annat nummer än det som står på papperen."""


class Register:
    """Demokommunens register, uppslagna på planens nycklar."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.kommun = Kommun.objects.create(namn=kommun.KOMMUN)
        self.system = systemanvändare()
        self.myndigheter = {
            m.nyckel: Myndighet.objects.create(
                kommun=self.kommun, namn=m.namn, kortnamn=m.nyckel, förvaltning=m.förvaltning
            )
            for m in kommun.MYNDIGHETER
        }
        self.konton: dict[str, Användare] = {}
        self._politiker()
        self._diarier()
        self._organ()
        self._konton()
        sigillcertifikat.skapa_självgjort(
            kommun=self.kommun, av=self.system, nu=tidpunkt(plan.början - timedelta(days=30))
        )
        # Socialnämnden visar protokollet med anslaget; de andra anslår bara justeringen.
        Justeringsregel.objects.create(organ=self.organ["SN"], publicerar_protokoll=True)
        for myndighet in self.myndigheter.values():
            Överklagandehänvisning.objects.create(
                myndighet=myndighet,
                överklagandetyp=Överklagandetyp.LAGLIGHETSPRÖVNING,
                domstol="Förvaltningsrätten i Linköping",
                inlämning="Förvaltningsrätten i Linköping, Box 406, 581 04 Linköping",
            )

        mallar.fastställ(
            self.myndigheter,
            {nyckel: TITLAR[konto] for nyckel, konto in kommun.CHEF.items()},
            av=self.system,
            nu=tidpunkt(plan.början),
        )

    def _politiker(self) -> None:
        partier = {
            kod: Parti.objects.create(kommun=self.kommun, kod=kod, namn=namn)
            for kod, namn in kommun.PARTIER.items()
        }
        self.politiker = [
            (Person.objects.create(kommun=self.kommun, namn=namn, epost=_epost(namn)), partier[kod])
            for namn, kod in kommun.POLITIKER
        ]

    def _diarier(self) -> None:
        self.diarier: dict[str, Diarium] = {}
        for uppgift in kommun.DIARIER:
            diarium = Diarium.objects.create(
                namn=uppgift.namn, prefix=uppgift.prefix, mönster=uppgift.mönster
            )
            for nyckel in uppgift.myndigheter:
                diarium.myndigheter.add(self.myndigheter[nyckel])
                self.diarier[nyckel] = diarium

    def _organ(self) -> None:
        self.organ: dict[str, Organ] = {}
        for uppgift in kommun.ORGAN:
            organ = Organ.objects.create(
                myndighet=self.myndigheter[uppgift.myndighet],
                diarium=self.diarier[uppgift.myndighet],
                namn=uppgift.namn,
                kortnamn=uppgift.nyckel,
                typ=uppgift.typ,
                överordnat=self.organ.get(uppgift.över),
                platser=len(uppgift.ledamöter),
                distans_tillåten=uppgift.typ in (Organ.Typ.NÄMND, Organ.Typ.STYRELSE),
            )
            self.organ[uppgift.nyckel] = organ
            StåendePunkt.objects.bulk_create(
                StåendePunkt(
                    organ=organ,
                    ordning=nr,
                    rubrik=s.rubrik,
                    slag=s.slag,
                    sist=s.sist,
                    förslag=s.förslag,
                )
                for nr, s in enumerate(uppgift.stående, 1)
            )
            Uppdrag.objects.bulk_create(
                Uppdrag(
                    person=self.politiker[vem][0],
                    parti=self.politiker[vem][1],
                    organ=organ,
                    post=post,
                    från=från,
                    till=till,
                    ordning=ordning,
                )
                for från, till in kommun.mandattider(
                    self.plan.början,
                    self.plan.slut,
                    fullmäktige=uppgift.typ == Organ.Typ.FULLMÄKTIGE,
                )
                for ordning, (vem, post) in enumerate(kommun.poster(uppgift), 1)
            )

    def _konton(self) -> None:
        for t in kommun.TJÄNSTEPERSONER:
            person = Person.objects.create(
                kommun=self.kommun,
                namn=t.namn,
                titel=t.titel,
                epost=_epost(t.namn),
                telefon=f"0000-{len(self.konton) + 10} 00",
            )
            self._konto(t.konto, person)
            for roll, nycklar in t.roller:
                for nyckel in nycklar or (None,):
                    self._roll(t.konto, roll, self.myndigheter[nyckel] if nyckel else None)
        for konto, namn, _ in kommun.FÖRTROENDEVALDA:
            self._konto(konto, next(p for p, _ in self.politiker if p.namn == namn))
            self._roll(konto, Roll.FÖRTROENDEVALD, self.myndigheter["SN"])

    def _konto(self, konto: str, person: Person) -> None:
        """Lösenordet sätts sist av allt: går det att logga in är demot färdigt."""
        self.konton[konto] = skapa_användare(
            användarnamn=konto,
            lösenord=None,
            person=person,
            epost=person.epost,
            är_demo=True,
            av=self.system,
        )

    def _roll(self, konto: str, roll: Roll, myndighet: Myndighet | None) -> None:
        tilldela_roll(
            användare=self.konton[konto],
            roll=roll,
            myndighet=myndighet,
            från=self.plan.början - timedelta(days=200),
            av=self.system,
        )


def _epost(namn: str) -> str:
    ascii_ = namn.lower().translate(str.maketrans("åäöéüčćš- ", "aaoeuccs-.")).replace("đ", "d")
    return f"{ascii_}@bjorksund.example"


class Bygge:
    """Spelar upp planen: registrera, lämna in, anmäl, dra upp listor."""

    def __init__(self, plan: Plan, förråd: Pappersförråd, rapport: Rapport) -> None:
        self.plan, self.förråd, self.rapport = plan, förråd, rapport
        self.register = Register(plan)
        self.ärenden: dict[Ärendeplan, Ärende] = {}
        self.skrivelser: dict[tuple[Ärendeplan, bool], Skrivelse] = {}
        self.handlingar: dict[tuple[Ärendeplan, Papper], Handling] = {}
        self.möten: dict[Mötesplan, Sammanträde] = {}
        self.nu = timezone.now()

    def spela_upp(self) -> None:
        händelser = sorted(self._händelser(), key=lambda h: (h.dag, h.turordning))
        for nr, händelse in enumerate(händelser):
            if nr % 40 == 0:
                self.rapport("Registrerar ärenden och drar upp listor", nr / len(händelser))
            with klockan(self._tid(händelse.dag)):
                händelse.gör()
        for nyckel in ("SN", "KS", "BUN"):
            öppna = [ä for p, ä in self.ärenden.items() if p.myndighet == nyckel and not p.lagrum]
            delegation.bygg(self.register, nyckel, öppna, self.plan.i_dag)

    def _tid(self, dag: date) -> datetime:
        return min(tidpunkt(dag), self.nu)

    def _händelser(self) -> list[Händelse]:
        ut: list[Händelse] = []

        def sker(dag: date, turordning: int, gör: Callable[[], None]) -> None:
            ut.append(Händelse(min(dag, self.plan.i_dag), turordning, gör))

        # Numren gäller i planens ordning; sorteringen ovan är stabil.
        for ä in self.plan.ärenden:
            sker(ä.registreras, 0, partial(self._registrera, ä))
            if ä.inkommen and ä.registreras + AVGÖRS_INOM < self.plan.i_dag:
                sker(ä.registreras + AVGÖRS_INOM, 2, partial(self._avgör, ä))
            if ä.lämnas_in is None:
                continue
            sker(ä.lämnas_in, 1, partial(self._lämna_in, ä))
            if ä.möte is None:
                continue
            första = ä.utskott or ä.möte
            sker(första.datum - timedelta(days=9), 3, partial(self._hämta, ä, första))
            if ä.utskott is not None:
                sker(ä.möte.datum - timedelta(days=11), 1, partial(self._expediera, ä))
                sker(ä.möte.datum - timedelta(days=9), 3, partial(self._hämta, ä, ä.möte))
        for möte in self.plan.möten:
            sker(möte.datum - timedelta(days=25), 2, partial(self._skapa_möte, möte))
            sker(möte.datum - timedelta(days=8), 4, partial(self._gör_klar, möte))
        return ut

    # --- Ärenden -------------------------------------------------------------------------------

    def _registrera(self, plan: Ärendeplan) -> None:
        myndighet = self.register.myndigheter[plan.myndighet]
        registrator = self.register.konton["registrator"]
        ärende = registrering.registrera_ärende(
            diarium=self.register.diarier[plan.myndighet],
            myndighet=myndighet,
            rubrik=plan.rubrik,
            offentlig_rubrik=plan.offentlig_rubrik,
            klass=plan.ämne.klass,
            motpart=plan.motpart,
            handläggare=self.register.konton[plan.handläggare],
            enhet=myndighet.förvaltning,
            sekretess_lagrum=plan.lagrum,
            dag=plan.registreras,
            av=registrator,
        )
        if ärende.beteckning != plan.beteckning:
            raise FelNummer(f"{ärende.beteckning} skulle ha blivit {plan.beteckning}.")
        self.ärenden[plan] = ärende
        if plan.motpart:
            registrering.registrera_handling(
                ärende=ärende,
                rubrik=plan.rubrik,
                slag=Handling.Slag.SKRIVELSE,
                riktning=Handling.Riktning.INKOMMEN,
                ankomstdag=plan.registreras,
                datum=plan.registreras,
                motpart=plan.motpart,
                av=registrator,
            )

    def _avgör(self, plan: Ärendeplan) -> None:
        """Det som inte går till nämnden är besvarat och avgjort inom några veckor."""
        registrering.märk_beslutat(
            ärende=self.ärenden[plan], av=self.register.konton["registrator"]
        )

    def _lämna_in(self, plan: Ärendeplan) -> None:
        if plan.skrivelse is None:
            return
        skrivelse = self._skriv(plan, plan.skrivelse, reviderad=False)
        for bilaga in plan.bilagor:
            self._handling(plan, bilaga, bilaga_till=skrivelse.handling)

    def _skriv(self, plan: Ärendeplan, papper: Papper, *, reviderad: bool) -> Skrivelse:
        handläggare = self.register.konton[plan.handläggare]
        skrivelse = skrivelser.lämna_in(
            ärende=self.ärenden[plan],
            rubrik=papper.rubrik + (", efter beredning" if reviderad else ""),
            beslutssatser=satser(plan),
            fil=self.förråd.fil(papper.dokument),
            filnamn=papper.filnamn,
            datum=papper.datum,
            offentlig_rubrik="Tjänsteskrivelse" if plan.lagrum else "",
            sekretess_lagrum=plan.lagrum,
            av=handläggare,
        )
        skrivelser.anmäl(
            skrivelse=skrivelse,
            myndighet=self.register.myndigheter[plan.myndighet],
            önskad_dag=plan.möte.datum if plan.möte else None,
            av=handläggare,
        )
        self.skrivelser[plan, reviderad] = skrivelse
        return skrivelse

    def _handling(
        self, plan: Ärendeplan, papper: Papper, bilaga_till: Handling | None = None
    ) -> Handling:
        handling = registrering.registrera_handling(
            ärende=self.ärenden[plan],
            rubrik=papper.rubrik,
            slag=papper.slag,
            riktning=Handling.Riktning.UPPRÄTTAD,
            fil=self.förråd.fil(papper.dokument),
            filnamn=papper.filnamn,
            datum=papper.datum,
            bilaga_till=bilaga_till,
            offentlig_rubrik="Bilaga" if plan.lagrum else "",
            sekretess_lagrum=plan.lagrum,
            av=self.register.konton[plan.handläggare],
        )
        self.handlingar[plan, papper] = handling
        return handling

    def _expediera(self, plan: Ärendeplan) -> None:
        """Utskottets paragraf kommer in till ärendet, och skrivelsen anmäls till nämnden."""
        if plan.utdrag is None or plan.reviderad is None:
            return
        self._handling(plan, plan.utdrag)
        self._skriv(plan, plan.reviderad, reviderad=True)

    # --- Möten ---------------------------------------------------------------------------------

    def _sekreterare(self, plan: Mötesplan) -> Användare:
        organ = kommun.ORGAN_MED_NYCKEL[plan.organ]
        return self.register.konton[kommun.SEKRETERARE[organ.myndighet]]

    def _skapa_möte(self, plan: Mötesplan) -> None:
        uppgift = kommun.ORGAN_MED_NYCKEL[plan.organ]
        self.möten[plan] = sammanträden.skapa_sammanträde(
            organ=self.register.organ[plan.organ],
            datum=plan.datum,
            från=time(uppgift.börjar),
            till=time(uppgift.börjar + uppgift.varar),
            plats=uppgift.plats,
            stoppdag=senaste_vardag(plan.datum - timedelta(days=10)),
            utskicksdag=senaste_vardag(plan.datum - timedelta(days=7)),
            offentligt=uppgift.typ == Organ.Typ.FULLMÄKTIGE,
            av=self._sekreterare(plan),
        )

    def _hämta(self, plan: Ärendeplan, möte: Mötesplan) -> None:
        till_nämnd = plan.utskott is not None and möte is plan.möte
        skrivelse = self.skrivelser[plan, till_nämnd]
        sekreterare = self._sekreterare(möte)
        punkt = föredragningslista.lägg_till_anmälan(
            sammanträde=self.möten[möte],
            anmälan=skrivelse.anmälningar.get(),
            av=sekreterare,
        )
        if not till_nämnd or plan.utdrag is None:
            return
        utdrag = föredragningslista.lägg_till_handling(
            punkt=punkt, handling=self.handlingar[plan, plan.utdrag], av=sekreterare
        )
        föredragningslista.flytta_handling(handling=utdrag, plats=0, av=sekreterare)
        for bilaga in plan.bilagor:
            föredragningslista.lägg_till_handling(
                punkt=punkt, handling=self.handlingar[plan, bilaga], av=sekreterare
            )

    def _gör_klar(self, plan: Mötesplan) -> None:
        möte, sekreterare = self.möten[plan], self._sekreterare(plan)
        for rubrik, papper in plan.listor:
            fil = self.förråd.fil(papper.dokument)
            föredragningslista.ladda_upp_handling(
                punkt=möte.punkter.get(rubrik=rubrik),
                rubrik=papper.rubrik,
                innehåll=fil.läs(),
                filnamn=papper.filnamn,
                slag=papper.slag,
                datum=papper.datum,
                av=sekreterare,
            )
        if sum(bool(ä.lagrum) for ä in plan.ärenden) > 1:
            föredragningslista.samla_sekretess(sammanträde=möte, av=sekreterare)
        if plan.är_demo:
            self._gör_demot(plan)

    def _gör_demot(self, plan: Mötesplan) -> None:
        """Det som visar vad en lista kan: föredragande, anmärkningar, papper som kommer senare."""
        möte, av = self.möten[plan], self._sekreterare(plan)
        beslut = list(möte.punkter.filter(förälder=None, slag="beslut").order_by("ordning"))
        chef = kommun.TJÄNSTEPERSONER[2]
        info = möte.punkter.get(rubrik="Information från förvaltningen")
        föredragningslista.ändra_punkt(
            punkt=info,
            av=av,
            tid="13.05",
            minuter=15,
            föredragande=[(chef.namn, chef.titel, "13.05")],
        )
        namn = {t.konto: t for t in kommun.TJÄNSTEPERSONER}
        per_ärende = {self.ärenden[ä].pk: ä for ä in plan.ärenden}
        for punkt in beslut[:4]:
            t = namn[per_ärende[punkt.ärende_id or 0].handläggare]
            föredragningslista.ändra_punkt(
                punkt=punkt, av=av, minuter=15, föredragande=[(t.namn, t.titel, "")]
            )
        föredragningslista.ändra_punkt(punkt=beslut[0], av=av, avsnitt="Beslutsärenden")
        föredragningslista.ändra_punkt(punkt=beslut[1], av=av, anmärkning="Återremiss")
        senare = föredragningslista.lägg_till_punkt(
            sammanträde=möte,
            rubrik="Lägesrapport om bemanningen",
            slag="information",
            förslag=["Informationen noteras."],
            plats=len(kommun.ORGAN_MED_NYCKEL["SN"].stående) - 2,
            av=av,
        )
        föredragningslista.ändra_punkt(punkt=senare, av=av, handlingar_senare=True)
        dukas = föredragningslista.lägg_till_punkt(
            sammanträde=möte,
            rubrik="Val av dataskyddsombud för socialnämnden",
            slag="beslut",
            förslag=["Nämnden utser dataskyddsombud enligt förslag vid sammanträdet."],
            plats=möte.punkter.filter(förälder=None).count() - 2,
            av=av,
        )
        föredragningslista.ändra_punkt(punkt=dukas, av=av, handlingar_dukas=True)
        översta = list(möte.punkter.översta().order_by("ordning"))
        for förra, punkt in pairwise(översta):
            if (punkt.slag == "sekretess") != (förra.slag == "sekretess"):
                avsnitt = "Sekretessärenden" if punkt.slag == "sekretess" else "Övriga ärenden"
                föredragningslista.ändra_punkt(punkt=punkt, av=av, avsnitt=avsnitt)
        sammanträden.ändra_sammanträde(
            sammanträde=möte,
            av=av,
            anteckningssidor=1,
            beräknade_klockslag=True,
            distans="Anmäl deltagande på distans senast tre dagar före sammanträdet.",
            pressinformation="Pressen är välkommen kl. 16.30.",
            underskrift_ort="Björksund",
            gruppmöten=[
                sammanträden.Gruppmötesrad(("S", "V"), "Rum Strömmen", time(8, 30), time(11, 30)),
                sammanträden.Gruppmötesrad(
                    ("M", "C", "KD", "L"), "Rum Viken", time(8, 30), time(11, 30)
                ),
                sammanträden.Gruppmötesrad(("SD",), "Rum Udden", time(9), time(11)),
            ],
        )
