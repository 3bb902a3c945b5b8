"""In- och utloggning. Bara de sidor ur allauth som används."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
]
