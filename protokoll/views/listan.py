"""Det som protokollen säger på föredragningslistan, och det som tas upp därifrån."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from konton.models import Användare
from nämnd import policy as nämndpolicy
from nämnd import utbyggnad
from nämnd.models import Sammanträde
from nämnd.policy import Rätt
from nämnd.services.föredragningslista import Listfel
from nämnd.utbyggnad import Mötesprotokoll, Saknas
from protokoll import policy
from protokoll.documents.text import uppräknat
from protokoll.models import Protokoll
from protokoll.services import föregående, återrapporter
from protokoll.services.mötesfel import dagtext
from protokoll.views.åtkomst import användare
from protokoll.återrapport import NÄMNDEN_FÖLJER_UPP

HÅRT = "\N{NO-BREAK SPACE}"


@utbyggnad.registrera_protokollet
def protokollet(möten: Collection[int]) -> dict[int, Mötesprotokoll]:
    """De hållna mötenas protokoll. Sidan som länken går till prövar själv vem som får läsa."""
    rader = list(
        Protokoll.objects.filter(sammanträde__in=möten, status__in=föregående.HÅLLNA)
        .select_related("sammanträde")
        .order_by("pk")
    )
    texter = föregående.texter(rader)
    return {
        p.sammanträde_id: Mötesprotokoll(*texter[p.pk], reverse("protokoll:mote", args=[p.pk]))
        for p in rader
    }


@utbyggnad.registrera_läsbara
def läsbara(användare: Användare, möten: Collection[int]) -> list[int]:
    """Mötena vars protokoll användaren får läsa."""
    synliga = policy.synliga_protokoll(användare).filter(sammanträde__in=möten)
    return list(synliga.order_by("pk").values_list("sammanträde", flat=True))


@utbyggnad.registrera_saknat
def uppdrag_som_saknas(sammanträde: Sammanträde) -> Iterator[Saknas]:
    """Uppdrag som ska återrapporteras på ett möte vars kallelse redan är utfärdad."""
    antal = len(återrapporter.saknas(sammanträde))
    if antal:
        yield Saknas(
            text=f"{antal}{HÅRT}uppdrag ska återrapporteras på det här mötet och är inte med på "
            "listan. Kallelsen var redan utfärdad. Det som inte tas upp kommer till nästa lista.",
            knapp="Ta upp uppdraget" if antal == 1 else "Ta upp uppdragen",
            adress=reverse("protokoll:ta_upp_aterrapporter", args=[sammanträde.pk]),
            lagrum=NÄMNDEN_FÖLJER_UPP.lagrum,
            lagtext=NÄMNDEN_FÖLJER_UPP.lagtext,
        )


@utbyggnad.registrera_saknat
def protokollet_som_saknas(sammanträde: Sammanträde) -> Iterator[Saknas]:
    """De förra mötenas protokoll, på en lista som de inte har kommit till av sig själva."""
    möten = föregående.saknas(sammanträde)
    if not möten:
        return
    dagar = uppräknat([dagtext(m.datum) for m in möten])
    ett = len(möten) == 1
    vilka = f"Protokollet från mötet {dagar}" if ett else f"Protokollen från mötena {dagar}"
    if sammanträde.status == Sammanträde.Status.KALLAT:
        skäl = f"Kallelsen var redan utfärdad när {'mötet' if ett else 'mötena'} hölls."
    else:
        skäl = f"{'Det' if ett else 'De'} kommer upp inom en minut utan att du gör något."
    yield Saknas(
        text=f"{vilka} är inte med på listan. {skäl}",
        knapp="Ta upp protokollet" if ett else "Ta upp protokollen",
        adress=reverse("protokoll:ta_upp_foregaende", args=[sammanträde.pk]),
        lagrum="nämndens reglemente",
        lagtext="Ledamöterna får veta hur de förra mötenas protokoll blev. Är kallelsen utskickad "
        "läggs punkten sist, så att de utskickade numren står kvar.",
    )


@require_POST
def ta_upp_föregående(request: HttpRequest, pk: int) -> HttpResponse:
    """Sätter upp de förra mötenas protokoll på listan."""
    sammanträde = _skött(request, pk)
    try:
        gjort = föregående.sätt_upp_på(sammanträde, användare(request))
    except Listfel as stopp:
        messages.error(request, str(stopp))
    else:
        text = "Protokollet står på listan." if gjort else "Protokollet står redan på listan."
        if gjort and sammanträde.status == Sammanträde.Status.KALLAT:
            text += " Gör en komplettering till kallelsen."
        messages.success(request, text)
    return redirect("namnd:foredragningslista", sammanträde.pk)


@require_POST
def ta_upp_återrapporter(request: HttpRequest, pk: int) -> HttpResponse:
    """Lägger uppdragen som saknas sist på listan; det skickade ändras med en komplettering."""
    sammanträde = _skött(request, pk)
    try:
        antal = återrapporter.ta_upp_saknade(sammanträde=sammanträde, av=användare(request))
    except Listfel as stopp:
        messages.error(request, str(stopp))
    else:
        messages.success(
            request,
            f"{antal} uppdrag lades sist på listan. Gör en komplettering till kallelsen."
            if antal
            else "Inget uppdrag väntar på att tas upp.",
        )
    return redirect("namnd:foredragningslista", sammanträde.pk)


def _skött(request: HttpRequest, pk: int) -> Sammanträde:
    sammanträde = get_object_or_404(
        nämndpolicy.synliga_sammanträden(request.user).select_related("organ__myndighet"), pk=pk
    )
    nämndpolicy.kräv(request.user, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    return sammanträde
