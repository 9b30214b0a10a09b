"""Where the site stands, under which name, in which languages."""

from pathlib import Path

from asula import env
from core.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
SITE_URL = env.text("SITE_URL")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")

LANGUAGE_CODE = "ky"
LANGUAGES = [("ky", "Кыргызча"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bishkek"
USE_TZ = True
FORMAT_MODULE_PATH = ["core.formats"]

LOGGING = logging_config(level=env.text("LOG_LEVEL", default="INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"
