"""The process that serves the head's signing ends by kill -9: nothing is lost and nothing happens twice."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone

from core.identifiers import Inn, Pin
from core.models import OutboxEntry
from integrations.cloud_signature import Channel
from records.enums import Call, CeremonyState, DocumentState, Outcome
from records.models import JournalEntry, Signature, SignerLimit, SigningCeremony
from records.services import signing as records_signing
from selfassessment.enums import Action, OrderKind, OrderState, State
from selfassessment.models import SelfAssessmentEvent
from selfassessment.services import signing
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.records import work
from tests.factories.selfassessment import World
from tests.factories.staff import acting_for
from tests.stub_process import SYSTEM_TOKEN

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "head-school-bishkek-11"
STEPS = {State.DRAFT: (OrderKind.CONDUCT, State.ORDERED), State.ORDERED: (OrderKind.APPROVE, State.APPROVED)}
PROCESS = """
import json, os, signal, sys
from django.conf import settings
facts = json.loads(sys.stdin.read())
for name, value in facts["settings"].items():
    setattr(settings, name, value)
settings.DATABASES["default"]["NAME"] = facts["database"]
import django
django.setup()
from django.core.files.storage import InMemoryStorage
from django.test import Client
from records import files
from records.services import signing
files.original_of = lambda document: bytes.fromhex(facts["files"][str(document.pk)])
def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(signing, facts["point"], die)
client = Client()
client.cookies[settings.SESSION_COOKIE_NAME] = facts["session"]
answer = client.post(facts["address"], {"code": facts["code"]})
print(answer.status_code, answer.content.decode()[:2000])
"""


@pytest.fixture
def own(stub_server, settings):
    """Settings that this process and the one that will be killed share."""
    shared = {
        "ADAPTERS": settings.ADAPTERS | {"cloud_signature": "integrations.cloud_signature.http.CdsCloudSignature"},
        "CDS_URL": stub_server.url,
        "CDS_TOKEN": SYSTEM_TOKEN,
        "CDS_API": "api",
        "CDS_USER_AGENT": "ASULA journeys",
        "CDS_TIMEOUTS": ["4", "8", "9"],
    }
    for name, value in shared.items():
        setattr(settings, name, value)
    return shared


class Signing:
    """A head with the code in his hand, and the process that takes it."""

    def __init__(self, stub, client, state, shared):
        load_reference()
        row = next(one for one in stub.world["signatures"] if one["slug"].split("@")[0] == HEAD)
        self.stub, self.client, self.shared, self.person = stub, client, shared, stub.person(HEAD)
        self.world = World(OrganizationFactory(inn=Inn(row["inn"])))
        self.world.head.person = UserFactory(pin=Pin(row["pin"]))
        self.world.head.save()
        self.acting = acting_for(self.world.head, signs=True)
        self.world.by_head = self.acting
        self.report = self.world.planned() if state == State.DRAFT else self.world.filled()
        self.kind, self.target = STEPS[state]
        order = self.world.order(self.report, self.kind)
        self.ceremony = signing.open_signing(order, by=self.acting, return_url="/")
        work()
        self.ask_for_code()

    def ask_for_code(self):
        SignerLimit.objects.all().delete()
        records_signing.send_code(self.ceremony, Channel.EMAIL, by=self.acting.user, acting=self.acting)

    def code(self):
        return self.stub.code(self.person["email"])

    def process(self, point):
        """Another process takes the code and is killed where it comes to `point`."""
        sign_in(
            self.client, self.acting.user, inn=self.acting.organization_inn, organization_id=self.report.organization_id
        )
        documents = self.ceremony.documents.all()
        facts = {
            "settings": self.shared,
            "database": connection.settings_dict["NAME"],
            "files": {document.pk: document.file.open().read().hex() for document in documents},
            "point": point,
            "session": self.client.cookies[site.SESSION_COOKIE_NAME].value,
            "address": f"/sign/{self.ceremony.public_id}/",
            "code": self.code(),
        }
        return subprocess.run(  # noqa: S603 -- our own script
            [sys.executable, "-c", PROCESS],
            input=json.dumps(facts),
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def order(self):
        return self.report.orders.get(kind=self.kind)


@pytest.fixture
def begin(stub_server, client, own):
    return lambda state: Signing(stub_server, client, state, own)


def a_worker_passes_later():
    OutboxEntry.objects.filter(done_at=None).update(available_at=timezone.now())
    work()


def assert_happened_once(case):
    case.report.refresh_from_db()
    case.ceremony.refresh_from_db()
    documents = list(case.ceremony.documents.all())
    assert (case.report.state, case.ceremony.state) == (case.target, CeremonyState.COMPLETED)
    assert case.order().state == OrderState.SIGNED
    assert Signature.objects.count() == len(documents)
    assert {document.state for document in documents} <= {DocumentState.SIGNED, DocumentState.SEALED}
    action = Action.ORDER if case.kind == OrderKind.CONDUCT else Action.APPROVE
    assert SelfAssessmentEvent.objects.filter(report=case.report, action=action).count() == 1
    signed = case.ceremony.attempts.filter(call=Call.SIGN, outcome=Outcome.DONE)
    assert signed.count() == len(documents), "the service was asked once for each document"
    assert JournalEntry.objects.filter(action=action, object_id=str(case.report.pk)).count() == 1


@pytest.mark.parametrize("point", ["_verify", "complete_ceremony"])
def test_killed_after_the_signature_the_order_is_in_force_all_the_same(begin, point):
    case = begin(State.DRAFT)
    ended = case.process(point)
    assert ended.returncode == -signal.SIGKILL, ended.stdout + ended.stderr
    case.report.refresh_from_db()
    assert case.report.state == State.DRAFT
    assert Signature.objects.count() == (point == "complete_ceremony")
    for _again in range(2):
        a_worker_passes_later()
    assert_happened_once(case)


def test_killed_between_two_documents_the_head_goes_on_with_the_other(begin):
    case = begin(State.ORDERED)
    assert case.process("_verify").returncode == -signal.SIGKILL
    a_worker_passes_later()
    case.report.refresh_from_db()
    assert (Signature.objects.count(), case.report.state) == (1, State.ORDERED)
    SigningCeremony.objects.update(busy_until=None)  # the minute and a half of the dead process are over
    case.ask_for_code()
    records_signing.sign(case.ceremony, case.code(), by=case.acting.user, acting=case.acting)
    a_worker_passes_later()
    assert_happened_once(case)


def test_killed_before_the_service_was_asked_nothing_is_signed(begin):
    case = begin(State.DRAFT)
    assert case.process("_ask_to_sign").returncode == -signal.SIGKILL
    a_worker_passes_later()
    case.report.refresh_from_db()
    assert (Signature.objects.count(), case.report.state, case.order().number) == (0, State.DRAFT, "3454")
    SigningCeremony.objects.update(busy_until=None)
    case.ask_for_code()
    records_signing.sign(case.ceremony, case.code(), by=case.acting.user, acting=case.acting)
    a_worker_passes_later()
    assert_happened_once(case)
