"""En Wordfil läses in i skrivelsen: först till påseende, sedan in i rutorna som någon valt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from ärenden import filer, skrivelseskillnad, skrivelsetext, wordläsning, wordplacering
from ärenden.filer import Filfel
from ärenden.kontorsfil import OläsligFil, Sort
from ärenden.mallstilar import Avsnittsslag, är_bilageavsnitt
from ärenden.models import Inläsning, Skrivelseutkast
from ärenden.services import skrivande, skrivelsefiler
from ärenden.skrivelseinnehåll import Innehåll, utan_bilagor
from ärenden.skrivelseskillnad import DERAS
from ärenden.wordläsning import Läst
from ärenden.wordplacering import Placering

MAX_BYTE = 30 * 1024 * 1024
RUBRIK_MAX, TEXT_MAX = 500, 200_000


class InlästRedan(skrivande.Skrivfel):
    """Det lästa är redan infört, eller ersatt av en annan fil."""


def läs_in(*, utkast: Skrivelseutkast, innehåll: bytes, filnamn: str, av: Användare) -> Inläsning:
    """Läser filen mot mallen. Inget i skrivelsen ändras; Filfel om filen inte går att läsa."""
    if len(innehåll) > MAX_BYTE:
        raise Filfel(f"{filnamn} är större än {MAX_BYTE // (1024 * 1024)} MB.")
    try:
        läst = wordläsning.läs(innehåll, adress=settings.NAMND_ADRESS)
    except OläsligFil as fel:
        raise Filfel(f"{filnamn}: {fel}") from fel
    if not läst.rader:
        raise Filfel(f"{filnamn}: Det finns ingen text i filen.")
    if not _ryms(_placerad(läst, utkast).innehåll):
        raise Filfel(f"{filnamn}: Texten är för lång för en skrivelse. Dela den, eller lägg den "
                     "som bilaga.")  # fmt: skip  # en mening
    return _spara(utkast, innehåll, filnamn, läst, av)


def _placerad(läst: Läst, utkast: Skrivelseutkast) -> Placering:
    krav = [a.krav for a in utkast.mall.avsnitt.all()]
    placerad = wordplacering.placera(läst, krav, utkast.fylls_i)
    bilagor = utkast.bilagenamn
    if not läst.egen or not bilagor:
        return placerad
    # Bilagornas namn skrivs dit av sig själva; i texten skulle de bli kvar när de byter namn.
    avsnitt = dict(placerad.innehåll.avsnitt)
    for k in krav:
        if är_bilageavsnitt(k.rubrik, k.slag) and k.nyckel in avsnitt:
            avsnitt[k.nyckel] = "\n".join(utan_bilagor(avsnitt[k.nyckel], bilagor))
    return replace(placerad, innehåll=replace(placerad.innehåll, avsnitt=avsnitt))


def _ryms(innehåll: Innehåll) -> bool:
    texter = [*innehåll.satser, *innehåll.avsnitt.values()]
    return len(innehåll.satser) <= 100 and all(len(t) <= TEXT_MAX for t in texter)


@transaction.atomic
def _spara(
    utkast: Skrivelseutkast, innehåll: bytes, filnamn: str, läst: Läst, av: Användare
) -> Inläsning:
    utkast = skrivande.lås(utkast=utkast, av=av)
    original = filer.spara_eget(innehåll, medietyp=Sort.WORD.medietyp, sidor=None, egen=False)
    # Det förra slängs först: bilderna som bara det hade får inte räknas som skrivelsens.
    skrivelsefiler.släng_inläst(utkast=utkast, av=av, utom=original)
    nummer, nya = _ta_in_bilder(utkast, läst, av)
    placerad = _placerad(läst.med_bilder(nummer), utkast)
    return Inläsning.objects.create(
        utkast=utkast,
        original=original,
        filnamn=filnamn[:255],
        text=placerad.innehåll.som_json(),
        rapport={
            "kvar": [asdict(k) for k in placerad.kvar],
            "anmärkningar": [asdict(a) for a in placerad.anmärkningar],
            "bilder": nya,
        },
        av=av,
        läst_tid=timezone.now(),
    )


def _ta_in_bilder(
    utkast: Skrivelseutkast, läst: Läst, av: Användare
) -> tuple[dict[int, int], list[int]]:
    """Numren i skrivelsen för de bilder som får plats, och vilka av dem som är nya där.

    En bild som inte kan tas emot får inget nummer, och sägs då i rapporten.
    """
    placerad = _placerad(läst, utkast)
    kvar = (b.nummer for k in placerad.kvar for b in skrivelsetext.bilder(k.text))
    får_plats = placerad.innehåll.bildnummer | {n for n in kvar if n is not None}
    före = set(utkast.bilder.values_list("nummer", flat=True))
    nummer = {}
    for n in sorted(får_plats & läst.bilder.keys()):
        try:
            bild = skrivande.ladda_upp_bild(
                utkast=utkast, innehåll=läst.bilder[n], namn=f"Bild {n} ur Word", av=av
            )
        except (Filfel, skrivande.Skrivfel):
            continue
        nummer[n] = bild.nummer
    return nummer, sorted(set(nummer.values()) - före)


@transaction.atomic
def för_in(
    *,
    inläsning: Inläsning,
    val: Mapping[str, str],
    revision: int,
    av: Användare,
    oplacerat_till: str = "",
) -> Skrivelseutkast:
    """Det lästa i rutorna. `val` säger ruta för ruta om det nya, det gamla eller båda ska stå.

    `oplacerat_till` är avsnittet som får det som inte hade någon plats, sist.
    """
    utkast = skrivande.lås(utkast=inläsning.utkast, av=av)
    inläsning = Inläsning.objects.select_for_update(of=("self",)).get(pk=inläsning.pk)
    if inläsning.införd_tid is not None:
        raise InlästRedan("Filen är redan införd. Läs in den igen om du vill börja om.")
    nytt = med_oplacerat(inläsning, oplacerat_till)
    sparad = skrivande.spara(
        utkast=utkast,
        innehåll=skrivelseskillnad.för_ihop(nytt, utkast.innehåll, bara_lästa(nytt, utkast, val)),
        revision=revision,
        av=av,
        egen_version=True,
    )
    inläsning.införd_tid = timezone.now()
    inläsning.save(update_fields=["införd_tid"])
    return sparad


def bara_lästa(nytt: Innehåll, utkast: Skrivelseutkast, val: Mapping[str, str]) -> dict[str, str]:
    """Valen, och det som står i varje ruta som filen inte hade något till."""
    tomma = {"rubrik": nytt.rubrik, "satser": "".join(nytt.skrivna_satser)}
    tomma |= {f"huvud_{f}": nytt.huvud.get(f, "") for f in utkast.fylls_i}
    tomma |= {
        f"avsnitt_{a.pk}": nytt.text(str(a.pk))
        for a in utkast.mall.avsnitt.all()
        if a.slag != Avsnittsslag.FÖRSLAG
    }
    return dict(val) | {ruta: DERAS for ruta, text in tomma.items() if not text}


def med_oplacerat(inläsning: Inläsning, avsnitt: str) -> Innehåll:
    innehåll = inläsning.innehåll
    kvar = [k["text"] for k in inläsning.rapport["kvar"]]
    if not avsnitt or not kvar:
        return innehåll
    text = "\n\n".join(filter(None, [innehåll.text(avsnitt), *kvar]))
    return replace(innehåll, avsnitt={**innehåll.avsnitt, avsnitt: text})


@transaction.atomic
def ta_bort(*, inläsning: Inläsning, av: Användare) -> None:
    """Slänger det lästa; skrivelsen är som den var."""
    skrivande.lås(utkast=inläsning.utkast, av=av)
    skrivelsefiler.släng_inläst(utkast=inläsning.utkast, av=av)
