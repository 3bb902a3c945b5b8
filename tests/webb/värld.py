"""Något på varje sida: ett möte i varje skede, med kallelse och protokoll."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Roll
from nämnd.jäv import Grund
from nämnd.models import AnmältJäv, Punkthandling, Sammanträde, Utskick
from nämnd.services import (
    frågor,
    förslagsutkast,
    inkallelser,
    inlämning,
    läsrum,
    publicering,
    sammanträden,
)
from nämnd.services import svar as svarstjänst
from nämnd.services import utskick as utskickstjänst
from nämnd.services.förslagsutkast import Innehåll
from protokoll.anslagsslag import KRAV
from protokoll.models import (
    Beslutsuppdrag,
    InkommetUtdrag,
    Justering,
    Kanal,
    Paragraf,
    Protokoll,
)
from protokoll.services import avslut as avsluttjänst
from protokoll.services import beslut as besluttjänst
from protokoll.services import (
    frågan,
    försättsblad,
    meningar,
    omröstningar,
    pappersjustering,
    uppföljning,
    yrkanden,
)
from protokoll.services import justering as justeringstjänst
from protokoll.services import möte as mötetjänst
from protokoll.services import närvaro as närvarotjänst
from publikt.models import Anslag, Möte
from tests.factories import expediering as expedieringar
from tests.factories import justering as justeringsfabrik
from tests.factories import kontorsfiler
from tests.factories import mallar as mallfabrik
from tests.factories import nämnd as nämndfabrik
from tests.factories import publikt as anslagen
from tests.factories import ärenden as ärendefabrik
from tests.factories.delegation import med_anmälan
from tests.factories.konton import MyndighetFactory
from tests.factories.plan import med_plan
from tests.webb.kommun import LAGRUM, Kommunen, bygg
from ärenden.models import Handling, Jobb, Ärende
from ärenden.services import granskning, inläsning, skrivande
from ärenden.services import remisser as remisstjänst

Argument = Callable[["Världen"], Mapping[str, Any]]


@dataclass(frozen=True)
class Världen:
    kommunen: Kommunen
    utkast: Sammanträde
    kallat: Sammanträde
    dagens: Sammanträde
    inställt: Sammanträde
    pågår: Protokoll
    avslutat: Protokoll
    justeras: Justering
    justerat: Justering
    på_papper: Justering
    anslag: Anslag
    frågan: Protokoll
    röstar: Protokoll
    uppdrag: Beslutsuppdrag
    delegation: Mapping[str, Any]
    försättsblad: Paragraf
    inkommet: InkommetUtdrag
    webbmöte: Möte
    plan: Mapping[str, Any]
    utskick: Utskick
    mallar: Mapping[str, Any]
    egna: Mapping[str, Any]

    @property
    def ärende(self) -> Ärende:
        return self.kommunen.anmälda[0].skrivelse.handling.ärende

    @property
    def hemligt(self) -> Ärende:
        ärende = self.kommunen.punkt("Placering enligt LVU, ärende A").ärende
        assert ärende is not None
        return ärende


def _möte(k: Kommunen, dagar: int) -> Sammanträde:
    möte = nämndfabrik.möte(
        k.organ,
        av=k.sekreterare,
        datum=timezone.localdate() + timedelta(days=dagar),
        plats="Solrosen, kommunhuset i Björksund",
    )
    nämndfabrik.ta_upp(möte, av=k.sekreterare, rubrik="Uppföljning av intern kontroll")
    nämndfabrik.ta_upp(möte, av=k.sekreterare, rubrik="Omhändertagande av barn", lagrum=LAGRUM)
    möte.refresh_from_db()
    return möte


def _protokoll(k: Kommunen, möte: Sammanträde) -> Protokoll:
    nämndfabrik.utfärdad(möte, av=k.sekreterare)
    protokoll = mötetjänst.öppna(sammanträde=möte, av=k.sekreterare)
    närvarotjänst.alla_närvarande(protokoll=protokoll, av=k.sekreterare)
    närvarotjänst.välj_justerare(rad=protokoll.närvarande.get(namn="Bo Ekfalk"), av=k.sekreterare)
    return protokoll


def _hållet(k: Kommunen, dagar: int) -> Protokoll:
    protokoll = _protokoll(k, _möte(k, dagar))
    for punkt in list(protokoll.upptagbara_punkter):
        besluttjänst.besluta_enligt_förslag(punkt=punkt, av=k.sekreterare)
    return avsluttjänst.avsluta(protokoll=protokoll, av=k.sekreterare, sluttid=time(16, 45))


def till_justering(k: Kommunen, dagar: int) -> Justering:
    """Ett hållet möte vars protokoll har gått till dem som justerar."""
    protokoll = _hållet(k, dagar)
    justeringsfabrik.med_sigill(k.myndighet.kommun)
    for rad in protokoll.närvarande.all():
        justeringsfabrik.konto_för(rad.person)
    avsluttjänst.ange_justering(
        protokoll=protokoll,
        plats="Kommunhuset",
        tid=None,
        förvaringsplats="Socialkontoret, Storgatan 1",
        av=k.sekreterare,
    )
    protokoll.refresh_from_db()
    return justeringstjänst.klar_för_justering(protokoll=protokoll, av=k.sekreterare)


def _vägra(justering: Justering) -> None:
    """Justeraren vägrar den andra paragrafen."""
    bo = justering.underskrifter.get(som="justerare")
    justeringstjänst.svara(
        underskrift=bo,
        paragraf=justering.protokoll.paragrafer.order_by("ordning")[1],
        svar="vagrar",
        text="Så beslutades inte.",
        av=justeringsfabrik.konto_för(bo.person),
    )


def _justerat(k: Kommunen) -> Justering:
    """Justerat, förseglat och anslaget, utom en paragraf som väntar på senare justering."""
    justering = till_justering(k, -30)
    _vägra(justering)
    return justeringsfabrik.försegla(justeringsfabrik.alla_skriver_under(justering))


def _på_papper(k: Kommunen) -> Justering:
    """Börjat elektroniskt; ordföranden har skrivit under, och resten görs på papper."""
    justering = till_justering(k, -25)
    _vägra(justering)
    justeringsfabrik.skriv_under(justering.underskrifter.get(som="ordforande"))
    return pappersjustering.byt_till_papper(justering=justering, av=k.sekreterare)


def _mallar(k: Kommunen) -> Mapping[str, Any]:
    """En fastställd mall och ett utkast till nästa; en påbörjad skrivelse och en inlämnad."""
    av = k.sekreterare
    mall = mallfabrik.mall(k.myndighet, stil="socialforvaltningens")
    ärende = k.anmälda[0].skrivelse.handling.ärende
    påbörjad, inlämnad, utan_bilagor = (mallfabrik.klar(ärende, av=av) for _ in range(3))
    mallfabrik.bilaga(påbörjad)
    oklar = mallfabrik.bilaga(påbörjad, kontorsfiler.bild(), "torget.jpg")
    Jobb.objects.filter(pk=oklar.jobb_id).update(
        status=Jobb.Status.MISSLYCKAT, fel="Det gick inte."
    )
    inläsning.läs_in(utkast=påbörjad, innehåll=_wordfil(), filnamn="skrivelse.docx", av=av)
    skrivelse = skrivande.lämna_in(utkast=inlämnad, revision=inlämnad.revision, av=av)
    chef = k.konton[Roll.CHEF]
    granskas = mallfabrik.granskas(ärende, av=av, granskare=[chef], meddelande="Läs summan.")
    granskning.kommentera(
        utkast=granskas, av=chef, fält="satser", citat="antas", ersättning="godkänns", text="Ordet."
    )
    granskning.kommentera(utkast=granskas, av=chef, text="Bra skrivet.")
    utkast = mallfabrik.utkast_till_mall(k.myndighet, av=av)
    return {
        "mall": mall, "mallutkast": utkast, "myndighet": k.myndighet, "påbörjad": påbörjad,
        "inlämnad": inlämnad, "granskas": granskas, "utan_bilagor": utan_bilagor,
        **_remisser(k, skrivelse.handling),
    }  # fmt: skip  # en uppslagning


def _remisser(k: Kommunen, handling: Handling) -> Mapping[str, Any]:
    """En remiss ute, en att ta emot och en att besvara."""
    andra = MyndighetFactory(namn="Miljö- och byggnämnden", kommun=k.myndighet.kommun)
    deras = ärendefabrik.handling(
        ärendefabrik.ärende(andra, rubrik="Detaljplan för hamnen"),
        rubrik="Samrådshandling för hamnen",
        riktning=Handling.Riktning.UPPRÄTTAD,
    )
    ute = remisstjänst.sänd(
        handling=handling,
        avser="Om avgifterna är rimliga för verksamheterna.",
        sista_dag=timezone.localdate() + timedelta(days=30),
        myndigheter=[andra],
        utomstående=[
            remisstjänst.Utomstående("Björksunds krögare", "remiss@krogare.example"),
            remisstjänst.Utomstående("Hembygdsföreningen"),
        ],
        av=k.sekreterare,
    )
    remisstjänst.avstå(
        mottagare=ute.mottagare.get(namn="Hembygdsföreningen"),
        skäl="Berörs inte.",
        av=k.sekreterare,
    )
    vår = remisstjänst.sänd(
        handling=deras,
        avser="Planens följder för barn.",
        sista_dag=timezone.localdate() + timedelta(days=20),
        myndigheter=[k.myndighet],
        av=ärendefabrik.registrator_i(andra),
    )
    inkommen, mottagen = (
        ärendefabrik.handling(
            handling.ärende,
            rubrik="Remiss om ny vägledning",
            motpart="Länsstyrelsen",
            innehåll=ärendefabrik.pdf(märke=märke),
        )
        for märke in ("remiss 1", "remiss 2")
    )
    return {
        "remiss": ute,
        "att_ta_emot": vår.mottagare.get(),
        "inkommen": inkommen,
        "mottagen": remisstjänst.registrera_mottagen(
            handling=mottagen,
            sista_dag=timezone.localdate() - timedelta(days=2),
            deras_beteckning="4321-2026",
            avser="Hela vägledningen.",
            av=k.sekreterare,
        ),
    }


def _wordfil() -> bytes:
    """Något av varje: nytt, det som skriver över, och det som inte får plats."""
    tabell = [("Post", "Kronor"), ("Hyra", "450 000")]

    def bygg(d: Any) -> None:
        rutor = d.add_table(2, 2)
        for r, rad in enumerate(tabell):
            for k, text in enumerate(rad):
                rutor.cell(r, k).text = text
        d.add_comment(d.paragraphs[0].runs, text="Stämmer det?", author="Vera")

    return kontorsfiler.word(
        "Björksunds kommun",
        ("Förslag till beslut", "Heading 1"),
        ("Nämnden sänker taxan.", "List Number"),
        ("Tidplan", "Heading 1"),
        ("Bakgrund", "Heading 1"),
        "Taxan är från 2019.",
        bygg=bygg,
    )


def bygg_världen() -> Världen:
    k = bygg()
    av = k.sekreterare
    justerat = _justerat(k)
    på_papper = _på_papper(k)
    justeras = till_justering(k, -20)
    bo = justeras.underskrifter.get(som="justerare")
    justeringstjänst.svara(
        underskrift=bo,
        paragraf=justeras.protokoll.paragrafer.order_by("ordning")[0],
        svar="kommenterar",
        text="Tiden stämmer inte.",
        av=justeringsfabrik.konto_för(bo.person),
    )
    kallat = _möte(k, 7)
    nämndfabrik.utfärdad(kallat, av=av)
    _svarat(kallat, av)
    inställt = _möte(k, 21)
    sammanträden.ställ_in(sammanträde=inställt, skäl="För få ärenden.", av=av)
    pågår = _protokoll(k, _möte(k, 0))
    # Efter mötet som pågår, så att det kan avslutas före.
    dagens = _möte(k, 0)
    nämndfabrik.utfärdad(dagens, av=av)
    punkter = iter(list(pågår.upptagbara_punkter))
    besluttjänst.besluta_enligt_förslag(punkt=next(punkter), av=av)
    besluttjänst.besluta_enligt_förslag(punkt=next(punkter), av=av)
    besluttjänst.ta_upp(punkt=next(punkter), av=av)
    avslutat = _hållet(k, -7)
    # Utkastet har ett papper som saknas, så att listan visar vad som hindrar kallelsen.
    punkt = k.punkt("Information från förvaltningen")
    Punkthandling.objects.create(punkt=punkt, ordning=1, rubrik="Presentation")
    fråga, uppdrag = _frågan(k)
    return Världen(
        k,
        k.möte,
        kallat,
        dagens,
        inställt,
        pågår,
        avslutat,
        justeras,
        justerat,
        på_papper,
        anslagen.dagens_anslag(),
        fråga,
        _röstar(k),
        uppdrag,
        med_anmälan(k.organ, av),
        *_expedierat(k, justerat.protokoll),
        publicering.publicera(kallelse=kallat.kallelser.get(), med_handlingar=True, av=av),
        med_plan(k.organ),
        _skickat(kallat, av),
        _mallar(k),
        _från_de_förtroendevalda(k, kallat),
    )


def _från_de_förtroendevalda(k: Kommunen, möte: Sammanträde) -> Mapping[str, Any]:
    """Ett inlämnat yrkande, tre frågor i olika lägen, och utkast."""
    av, ledamot = k.sekreterare, k.konton[Roll.FÖRTROENDEVALD]
    öppen, hemlig = möte.punkter.exclude(ärende=None).order_by("ordning")[:2]
    yrkande = Innehåll(
        organ=k.organ.pk,
        sammanträde=möte.pk,
        punkt=öppen.pk,
        slag="andring",
        text="Uppföljningen görs två gånger om året.",
        motivering="En gång är för sällan.",
    )
    inlämning.lämna_in_yrkande(
        nyckel=förslagsutkast.skapa(innehåll=yrkande, av=ledamot).nyckel, av=ledamot
    )
    ny, skickad, lämnad = (
        frågor.ställ(sammanträde=möte, punkt=p.pk, text=text, av=ledamot)
        for p, text in (
            (öppen, "Hur många kontroller gjordes förra året?"),
            (öppen, "Vad kostade de?"),
            (hemlig, "När togs beslutet?"),
        )
    )
    frågor.skicka_vidare(fråga=skickad, till=av, av=av)
    frågor.svara_själv(fråga=lämnad, text="I våras.", till_alla=True, av=av)
    initiativ = Innehåll(organ=k.organ.pk, rubrik="Gratis bad", text="Badet är gratis.")
    return {
        "ny": ny,
        "skickad": skickad,
        "lämnad": lämnad,
        "utkast": förslagsutkast.skapa(innehåll=yrkande, av=av),
        "initiativ": förslagsutkast.skapa(innehåll=initiativ, av=av),
    }


def _svarat(möte: Sammanträde, av: Användare) -> None:
    """En ledamot kommer inte och ersättaren är inkallad; en annan är jävig och på väg."""
    vald = {u.person.namn.split()[0]: u.person for u in möte.organ.uppdrag.select_related("person")}
    ringde: dict[str, Any] = {"sammanträde": möte, "av": av, "anteckning": "Ringde."}
    svarstjänst.svara(person=vald["Bo"], kommer=False, skäl="Sjuk.", **ringde)
    svarstjänst.svara(person=vald["Åke"], kommer=True, från=time(16), **ringde)
    inkallelser.kalla_in(sammanträde=möte, för=vald["Bo"], person=vald["Tove"], av=av)
    svarstjänst.anmäl_jäv(
        punkt=möte.punkter.exclude(ärende=None).earliest("ordning"),
        person=vald["Åke"],
        grund=Grund.PART.etikett,
        av=av,
    )


def _skickat(möte: Sammanträde, av: Användare) -> Utskick:
    """Kallelsen skickad: brev, papper, och en utifrån för kännedom."""
    utskick = utskickstjänst.skicka(
        kallelse=möte.kallelser.get(),
        vägar={},
        kännedom=[utskickstjänst.Kännedom("Rut Revisor", "rut@exempel.se")],
        av=av,
    )
    utskickstjänst.utför(jobb_id=utskick.jobb_id)
    return utskick


def _expedierat(k: Kommunen, protokoll: Protokoll) -> tuple[Paragraf, InkommetUtdrag]:
    """En paragraf med försättsblad, sänd till ett annat organ i samma nämnd."""
    paragraf = protokoll.paragrafer.order_by("ordning")[2]
    av = k.sekreterare
    expedieringar.försättsbladet(paragraf, av)
    expedieringar.mottagare(paragraf, av)
    utskottet = expedieringar.annat_organ(k.myndighet, "Utskottet")
    rad = försättsblad.lägg_till_mottagare(
        paragraf=paragraf, kanal=Kanal.INTERNT, organ=utskottet, av=av
    )
    inkommet = InkommetUtdrag.objects.create(
        expediering=expedieringar.sänd(rad, av), organ=utskottet, ankomst_tid=timezone.now()
    )
    return paragraf, inkommet


def _frågan(k: Kommunen) -> tuple[Protokoll, Beslutsuppdrag]:
    """En beslutad paragraf med reservation och uppdrag, och en fråga där proposition ställs."""
    av = k.sekreterare
    protokoll = _protokoll(k, _möte(k, 0))
    första, andra, *_ = protokoll.upptagbara_punkter.filter(skrivelse__isnull=False)
    bo = protokoll.närvarande.get(namn="Bo Ekfalk")
    beslutad = besluttjänst.besluta_enligt_förslag(punkt=första, av=av)
    meningar.reservera(
        paragraf=beslutad, reservanter=[bo], text="Taxan är för hög.", skriftlig=True, av=av
    )
    uppdrag = uppföljning.ge_uppdrag(
        paragraf=beslutad, text="Följ upp kontrollen.", handläggare=k.handläggare, av=av
    )
    paragraf = besluttjänst.ta_upp(punkt=andra, av=av)
    for slag, text in (("aterremiss", "Utred mer."), ("avslag", "")):
        yrkanden.ställ(paragraf=paragraf, slag=slag, text=text, yrkare=[bo], av=av)
    frågan.svara(paragraf=paragraf, nr=1, utfall="avgors", av=av)
    return protokoll, uppdrag


def _röstar(k: Kommunen) -> Protokoll:
    """En omröstning pågår på ledamöternas egna enheter."""
    av = k.sekreterare
    protokoll = _protokoll(k, _möte(k, 0))
    punkt = protokoll.upptagbara_punkter.filter(skrivelse__isnull=False).first()
    assert punkt is not None
    paragraf = besluttjänst.ta_upp(punkt=punkt, av=av)
    bo = protokoll.närvarande.get(namn="Bo Ekfalk")
    yrkanden.ställ(paragraf=paragraf, slag="avslag", text="", yrkare=[bo], av=av)
    frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=av)
    omröstningar.öppna(paragraf=paragraf, metod=omröstningar.EGNA_ENHETER, av=av)
    return protokoll


def _beslutad(v: Världen) -> Mapping[str, int]:
    paragraf = v.pågår.paragrafer.exclude(utfall="").first()
    assert paragraf is not None
    return {"pk": v.pågår.pk, "paragraf": paragraf.pk}


def _pk(objekt: Callable[[Världen], object]) -> Argument:
    return lambda v: {"pk": objekt(v).pk}


UTKAST, KALLAT = _pk(lambda v: v.utkast), _pk(lambda v: v.kallat)
DAGENS = _pk(lambda v: v.dagens)
INSTÄLLT = _pk(lambda v: v.inställt)
ÄRENDE, HEMLIGT = _pk(lambda v: v.ärende), _pk(lambda v: v.hemligt)
PUNKT = _pk(lambda v: v.kommunen.punkt("Information från förvaltningen"))
FRÅGAN, RÖSTAR = _pk(lambda v: v.frågan), _pk(lambda v: v.röstar)
UPPDRAG = _pk(lambda v: v.uppdrag)
PÅGÅR, AVSLUTAT = _pk(lambda v: v.pågår), _pk(lambda v: v.avslutat)
ANSLAG = _pk(lambda v: v.anslag)
WEBBMÖTE = _pk(lambda v: v.webbmöte)


def _hållen_paragraf(v: Världen) -> Mapping[str, int]:
    return {"pk": v.avslutat.pk, "paragraf": v.avslutat.paragrafer.order_by("ordning")[0].pk}


HÅLLEN_PARAGRAF: Argument = _hållen_paragraf
JUSTERAS, JUSTERAT = _pk(lambda v: v.justeras), _pk(lambda v: v.justerat)
PÅ_PAPPER = _pk(lambda v: v.på_papper)


def _med_paragraf(objekt: Callable[[Världen], Any], protokoll: str = "protokoll") -> Argument:
    """Objektet och en paragraf i dess protokoll."""

    def argument(v: Världen) -> dict[str, int]:
        o = objekt(v)
        ägare = getattr(o, protokoll, o)
        return {"pk": o.pk, "paragraf": ägare.paragrafer.order_by("ordning")[2].pk}

    return argument


def _i_delegationen(nyckel: str) -> Argument:
    return lambda v: {"pk": v.delegation[nyckel].pk}


def _bland_mallarna(nyckel: str) -> Argument:
    return lambda v: {"pk": v.mallar[nyckel].pk}


def _i_planen(nyckel: str) -> Argument:
    return lambda v: {"pk": v.plan[nyckel].pk}


PLAN = _i_planen("plan")


def _tavelanslag(v: Världen) -> Mapping[str, int]:
    """Justeringens anslag, som nämnden sköter."""
    källa = v.justerat.anslag.get().källa
    return {"pk": Anslag.objects.get(källa=källa).pk}


TAVELANSLAG: Argument = _tavelanslag
ORDNING, INNEHAV = _i_delegationen("ordning"), _i_delegationen("innehav")
ANMÄLNINGAR = _i_delegationen("anmälningspunkt")
FÖRSÄTTSBLAD = _pk(lambda v: v.försättsblad)
KALLELSE = _pk(lambda v: v.kallat.kallelser.get())


def _svarande(v: Världen) -> Mapping[str, int]:
    """Ledamoten som är jävig i det kallade mötet."""
    return {"pk": v.kallat.pk, "person": AnmältJäv.objects.get().person_id}


def _läspapper(v: Världen) -> Mapping[str, Any]:
    """Det första pappret på det kallade mötet."""
    exemplar = läsrum.för_användare(v.kommunen.sekreterare, v.kallat)
    assert exemplar is not None
    papper = exemplar.papper[0]
    return {"pk": v.kallat.pk, "punkt": papper.punkt, "marke": papper.märke}


def _bland_frågorna(nyckel: str) -> Argument:
    return lambda v: {"pk": v.egna[nyckel].pk}


def _bland_utkasten(nyckel: str) -> Argument:
    return lambda v: {"nyckel": v.egna[nyckel].nyckel}


# Varje sida, i de skeden den ser olika ut i.
SIDOR: list[tuple[str, Argument | None, str]] = [
    ("hem", None, ""),
    ("stil", None, ""),
    ("verifiera", None, ""),
    ("account_logout", None, ""),
    ("account_reauthenticate", None, ""),
    ("mfa_index", None, ""),
    ("arenden:lista", None, ""),
    ("arenden:lista", None, "?status=avslutat"),
    ("arenden:sok", None, ""),
    ("arenden:sok", None, "?q=socialn%C3%A4mnden+taxa"),
    ("arenden:sok", None, "?q=finns+inte"),
    ("arenden:ny", None, ""),
    ("arenden:kvalitet", None, ""),
    ("arenden:postlista", None, ""),
    ("arenden:postlista", None, "?visning=utlamnande"),
    ("arenden:postlista", None, "?dag=2020-01-01"),
    ("arenden:visa", ÄRENDE, ""),
    ("arenden:visa", HEMLIGT, ""),
    ("arenden:avsluta", ÄRENDE, ""),
    ("arenden:avsluta", HEMLIGT, ""),
    ("arenden:ny_handling", ÄRENDE, ""),
    ("arenden:ny_skrivelse", ÄRENDE, ""),
    ("namnd:lista", None, ""),
    ("namnd:ny", None, ""),
    ("namnd:visa", UTKAST, ""),
    ("namnd:visa", KALLAT, ""),
    ("namnd:visa", INSTÄLLT, ""),
    ("namnd:andra", UTKAST, ""),
    ("namnd:flytta", UTKAST, ""),
    ("namnd:stall_in", UTKAST, ""),
    ("namnd:svara", KALLAT, ""),
    ("namnd:svar", KALLAT, ""),
    ("namnd:svara_for", _svarande, ""),
    ("namnd:foredragningslista", UTKAST, ""),
    ("namnd:foredragningslista", KALLAT, ""),
    ("namnd:foredragningslista", INSTÄLLT, ""),
    ("namnd:foredragningslista", UTKAST, "?bredvid=pdf"),
    ("namnd:foredragningslista", KALLAT, "?bredvid=pdf"),
    ("namnd:staende_punkter", UTKAST, ""),
    ("namnd:punkt", PUNKT, ""),
    ("namnd:utfarda", KALLELSE, ""),
    ("namnd:forhandsgranska", KALLELSE, ""),
    ("namnd:forhandsgranska", KALLELSE, "?ram=1"),
    ("namnd:valj_kallelse", KALLAT, ""),
    ("namnd:skicka_kallelse", _pk(lambda v: v.dagens.kallelser.get()), ""),
    ("namnd:utskick", KALLAT, ""),
    ("namnd:postlista", _pk(lambda v: v.utskick), ""),
    ("namnd:skicka_igen", _pk(lambda v: v.utskick.mottagare.first()), ""),
    ("lasrum:lista", None, ""),
    ("lasrum:mote", KALLAT, ""),
    ("lasrum:mote", KALLAT, "?q=finns+inte"),
    ("lasrum:papper", _läspapper, ""),
    ("lasrum:pdfvisning", _läspapper, ""),
    ("lasrum:upplaga", KALLAT, ""),
    ("lasrum:anteckningar", KALLAT, ""),
    ("lasrum:slang_anteckningar", KALLAT, ""),
    ("lasrum:gaster", KALLAT, ""),
    ("lasrum:mina", None, ""),
    ("lasrum:utkast", _bland_utkasten("utkast"), ""),
    ("lasrum:utkast", _bland_utkasten("initiativ"), ""),
    ("lasrum:lamna_in", _bland_utkasten("utkast"), ""),
    ("namnd:inlamnat", KALLAT, ""),
    ("namnd:fraga", _bland_frågorna("ny"), ""),
    ("namnd:fraga", _bland_frågorna("lämnad"), ""),
    ("namnd:besvara_fraga", _bland_frågorna("skickad"), ""),
    ("lasrum:utan_nat", None, ""),
    ("protokoll:lista", None, ""),
    ("protokoll:oppna", DAGENS, ""),
    ("protokoll:mote", PÅGÅR, ""),
    ("protokoll:mote", AVSLUTAT, ""),
    ("protokoll:avsluta", PÅGÅR, ""),
    ("protokoll:mote", FRÅGAN, ""),
    ("protokoll:mote", RÖSTAR, ""),
    ("protokoll:mote", FRÅGAN, "?paragraf=RESERVERAD"),
    ("protokoll:rosta", RÖSTAR, ""),
    ("protokoll:blanketter", PÅGÅR, ""),
    ("protokoll:uppdrag", None, "?status=alla"),
    ("protokoll:visa_uppdrag", UPPDRAG, ""),
    ("protokoll:att_justera", None, ""),
    ("protokoll:klar", AVSLUTAT, ""),
    ("protokoll:omedelbart", PÅGÅR, ""),
    ("protokoll:justeringen", JUSTERAS, ""),
    ("protokoll:justeringen", JUSTERAT, ""),
    ("protokoll:justeringen", PÅ_PAPPER, ""),
    ("protokoll:senare", JUSTERAT, ""),
    ("protokoll:tjanst", JUSTERAS, ""),
    ("protokoll:till_papper", JUSTERAS, ""),
    ("protokoll:papper", PÅ_PAPPER, ""),
    ("protokoll:pappersvagran", PÅ_PAPPER, ""),
    ("protokoll:nytt_anslag", _pk(lambda v: v.justerat.anslag.get()), ""),
    ("protokoll:laga_kraft", _med_paragraf(lambda v: v.justerat.anslag.get()), ""),
    ("protokoll:tavlan", None, ""),
    ("protokoll:ansla", None, ""),
    *(("protokoll:ansla", None, f"?slag={slag}") for slag in KRAV),
    ("protokoll:tavelanslag", TAVELANSLAG, ""),
    ("protokoll:makulera_anslag", TAVELANSLAG, ""),
    ("protokoll:ratta_anslagstext", TAVELANSLAG, ""),
    ("protokoll:delegationsprotokollen", None, ""),
    ("protokoll:delegationsprotokoll", _i_delegationen("delegationsprotokoll"), ""),
    ("publikt:tavla", None, ""),
    ("publikt:anslag", ANSLAG, ""),
    ("publikt:tidigare", None, ""),
    ("publikt:drift", None, ""),
    ("moten:lista", None, ""),
    ("moten:visa", WEBBMÖTE, ""),
    ("namnd:publicera", _pk(lambda v: v.kallat.kallelser.get()), ""),
    ("arenden:handlingsplan", None, ""),
    ("arenden:mallar", None, ""),
    ("arenden:ny_mall", _bland_mallarna("myndighet"), ""),
    ("arenden:mall", _bland_mallarna("mall"), ""),
    ("arenden:mall", _bland_mallarna("mallutkast"), ""),
    ("arenden:utkast", _bland_mallarna("påbörjad"), ""),
    ("arenden:utkast_versioner", _bland_mallarna("påbörjad"), ""),
    ("arenden:lamna_in", _bland_mallarna("påbörjad"), ""),
    ("arenden:skrivelser", None, ""),
    ("arenden:granskning", _bland_mallarna("granskas"), ""),
    ("arenden:granskning", _bland_mallarna("inlämnad"), ""),
    ("arenden:skicka_granskning", _bland_mallarna("påbörjad"), ""),
    ("arenden:forhandsgranska", _bland_mallarna("påbörjad"), ""),
    ("arenden:forhandsgranska", _bland_mallarna("påbörjad"), "?ram=1"),
    ("arenden:remisser", None, ""),
    ("arenden:ny_remiss", ÄRENDE, ""),
    ("arenden:remiss", _bland_mallarna("remiss"), ""),
    ("arenden:ta_emot_remiss", _bland_mallarna("att_ta_emot"), ""),
    ("arenden:mottagen_handling", _bland_mallarna("inkommen"), ""),
    ("arenden:mottagen_remiss", _bland_mallarna("mottagen"), ""),
    ("arenden:bilagor", _bland_mallarna("påbörjad"), ""),
    ("arenden:bilagor", _bland_mallarna("utan_bilagor"), ""),
    ("arenden:las_in", _bland_mallarna("påbörjad"), ""),
    ("arenden:inlast", _bland_mallarna("påbörjad"), ""),
    ("arenden:skriven_text", _bland_mallarna("inlämnad"), ""),
    ("protokoll:upprop", PÅGÅR, ""),
    ("protokoll:skarm", PÅGÅR, ""),
    ("protokoll:ratta_narvaro", _beslutad, ""),
    ("protokoll:statistik", None, ""),
    ("protokoll:forhandsgranska", PÅGÅR, ""),
    ("protokoll:fritext", HÅLLEN_PARAGRAF, ""),
    ("protokoll:att_expediera", None, ""),
    ("protokoll:forsattsblad", FÖRSÄTTSBLAD, ""),
    ("protokoll:expediera", FÖRSÄTTSBLAD, ""),
    ("protokoll:inkomna", None, ""),
    ("protokoll:inkommet", _pk(lambda v: v.inkommet), ""),
    ("arenden:delegationsbeslut", None, ""),
    ("arenden:visa_delegationsbeslut", _i_delegationen("beslut"), ""),
    ("arenden:valj_arende", None, ""),
    ("arenden:fatta", ÄRENDE, ""),
    ("arenden:ordningar", None, ""),
    ("arenden:ny_ordning", None, ""),
    ("arenden:ordning", ORDNING, ""),
    ("arenden:ordning", _i_delegationen("ordningsutkast"), ""),
    (
        "arenden:jamfor_ordningar",
        lambda v: {
            "pk": v.delegation["ordningsutkast"].pk,
            "mot": v.delegation["ordning"].pk,
        },
        "",
    ),
    ("arenden:innehav", _i_delegationen("myndighet"), ""),
    ("arenden:vidaredelegera", INNEHAV, ""),
    ("namnd:anmalningar", ANMÄLNINGAR, ""),
    ("namnd:meddelanden", ANMÄLNINGAR, ""),
    ("namnd:planer", None, ""),
    ("namnd:ny_plan", None, ""),
    ("namnd:plan", PLAN, ""),
    ("namnd:plan", _i_planen("inlämnad_plan"), ""),
    ("namnd:plan", _i_planen("fastställd_plan"), ""),
    (
        "namnd:kommunens_plan",
        lambda v: {"pk": v.kommunen.myndighet.kommun_id, "ar": v.plan["plan"].år},
        "",
    ),
    ("namnd:planserie", PLAN, ""),
    ("namnd:planserie", PLAN, "?rytm=veckor"),
    ("namnd:planserie", PLAN, "?rytm=fore"),
    ("namnd:nytt_planerat", PLAN, ""),
    ("namnd:andra_planerat", _i_planen("planerat"), ""),
    ("namnd:lamna_plan", PLAN, ""),
    ("namnd:faststall_plan", _i_planen("inlämnad_plan"), ""),
]

# Svarar inte med en sida: hälsokontrollen, filer, och det som bara ändrar något.
INGA_SIDOR = {
    # Gästens sida har en hemlighet i adressen; prövas med filerna i tests/nämnd/test_läsrummet.py.
    *(f"lasrum:{namn}" for namn in ("sett", "pdf", "upplagefil", "aterta", "gast", "gast_papper")),
    # Sekreteraren kan inte fråga själv; sidan prövas i tests/webb/test_yrkanden.py.
    *(f"lasrum:{namn}" for namn in ("fraga", "nytt_yrkande", "nytt_initiativ", "autospara")),
    *(f"lasrum:{namn}" for namn in ("ta_bort_utkast", "aterta_yrkande", "aterta_initiativ")),
    # Läsning utan nät; prövas i tests/nämnd/test_sparat.py och tests/webb/test_utan_nät.py.
    *(f"lasrum:{namn}" for namn in ("dela_ut", "sparat", "sparat_klart", "ta_bort_sparat")),
    *(f"lasrum:{namn}" for namn in ("anteckna_sparat", "aterkalla_sparat", "kontakt")),
    *(f"lasrum:{namn}" for namn in ("sw", "arbetare", "manifest")),
    # Egna anteckningar; sidorna prövas i tests/nämnd/test_läsanteckningar.py.
    *(
        f"lasrum:{namn}"
        for namn in ("anteckna", "anteckningsfil", "anteckning", "ta_bort_anteckning")
    ),
    "halsa",
    "tvasteg_bild",
    # Kräver lösenord eller kod på vägen; prövas i tests/konton/test_tvåfaktor.py.
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    "account_login",  # leder den inloggade vidare; prövas för den som inte är det
    *(f"arenden:{namn}" for namn in ("fil", "anmal", "aterta", "slang_ordning", "atgarda")),
    *(f"arenden:{namn}" for namn in ("skriv", "autospara", "utkast_pdf", "slang_utkast")),
    *("arenden:aterstall_utkast", "arenden:skrivnarvaro", "arenden:paragrafer"),
    *(f"arenden:{namn}" for namn in ("kommentera", "granskningssvar", "aterkalla", "andra_igen")),
    *(f"arenden:{namn}" for namn in ("valj_sammantrade", "oppna_igen", "kommentar", "godkann")),
    *("arenden:ladda_upp_bild", "arenden:skrivelsebild", "arenden:remissens_fil"),
    *(f"arenden:{namn}" for namn in ("fler_remissmottagare", "remissvar", "remiss_avstar")),
    *(f"arenden:{namn}" for namn in ("yttra", "besvara_remiss", "avsta_remiss")),
    *("arenden:skrivelse_word", "arenden:skrivelse_html", "arenden:andra_bilaga"),
    *("arenden:flytta_bilaga", "arenden:ta_bort_bilaga", "arenden:egen_bilagepdf"),
    *("arenden:gor_om_bilaga", "arenden:bilagejobb", "arenden:bilagepdf"),
    "arenden:bilageoriginal",
    *(f"arenden:{namn}" for namn in ("postlista_pdf", "postlista_fil", "lista_fil", "sok_fil")),
    "arenden:ateroppna",
    *(f"arenden:{namn}" for namn in ("mall_pdf", "slang_mall")),
    "arenden:avsluta_innehav",
    *("moten:kallelse", "moten:handlingar", "arenden:handlingsplan_pdf", "namnd:avpublicera"),
    *(f"publikt:{namn}" for namn in ("atom", "protokoll", "original", "bevis", "kalender")),
    *(
        f"namnd:{namn}"
        for namn in (
            *("staende", "ny_punkt", "samla", "ta_upp", "flytta_punkt", "ta_bort_punkt"),
            *("underpunkt", "egen_punkt"),
            *("ta_upp_aterkommande", "ta_upp_flera", "angra"),
            *("los_upp", "lagg_till_handling", "ladda_upp", "flytta_handling"),
            *("ta_bort_handling", "papper", "skapa_kallelse", "jobb", "kallelsefil"),
            *("plan_pdf", "plan_kalender", "planjobb", "skriv_plan", "ta_tillbaka_plan"),
            *("revidera_plan", "slang_plan", "ta_bort_planerat"),
            *("kalla_in", "kalla_in_alla", "anmal_jav", "ta_tillbaka_jav", "aterta_inkallelse"),
            *("hamta_beslut", "skriv_om", "anmalningsjobb", "ny_utskott", "fotnot"),
            *("ta_bort_beslut", "ta_bort_utskott", "ta_bort_meddelande"),
            "forsok_skicka",
        )
    ),
    *(
        f"protokoll:{namn}"
        for namn in (
            *("angra", "narvaro", "alla_narvarande", "ny_ovrig", "ta_bort_ovrig", "ordforande"),
            *("justerare", "ta_bort_justerare", "justering", "ta_upp", "utgar"),
            *("enligt_forslag", "besluta", "at_sidan", "skapa", "jobb", "fil"),
            *("version", "franvaroskal", "vaxla_ovrig", "punktens_ordforande", "nytt_jav"),
            *("undanta_jav", "ta_bort_undantag", "prova_javsfraga"),
            *("ta_bort_jav", "javsparagraf", "ajournera", "ateruppta", "ta_bort_ajournering"),
            *("arvoden", "expedieringstider", "ta_upp_aterrapporter", "ta_upp_foregaende"),
            *(
                "yrka",
                "hamta_inlamnat",
                "ta_tillbaka",
                "punktvis",
                "svara",
                "angra_steg",
                "angra_beslut",
            ),
            *("reservera", "anteckna", "deltar_inte", "art", "talare", "ge_uppdrag", "val"),
            *("dorrar",),
            *("mot_enskild", "ta_bort", "vack", "flytta", "oppna_omrostning", "roster"),
            *("avsluta_omrostning", "avbryt_omrostning"),
            "forhandsgranska_pdf",
            *("svara_pa_paragraf", "godkann_alla", "skicka_om", "ersatt", "genmale", "forsegla"),
            *(
                "utskrift",
                "justeringsjobb",
                "justerad_fil",
                "justerad_version",
                "ta_ned",
                "gor_bevis",
                "bevis",
            ),
            *("anteckna_tavla", "flytta_ned", "tavelbevis", "protokollfor_sarskilt"),
            *("slang_delegationsprotokoll", "delegationsprotokollfil", "klar_expediering"),
            "ater_expediering",
            # Kräver en nyss skriven kod; prövas i tests/webb/test_justeringen.py.
            *("skriv_under", "ratta"),
            *("tjanst_lage", "tjanst_avbryt"),
            *("ny_mottagare", "ta_bort_mottagare", "anteckna_sandning", "sand_om"),
            *("expedieringslogg", "expedieringsfil", "inkommet_fil"),
        )
    ),
}


def adresser(världen: Världen) -> list[str]:
    return [
        reverse(namn, kwargs=dict(argument(världen)) if argument else None)
        + fråga.replace("RESERVERAD", str(världen.uppdrag.paragraf_id))
        for namn, argument, fråga in SIDOR
    ]
