"""Granskningens kommentarer, placerade i skrivelsens text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from konton.models import Användare
from ärenden import skrivelsetext
from ärenden.granskningsformulär import KommentarssvarForm
from ärenden.models import Granskningskommentar, Kommentarssvar, Skrivelseutkast
from ärenden.services import granskning as tjänst
from ärenden.skrivelsetext import Bit, Block
from ärenden.textmärken import Märke, lästext, märkta
from ärenden.textplats import Textplats, hitta


@dataclass(frozen=True)
class Del:
    """En del av skrivelsen som den visas, med kommentarernas märken i."""

    fält: str
    rubrik: str
    slag: str
    block: tuple[Block, ...]
    kommentarer: tuple[int, ...]

    @property
    def noter(self) -> list[Bit]:
        return list(skrivelsetext.noter(self.block))


@dataclass(frozen=True)
class Kommentarsrad:
    """En kommentar i listan. `i_texten`: dess text står kvar, så märket finns."""

    nummer: int
    kommentar: Granskningskommentar
    svaren: list[Kommentarssvar]
    del_rubrik: str
    i_texten: bool
    kan_avgöras: bool
    kan_stängas: bool
    form: KommentarssvarForm


def öppna_kommentarer(
    utkast: Skrivelseutkast, användare: Användare, adresser: Mapping[int, str]
) -> list[Kommentarsrad]:
    """De öppna kommentarerna i textens ordning, till den som skriver."""
    rader, _ = placerade(
        list(utkast.kommentarer.prefetch_related("svaren").order_by("pk")),
        tjänst.avsnittens_block(utkast, adresser),
        användare=användare,
        skriver=True,
        svar_på=None,
    )
    return [r for r in rader if r.kommentar.är_öppen]


def placerade(
    kommentarer: list[Granskningskommentar],
    delar: list[tuple[str, str, str, tuple[Block, ...]]],
    *,
    användare: Användare,
    skriver: bool,
    svar_på: tuple[int, KommentarssvarForm] | None,
) -> tuple[list[Kommentarsrad], list[Del]]:
    """Kommentarerna i textens ordning, och texten med märken för de öppna."""
    rubriker = {f: rubrik for f, rubrik, _, _ in delar}
    texter = {f: lästext(block) for f, _, _, block in delar}
    turordning = {f: nr for nr, (f, *_) in enumerate(delar)}
    märken: dict[str, list[Märke]] = {}
    på_avsnittet: dict[str, list[int]] = {}
    rader: list[tuple[tuple[int, int, int], Kommentarsrad]] = []
    for nummer, k in enumerate(kommentarer, 1):
        funnen = None
        if k.citat and k.fält in texter:
            funnen = hitta([texter[k.fält]], Textplats(1, k.citat, k.före, k.efter))
        if k.är_öppen and funnen is not None:
            märken.setdefault(k.fält, []).append(Märke(nummer, funnen.från, funnen.till))
        elif k.är_öppen and not k.citat and k.fält:
            på_avsnittet.setdefault(k.fält, []).append(nummer)
        rad = Kommentarsrad(
            nummer=nummer,
            kommentar=k,
            svaren=list(k.svaren.all()),
            del_rubrik=rubriker.get(k.fält, "Hela skrivelsen"),
            i_texten=funnen is not None,
            kan_avgöras=skriver and k.är_öppet_förslag,
            kan_stängas=(skriver or k.av_id == användare.pk) and not k.är_öppet_förslag,
            form=svar_på[1]
            if svar_på is not None and svar_på[0] == k.pk
            else KommentarssvarForm(auto_id=f"id_svar_{k.pk}_%s"),
        )
        plats = (turordning.get(k.fält, -1), funnen.från if funnen else -1, nummer)
        rader.append((plats, rad))
    rader.sort(key=lambda par: par[0])
    synliga = [
        Del(f, rubrik, slag, märkta(block, märken.get(f, [])), tuple(på_avsnittet.get(f, [])))
        for f, rubrik, slag, block in delar
        if block
    ]
    return [rad for _, rad in rader], synliga
