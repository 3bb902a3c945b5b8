"""Inställningar. Allt som skiljer installationer åt läses ur miljön; drift är konfiguration."""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

ROT = Path(__file__).resolve().parent.parent.parent
LOKALT = os.environ.get("NAMND_LOKALT") == "1"
DATA = Path(os.environ.get("NAMND_DATA", ROT / ".data"))


def ur_miljön(namn: str) -> str:
    """Värdet av en miljövariabel som måste finnas."""
    try:
        return os.environ[namn]
    except KeyError:
        raise ImproperlyConfigured(f"Miljövariabeln {namn} saknas. Se docs/drift.md.") from None


DEBUG = False
SECRET_KEY = ur_miljön("SECRET_KEY")


def lista_ur_miljön(namn: str, annars: str = "") -> list[str]:
    return [v.strip() for v in os.environ.get(namn, annars).split(",") if v.strip()]


ALLOWED_HOSTS = lista_ur_miljön("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = lista_ur_miljön("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "config.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "csp",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "konton.apps.Konton",
    "publikt.apps.Publikt",
    "ärenden.apps.Ärenden",
    "nämnd.apps.Nämnd",
    "protokoll.apps.Protokoll",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "konton.tvåfaktor.Mellanlager",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.meny.meny",
            ],
        },
    },
]
FORM_RENDERER = "config.formulär.Formulärritare"

DATABASES = {
    "default": dj_database_url.parse(ur_miljön("DATABASE_URL"))
    | {
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": int(os.environ.get("DATABASE_POOL", "8"))},
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "konton.Användare"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{namn}"}
    for namn in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "hem"
ACCOUNT_ADAPTER = "konton.inloggning.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "konton.inloggning.Tvåfaktoradapter"
MFA_TOTP_ISSUER = "Nämnd"
# En kod gäller bara sin halvminut: allauth minns använda koder precis så länge.
MFA_TOTP_TOLERANCE = 0
MFA_FORMS = {
    "authenticate": "konton.forms.Inloggningskod",
    "reauthenticate": "konton.forms.NyKod",
    "activate_totp": "konton.forms.FörstaKoden",
}
# Utöver allauths egna gränser: den öppna sidan räknas per adress.
ACCOUNT_RATE_LIMITS = {"verifiera": "20/m/ip"}
# Mellanservern i drift skriver klientens adress; utan den räknas alla som en.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("NAMND_PROXYER", "0" if LOKALT else "1"))

# Försök och använda koder räknas här, gemensamt för alla processer.
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "konton_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROT / "static"]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", ROT / "staticfiles"))
WHITENOISE_USE_FINDERS = LOKALT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOKALT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "filer": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "filer", "file_permissions_mode": 0o600},
    },
    # Publicerade kopior, skilda från handlingarna: den publika delen kan köras utan dem.
    "publikt": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": Path(os.environ.get("NAMND_PUBLIKT", DATA / "publikt")),
            "file_permissions_mode": 0o600,
        },
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
NAMND_FIL_MAX_BYTE = int(os.environ.get("NAMND_FIL_MAX_BYTE", 100 * 1024 * 1024))
NAMND_VERIFIERA_MAX_BYTE = int(os.environ.get("NAMND_VERIFIERA_MAX_BYTE", 50 * 1024 * 1024))
NAMND_FIL_MAX_SIDOR = int(os.environ.get("NAMND_FIL_MAX_SIDOR", "2000"))

# Programmet som gör bilagor till PDF; tomt är LibreOffice där det brukar finnas.
NAMND_LIBREOFFICE = os.environ.get("NAMND_LIBREOFFICE", "")

# Låser det hemliga som sparas i databasen: sigillets nyckel och andra faktorns hemlighet.
NAMND_NYCKEL = os.environ.get("NAMND_NYCKEL") or SECRET_KEY
NAMND_TSA_URL = os.environ.get("NAMND_TSA_URL", "")
NAMND_SIGILL_ROTER = os.environ.get("NAMND_SIGILL_ROTER", "")
# Underskrift i extern tjänst; tomt är avstängt.
NAMND_UNDERSKRIFT = os.environ.get("NAMND_UNDERSKRIFT", "")
NAMND_UNDERSKRIFT_URL = os.environ.get("NAMND_UNDERSKRIFT_URL", "")
NAMND_UNDERSKRIFT_CERTIFIKAT = os.environ.get("NAMND_UNDERSKRIFT_CERTIFIKAT", "")
NAMND_UNDERSKRIFT_LOSENORD = os.environ.get("NAMND_UNDERSKRIFT_LOSENORD", "")
NAMND_UNDERSKRIFT_ROT = os.environ.get("NAMND_UNDERSKRIFT_ROT", "")

CELERY_BROKER_URL = ur_miljön("CELERY_BROKER_URL")
CELERY_BEAT_SCHEDULE = {
    "svep_jobb": {"task": "arenden.svep_jobb", "schedule": 10.0},
    "uppdatera_sok": {
        "task": "arenden.uppdatera_sok",
        "schedule": 10.0,
        "options": {"expires": 9.0},
    },
    "inkallelsebrev": {"task": "namnd.inkallelsebrev", "schedule": 300.0},
    "granskningsbrev": {"task": "arenden.granskningsbrev", "schedule": 300.0},
    "justeringsbrev": {"task": "protokoll.justeringsbrev", "schedule": 300.0},
    # När ingen sida längre frågar: webbläsaren stängdes eller processen dog.
    "underskrifter": {
        "task": "protokoll.underskrifter",
        "schedule": 15.0,
        "options": {"expires": 14.0},
    },
    "remissbrev": {"task": "arenden.remissbrev", "schedule": 300.0},
    "anslagsbevis": {"task": "protokoll.anslagsbevis", "schedule": 900.0},
    "hall_kvar_anslag": {"task": "protokoll.hall_kvar_anslag", "schedule": 900.0},
    "dolj_hemligt": {"task": "namnd.dolj_hemligt", "schedule": 300.0},
    "stada_filer": {"task": "arenden.stada_filer", "schedule": 3600.0},
    # Efter en stund är frågan inaktuell: nästa är redan ställd.
    "anslagstavla": {
        "task": "publikt.anslagstavla",
        "schedule": 60.0,
        "options": {"expires": 55.0},
    },
    "satt_upp_foregaende": {"task": "protokoll.satt_upp_foregaende", "schedule": 60.0},
    "ta_upp_aterrapporter": {"task": "protokoll.ta_upp_aterrapporter", "schedule": 60.0},
    "ta_upp_bradskande": {"task": "namnd.ta_upp_bradskande", "schedule": 60.0},
}
# Där vakten frågar tavlan, och hur länge den får vara utan svar innan det är ett avbrott.
ANSLAGSTAVLA_ADRESS = os.environ.get("NAMND_ANSLAGSTAVLA", "http://127.0.0.1:8000/anslagstavla/")
ANSLAGSTAVLA_AVBROTT = timedelta(minutes=int(os.environ.get("NAMND_ANSLAGSTAVLA_AVBROTT", "10")))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
if not LOKALT:
    SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Adressen i brev, där den som får ett loggar in.
NAMND_ADRESS = os.environ.get("NAMND_ADRESS") or "http://127.0.0.1:8000/"
EMAIL_HOST = os.environ.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "0") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "namnd@localhost"
# På egen dator finns ingen e-postserver: breven skrivs i loggen.
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'console' if LOKALT else 'smtp'}.EmailBackend",
)

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"rad": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"konsol": {"class": "logging.StreamHandler", "formatter": "rad"}},
    # Att arbetaren är igång och vad den gör ska synas utan PDF-motorns egna steg.
    # En uppladdad fil med trasigt sigill är svaret på en fråga, inte ett fel i programmet.
    # Nekade och saknade sidor är svar till besökaren och står i webbserverns egen logg.
    "loggers": {
        "celery": {"level": "INFO"},
        "pyhanko": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["konsol"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
