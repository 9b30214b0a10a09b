"""The settings of the tests: the production ones, with values for what only a machine can know."""

import os
import tempfile

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # of several that test at the same time
SEAL = f"{tempfile.gettempdir()}/asula-tests-{os.getuid()}{WORKER}"

os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "tests-only-0123456789-0123456789-0123456789-0123456789",
    "SITE_URL": "https://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "IDENTIFIER_KEYS": "t2:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDI=,"
    "t1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "IDENTIFIER_INDEX_KEY": "tests-only-index-key-0123456789-0123456789",
    "ESI_ISSUER": "https://esi.test",
    "ESI_CLIENT_SECRET": "tests-only-client-secret",
    "CDS_URL": "https://cds.test",
    "CDS_TOKEN": "tests-only-system-token",
    "XROAD_URL": "https://xroad.test",
    "XROAD_CLIENT": "central-server/GOV/70000099/asula-service",
    "CLOUD_SIGNATURE_ADAPTER": "integrations.cloud_signature.fake.FakeCloudSignature",
    "LEGAL_ENTITY_REGISTRY_ADAPTER": "integrations.legal_entity_registry.fake.FakeLegalEntityRegistry",
    "PERSON_REGISTRY_ADAPTER": "integrations.person_registry.fake.FakePersonRegistry",
    "TOKEN_SIGNATURE_ADAPTER": "integrations.token_signature.fake.FakeTokenSignature",
    "WEB_LINKS_ADAPTER": "integrations.web_links.fake.FakeWebLinks",
    "VIRUS_SCANNER_ADAPTER": "integrations.virus_scanner.fake.FakeVirusScanner",
    "ALLOW_STUBS": "1",
    "SEAL_KEY": f"{SEAL}/key.pem",
    "SEAL_CERTIFICATE": f"{SEAL}/certificate.pem",
    "ATTESTATION_KEY": f"{SEAL}/attestation.pem",
    "SEAL_ROOTS": f"{SEAL}/root.pem",
    "MINISTRY_NAME_KY": "Сыноо министрлиги",
    "MINISTRY_NAME_RU": "Тестовое министерство",
    "MINISTRY_NAME_EN": "Test ministry",
}

from asula.settings import *  # noqa: E402, F403 -- after the environment is complete

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "templates"]  # noqa: F405
WHITENOISE_AUTOREFRESH = True  # looks for a file when it is asked for; each new client would look through all of them
OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
OPTIONS["options"] = "-c statement_timeout=90s -c lock_timeout=60s"  # fifty who wait for one row on a busy machine
OPTIONS["pool"]["timeout"] = 60
STATIC_ROOT = str(BASE_DIR / "static")  # noqa: F405
LIMITS_URL = "memory://"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "session", "csrf", "language"
RETURNING_COOKIE_NAME = "returning"
