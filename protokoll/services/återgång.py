"""Vart ärendet går efter beslutet: tillbaka, vidare till ett annat organ, eller färdigt.

Körs när mötet avslutas, i samma transaktion, när paragrafen har fått sitt nummer.
"""

from __future__ import annotations

from datetime import date

from konton.models import Användare
from nämnd.models import Organ, Punkt, Sammanträde
from nämnd.services import föredragningslista
from protokoll.models import Paragraf
from protokoll.services import frågan, mottagare
from protokoll.services.mötesfel import dagtext
from ärenden.models import Skrivelse
from ärenden.services import händelser, skrivelser

HÅRT = "\N{NO-BREAK SPACE}"
U = Paragraf.Utfall


def lämna_vidare(*, paragraf: Paragraf, av: Användare) -> None:
    punkt = paragraf.punkt
    if punkt is None:
        return
    utfall = _utfallen(paragraf)
    if utfall & {U.BORDLÄGGNING, U.UTGÅR}:
        _kom_tillbaka(paragraf, punkt, av)
    elif punkt.skrivelse_id is None:
        return
    elif U.ÅTERREMISS in utfall:
        _återremittera(paragraf, punkt, av)
    elif (till := _mottagare(paragraf)) is not None:
        _anmäl_vidare(paragraf, punkt, till, av)
    else:
        Skrivelse.objects.filter(pk=punkt.skrivelse_id).update(status=Skrivelse.Status.BEHANDLAD)


def _utfallen(paragraf: Paragraf) -> set[str]:
    """Paragrafens utfall, och utfallet för punkter som undantagits ur beslutet."""
    utfall = {paragraf.utfall}
    if frågan.steg_rader(paragraf) and (utgång := frågan.körning(paragraf).utgång):
        utfall |= {U(slag.value) for _, slag in utgång.undantagna}
    return utfall


def _kom_tillbaka(paragraf: Paragraf, punkt: Punkt, av: Användare) -> None:
    """Bordlagt eller struket: anmälan väntar igen, eller punkten står på nästa lista."""
    dag = next((d.bordlagt_till for d in paragraf.delar.all() if d.bordlagt_till), None)
    möte = _nästa_möte(paragraf, dag)
    if punkt.skrivelse_id is not None:
        önskad = dag or (möte.datum if möte else None)
        föredragningslista.lämna_tillbaka(punkt, önskad_dag=önskad)
    elif möte is not None and paragraf.utfall == U.BORDLÄGGNING:
        föredragningslista.för_över(punkt=punkt, sammanträde=möte, av=av)


def _nästa_möte(paragraf: Paragraf, dag: date | None) -> Sammanträde | None:
    """Det planerade mötet den dagen, annars det närmast efter mötet."""
    från = dag or paragraf.protokoll.sammanträde.datum
    planerade = Sammanträde.objects.filter(
        organ=paragraf.organ_id,
        datum__gte=från,
        status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
    ).exclude(pk=paragraf.protokoll.sammanträde_id)
    return planerade.order_by("datum", "pk").first()


def _återremittera(paragraf: Paragraf, punkt: Punkt, av: Användare) -> None:
    """Skrivelsen går tillbaka till handläggaren som utkast, med motiveringen och paragrafen."""
    möte = paragraf.protokoll.sammanträde
    nummer = f"§{HÅRT}{paragraf.nummer}" if paragraf.nummer else "utan §"
    skäl = " ".join(sats.text for sats in paragraf.beslut.all())
    assert punkt.skrivelse is not None
    skrivelser.återsänd(
        skrivelse=punkt.skrivelse,
        motivering=f"{paragraf.organ} {dagtext(möte.datum)}, {nummer}: {skäl}",
        av=av,
        vem=f"{paragraf.organ} {dagtext(möte.datum)}, {nummer}",
    )


def _mottagare(paragraf: Paragraf) -> Organ | None:
    """Organet i installationen som beslutet är ett förslag till."""
    for d in paragraf.delar.all():
        if d.förslag_till and (organ := mottagare.hitta(paragraf.organ, d.förslag_till)):
            return organ
    return None


def _anmäl_vidare(paragraf: Paragraf, punkt: Punkt, till: Organ, av: Användare) -> None:
    assert punkt.skrivelse is not None
    satser = [s.text for d in paragraf.delar.all() if d.förslag_till for s in d.satser.all()]
    skrivelser.lämna_vidare(
        skrivelse=punkt.skrivelse,
        myndighet=till.myndighet,
        organ=till.namn,
        förslag_av=paragraf.organ.namn,
        förslag=satser,
        av=av,
    )
    if paragraf.ärende is not None:
        händelser.skriv(
            paragraf.ärende, "protokoll.förslag", av=av, organ=str(paragraf.organ), till=till.namn
        )
