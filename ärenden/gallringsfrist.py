"""När en handling tidigast får gallras enligt dokumenthanteringsplanen (arkivlagen 10 §)."""

from __future__ import annotations

from datetime import date


def tidigast(från: date, år: int) -> date:
    """Fristen löper hela kalenderår: från årsskiftet efter dagen den räknas från."""
    return date(från.year + 1 + år, 1, 1)
