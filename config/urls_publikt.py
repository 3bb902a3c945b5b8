"""Adresserna när den publika delen körs som egen process: inget annat än den."""

from django.urls import include, path

urlpatterns = [path("anslagstavla/", include("publikt.urls"))]
handler404 = "publikt.views.öppen.saknas"
