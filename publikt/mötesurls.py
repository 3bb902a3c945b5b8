"""Adresser för mötenas sidor."""

from django.urls import path

from publikt.views import möten

app_name = "moten"
urlpatterns = [
    path("", möten.lista, name="lista"),
    path("<int:pk>/", möten.visa, name="visa"),
    path("<int:pk>/kallelse.pdf", möten.kallelse, name="kallelse"),
    path("<int:pk>/handlingar.pdf", möten.handlingar, name="handlingar"),
]
