"""Adresserna när den publika delen körs som egen process: inget annat än den."""

from django.urls import include, path

urlpatterns = [
    path("anslagstavla/", include("publikt.urls")),
    path("moten/", include("publikt.mötesurls")),
]
handler404 = "publikt.views.öppen.saknas"
