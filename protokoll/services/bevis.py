"""Bevis på begäran: om anslaget, och om att ett beslut har fått laga kraft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from konton.services.system import systemanvändare
from protokoll import frysning, justeringsdokument, laga_kraft, policy
from protokoll.anslagstid import tillkännagiven_överallt
from protokoll.documents.text import uppräknat
from protokoll.justeringsdokument import MALL_BEVIS, Bevisdokument
from protokoll.laga_kraft import Besked
from protokoll.models import Anslag, Beslutsdel, Bevis, Paragraf
from protokoll.policy import Rätt
from protokoll.services import anslag as anslagen
from protokoll.services import försättsblad
from protokoll.services.justeringsfel import FelSkede, InteLagaKraft
from protokoll.services.justeringsläge import nummer_i
from publikt.models import Anslag as Tavelanslag
from publikt.services import anslagstavla
from ärenden import filer
from ärenden.models import Jobb
from ärenden.pdf import Dokumentfel, rendera_pdf
from ärenden.services import jobb
from ärenden.services.jobb import Arbetsfel, Utförande

SLAG = "protokoll.bevis"


# --- Laga kraft --------------------------------------------------------------------------------


def dagar(
    paragraf: Paragraf, anslag: Anslag | None, tavlan: Tavelanslag | None
) -> laga_kraft.Dagar:
    """Det som hänt med anslaget, och när parterna fick del av beslutet."""
    läge = _anslagets_dagar(anslag, tavlan) if anslag is not None else laga_kraft.Dagar()
    return replace(läge, parter=försättsblad.parterna(paragraf), meddelad=_meddelad(anslag))


def _meddelad(anslag: Anslag | None) -> date | None:
    """Dagen då det som anslaget gäller justerades, och beslutet fick sin slutliga form."""
    justering = anslag.justering if anslag is not None else None
    if justering is None:
        return None
    if justering.datum is None and justering.justerad_tid is not None:
        return timezone.localdate(justering.justerad_tid)
    return justering.datum


def _anslagets_dagar(anslag: Anslag, tavlan: Tavelanslag | None) -> laga_kraft.Dagar:
    """Det som hänt med anslaget. Ett avbrott under överklagandetiden gör dagen osäker."""
    if tavlan is None or tavlan.uppsatt_tid is None or tavlan.makulerad_tid is not None:
        return laga_kraft.Dagar(avbrott=tavlan is not None and tavlan.makulerad_tid is not None)
    uppsatt = timezone.localdate(tavlan.uppsatt_tid)
    andra = list(anslag.andra_tavlor.all())
    sista = anslag.sista_dag or uppsatt
    ned = timezone.localdate(tavlan.nedtagen_tid) if tavlan.nedtagen_tid else None
    return laga_kraft.Dagar(
        tillkännagiven=tillkännagiven_överallt([uppsatt, *(t.uppsatt for t in andra)]),
        saknar_tavlor=[t.kommun for t in andra if t.uppsatt is None],
        nedtagen=ned,
        avbrott=any(timezone.localdate(a.från_tid) <= sista for a in tavlan.avbrott.all()),
    )


def besked(
    paragraf: Paragraf, anslag: Anslag | None, tavlan: Tavelanslag | None
) -> list[tuple[Beslutsdel | None, Besked]]:
    """När varje del av paragrafens beslut vinner laga kraft, eller varför det inte går att säga."""
    delar: list[Beslutsdel | None] = list(paragraf.delar.all()) or [None]
    läge = dagar(paragraf, anslag, tavlan)
    if anslag is not None and (punkter := anslagen.anslagna_punkter(anslag, paragraf)):
        vilka = paragraf.punkttext(punkter)
        return [
            (
                del_,
                laga_kraft.delvis_tillkännagivet(
                    vilka, försättsblad.överklagas(paragraf, del_), läge
                ),
            )
            for del_ in delar
        ]
    return [
        (del_, laga_kraft.laga_kraft(försättsblad.överklagas(paragraf, del_), läge))
        for del_ in delar
    ]


def _laga_kraft_dag(svar: list[Besked]) -> tuple[date, Besked]:
    """Dagen då allt i paragrafen som går att överklaga har fått laga kraft, med sitt besked."""
    överklagbara = [b for b in svar if b.överklagbart]
    sista: tuple[date, Besked] | None = None
    for b in överklagbara:
        if b.dag is None:
            raise InteLagaKraft(b)
        if sista is None or b.dag > sista[0]:
            sista = (b.dag, b)
    if sista is None:
        raise InteLagaKraft(svar[0])
    return sista


def _har_laga_kraft(paragraf: Paragraf, anslag: Anslag, nu: datetime) -> tuple[date, Besked]:
    """Dagen och beskedet när tiden har gått ut; annars InteLagaKraft, som säger varför."""
    svar = [b for _, b in besked(paragraf, anslag, anslagen.på_tavlan(anslag))]
    dag, sista = _laga_kraft_dag(svar)
    if timezone.localdate(nu) < dag:
        raise InteLagaKraft(
            sista, f"Beslutet får laga kraft tidigast den {date_format(dag, 'j F Y')}."
        )
    return dag, sista


def hinder_för_laga_kraft(
    *, paragraf: Paragraf, anslag: Anslag, nu: datetime | None = None
) -> InteLagaKraft | None:
    """Varför beviset inte kan utfärdas än; inget när det kan det."""
    try:
        _har_laga_kraft(paragraf, anslag, nu or timezone.now())
    except InteLagaKraft as hinder:
        return hinder
    return None


@transaction.atomic
def intyga_laga_kraft(
    *,
    paragraf: Paragraf,
    anslag: Anslag,
    ej_överklagat: bool,
    av: Användare,
    nu: datetime | None = None,
) -> Bevis:
    """Beviset, när tiden gått ut och sekreteraren kontrollerat att ingen har överklagat."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, anslag.protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    if paragraf.nummer is None or paragraf.nummer not in nummer_i(anslag.paragrafer):
        raise FelSkede("Paragrafen hör inte till anslaget.")
    dag, sista = _har_laga_kraft(paragraf, anslag, nu)
    if not ej_överklagat:
        raise InteLagaKraft(sista, "Kontrollera först att beslutet inte har överklagats.")
    möte = anslag.protokoll.sammanträde
    dokument = _dokument(
        anslag,
        "Bevis om laga kraft",
        stycken=(
            f"Beslutet i § {paragraf.nummer} den {date_format(möte.datum, 'j F Y')} har fått laga "
            f"kraft den {date_format(dag, 'j F Y')}. Överklagandetiden har gått ut och inget "
            "överklagande har kommit in.",
        ),
        uppgifter=(
            ("Paragraf", f"§ {paragraf.nummer}"),
            ("Ärende", paragraf.synlig_rubrik),
            *((("Diarienummer", paragraf.beteckning),) if paragraf.beteckning else ()),
            ("Tillkännagivet", str(anslag.uppsatt)),
            *_till_det_allmänna(paragraf, anslag),
            *_andra_tavlor(anslag),
            ("Sista dag för överklagande", str(dag - timedelta(days=1))),
            ("Laga kraft", str(dag)),
        ),
        av=av,
        nu=nu,
    )
    return _beställ(Bevis.Slag.LAGA_KRAFT, anslag, paragraf, dokument, av, nu)


def _till_det_allmänna(paragraf: Paragraf, anslag: Anslag) -> list[tuple[str, str]]:
    """Dagen som tiden räknas från för en part som företräder det allmänna (FL 44 §)."""
    if not any(part.företräder_det_allmänna for part in försättsblad.parterna(paragraf)):
        return []
    return [("Beslutet meddelat", str(_meddelad(anslag)))]


# --- Anslaget ----------------------------------------------------------------------------------


@transaction.atomic
def intyga_anslag(*, anslag: Anslag, av: Användare, nu: datetime | None = None) -> Bevis:
    """Anslagsbeviset med det som verkligen hände: uppe, avbrott, nedtaget."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, anslag.protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    anslag = Anslag.objects.select_for_update(of=("self",)).get(pk=anslag.pk)
    tavlan = anslagen.på_tavlan(anslag)
    if tavlan is None or tavlan.uppsatt_tid is None:
        kom = "makulerades innan det kom upp, och har inte suttit på tavlan"
        makulerat = tavlan is not None and tavlan.makulerad_tid is not None
        raise FelSkede(f"Anslaget {kom if makulerat else 'har inte satts upp än'}.")
    makulerat = tavlan.makulerad_tid is not None
    uppgifter = [
        ("Paragrafer", anslag.paragraftext),
        ("Anslaget sattes upp", _kl(tavlan.uppsatt_tid)),
        ("Sista dag för överklagande", "" if makulerat else str(anslag.sista_dag)),
        *_andra_tavlor(anslag),
        *(("Avbrott", str(a)) for a in tavlan.avbrott.all()),
        *_hur_det_slutade(anslag, tavlan),
        ("Protokollet förvaras", anslag.förvaring),
    ]
    stycken = [
        "Protokollet är justerat. Justeringen har tillkännagivits på kommunens anslagstavla "
        "(8 kap. 12 § kommunallagen)."
    ]
    if makulerat:
        stycken.append(
            "Anslaget är makulerat. Tiden för överklagande löper inte ut med det "
            "(13 kap. 5 § kommunallagen)."
        )
    elif tavlan.avbrott.all():
        stycken.append(
            "Tillkännagivandet har inte funnits på anslagstavlan under hela tiden. Det är osäkert "
            "när besluten får laga kraft (13 kap. 5 § kommunallagen)."
        )
    dokument = _dokument(
        anslag, "Anslagsbevis", stycken=tuple(stycken), uppgifter=tuple(uppgifter), av=av, nu=nu
    )
    return _beställ(Bevis.Slag.ANSLAG, anslag, None, dokument, av, nu)


def _hur_det_slutade(anslag: Anslag, tavlan: Tavelanslag) -> list[tuple[str, str]]:
    """Nedtaget, makulerat med sitt skäl, eller ännu uppe."""
    if tavlan.makulerad_tid is not None:
        return [
            ("Anslaget makulerades", _kl(tavlan.makulerad_tid)),
            ("Skäl", tavlan.makulerat_skäl),
            *(("Tillkännagivet på nytt", str(nytt.uppsatt)) for nytt in anslagen.senare(anslag)),
        ]
    if tavlan.nedtagen_tid is not None:
        return [("Anslaget togs ned", _kl(tavlan.nedtagen_tid))]
    return [("Anslaget sitter uppe och tas ned", str(tavlan.ned_dag))]


def _kl(tid: datetime) -> str:
    return f"{timezone.localtime(tid):%Y-%m-%d kl. %H.%M}"


def _andra_tavlor(anslag: Anslag) -> list[tuple[str, str]]:
    return [
        (f"Tillkännagivet i {t.kommun}", str(t.uppsatt or "inte bekräftat"))
        for t in anslag.andra_tavlor.all()
    ]


def för_nedtagna(*, av: Användare | None = None) -> int:
    """Beställer bevis för de anslag som tagits ned och saknar det. Ger hur många."""
    av = av or systemanvändare()
    nedtagna = Tavelanslag.objects.filter(nedtagen_tid__isnull=False).values("källa")
    saknar = Anslag.objects.filter(källa__in=nedtagna, bevis=None).exclude(källa="")
    return sum(_för_nedtaget(anslag, av) for anslag in saknar.order_by("pk"))


@transaction.atomic
def _för_nedtaget(anslag: Anslag, av: Användare) -> bool:
    """Under anslagets lås: uppgiften kan ha kommit två gånger, om den förra arbetaren dödades."""
    anslag = Anslag.objects.select_for_update(of=("self",)).get(pk=anslag.pk)
    pågår = anslag.bevisen.filter(
        slag=Bevis.Slag.ANSLAG, fil=None, jobb__status__in=["vantar", "pagar"]
    )
    if anslag.bevis_id is not None or pågår.exists():
        return False
    intyga_anslag(anslag=anslag, av=av)
    return True


# --- Filen -------------------------------------------------------------------------------------


def _dokument(
    anslag: Anslag,
    namn: str,
    *,
    stycken: tuple[str, ...],
    uppgifter: tuple[tuple[str, str], ...],
    av: Användare,
    nu: datetime,
) -> Bevisdokument:
    möte = anslag.protokoll.sammanträde
    organ = möte.organ
    dag = möte.datum.isoformat()
    vem = "systemet Nämnd" if av.är_system else str(av)
    fasta = (("Organ", organ.namn), ("Sammanträdesdatum", dag))
    return Bevisdokument(
        titel=f"{namn} {organ.namn} {dag}",
        kommun=uppräknat(organ.kommunnamn),
        organ=organ.namn,
        dokumentnamn=namn,
        dag_text=timezone.localdate(nu).isoformat(),
        stycken=stycken,
        uppgifter=(*fasta, *((rad, text) for rad, text in uppgifter if text)),
        utfärdat=f"{vem}, {timezone.localtime(nu):%Y-%m-%d kl. %H.%M}",
    )


def _beställ(
    slag: str,
    anslag: Anslag,
    paragraf: Paragraf | None,
    dokument: Bevisdokument,
    av: Användare,
    nu: datetime,
) -> Bevis:
    fruset: dict[str, Any] = frysning.frys(dokument)
    rad = Bevis.objects.create(
        slag=slag, anslag=anslag, paragraf=paragraf, underlag=fruset, skapad_tid=nu, skapat_av=av
    )
    beställt: Jobb = jobb.beställ(
        slag=SLAG, nyckel=f"bevis:{rad.pk}", argument={"bevis": rad.pk}, av=av
    )
    rad.jobb = beställt
    rad.save(update_fields=["jobb"])
    return rad


def utför(*, jobb_id: int) -> None:
    jobb.utför(jobb_id, _skriv)


def _skriv(utförande: Utförande) -> None:
    rad = Bevis.objects.get(pk=int(utförande.jobb.argument["bevis"]))
    utförande.rapportera(10, rad.get_slag_display().capitalize())
    dokument = frysning.tina(rad.underlag, {"Bevisdokument": justeringsdokument.Bevisdokument})
    try:
        pdf = rendera_pdf(MALL_BEVIS, dokument)
    except Dokumentfel as fel:
        raise Arbetsfel(f"Beviset kunde inte göras. {fel}") from fel
    utförande.rapportera(90, "Sparar")
    _spara(rad.pk, pdf.innehåll, pdf.sidor, utförande)


@transaction.atomic
def _spara(bevis_id: int, innehåll: bytes, sidor: int, utförande: Utförande) -> None:
    rad = Bevis.objects.select_for_update(of=("self",)).select_related("anslag").get(pk=bevis_id)
    if rad.fil_id is None:
        rad.fil = filer.spara_eget(innehåll, medietyp="application/pdf", sidor=sidor, egen=True)
        rad.save(update_fields=["fil"])
    if rad.slag == Bevis.Slag.ANSLAG:
        _till_anslaget(rad, innehåll, utförande.jobb.av)
    utförande.lås_resultatet()


def _till_anslaget(rad: Bevis, innehåll: bytes, av: Användare) -> None:
    """Det första beviset efter nedtagningen är anslagets, och visas med det."""
    anslag = Anslag.objects.select_for_update(of=("self",)).get(pk=rad.anslag_id)
    tavlan = anslagen.på_tavlan(anslag)
    nedtaget = tavlan is not None and tavlan.nedtagen_tid is not None
    if not nedtaget or anslag.bevis_id is not None:
        return
    anslag.bevis = rad.fil
    anslag.save(update_fields=["bevis"])
    anslagstavla.bifoga_bevis(källa=anslag.källa, pdf_bytes=innehåll, av_namn=str(av))
