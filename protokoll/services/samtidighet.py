"""Två fönster som skriver samma text: inget skriver över det andra utan att ha sett det."""

from __future__ import annotations

from protokoll.services.frågefel import TextenÄndrad


def kräv_samma_text(vad: str, *, visat: str | None, står: str, skrivet: str) -> None:
    """Den som skickar ska ha sett texten som står; None när det inte kommer från en sida."""
    # Webbläsaren skickar radslut som \r\n.
    visad, nu, ny = ((t or "").strip().splitlines() for t in (visat, står, skrivet))
    if visat is not None and nu not in (visad, ny):
        raise TextenÄndrad(vad, står=står.strip(), skrivet=skrivet.strip())
