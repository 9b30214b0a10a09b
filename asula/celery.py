"""The worker's application. A task is a nudge: the row it points at is the truth, so a lost nudge costs seconds."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asula.settings")

app = Celery("asula")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: settings.OUR_APPS)
