"""Skriver ett möte med allt det har som en mötesfil. Läser bara typade rader."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter
from ruamel.yaml.resolver import implicit_resolvers

from konton.models import Användare
from konton.policy import kräv_administratör
from nämnd.filfält import tider_till_fil, till_fil, utan_tomma
from nämnd.models import Sammanträde
from nämnd.services.utläsning import Papper, kallelsens_del, punktnummer
from protokoll import filfält
from protokoll.models import (
    Justering,
    Närvaro,
    Paragraf,
    Protokoll,
    Underskrift,
)
from protokoll.services.paragrafutläsning import MED_ALLT, paragraf_till_fil

FILNAMN = "mote.yaml"
KLOCKSLAG = re.compile(r"\d{1,2}:\d\d")
YAML_FORM = {
    "default_flow_style": False,
    "allow_unicode": True,
    "sort_base_mapping_type_on_output": False,
    "width": 100,
}


class KanInteSkrivas(Exception):
    """Katalogen kan inte ta emot mötesfilen; texten säger varför."""


def exportera(*, sammanträde: Sammanträde, katalog: Path, av: Användare) -> int:
    """Skriver mote.yaml och papperen till en ny eller tom katalog. Ger antalet papper."""
    kräv_administratör(av)
    katalog = katalog.absolute()
    if katalog.is_symlink() or (katalog.exists() and not katalog.is_dir()):
        raise KanInteSkrivas(f"{katalog} är ingen katalog.")
    if katalog.is_dir() and any(katalog.iterdir()):
        raise KanInteSkrivas(f"{katalog} är inte tom. Inget skrivs över.")
    with transaction.atomic():
        data, papper = läs(sammanträde)
        innehåll = {plats: fil.läs() for plats, fil in papper.filer.items()}
    katalog.parent.mkdir(parents=True, exist_ok=True)
    # Allt skrivs vid sidan av och byter plats när det är helt.
    färdigt = Path(tempfile.mkdtemp(prefix=".exporteras-", dir=katalog.parent))
    try:
        for plats, byte in innehåll.items():
            mål = färdigt / plats
            if not mål.resolve().is_relative_to(färdigt.resolve()):
                raise KanInteSkrivas(f"{plats} ligger utanför katalogen.")
            mål.parent.mkdir(parents=True, exist_ok=True)
            mål.write_bytes(byte)
        (färdigt / FILNAMN).write_text(som_yaml(data), encoding="utf-8")
        färdigt.chmod(0o755)
        färdigt.rename(katalog)
    except BaseException:
        shutil.rmtree(färdigt, ignore_errors=True)
        raise
    return len(innehåll)


def läs(sammanträde: Sammanträde) -> tuple[dict[str, Any], Papper]:
    """Mötet som en mötesfil säger det, och papperen som den nämner."""
    sammanträde = Sammanträde.objects.select_related(
        *("organ__myndighet__kommun", "organ__överordnat", "organ__diarium"),
        *("ordförande", "sekreterare", "förhinder_till", "källa"),
    ).get(pk=sammanträde.pk)
    papper = Papper(inläst=hasattr(sammanträde, "källa"))
    return mötesfil(sammanträde, papper), papper


class _Skrivare(SafeRepresenter):
    """Text skrivs inom citattecken när den annars läses som något annat.

    Det är den med radslut och andra tecken utan bild, och den som YAML 1.1 har för ett tal eller
    ett ja: många läsare följer den, och för dem är klockslaget 15:00 talet 900.
    """

    def text(self, värde: str) -> Any:
        inom = None
        mönstren = (mönster for _, _, mönster, _ in implicit_resolvers)
        if KLOCKSLAG.fullmatch(värde) or any(mönster.match(värde) for mönster in mönstren):
            inom = "'"
        if not värde.isprintable() or värde != värde.strip():
            inom = '"'
        return self.represent_scalar("tag:yaml.org,2002:str", värde, style=inom)


_Skrivare.add_representer(str, _Skrivare.text)


def som_yaml(data: dict[str, Any]) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Skrivare
    for inställning, värde in YAML_FORM.items():
        setattr(yaml, inställning, värde)
    ut = io.StringIO()
    yaml.dump(data, ut)
    return ut.getvalue()


def mötesfil(möte: Sammanträde, papper: Papper) -> dict[str, Any]:
    """Hela mötet som det står i rader."""
    data = kallelsens_del(möte, papper)
    protokoll = Protokoll.objects.filter(sammanträde=möte).first()
    if protokoll is None:
        return data | utan_tomma({"justering": _tilltänkta(möte)})
    if tider := _hölls(protokoll):
        data["sammantrade"] |= {"tider": tider}
    return data | utan_tomma(
        {
            "narvaro": [_närvarande(rad) for rad in _närvaro(protokoll)],
            "ovriga": [
                _med_tider(till_fil(filfält.ÖVRIG, rad), rad)
                for rad in protokoll.övriga.prefetch_related("tider")
            ],
            "paragrafer": _paragrafer(protokoll, papper),
            "justering": _kända_justeringar(protokoll),
            "anslag": [till_fil(filfält.ANSLAG, rad) for rad in protokoll.anslag.all()],
            "delegationsbeslut": [
                _anmält(rad, filfält.DELEGATIONSBESLUT, papper)
                for rad in protokoll.delegationsbeslut.select_related("paragraf", "fil")
            ],
            "meddelanden": [
                _anmält(rad, filfält.MEDDELANDE, papper)
                for rad in protokoll.meddelanden.select_related("paragraf", "fil")
            ],
            "bilagor": [
                _anmält(rad, filfält.BILAGA, papper)
                for rad in protokoll.bilagor.select_related("paragraf", "fil")
            ],
            "original": _original(protokoll, papper),
        }
    )


def _hölls(protokoll: Protokoll) -> list[list[str]]:
    """När mötet hölls. Glappen är ajourneringarna mellan paragraferna; den i en står i den."""
    spann = protokoll.huvud.get("tider", [])
    return [[tid.replace(".", ":") for tid in par if tid] for par in spann]


def _närvaro(protokoll: Protokoll) -> list[Närvaro]:
    return list(protokoll.närvarande.select_related("för").prefetch_related("tider"))


def _närvarande(rad: Närvaro) -> dict[str, Any]:
    uppgift = till_fil(filfält.NÄRVARO, rad)
    uppgift |= utan_tomma({"for": rad.för.namn if rad.för else rad.för_namn})
    return _med_tider(uppgift, rad)


def _med_tider(uppgift: dict[str, Any], rad: Any) -> dict[str, Any]:
    return uppgift | utan_tomma({"tider": [tider_till_fil(t) for t in rad.tider.all()]})


def _paragrafer(protokoll: Protokoll, papper: Papper) -> list[dict[str, Any]]:
    inläst = protokoll.ursprung == Protokoll.Ursprung.IMPORT
    nummer = {} if inläst else punktnummer(protokoll.sammanträde)
    return [
        paragraf_till_fil(paragraf, papper, nummer)
        for paragraf in protokoll.paragrafer.select_related(
            "punkt", "ordförande", "ordförande_i_källan"
        ).prefetch_related(*MED_ALLT)
    ]


def paragrafens_nummer(paragraf: Paragraf | None, står: str) -> dict[str, Any]:
    """Hänvisningen till en paragraf: som den står, annars paragrafens nummer."""
    if står:
        return {"paragraf": filfält.paragrafnummer(står)}
    if paragraf is not None and paragraf.nummer is not None:
        return {"paragraf": paragraf.nummer}
    return {}


def _anmält(rad: Any, fält: Any, papper: Papper) -> dict[str, Any]:
    return (
        till_fil(fält, rad)
        | paragrafens_nummer(rad.paragraf, rad.paragrafnummer)
        | utan_tomma({"fil": papper.plats(rad.fil, rad.filnamn or str(rad), rad.filmapp)})
    )


def _original(protokoll: Protokoll, papper: Papper) -> dict[str, Any]:
    p = protokoll
    uppgift = {
        "protokoll": papper.plats(p.original, p.original_filnamn, p.original_filmapp),
        "kallelse": papper.plats(
            p.original_kallelse, p.original_kallelse_filnamn, p.original_kallelse_filmapp
        ),
    }
    justerat = p.justeringar.filter(omedelbar=False, fil__isnull=False).first()
    if not uppgift["protokoll"] and justerat is not None:
        uppgift["protokoll"] = papper.plats(justerat.fil, "protokoll.pdf")
    return utan_tomma(uppgift)


def _kända_justeringar(protokoll: Protokoll) -> list[dict[str, Any]]:
    """Före mötet gäller kallelsens förslag, om det ändrats sedan det lästes in."""
    rader = _justeringar(protokoll)
    if protokoll.status != Protokoll.Status.FÖRBERETT:
        return rader
    nycklar = ("justerare", "ersattare_for_justerare")
    tilltänkta = _tilltänkta(protokoll.sammanträde)
    förslaget = {n: [p["namn"] for r in tilltänkta for p in r.get(n, [])] for n in nycklar}
    if förslaget == {n: [p["namn"] for r in rader for p in r.get(n, [])] for n in nycklar}:
        return rader
    övrigt = [{n: v for n, v in rad.items() if n not in nycklar} for rad in rader] or [{}]
    första = övrigt[0] | (tilltänkta[0] if tilltänkta else {})
    return [rad for rad in (första, *övrigt[1:]) if rad]


def _tilltänkta(möte: Sammanträde) -> list[dict[str, Any]]:
    """Justerarna som kallelsen föreslår, innan mötet har valt några."""
    rader = list(möte.tilltänkta_justerare.all())
    känt = utan_tomma(
        {
            nyckel: [
                utan_tomma({"namn": rad.namn, "parti": rad.parti})
                for rad in rader
                if rad.är_ersättare == ersättare
            ]
            for nyckel, ersättare in (("justerare", False), ("ersattare_for_justerare", True))
        }
    )
    return [känt] if känt else []


def _justeringar(protokoll: Protokoll) -> list[dict[str, Any]]:
    justeringar = protokoll.justeringar.prefetch_related(
        "justerare", "underskrifter", "vägran__paragraf"
    )
    valda = [j for j in protokoll.justerare.all() if j.justering_id is None]
    rader = [_justering(j, list(j.justerare.all()) or valda) for j in justeringar]
    if rader:
        return rader
    # Mötet är inte uppe till justering än: de valda och platsen är det som är känt.
    känt = utan_tomma({"plats": protokoll.justeringsplats, **_justerare(valda)})
    return [känt] if känt else []


def _justerare(rader: list[Any]) -> dict[str, Any]:
    return {
        "justerare": [till_fil(filfält.PERSON, j) for j in rader if not j.är_ersättare],
        "ersattare_for_justerare": [till_fil(filfält.PERSON, j) for j in rader if j.är_ersättare],
    }


def _justering(justering: Justering, justerare: list[Any]) -> dict[str, Any]:
    return till_fil(filfält.JUSTERING, justering) | utan_tomma(
        {
            **_justerare(justerare),
            "underskrivet": [
                till_fil(filfält.UNDERSKRIFT, rad)
                for rad in justering.underskrifter.all()
                if rad.status == Underskrift.Status.UNDERSKRIVEN
            ],
            "vagrar": [
                utan_tomma({"person": till_fil(filfält.PERSON, rad) if rad.namn else {}})
                | paragrafens_nummer(rad.paragraf, rad.paragrafnummer)
                | utan_tomma({"skal": rad.skäl})
                for rad in justering.vägran.all()
            ],
        }
    )
