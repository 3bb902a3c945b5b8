"""En punkt: uppgifter, förslag, föredragande och handlingar i ordning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nämnd import policy, utbyggnad
from nämnd.documents import DUKAS
from nämnd.forms import (
    Föredragandena,
    HandlingUrÄrendetForm,
    PunktForm,
    Satser,
    UppladdningForm,
    avtryck,
)
from nämnd.models import Punkt, Punkthandling
from nämnd.services import föredragningslista as tjänst
from nämnd.services import inlämning
from nämnd.services.föredragningslista import Listfel
from nämnd.views import visning
from nämnd.views.åtkomst import användare
from ärenden.filer import Filfel

FÄLTNAMN = {"förslag": "Förslag till beslut", "föredragande": "Föredragande"}


def _hämta(request: HttpRequest, pk: int) -> Punkt:
    return get_object_or_404(
        policy.skötbara_punkter(request.user)
        .select_related("sammanträde__organ__myndighet", "ärende", "förälder")
        .prefetch_related("sammanträde__tider"),
        pk=pk,
    )


def _nu(punkt: Punkt) -> dict[str, Any]:
    """Det som står på punkten just nu, i formulärets form."""
    return {namn: getattr(punkt, namn) for namn in PunktForm.FÄLT} | {
        "förslag": [s.text for s in punkt.förslag.all()],
        "föredragande": [
            (f.person.namn, f.titel, f.tid) for f in punkt.föredragande.select_related("person")
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def ändra(request: HttpRequest, pk: int) -> HttpResponse:
    punkt = _hämta(request, pk)
    nu = _nu(punkt)
    märke = avtryck(nu.values())
    form = PunktForm(
        request.POST or None,
        initial={n: nu[n] for n in PunktForm.FÄLT} | {"märke": märke},
        underpunkt=punkt.är_underpunkt,
    )
    satser = Satser(
        request.POST or None, prefix="satser", initial=[{"text": t} for t in nu["förslag"]]
    )
    föredragande = Föredragandena(
        request.POST or None,
        prefix="foredragande",
        initial=[dict(zip(("namn", "titel", "tid"), f, strict=True)) for f in nu["föredragande"]],
    )
    krock: list[tuple[str, str]] = []
    fel = False
    if request.method == "POST":
        delar = [form.is_valid(), satser.is_valid(), föredragande.is_valid()]
        fel = not all(delar)
        if not fel:
            nytt = _inskickat(form, satser, föredragande)
            if request.POST.get("märke") != märke:
                krock = _skillnader(nu, nytt)
            if krock:
                # Nästa spara gäller mot det som nu visas bredvid.
                data = request.POST.copy()
                data["märke"] = märke
                form.data = data
            else:
                fel = not _spara(request, punkt, form, nytt)
                if not fel:
                    messages.success(request, "Punkten är sparad.")
                    return _till_rad(punkt)
    return _sida(
        request,
        punkt,
        form,
        satser=satser,
        föredragande=föredragande,
        krock=krock,
        status=409 if krock else 422 if fel else 200,
    )


def _inskickat(form: PunktForm, satser: Any, föredragande: Any) -> dict[str, Any]:
    return form.uppgifter | {
        "förslag": [t for f in satser if (t := f.cleaned_data.get("text", "").strip())],
        "föredragande": [
            tuple(f.cleaned_data.get(n, "") for n in ("namn", "titel", "tid"))
            for f in föredragande
            if f.cleaned_data.get("namn")
        ],
    }


def _skillnader(nu: dict[str, Any], nytt: dict[str, Any]) -> list[tuple[str, str]]:
    """Fälten där det sparade skiljer sig från det inskickade: namn och vad som står nu."""
    ut = []
    for namn, värde in nu.items():
        if värde == nytt[namn]:
            continue
        if namn == "förslag":
            text = " / ".join(värde)
        elif namn == "föredragande":
            text = "; ".join(", ".join(filter(None, f)) for f in värde)
        elif isinstance(värde, bool):
            text = "ja" if värde else "nej"
        else:
            text = str(värde)
        etikett = FÄLTNAMN.get(namn) or str(PunktForm.base_fields[namn].label)
        ut.append((etikett, text or "(tomt)"))
    return ut


def _spara(request: HttpRequest, punkt: Punkt, form: PunktForm, nytt: dict[str, Any]) -> bool:
    try:
        tjänst.ändra_punkt(punkt=punkt, av=användare(request), **nytt)
    except Listfel as stopp:
        form.add_error(None, str(stopp))
    except Punkt.DoesNotExist:
        form.add_error(
            None, "Någon annan har tagit bort punkten. Kopiera texten om du behöver den."
        )
    except ValidationError as stopp:
        for fält, texter in stopp.message_dict.items():
            form.add_error(fält if fält in form.fields else None, texter)
    else:
        return True
    return False


@dataclass(frozen=True)
class Del:
    """En hoplagd del av formuläret: vad som står i den, och om den ska vara öppen."""

    vad: str
    öppen: bool


PLATS = ("slag", "avsnitt", "numrering", "nummer", "tid", "minuter")
ANMÄRKNINGAR = (
    *("anmärkning", "handlingar_senare", "handlingar_dukas", "bilagemarkering", "beslutsinstans"),
)
SEKRETESS = ("sekretess_lagrum", "offentlig_rubrik")


def _delar(
    nu: dict[str, Any], form: PunktForm, föredragande: Any, *, alla: bool
) -> dict[str, Del | int]:
    """Formulärets delar, sammanfattade. En del med fel står öppen, och `alla` vid en krock."""

    def fel(fält: tuple[str, ...]) -> bool:
        return alla or any(namn in form.errors for namn in fält)

    märken = {"handlingar_senare": "handlingar skickas senare", "handlingar_dukas": DUKAS}
    anmärkt = [märken.get(f, str(nu[f])) for f in ANMÄRKNINGAR if nu[f]]
    plats = (
        Punkt.Slag(nu["slag"]).label,
        nu["nummer"] or Punkt.Numrering(nu["numrering"]).label,
        nu["tid"],
    )
    utan_lagrum = "hemlig, utan lagrum" if nu["slag"] == Punkt.Slag.SEKRETESS else "ingen"
    return {
        "föredragande": Del(
            "; ".join(namn for namn, _, _ in nu["föredragande"]) or "ingen",
            alla or any(f.errors for f in föredragande if f.is_bound),
        ),
        "plats": Del(", ".join(filter(None, plats)), fel(PLATS)),
        "anmärkningar": Del("; ".join(anmärkt) or "inga", fel(ANMÄRKNINGAR)),
        "sekretess": Del(nu["sekretess_lagrum"] or utan_lagrum, fel(SEKRETESS)),
        "antal_satser": len(nu["förslag"]),
        "antal_föredragande": len(nu["föredragande"]),
    }


def _till_rad(punkt: Punkt) -> HttpResponse:
    lista = reverse("namnd:foredragningslista", args=[punkt.sammanträde_id])
    return redirect(f"{lista}#punkt-{punkt.förälder_id or punkt.pk}")


def _sida(
    request: HttpRequest,
    punkt: Punkt,
    form: PunktForm | None = None,
    *,
    satser: Any = None,
    föredragande: Any = None,
    uppladdning: UppladdningForm | None = None,
    ur_ärendet: HandlingUrÄrendetForm | None = None,
    krock: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    nu = _nu(punkt)
    if form is None:
        form = PunktForm(
            initial={n: nu[n] for n in PunktForm.FÄLT} | {"märke": avtryck(nu.values())},
            underpunkt=punkt.är_underpunkt,
        )
        satser = Satser(prefix="satser", initial=[{"text": t} for t in nu["förslag"]])
        föredragande = Föredragandena(
            prefix="foredragande",
            initial=[
                dict(zip(("namn", "titel", "tid"), f, strict=True)) for f in nu["föredragande"]
            ],
        )
    handlingar = list(
        punkt.handlingar.select_related("handling__fil", "fil").order_by("ordning", "pk")
    )
    if ur_ärendet is None:
        ur_ärendet = HandlingUrÄrendetForm(punkt=punkt, användare=användare(request))
    return render(
        request,
        "nämnd/punkt.html",
        {
            "punkt": punkt,
            "möte": punkt.sammanträde,
            "rubrik": visning.mötesrubrik(punkt.sammanträde),
            "kan_ändras": punkt.sammanträde.är_öppet_för_ändring,
            "form": form,
            "satser": satser,
            "föredragande": föredragande,
            "delar": _delar(nu, form, föredragande, alla=bool(krock)),
            "yrkanden": list(inlämning.på_punkten(punkt)),
            "fel_i": [f for f in [form, *satser, *föredragande] if f.is_bound and f.errors],
            "krock": krock or [],
            "tidigare": utbyggnad.tidigare(punkt),
            "handlingar": [
                (h, visning.antal(h.papper.sidor or 0, "sida", "sidor") if h.papper else "")
                for h in handlingar
            ],
            "ur_ärendet": ur_ärendet,
            "finns_fler": bool(punkt.ärende_id) and ur_ärendet.finns_fler,
            "uppladdning": uppladdning or UppladdningForm(prefix="papper", punkt=punkt),
        },
        status=status,
    )


def _till_handlingar(punkt: Punkt) -> HttpResponse:
    return redirect(reverse("namnd:punkt", args=[punkt.pk]) + "#handlingar")


@require_POST
def lägg_till_handling(request: HttpRequest, pk: int) -> HttpResponse:
    """En registrerad handling ur punktens ärende."""
    punkt = _hämta(request, pk)
    form = HandlingUrÄrendetForm(request.POST, punkt=punkt, användare=användare(request))
    if not form.is_valid():
        return _sida(request, punkt, ur_ärendet=form, status=422)
    try:
        tjänst.lägg_till_handling(
            punkt=punkt,
            handling=form.cleaned_data["handling"],
            ersätter=form.cleaned_data.get("ersätter"),
            av=användare(request),
        )
    except Listfel as stopp:
        form.add_error(None, str(stopp))
        return _sida(request, punkt, ur_ärendet=form, status=409)
    return _till_handlingar(punkt)


@require_POST
def ladda_upp(request: HttpRequest, pk: int) -> HttpResponse:
    """Ett papper på en punkt utan ärende."""
    punkt = _hämta(request, pk)
    form = UppladdningForm(request.POST, request.FILES, prefix="papper", punkt=punkt)
    if form.is_valid():
        fil = form.cleaned_data["fil"]
        try:
            tjänst.ladda_upp_handling(
                punkt=punkt,
                rubrik=form.cleaned_data["rubrik"],
                innehåll=fil.read(),
                filnamn=fil.name,
                ersätter=form.cleaned_data.get("ersätter"),
                av=användare(request),
            )
        except (Listfel, Filfel) as stopp:
            form.add_error("fil", str(stopp))
        else:
            messages.success(request, f"{fil.name} är tillagd.")
            return _till_handlingar(punkt)
    return _sida(request, punkt, uppladdning=form, status=422)


def _handling(request: HttpRequest, pk: int) -> Punkthandling:
    return get_object_or_404(
        Punkthandling.objects.filter(
            punkt__in=policy.skötbara_punkter(request.user)
        ).select_related("punkt__sammanträde__organ__myndighet", "handling", "fil"),
        pk=pk,
    )


@require_POST
def flytta_handling(request: HttpRequest, pk: int) -> HttpResponse:
    handling = _handling(request, pk)
    ordning = list(handling.punkt.handlingar.order_by("ordning", "pk").values_list("pk", flat=True))
    plats = ordning.index(handling.pk) + (-1 if request.POST.get("riktning") == "upp" else 1)
    try:
        tjänst.flytta_handling(handling=handling, plats=plats, av=användare(request))
    except Listfel as stopp:
        messages.error(request, str(stopp))
    return _till_handlingar(handling.punkt)


@require_POST
def ta_bort_handling(request: HttpRequest, pk: int) -> HttpResponse:
    handling = _handling(request, pk)
    titel = handling.titel
    try:
        tjänst.ta_bort_handling(handling=handling, av=användare(request))
    except Listfel as stopp:
        messages.error(request, str(stopp))
    else:
        messages.success(request, f"”{titel}” är borttagen från punkten.")
    return _till_handlingar(handling.punkt)
