"""Justeringen: till dem som justerar, svar per paragraf, underskrift och vad som följer av den."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from protokoll import fullständighet, hashkedja, justeringsdokument, policy
from protokoll.models import (
    Justerare,
    Justering,
    Närvaro,
    Paragraf,
    Paragrafsvar,
    Protokoll,
    Underskrift,
    Vägran,
)
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services import (
    anslag,
    försegling,
    justeringsbrev,
    justeringsbrister,
    protokollsskrivning,
)
from protokoll.services.justeringsfel import (
    AndraFaktorKrävs,
    AnnansUnderskrift,
    FelSkede,
    IngenErsättare,
    InteKlart,
    Obesvarat,
    RedanUnderskriven,
    SkälSaknas,
    TextenÄndrad,
)
from protokoll.services.justeringsläge import (
    egna_paragrafer,
    gällande_svar,
    gäller_hela,
    justeringens_paragrafer,
    lås_justering,
    lås_protokoll,
    ordinarie_paragrafer,
    sista_summan,
    uppräknade,
)
from protokoll.services.undertecknare import Undertecknare, tjänstgjorde
from protokoll.services.undertecknare import undertecknare as mötets_undertecknare
from ärenden.models import Fil

Som = Underskrift.Som
Svar = Paragrafsvar.Svar
HÅRT = "\N{NO-BREAK SPACE}"


# --- Till justering ----------------------------------------------------------------------------


def brister(
    *, protokoll: Protokoll, av: Användare, metod: str = Justering.Metod.ELEKTRONISK
) -> list[fullständighet.Brist]:
    """Det som hindrar att protokollet går till justering."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    return justeringsbrister.brister(protokoll, ordinarie_paragrafer(protokoll), metod)


@transaction.atomic
def klar_för_justering(
    *,
    protokoll: Protokoll,
    av: Användare,
    metod: str = Justering.Metod.ELEKTRONISK,
    omedelbart: bool = False,
    nu: datetime | None = None,
) -> Justering:
    """Protokollet går till dem som justerar. Texten fryses; det beslutade är redan låst.

    `omedelbart` när hela protokollet förklarats omedelbart justerat.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    protokoll = lås_protokoll(protokoll)
    if protokoll.status != Protokoll.Status.AVSLUTAT:
        raise FelSkede(
            "Mötet pågår." if protokoll.är_öppet else "Protokollet har redan gått till justering."
        )
    paragrafer = ordinarie_paragrafer(protokoll)
    fynd = justeringsbrister.brister(protokoll, paragrafer, metod, omedelbart=omedelbart)
    if fynd:
        raise InteKlart(fynd)
    resten: list[str] = []
    if omedelbart:
        for p in paragrafer:
            p.omedelbart_justerad = True
        Paragraf.objects.bulk_update(paragrafer, ["omedelbart_justerad"])
        resten = [
            justeringsdokument.ankare(p.nummer, p.ordning) for p in paragrafer if p.punkter_för_sig
        ]
    protokoll.status = Protokoll.Status.JUSTERAS
    protokoll.save(update_fields=["status"])
    protokollsskrivning.ta_bort_filer(protokoll=protokoll, av=av)
    nummer = [p.nummer for p in paragrafer if p.nummer is not None]
    return skapa(
        protokoll=protokoll,
        paragrafer=paragrafer,
        underlag=justeringsdokument.underlag(protokoll, resten_omedelbart=resten),
        omedelbar=omedelbart,
        metod=metod,
        spann=skriv_paragrafer(nummer).replace("–", "-"),
        av=av,
        nu=nu,
    )


def skapa(
    *,
    protokoll: Protokoll,
    paragrafer: Sequence[Paragraf],
    underlag: dict[str, Any],
    omedelbar: bool,
    metod: str,
    spann: str,
    av: Användare,
    nu: datetime,
    undertecknare: Sequence[Undertecknare] | None = None,
    efter: Justering | None = None,
    grund: str = "",
) -> Justering:
    """Justeringen och raderna som väntar på underskrift. Anroparen har prövat rätten och låst.

    Utan `undertecknare` är det mötets ordförande, valda justerare och sekreterare.
    """
    högsta = protokoll.justeringar.aggregate(n=Max("ordning"))["n"]
    justering = Justering.objects.create(
        protokoll=protokoll,
        ordning=0 if högsta is None else högsta + 1,
        omedelbar=omedelbar,
        metod=metod,
        paragrafer=spann,
        plats=protokoll.justeringsplats,
        skickad_tid=nu,
        underlag=underlag,
        efter=efter,
        grund=grund,
    )
    if undertecknare is None:
        undertecknare = mötets_undertecknare(protokoll, paragrafer)
    rader = [
        Underskrift(
            justering=justering,
            ordning=ordning,
            som=u.som,
            person=u.person,
            närvaro=u.närvaro,
            namn=u.namn,
            parti=u.parti,
            paragrafer=u.paragrafer,
        )
        for ordning, u in enumerate(undertecknare, 1)
    ]
    Underskrift.objects.bulk_create(rader)
    if metod == Justering.Metod.ELEKTRONISK:
        justeringsbrev.beställ()
    return justering


# --- Den som justerar --------------------------------------------------------------------------


def _kräv_väntar(justering: Justering, underskrift: Underskrift, av: Användare) -> None:
    if underskrift.person_id is None or underskrift.person_id != av.person_id:
        raise AnnansUnderskrift("Underskriften är en annans.")
    if underskrift.status == Underskrift.Status.ERSATT:
        raise FelSkede("En ersättare justerar i ditt ställe.")
    if underskrift.status != Underskrift.Status.VÄNTAR:
        raise RedanUnderskriven("Du har redan skrivit under.")
    if justering.status != Justering.Status.PÅGÅR:
        raise FelSkede("Justeringen är klar.")
    if justering.metod == Justering.Metod.PAPPER:
        raise FelSkede("Protokollet justeras på papper.")


@transaction.atomic
def svara(
    *,
    underskrift: Underskrift,
    paragraf: Paragraf,
    svar: str,
    av: Användare,
    text: str = "",
    nu: datetime | None = None,
) -> Paragrafsvar:
    """Godkänner, kommenterar eller vägrar en paragraf. Går att ändra till underskriften."""
    justering = lås_justering(underskrift.justering)
    underskrift = justering.underskrifter.get(pk=underskrift.pk)
    _kräv_väntar(justering, underskrift, av)
    egna = egna_paragrafer(underskrift, justeringens_paragrafer(justering))
    gällande = next((p for p in egna if p.pk == paragraf.pk), None)
    if gällande is None:
        raise FelSkede("Paragrafen hör inte till det du justerar.")
    return _svara(underskrift, gällande, Svar(svar), text.strip(), nu or timezone.now())


@transaction.atomic
def godkänn_alla(
    *, underskrift: Underskrift, av: Användare, nu: datetime | None = None
) -> list[Paragrafsvar]:
    """Godkänner de paragrafer som inte har fått ett svar."""
    justering = lås_justering(underskrift.justering)
    underskrift = justering.underskrifter.get(pk=underskrift.pk)
    _kräv_väntar(justering, underskrift, av)
    egna = egna_paragrafer(underskrift, justeringens_paragrafer(justering))
    svarade = gällande_svar(underskrift, egna)
    nu = nu or timezone.now()
    return [_svara(underskrift, p, Svar.GODKÄNNER, "", nu) for p in egna if p.pk not in svarade]


def _svara(
    underskrift: Underskrift, paragraf: Paragraf, svar: Svar, text: str, nu: datetime
) -> Paragrafsvar:
    if svar != Svar.GODKÄNNER and not text:
        raise SkälSaknas(
            "Skriv vad du vill att sekreteraren ser över."
            if svar == Svar.KOMMENTERAR
            else "Skriv varför du vägrar justera paragrafen."
        )
    rad, _ = Paragrafsvar.objects.update_or_create(
        underskrift=underskrift,
        paragraf=paragraf,
        version=paragraf.version,
        defaults={"svar": svar, "text": text, "tid": nu, "genmäle": ""},
    )
    return rad


@transaction.atomic
def underteckna(
    *,
    underskrift: Underskrift,
    av: Användare,
    färsk_andra_faktor: bool,
    nu: datetime | None = None,
) -> Underskrift:
    """Skriver under med en nyss bekräftad andra faktor. Den sista underskriften avslutar."""
    prövad = pröva(underskrift=underskrift, av=av)
    if not färsk_andra_faktor:
        raise AndraFaktorKrävs("Bekräfta med en kod ur din app innan du skriver under.")
    nu = nu or timezone.now()
    anteckna_underskrift(
        justering=prövad.justering,
        underskrift=prövad.underskrift,
        metod=Underskrift.Metod.ELEKTRONISK,
        dag=timezone.localdate(nu),
        nu=nu,
        av=av,
        vägrade=prövad.vägrade,
        allt=prövad.vägrar_allt,
    )
    _avsluta_om_klar(prövad.justering, av, nu)
    return prövad.underskrift


@transaction.atomic
def underteckna_i_tjänst(
    *,
    underskrift: Underskrift,
    tjänst: Mapping[str, Any],
    summa: str,
    av: Användare,
    nu: datetime | None = None,
) -> Underskrift:
    """Underskriften som gjordes i en extern tjänst, om den gäller det som gäller nu.

    `tjänst` är det som kedjan minns av tjänstens bevis, `summa` det som skrevs under där.
    """
    prövad = pröva(underskrift=underskrift, av=av)
    if prövad.summa != summa:
        raise TextenÄndrad(
            "Protokollet eller dina svar har ändrats sedan du började. Underskriften räknas inte: "
            "läs på nytt och skriv under igen."
        )
    nu = nu or timezone.now()
    anteckna_underskrift(
        justering=prövad.justering,
        underskrift=prövad.underskrift,
        metod=Underskrift.Metod.EXTERN,
        dag=timezone.localdate(nu),
        nu=nu,
        av=av,
        vägrade=prövad.vägrade,
        allt=prövad.vägrar_allt,
        tjänst=tjänst,
    )
    _avsluta_om_klar(prövad.justering, av, nu)
    return prövad.underskrift


@dataclass(frozen=True)
class Prövad:
    """En underskrift som kan göras nu, och vad den gäller. Justeringen är låst."""

    justering: Justering
    underskrift: Underskrift
    vägrade: list[Paragrafsvar]
    vägrar_allt: bool

    @property
    def summa(self) -> str:
        """Det som skrivs under: texten, vem som skriver och vad den inte skriver under på."""
        return hashkedja.nästa(
            hashkedja.START,
            {
                "justering": self.justering.pk,
                "underlag": self.justering.underlag["summa"],
                "underskrift": self.underskrift.pk,
                "som": self.underskrift.som,
                "paragrafer": self.underskrift.paragrafer or self.justering.paragrafer,
                "vägrade": [[s.paragraf_id, s.version, s.text] for s in self.vägrade],
            },
        )


def pröva(*, underskrift: Underskrift, av: Användare) -> Prövad:
    """Låser och prövar att personen kan skriva under nu: egen, väntad, och allt besvarat."""
    justering = lås_justering(underskrift.justering)
    underskrift = justering.underskrifter.prefetch_related("svar").get(pk=underskrift.pk)
    _kräv_väntar(justering, underskrift, av)
    alla = justeringens_paragrafer(justering)
    egna = egna_paragrafer(underskrift, alla)
    svar = gällande_svar(underskrift, egna)
    if obesvarade := [p for p in egna if p.pk not in svar]:
        raise Obesvarat(f"Svara först på {uppräknade(obesvarade, justering.delvis)}.")
    _kräv_inga_kommentarer(justering, alla)
    if öppna := [p for p in egna if svar[p.pk].svar == Svar.KOMMENTERAR]:
        raise Obesvarat(
            f"Godkänn eller vägra {uppräknade(öppna, justering.delvis)} innan du skriver under."
        )
    vägrade = [svar[p.pk] for p in egna if svar[p.pk].svar == Svar.VÄGRAR]
    return Prövad(justering, underskrift, vägrade, bool(egna) and len(vägrade) == len(egna))


def _kräv_inga_kommentarer(justering: Justering, paragrafer: Sequence[Paragraf]) -> None:
    """Ingen skriver under en text som sekreteraren ännu kan komma att ändra."""
    version = {p.pk: p.version for p in paragrafer}
    väntande = Paragrafsvar.objects.filter(
        underskrift__justering=justering,
        underskrift__status=Underskrift.Status.VÄNTAR,
        svar=Svar.KOMMENTERAR,
        genmäle="",
    )
    rörda = {s.paragraf_id for s in väntande if version.get(s.paragraf_id) == s.version}
    if rörda:
        vilka = uppräknade([p for p in paragrafer if p.pk in rörda], justering.delvis)
        raise Obesvarat(f"Sekreteraren har en kommentar att ta ställning till om {vilka}.")


def anteckna_underskrift(
    *,
    justering: Justering,
    underskrift: Underskrift,
    metod: str,
    dag: date,
    nu: datetime,
    av: Användare,
    vägrade: Sequence[Paragrafsvar] = (),
    allt: bool = False,
    papper: str = "",
    tjänst: Mapping[str, Any] | None = None,
) -> None:
    """Raden i kedjan: vad underskriften gällde, vems den var och hur den gjordes."""
    före = sista_summan(justering)
    bevis: dict[str, Any] = {
        "justering": justering.pk,
        "underlag": justering.underlag["summa"],
        "underskrift": underskrift.pk,
        "som": underskrift.som,
        "person": underskrift.person_id,
        "namn": underskrift.namn,
        "paragrafer": underskrift.paragrafer or justering.paragrafer,
        "vägrade": [s.paragraf_id for s in vägrade],
        "metod": metod,
        "dag": dag.isoformat(),
        "tid": nu.isoformat(),
        "konto": av.pk,
        "papper": papper,
    }
    if tjänst is not None:
        bevis["tjänst"] = dict(tjänst)
    underskrift.bevis = bevis
    underskrift.kedja_före = före
    underskrift.kedja = hashkedja.nästa(före, bevis)
    underskrift.status = Underskrift.Status.VÄGRAD if allt else Underskrift.Status.UNDERSKRIVEN
    underskrift.metod, underskrift.datum, underskrift.tid = metod, dag, nu
    underskrift.användare = av
    underskrift.save()
    Vägran.objects.bulk_create(
        Vägran(
            justering=justering,
            paragraf=s.paragraf,
            paragrafnummer=str(s.paragraf.nummer or ""),
            namn=underskrift.namn,
            parti=underskrift.parti,
            skäl=s.text,
        )
        for s in vägrade
    )


def _avsluta_om_klar(justering: Justering, av: Användare, nu: datetime) -> None:
    if not justering.underskrifter.filter(status=Underskrift.Status.VÄNTAR).exists():
        avsluta(justering=justering, dag=timezone.localdate(nu), av=av, nu=nu)


def avsluta(
    *, justering: Justering, dag: date, av: Användare, nu: datetime, fil: Fil | None = None
) -> None:
    """Alla har skrivit under eller vägrat: protokollet är justerat den dagen."""
    justering.fil = fil
    justering.kedja = sista_summan(justering)
    justering.status = Justering.Status.JUSTERAD
    justering.justerad_tid = nu
    justering.datum = dag
    justering.save(update_fields=["fil", "kedja", "status", "justerad_tid", "datum"])
    if justering.protokoll.status == Protokoll.Status.JUSTERAS and gäller_hela(justering):
        justering.protokoll.status = Protokoll.Status.JUSTERAT
        justering.protokoll.save(update_fields=["status"])
    # Tillkännagivandet väntar inte på sigillet: lagen ger det två dagar (KL 8 kap. 12 §).
    anslag.sätt_upp(justering=justering, av=av, nu=nu)
    försegling.beställ(justering=justering, av=av)


# --- Sekreteraren ------------------------------------------------------------------------------


@transaction.atomic
def skicka_om(*, justering: Justering, av: Användare) -> int:
    """Skriver igen till dem som inte har skrivit under och har en adress. Ger hur många."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    justering = lås_justering(justering)
    if justering.status != Justering.Status.PÅGÅR:
        raise FelSkede("Justeringen är klar.")
    if justering.metod == Justering.Metod.PAPPER:
        raise FelSkede("Protokollet justeras på papper.")
    antal = justeringsbrev.nåbara(justering.underskrifter.all()).update(meddelad_tid=None)
    justeringsbrev.beställ()
    return antal


@transaction.atomic
def ersätt(*, underskrift: Underskrift, ersättare: Justerare, av: Användare) -> Underskrift:
    """Den valda ersättaren justerar i stället för en justerare som inte kan."""
    justering, underskrift = _att_ersätta(underskrift, av)
    if underskrift.som != Som.JUSTERARE:
        raise FelSkede("Bara en justerare kan ersättas av en ersättare.")
    vald = justering.protokoll.justerare.filter(pk=ersättare.pk, är_ersättare=True).first()
    if vald is None or vald.närvaro is None:
        raise IngenErsättare("Välj en av de ersättare som valdes vid mötet.")
    return _sätt_in(
        underskrift,
        Undertecknare(Som.JUSTERARE, vald.namn, vald.närvaro.person, vald.närvaro, vald.parti),
    )


@transaction.atomic
def i_ordförandens_ställe(*, underskrift: Underskrift, rad: Närvaro, av: Användare) -> Underskrift:
    """En annan som tjänstgjorde vid mötet skriver under när ordföranden inte kan."""
    justering, underskrift = _att_ersätta(underskrift, av)
    if underskrift.som != Som.ORDFÖRANDE:
        raise FelSkede("Underskriften är inte ordförandens.")
    vald = next((r for r in tjänstgjorde(justering.protokoll) if r.pk == rad.pk), None)
    if vald is None:
        raise IngenErsättare("Välj en av dem som tjänstgjorde vid mötet.")
    return _sätt_in(
        underskrift, Undertecknare(Som.ORDFÖRANDE, vald.namn, vald.person, vald, vald.parti)
    )


@transaction.atomic
def i_sekreterarens_ställe(*, underskrift: Underskrift, av: Användare) -> Underskrift:
    """Den som nu för protokollet skriver under när mötets sekreterare inte kan."""
    _, underskrift = _att_ersätta(underskrift, av)
    if underskrift.som != Som.SEKRETERARE:
        raise FelSkede("Underskriften är inte sekreterarens.")
    if av.person is None:
        raise IngenErsättare("Kontot hör inte till någon person.")
    return _sätt_in(underskrift, Undertecknare(Som.SEKRETERARE, av.person.namn, av.person))


def _att_ersätta(underskrift: Underskrift, av: Användare) -> tuple[Justering, Underskrift]:
    """Justeringen, låst, och en underskrift som ännu väntar."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, underskrift.justering.protokoll.sammanträde.organ)
    justering = lås_justering(underskrift.justering)
    underskrift = justering.underskrifter.get(pk=underskrift.pk)
    if justering.status != Justering.Status.PÅGÅR:
        raise FelSkede("Justeringen är klar.")
    if underskrift.status != Underskrift.Status.VÄNTAR:
        raise RedanUnderskriven(f"{underskrift.namn} väntar inte på att skriva under.")
    return justering, underskrift


def _sätt_in(ersatt: Underskrift, ny: Undertecknare) -> Underskrift:
    """Den nya raden väntar på samma paragrafer som den ersatta."""
    justering = ersatt.justering
    if justering.underskrifter.filter(person=ny.person).exists():
        raise IngenErsättare(f"{ny.namn} skriver redan under.")
    ersatt.status = Underskrift.Status.ERSATT
    ersatt.save(update_fields=["status"])
    högsta = justering.underskrifter.aggregate(n=Max("ordning"))["n"] or 0
    rad = Underskrift.objects.create(
        justering=justering,
        ordning=högsta + 1,
        som=ny.som,
        närvaro=ny.närvaro,
        person=ny.person,
        namn=ny.namn,
        parti=ny.parti,
        paragrafer=ersatt.paragrafer,
    )
    if justering.metod == Justering.Metod.ELEKTRONISK:
        justeringsbrev.beställ()
    return rad
