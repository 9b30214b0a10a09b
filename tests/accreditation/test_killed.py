"""The worker ends by kill -9 between the draw and the letters: no expert is left without one, none has two."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from accreditation.models import InvitationLink
from accreditation.models.invitations import SEATS
from accreditation.services import letters
from core import effects
from core.models import OutboxEntry
from selfassessment.services.reference import load_reference
from tests.factories.accreditation import Case
from tests.factories.draw import group, taken

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = """
import json, os, signal, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = json.loads(sys.stdin.read())["database"]
import django
django.setup()
from accreditation.services import letters
from core import effects
sent = []
def send(message):
    if len(sent) == %d:
        os.kill(os.getpid(), signal.SIGKILL)
    sent.append(message)
letters.EmailMessage.send = send
effects.drain()
"""


def worker_killed_after(count):
    return subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, "-c", WORKER % count],
        input=json.dumps({"database": connection.settings_dict["NAME"]}),
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("count", [0, 2])
def test_the_next_worker_sends_what_is_missing(count, monkeypatch):
    load_reference()
    with monkeypatch.context() as nobody_works:
        nobody_works.setattr("core.effects.drain", lambda *_args: 0)
        application = taken(Case(), 5)
    OutboxEntry.objects.exclude(kind=letters.SEND).delete()
    assert worker_killed_after(count).returncode == -signal.SIGKILL
    waiting = OutboxEntry.objects.filter(done_at=None)
    assert waiting.count() == SEATS - count
    assert InvitationLink.objects.count() == count
    waiting.update(available_at=timezone.now())
    effects.drain()
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == SEATS - count
    assert {link.invitation for link in InvitationLink.objects.all()} == set(group(application))
    assert application.invitations.count() == SEATS
