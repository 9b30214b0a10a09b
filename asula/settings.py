"""Settings, read top to bottom. Whatever differs between machines comes from the environment through `env`."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from asula import env
from core.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
SITE_URL = env.text("SITE_URL")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")

# Apps, from the bottom of the house to its top ----------------------------------------------------------------------

OUR_APPS = [
    "core",
    "integrations",
    "accounts",
    "records",
    "notifications",
    "organizations",
    "staff",
    "selfassessment",
    "accreditation",
    "admin_panel",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "core.middleware.BrowserPolicyMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActingMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.LimitsMiddleware",
    "accounts.middleware.UnsentFormMiddleware",
]
ROOT_URLCONF = "asula.urls"
WSGI_APPLICATION = "asula.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
                "accounts.context.session_limits",
            ],
        },
    },
]

# Data ---------------------------------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL"))}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,  # the pool keeps connections; Django requires 0 beside it
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": {
            "min_size": 1,
            "max_size": env.number("DATABASE_POOL", default=4),
            "timeout": 10,
            "max_lifetime": 1800,
        },
        "options": "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("CACHE_URL", default=REDIS_URL),
        "KEY_PREFIX": "asula",
    }
}
LIMITS_URL = env.text("CACHE_URL", default=REDIS_URL)  # where core.limits counts
IDENTIFIER_KEYS = env.items("IDENTIFIER_KEYS")  # "id:base64", the newest first
IDENTIFIER_INDEX_KEY = env.text("IDENTIFIER_INDEX_KEY")

# Files --------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT", default=str(BASE_DIR / ".local" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
MEDIA_ROOT = env.text("MEDIA_ROOT", default=str(BASE_DIR / ".local" / "media"))
S3_BUCKET = env.text("S3_BUCKET", default="")
STORAGES = {
    "default": {"BACKEND": "core.storage.DurableFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("S3_ENDPOINT_URL"),
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.text("S3_SECRET_KEY"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
DOCUMENT_ASSETS = BASE_DIR / "static" / "dist"  # fonts and emblem: all that a document may load
DOCUMENT_MEGABYTES, DOCUMENT_SECONDS = env.number("DOCUMENT_MEGABYTES", 1024), env.number("DOCUMENT_SECONDS", 20)
_seal = BASE_DIR / ".local" / "seal"  # made by manage.py make_seal for development
SEAL_KEY = env.text("SEAL_KEY", default=str(_seal / "key.pem"))
SEAL_KEY_PASSWORD = env.text("SEAL_KEY_PASSWORD", default="")
SEAL_CERTIFICATE = env.text("SEAL_CERTIFICATE", default=str(_seal / "certificate.pem"))
SEAL_CHAIN = env.items("SEAL_CHAIN", default="")  # files of intermediate certificates
SEAL_ROOTS = env.items("SEAL_ROOTS", default=str(_seal / "root.pem"))  # files: whom we trust for seals and time stamps
SEAL_TSA_URL = env.text("SEAL_TSA_URL", default="")  # RFC 3161; empty: seals without time stamps
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_TEMP_DIR = env.text("UPLOAD_TEMP_DIR", default="") or None
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MEGABYTES", default=20) * 1024 * 1024
UPLOAD_MAX_VIDEO_BYTES = env.number("UPLOAD_MAX_VIDEO_MEGABYTES", default=200) * 1024 * 1024
UPLOAD_MAX_PAGES = 500
UPLOAD_MAX_PIXELS = 40_000_000
UPLOAD_PROBE_MEMORY = 512 * 1024 * 1024  # for the process that opens one file of a stranger
UPLOAD_PROBE_SECONDS = 10
UPLOADS_INTERNAL_URL = env.text("UPLOADS_INTERNAL_URL", default="")  # location of the proxy that sends the bytes itself

# People and sessions ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend", "accounts.backends.OperatorBackend"]
BREAK_GLASS = env.flag("BREAK_GLASS", default=False)  # operators may enter /admin/ by password: only while ЕСИ is away
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "home"
PLACES_OF_WORK = [  # functions (request) -> places where the person may work
    "organizations.places.places",
    "staff.places.places",
]
SIGN_IN_LIMIT = env.text("SIGN_IN_LIMIT", default="20/minute")  # of one address: to start, and to come back
ESI_ISSUER = env.text("ESI_ISSUER").rstrip("/")
ESI_CLIENT_ID = env.text("ESI_CLIENT_ID", default="asula")
ESI_CLIENT_SECRET = env.text("ESI_CLIENT_SECRET")
ESI_SCOPE = env.items("ESI_SCOPE", default="openid,profile,email,phone,organizations")
ESI_INTERNAL_URL = env.text("ESI_INTERNAL_URL", default="")  # where our server reaches ЕСИ, if not as browsers do
ESI_CA_BUNDLE = env.text("ESI_CA_BUNDLE", default="")
ESI_TIMEOUTS = env.items("ESI_TIMEOUTS", default="3,5,8")  # seconds: to connect, between bytes, in all
SOFT_TOKEN_URL = env.text("SOFT_TOKEN_URL", default="") if DEBUG else ""  # a token made of software, for development
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_LOGIN_ON_GET = False
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_UNIQUE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = False
SESSION_COOKIE_AGE = 30 * 60  # idle; the absolute limit is SESSION_LIFETIME
SESSION_LIFETIME = timedelta(hours=8)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would break the return from the identity provider
SESSION_COOKIE_HTTPONLY = True

# Browser security ---------------------------------------------------------------------------------------------------

SECURE = not DEBUG  # cookies and transport; in development the site is plain http on loopback
_prefix = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
RETURNING_COOKIE_NAME = f"{_prefix}returning"  # who last worked here: for places of work and for unsent text
RETURNING_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.views.unsent.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by the orchestrator, inside the perimeter
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0)  # how many of our own stand in front, each appending a hop
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF, *([SOFT_TOKEN_URL] if SOFT_TOKEN_URL else [])],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF, ESI_ISSUER],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# Languages ----------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ky"
LANGUAGES = [("ky", "Кыргызча"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bishkek"
USE_TZ = True
FORMAT_MODULE_PATH = ["core.formats"]

# Who we are: ministries are split and renamed, so nothing in code names one ------------------------------------------

MINISTRY_NAME = {code: env.text(f"MINISTRY_NAME_{code.upper()}", default="") for code, _name in LANGUAGES}
MINISTRY_ADDRESS = {code: env.text(f"MINISTRY_ADDRESS_{code.upper()}", default="") for code, _name in LANGUAGES}
MINISTRY_PHONE = env.text("MINISTRY_PHONE", default="")
MINISTRY_EMAIL = env.text("MINISTRY_EMAIL", default="")
LICENSING_URL = env.text("LICENSING_URL", default="")  # licences are issued in another system

# State services -----------------------------------------------------------------------------------------------------
# Hosts, paths and certification centres move with decrees, so each is a setting; docs/integrations.md explains them.

ADAPTERS = {
    "cloud_signature": env.text(
        "CLOUD_SIGNATURE_ADAPTER", default="integrations.cloud_signature.http.CdsCloudSignature"
    ),
    "legal_entity_registry": env.text(
        "LEGAL_ENTITY_REGISTRY_ADAPTER", default="integrations.legal_entity_registry.http.JusticeRegistry"
    ),
    "person_registry": env.text(
        "PERSON_REGISTRY_ADAPTER", default="integrations.person_registry.combined.CombinedPersonRegistry"
    ),
    "token_signature": env.text(
        "TOKEN_SIGNATURE_ADAPTER", default="integrations.token_signature.verifier.CmsTokenSignature"
    ),
    "virus_scanner": env.text("VIRUS_SCANNER_ADAPTER", default="integrations.virus_scanner.clamd.ClamdScanner"),
}
ALLOW_STUBS = env.flag("ALLOW_STUBS", default=False)
STUB_HOSTS = env.items("STUB_HOSTS", default="localhost,stub,dev-esia.tunduk.kg")  # beside all loopback addresses
CDS_URL = env.text("CDS_URL", default="")
CDS_API = env.text("CDS_API", default="api")  # family of paths: "api" or "oep"
CDS_TOKEN = env.text("CDS_TOKEN", default="")
CDS_USER_AGENT = env.text("CDS_USER_AGENT", default="asula")  # the operator knows us by this name
CDS_CA_BUNDLE = env.text("CDS_CA_BUNDLE", default="")
CDS_ERROR_CODES = env.items("CDS_ERROR_CODES", default="")  # "operation:errorCode=our_code"
CDS_TIMEOUTS = env.items("CDS_TIMEOUTS", default="3,15,20")  # seconds: to connect, between bytes, in all
XROAD_URL = env.text("XROAD_URL", default="")  # our own security server
XROAD_CLIENT = env.text("XROAD_CLIENT", default="")  # instance/class/member/subsystem
XROAD_CA_BUNDLE = env.text("XROAD_CA_BUNDLE", default="")
XROAD_CLIENT_CERTIFICATE = env.text("XROAD_CLIENT_CERTIFICATE", default="")
XROAD_CLIENT_KEY = env.text("XROAD_CLIENT_KEY", default="")
PERSON_LOOKUPS = env.text("PERSON_LOOKUPS", default="30/hour")  # questions of one user to the registers of people
XROAD_TIMEOUTS = env.items("XROAD_TIMEOUTS", default="3,10,12")
JUSTICE_SERVICE = env.text("JUSTICE_SERVICE", default="central-server/GOV/70000024/minjust-service/getSubjectByTin")
REGISTRY_NOT_FOUND = env.items("REGISTRY_NOT_FOUND", default="не найден,табылган жок")  # parts of a fault's text
JUSTICE_STATES = env.items(  # "part of the note=state"; where none fits, the state is unknown
    "JUSTICE_STATES",
    default="ликвидирован=liquidated,жоюлган=liquidated,реорганизован=reorganized,кайра уюштурулган=reorganized",
)
JUSTICE_OWNERSHIP = env.items(  # the register's code, or a part of its words = form of ownership
    "JUSTICE_OWNERSHIP",
    default="1=private,2=state,3=municipal,муниципал=municipal,коммунал=municipal,"
    "мамлекет=state,государств=state,жеке=private,частн=private",
)
REGISTER_QUESTIONS = env.text("REGISTER_QUESTIONS", default="20/hour")  # of one person about his organization
TAX_SERVICE = env.text("TAX_SERVICE", default="central-server/GOV/70000002/gns-service/individual")
CIVIL_SERVICE = env.text("CIVIL_SERVICE", default="central-server/GOV/70000005/zags-service/zagsDataByPin/v1")
CIVIL_NAMESPACE = env.text("CIVIL_NAMESPACE", default="http://tunduk-seccurity-infocom.x-road.fi/producer")
TOKEN_ROOTS = env.text("TOKEN_ROOTS", default="")  # file with the certification centres' certificates, PEM
TOKEN_PROFILES = env.text("TOKEN_PROFILES", default="")  # JSON file: issuer → attributes that hold PIN and INN
TOKEN_CA_BUNDLE = env.text("TOKEN_CA_BUNDLE", default="")  # for the centres' revocation services
TOKEN_TIMEOUTS = env.items("TOKEN_TIMEOUTS", default="3,5,8")
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", default="")  # "unix:/path/of/socket" or "host:port"
CLAMD_SECONDS = env.number("CLAMD_SECONDS", default=20)

# Mail and background work -------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", default="asula@localhost")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("MAIL_HOST", default="127.0.0.1"),
            "port": env.number("MAIL_PORT", default=25),
            "username": env.text("MAIL_USER", default=""),
            "password": env.text("MAIL_PASSWORD", default=""),
            "use_tls": env.flag("MAIL_TLS", default=False),
            "timeout": 10,
        },
    }
}
OUTBOX_HANDLERS = {  # kind of effect → the function that carries it out
    "uploads.scan": "integrations.virus_scanner.uploads.scan_upload",
    "organizations.confirm": "organizations.services.confirming.confirm",
    "deliver message": "notifications.delivery.deliver_message",
    "check employee": "staff.services.checks.check_employee",
    "print document": "records.services.production.print_document",
    "seal document": "records.services.production.seal_document",
    "time-stamp document": "records.services.production.add_timestamp",
    "settle signature": "records.services.signing.settle_signature",
    "complete signing": "records.services.ceremonies.complete_ceremony",
}
DOCUMENT_READERS = ["selfassessment.selectors.readable_documents"]  # functions (acting) -> Q or None
JOURNAL_ACTIONS = [  # enums whose members may stand in the journal
    "records.enums.Act",
    "records.enums.CeremonyAct",
    "records.enums.DocumentAct",
    "organizations.enums.Act",
    "staff.enums.Action",
    "staff.enums.Inquiry",
    "selfassessment.enums.Action",
]
CABINET_SECTIONS = [  # functions (acting, organization) -> entry of the cabinet or None, in the order of its menu
    "organizations.cabinet.profile",
    "staff.cabinet.employees",
]
COMMISSION_MINIMUM = env.number("COMMISSION_MINIMUM", default=3)  # members of a self-assessment's commission
REGISTRATION_DAYS = env.number("REGISTRATION_DAYS", default=90)  # an unfinished registration is kept so long
ORGANIZATION_ROLE = "staff.rules.role_in"  # function (user, organization_id) -> role of an employee, or None
REFERENCE_DATA = [  # functions that add missing reference data and return how many rows, by name
    "organizations.services.reference.load_reference",
    "selfassessment.services.reference.load_reference",
]
DEMO_DATA = ["accounts.demo.load_demo"]  # functions (people of the stub server's world) that add what is missing
DEMO_PEOPLE = BASE_DIR / "stub" / "world" / "people.json"  # a data file: nobody imports the stub server
SELF_ASSESSMENT_VIEWERS: list[str] = []  # functions (acting) -> Q of the self-assessments seen besides one's own
SELF_ASSESSMENT_USES: list[str] = []  # functions (self-assessment) -> why it may not be returned now, or None
ORGANIZATION_VIEWERS: list[str] = []  # functions (acting) -> Q of the organizations that this person may see besides
WORKFLOWS = ["staff.workflow.EMPLOYMENT", "selfassessment.workflow.SELF_ASSESSMENT"]  # for docs/workflow.md
CELERY_BROKER_URL = env.text("BROKER_URL", default=REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 200
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # longer than the longest task
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "unacked_restore_interval": 2,  # with kombu's defaults a killed worker's tasks stay away for minutes
    "unacked_restore_throttle": 1,
}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_IMPORTS = ["core.uploads.tasks"]
CELERY_BEAT_SCHEDULE = {
    "forget ended sessions": {"task": "accounts.tasks.forget_what_ended", "schedule": 3600.0},
    "drain the outbox": {"task": "core.tasks.drain_outbox", "schedule": 15.0},
    "check employees": {"task": "staff.tasks.sweep_checks", "schedule": 3600.0},
    "confirm organizations": {"task": "organizations.tasks.sweep", "schedule": 24 * 3600.0},
    "sweep uploads": {"task": "core.uploads.tasks.sweep_uploads", "schedule": 24 * 3600.0},
}

LOGGING = logging_config(level=env.text("LOG_LEVEL", default="INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"
