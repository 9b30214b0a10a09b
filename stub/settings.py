"""Settings of the stub server: the state's services as a test double, for development and tests only."""

import os
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent
DEBUG = False
PORT = int(os.environ.get("STUB_PORT", "8001"))
PUBLIC_URL = f"http://127.0.0.1:{PORT}"  # `serve` corrects it to the port and scheme it was told
SECRET_KEY = "signs nothing but test sessions on a loopback address"  # noqa: S105 -- protects no real person
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_ID = 1

INSTALLED_APPS = [
    "stub.registry",
    "stub.pki",
    "stub.outbox",
    "stub.codes",
    "stub.esi",
    "stub.cds",
    "stub.xroad",
    "stub.softtoken",
    "stub.scenarios",
    "stub.serving",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "stub.urls"
WSGI_APPLICATION = "stub.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("STUB_DATABASE_URL", "postgresql://127.0.0.1/stub"), conn_max_age=60, conn_health_checks=True
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One process serves everything, so its memory is the shared cache; codes and counters may die with it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "registry.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # invented passwords, printed at the start
LOGIN_URL = "esi:pin"
# The application runs on another port of the same host, and browsers don't tell ports apart when they send cookies.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "stub_session", "stub_csrf", "stub_language"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SECURE_CSP = {  # no form-action: after the code the browser follows the form's redirect to the application
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

ACCOUNT_USER_MODEL_USERNAME_FIELD = "pin"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
IDP_OIDC_ADAPTER = "stub.esi.adapter.EsiAdapter"
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_ID_TOKEN_EXPIRES_IN = 300
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 60
IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT = False
IDP_OIDC_INTROSPECTION_ENABLED = True

LANGUAGE_CODE = "ky"
LANGUAGES = [("ky", "Кыргызча"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bishkek"
USE_TZ = True

# What the application must be told to be let in ---------------------------------------------------------------------

CLIENT_ID = os.environ.get("STUB_CLIENT_ID", "asula")
CLIENT_SECRET = os.environ.get("STUB_CLIENT_SECRET", "asula-test-secret")
CLIENT_SITES = os.environ.get("STUB_CLIENT_SITES", "http://127.0.0.1:8000,http://localhost:8000").split(",")
CLIENT_CALLBACK_PATH = os.environ.get("STUB_CLIENT_CALLBACK_PATH", "/accounts/oidc/esi/login/callback/")
SYSTEM_TOKEN = os.environ.get("STUB_SYSTEM_TOKEN", "test-system-token")
XROAD_INSTANCE = "central-server"
XROAD_CLIENTS = os.environ.get("STUB_XROAD_CLIENTS", "central-server/GOV/70000099/asula-service").split(",")
SMTP_PORT = int(os.environ.get("STUB_SMTP_PORT", "0"))  # 0: no mail is received
SLOW_CDS_SECONDS = float(os.environ.get("STUB_SLOW_CDS_SECONDS", "20"))
SLOW_XROAD_SECONDS = float(os.environ.get("STUB_SLOW_XROAD_SECONDS", "30"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Refusals and failures are this server's trade, and addresses carry numbers of people: only surprises are logged.
    "filters": {"surprises": {"()": "stub.surprises.WithTraceback"}},
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["surprises"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
