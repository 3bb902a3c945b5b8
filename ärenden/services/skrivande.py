"""Skrivelsen skrivs här: utkastet, dess versioner, vad som saknas, och inlämningen som PDF."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from ärenden import documents, filer, policy, registervård
from ärenden.documents import Skrivelsedokument
from ärenden.mallstilar import Avsnittsslag
from ärenden.models import (
    Mall,
    Skrivelse,
    Skrivelseutkast,
    Skrivelseversion,
    Skrivnärvaro,
    Ärende,
)
from ärenden.pdf import RenderadPdf, rendera_pdf
from ärenden.policy import Rätt
from ärenden.services import händelser, mallar, skrivelsefiler, skrivelser
from ärenden.skrivelseinnehåll import Brist, Innehåll
from ärenden.skrivelseinnehåll import brister as innehållets_brister

MALL = "pdf/skrivelse.html"
# Det som samma person sparar i ett svep är en version; annars vore varje paus en.
EN_VERSION = timedelta(minutes=10)
# Sidan hör av sig var femtonde sekund; den som missat tre gånger har gått.
ÄR_HÄR = timedelta(seconds=50)


class Skrivfel(Exception):
    """Det gick inte. Texten är till användaren."""


class MallSaknas(Skrivfel):
    """Nämnden har ingen fastställd mall."""


class RedanInlämnad(Skrivfel):
    """Texten är inlämnad och ändras inte."""


class AnnanHannFöre(Skrivfel):
    """Någon annan, eller samma person i ett annat fönster, sparade först. Inget skrivs över."""

    def __init__(self, utkast: Skrivelseutkast) -> None:
        super().__init__(f"{utkast.sparad_av_namn} har sparat texten sedan du öppnade den.")
        self.utkast = utkast


class Ofullständig(Skrivfel):
    """Något som mallen kräver saknas."""

    def __init__(self, brister: list[Brist]) -> None:
        super().__init__(" ".join(b.text for b in brister))
        self.brister = brister


class SkälSaknas(Skrivfel):
    """En varning har gåtts förbi utan skäl."""


@transaction.atomic
def börja(*, ärende: Ärende, av: Användare, nu: datetime | None = None) -> Skrivelseutkast:
    """Ett tomt utkast efter nämndens mall. Utkastet behåller den versionen."""
    _kräv_skriva(ärende, av)
    mall = mallar.gällande(ärende.myndighet)
    if mall is None:
        raise MallSaknas(f"{ärende.myndighet} har ingen fastställd mall.")
    nu = nu or timezone.now()
    text = Innehåll(rubrik=ärende.rubrik).som_json()
    utkast = Skrivelseutkast.objects.create(
        ärende=ärende, mall=mall, text=text, skapad_av=av, sparad_av_namn=str(av), sparad_tid=nu
    )
    _ny_version(utkast, av, nu)
    return utkast


@transaction.atomic
def spara(
    *,
    utkast: Skrivelseutkast,
    innehåll: Innehåll,
    revision: int,
    av: Användare,
    egen_version: bool = False,
    nu: datetime | None = None,
) -> Skrivelseutkast:
    """Sparar allt som står. `revision` är den som skrivaren utgick från.

    Med `egen_version` finns det som stod före kvar som en version, också inom samma svep.
    """
    utkast = _lås(utkast, av)
    if utkast.revision != revision:
        raise AnnanHannFöre(utkast)
    text = innehåll.som_json()
    if text == utkast.text:
        return utkast
    nu = nu or timezone.now()
    _skriv(utkast, text, av, nu)
    senaste = utkast.versioner.order_by("-revision").first()
    i_svepet = senaste is not None and nu - senaste.påbörjad_tid < EN_VERSION
    if senaste is not None and senaste.av_id == av.pk and i_svepet and not egen_version:
        senaste.revision, senaste.text, senaste.sparad_tid = utkast.revision, text, nu
        senaste.save(update_fields=["revision", "text", "sparad_tid"])
    else:
        _ny_version(utkast, av, nu)
    return utkast


@transaction.atomic
def återställ(
    *,
    utkast: Skrivelseutkast,
    version: Skrivelseversion,
    revision: int,
    av: Användare,
    nu: datetime | None = None,
) -> Skrivelseutkast:
    """En äldre version blir den nyaste. Det som stod finns kvar som en egen version."""
    utkast = _lås(utkast, av)
    if utkast.revision != revision:
        raise AnnanHannFöre(utkast)
    if version.utkast_id != utkast.pk:
        raise ValueError("Versionen hör till en annan skrivelse.")
    if version.text == utkast.text:
        return utkast
    nu = nu or timezone.now()
    _skriv(utkast, version.text, av, nu)
    _ny_version(utkast, av, nu)
    return utkast


def _skriv(utkast: Skrivelseutkast, text: dict[str, Any], av: Användare, nu: datetime) -> None:
    utkast.text = text
    utkast.revision += 1
    utkast.sparad_av_namn, utkast.sparad_tid = str(av), nu
    utkast.save(update_fields=["text", "revision", "sparad_av_namn", "sparad_tid"])


def brister(utkast: Skrivelseutkast) -> list[Brist]:
    """Vad som saknas i det som är sparat. Det som stoppar hindrar inlämningen."""
    mall = utkast.mall
    funna = innehållets_brister(
        utkast.innehåll, [a.krav for a in mall.avsnitt.all()], mall=mall.som_källa
    )
    return funna + _personnummer(utkast) + skrivelsefiler.brister(utkast)


def _personnummer(utkast: Skrivelseutkast) -> list[Brist]:
    innehåll = utkast.innehåll
    texter = [innehåll.rubrik, *innehåll.satser, *innehåll.avsnitt.values()]
    if not any(registervård.PERSONNUMMER.search(text) for text in texter):
        return []
    return [
        Brist(
            "Det ser ut att stå ett personnummer i texten.",
            False,
            "3 kap. 10 § lagen (2018:218) med kompletterande bestämmelser till EU:s "
            "dataskyddsförordning",
            "Ett personnummer får användas bara när det är klart motiverat. Förslaget och "
            "sammanfattningen följer med till kallelsen och protokollet.",
            "rubrik",
        )
    ]


@transaction.atomic
def lämna_in(
    *,
    utkast: Skrivelseutkast,
    revision: int,
    av: Användare,
    offentlig_rubrik: str = "",
    sekretess_lagrum: str = "",
    skäl: str = "",
    nu: datetime | None = None,
) -> Skrivelse:
    """Gör texten till en handling: PDF efter mallen, och satserna som rader att anmäla."""
    utkast = _lås(utkast, av)
    if utkast.revision != revision:
        raise AnnanHannFöre(utkast)
    funna = brister(utkast)
    stopp = [b for b in funna if b.stoppar]
    if stopp:
        raise Ofullständig(stopp)
    varningar = [b for b in funna if not b.stoppar]
    if varningar and not skäl.strip():
        raise SkälSaknas("Skriv varför skrivelsen lämnas in trots varningen.")
    innehåll = utkast.innehåll
    dag = timezone.localdate(nu)
    färdig = rendera(
        documents.skrivelsedokument(utkast, dag, sekretess=sekretess_lagrum), utkast.mall
    )
    namn = utkast.mall.dokumentnamn
    skrivelse = skrivelser.lämna_in(
        ärende=utkast.ärende,
        rubrik=f"{namn} – {innehåll.rubrik}"[:500],
        beslutssatser=innehåll.skrivna_satser,
        fil=filer.spara_eget(
            färdig.innehåll, medietyp="application/pdf", sidor=färdig.sidor, egen=True
        ),
        filnamn=f"{namn} {utkast.ärende.beteckning}.pdf".replace("/", "-"),
        datum=dag,
        offentlig_rubrik=offentlig_rubrik,
        sekretess_lagrum=sekretess_lagrum,
        av=av,
    )
    skrivelsefiler.registrera_bilagor(utkast=utkast, skrivelse=skrivelse, datum=dag, av=av)
    skrivelsefiler.släng_inläst(utkast=utkast, av=av)
    utkast.skrivelse = skrivelse
    utkast.save(update_fields=["skrivelse"])
    if varningar:
        händelser.skriv(
            utkast.ärende,
            "skrivelse.varning_förbigången",
            av=av,
            rubrik=händelser.synlig_rubrik(skrivelse.handling),
            varning=" ".join(b.text for b in varningar),
            skäl=skäl.strip(),
        )
    return skrivelse


@transaction.atomic
def anmäl_närvaro(
    *, utkast: Skrivelseutkast, av: Användare, nu: datetime | None = None
) -> list[str]:
    """Antecknar att texten är öppen hos `av`, och ger namnen på de andra som har den öppen."""
    policy.kräv_se_utkast(av, utkast)
    nu = nu or timezone.now()
    Skrivnärvaro.objects.bulk_create(
        [Skrivnärvaro(utkast=utkast, användare=av, senast_tid=nu)],
        update_conflicts=True,
        unique_fields=["utkast", "användare"],
        update_fields=["senast_tid"],
    )
    andra = utkast.närvarande.filter(senast_tid__gt=nu - ÄR_HÄR).exclude(användare=av)
    return [str(n.användare) for n in andra.select_related("användare__person")]


@transaction.atomic
def släng(*, utkast: Skrivelseutkast, av: Användare) -> None:
    """Ett utkast som inte lämnats in är ingen allmän handling och får kastas (TF 2 kap. 12 §)."""
    utkast = _lås(utkast, av)
    filerna = skrivelsefiler.arbetsfiler(utkast)
    utkast.delete()
    skrivelsefiler.städa(*filerna)


@transaction.atomic
def lås(*, utkast: Skrivelseutkast, av: Användare) -> Skrivelseutkast:
    """Utkastet som det är nu, låst, för den som får skriva i det."""
    return _lås(utkast, av)


def rendera(dokument: Skrivelsedokument, mall: Mall) -> RenderadPdf:
    return rendera_pdf(MALL, dokument, filer=mallar.loggans_innehåll(mall))


def mallens_provtryck(mall: Mall) -> RenderadPdf:
    """Mallen med hjälptexterna som text, så att den syns som den blir."""
    avsnitt = {
        str(a.pk): a.hjälp or "Text." for a in mall.avsnitt.all() if a.slag != Avsnittsslag.FÖRSLAG
    }
    innehåll = Innehåll(
        rubrik="Ärendets rubrik",
        huvud=dict.fromkeys(mall.fylls_i, "…"),
        satser=("Nämnden beslutar …", "Nämnden beslutar också …"),
        avsnitt=avsnitt,
    )
    return rendera(documents.provdokument(mall, innehåll, timezone.localdate()), mall)


def _kräv_skriva(ärende: Ärende, av: Användare) -> None:
    policy.kräv(av, Rätt.REGISTRERA, ärende.myndighet)
    policy.kräv_se(av, ärende)
    if ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise skrivelser.ÄrendetStängt(f"{ärende.beteckning} är {ärende.get_status_display()}.")


def _lås(utkast: Skrivelseutkast, av: Användare) -> Skrivelseutkast:
    utkast = (
        Skrivelseutkast.objects.select_for_update(of=("self",))
        .select_related(
            "mall__myndighet__kommun", "mall__logga", "ärende__diarium", "skapad_av__person"
        )
        .get(pk=utkast.pk)
    )
    policy.kräv_se_utkast(av, utkast)
    if utkast.skrivelse_id is not None:
        raise RedanInlämnad("Skrivelsen är inlämnad. Texten ändras inte längre.")
    _kräv_skriva(utkast.ärende, av)
    return utkast


def _ny_version(utkast: Skrivelseutkast, av: Användare, nu: datetime) -> None:
    Skrivelseversion.objects.create(
        utkast=utkast,
        revision=utkast.revision,
        text=utkast.text,
        av=av,
        av_namn=str(av),
        påbörjad_tid=nu,
        sparad_tid=nu,
    )
