"""In- och utloggning och andra faktorn. Bara de sidor ur allauth som används."""

from allauth.account import views as konto
from allauth.mfa.base.views import authenticate
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import deactivate_totp
from django.urls import path

from konton import views

urlpatterns = [
    path("logga-in/", konto.login, name="account_login"),
    path("logga-in/kod/", authenticate, name="mfa_authenticate"),
    path("logga-ut/", views.LoggaUt.as_view(), name="account_logout"),
    path("styrk/", konto.reauthenticate, name="account_reauthenticate"),
    path("styrk/kod/", views.Styrk.as_view(), name="mfa_reauthenticate"),
    path("tvasteg/", views.översikt, name="mfa_index"),
    path("tvasteg/skaffa/", views.Skaffa.as_view(), name="mfa_activate_totp"),
    path("tvasteg/skaffa/bild.svg", views.bild, name="tvasteg_bild"),
    path("tvasteg/ta-bort/", deactivate_totp, name="mfa_deactivate_totp"),
    path("tvasteg/reservkoder/", views.reservkoder, name="mfa_view_recovery_codes"),
    path("tvasteg/reservkoder/nya/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
