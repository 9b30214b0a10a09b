"""Something is declared or changes after the invitation: the ministry is told once what to do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accreditation.enums.applications import FORMING, State
from accreditation.enums.draw import Exclusion
from accreditation.enums.invitations import InvitationAct, InvitationState
from accreditation.models import Application
from accreditation.selectors.groups import doubts
from accreditation.services import declarations, experts, people
from notifications.models import Message
from records.models import JournalEntry
from tests.factories.draw import agreed, group, taken
from tests.factories.people import acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def application(case):
    User.objects.update(language="en")
    return taken(case, 4)


@pytest.fixture
def member(application):
    return group(application)[1]


def declare(member, by=None):
    school = member.application.organization
    declarations.declare_relative(
        member.expert, by=by or acting_as(member.expert), kinship="эжеси", organization=school
    )


def go_away(member):
    first = member.application.evaluation_starts_on
    by = acting_as(member.expert)
    declarations.add_absence(member.expert, by=by, from_on=first, until_on=first + timedelta(days=1))


def move(member):
    district = member.application.organization.district
    experts.change_own_data(member.expert, district=district, languages=["ky", "ru"], by=acting_as(member.expert))


def told(case):
    return list(Message.objects.filter(recipient=case.specialist.person, subject__contains="may not evaluate"))


def lose_certificate(member, case):
    entry = member.expert
    yesterday = timezone.localdate() - timedelta(days=1)
    people.change(entry, by=case.by_administrator, seen=people.version(entry), certificate_valid_until=yesterday)


@pytest.mark.parametrize(
    ("change", "rule"),
    [(declare, Exclusion.KIN), (go_away, Exclusion.ABSENT), (move, Exclusion.DISTRICT)],
)
def test_what_the_expert_says_of_himself(case, application, member, change, rule):
    assert not doubts(application, group(application))
    change(member)
    assert doubts(application, group(application)) == {member.pk: [rule]}
    message = told(case)[0]
    assert member.expert.name in message.body
    assert str(rule.label) in message.body
    assert message.url.endswith("/experts/")
    member.refresh_from_db()
    assert member.state == InvitationState.WAITING, "nobody falls out by himself"


def test_what_the_ministry_enters(case, application, member):
    lose_certificate(member, case)
    assert doubts(application, group(application)) == {member.pk: [Exclusion.CERTIFICATE]}
    declare(member, by=case.by_administrator)
    assert len(told(case)) == 2, "another rule excludes him, that is told anew"


def test_the_same_is_told_once(case, member):
    declare(member)
    declare(member)
    assert len(told(case)) == 1
    assert JournalEntry.objects.filter(action=InvitationAct.DOUBT).count() == 1
    assert member.events.get(action=InvitationAct.DOUBT).comment == Exclusion.KIN


def test_what_excludes_nobody_is_told_to_nobody(case, member):
    today = timezone.localdate()
    declarations.add_absence(member.expert, by=acting_as(member.expert), from_on=today, until_on=today)
    assert not told(case)


@pytest.mark.parametrize("state", [State.AGREED, State.ORDERED, State.EVALUATION, State.ACCREDITED])
def test_until_the_evaluation_begins(case, state):
    User.objects.update(language="en")
    application = agreed(case, 4)
    Application.objects.filter(pk=application.pk).update(state=state)
    declare(group(application)[0])
    assert bool(told(case)) is (state in FORMING)
