"""Sammanträdesplaner genom tjänsterna. Alla namn är påhittade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from konton.models import Användare, Kommun
from nämnd.models import Organ, PlaneratMöte, Sammanträdesplan, Skollov
from nämnd.plandagar import Rytm
from nämnd.services import planbeslut, sammanträdesplan
from nämnd.services.sammanträdesplan import Serie
from tests.factories import ärenden as ärendefabrik
from tests.factories.delegation import kör
from tests.factories.nämnd import OrganFactory, sekreterare_i
from ärenden import filer
from ärenden.models import Händelse, Jobb, Skrivelse

ÅR = 2027


def serie(organ: Organ, **fält: Any) -> Serie:
    """Den tredje onsdagen i mars, april och maj, klockan 13."""
    return Serie(
        organ=organ,
        rytm=fält.pop("rytm", Rytm.MÅNAD),
        från=fält.pop("från", time(13)),
        till=fält.pop("till", time(16)),
        plats=fält.pop("plats", "Strömmen"),
        stopp_arbetsdagar=fält.pop("stopp_arbetsdagar", 15),
        utskick_arbetsdagar=fält.pop("utskick_arbetsdagar", 7),
        veckodag=fält.pop("veckodag", 2),
        nummer=fält.pop("nummer", 3),
        månader=fält.pop("månader", (3, 4, 5)),
        **fält,
    )


@dataclass
class Planvärld:
    """En nämnd med utskott, dess sekreterare och en tom plan."""

    nämnd: Organ
    utskott: Organ
    av: Användare
    plan: Sammanträdesplan

    def lägg_till(self, organ: Organ | None = None, **fält: Any) -> int:
        return sammanträdesplan.lägg_till_serie(
            plan=self.plan, serie=serie(organ or self.nämnd, **fält), av=self.av
        )

    def möte(self, dag: date, organ: Organ | None = None, **fält: Any) -> PlaneratMöte:
        uppgifter: dict[str, Any] = {
            "datum": dag,
            "från": time(13),
            "till": time(16),
            "plats": "Strömmen",
            "stopp_arbetsdagar": 15,
            "utskick_arbetsdagar": 7,
        }
        return sammanträdesplan.lägg_till_möte(
            plan=self.plan, organ=organ or self.nämnd, av=self.av, **(uppgifter | fält)
        )

    def lämna(self) -> None:
        """Till beslut i ett nytt ärende, med PDF:en skriven."""
        planbeslut.lämna_i_nytt_ärende(
            plan=self.plan, diarium=ärendefabrik.diarium_för(self.plan.myndighet), av=self.av
        )
        self.skriv()

    def skriv(self) -> None:
        self.plan.refresh_from_db()
        assert self.plan.jobb is not None
        kör(self.plan.jobb)
        self.plan.refresh_from_db()

    def beslutad(self, utfall: str = "enligt förslag") -> None:
        """Som när nämnden har behandlat punkten och mötet är avslutat."""
        assert self.plan.skrivelse is not None
        Skrivelse.objects.filter(pk=self.plan.skrivelse_id).update(
            status=Skrivelse.Status.BEHANDLAD
        )
        Händelse.objects.create(
            ärende=self.plan.ärende,
            typ="protokoll.beslut",
            data={
                "organ": str(self.nämnd),
                "datum": "18 november 2026",
                "paragraf": "§ 112",
                "utfall": utfall,
            },
            av=self.av,
            av_namn=str(self.av),
        )
        self.plan.skrivelse.refresh_from_db()

    def fastställ(self) -> None:
        self.beslutad()
        planbeslut.fastställ(plan=self.plan, av=self.av)
        self.plan.refresh_from_db()

    def revidera(self) -> Sammanträdesplan:
        self.plan = planbeslut.revidera(plan=self.plan, av=self.av)
        return self.plan


def planvärld(nämnd: Organ | None = None) -> Planvärld:
    nämnd = nämnd or OrganFactory(namn="Socialnämnden")
    utskott = OrganFactory(
        myndighet=nämnd.myndighet, namn="Arbetsutskottet", typ=Organ.Typ.UTSKOTT, överordnat=nämnd
    )
    av = sekreterare_i(nämnd)
    plan = sammanträdesplan.skapa(myndighet=nämnd.myndighet, år=ÅR, av=av)
    return Planvärld(nämnd, utskott, av, plan)


def lov(kommun: Kommun) -> Skollov:
    return Skollov.objects.create(
        kommun=kommun, namn="sportlov", från=date(2027, 3, 1), till=date(2027, 3, 5)
    )


def med_plan(organ: Organ) -> dict[str, Any]:
    """Ett utkast, en plan som väntar på beslut och en fastställd, i var sitt år.

    PDF:en skrivs inte: ett jobb kan inte utföras inne i en transaktion.
    """
    värld = planvärld(organ)
    värld.lägg_till()
    värld.lägg_till(värld.utskott, rytm=Rytm.FÖRE, nämnd=organ, veckodag=1, veckor=2, plats="Viken")
    utkast = värld.plan
    inlämnad = _utan_jobb(värld, ÅR + 1)
    fastställd = _utan_jobb(värld, ÅR + 2)
    planbeslut.fastställ(
        plan=fastställd, av=värld.av, beslut="Nämnden 2026-11-18 § 9", skäl="Finns på papper."
    )
    return {
        "plan": utkast,
        "planerat": utkast.möten.get(organ=organ, datum=date(ÅR, 3, 17)),
        "inlämnad_plan": inlämnad,
        "fastställd_plan": fastställd,
    }


def _utan_jobb(värld: Planvärld, år: int) -> Sammanträdesplan:
    """En plan som är lämnad till beslut, som om jobbet var klart."""
    myndighet = värld.plan.myndighet
    plan = sammanträdesplan.skapa(myndighet=myndighet, år=år, av=värld.av)
    sammanträdesplan.lägg_till_serie(plan=plan, serie=serie(värld.nämnd), av=värld.av)
    ärende = planbeslut.lämna_i_nytt_ärende(
        plan=plan, diarium=ärendefabrik.diarium_för(myndighet), av=värld.av
    )
    plan.refresh_from_db()
    assert plan.jobb is not None
    Jobb.objects.filter(pk=plan.jobb_id).update(status=Jobb.Status.KLART, framsteg=100)
    plan.fil = filer.spara_eget(
        ärendefabrik.pdf(märke=f"plan {plan.pk}"),
        medietyp="application/pdf",
        sidor=1,
        egen=False,
    )
    plan.skrivelse = ärendefabrik.skrivelse(ärende, av=värld.av)
    plan.save(update_fields=["fil", "skrivelse"])
    return plan
