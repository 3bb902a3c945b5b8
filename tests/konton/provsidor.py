"""Husets adresser och några till: vyer som kräver en färsk andra faktor."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config import urls as husets
from konton.tvåfaktor import kräv_färsk_andra_faktor, är_färsk


@kräv_färsk_andra_faktor
def bindande(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} gjord, färsk {är_färsk(request)}")


@kräv_färsk_andra_faktor(tillbaka=lambda request, pk: f"/prov/sida/{pk}/")
def bara_post(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(f"{pk} gjord")


@kräv_färsk_andra_faktor(minuter=1)
def strängare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("gjord")


urlpatterns = [
    path("", include(husets)),
    path("prov/bindande/", bindande, name="bindande"),
    path("prov/bara-post/<int:pk>/", bara_post, name="bara_post"),
    path("prov/strangare/", strängare, name="strängare"),
]
