"""Det ledamöterna har lämnat inför demomötet: ett yrkande, ett initiativ och två frågor."""

from __future__ import annotations

from dataclasses import replace

from konton.models import Användare
from nämnd import policy
from nämnd.models import Punkt, Sammanträde
from nämnd.services import frågor, förslagsutkast, inlämning
from nämnd.services.förslagsutkast import Innehåll

YRKANDE = "Förslaget kompletteras med att nämnden får en uppföljning av beslutet efter sex månader."
INITIATIV = Innehåll(
    organ=0,
    rubrik="Öppet hus på äldreboendena",
    text="Förvaltningen får i uppdrag att ordna ett öppet hus på varje äldreboende i vår.",
    motivering="Många anhöriga har aldrig sett boendena innan de behöver välja.",
)


def lämna(möte: Sammanträde) -> None:
    """En gång; avbryts bygget mitt i görs det som saknas."""
    ledamot, ordförande, sekreterare, handläggare = (
        Användare.objects.get(username=namn)
        for namn in ("fortroendevald", "ordforande", "sekreterare", "handlaggare")
    )
    punkter = _öppna_ärenden(möte)
    if not punkter or inlämning.mina_yrkanden(ledamot).exists():
        return
    yrkande = Innehåll(
        organ=möte.organ_id,
        sammanträde=möte.pk,
        punkt=punkter[0].pk,
        slag="tillagg",
        text=YRKANDE,
        motivering="Uppföljningen visar om beslutet har fått den verkan som det ska ha.",
    )
    utkast = förslagsutkast.skapa(innehåll=yrkande, av=ledamot)
    if not frågor.mina(ledamot).exists():
        skickad = frågor.ställ(
            sammanträde=möte,
            punkt=punkter[0].pk,
            text="Hur har de andra kommunerna i länet gjort?",
            av=ledamot,
        )
        frågor.skicka_vidare(fråga=skickad, till=handläggare, av=sekreterare)
    if not frågor.mina(ordförande).exists():
        frågor.ställ(
            sammanträde=möte,
            punkt=punkter[-1].pk,
            text="När måste beslutet senast verkställas?",
            av=ordförande,
        )
    if not inlämning.mina_initiativ(ordförande).exists():
        initiativ = förslagsutkast.skapa(
            innehåll=replace(INITIATIV, organ=möte.organ_id), av=ordförande
        )
        inlämning.lämna_in_initiativ(nyckel=initiativ.nyckel, av=ordförande)
    inlämning.lämna_in_yrkande(nyckel=utkast.nyckel, av=ledamot)


def _öppna_ärenden(möte: Sammanträde) -> list[Punkt]:
    """Punkter med ett ärende där inget är hemligt."""
    hemliga = policy.hemliga_punkter(möte)
    punkter = möte.punkter.enskilda().filter(slag=Punkt.Slag.BESLUT).exclude(ärende=None)
    return list(punkter.exclude(pk__in=hemliga).order_by("ordning"))
