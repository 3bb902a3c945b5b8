"""Sidan där sekreteraren ställer in organets stående punkter och listans första nummer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nämnd.forms import StåendeForm, Ståenden
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
                "plats": nr,
                "rubrik": s.rubrik,
                "slag": s.slag,
                "sist": s.sist,
                "förslag": s.förslag,
            }
            for nr, s in enumerate(organ.stående_punkter.all(), 1)
        ],
    )
    if inskickat is not None and all([form.is_valid(), rader.is_valid()]):
        ifyllda = [f.cleaned_data for f in rader]
        try:
            tjänst.ändra(
                organ=organ,
                första_nummer=form.cleaned_data["första_nummer"],
                rader=_i_ordning(ifyllda),
                bort=_tömda(ifyllda),
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
            messages.success(request, "De stående punkterna är sparade.")
            return redirect("namnd:foredragningslista", pk)
    return render(
        request,
        "nämnd/staende.html",
        {
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "form": form,
            "rader": rader,
            "fel_i": [f for f in [form, *rader] if f.is_bound and f.errors],
        },
        status=422 if form.is_bound else 200,
    )


def _tömda(inskickat: Iterable[dict[str, Any]]) -> set[int]:
    """Punkterna vars rubrik sekreteraren har tömt."""
    return {d["punkt"] for d in inskickat if d.get("punkt") and not d["rubrik"].strip()}


def _i_ordning(inskickat: Iterable[dict[str, Any]]) -> list[Ståenderad]:
    """De ifyllda raderna efter plats; en utan plats kommer sist."""
    ifyllda = [d for d in inskickat if d.get("rubrik", "").strip()]
    return [
        Ståenderad(
            rubrik=" ".join(d["rubrik"].split()),
            slag=d["slag"],
            sist=d["sist"],
            förslag=d["förslag"],
            punkt=d["punkt"],
        )
        for d in sorted(ifyllda, key=lambda d: d["plats"] or 1000)
    ]
