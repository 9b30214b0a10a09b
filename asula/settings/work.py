"""Mail and background work."""

from asula import env
from asula.settings.database import REDIS_URL
from asula.settings.site import TIME_ZONE

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
    "check links": {"task": "selfassessment.tasks.sweep_links", "schedule": 24 * 3600.0},
    "confirm organizations": {"task": "organizations.tasks.sweep", "schedule": 24 * 3600.0},
    "enforce standards": {"task": "selfassessment.tasks.enforce_standards", "schedule": 3600.0},
    "watch certificates": {"task": "accreditation.tasks.watch_certificates", "schedule": 3600.0},
    "escalate what is overdue": {"task": "accreditation.tasks.escalate_overdue", "schedule": 24 * 3600.0},
    "forget exports": {"task": "accreditation.tasks.forget_exports", "schedule": 24 * 3600.0},
    "sweep invitations": {"task": "accreditation.tasks.sweep_invitations", "schedule": 600.0},
    "sweep replies": {"task": "accreditation.tasks.sweep_replies", "schedule": 600.0},
    "sweep uploads": {"task": "core.uploads.tasks.sweep_uploads", "schedule": 24 * 3600.0},
}
