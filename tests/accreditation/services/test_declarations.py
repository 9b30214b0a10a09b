from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.acting import Acting
from accreditation.models import ExpertRelative, Unavailability
from accreditation.services import declarations
from records.models import JournalEntry
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import ExpertFactory, ExpertRelativeFactory, UnavailabilityFactory, acting_as

pytestmark = pytest.mark.django_db
DECLARERS = {
    "administrator": lambda _expert: Acting(user=UserFactory(is_administrator=True)),
}
OTHERS = {
    "himself": lambda expert: acting_as(expert or ExpertFactory()),
    "another expert": lambda _expert: acting_as(ExpertFactory()),
    "stranger": lambda _expert: Acting(user=UserFactory()),
}


@pytest.mark.parametrize("who", DECLARERS)
def test_a_relative_is_known_from_today(who):
    expert, school, pin = ExpertFactory(), OrganizationFactory(), new_pin()
    by = DECLARERS[who](expert)
    relative = declarations.declare_relative(expert, by=by, kinship="эжеси", pin=pin, organization=school)
    relative.refresh_from_db()
    assert (relative.pin, relative.organization, relative.declared_on) == (pin, school, timezone.localdate())
    entry = JournalEntry.objects.get(action="ministry_relative_declared")
    assert (entry.object_id, entry.changes["pin"]) == (str(expert.pk), pin.masked)
    assert pin not in str(vars(entry))


@pytest.mark.parametrize("who", DECLARERS)
def test_a_withdrawn_declaration_is_gone_and_the_journal_knows_it(who):
    relative = ExpertRelativeFactory()
    declarations.withdraw_relative(relative, by=DECLARERS[who](relative.expert))
    assert not ExpertRelative.objects.exists()
    assert JournalEntry.objects.filter(action="ministry_relative_withdrawn").count() == 1


@pytest.mark.parametrize("who", DECLARERS)
def test_days_of_absence_come_and_go(who):
    expert, today = ExpertFactory(), timezone.localdate()
    by = DECLARERS[who](expert)
    absence = declarations.add_absence(expert, by=by, from_on=today, until_on=today + timedelta(days=3), note="өргүү")
    assert list(expert.unavailabilities.all()) == [absence]
    declarations.remove_absence(absence, by=by)
    assert not Unavailability.objects.exists()
    actions = list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["ministry_absence_added", "ministry_absence_removed"]


def test_what_an_expert_says_himself_is_not_the_ministrys_word():
    expert, today = ExpertFactory(), timezone.localdate()
    by = acting_as(expert)
    declarations.declare_relative(expert, by=by, kinship="эжеси", pin=new_pin())
    declarations.remove_absence(declarations.add_absence(expert, by=by, from_on=today, until_on=today), by=by)
    actions = list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["expert_relative_declared", "expert_absence_added", "expert_absence_removed"]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_enters_them_here(who):
    relative, absence = ExpertRelativeFactory(), UnavailabilityFactory()
    today = timezone.localdate()
    acts = [
        lambda by: declarations.declare_relative(relative.expert, by=by, pin=new_pin()),
        lambda by: declarations.withdraw_relative(relative, by=by),
        lambda by: declarations.add_absence(absence.expert, by=by, from_on=today, until_on=today),
        lambda by: declarations.remove_absence(absence, by=by),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act(OTHERS[who](None))
    assert not JournalEntry.objects.exists()


def test_the_expert_declares_himself_but_takes_no_kinship_back():
    expert, today = ExpertFactory(), timezone.localdate()
    by = acting_as(expert)
    relative = declarations.declare_relative(expert, by=by, kinship="агасы", pin=new_pin())
    absence = declarations.add_absence(expert, by=by, from_on=today, until_on=today)
    declarations.remove_absence(absence, by=by)
    with pytest.raises(PermissionDenied):
        declarations.withdraw_relative(relative, by=by)
    assert list(expert.relatives.all()) == [relative]


def test_a_blocked_expert_declares_nothing():
    expert = ExpertFactory(blocked=True)
    with pytest.raises(PermissionDenied):
        declarations.declare_relative(expert, by=acting_as(expert), pin=new_pin())
