"""En uppladdad bild på en egen sida: rätt vänd, lagom stor och utan kamerans uppgifter.

Inga modeller.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

FORMAT = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
MAX_PUNKTER = 80_000_000
# 300 punkter per tum över ett A4 på längden.
LÄNGSTA_SIDA = 3500


class OläsligBild(Exception):
    """Bilden kan inte läsas. Texten säger varför; anroparen lägger till filnamnet."""


def medietyp(innehåll: bytes) -> str:
    """Bildens medietyp efter innehållet; tomt när filen inte är en bild som tas emot."""
    if innehåll.startswith(b"\x89PNG\r\n\x1a\n"):
        return FORMAT["PNG"]
    if innehåll.startswith(b"\xff\xd8\xff"):
        return FORMAT["JPEG"]
    if innehåll[:4] == b"RIFF" and innehåll[8:12] == b"WEBP":
        return FORMAT["WEBP"]
    return ""


def förbered(innehåll: bytes) -> bytes:
    """Bilden som JPEG eller PNG, att sätta på en sida. OläsligBild om den inte är hel."""
    try:
        with Image.open(io.BytesIO(innehåll), formats=list(FORMAT)) as bild:
            if bild.width * bild.height > MAX_PUNKTER:
                raise OläsligBild(f"Bilden har fler än {MAX_PUNKTER // 1_000_000} megapixlar.")
            format_ = "JPEG" if bild.format == "JPEG" else "PNG"
            bild.load()
            rätt = ImageOps.exif_transpose(bild).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fel:
        raise OläsligBild("Bilden är skadad och går inte att läsa.") from fel
    rätt.thumbnail((LÄNGSTA_SIDA, LÄNGSTA_SIDA))
    vit = Image.new("RGB", rätt.size, "white")
    vit.paste(rätt, mask=rätt.getchannel("A"))
    ut = io.BytesIO()
    vit.save(ut, format_, **({"quality": 88} if format_ == "JPEG" else {}))
    return ut.getvalue()
