"""Huvudmenyn: bara det som användaren får öppna."""

from django.http import HttpRequest
from django.urls import reverse

from konton.policy import roller_per_myndighet, är_administratör
from konton.roller import Roll
from protokoll.policy import att_justera, får_anslå
from ärenden.policy import får_godkänna_någonstans, får_öppna_ärenden, myndigheter_med_ordning


def meny(request: HttpRequest) -> dict[str, list[tuple[str, str, bool]]]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"meny": []}
    val = [("Hem", "hem")]
    if får_öppna_ärenden(request.user):
        val.append(("Ärenden", "arenden:lista"))
        if får_godkänna_någonstans(request.user):
            val.append(("Skrivelser", "arenden:skrivelser"))
        val.append(("Delegation", "arenden:delegationsbeslut"))
    elif myndigheter_med_ordning(request.user).exists():
        val.append(("Delegation", "arenden:ordningar"))
    val.append(("Sammanträden", "namnd:lista"))
    if any(Roll.FÖRTROENDEVALD in r for r in roller_per_myndighet(request.user).values()):
        val.append(("Läsrummet", "lasrum:lista"))
    val.append(("Protokoll", "protokoll:lista"))
    if får_anslå(request.user):
        val.append(("Anslag", "protokoll:tavlan"))
    if får_öppna_ärenden(request.user):
        val.append(("Uppdrag", "protokoll:uppdrag"))
    if att_justera(request.user).exists():
        val.append(("Att justera", "protokoll:att_justera"))
    if är_administratör(request.user):
        if not får_öppna_ärenden(request.user):
            val.append(("Mallar", "arenden:mallar"))
        val.append(("Register", "admin:index"))
    poster = [(text, reverse(namn), namn == "hem") for text, namn in val]
    # Den längsta adressen vinner: delegationen ligger under ärendena.
    här = max(
        (a for _, a, är_hem in poster if request.path.startswith(a) and not är_hem),
        key=len,
        default=reverse("hem") if request.path == reverse("hem") else "",
    )
    return {"meny": [(text, adress, adress == här) for text, adress, _ in poster]}
