"""Vilka som är med: in och ut med klockslag, och vem som tjänstgör för vem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from nämnd.fynd import Fynd
from nämnd.models import Punkt
from protokoll import inträde
from protokoll import justerare as justerarregler
from protokoll.inträde import Tjänstgöring
from protokoll.models import (
    Deltagande,
    JusteradFörSig,
    Justerare,
    Närvaro,
    Närvarotid,
    Paragraf,
    Protokoll,
    Röst,
    Övrigdeltagande,
    ÖvrigNärvarande,
    ÖvrigTid,
)
from protokoll.rum import Rum, rum
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    DistansInteTillåten,
    FelJusterare,
    FelNärvaro,
    FelTid,
    InträdeHindras,
)
from protokoll.services.undertecknare import med_konto

Status = Närvaro.Status


_FÖLJER_PERSONEN = (
    *("person", "namn", "parti", "post", "är_ersättare", "ordning"),
    *("valkrets", "personlig_för"),
)


def klockan() -> time:
    """Klockslaget som antecknas: hela minuter."""
    return timezone.localtime().time().replace(second=0, microsecond=0)


def pågående(protokoll: Protokoll) -> Paragraf | None:
    """Paragrafen som behandlas just nu."""
    return protokoll.paragrafer.filter(utfall="").first()


@transaction.atomic
def markera_närvaro(
    *,
    rad: Närvaro,
    status: str,
    av: Användare,
    för: Närvaro | None = None,
    distans: bool = False,
    tid: time | None = None,
    hela_punkten: bool = False,
) -> Närvaro:
    """Antecknar hur en person är med, från ett klockslag. Ger personens gällande rad.

    Den som kommer eller går medan en punkt behandlas var med i en del av den, om inte
    `hela_punkten` säger något annat. En ersättare tjänstgör för en ledamot som är borta eller
    jävig; kommer ledamoten tillbaka lämnar ersättaren platsen (KL 5 kap. 17–19 §§).
    """
    protokoll = lås(protokoll=rad.protokoll, av=av)
    rad = protokoll.närvarande.get(person=rad.person_id, gällande=True)
    rad.protokoll = protokoll
    _pröva_status(rad, status)
    if hinder := [f for f in rum(protokoll).om_distans([rad] if distans else []) if f.hindrar]:
        raise DistansInteTillåten(hinder)
    uppe = pågående(protokoll)
    if status == Status.FRÅNVARANDE:
        return _gå(rad, tid, None if hela_punkten else uppe, av)
    nu = rum(protokoll, paragraf=uppe)
    varningar: list[Fynd] | None = []
    if status == Status.TJÄNSTGÖRANDE:
        varningar = _pröva_plats(nu, rad, för)
    elif för is not None:
        raise FelNärvaro("Bara en ersättare tjänstgör för någon annan.")
    elif status == Status.LEDAMOT and rad.är_frånvarande:
        _pröva(nu, rad, Tjänstgöring(rad.person_id, rad.person_id, nu.ordning))
    var_borta = rad.är_frånvarande
    rad = _byt_roll(rad, status, för, tid)
    rad.inne, rad.distans, rad.frånvaro_skäl = True, distans, ""
    if varningar is not None:
        rad.varningar = [fynd.text for fynd in varningar]
        rad.varningarnas_lagrum = [fynd.lagrum for fynd in varningar]
    rad.save(update_fields=["inne", "distans", "frånvaro_skäl", "varningar", "varningarnas_lagrum"])
    if var_borta:
        _kom(rad, tid, None if hela_punkten else uppe)
    vik(protokoll=protokoll, av=av, tid=tid)
    efter = rum(protokoll, paragraf=uppe)
    if hinder := inträde.överlapp_vid(efter.läge, efter.ordning):
        raise InträdeHindras(hinder[0])
    if efter.beslutsförhet.tjänstgörande > protokoll.platser:
        raise FelNärvaro(f"Organet har {protokoll.platser} platser och alla är besatta.")
    return rad


def _pröva_status(rad: Närvaro, status: str) -> None:
    if rad.har_insynsplats:
        tillåtna = {Status.INSYN, Status.FRÅNVARANDE}
    elif rad.är_ersättare:
        tillåtna = {Status.TJÄNSTGÖRANDE, Status.ERSÄTTARE, Status.FRÅNVARANDE}
    else:
        tillåtna = {Status.LEDAMOT, Status.FRÅNVARANDE}
    if status not in tillåtna:
        raise FelNärvaro(f"{rad.namn} är {rad.post} och kan inte antecknas så.")


def _pröva_plats(nu: Rum, rad: Närvaro, för: Närvaro | None) -> list[Fynd] | None:
    """Platsen som ersättaren tar: en frånvarande eller jävigs, eller en vakant. Ger varningar.

    Den som redan tjänstgör där behåller dem den fick: None.
    """
    if rad.tjänstgör and rad.för_id == (för.pk if för else None):
        return None
    if för is None and not nu.vakanta:
        raise FelNärvaro(f"Ange vilken ledamot {rad.namn} tjänstgör för.")
    plats = None
    if för is not None:
        för = nu.per_pk.get(för.pk)
        if för is None or not (för.har_plats or för.tjänstgör) or för.person_id == rad.person_id:
            raise FelNärvaro("En ersättare tjänstgör för en ledamot i organet.")
        plats = nu.platsen(för)
    ny = Tjänstgöring(
        rad.person_id,
        plats.person_id if plats else None,
        nu.ordning,
        # Den som träder in för en jävig lämnar när punkten är beslutad (KL 5 kap. 17–18 §§).
        nu.ordning if för is not None and nu.är_jävig(för) else None,
    )
    return _pröva(nu, rad, ny, [r.person_id for r in nu.förslag(plats, kommer=rad)])


def _pröva(nu: Rum, rad: Närvaro, ny: Tjänstgöring, förslag: list[int] | None = None) -> list[Fynd]:
    """Stoppar det som lagen hindrar; det som bara är ovanligt blir varningar på raden."""
    egen = rad.person_id == ny.plats
    # Den som byter plats lämnar den gamla, och ersättaren viker när ledamoten kommer (5:19).
    kvar = [
        t
        for t in nu.läge.tjänstgöringar
        if t.till is not None or not (t.person == ny.person or (egen and t.plats == ny.plats))
    ]
    läge = replace(nu.läge, tjänstgöringar=kvar)
    fynd = inträde.pröva_inträde(ny, läge, förslag=förslag or [])
    if fynd and fynd[0].hindrar:
        raise InträdeHindras(fynd[0])
    return fynd


def _kom(rad: Närvaro, tid: time | None, uppe: Paragraf | None) -> None:
    från, senaste = tid or klockan(), rad.tider.last()
    if senaste is not None and senaste.till is not None:
        if senaste.till == från:
            # Ut och in i samma minut var ett felklick.
            senaste.till = None
            senaste.save(update_fields=["till"])
            Deltagande.objects.filter(paragraf=uppe, närvaro=rad).delete()
            return
        if tid is not None and tid < senaste.till:
            raise FelTid(f"{rad.namn} gick {senaste.till:%H.%M} och kan inte komma {tid:%H.%M}.")
        från = max(från, senaste.till)
    Närvarotid.objects.create(närvaro=rad, från=från)
    _del_av(rad, uppe)


def _gå(rad: Närvaro, tid: time | None, uppe: Paragraf | None, av: Användare) -> Närvaro:
    """Den som varit med vid en paragraf har gått; den som inte hunnit det är frånvarande."""
    if rad.är_frånvarande:
        return rad
    if _stäng_tid(rad, tid):
        Deltagande.objects.filter(närvaro=rad, paragraf__utfall="").delete()
    else:
        _del_av(rad, uppe)
    if rad.status == Status.TJÄNSTGÖRANDE:
        rad = _byt_roll(rad, Status.ERSÄTTARE, None, tid)
    if (
        rad.deltagande.exists()
        or har_röst(rad)
        or rad.protokoll.närvarande.filter(person=rad.person_id, gällande=False).exists()
    ):
        rad.inne = False
    else:
        rad.status = Status.FRÅNVARANDE
    rad.distans = rad.distans and not rad.inne
    rad.varningar, rad.varningarnas_lagrum = [], []
    rad.save(update_fields=["inne", "status", "distans", "varningar", "varningarnas_lagrum"])
    vik(protokoll=rad.protokoll, av=av, tid=tid)
    return rad


def _stäng_tid(rad: Närvaro, tid: time | None) -> bool:
    """Stänger den öppna tiden. Sant om den började samma minut och alltså inte finns kvar.

    Utan angivet klockslag stängs den nu; har någon skrivit in ett senare gäller det.
    """
    öppen = rad.tider.filter(till=None).last()
    if öppen is None:
        return False
    slut = tid or klockan()
    if slut == öppen.från:
        öppen.delete()
        return True
    if tid is not None and tid < öppen.från:
        raise FelTid(f"{rad.namn} kom {öppen.från:%H.%M} och kan inte gå {tid:%H.%M}.")
    öppen.till = max(slut, öppen.från)
    öppen.save(update_fields=["till"])
    return False


def _del_av(rad: Närvaro, uppe: Paragraf | None) -> None:
    if uppe is not None:
        Deltagande.objects.update_or_create(
            paragraf=uppe,
            närvaro=rad,
            defaults={"del_av": True},
            create_defaults={"del_av": True, "form": Deltagande.Form.NÄRVARANDE},
        )


def _byt_roll(rad: Närvaro, status: str, för: Närvaro | None, tid: time | None) -> Närvaro:
    """Raden ändras på plats tills en beslutad paragraf eller en röst vilar på den; därefter tar en
    annan vid.

    Den som återgår till en roll som hen haft får tillbaka den raden, så att en person aldrig har
    två rader för samma sak.
    """
    if rad.status == status and rad.för_id == (för.pk if för else None):
        return rad
    if not (rad.deltagande.exclude(paragraf__utfall="").exists() or har_röst(rad)):
        rad.status, rad.för = status, för
        rad.save(update_fields=["status", "för"])
        return rad
    ny = rad.protokoll.närvarande.filter(
        person=rad.person_id, status=status, för=för, gällande=False
    ).first()
    rad.gällande, rad.för = False, _ledamoten(rad.för)
    rad.save(update_fields=["gällande", "för"])
    if ny is None:
        ny = Närvaro(
            protokoll=rad.protokoll,
            status=status,
            för=för,
            **{namn: getattr(rad, namn) for namn in _FÖLJER_PERSONEN},
        )
    ny.gällande, ny.inne, ny.distans = True, rad.inne, rad.distans
    ny.save()
    ny.protokoll = rad.protokoll
    if öppen := rad.tider.filter(till=None).last():
        _stäng_tid(rad, tid)
        Närvarotid.objects.create(närvaro=ny, från=max(tid or klockan(), öppen.från))
    rad.deltagande.filter(paragraf__utfall="").update(närvaro=ny)
    rad.protokoll.justerare.filter(närvaro=rad).update(närvaro=ny)
    return ny


def har_röst(rad: Närvaro) -> bool:
    """Om raden står i en omröstnings röstlängd."""
    return Röst.objects.filter(närvaro=rad).exists()


def _ledamoten(för: Närvaro | None) -> Närvaro | None:
    """Den som trätt in för en jävig ersättare tjänstgjorde för ledamoten."""
    while för is not None and för.status == Status.TJÄNSTGÖRANDE:
        för = för.för
    return för


@transaction.atomic
def vik(*, protokoll: Protokoll, av: Användare, tid: time | None = None) -> None:
    """Ersättaren lämnar platsen när den som den tjänstgör för är här och inte är jävig (5:19)."""
    nu = rum(protokoll, paragraf=pågående(protokoll))
    for rad in nu.rader:
        if rad.status != Status.TJÄNSTGÖRANDE or rad.för_id is None:
            continue
        för = nu.per_pk[rad.för_id]
        behövs = för.gällande and (
            nu.är_jävig(för) if för.tjänstgör else för.har_plats and för.är_frånvarande
        )
        if not behövs:
            rad.protokoll = protokoll
            _byt_roll(rad, Status.ERSÄTTARE, None, tid)


@transaction.atomic
def alla_närvarande(*, protokoll: Protokoll, av: Användare, tid: time | None = None) -> None:
    """Antecknar alla ledamöter som inte kommit.

    Inte dem som en ersättare tjänstgör för, eller som har ett skäl att vara borta.
    """
    protokoll = lås(protokoll=protokoll, av=av)
    nu = rum(protokoll)
    kommer = [
        rad
        for rad in nu.rader
        if rad.har_plats
        and rad.status == Status.FRÅNVARANDE
        and not rad.frånvaro_skäl
        and rad.pk not in nu.på_plats
    ]
    protokoll.närvarande.filter(pk__in=[rad.pk for rad in kommer]).update(status=Status.LEDAMOT)
    tid, uppe = tid or klockan(), pågående(protokoll)
    Närvarotid.objects.bulk_create(Närvarotid(närvaro=rad, från=tid) for rad in kommer)
    if uppe is not None:
        for rad in kommer:
            _del_av(rad, uppe)


@transaction.atomic
def ange_frånvaroskäl(*, rad: Närvaro, skäl: str, av: Användare) -> None:
    """Varför den som är borta är det, till exempel ”anmält förhinder”."""
    protokoll = lås(protokoll=rad.protokoll, av=av)
    rad = protokoll.närvarande.get(person=rad.person_id, gällande=True)
    if skäl.strip() and not rad.är_frånvarande:
        raise FelNärvaro(f"{rad.namn} är här och har inget skäl att vara frånvarande.")
    rad.frånvaro_skäl = skäl.strip()
    rad.save(update_fields=["frånvaro_skäl"])


@transaction.atomic
def lägg_till_övrig(
    *,
    protokoll: Protokoll,
    namn: str,
    av: Användare,
    titel: str = "",
    roll: str = "",
    yttranderätt: bool = False,
    distans: bool = False,
    tid: time | None = None,
) -> ÖvrigNärvarande:
    """En tjänsteperson eller gäst som är här från nu, och med vid punkterna tills den går."""
    protokoll = lås(protokoll=protokoll, av=av)
    if not namn.strip():
        raise FelNärvaro("Skriv den närvarandes namn.")
    övrig = ÖvrigNärvarande.objects.create(
        protokoll=protokoll,
        namn=namn.strip(),
        titel=titel.strip(),
        roll=roll,
        yttranderätt=yttranderätt,
        distans=distans,
    )
    ÖvrigTid.objects.create(övrig=övrig, från=tid or klockan())
    return övrig


@transaction.atomic
def växla_övrig(*, övrig: ÖvrigNärvarande, av: Användare, tid: time | None = None) -> None:
    """Går, eller kommer tillbaka. Den som går under en punkt var med vid den."""
    protokoll = lås(protokoll=övrig.protokoll, av=av)
    tid = tid or klockan()
    senaste = övrig.tider.last()
    if senaste is None or senaste.till is not None:
        if senaste is not None and senaste.till is not None and tid < senaste.till:
            raise FelTid(f"{övrig.namn} gick {senaste.till:%H.%M}.")
        ÖvrigTid.objects.create(övrig=övrig, från=tid)
        return
    if tid < senaste.från:
        raise FelTid(f"{övrig.namn} kom {senaste.från:%H.%M} och kan inte gå {tid:%H.%M}.")
    senaste.till = tid
    senaste.save(update_fields=["till"])
    if (uppe := pågående(protokoll)) is not None:
        Övrigdeltagande.objects.get_or_create(paragraf=uppe, övrig=övrig)


@transaction.atomic
def ta_bort_övrig(*, övrig: ÖvrigNärvarande, av: Användare) -> None:
    lås(protokoll=övrig.protokoll, av=av)
    övrig.delete()


@transaction.atomic
def välj_ordförande(*, rad: Närvaro, av: Användare) -> None:
    """Väljer vem som leder resten av mötet. Redan beslutade paragrafer behåller sin ordförande."""
    protokoll = lås(protokoll=rad.protokoll, av=av)
    protokoll.ordförande = pröva_ledare(rum(protokoll), rad)
    protokoll.save(update_fields=["ordförande"])
    protokoll.paragrafer.filter(utfall="").update(ordförande=None)


def pröva_ledare(nu: Rum, rad: Närvaro) -> Närvaro:
    """Den som ska leda tjänstgör, är inte jävig (KL 6 kap. 30 §) och justerar inte."""
    rad = nu.per_pk[rad.pk]
    if rad not in nu.beslutande:
        skäl = "är jävig" if rad.tjänstgör else "tjänstgör inte"
        raise FelNärvaro(f"{rad.namn} {skäl} och kan inte leda mötet.")
    if nu.protokoll.justerare.filter(närvaro=rad).exists():
        raise FelJusterare(f"{rad.namn} är vald att justera och kan inte också leda mötet.")
    return rad


@transaction.atomic
def välj_justerare(*, rad: Närvaro, av: Användare, är_ersättare: bool = False) -> Justerare:
    """Väljer den som justerar vid sidan av ordföranden, eller ersättare för den."""
    protokoll = lås(protokoll=rad.protokoll, av=av)
    rad = protokoll.närvarande.get(pk=rad.pk)
    if not rad.tjänstgör:
        raise FelJusterare(f"{rad.namn} tjänstgör inte och kan inte justera.")
    ledare = rum(protokoll, paragraf=pågående(protokoll)).ledare
    if ledare is not None and ledare.pk == rad.pk:
        raise FelJusterare(f"{rad.namn} leder mötet och justerar redan som ordförande.")
    if protokoll.paragrafer.filter(ordförande__person=rad.person_id).exists():
        raise FelJusterare(f"{rad.namn} har lett en punkt och justerar den som ordförande.")
    if protokoll.justerare.filter(närvaro=rad).exists():
        raise FelJusterare(f"{rad.namn} är redan vald.")
    före = _valen_av_justerare(protokoll)
    vald = Justerare.objects.create(
        protokoll=protokoll,
        närvaro=rad,
        namn=rad.namn,
        parti=rad.parti,
        är_ersättare=är_ersättare,
    )
    _skriv_om_valet(före)
    return vald


def _valen_av_justerare(protokoll: Protokoll) -> list[tuple[Paragraf, str]]:
    """Den beslutade punkten där justerarna valdes, och vad den säger utan egen text."""
    låsta = JusteradFörSig.objects.filter(paragraf__protokoll=protokoll, justering__isnull=False)
    formalia = (
        protokoll.paragrafer.filter(punkt__slag=Punkt.Slag.FORMALIA)
        .exclude(utfall="")
        .exclude(pk__in=låsta.values("paragraf"))
    )
    rader = formalia.select_related("punkt", "organ", "protokoll").order_by("ordning")
    return [(p, _valets_text(p)) for p in rader]


def _valets_text(paragraf: Paragraf) -> str:
    return paragraf.val_av_justerare or Paragraf.STANDARDTEXT.get(
        Paragraf.Utfall(paragraf.utfall), ""
    )


def _skriv_om_valet(före: Sequence[tuple[Paragraf, str]]) -> None:
    """Paragrafen säger vilka som valdes också när valet görs eller ändras efter beslutet.

    Det som sekreteraren själv har skrivit rörs inte.
    """
    for paragraf, text in före:
        if nytt := _valets_text(paragraf):
            paragraf.beslut.filter(text=text).update(text=nytt)


def justerarvarningar(protokoll: Protokoll) -> list[Fynd]:
    """De valda justerarna som har lämnat mötet eller sin plats, medan mötet pågår."""
    fynd = []
    for vald in protokoll.justerare.filter(justering=None).select_related("närvaro"):
        if (rad := vald.närvaro) is None:
            continue
        funnet = justerarregler.pröva(
            vald.namn, är_här=not rad.är_frånvarande, tjänstgör=rad.tjänstgör
        )
        fynd += [funnet] if funnet else []
    return fynd


def justerare_utan_konto(protokoll: Protokoll) -> list[Fynd]:
    """De valda som inte kan skriva under elektroniskt; sägs medan en annan ännu kan väljas."""
    valda = [
        (vald.namn, vald.närvaro.person_id)
        for vald in protokoll.justerare.filter(justering=None).select_related("närvaro")
        if vald.närvaro is not None and vald.närvaro.person_id is not None
    ]
    har = med_konto(person for _, person in valda)
    fynd = (justerarregler.utan_konto(namn, har_konto=person in har) for namn, person in valda)
    return [funnet for funnet in fynd if funnet is not None]


@transaction.atomic
def ta_bort_justerare(*, justerare: Justerare, av: Användare) -> None:
    protokoll = lås(protokoll=justerare.protokoll, av=av)
    före = _valen_av_justerare(protokoll)
    justerare.delete()
    _skriv_om_valet(före)
