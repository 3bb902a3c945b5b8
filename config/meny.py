"""Huvudmenyn: bara det som användaren får öppna."""

from django.http import HttpRequest
from django.urls import reverse

from konton.policy import är_administratör
from protokoll.policy import att_justera, får_föra_protokoll, synliga_protokoll
from ärenden.policy import får_öppna_ärenden


def meny(request: HttpRequest) -> dict[str, list[tuple[str, str, bool]]]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"meny": []}
    val = [("Hem", "hem")]
    if får_öppna_ärenden(request.user):
        val.append(("Ärenden", "arenden:lista"))
    val.append(("Sammanträden", "namnd:lista"))
    väntar = att_justera(request.user).exists()
    if får_föra_protokoll(request.user) or väntar or synliga_protokoll(request.user).exists():
        val.append(("Protokoll", "protokoll:lista"))
    if väntar:
        val.append(("Att justera", "protokoll:att_justera"))
    if är_administratör(request.user):
        val.append(("Register", "admin:index"))
    poster = []
    for text, namn in val:
        adress = reverse(namn)
        aktiv = request.path == adress if namn == "hem" else request.path.startswith(adress)
        poster.append((text, adress, aktiv))
    return {"meny": _en_aktiv(poster)}


def _en_aktiv(poster: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Ligger en post under en annan är bara den längsta adressen den aktiva."""
    längst = max((adress for _, adress, aktiv in poster if aktiv), key=len, default="")
    return [(text, adress, adress == längst) for text, adress, _ in poster]
