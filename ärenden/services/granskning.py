"""Granskningen av en skrivelse: skicka, kommentera, föreslå, återsända och godkänna.

Stegen och vem som får ta dem står i `granskningsläge`; varje steg blir en rad i loggen. Ett svar
gäller texten som den var: godtas en ändring under granskningen faller de svar som hunnit komma.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from ärenden import policy, skrivelsetext, textmärken, textskrivning
from ärenden.granskningsläge import Läge, Ordning, OtillåtetSteg, Steg, Övergång, övergång
from ärenden.mallstilar import RADVIS, Avsnittsslag
from ärenden.models import (
    Godkännande,
    Granskare,
    Granskning,
    Granskningskommentar,
    Granskningssteg,
    Kommentarssvar,
    Skrivelse,
    Skrivelseutkast,
    Skrivelseversion,
    Ärende,
)
from ärenden.policy import Rätt
from ärenden.services import granskningsbrev, händelser, mallar, skrivande, skrivelser
from ärenden.services.skrivande import AnnanHannFöre, FelLäge, Ofullständig, Skrivfel
from ärenden.skrivelseinnehåll import Innehåll
from ärenden.skrivelsetext import Bit, Block
from ärenden.textplats import Textplats, placera

HÖGST_GRANSKARE = 12
# Skiljer satserna när de söks som en text; läses som ett mellanrum och kan inte skrivas i en ruta.
_MELLAN = "\x1e"


_SVARENS_STEG = {
    Granskning.Utfall.ÅTERSÄND: Steg.ÅTERSÄND,
    Granskning.Utfall.TILLSTYRKT: Steg.TILLSTYRK,
    Granskning.Utfall.GODKÄND: Steg.GODKÄNN,
}


class Granskningsfel(Skrivfel):
    """Det gick inte. Texten är till användaren."""


class EjITur(Granskningsfel):
    """Någon annan svarar först, eller svaret är redan lämnat."""


class EgenText(Granskningsfel):
    """Den som har skrivit texten kan inte granska den."""


class PlatsenSaknas(Granskningsfel):
    """Den utpekade texten står inte där."""


# --- Vem -----------------------------------------------------------------------------------------


def skrivare(utkast: Skrivelseutkast) -> frozenset[int]:
    """De som har skrivit något i texten; ingen av dem godkänner den."""
    egna = utkast.versioner.order_by("pk").values_list("av_id", flat=True)
    return frozenset({utkast.skapad_av_id, *egna})


def pågående(utkast: Skrivelseutkast) -> Granskning | None:
    return utkast.granskningar.pågående().order_by("pk").first()


def min_tur(utkast: Skrivelseutkast, användare: Användare) -> Granskare | None:
    """Användarens plats i den pågående omgången, om det är hens tur."""
    omgång = pågående(utkast)
    if omgång is None:
        return None
    alla = omgång.granskare.order_by("plats")
    return next((g for g in omgång.i_tur(alla) if g.användare_id == användare.pk), None)


def sedan_svaret(
    utkast: Skrivelseutkast, användare: Användare
) -> tuple[Granskningssteg, Skrivelseversion] | None:
    """Det senaste svaret på en granskning, och texten som den var då.

    Granskaren får jämföra med en text som hen själv har fått; den som skriver med alla.
    """
    omgångar = utkast.granskningar.filter(
        avslutad_tid__isnull=False, utfall__in=list(_SVARENS_STEG)
    )
    if not policy.får_se_utkast(användare, utkast):
        omgångar = omgångar.filter(granskare__användare=användare)
    omgång = omgångar.order_by("-pk").first()
    if omgång is None or omgång.avslutad_tid is None:
        return None
    steg = utkast.steg.filter(
        steg=_SVARENS_STEG[Granskning.Utfall(omgång.utfall)], tid=omgång.avslutad_tid
    ).last()
    version = utkast.versioner.filter(revision=steg.revision).first() if steg else None
    return (steg, version) if steg and version else None


# --- Skicka och återkalla -------------------------------------------------------------------------


@transaction.atomic
def skicka(
    *,
    utkast: Skrivelseutkast,
    granskare: Sequence[Användare],
    ordning: Ordning,
    revision: int,
    av: Användare,
    meddelande: str = "",
    senast_dag: date | None = None,
    nu: datetime | None = None,
) -> Granskning:
    """Lämnar texten till granskarna, som får brev när det är deras tur. Texten låses så länge."""
    utkast = _lås_skrivarens(utkast, av)
    steg = _steget(utkast, Steg.SKICKA)
    if utkast.revision != revision:
        raise AnnanHannFöre(utkast)
    valda = list(dict.fromkeys(granskare))
    _pröva_granskare(utkast, valda)
    nu = nu or timezone.now()
    if senast_dag is not None and senast_dag < timezone.localdate(nu):
        raise Granskningsfel("Dagen för svaret har redan varit.")
    omgång = Granskning.objects.create(
        utkast=utkast,
        ordning=ordning,
        meddelande=meddelande.strip(),
        senast_dag=senast_dag,
        skickad_av=av,
        skickad_av_namn=str(av),
        skickad_tid=nu,
    )
    Granskare.objects.bulk_create(
        Granskare(granskning=omgång, plats=plats, användare=vem, namn=str(vem))
        for plats, vem in enumerate(valda, 1)
    )
    skrivande.anteckna(
        utkast=utkast,
        steg=steg,
        av=av,
        nu=nu,
        kommentar="Till " + ", ".join(str(vem) for vem in valda),
    )
    granskningsbrev.beställ()
    return omgång


def _pröva_granskare(utkast: Skrivelseutkast, valda: Sequence[Användare]) -> None:
    if not valda:
        raise Granskningsfel("Välj minst en granskare.")
    if len(valda) > HÖGST_GRANSKARE:
        raise Granskningsfel(f"Välj högst {HÖGST_GRANSKARE} granskare.")
    myndighet = utkast.ärende.myndighet
    får_granska = set(policy.granskare_i(myndighet).values_list("pk", flat=True))
    egna = skrivare(utkast)
    for vem in valda:
        if vem.pk in egna:
            raise EgenText(f"{vem} har skrivit i texten och kan inte granska den.")
        if vem.pk not in får_granska:
            raise Granskningsfel(f"{vem} får inte granska skrivelser i {myndighet}.")
    if mallar.som_avgör_godkännande(utkast).kräver_godkännande:
        godkännare = policy.godkännare_i(myndighet)
        if not godkännare.filter(pk__in=[vem.pk for vem in valda]).exists():
            raise Granskningsfel("Minst en av granskarna måste få godkänna skrivelser.")


@transaction.atomic
def återkalla(*, utkast: Skrivelseutkast, av: Användare, nu: datetime | None = None) -> None:
    """Skrivaren tar tillbaka texten för att ändra den."""
    utkast = _lås_skrivarens(utkast, av)
    steg = _steget(utkast, Steg.ÅTERKALLA)
    nu = nu or timezone.now()
    _avsluta(utkast, Granskning.Utfall.ÅTERKALLAD, nu)
    skrivande.anteckna(utkast=utkast, steg=steg, av=av, nu=nu)


@transaction.atomic
def ändra_igen(*, utkast: Skrivelseutkast, av: Användare, nu: datetime | None = None) -> None:
    """Låser upp en godkänd text. Godkännandet gäller inte längre; en ny granskning behövs."""
    utkast = _lås_skrivarens(utkast, av)
    steg = _steget(utkast, Steg.ÄNDRA_IGEN)
    skrivande.anteckna(utkast=utkast, steg=steg, av=av, nu=nu or timezone.now())


@transaction.atomic
def välj_sammanträde(*, utkast: Skrivelseutkast, dag: date | None, av: Användare) -> None:
    """Dagen för sammanträdet skrivelsen är till. Påminnelserna räknas från dess stoppdag."""
    utkast = _lås_skrivarens(utkast, av)
    utkast.önskad_dag, utkast.påmind_tid = dag, None
    utkast.save(update_fields=["önskad_dag", "påmind_tid"])


# --- Svaren --------------------------------------------------------------------------------------


@transaction.atomic
def återsänd(
    *, utkast: Skrivelseutkast, kommentar: str, av: Användare, nu: datetime | None = None
) -> None:
    """Granskaren lämnar tillbaka texten med en kommentar. De andra behöver inte svara mer."""
    utkast, svarande = _lås_granskarens(utkast, av)
    steg = _steget(utkast, Steg.ÅTERSÄND)
    if not kommentar.strip():
        raise Granskningsfel("Skriv varför skrivelsen återsänds.")
    nu = nu or timezone.now()
    _svara(svarande, Granskare.Svar.ÅTERSÄNT, kommentar, nu)
    _avsluta(utkast, Granskning.Utfall.ÅTERSÄND, nu)
    skrivande.anteckna(utkast=utkast, steg=steg, av=av, nu=nu, kommentar=kommentar.strip())
    granskningsbrev.beställ()


@transaction.atomic
def godkänn(
    *,
    utkast: Skrivelseutkast,
    revision: int,
    av: Användare,
    kommentar: str = "",
    nu: datetime | None = None,
) -> None:
    """Granskaren är klar: den som får godkänna godkänner, andra tillstyrker.

    När alla har svarat är texten godkänd om någon av dem fick godkänna; annars är den tillstyrkt
    och tillbaka hos skrivaren.
    """
    utkast, svarande = _lås_granskarens(utkast, av)
    if utkast.revision != revision:
        raise AnnanHannFöre(utkast)
    får_godkänna = policy.får(av, Rätt.GODKÄNNA, utkast.ärende.myndighet)
    if får_godkänna:
        stopp = [b for b in skrivande.textens_brister(utkast) if b.stoppar]
        if stopp:
            raise Ofullständig(stopp)
    nu = nu or timezone.now()
    svar = Granskare.Svar.GODKÄNT if får_godkänna else Granskare.Svar.TILLSTYRKT
    _svara(svarande, svar, kommentar, nu)
    alla = list(svarande.granskning.granskare.select_related("användare__person").order_by("plats"))
    if any(g.svar == "" for g in alla):
        granskningsbrev.beställ()
        return
    godkänt = [g for g in alla if g.svar == Granskare.Svar.GODKÄNT]
    steg = _steget(utkast, Steg.GODKÄNN if godkänt else Steg.TILLSTYRK)
    Godkännande.objects.bulk_create(_godkännande(utkast, g, nu) for g in godkänt)
    utfall = Granskning.Utfall.GODKÄND if godkänt else Granskning.Utfall.TILLSTYRKT
    _avsluta(utkast, utfall, nu)
    skrivande.anteckna(utkast=utkast, steg=steg, av=av, nu=nu, kommentar=kommentar.strip())
    granskningsbrev.beställ()


def _godkännande(utkast: Skrivelseutkast, g: Granskare, nu: datetime) -> Godkännande:
    person = g.användare.person
    return Godkännande(
        utkast=utkast,
        hash=utkast.hash,
        revision=utkast.revision,
        av=g.användare,
        av_namn=g.namn,
        titel=person.titel if person else "",
        tid=g.svar_tid or nu,
    )


def _svara(svarande: Granskare, svar: Granskare.Svar, kommentar: str, nu: datetime) -> None:
    svarande.svar, svarande.svar_tid, svarande.kommentar = svar, nu, kommentar.strip()
    svarande.save(update_fields=["svar", "svar_tid", "kommentar"])


def _avsluta(utkast: Skrivelseutkast, utfall: Granskning.Utfall, nu: datetime) -> None:
    utkast.granskningar.pågående().update(utfall=utfall, avslutad_tid=nu)


@transaction.atomic
def godkänn_uppladdad(
    *, skrivelse: Skrivelse, av: Användare, nu: datetime | None = None
) -> Godkännande:
    """En chef godkänner en uppladdad fil som den är, så att den kan anmälas."""
    skrivelse = Skrivelse.objects.select_for_update(of=("self",)).get(pk=skrivelse.pk)
    handling = skrivelse.handling
    policy.kräv_se_handling(av, handling)
    policy.kräv(av, Rätt.GODKÄNNA, handling.ärende.myndighet)
    if av.pk == skrivelse.av_id:
        raise EgenText("Du har lämnat in skrivelsen och kan inte godkänna den själv.")
    if handling.fil is None:
        raise skrivelser.SaknarPapper("Skrivelsen saknar fil.")
    if skrivelser.är_godkänd(skrivelse):
        raise Granskningsfel("Skrivelsen behöver inget godkännande.")
    nu = nu or timezone.now()
    godkännande = Godkännande.objects.create(
        skrivelse=skrivelse,
        hash=handling.fil.sha256,
        av=av,
        av_namn=str(av),
        titel=av.person.titel if av.person else "",
        tid=nu,
    )
    händelser.skriv(
        handling.ärende,
        "skrivelse.godkänd",
        av=av,
        rubrik=händelser.synlig_rubrik(handling),
        vem=str(av),
        dag=timezone.localtime(nu).strftime("%Y-%m-%d %H.%M"),
        version=handling.fil.sha256[:12],
    )
    return godkännande


# --- Kommentarer och förslag ----------------------------------------------------------------------


def avsnittens_block(
    utkast: Skrivelseutkast, adresser: Mapping[int, str] | None = None
) -> list[tuple[str, str, str, tuple[Block, ...]]]:
    """(fält, rubrik, slag, block) för varje del av texten, i skrivelsens ordning.

    `adresser` är var bilderna finns, efter nummer. Fotnoterna numreras genom hela skrivelsen.
    """
    innehåll = utkast.läst_innehåll
    första_not = 1
    delar = [("rubrik", "Rubrik", "rubrik", _rader([innehåll.rubrik]))]
    for a in utkast.mall.avsnitt.all():
        if a.slag == Avsnittsslag.FÖRSLAG:
            delar.append(("satser", a.rubrik, a.slag, _rader(innehåll.skrivna_satser)))
            continue
        text = innehåll.text(str(a.pk))
        if a.slag in RADVIS:
            block = _rader(text.splitlines())
        else:
            block = skrivelsetext.läs(text, adresser=adresser, första_not=första_not)
            första_not += skrivelsetext.antal_noter(text)
        delar.append((f"avsnitt_{a.pk}", a.rubrik, a.slag, block))
    return delar


def _rader(rader: Sequence[str]) -> tuple[Block, ...]:
    return tuple(Block("stycke", (Bit(rad.strip()),)) for rad in rader if rad.strip())


@transaction.atomic
def kommentera(
    *,
    utkast: Skrivelseutkast,
    av: Användare,
    text: str = "",
    fält: str = "",
    citat: str = "",
    före: str = "",
    efter: str = "",
    ersättning: str | None = None,
    nu: datetime | None = None,
) -> Granskningskommentar:
    """En kommentar av en granskare i tur, eller av den som skriver.

    Utan `fält` gäller den hela skrivelsen. Med `ersättning` är den ett förslag: citatet byts mot
    ersättningen (tom: stryks) om skrivaren godtar det.
    """
    utkast = _lås(utkast)
    if not policy.får_se_utkast(av, utkast):
        _kräv_tur(utkast, av)
    elif utkast.läge == Läge.GODKÄND:
        raise FelLäge("Skrivelsen är godkänd.")
    _kräv_öppen(utkast)
    plats = _platsen(utkast, fält, citat, före, efter)
    är_förslag = ersättning is not None
    if är_förslag:
        _pröva_förslag(utkast, fält, plats, ersättning or "")
    elif not text.strip():
        raise Granskningsfel("Skriv en kommentar eller ett förslag.")
    return Granskningskommentar.objects.create(
        utkast=utkast,
        fält=fält,
        citat=plats.citat,
        före=plats.före,
        efter=plats.efter,
        text=text.strip(),
        ersättning=(ersättning or "").strip(),
        förslag=Granskningskommentar.Förslag.ÖPPET if är_förslag else "",
        revision=utkast.revision,
        av=av,
        av_namn=str(av),
        tid=nu or timezone.now(),
    )


def _platsen(utkast: Skrivelseutkast, fält: str, citat: str, före: str, efter: str) -> Textplats:
    if not fält:
        return Textplats(1)
    block = {f: block for f, _, _, block in avsnittens_block(utkast)}.get(fält)
    if block is None:
        raise PlatsenSaknas("Avsnittet finns inte i skrivelsen.")
    if not citat.strip():
        return Textplats(1)
    plats = placera([textmärken.lästext(block)], 1, citat, före, efter)
    if plats is None:
        raise PlatsenSaknas(
            "Texten står inte i avsnittet. Kopiera den ur skrivelsen, eller låt "
            "rutan vara tom för att kommentera hela avsnittet."
        )
    return plats


def _pröva_förslag(utkast: Skrivelseutkast, fält: str, plats: Textplats, ersättning: str) -> None:
    if not fält or not plats.citat:
        raise PlatsenSaknas("Välj avsnitt och ange texten som förslaget ersätter.")
    if _med_ersättning(utkast, fält, plats, ersättning) is None:
        raise PlatsenSaknas(
            "Förslaget går över något som är fet, kursiv, en länk eller flera stycken. Ange en "
            "kortare text, eller skriv en kommentar i stället."
        )


def _med_ersättning(
    utkast: Skrivelseutkast, fält: str, plats: Textplats, ersättning: str
) -> Innehåll | None:
    """Innehållet med förslaget infört, ordagrant; None när texten inte står så i det."""
    innehåll = utkast.innehåll
    if fält == "rubrik":
        ny = textmärken.ersätt(innehåll.rubrik, plats, ersättning)
        return None if ny is None else _byt(innehåll, rubrik=ny)
    if fält == "satser":
        # Omgivningen avgör vilken sats som menas; förslaget får inte slå ihop två.
        ny = textmärken.ersätt(_MELLAN.join(innehåll.satser), plats, ersättning)
        satser = ny.split(_MELLAN) if ny is not None else []
        return _byt(innehåll, satser=satser) if len(satser) == len(innehåll.satser) else None
    nyckel = fält.removeprefix("avsnitt_")
    radvisa = {str(a.pk) for a in utkast.mall.avsnitt.all() if a.slag in RADVIS}
    ord_ = ersättning if nyckel in radvisa else textskrivning.skyddad(ersättning)
    ny = textmärken.ersätt(innehåll.text(nyckel), plats, ord_)
    return None if ny is None else _byt(innehåll, avsnitt={**innehåll.avsnitt, nyckel: ny})


def _byt(innehåll: Innehåll, **nytt: object) -> Innehåll:
    return Innehåll.ur_json(innehåll.som_json() | nytt)


@transaction.atomic
def svara(
    *, kommentar: Granskningskommentar, text: str, av: Användare, nu: datetime | None = None
) -> Kommentarssvar:
    """Ett svar på kommentaren, av någon som ser granskningen."""
    utkast = _lås(kommentar.utkast)
    policy.kräv_se_granskning(av, utkast)
    _kräv_öppen(utkast)
    if not text.strip():
        raise Granskningsfel("Skriv ett svar.")
    return Kommentarssvar.objects.create(
        kommentar=kommentar, text=text.strip(), av=av, av_namn=str(av), tid=nu or timezone.now()
    )


@transaction.atomic
def stäng(*, kommentar: Granskningskommentar, av: Användare, nu: datetime | None = None) -> None:
    """Den som skrev kommentaren, eller den som skriver texten, är klar med den."""
    kommentar = _lås_kommentar(kommentar, av)
    if kommentar.är_öppet_förslag:
        raise Granskningsfel("Godta eller avslå förslaget i stället.")
    _stäng(kommentar, av, nu or timezone.now())


@transaction.atomic
def öppna(*, kommentar: Granskningskommentar, av: Användare) -> None:
    """En stängd kommentar tas upp igen. Ett förslag som är avgjort öppnas inte."""
    kommentar = _lås_kommentar(kommentar, av)
    if kommentar.förslag:
        raise Granskningsfel("Förslaget är avgjort. Skriv en ny kommentar.")
    kommentar.stängd_tid, kommentar.stängd_av_namn = None, ""
    kommentar.save(update_fields=["stängd_tid", "stängd_av_namn"])


@transaction.atomic
def godta(
    *,
    kommentar: Granskningskommentar,
    revision: int,
    av: Användare,
    nu: datetime | None = None,
) -> Skrivelseutkast:
    """Förslaget förs in i texten som en ny version. Svar som redan lämnats gäller inte längre."""
    utkast = _lås_skrivarens(kommentar.utkast, av)
    kommentar = Granskningskommentar.objects.select_for_update(of=("self",)).get(pk=kommentar.pk)
    _kräv_öppet_förslag(kommentar)
    steg = _steget(utkast, Steg.GODTA_ÄNDRING)
    if utkast.revision != revision:
        raise AnnanHannFöre(utkast)
    plats = Textplats(1, kommentar.citat, kommentar.före, kommentar.efter)
    nytt = _med_ersättning(utkast, kommentar.fält, plats, kommentar.ersättning)
    if nytt is None:
        raise PlatsenSaknas(
            "Texten har ändrats sedan förslaget skrevs. Avslå det, eller skriv in ändringen själv."
        )
    nu = nu or timezone.now()
    skrivande.skriv_ny_version(utkast, nytt.som_json(), av=av, nu=nu)
    kommentar.förslag = Granskningskommentar.Förslag.GODTAGET
    kommentar.save(update_fields=["förslag"])
    _stäng(kommentar, av, nu)
    skrivande.anteckna(
        utkast=utkast, steg=steg, av=av, nu=nu, kommentar=f"Förslag av {kommentar.av_namn}"
    )
    föll = Granskare.objects.filter(granskning__utkast=utkast, granskning__avslutad_tid=None)
    föll.exclude(svar="").update(svar="", svar_tid=None, meddelad_tid=None, påmind_tid=None)
    granskningsbrev.beställ()
    return utkast


@transaction.atomic
def avslå(*, kommentar: Granskningskommentar, av: Användare, nu: datetime | None = None) -> None:
    """Skrivaren för inte in förslaget. Texten är oförändrad."""
    utkast = _lås_skrivarens(kommentar.utkast, av)
    _kräv_öppen(utkast)
    kommentar = Granskningskommentar.objects.select_for_update(of=("self",)).get(pk=kommentar.pk)
    _kräv_öppet_förslag(kommentar)
    kommentar.förslag = Granskningskommentar.Förslag.AVSLAGET
    kommentar.save(update_fields=["förslag"])
    _stäng(kommentar, av, nu or timezone.now())


def _kräv_öppet_förslag(kommentar: Granskningskommentar) -> None:
    if not kommentar.är_öppet_förslag:
        raise Granskningsfel("Förslaget är redan avgjort.")


def _stäng(kommentar: Granskningskommentar, av: Användare, nu: datetime) -> None:
    kommentar.stängd_tid, kommentar.stängd_av_namn = nu, str(av)
    kommentar.save(update_fields=["stängd_tid", "stängd_av_namn"])


# --- Lås -----------------------------------------------------------------------------------------


def _lås(utkast: Skrivelseutkast) -> Skrivelseutkast:
    return (
        Skrivelseutkast.objects.select_for_update(of=("self",))
        .select_related("mall__myndighet", "ärende__myndighet", "ärende__diarium")
        .get(pk=utkast.pk)
    )


def _lås_skrivarens(utkast: Skrivelseutkast, av: Användare) -> Skrivelseutkast:
    utkast = _lås(utkast)
    policy.kräv_se_utkast(av, utkast)
    _kräv_öppen(utkast)
    return utkast


def _lås_granskarens(utkast: Skrivelseutkast, av: Användare) -> tuple[Skrivelseutkast, Granskare]:
    utkast = _lås(utkast)
    svarande = _kräv_tur(utkast, av)
    _kräv_öppen(utkast)
    if av.pk in skrivare(utkast):
        raise EgenText("Du har skrivit i texten och kan inte granska den.")
    return utkast, svarande


def _lås_kommentar(kommentar: Granskningskommentar, av: Användare) -> Granskningskommentar:
    """Kommentaren, för den som skrev den eller den som skriver texten."""
    utkast = _lås(kommentar.utkast)
    policy.kräv_se_granskning(av, utkast)
    _kräv_öppen(utkast)
    kommentar = Granskningskommentar.objects.select_for_update(of=("self",)).get(pk=kommentar.pk)
    if av.pk != kommentar.av_id:
        policy.kräv_se_utkast(av, utkast)
    return kommentar


def _kräv_tur(utkast: Skrivelseutkast, av: Användare) -> Granskare:
    policy.kräv_se_granskning(av, utkast)
    policy.kräv(av, Rätt.GRANSKA, utkast.ärende.myndighet)
    svarande = min_tur(utkast, av)
    if svarande is None:
        omgång = pågående(utkast)
        i_tur = omgång.i_tur(omgång.granskare.order_by("plats")) if omgång else []
        namn = ", ".join(g.namn for g in i_tur)
        raise EjITur(
            f"Det är inte din tur att svara. Nu svarar {namn}."
            if namn
            else "Skrivelsen är inte hos dig för granskning."
        )
    return svarande


def _kräv_öppen(utkast: Skrivelseutkast) -> None:
    if utkast.läge == Läge.INLÄMNAD:
        raise FelLäge("Skrivelsen är inlämnad. Granskningen är avslutad.")
    if utkast.ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise skrivelser.ÄrendetStängt(
            f"{utkast.ärende.beteckning} är {utkast.ärende.get_status_display()}."
        )


def _steget(utkast: Skrivelseutkast, steg: Steg) -> Övergång:
    try:
        return övergång(utkast.läge, steg)
    except OtillåtetSteg as fel:
        raise FelLäge(str(fel)) from fel
