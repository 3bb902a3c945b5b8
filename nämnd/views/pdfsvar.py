"""En PDF ur fillagret som svar, med etikett så att en oförändrad fil inte skickas igen."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from nämnd.services import utkastmärkning
from ärenden.models import Fil


def pdfsvar(
    request: HttpRequest, fil: Fil, namn: str, *, spara: bool = True, utkast: bool = False
) -> HttpResponseBase:
    """`spara`: webbläsaren får ha filen kvar, och frågar om den är oförändrad. Annars ligger inget
    kvar på enheten. `utkast`: varje sida märks.
    """
    etag = f'"{fil.sha256}-utkast"' if utkast else f'"{fil.sha256}"'
    svar: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if svar is None or svar.status_code != 304:
        svar = FileResponse(
            utkastmärkning.märkt(fil).open("rb") if utkast else storages["filer"].open(fil.plats),
            content_type="application/pdf",
            filename=namn if namn.lower().endswith(".pdf") else f"{namn}.pdf",
        )
    svar["ETag"] = etag
    svar["Cache-Control"] = "private, no-cache" if spara else "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar
