"""Paragrafnummer: löpande genom året per organ, i den ordning punkterna togs upp."""

from __future__ import annotations

from collections.abc import Sequence


def numrera(
    är_formalia: Sequence[bool], *, senaste: int, formalia_med_paragraf: bool
) -> list[int | None]:
    """Numret för varje paragraf i ordning, utan luckor efter `senaste`.

    Formalia (upprop, val av justerare) blir utan nummer där organet har det så.
    """
    nästa = senaste + 1
    nummer: list[int | None] = []
    for formalia in är_formalia:
        if formalia and not formalia_med_paragraf:
            nummer.append(None)
        else:
            nummer.append(nästa)
            nästa += 1
    return nummer


def intervall(nummer: Sequence[int | None]) -> str:
    """Som på framsidan: "§§ 27–41", "§ 27" eller "" när inget har nummer."""
    satta = [n for n in nummer if n is not None]
    if not satta:
        return ""
    if satta[0] == satta[-1]:
        return f"§\N{NO-BREAK SPACE}{satta[0]}"
    return f"§§\N{NO-BREAK SPACE}{satta[0]}–{satta[-1]}"
