"""Svaren på kallelsen: den förtroendevaldas egen sida, och sekreterarens för hela mötet."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Person
from nämnd import documents, policy
from nämnd.forms import FöranmälJävForm, SvarForm
from nämnd.models import Sammanträde
from nämnd.policy import Rätt
from nämnd.services import inkallelser
from nämnd.services import svar as svarstjänst
from nämnd.services.svar import Svarsfel
from nämnd.views import svarsvy
from nämnd.views.åtkomst import användare, skött, synligt

#: Så säger formuläret att platsen är vakant.
VAKANT = "vakant"


@require_http_methods(["GET", "HEAD", "POST"])
def svara(request: HttpRequest, pk: int) -> HttpResponse:
    """Den kallades egen sida: kommer, kommer inte, på distans, och jäv."""
    sammanträde = synligt(request, pk)
    jag = användare(request)
    if jag.person is None or not policy.är_kallad(jag, sammanträde):
        raise Http404
    return _svara(request, sammanträde, jag.person)


@require_http_methods(["GET", "HEAD", "POST"])
def svara_för(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Sekreteraren antecknar svaret från den som ringt."""
    sammanträde = skött(request, pk)
    return _svara(request, sammanträde, _kallad(sammanträde, person))


def _kallad(sammanträde: Sammanträde, person: int) -> Person:
    return get_object_or_404(svarstjänst.kallade(sammanträde), pk=person)


def _svara(request: HttpRequest, sammanträde: Sammanträde, person: Person) -> HttpResponse:
    jag = användare(request)
    fel: Svarsfel | None = None
    form = svarsvy.svarsform(sammanträde, person, jag, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            svarstjänst.svara(sammanträde=sammanträde, person=person, av=jag, **form.cleaned_data)
        except Svarsfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Svaret är antecknat.")
            return redirect("namnd:svar" if jag.person != person else "namnd:svara", sammanträde.pk)
    return _sida(request, sammanträde, person, form=form, fel=fel)


def _sida(
    request: HttpRequest,
    sammanträde: Sammanträde,
    person: Person,
    *,
    form: SvarForm | None = None,
    jävsform: FöranmälJävForm | None = None,
    fel: Svarsfel | None = None,
) -> HttpResponse:
    innehåll = svarsvy.svarssida(sammanträde, person, användare(request), form=form, jäv=jävsform)
    status = 422 if request.method == "POST" else 200
    return render(request, "nämnd/svara.html", innehåll | {"fel": fel}, status=status)


@require_POST
def anmäl_jäv(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    sammanträde = synligt(request, pk)
    vem, jag = _kallad(sammanträde, person), användare(request)
    policy.kräv_svara_för(jag, sammanträde, vem.pk)
    form = svarsvy.jävsform(sammanträde, jag, request.POST)
    if not form.is_valid():
        return _sida(request, sammanträde, vem, jävsform=form)
    try:
        svarstjänst.anmäl_jäv(
            punkt=get_object_or_404(
                policy.synliga_punkter(jag, sammanträde).select_related(
                    "sammanträde__organ__myndighet"
                ),
                pk=form.cleaned_data["punkt"],
            ),
            person=vem,
            grund=form.cleaned_data["grund"],
            av=jag,
        )
    except Svarsfel as stopp:
        return _sida(request, sammanträde, vem, jävsform=form, fel=stopp)
    messages.success(request, "Jävet är anmält. Det antecknas när punkten tas upp.")
    return _till_svaret(request, sammanträde.pk, vem.pk)


def _till_svaret(request: HttpRequest, sammanträde: int, person: int) -> HttpResponse:
    if användare(request).person_id == person:
        return redirect("namnd:svara", sammanträde)
    return redirect("namnd:svara_for", sammanträde, person)


@require_POST
def ta_tillbaka_jäv(request: HttpRequest, pk: int) -> HttpResponse:
    anmält = get_object_or_404(
        policy.synliga_jävsanmälningar(request.user).select_related(
            "person", "punkt__sammanträde__organ__myndighet"
        ),
        pk=pk,
    )
    sammanträde = anmält.punkt.sammanträde
    try:
        svarstjänst.ta_tillbaka_jäv(anmält=anmält, av=användare(request))
    except Svarsfel as stopp:
        return _sida(request, sammanträde, anmält.person, fel=stopp)
    messages.success(request, "Anmälan om jäv är återtagen.")
    return _till_svaret(request, sammanträde.pk, anmält.person_id)


# --- Sekreterarens sida för mötet --------------------------------------------------------------


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Alla som kallas: vem som svarat, och ersättarna att kalla in."""
    sammanträde = skött(request, pk)
    return render(request, "nämnd/svar.html", svarsvy.mötets_svar(sammanträde))


@require_POST
def kalla_in(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)
    för = (
        _kallad(sammanträde, svarsvy.tal(request.POST.get("for")))
        if request.POST.get("for") != VAKANT
        else None
    )
    person = _kallad(sammanträde, svarsvy.tal(request.POST.get("person")))
    skäl = request.POST.get("skal", "")[:300]
    try:
        ny = inkallelser.kalla_in(
            sammanträde=sammanträde, för=för, person=person, skäl=skäl, av=användare(request)
        )
    except Svarsfel as stopp:
        valt = svarsvy.Val(för.pk if för else 0, person.pk, skäl)
        innehåll = svarsvy.mötets_svar(sammanträde, fel=stopp, valt=valt)
        return render(request, "nämnd/svar.html", innehåll, status=422)
    if person.epost:
        messages.success(request, f"{ny.person} är inkallad {ny.platsen} och får ett brev.")
    else:
        messages.warning(request, f"{ny.person} är inkallad men har ingen e-postadress: ring.")
    return redirect("namnd:svar", pk)


@require_POST
def kalla_in_alla(request: HttpRequest, pk: int) -> HttpResponse:
    """Den som är i tur till varje plats, på en gång."""
    sammanträde = skött(request, pk)
    inkallade = inkallelser.kalla_in_alla(sammanträde=sammanträde, av=användare(request))
    utan_adress = [str(i.person) for i in inkallade if not i.person.epost]
    if not inkallade:
        messages.info(request, "Ingen mer ersättare i tur behöver kallas in.")
    else:
        namn = documents.uppräknat([str(i.person) for i in inkallade])
        messages.success(request, f"{namn} är inkallade.")
    if utan_adress:
        namn = documents.uppräknat(utan_adress)
        messages.warning(request, f"{namn} har ingen e-postadress: ring.")
    return redirect("namnd:svar", pk)


@require_POST
def återta(request: HttpRequest, pk: int) -> HttpResponse:
    inkallad = get_object_or_404(
        policy.skötbara_inkallelser(request.user).select_related(
            "person", "sammanträde__organ__myndighet__kommun"
        ),
        pk=pk,
    )
    policy.kräv(request.user, Rätt.SKÖTA_SAMMANTRÄDEN, inkallad.sammanträde.organ)
    try:
        inkallelser.återta(inkallad=inkallad, av=användare(request))
    except Svarsfel as stopp:
        innehåll = svarsvy.mötets_svar(inkallad.sammanträde, fel=stopp)
        return render(request, "nämnd/svar.html", innehåll, status=422)
    messages.success(request, f"Inkallelsen är återtagen. Säg till {inkallad.person}.")
    return redirect("namnd:svar", inkallad.sammanträde_id)
