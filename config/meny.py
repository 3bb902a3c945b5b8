"""Huvudmenyn: bara det som användaren får öppna."""

from django.http import HttpRequest
from django.urls import reverse

from konton.policy import är_administratör
from protokoll.policy import får_föra_protokoll
from ärenden.policy import får_öppna_ärenden


def meny(request: HttpRequest) -> dict[str, list[tuple[str, str, bool]]]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"meny": []}
    val = [("Hem", "hem")]
    if får_öppna_ärenden(request.user):
        val.append(("Ärenden", "arenden:lista"))
    val.append(("Sammanträden", "namnd:lista"))
    if får_föra_protokoll(request.user):
        val.append(("Protokoll", "protokoll:lista"))
    if får_öppna_ärenden(request.user):
        val.append(("Uppdrag", "protokoll:uppdrag"))
    if är_administratör(request.user):
        val.append(("Register", "admin:index"))
    poster = []
    for text, namn in val:
        adress = reverse(namn)
        aktiv = request.path == adress if namn == "hem" else request.path.startswith(adress)
        poster.append((text, adress, aktiv))
    # Uppdragen ligger under protokollen men är en egen post.
    längst = max((adress for _, adress, aktiv in poster if aktiv), key=len, default="")
    return {"meny": [(text, adress, adress == längst) for text, adress, _ in poster]}
