"""Mötets och de närvarandes tider: delar av en dag, och minuterna i dem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time

Spann = tuple[time, time | None]


def dela(spann: Sequence[Spann], pauser: Iterable[tuple[time, time]]) -> list[Spann]:
    """Spannen utan pauserna: 13.00–17.10 med en paus 14.30–15.00 blir 13.00–14.30 och 15.00–17.10.

    En paus utanför spannen ändrar inget; ett spann utan slut pågår fortfarande.
    """
    delar = list(spann)
    for början, slut in sorted(pauser):
        delar = [bit for del_ in delar for bit in _utan(del_, början, slut)]
    return delar


def pågående(spann: Sequence[Spann], start: time, nu: time | None) -> list[Spann]:
    """De delar av mötet som har börjat, från den verkliga starten; den sista har inget slut än.

    `nu` är None när dagen redan är en annan än den mötet var kallat till.
    """
    kvar = [s for n, s in enumerate(spann, 1) if n == len(spann) or s[1] is None or s[1] > start]
    if not kvar:
        return []
    kvar[0] = (max(kvar[0][0], start), kvar[0][1])
    började = [s for s in kvar[1:] if nu is None or s[0] <= nu]
    *hållna, (från, _) = [kvar[0], *började]
    return [*hållna, (från, None)]


def började(*, kallat: time, öppnat: time, avgjort: time | None, nu: time | None) -> time:
    """När mötet började: som kallat, eller när det öppnades om det var senare.

    Öppnades det före den kallade tiden började det då bara om något avgjordes dessförinnan, eller
    om klockan ännu inte är så mycket; annars förbereddes det. `avgjort` är det första beslutet,
    `nu` är None när dagen är en annan.
    """
    tidigt = any(tid is not None and tid < kallat for tid in (avgjort, nu))
    return öppnat if öppnat >= kallat or tidigt else kallat


def _utan(spann: Spann, början: time, slut: time) -> list[Spann]:
    från, till = spann
    if slut <= från or (till is not None and till <= början):
        return [spann]
    bitar: list[Spann] = []
    if från < början:
        bitar.append((från, början))
    if till is None or slut < till:
        bitar.append((slut, till))
    return bitar


def minuter(spann: Iterable[Spann]) -> int:
    """Minuterna i de avslutade spannen; ett spann över midnatt räknas till nästa dag."""
    summa = 0
    for från, till in spann:
        if till is not None:
            tid = _minut(till) - _minut(från)
            summa += tid if tid >= 0 else tid + 24 * 60
    return summa


def _minut(tid: time) -> int:
    return tid.hour * 60 + tid.minute
