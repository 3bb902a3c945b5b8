"""Rättelse av ett justerat protokoll: synlig, bekräftad och som en ny version.

Bara uppenbara skrivfel rättas (FL 36 §, JO 581-2013). Originalet och varje version står kvar.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from protokoll import hashkedja, justeringsdokument, policy, rättelsen
from protokoll.models import Justering, Paragraf, Protokollsversion, Rättelse
from protokoll.policy import Rätt
from protokoll.rättelsen import Ändring
from protokoll.services import anslag, försegling
from protokoll.services.försegling import Färdig
from protokoll.services.justeringsfel import AndraFaktorKrävs, FelSkede, InteUppenbart, SkälSaknas
from protokoll.services.justeringsläge import ej_justerade, justeringens_paragrafer, lås_justering
from ärenden.models import Jobb
from ärenden.services import jobb
from ärenden.services.jobb import Utförande

SLAG = "protokoll.ratta"


@transaction.atomic
def rätta(
    *,
    justering: Justering,
    paragraf: Paragraf,
    fel: str,
    rätt: str,
    uppenbart: bool,
    av: Användare,
    färsk_andra_faktor: bool,
    nu: datetime | None = None,
) -> Protokollsversion:
    """Rättar ett skrivfel. Den felaktiga texten står kvar, och rättelsen syns i paragrafen."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    justering = lås_justering(justering)
    if justering.status != Justering.Status.JUSTERAD or justering.fil_id is None:
        raise FelSkede("Bara ett färdigt justerat protokoll rättas så.")
    paragraf = (
        next((p for p in justeringens_paragrafer(justering) if p.pk == paragraf.pk), None)
        or _saknas()
    )
    if any(p.pk == paragraf.pk for p in ej_justerade(justering)):
        raise FelSkede(
            f"Paragrafen är inte justerad: {paragraf.rubrik}. "
            "Den rättas när den har justerats senare."
        )
    fel, rätt = fel.strip(), rätt.strip()
    if not fel or not rätt or fel == rätt:
        raise SkälSaknas("Skriv det som blev fel och hur det ska vara.")
    ankare = justeringsdokument.ankare(paragraf.nummer, paragraf.ordning)
    text = justeringsdokument.texten(justering.underlag, ankare)
    if hinder := rättelsen.hinder(text, _tidigare(justering, paragraf), fel):
        raise InteUppenbart(hinder)
    if not uppenbart:
        raise InteUppenbart(
            "Bara uppenbara skrivfel, räknefel och liknande förbiseenden rättas. "
            "Annars får organet ta upp ärendet på nytt."
        )
    if not färsk_andra_faktor:
        raise AndraFaktorKrävs("Bekräfta med en kod ur din app innan du rättar.")
    rättelse = Rättelse.objects.create(
        paragraf=paragraf,
        datum=timezone.localdate(nu),
        av=str(av),
        text=f"”{fel}” ska vara ”{rätt}”.",
    )
    senaste = justering.versioner.order_by("-nummer").first()
    före = senaste.kedja if senaste is not None else justering.kedja or hashkedja.START
    bevis: dict[str, Any] = {
        "justering": justering.pk,
        "underlag": justering.underlag["summa"],
        "paragraf": paragraf.pk,
        "rättelse": rättelse.text,
        "fel": fel,
        "rätt": rätt,
        "konto": av.pk,
        "namn": str(av),
        "tid": nu.isoformat(),
    }
    version = Protokollsversion.objects.create(
        justering=justering,
        nummer=senaste.nummer + 1 if senaste is not None else 2,
        rättelse=rättelse,
        rättad_av=av,
        tid=nu,
        bevis=bevis,
        kedja_före=före,
        kedja=hashkedja.nästa(före, bevis),
    )
    _beställ(version, av)
    return version


def _tidigare(justering: Justering, paragraf: Paragraf) -> list[Ändring]:
    """Det som redan är rättat i paragrafen; nästa rättelse utgår från den lydelsen."""
    versioner = justering.versioner.filter(rättelse__paragraf=paragraf).order_by("nummer")
    return [Ändring(v.bevis["fel"], v.bevis["rätt"]) for v in versioner if "fel" in v.bevis]


def _saknas() -> Paragraf:
    raise FelSkede("Paragrafen hör inte till justeringen.")


def _beställ(version: Protokollsversion, av: Användare) -> Jobb:
    beställt = jobb.beställ(
        slag=SLAG,
        nyckel=f"version:{version.pk}",
        argument={"version": version.pk},
        av=av,
    )
    version.jobb = beställt
    version.save(update_fields=["jobb"])
    return beställt


def utför(*, jobb_id: int) -> None:
    jobb.utför(jobb_id, _skriv, ger_inte_upp=True)


def _skriv(utförande: Utförande) -> None:
    version = Protokollsversion.objects.select_related(
        "justering__protokoll__sammanträde__organ__myndighet__kommun"
    ).get(pk=int(utförande.jobb.argument["version"]))
    justering = version.justering
    utförande.rapportera(10, "Den rättade versionen")
    helt = _gör(version, offentligt=False)
    offentligt = None
    if försegling.har_offentlig_fil(justering):
        utförande.rapportera(50, "Den rättade versionen, offentligt")
        offentligt = _gör(version, offentligt=True)
    utförande.rapportera(95, "Sparar")
    _spara(version.pk, helt, offentligt, utförande)


def _gör(version: Protokollsversion, *, offentligt: bool) -> Färdig:
    justering = version.justering
    plan = anslag.anslagets_plan(justering)
    rättelser: dict[str, list[str]] = {}
    om_versionen = [f"Version {version.nummer}. Originalet är version 1 och står kvar."]
    versioner = justering.versioner.filter(nummer__lte=version.nummer)
    for v in versioner.select_related("rättelse__paragraf", "justering").order_by("nummer"):
        p = v.rättelse.paragraf
        hemlig = offentligt and p.är_sekretess
        om_versionen.append(v.rad if hemlig else f"{v.rad}: {v.rättelse.text}")
        if hemlig:
            continue
        rättelser.setdefault(justeringsdokument.ankare(p.nummer, p.ordning), []).append(
            f"Rättelse {v.rättelse.datum} (36 § förvaltningslagen) av {v.rättelse.av}: "
            f"{v.rättelse.text}"
        )
    dokument = försegling.färdigt_dokument(
        justering, plan, offentligt=offentligt, rättelser=rättelser, rättad=om_versionen
    )
    return försegling.förseglat(dokument, justering)


@transaction.atomic
def _spara(version_id: int, helt: Färdig, offentligt: Färdig | None, utförande: Utförande) -> None:
    version = Protokollsversion.objects.select_for_update(of=("self",)).get(pk=version_id)
    if version.fil_id is None:
        version.fil = försegling.spara(helt)
        version.offentlig_fil = försegling.spara(offentligt) if offentligt else None
        version.save(update_fields=["fil", "offentlig_fil"])
    anslag.anslå_rättelser(justering=version.justering, av=utförande.jobb.av, nu=timezone.now())
    utförande.lås_resultatet()
