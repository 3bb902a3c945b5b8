"""Alla adresser."""

from django.contrib import admin
from django.urls import include, path

from config import views
from protokoll.views import verifiering

urlpatterns = [
    path("", views.hem, name="hem"),
    path("halsa/", views.hälsa, name="halsa"),
    path("stil/", views.stil, name="stil"),
    path("verifiera/", verifiering.verifiera, name="verifiera"),
    path("konto/", include("konton.urls")),
    path("arenden/", include("ärenden.urls")),
    path("sammantraden/", include("nämnd.urls")),
    path("lasrum/", include("nämnd.läsrumsurls")),
    path("protokoll/", include("protokoll.urls")),
    path("anslagstavla/", include("publikt.urls")),
    path("moten/", include("publikt.mötesurls")),
    path("register/", admin.site.urls),
]
