"""Adresser för nämnd."""

from django.urls import URLPattern

app_name = "namnd"
urlpatterns: list[URLPattern] = []
