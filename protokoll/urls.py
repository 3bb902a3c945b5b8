"""Adresser för protokoll."""

from django.urls import URLPattern

app_name = "protokoll"
urlpatterns: list[URLPattern] = []
