"""Lagtexterna i lagmodulerna är lagens ord."""

import re
from pathlib import Path

import pytest

from nämnd import distans, inkallelse, jäv, kungörelse, personalföreträdare
from nämnd.fynd import Regel
from protokoll import (
    beredning,
    beslutsförhet,
    dörrar,
    interpellation,
    inträde,
    kvalificerad,
    omröstning,
    talerätt,
    återrapport,
)

LAGEN = Path(__file__).resolve().parents[3] / "shared" / "lag" / "kommunallagen-2017-725.md"


def _citat() -> list[tuple[str, str]]:
    """Alla lagtexter i modulerna, med namnet."""
    regler = [g.regel for g in jäv.Grund] + [u.regel for u in jäv.Undantag]
    moduler = (
        *(jäv, inkallelse, inträde, distans, kungörelse, personalföreträdare),
        *(interpellation, kvalificerad, beredning, dörrar, talerätt, återrapport),
    )
    for modul in moduler:
        regler += [v for v in vars(modul).values() if isinstance(v, Regel)]
    par = {(r.lagrum, r.lagtext) for r in regler}
    par |= set(omröstning.LAGTEXT.items())
    par |= {(n, v) for n, v in vars(beslutsförhet).items() if n.startswith("LAGTEXT")}
    return sorted(par)


@pytest.mark.skipif(not LAGEN.is_file(), reason="skipped: ../shared saknas")
@pytest.mark.parametrize(("lagrum", "lagtext"), _citat(), ids=lambda v: v[:60])
def test_citatet_är_lagens_ord(lagrum: str, lagtext: str) -> None:
    """Varje led står, i den ordningen, i den paragraf som citatet uppger."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", LAGEN.read_text("utf-8"))
    text = re.sub(r"\s+", " ", text)
    if plats := re.search(r"(\d+) kap\. (\d+) §", lagrum):
        kapitel = re.split(r" ## \d+ kap\. ", text)[int(plats[1])]
        text = re.split(rf"#### {plats[2]} § ", kapitel)[1].split(" ####")[0]
    från = 0
    for led in lagtext.strip("”").split("…"):
        hittat = text.find(led.strip(), från)
        assert hittat >= 0, led
        från = hittat + len(led.strip())
