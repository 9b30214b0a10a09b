"""PostgreSQL, the cache, and the keys of what is kept encrypted."""

import dj_database_url

from asula import env

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
