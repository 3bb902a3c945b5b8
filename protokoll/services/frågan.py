"""Beslutsgången i en paragraf: steg för steg, och utgången som räknas ut ur svaren.

Varje svar är en rad. Utgången skrivs som beslut i samma transaktion som det sista svaret.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from konton.models import Användare
from protokoll import beslutsgång, kvalificerad, proposition, propositionsordning
from protokoll.models import Omröstning, Paragraf, Propositionssteg, Protokoll
from protokoll.proposition import Körning, Steg, Stegslag, Svar, Utgång, Ärendegång
from protokoll.services import (
    beslut,
    deltagande,
    frågeläge,
    fullmäktige,
    ledning,
    mottagare,
    utkast,
)
from protokoll.services.beslut import Del
from protokoll.services.frågefel import InaktuelltSteg, Minoritetshinder, OmröstningPågår
from protokoll.services.lås import lås
from protokoll.services.mötesfel import InteBeslutad, KanInteTasUpp, RedanBeslutad


@transaction.atomic
def svara(
    *,
    paragraf: Paragraf,
    nr: int,
    utfall: str,
    av: Användare,
    votering_begärd: bool = False,
    minoritet: bool = False,
    nu: datetime | None = None,
) -> Paragraf:
    """Svarar på propositionen som är steg `nr`. Samma svar två gånger räknas en gång.

    `minoritet` när ordföranden utan votering finner att en tredjedel begär det (KL 5 kap. 50 §).
    """
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    givna = frågeläge.svaren(paragraf)
    if 0 < nr <= len(givna):
        förr = givna[nr - 1]
        if (förr.utfall, förr.votering_begärd, förr.minoritet) == (
            utfall,
            votering_begärd,
            minoritet,
        ):
            return paragraf
    if nr != len(givna) + 1:
        raise InaktuelltSteg(
            "Steget är redan besvarat eller har ändrats, kanske i ett annat fönster. "
            "Sidan visar läget nu; svara på det steg som står på tur."
        )
    kräv_öppen(paragraf)
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf)
    steg = frågeläge.körning(paragraf).nästa
    if steg is None:
        raise InaktuelltSteg("Det finns inget förslag att ställa. Skriv beslutet, eller yrka ett.")
    if steg.slag is Stegslag.VOTERING:
        raise InaktuelltSteg("Votering är begärd. Håll omröstningen, så räknas utfallet.")
    if minoritet:
        _kräv_att_minoritet_räcker(paragraf, steg)
    if not votering_begärd:
        finns_annat = len(steg.alternativ) > 1
        fullmäktige.kräv(
            [kvalificerad.utan_votering(steg.kvalificerat, utfall, finns_annat=finns_annat)]
        )
    svar = Svar(steg.nyckel, utfall, votering_begärd, minoritet=minoritet)
    fortsätt(paragraf, svar, nu, av=av)
    return paragraf


def _kräv_att_minoritet_räcker(paragraf: Paragraf, steg: Steg) -> None:
    hinder = frågeläge.ärendegång(paragraf).hinder_för_minoritet(steg.punkt)
    if hinder is not None:
        raise Minoritetshinder([hinder])


def kräv_öppen(paragraf: Paragraf) -> None:
    """Frågan är inte avgjord och ingen omröstning pågår."""
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Paragrafen är redan beslutad: {paragraf.rubrik}.")
    if frågeläge.pågående_omröstning(paragraf) is not None:
        raise OmröstningPågår("En omröstning pågår. Avsluta eller avbryt den först.")


def fortsätt(
    paragraf: Paragraf,
    svar: Svar,
    nu: datetime | None = None,
    *,
    av: Användare,
    omröstning: Omröstning | None = None,
) -> Propositionssteg:
    """Lägger till svaret, i anroparens transaktion, och skriver beslutet när frågan är avgjord.

    `omröstning` är den som gav svaret; den sparas med steget innan det antecknas vilka som deltog.
    """
    gång = frågeläge.ärendegång(paragraf)
    try:
        nu_läge = propositionsordning.kör(gång, [*frågeläge.svaren(paragraf), svar])
    except proposition.FelSvar as fel:
        raise InaktuelltSteg(str(fel)) from fel
    steg, _ = nu_läge.tagna[-1]
    rad = _ny_rad(paragraf, steg, svar, beslutsgång.meningar(gång, nu_läge)[-1])
    if omröstning is not None:
        _spara_med_steget(omröstning, rad)
    _skriv_inledning(paragraf, gång, nu_läge)
    if nu_läge.utgång is not None:
        _avgör(paragraf, nu_läge.utgång, nu)
        deltagande.anteckna(paragraf=paragraf, av=av)
    elif _ajournerar(steg, svar):
        ledning.ajournera(protokoll=paragraf.protokoll, av=av)
    return rad


def _ajournerar(steg: Steg, svar: Svar) -> bool:
    """Om svaret beslutar ajournering: mötet stannar här och återupptas i samma fråga."""
    vald = steg.alternativet(svar.utfall)
    return vald.id == proposition.Slag.AJOURNERING and not svar.votering_begärd


def _ny_rad(paragraf: Paragraf, steg: Steg, svar: Svar, text: str) -> Propositionssteg:
    sist = paragraf.propositioner.aggregate(högsta=Max("ordning"))["högsta"] or 0
    return Propositionssteg.objects.create(
        paragraf=paragraf,
        ordning=sist + 1,
        text=text,
        steg={"steg": steg.som_dict(), "svar": svar.som_dict()},
    )


def _spara_med_steget(omröstning: Omröstning, rad: Propositionssteg) -> None:
    omröstning.steg = rad
    omröstning.save()


def _skriv_inledning(paragraf: Paragraf, gång: Ärendegång, läge: Körning) -> None:
    """Propositionsordningen som den godkändes, på platsen före stegen."""
    inledning = " ".join(beslutsgång.inled(gång, läge))
    paragraf.propositioner.filter(ordning=0).delete()
    if inledning:
        Propositionssteg.objects.create(paragraf=paragraf, ordning=0, text=inledning)


def _avgör(paragraf: Paragraf, utgång: Utgång, nu: datetime | None) -> None:
    utfall = Paragraf.Utfall(utgång.utfall.value)
    till = "" if utfall in frågeläge.FORMELLA else mottagare.förvald(paragraf)
    beslut.skriv_delar(paragraf, utfall, _delar(utgång, till), nu)


def _delar(utgång: Utgång, till: str) -> list[Del]:
    """Det som bordläggs eller återremitteras för sig beslutar organet självt; resten lämnas vidare.

    Bordläggning och återremiss är organets egna beslut om sitt ärende (KL 5:50, 6:33).
    """
    if not till or not utgång.uppskjutna:
        return [Del([b.text for b in utgång.beslut], till)]
    utfallen = [b.skjuts_upp for b in utgång.uppskjutna if b.skjuts_upp is not None]
    egen = Del([b.text for b in utgång.uppskjutna], utfall=Paragraf.Utfall(utfallen[0].value))
    return [egen, Del([b.text for b in utgång.i_sak], till)]


def pröva_om(paragraf: Paragraf) -> int:
    """Ett ändrat yrkande upphäver svaren från det steg där frågan blev en annan.

    I anroparens transaktion. Ger hur många svar som upphävdes.
    """
    rader = frågeläge.steg_rader(paragraf)
    if not rader:
        return 0
    if not frågeläge.går_att_ställa(paragraf):
        # Det formella yrkandet är återtaget, och det finns inget förslag.
        _upphäv_alla(paragraf, rader)
        return len(rader)
    gång = frågeläge.ärendegång(paragraf)
    gäller: list[Svar] = []
    for rad in rader:
        nästa = propositionsordning.kör(gång, gäller).nästa
        if nästa is None or nästa != Steg.från_dict(rad.steg["steg"]):
            break
        gäller.append(Svar.från_dict(rad.steg["svar"]))
    upphävda = rader[len(gäller) :]
    _ta_bort(paragraf, upphävda)
    _skriv_inledning(paragraf, gång, propositionsordning.kör(gång, gäller))
    return len(upphävda)


def _upphäv_alla(paragraf: Paragraf, rader: list[Propositionssteg]) -> None:
    _ta_bort(paragraf, rader)
    paragraf.propositioner.filter(ordning=0).delete()


def _ta_bort(paragraf: Paragraf, rader: list[Propositionssteg]) -> None:
    nycklar = [rad.pk for rad in rader]
    paragraf.omröstningar.filter(steg__in=nycklar).delete()
    paragraf.propositioner.filter(pk__in=nycklar).delete()


@transaction.atomic
def ångra_steget(*, paragraf: Paragraf, nr: int, av: Användare) -> Paragraf:
    """Tar tillbaka det sista svaret, som är steg `nr`, och omröstningen som gav det."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    rader = frågeläge.steg_rader(paragraf)
    if nr == len(rader) + 1:
        return paragraf  # redan ångrat
    if nr < 1 or nr != len(rader):
        raise InaktuelltSteg("Fler steg har besvarats sedan dess. Ångra dem först.")
    if frågeläge.pågående_omröstning(paragraf) is not None:
        raise OmröstningPågår("En omröstning pågår. Avbryt den först.")
    if paragraf.är_beslutad:
        _gör_obeslutad(protokoll, paragraf)
    _ångra_sista(paragraf)
    return paragraf


def _avbryt_pausen(paragraf: Paragraf, rad: Propositionssteg) -> None:
    """Det ångrade steget ajournerade mötet: pausen som det gav tas tillbaka om den inte är slut."""
    if _ajournerar(Steg.från_dict(rad.steg["steg"]), Svar.från_dict(rad.steg["svar"])):
        paragraf.protokoll.ajourneringar.filter(paragraf=paragraf, till=None).delete()


def _ångra_sista(paragraf: Paragraf) -> None:
    sista = frågeläge.steg_rader(paragraf)[-1:]
    for rad in sista:
        _avbryt_pausen(paragraf, rad)
    _ta_bort(paragraf, sista)
    gång = frågeläge.ärendegång(paragraf)
    _skriv_inledning(paragraf, gång, propositionsordning.kör(gång, frågeläge.svaren(paragraf)))


@transaction.atomic
def ångra_beslutet(*, paragraf: Paragraf, av: Användare, visat: str | None = None) -> Paragraf:
    """Lägger tillbaka frågan som obeslutad medan mötet pågår. Beslutets text blir ett utkast.

    `visat` är avtrycket av det beslut som den som skickar har sett.
    """
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    beslut.kräv_oförändrat(paragraf, visat)
    if not paragraf.är_beslutad:
        raise InteBeslutad(f"Det finns inget beslut att ångra: {paragraf.rubrik}.")
    # Ett val är det sista som hände, också när formella yrkanden prövades före det.
    har_val = paragraf.val.exists()
    uträknat = not har_val and beslut.är_uträknat(paragraf)
    uppgifter = {"utfall": paragraf.utfall, "satser": _satser(paragraf)}
    _gör_obeslutad(protokoll, paragraf)
    if uträknat:
        _ångra_sista(paragraf)
    else:
        valen = paragraf.omröstningar.filter(slag=Omröstning.Slag.VAL)
        # Lotten som drogs i valet står i en egen rad.
        paragraf.propositioner.filter(omröstningar__in=valen).delete()
        valen.delete()
        paragraf.val.all().delete()
        utkast.spara(paragraf=paragraf, uppgifter=uppgifter, av=av)
    return paragraf


def _satser(paragraf: Paragraf) -> str:
    return "\n\n".join(sats.text for sats in paragraf.beslut.all())


def _gör_obeslutad(protokoll: Protokoll, paragraf: Paragraf) -> None:
    deltagande.kräv_inte_justerat(paragraf, "beslutet")
    pågår = protokoll.paragrafer.filter(utfall="").first()
    if pågår is not None:
        raise KanInteTasUpp(f"Besluta först om {pågår.rubrik}, eller lägg den åt sidan.")
    paragraf.delar.all().delete()
    paragraf.deltagande.all().delete()
    paragraf.utfall, paragraf.beslutad_tid = "", None
    paragraf.save(update_fields=["utfall", "beslutad_tid"])
