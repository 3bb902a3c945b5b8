"""Adresser för ärenden."""

from django.urls import path

from ärenden import views

app_name = "arenden"
urlpatterns = [
    path("", views.lista, name="lista"),
    path("ny/", views.ny, name="ny"),
    path("<int:pk>/", views.visa, name="visa"),
    path("<int:pk>/handling/", views.ny_handling, name="ny_handling"),
    path("<int:pk>/skrivelse/", views.ny_skrivelse, name="ny_skrivelse"),
    path("handling/<int:pk>/fil/", views.fil, name="fil"),
    path("skrivelse/<int:pk>/anmal/", views.anmäl, name="anmal"),
    path("anmalan/<int:pk>/aterta/", views.återta, name="aterta"),
]
