"""Mötets sida på webben: lägga ut den utfärdade kallelsen, och ta bort den."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nämnd import policy
from nämnd.forms import PubliceraForm
from nämnd.policy import Rätt
from nämnd.services import publicering
from nämnd.services.publicering import KanIntePubliceras
from nämnd.views import visning
from nämnd.views.åtkomst import användare, skött


@require_http_methods(["GET", "HEAD", "POST"])
def publicera(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: vad som blir läsbart för alla, och vem som har gått igenom det."""
    kallelse = get_object_or_404(
        policy.synliga_kallelser(request.user)
        .select_related("sammanträde__organ__myndighet")
        .prefetch_related("sammanträde__tider", "filer__fil"),
        pk=pk,
    )
    sammanträde = kallelse.sammanträde
    policy.kräv(request.user, Rätt.UTFÄRDA_KALLELSE, sammanträde.organ)
    form = PubliceraForm(request.POST or None)
    stopp = publicering.hinder(kallelse)
    if request.method == "POST" and form.is_valid():
        try:
            publicering.publicera(
                kallelse=kallelse,
                med_handlingar=form.cleaned_data["handlingar"],
                av=användare(request),
            )
        except KanIntePubliceras as fel:
            stopp = str(fel)
        else:
            messages.success(request, "Mötet är publicerat på webben.")
            return redirect("namnd:visa", sammanträde.pk)
    kod = 409 if stopp and request.method == "POST" else 422 if form.errors else 200
    return render(
        request,
        "nämnd/publicera.html",
        {
            "kallelse": kallelse,
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "tid": visning.tidpunkt(sammanträde),
            "stopp": stopp,
            "kräver_ny_kallelse": bool(stopp)
            and sammanträde.är_öppet_för_ändring
            and stopp == publicering.blivit_hemligt(kallelse),
            "form": form,
            "filer": visning.offentliga_filer(kallelse),
            "finns": publicering.publicerat(sammanträde),
        },
        status=kod,
    )


@require_POST
def avpublicera(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)
    publicering.avpublicera(sammanträde=sammanträde, av=användare(request))
    messages.success(request, "Mötets sida är borttagen från webben.")
    return redirect("namnd:visa", pk)
