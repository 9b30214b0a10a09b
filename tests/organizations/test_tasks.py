import pytest
from django.utils.timezone import now

from core.models import OutboxEntry
from organizations import tasks
from organizations.models import Registration
from tests.factories.organizations import OrganizationFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def test_the_daily_sweep_asks_for_confirmation_and_drops_what_was_abandoned():
    school = OrganizationFactory(register_answered_at=None)
    old = RegistrationFactory()
    Registration.objects.filter(pk=old.pk).update(changed_at=now().replace(year=2020))
    tasks.sweep()
    assert OutboxEntry.objects.get().payload == {"organization_id": school.pk}
    assert not Registration.objects.exists()


def test_it_is_in_the_timetable(settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.sweep.name, "core.uploads.tasks.sweep_uploads"} <= scheduled
