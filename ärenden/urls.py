"""Adresser för ärenden."""

from django.urls import path

from ärenden import views

app_name = "arenden"
urlpatterns = [
    path("", views.lista, name="lista"),
]
