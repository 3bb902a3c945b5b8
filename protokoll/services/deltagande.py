"""Vilka som var med vid varje paragraf (KL 5 kap. 66–67 §§): tas när den beslutas, kan rättas
medan mötet pågår, och blir spann i §-nummer när mötet avslutas."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from django.db import transaction
from django.db.models import F, ManyToOneRel, TimeField, Value
from django.db.models.functions import Greatest

from konton.models import Användare
from nämnd.fynd import Fynd
from nämnd.models import Organ
from protokoll import avgörande, inträde
from protokoll.beslutsförhet import Beslutsförhet
from protokoll.inträde import Tjänstgöring
from protokoll.models import (
    Deltagande,
    Närvaro,
    Närvarotid,
    Paragraf,
    Protokoll,
    Övrigdeltagande,
    ÖvrigNärvarande,
    ÖvrigTid,
)
from protokoll.paragrafnummer import lagrat
from protokoll.rum import Rum, rum
from protokoll.services import avgörandet, ledning, närvaro
from protokoll.services.avgörandet import Avgörande
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    FelNärvaro,
    InteBeslutad,
    InteBeslutsför,
    InträdeHindras,
    MotRösterna,
    OmedelbartJusterad,
)

Form = Deltagande.Form


@dataclass(frozen=True)
class Rättat:
    """Hur en person var med, som sekreteraren rättar det. Utan `form` var personen inte med."""

    form: str
    del_av: bool = False


def kräv_beslutsför(protokoll: Protokoll, paragraf: Paragraf | None, *, svar: bool = False) -> None:
    """Fler än hälften tjänstgör vid punkten, de jäviga borträknade (KL 6:27, 5:45–46).

    `svar` när en interpellation eller fråga bara besvaras: färre kan räcka (5:45).
    """
    ledning.kräv_pågår(protokoll)
    nu = rum(protokoll, paragraf=paragraf)
    läge = nu.beslutsförhet if svar else replace(nu.beslutsförhet, frågesvar=False)
    if not läge.är_beslutsför:
        raise InteBeslutsför(läge, fullmäktige=nu.läge.regler.fullmäktige)
    ledning.kräv_ledare(nu)


@transaction.atomic
def anteckna(*, paragraf: Paragraf, av: Användare) -> None:
    """Läget när paragrafen beslutas. Därefter lämnar den som trätt in för en jävig platsen.

    Gavs beslutet av en omröstning deltog de som stod i röstlängden, på den rad de röstade.
    """
    protokoll = paragraf.protokoll
    nu = rum(protokoll, paragraf=paragraf)
    _skriv_former(paragraf, nu, avgörandet.läs(paragraf))
    inne = ÖvrigNärvarande.objects.filter(protokoll=protokoll, tider__till=None).exclude(tider=None)
    Övrigdeltagande.objects.bulk_create(
        (Övrigdeltagande(paragraf=paragraf, övrig=övrig) for övrig in inne.distinct()),
        ignore_conflicts=True,
    )
    paragraf.ordförande = ledning.kräv_ledare(nu)
    paragraf.save(update_fields=["ordförande"])
    närvaro.vik(protokoll=protokoll, av=av)


def _skriv_former(paragraf: Paragraf, nu: Rum, avgjort: Avgörande) -> None:
    avstår = {d.närvaro_id for d in paragraf.deltar_inte.all()}
    beslutar = [rad.person_id for rad in nu.beslutande if rad.pk not in avstår]
    deltog = avgörande.deltog(beslutar, avgjort.omröstningar)
    redan = {d.närvaro_id: d for d in paragraf.deltagande.select_related("närvaro")}
    ersatta = []
    for rad in nu.rader:
        if rad.person_id in deltog:
            vald, form = avgjort.rader.get(rad.person_id, rad), Form.DELTOG
        elif rad.är_frånvarande:
            continue
        else:
            vald, form = rad, Form.JÄV if nu.är_jävig(rad) else Form.NÄRVARANDE
        # Den som bytte roll under punkten står på en rad, den som hen beslutade på.
        andra = [
            pk for pk, d in redan.items() if pk != vald.pk and d.närvaro.person_id == rad.person_id
        ]
        bort = [redan.pop(pk) for pk in andra]
        ersatta += [d.pk for d in bort]
        rad_nu = redan.get(vald.pk) or Deltagande(paragraf=paragraf, närvaro=vald)
        rad_nu.form = form
        rad_nu.del_av = rad_nu.del_av or any(d.del_av for d in bort)
        redan[vald.pk] = rad_nu
    Deltagande.objects.filter(pk__in=ersatta).delete()
    Deltagande.objects.bulk_create(d for d in redan.values() if d.pk is None)
    Deltagande.objects.bulk_update((d for d in redan.values() if d.pk), ["form", "del_av"])


@transaction.atomic
def rätta(*, paragraf: Paragraf, ändringar: Mapping[int, Rättat], av: Användare) -> None:
    """Rättar vilka som var med vid en beslutad paragraf. Nyckeln är närvarons rad."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if not paragraf.är_beslutad:
        raise InteBeslutad(f"Paragrafen är inte beslutad än: {paragraf.rubrik}.")
    kräv_inte_justerat(paragraf, "vilka som deltog")
    per_pk = {rad.pk: rad for rad in protokoll.närvarande.all()}
    for pk, rättat in ändringar.items():
        rad = per_pk[pk]
        beslutar = rad.status in (Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE)
        # Den som gick innan mötet blev en frånvarande rad var ändå ledamot.
        if rättat.form == Form.DELTOG and not (beslutar or rad.har_plats):
            raise FelNärvaro(f"{rad.namn} tjänstgjorde inte på den raden och kan inte ha beslutat.")
        if not rättat.form:
            paragraf.deltagande.filter(närvaro=rad).delete()
            continue
        if rad.status == Närvaro.Status.FRÅNVARANDE:
            rad.status = _status_för(rad)
            rad.inne = False
            rad.save(update_fields=["status", "inne"])
        Deltagande.objects.update_or_create(
            paragraf=paragraf,
            närvaro=rad,
            defaults={"form": rättat.form, "del_av": rättat.del_av},
        )
    _pröva_rättat(protokoll, paragraf, per_pk)


def kräv_inte_justerat(paragraf: Paragraf, vad: str, *, tillkom: datetime | None = None) -> None:
    """Det som stod i paragrafen när den gick till omedelbar justering ändras inte."""
    skickad = next(reversed(paragraf.skickad_för_sig), None)
    if fynd := avgörande.ändra_justerat(vad, skickad=skickad, tillkom=tillkom):
        raise OmedelbartJusterad([fynd])


def _status_för(rad: Närvaro) -> str:
    if rad.har_insynsplats:
        return Närvaro.Status.INSYN
    return Närvaro.Status.ERSÄTTARE if rad.är_ersättare else Närvaro.Status.LEDAMOT


def _pröva_rättat(protokoll: Protokoll, paragraf: Paragraf, per_pk: Mapping[int, Närvaro]) -> None:
    """En person på en rad, en på varje plats, som rösterna säger, och fortfarande fler än hälften.

    Den som bara var med en del kan ha lämnat platsen till en annan.
    """
    alla = list(paragraf.deltagande.all())
    deltagit = [d for d in alla if d.form == Form.DELTOG]
    deltog = [per_pk[d.närvaro_id] for d in deltagit]
    helt = [per_pk[d.närvaro_id] for d in deltagit if not d.del_av]
    med = [per_pk[d.närvaro_id].person_id for d in alla]
    if dubbel := [p for p, antal in Counter(med).items() if antal > 1]:
        namn = next(rad.namn for rad in per_pk.values() if rad.person_id == dubbel[0])
        raise FelNärvaro(f"{namn} är antecknad två gånger.")
    avgjort = avgörandet.läs(paragraf)
    if fynd := avgörande.mot_rösterna(
        {rad.person_id for rad in deltog},
        avgjort.omröstningar,
        {rad.person_id: rad.namn for rad in per_pk.values()},
        allt_röstades=avgjort.allt_röstades,
    ):
        raise MotRösterna(fynd)
    if hinder := _överlapp(rum(protokoll, paragraf=paragraf), helt):
        raise InträdeHindras(hinder[0])
    fullmäktige = protokoll.sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE
    räknade = avgörande.räknas(
        {rad.pk for rad in deltog},
        {d.närvaro_id for d in alla if d.form == Form.NÄRVARANDE},
        {d.närvaro_id for d in paragraf.deltar_inte.all() if d.närvaro_id is not None},
        avgjort.omröstningar,
    )
    besatta = _platserna(per_pk[pk] for pk in räknade)
    jäviga = _platserna(per_pk[d.närvaro_id] for d in alla if d.form == Form.JÄV) - besatta
    läge = Beslutsförhet(
        protokoll.platser,
        len(besatta),
        jäviga=len(jäviga) if fullmäktige else 0,
        fullmäktige=fullmäktige,
    )
    if not läge.är_beslutsför:
        raise InteBeslutsför(läge, fullmäktige=fullmäktige)


def _platserna(rader: Iterable[Närvaro]) -> set[int]:
    """Platserna som raderna sitter på; den som bara är med som ersättare har ingen."""
    return {
        rad.för_id or rad.pk
        for rad in rader
        if rad.har_plats or rad.status == Närvaro.Status.TJÄNSTGÖRANDE
    }


def _överlapp(nu: Rum, helt: Iterable[Närvaro]) -> list[Fynd]:
    """Två som beslutade på samma plats i hela paragrafen, eller en på två (KL 4:24, 5:17)."""
    platserna = {rad: nu.platsen(nu.per_pk[rad.pk]) for rad in helt}
    tjänstgöringar = [
        Tjänstgöring(rad.person_id, plats.person_id if plats else None, nu.ordning, nu.ordning)
        for rad, plats in platserna.items()
    ]
    return inträde.överlapp_vid(replace(nu.läge, tjänstgöringar=tjänstgöringar), nu.ordning)


@transaction.atomic
def stäng_tider(*, protokoll: Protokoll, tid: time, av: Användare) -> None:
    """De som är kvar när mötet slutar var där till dess, eller till det sista som antecknats."""
    for modell, väg in ((Närvarotid, "närvaro__protokoll"), (ÖvrigTid, "övrig__protokoll")):
        modell._base_manager.filter(till=None, **{väg: protokoll}).update(
            till=Greatest(F("från"), Value(tid, output_field=TimeField()))
        )


def spann(*, protokoll: Protokoll, paragrafer: Iterable[Paragraf], av: Användare) -> None:
    """Spannen i §-nummer ur paragrafernas deltagande. Anropas när numren är satta."""
    nummer = {p.pk: p.nummer for p in paragrafer if p.nummer is not None}
    alla = set(nummer.values())
    rader = list(protokoll.närvarande.prefetch_related("deltagande"))
    behållna = _utan_tomma(rader, nummer)
    for rad in behållna:
        med = [d for d in rad.deltagande.all() if d.paragraf_id in nummer]
        närvarande = {nummer[d.paragraf_id] for d in med if d.form != Form.JÄV}
        rad.paragrafer, rad.ej = _paragrafer_och_ej(rad, närvarande, alla)
        rad.del_av = lagrat(nummer[d.paragraf_id] for d in med if d.del_av)
    Närvaro.objects.bulk_update(behållna, ["paragrafer", "ej", "del_av"])
    övriga = list(protokoll.övriga.prefetch_related("deltagande"))
    for övrig in övriga:
        med_vid = {nummer[d.paragraf_id] for d in övrig.deltagande.all() if d.paragraf_id in nummer}
        övrig.paragrafer = lagrat(med_vid) if med_vid != alla else ""
    ÖvrigNärvarande.objects.bulk_update(övriga, ["paragrafer"])
    anmälningar = list(
        protokoll.paragrafer.filter(typ=Paragraf.Typ.JÄVSANMÄLAN).prefetch_related("anmälda_jäv")
    )
    for paragraf in anmälningar:
        vid = {nummer.get(jäv.paragraf_id or 0) for jäv in paragraf.anmälda_jäv.all()}
        paragraf.gäller = lagrat(n for n in vid if n is not None)
    Paragraf.objects.bulk_update(anmälningar, ["gäller"])


def _utan_tomma(rader: list[Närvaro], nummer: Mapping[int, int]) -> list[Närvaro]:
    """Raderna som trycks. En rad utan någon numrerad paragraf säger inget om personen har en annan;
    är den personens enda var personen inte med vid någon paragraf."""
    per_person: dict[int, list[Närvaro]] = defaultdict(list)
    for rad in rader:
        per_person[rad.person_id].append(rad)
    behållna = []
    for egna in per_person.values():
        med = [r for r in egna if any(d.paragraf_id in nummer for d in r.deltagande.all())]
        if med:
            kvar = med
        else:
            kvar = [next((r for r in egna if r.gällande), egna[0])]
            # Utan en enda numrerad paragraf i mötet säger bara statusen något.
            if nummer and kvar[0].status != Närvaro.Status.FRÅNVARANDE:
                kvar[0].status, kvar[0].för = Närvaro.Status.FRÅNVARANDE, None
                kvar[0].save(update_fields=["status", "för"])
        _flytta([r for r in egna if r not in kvar], kvar[0])
        behållna += kvar
    return behållna


def _flytta(tomma: list[Närvaro], till: Närvaro) -> None:
    """Det som pekar på en tom rad pekar i stället på personens andra, och raden tas bort."""
    for rad in tomma:
        rad.deltagande.filter(paragraf__in=till.deltagande.values("paragraf")).delete()
        for koppling in Närvaro._meta.get_fields(include_hidden=True):
            if isinstance(koppling, ManyToOneRel):
                namn = koppling.field.name
                koppling.related_model._base_manager.filter(**{namn: rad}).update(**{namn: till})
        rad.delete()


def _paragrafer_och_ej(rad: Närvaro, närvarande: set[int], alla: set[int]) -> tuple[str, str]:
    """Den som var där hela tiden utom vid några får dem som ”ej”, annars räknas de egna upp."""
    if rad.status == Närvaro.Status.FRÅNVARANDE or närvarande == alla:
        return "", ""
    borta = alla - närvarande
    var_där_hela_tiden = (
        rad.status != Närvaro.Status.TJÄNSTGÖRANDE and {min(alla), max(alla)} <= närvarande
    )
    return ("", lagrat(borta)) if var_där_hela_tiden else (lagrat(närvarande), "")


def ordförande_vid_mötet(*, protokoll: Protokoll, av: Användare) -> Närvaro | None:
    """Den som ledde flest paragrafer är mötets ordförande; de andra står kvar på sina."""
    personer = protokoll.paragrafer.values_list("ordförande__person", flat=True)
    ledde = Counter(person for person in personer if person is not None)
    if not ledde:
        return rum(protokoll).ledare
    person = ledde.most_common(1)[0][0]
    protokoll.paragrafer.filter(ordförande__person=person).update(ordförande=None)
    return protokoll.närvarande.filter(person=person).order_by("-gällande", "pk").first()
