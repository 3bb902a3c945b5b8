"""Försättsbladet: handläggaren bestämmer vem som får beslutet, och vart det skickas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd.fynd import Fynd
from nämnd.models import Organ
from protokoll import (
    laga_kraft,
    policy,
    rättelsen,
    sändningskontroll,
    överklagandehänvisning,
)
from protokoll.models import (
    Beslutsdel,
    Expediering,
    Försättsblad,
    Försättsbladsmottagare,
    Kanal,
    Paragraf,
    Protokollsversion,
)
from protokoll.services.expedieringsfel import (
    FelMottagare,
    GårInternt,
    InteFörberedd,
    InteMottagare,
)
from protokoll.services.expedieringsläge import fick_före_rättelsen
from ärenden.överklagandetyp import Överklagandetyp

_UTAN_BESLUT = {Paragraf.Utfall.INFORMATION, Paragraf.Utfall.NOTERAT, Paragraf.Utfall.UTGÅR}
_UPPSKJUTEN = {Paragraf.Utfall.ÅTERREMISS, Paragraf.Utfall.BORDLÄGGNING}


@dataclass(frozen=True)
class Varning:
    """Något att stanna vid, med regeln bakom."""

    text: str
    lagrum: str
    lagtext: str


@transaction.atomic
def fyll_i(
    *,
    paragraf: Paragraf,
    gäller: str,
    avsändare: str,
    överklagandetyp: str,
    av: Användare,
    föredragande: str = "",
    medverkande: Sequence[str] = (),
    nu: datetime | None = None,
) -> Försättsblad:
    """Vem beslutet rör, vem som sänder och hur det överklagas. Går att ändra."""
    policy.kräv_förbereda(av, paragraf)
    if paragraf.nummer is None or not paragraf.är_beslutad:
        raise InteFörberedd("Paragrafen är inte beslutad, eller har inget nummer än.")
    blad, _ = Försättsblad.objects.update_or_create(
        paragraf=paragraf,
        defaults={
            "gäller": gäller.strip(),
            "avsändare": avsändare.strip(),
            "överklagandetyp": Överklagandetyp(överklagandetyp),
            "föredragande": föredragande.strip(),
            "medverkande": "\n".join(namn.strip() for namn in medverkande if namn.strip()),
            "av": av,
            "tid": nu or timezone.now(),
        },
    )
    return blad


@transaction.atomic
def lägg_till_mottagare(
    *,
    paragraf: Paragraf,
    av: Användare,
    namn: str = "",
    kanal: str,
    adress: str = "",
    organ: Organ | None = None,
    part: bool = False,
    företräder_det_allmänna: bool = False,
    inte_internt: str = "",
    nu: datetime | None = None,
) -> Försättsbladsmottagare:
    """En mottagare vars adress den som skriver har kontrollerat. Till ett organ går det internt.

    Heter mottagaren som ett organ i kommunen men går på annan väg sägs varför (`inte_internt`).
    """
    policy.kräv_förbereda(av, paragraf)
    blad = _lås(paragraf)
    if kanal == Kanal.INTERNT:
        if organ is None:
            raise FelMottagare("Välj vilket organ utdraget går till.")
        if organ.pk == paragraf.organ_id:
            raise FelMottagare("Organet har självt fattat beslutet.")
        namn, adress = namn.strip() or organ.namn, organ.namn
    elif organ is not None:
        raise FelMottagare("Till ett organ i kommunen går utdraget internt, till dess diarium.")
    if företräder_det_allmänna and not part:
        raise FelMottagare("Bara den som är part företräder det allmänna i ärendet (FL 44 §).")
    adress = rak(adress)
    if not namn.strip() or not adress:
        raise FelMottagare("Skriv mottagarens namn och adress.")
    if kanal == Kanal.EPOST:
        _kräv_epost(adress)
    som_organ = kanal != Kanal.INTERNT and _heter_som_ett_organ(paragraf, namn)
    if som_organ and not inte_internt.strip():
        text = (
            f"{som_organ} har sitt diarium här. Välj ”till organets diarium”, eller skriv varför "
            "utdraget inte går internt."
        )
        raise GårInternt([Fynd(text, sändningskontroll.INTERNT, hindrar=False)])
    finns = blad.mottagare.filter(
        namn=namn.strip(), kanal=kanal, adress=adress, borttagen_tid=None
    ).exists()
    if finns:
        raise FelMottagare(f"{namn.strip()} står redan på försättsbladet med den adressen.")
    return Försättsbladsmottagare.objects.create(
        försättsblad=blad,
        namn=namn.strip(),
        organ=organ,
        kanal=Kanal(kanal),
        adress=adress,
        part=part,
        företräder_det_allmänna=företräder_det_allmänna,
        inte_internt=inte_internt.strip() if som_organ else "",
        av=av,
        av_namn=str(av),
        tid=nu or timezone.now(),
    )


def _heter_som_ett_organ(paragraf: Paragraf, namn: str) -> str:
    andra = Organ.objects.filter(myndighet__kommun=paragraf.organ.myndighet.kommun_id).exclude(
        pk=paragraf.organ_id
    )
    return sändningskontroll.borde_gå_internt(
        namn, dict(andra.order_by("pk").values_list("namn", "kortnamn"))
    )


@transaction.atomic
def ta_bort_mottagare(
    *, mottagare: Försättsbladsmottagare, av: Användare, nu: datetime | None = None
) -> None:
    """Mottagaren får inga fler utdrag. Raden står kvar för det som redan har gått."""
    paragraf = mottagare.försättsblad.paragraf
    policy.kräv_förbereda(av, paragraf)
    blad = _lås(paragraf)
    låst = blad.mottagare.get(pk=mottagare.pk)
    if låst.borttagen_tid is not None:
        raise InteMottagare(f"{låst.namn} är redan borttagen.")
    låst.borttagen_tid = nu or timezone.now()
    låst.borttagen_av = av
    låst.save(update_fields=["borttagen_tid", "borttagen_av"])


def rak(adress: str) -> str:
    """Adressen utan tomma rader och överflödiga mellanrum."""
    rader = (" ".join(rad.split()) for rad in adress.splitlines())
    return "\n".join(rad for rad in rader if rad)


def är_samma_adress(en: str, annan: str) -> bool:
    """Om två adresser är samma, hur de än är radbrutna."""
    return " ".join(en.split()).casefold() == " ".join(annan.split()).casefold()


def föreslagen_överklagandetyp(
    paragraf: Paragraf, delar: Sequence[Beslutsdel] | None = None
) -> str:
    """Det beslutet självt säger eller är (KL 13 kap. 2 §); tomt när handläggaren får avgöra.

    `delar` är de delar av beslutet det gäller, annars alla.
    """
    delar = list(paragraf.delar.all()) if delar is None else delar
    angivna = [del_.överklagandetyp for del_ in delar if del_.överklagandetyp]
    # Ett förslag avgör inget: det egna beslutet bestämmer, som en punkt som återremitteras.
    egna = [del_ for del_ in delar if not del_.förslag_till] or delar
    utfall = {del_.utfall or paragraf.utfall for del_ in egna} or {paragraf.utfall}
    art = laga_kraft.Art(
        angiven=Överklagandetyp(angivna[0]) if angivna else None,
        förslag=bool(delar) and all(del_.förslag_till for del_ in delar),
        utan_beslut=paragraf.är_formalia or utfall <= _UTAN_BESLUT,
        uppskjuten=utfall <= _UPPSKJUTEN,
        fullmäktige=paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE,
        mot_enskild=paragraf.mot_enskild,
    )
    return laga_kraft.föreslagen_typ(art) or ""


def överklagas(paragraf: Paragraf, del_: Beslutsdel | None = None) -> Överklagandetyp:
    """Hur beslutet överklagas: det försättsbladet säger, annars det som det skulle föreslå.

    Lämnar paragrafen också ett förslag till ett annat organ gäller bladet det egna beslutet, och
    förslaget är fortfarande bara förberedande.
    """
    blad: Försättsblad | None = getattr(paragraf, "försättsblad", None)
    egna = [d for d in paragraf.delar.all() if not d.förslag_till]
    bara_förslag = del_ is not None and bool(del_.förslag_till) and bool(egna)
    if blad is not None and not bara_förslag:
        return Överklagandetyp(blad.överklagandetyp)
    föreslagen = föreslagen_överklagandetyp(paragraf, [del_] if del_ is not None else [])
    return Överklagandetyp(föreslagen or Överklagandetyp.LAGLIGHETSPRÖVNING)


def parterna(paragraf: Paragraf) -> list[laga_kraft.Part]:
    """Parterna på försättsbladet, och dagen var och en fick del av beslutet (FL 44 §).

    Att utdraget har sänts räcker inte: det ska stå i expedieringen att det är mottaget. En part som
    tagits bort räknas bara om hen hann få det.
    """
    blad: Försättsblad | None = getattr(paragraf, "försättsblad", None)
    if blad is None:
        return []
    parter = []
    for rad in blad.mottagare.all():
        if rad.part:
            fick_del = _fick_del(rad)
            if fick_del is not None or rad.borttagen_tid is None:
                parter.append(
                    laga_kraft.Part(fick_del, företräder_det_allmänna=rad.företräder_det_allmänna)
                )
    return parter


def _fick_del(rad: Försättsbladsmottagare) -> date | None:
    """Den första dagen någon av sändningarna till mottagaren är antecknad som mottagen.

    Några punkter i förväg är inte hela beslutet (FL 33 och 44 §§).
    """
    dagar = [
        steg.dag
        for sändning in rad.expedieringar.all()
        if not sändning.punkter
        for steg in sändning.steg.all()
        if steg.status == Expediering.Status.KVITTERAD
    ]
    return min(dagar, default=None)


def varningar(paragraf: Paragraf, blad: Försättsblad) -> list[Varning]:
    """Det som inte hindrar men som en part kan lida av."""
    funna = _rättat_efter_utskick(paragraf)
    if blad.överklagandetyp == Överklagandetyp.FÖRVALTNINGSBESVÄR:
        if not paragraf.sammanfattning.strip():
            funna.append(
                Varning(
                    "Paragrafen har ingen motivering.",
                    överklagandehänvisning.LAGRUM_MOTIVERING,
                    överklagandehänvisning.LAGTEXT_MOTIVERING,
                )
            )
        gällande = [m for m in blad.mottagare.all() if m.borttagen_tid is None]
        if gällande and not any(m.part for m in gällande):
            funna.append(
                Varning(
                    "Ingen mottagare är part, så ingen får veta hur beslutet överklagas.",
                    överklagandehänvisning.LAGRUM,
                    överklagandehänvisning.LAGTEXT,
                )
            )
    return funna


def _rättat_efter_utskick(paragraf: Paragraf) -> list[Varning]:
    """De som har fått den lydelse som sedan rättades; rättelsen ska nå dem också."""
    senaste = (
        Protokollsversion.objects.filter(rättelse__paragraf=paragraf)
        .select_related("rättelse")
        .order_by("nummer")
        .last()
    )
    namn = [m.namn for m in fick_före_rättelsen(paragraf)] if senaste is not None else []
    if senaste is None or not namn:
        return []
    return [
        Varning(
            f"Rättad efter utskick, {date_format(timezone.localdate(senaste.tid), 'j F Y')}: "
            f"{senaste.rättelse.text} {', '.join(namn)} har fått beslutet före rättelsen. "
            "Sänd om utdraget, som då har rättelsen.",
            rättelsen.LAGRUM,
            rättelsen.LAGTEXT,
        )
    ]


def _lås(paragraf: Paragraf) -> Försättsblad:
    blad = Försättsblad.objects.select_for_update().filter(paragraf=paragraf).first()
    if blad is None:
        raise InteFörberedd("Fyll först i försättsbladet: vem beslutet rör och vem som sänder.")
    return blad


def _kräv_epost(adress: str) -> None:
    try:
        validate_email(adress)
    except ValidationError as fel:
        raise FelMottagare(f"{adress} är inte en e-postadress.") from fel
