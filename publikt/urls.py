"""Adresser för det som alla får läsa."""

from django.urls import path

from publikt.views import anslagstavla, kalender

app_name = "publikt"
urlpatterns = [
    path("", anslagstavla.tavla, name="tavla"),
    path("atom.xml", anslagstavla.atom, name="atom"),
    path("tidigare/", anslagstavla.tidigare, name="tidigare"),
    path("drift/", anslagstavla.drift, name="drift"),
    path("kalender/<int:pk>.ics", kalender.organ, name="kalender"),
    path("<int:pk>/", anslagstavla.anslag, name="anslag"),
    path("<int:pk>/protokoll.pdf", anslagstavla.protokoll, name="protokoll"),
    path("<int:pk>/ursprungligt-protokoll.pdf", anslagstavla.original, name="original"),
    path("<int:pk>/anslagsbevis.pdf", anslagstavla.bevis, name="bevis"),
]
