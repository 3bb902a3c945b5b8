"""Skrivelsen skrivs här: utkastet, dess versioner, vad som saknas, och inlämningen som PDF."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from ärenden import documents, filer, policy, registervård, skrivelsetext
from ärenden.documents import Skrivelsedokument
from ärenden.granskningsläge import Läge, OtillåtetSteg, Steg, Övergång, kräv_skrivs, övergång
from ärenden.mallstilar import Avsnittsslag
from ärenden.models import (
    Godkännande,
    Granskningssteg,
    Mall,
    Skrivelse,
    Skrivelsebild,
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
from ärenden.skrivelseskillnad import Ihopslaget, slå_ihop
from ärenden.textmärken import rentext

MALL = "pdf/skrivelse.html"
# Det som samma person sparar i ett svep är en version; annars vore varje paus en.
EN_VERSION = timedelta(minutes=10)
MAX_BILDER = 200
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


class Textkrock(AnnanHannFöre):
    """Båda har ändrat samma ruta. `ihop` är texterna så långt de kan slås ihop."""

    def __init__(self, utkast: Skrivelseutkast, ihop: Ihopslaget) -> None:
        super().__init__(utkast)
        self.ihop = ihop


class FelLäge(Skrivfel):
    """Steget går inte att ta så länge skrivelsen är där den är."""


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

    Har någon annan sparat sedan dess slås ändringar i olika rutor ihop; har båda ändrat samma ruta
    sparas inget (`Textkrock`). Med `egen_version` finns det som stod före kvar som en version,
    också inom samma svep.
    """
    utkast = _lås(utkast, av)
    _kräv_skrivs(utkast)
    if utkast.revision != revision:
        innehåll = _ihopslaget(utkast, innehåll, revision)
        egen_version = True
    text = innehåll.som_json()
    if text == utkast.text:
        return utkast
    nu = nu or timezone.now()
    _skriv(utkast, text, av, nu)
    senaste = utkast.versioner.order_by("-revision").first()
    if senaste is not None and not egen_version and _i_svepet(senaste, av, nu):
        senaste.revision, senaste.text, senaste.sparad_tid = utkast.revision, text, nu
        senaste.save(update_fields=["revision", "text", "sparad_tid"])
    else:
        _ny_version(utkast, av, nu)
    return utkast


def _i_svepet(version: Skrivelseversion, av: Användare, nu: datetime) -> bool:
    """Versionen får skrivas över: samma person skriver vidare, och ingen annan utgår från den."""
    i_tid = nu - version.påbörjad_tid < EN_VERSION
    return version.av_id == av.pk and i_tid and not version.öppnad


def _ihopslaget(utkast: Skrivelseutkast, innehåll: Innehåll, revision: int) -> Innehåll:
    grund = utkast.versioner.filter(revision=revision).first()
    ihop = slå_ihop(grund.innehåll if grund else None, innehåll, utkast.innehåll)
    if ihop.krockande:
        raise Textkrock(utkast, ihop)
    return ihop.innehåll


@transaction.atomic
def öppna(*, utkast: Skrivelseutkast, av: Användare) -> None:
    """Någon börjar skriva från texten som den är nu: den versionen finns sedan kvar."""
    policy.kräv_se_utkast(av, utkast)
    # Ingen hinner spara mellan att revisionen läses och versionen märks.
    utkast = Skrivelseutkast.objects.select_for_update(of=("self",)).get(pk=utkast.pk)
    utkast.versioner.filter(revision=utkast.revision, öppnad=False).update(öppnad=True)


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
    _kräv_skrivs(utkast)
    if utkast.revision != revision:
        raise AnnanHannFöre(utkast)
    if version.utkast_id != utkast.pk:
        raise ValueError("Versionen hör till en annan skrivelse.")
    if version.text == utkast.text:
        return utkast
    skriv_ny_version(utkast, version.text, av=av, nu=nu or timezone.now())
    return utkast


def skriv_ny_version(
    utkast: Skrivelseutkast, text: dict[str, Any], *, av: Användare, nu: datetime
) -> None:
    """Texten blir nästa revision och en egen version. Anroparen har låst och prövat rätten."""
    _skriv(utkast, text, av, nu)
    _ny_version(utkast, av, nu)


def _skriv(utkast: Skrivelseutkast, text: dict[str, Any], av: Användare, nu: datetime) -> None:
    utkast.text = text
    utkast.revision += 1
    utkast.sparad_av_namn, utkast.sparad_tid = str(av), nu
    utkast.save(update_fields=["text", "revision", "sparad_av_namn", "sparad_tid"])


def brister(utkast: Skrivelseutkast) -> list[Brist]:
    """Vad som saknas i det som är sparat. Det som stoppar hindrar inlämningen."""
    return textens_brister(utkast) + granskningens_brister(
        utkast,
        mall=mallar.som_avgör_godkännande(utkast),
        öppna_kommentarer=utkast.kommentarer.öppna().count(),
    )


def granskningens_brister(
    utkast: Skrivelseutkast, *, mall: Mall, öppna_kommentarer: int
) -> list[Brist]:
    """Godkännandet, när nämndens gällande `mall` kräver det, och öppna kommentarer."""
    funna = []
    if mall.kräver_godkännande and utkast.läge not in (Läge.GODKÄND, Läge.INLÄMNAD):
        funna.append(
            Brist(
                "Skrivelsen är inte godkänd.",
                True,
                mall.som_källa,
                "Nämndens skrivelser godkänns av en chef innan de lämnas in. Skicka den för "
                "granskning.",
                "granskning",
            )
        )
    if öppna_kommentarer:
        antal = "en kommentar" if öppna_kommentarer == 1 else f"{öppna_kommentarer} kommentarer"
        funna.append(
            Brist(
                f"Granskningen: {antal} är inte stängd{'a' if öppna_kommentarer > 1 else ''}.",
                False,
                "skrivelsens granskning",
                "Den som granskat väntar på ett svar. Svara och stäng kommentaren, eller ta "
                "ställning till ändringsförslaget.",
                "granskning",
            )
        )
    return funna


def textens_brister(utkast: Skrivelseutkast) -> list[Brist]:
    """Vad som saknas i texten själv, efter mallen. Det som stoppar hindrar ett godkännande."""
    mall = utkast.mall
    funna = innehållets_brister(
        utkast.läst_innehåll,
        [a.krav for a in mall.avsnitt.all()],
        mall=mall.som_källa,
        uppladdade={b.nummer for b in utkast.bilder.all()},
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
    try:
        steg = övergång(utkast.läge, Steg.LÄMNA_IN)
    except OtillåtetSteg as fel:
        raise FelLäge(str(fel)) from fel
    funna = brister(utkast)
    stopp = [b for b in funna if b.stoppar]
    if stopp:
        raise Ofullständig(stopp)
    _kräv_godkänd_text(utkast)
    föregångare = _ersätt_föregångaren(utkast)
    varningar = [b for b in funna if not b.stoppar]
    if varningar and not skäl.strip():
        raise SkälSaknas("Skriv varför skrivelsen lämnas in trots varningen.")
    innehåll = utkast.innehåll
    dag = timezone.localdate(nu)
    färdig = rendera(
        documents.skrivelsedokument(utkast, dag, sekretess=sekretess_lagrum), utkast.mall, utkast
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
        sammanfattning=sammanfattning(utkast),
        # Texten är godkänd här, om mallen kräver det.
        godkänns=False,
        av=av,
    )
    skrivelsefiler.registrera_bilagor(utkast=utkast, skrivelse=skrivelse, datum=dag, av=av)
    skrivelsefiler.släng_inläst(utkast=utkast, av=av)
    anteckna(utkast=utkast, steg=steg, av=av, nu=nu or timezone.now())
    utkast.skrivelse = skrivelse
    utkast.save(update_fields=["skrivelse"])
    _skriv_godkännandet(utkast, skrivelse, av)
    if föregångare is not None:
        händelser.skriv(
            utkast.ärende,
            "skrivelse.ersatt",
            av=av,
            rubrik=händelser.synlig_rubrik(föregångare.handling),
        )
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


def _kräv_godkänd_text(utkast: Skrivelseutkast) -> None:
    """Läget säger att den är godkänd; hashen säger att det är den här skrivelsen som är det."""
    if utkast.läge == Läge.GODKÄND and not gällande_godkännanden(utkast):
        raise FelLäge("Skrivelsen är inte den som godkändes. Skicka den för granskning igen.")


def gällande_godkännanden(utkast: Skrivelseutkast) -> list[Godkännande]:
    """Godkännandena av skrivelsen som den är nu, med sina bilagor, som inte är återtagna."""
    gäller = utkast.godkännanden.filter(hash=utkast.hash)
    öppnad = utkast.steg.filter(steg=Steg.ÄNDRA_IGEN).order_by("pk").last()
    if öppnad is not None:
        gäller = gäller.filter(tid__gt=öppnad.tid)
    return list(gäller.order_by("pk"))


def _ersätt_föregångaren(utkast: Skrivelseutkast) -> Skrivelse | None:
    """Den inlämnade som öppnades igen går inte att anmäla sedan den nya är inlämnad."""
    if utkast.föregångare is None or utkast.föregångare.skrivelse_id is None:
        return None
    förra = Skrivelse.objects.select_for_update(of=("self",)).get(
        pk=utkast.föregångare.skrivelse_id
    )
    if förra.status not in (Skrivelse.Status.UTKAST, Skrivelse.Status.ERSATT):
        raise FelLäge(
            f"Den förra skrivelsen är {förra.get_status_display()}. Återta anmälan av den först."
        )
    förra.status = Skrivelse.Status.ERSATT
    förra.save(update_fields=["status"])
    return förra


def sammanfattning(utkast: Skrivelseutkast) -> str:
    """Sammanfattningen utan uppmärkning, med tom rad mellan styckena: så står den i protokollet."""
    texter = [
        utkast.innehåll.text(str(a.pk))
        for a in utkast.mall.avsnitt.all()
        if a.slag == Avsnittsslag.SAMMANFATTNING
    ]
    return rentext(skrivelsetext.läs("\n\n".join(texter))).replace("\n", "\n\n")


def _skriv_godkännandet(utkast: Skrivelseutkast, skrivelse: Skrivelse, av: Användare) -> None:
    """Godkännandet blir känt i ärendet när skrivelsen blir en handling, inte förr."""
    for g in gällande_godkännanden(utkast) if utkast.granskning == Läge.GODKÄND else []:
        händelser.skriv(
            utkast.ärende,
            "skrivelse.godkänd",
            av=av,
            rubrik=händelser.synlig_rubrik(skrivelse.handling),
            vem=g.av_namn,
            dag=date_format(timezone.localtime(g.tid), "j F Y H.i"),
            version=g.hash[:12],
        )


def anteckna(
    *,
    utkast: Skrivelseutkast,
    steg: Övergång,
    av: Användare,
    nu: datetime,
    kommentar: str = "",
) -> None:
    """En rad i loggen över stegen, och skrivelsens nya läge. I anroparens transaktion.

    Texten som den var i steget finns kvar som version, så att det går att se vad som ändras sedan.
    """
    utkast.versioner.filter(revision=utkast.revision).update(öppnad=True)
    Granskningssteg.objects.create(
        utkast=utkast,
        steg=steg.steg,
        från=steg.från,
        till=steg.till,
        revision=utkast.revision,
        hash=utkast.hash,
        kommentar=kommentar,
        av=av,
        av_namn=str(av),
        tid=nu,
    )
    # Att den är inlämnad säger raden om handlingen; läget före står kvar.
    if steg.till not in (Läge.INLÄMNAD, utkast.läge):
        utkast.granskning = steg.till
        utkast.save(update_fields=["granskning"])


@transaction.atomic
def öppna_igen(
    *, utkast: Skrivelseutkast, av: Användare, nu: datetime | None = None
) -> Skrivelseutkast:
    """Ett nytt utkast med den inlämnades text, när den inte är anmäld (eller har kommit tillbaka).

    Handlingen står kvar som den är. Den nya texten granskas för sig och ersätter den förra när den
    lämnas in. Bilderna i texten och bilagorna följer med; en bilaga blir då en handling till den
    nya skrivelsen, för den förra ska gå att läsa som den var. Finns det redan ett sådant utkast ges
    det.
    """
    if utkast.skrivelse_id is None:
        raise FelLäge("Skrivelsen är inte inlämnad.")
    förra = Skrivelse.objects.select_for_update(of=("self",)).get(pk=utkast.skrivelse_id)
    policy.kräv_se_handling(av, förra.handling)
    _kräv_skriva(utkast.ärende, av)
    if förra.status != Skrivelse.Status.UTKAST:
        raise FelLäge(f"Skrivelsen är {förra.get_status_display()} och öppnas inte igen.")
    påbörjat = utkast.efterföljare.oinlämnade().order_by("pk").first()
    if påbörjat is not None:
        policy.kräv_se_utkast(av, påbörjat)
        return påbörjat
    bilagor = skrivelsefiler.läsbara_bilagor(utkast=utkast, av=av)
    if len(bilagor) < utkast.bilagor.count():
        raise FelLäge(
            "Du får inte läsa allt som hör till skrivelsen. Ärendets handläggare öppnar den igen."
        )
    nu = nu or timezone.now()
    ny = Skrivelseutkast.objects.create(
        ärende=utkast.ärende,
        mall=utkast.mall,
        text=utkast.text,
        föregångare=utkast,
        önskad_dag=None,
        skapad_av=av,
        sparad_av_namn=str(av),
        sparad_tid=nu,
    )
    skrivelsefiler.ta_med(från=utkast, till=ny, bilagor=bilagor, av=av)
    _ny_version(ny, av, nu)
    return ny


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
    _kräv_skrivs(utkast)
    filerna = skrivelsefiler.arbetsfiler(utkast)
    utkast.delete()
    skrivelsefiler.städa(*filerna)


@transaction.atomic
def lås(*, utkast: Skrivelseutkast, av: Användare) -> Skrivelseutkast:
    """Utkastet som det är nu, låst, för den som får skriva i det medan det skrivs."""
    utkast = _lås(utkast, av)
    _kräv_skrivs(utkast)
    return utkast


@transaction.atomic
def ladda_upp_bild(
    *, utkast: Skrivelseutkast, innehåll: bytes, namn: str, av: Användare
) -> Skrivelsebild:
    """En bild att ställa i texten. `filer.Filfel` om den inte kan tas emot."""
    utkast = _lås(utkast, av)
    _kräv_skrivs(utkast)
    högsta = utkast.bilder.aggregate(högsta=Max("nummer"))["högsta"] or 0
    if högsta >= MAX_BILDER:
        raise Skrivfel(f"En skrivelse kan ha högst {MAX_BILDER} bilder. Lägg fler i en bilaga.")
    # En bild som kommer tillbaka ur Word är samma, fast ett foto sparas om varje gång.
    samma = utkast.bilder.filter(fil__sha256=sha256(innehåll).hexdigest()).first()
    if samma is not None:
        return samma
    fil = filer.spara_illustration(innehåll, namn=namn)
    finns = utkast.bilder.filter(fil=fil).first()
    return finns or Skrivelsebild.objects.create(
        utkast=utkast, nummer=högsta + 1, fil=fil, filnamn=namn[:255], av=av
    )


def rendera(
    dokument: Skrivelsedokument, mall: Mall, utkast: Skrivelseutkast | None = None
) -> RenderadPdf:
    """PDF:en. Renderaren får visa mallens logga och bilderna i `utkast`."""
    innehåll = mallar.loggans_innehåll(mall)
    if utkast is not None:
        for bild in visade_bilder(utkast):
            innehåll[bild.fil.sha256] = bild.fil.läs()
    return rendera_pdf(MALL, dokument, filer=innehåll)


def visade_bilder(utkast: Skrivelseutkast) -> list[Skrivelsebild]:
    """Bilderna som texten visar."""
    visade = utkast.bilder.filter(nummer__in=utkast.innehåll.bildnummer)
    return list(visade.select_related("fil").order_by("nummer"))


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


def _kräv_skrivs(utkast: Skrivelseutkast) -> None:
    try:
        kräv_skrivs(utkast.läge)
    except OtillåtetSteg as fel:
        raise FelLäge(str(fel)) from fel


def _lås(utkast: Skrivelseutkast, av: Användare) -> Skrivelseutkast:
    utkast = (
        Skrivelseutkast.objects.select_for_update(of=("self",))
        .select_related(
            *("mall__myndighet__kommun", "mall__logga", "ärende__diarium", "skapad_av__person"),
            *("ärende__myndighet", "föregångare"),
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
