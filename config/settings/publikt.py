"""Den publika delen som egen process: bara paketet publikt, utan konton, sessioner och kö."""

from config.settings import *  # noqa: F403  # allt som inte skiljer processen från webben
from config.settings import ROT

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "publikt.apps.Publikt",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls_publikt"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROT / "templates"],
        "APP_DIRS": True,
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
AUTH_USER_MODEL = "auth.User"
CELERY_BEAT_SCHEDULE = {}
