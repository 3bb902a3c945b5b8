"""En fils storlek som den visas, överallt på samma sätt: ”4 kB”, ”1,5 MB”. Ingen ORM.

Samma regel har skripten i frontend/src/storlek.js.
"""

from __future__ import annotations

KB = 1024
MB = 1024 * KB
HÅRT = "\N{NO-BREAK SPACE}"


def text(byte: int) -> str:
    """Hela kB upp till en MB, sedan MB med högst en decimal. Inget som finns är 0 kB."""
    kilo = round(byte / KB)
    if kilo < KB:
        return f"{max(kilo, min(byte, 1))}{HÅRT}kB"
    mega = byte / MB
    tal = f"{mega:.1f}" if mega < 9.95 else f"{mega:.0f}"
    return f"{tal.removesuffix('.0').replace('.', ',')}{HÅRT}MB"
