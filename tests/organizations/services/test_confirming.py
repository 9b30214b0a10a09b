from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.acting import Acting
from core import effects
from core.models import OutboxEntry
from integrations.registries import NotFound, RegistryUnavailable
from notifications.models import Message
from organizations.enums import DocumentKind, Ownership
from organizations.models import Organization, OrganizationDocument, RegisterAnswer, Registration
from organizations.services import confirming, registering
from organizations.services.confirming import StillSilent
from records.models import JournalEntry
from tests.factories.organizations import OrganizationFactory, RegistrationFactory
from tests.organizations.filling import DATA, fill, scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def acting(director, inn):
    return Acting(user=director, signature="cloud", organization_inn=inn)


@pytest.fixture
def school(acting, justice):
    """Registered for both systems while the register was silent; it speaks again now."""
    justice.down = RegistryUnavailable()
    fill(registering.begin(acting=acting), acting, **DATA | {"ownership": "private", "okpo": "30001706"})
    school = registering.complete(sections=["accreditation", "licensing"], acting=acting)
    justice.down = None
    return school


def test_the_typed_data_become_the_registers(school, director):
    confirming.confirm(school.pk)
    school.refresh_from_db()
    assert (school.full_name_ky, school.okpo) == ("№5 орто мектеп", "24351939")
    assert school.head_pin == director.pin
    assert school.unverified == []
    assert school.register_answered_at is not None
    assert school.answers.count() == 1


def test_a_wrong_form_of_ownership_is_put_right_with_all_that_follows(school):
    assert school.sections == ["accreditation", "licensing"]
    confirming.confirm(school.pk)
    school.refresh_from_db()
    assert (school.ownership, school.sections) == (Ownership.MUNICIPAL, ["accreditation"])


def test_the_system_itself_stands_in_the_journal_and_the_person_is_told(school, director):
    confirming.confirm(school.pk)
    entry = JournalEntry.objects.get(action="organization_confirmed")
    assert entry.by_id is None
    assert entry.changes["full_name_ky"] == ["№7 орто мектеп", "№5 орто мектеп"]
    message = Message.objects.get()
    assert message.recipient == director
    assert "№5 орто мектеп" in message.body
    assert message.url == "/organization/profile/"


def test_the_register_learns_that_a_job_asks(school, justice):
    confirming.confirm(school.pk)
    assert justice.asked[-1] == (school.inn, "organization-check", "confirmation")


def test_while_it_is_silent_the_outbox_comes_back(school, justice):
    justice.down = RegistryUnavailable()
    with pytest.raises(StillSilent):
        confirming.confirm(school.pk)
    school.refresh_from_db()
    assert school.register_answered_at is None


def test_the_whole_way_through_the_outbox(school, justice):
    justice.down = RegistryUnavailable()
    effects.drain()
    entry = OutboxEntry.objects.get(kind="organizations.confirm")
    assert (entry.attempts, entry.done_at, entry.last_error) == (1, None, "StillSilent")
    justice.down = None
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        effects.drain()
    school.refresh_from_db()
    assert school.unverified == []


def test_an_unknown_inn_stays_unverified_and_is_no_error(school, justice):
    justice.down = NotFound()
    confirming.confirm(school.pk)
    school.refresh_from_db()
    assert school.register_answered_at is None
    assert set(school.unverified) == {*DATA, "okpo"}


def test_a_second_nudge_and_a_deleted_organization_do_nothing(school, justice):
    confirming.confirm(school.pk)
    asked = len(justice.asked)
    confirming.confirm(school.pk)
    confirming.confirm(0)
    assert len(justice.asked) == asked


def test_the_sweep_asks_once_a_day_for_each_that_waits(school):
    OrganizationFactory(register_answered_at=timezone.now())
    OutboxEntry.objects.all().delete()
    assert confirming.sweep_unconfirmed() == 1
    confirming.sweep_unconfirmed()
    assert [entry.payload for entry in OutboxEntry.objects.all()] == [{"organization_id": school.pk}]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        confirming.sweep_unconfirmed()
    assert OutboxEntry.objects.count() == 2


def test_an_abandoned_registration_goes_with_its_files(acting, justice, settings, django_capture_on_commit_callbacks):
    registration = registering.begin(acting=acting)
    registering.attach(registration, DocumentKind.CHARTER, scan(), acting=acting)
    registering.prove_head(registration, accepted=scan(), note="x", acting=acting)
    names = list(OrganizationDocument.objects.values_list("file", flat=True))
    with time_machine.travel(timezone.now() + timedelta(days=settings.REGISTRATION_DAYS + 1)):
        fresh = RegistrationFactory()
        with django_capture_on_commit_callbacks(execute=True):
            assert confirming.drop_abandoned() == 1
    assert list(Registration.objects.all()) == [fresh]
    assert not RegisterAnswer.objects.exists()
    assert len(names) == 2
    assert not any(default_storage.exists(name) for name in names)
    assert justice.asked
    assert not Organization.objects.exists()
