"""Sidan där sekreteraren ställer in organets stående punkter och listans första nummer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nämnd.forms import StåendeForm, Ståenden, StåendePunktForm
from nämnd.models import Organ, Sammanträde
from nämnd.services import stående as tjänst
from nämnd.services.föredragningslista import Listfel
from nämnd.services.stående import Ståenderad
from nämnd.views import visning
from nämnd.views.åtkomst import användare, skött


@require_http_methods(["GET", "HEAD", "POST"])
def ändra(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)
    organ = sammanträde.organ
    inskickat = request.POST.copy() if request.method == "POST" else None
    flyttad = _flytta(inskickat) if inskickat else ""
    form = StåendeForm(
        inskickat,
        initial={"första_nummer": organ.första_nummer, "sett": tjänst.märke(organ)},
    )
    rader = Ståenden(
        inskickat,
        prefix="punkter",
        initial=[
            {
                "punkt": s.pk,
                "rubrik": s.rubrik,
                "slag": s.slag,
                "sist": s.sist,
                "förslag": s.förslag,
            }
            for s in organ.stående_punkter.all()
        ],
    )
    sparas = inskickat is not None and not flyttad
    if inskickat is not None and sparas and all([form.is_valid(), rader.is_valid()]):
        ifyllda = [f.cleaned_data for f in rader]
        try:
            tjänst.ändra(
                organ=organ,
                första_nummer=form.cleaned_data["första_nummer"],
                rader=_i_ordning(ifyllda),
                bort=_borttagna(ifyllda),
                sett=form.cleaned_data["sett"],
                av=användare(request),
            )
        except tjänst.ÄndratAvAnnan as fel:
            # Sidan visar nu vad som gäller, så nästa tryck är ett val.
            inskickat["sett"] = tjänst.märke(organ)
            form.add_error(None, str(fel))
        except Listfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, _besked(organ, form.cleaned_data["första_nummer"]))
            return redirect("namnd:foredragningslista", pk)
    return render(
        request,
        "nämnd/staende.html",
        {
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "form": form,
            "rader": rader,
            "fel_i": [f for f in [form, *rader] if f.errors] if sparas else [],
            "flyttad": flyttad,
        },
        status=422 if sparas else 200,
    )


def _flytta(inskickat: QueryDict) -> str:
    """Byter plats på raden och dess granne i det inskickade, när en pil är tryckt.

    Ger radens nya plats och riktningen, ”3:upp”; tomt annars. Inget är sparat.
    """
    rad, _, riktning = inskickat.get("flytta", "").partition(":")
    if not rad.isdecimal() or len(rad) > 3 or riktning not in ("upp", "ned"):
        return ""
    här = int(rad)
    dit = här + (1 if riktning == "ned" else -1)
    fälten = list(StåendePunktForm.base_fields)
    finns = [any(f"punkter-{nr}-{f}" in inskickat for f in fälten) for nr in (här, dit)]
    if not all(finns):
        return f"{här}:{riktning}"
    for fält in fälten:
        ett, annat = f"punkter-{här}-{fält}", f"punkter-{dit}-{fält}"
        värden = inskickat.pop(ett, []), inskickat.pop(annat, [])
        for namn, värde in zip((annat, ett), värden, strict=True):
            if värde:
                inskickat.setlist(namn, värde)
    return f"{dit}:{riktning}"


def _besked(organ: Organ, nummer: int) -> str:
    """Säger också när numren blev andra på det som är utskickat. `organ` är som det var."""
    text = "De stående punkterna är sparade."
    utskickat = organ.sammanträden.filter(status=Sammanträde.Status.KALLAT)
    if nummer != organ.första_nummer and utskickat.exists():
        text += (
            f" Listorna börjar nu på {nummer}, också de som redan är utskickade: gör en "
            "komplettering eller en ny kallelse där."
        )
    return text


def _borttagna(inskickat: Iterable[dict[str, Any]]) -> set[int]:
    """Punkterna som sekreteraren har tagit bort eller tömt på rubrik."""
    return {
        d["punkt"]
        for d in inskickat
        if d.get("punkt") and (d["ta_bort"] or not d["rubrik"].strip())
    }


def _i_ordning(inskickat: Iterable[dict[str, Any]]) -> list[Ståenderad]:
    """De ifyllda raderna som de står på sidan."""
    return [
        Ståenderad(
            rubrik=" ".join(d["rubrik"].split()),
            slag=d["slag"],
            sist=d["sist"],
            förslag=d["förslag"],
            punkt=d["punkt"],
        )
        for d in inskickat
        if d.get("rubrik", "").strip() and not d["ta_bort"]
    ]
