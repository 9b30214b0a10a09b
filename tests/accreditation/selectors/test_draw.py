"""What the database tells the draw."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.selectors import draw as selectors
from organizations.enums import Level, Role
from selfassessment.enums import AccreditationType
from selfassessment.services.reference import load_reference
from staff.enums import State as EmploymentState
from tests.factories.accreditation import Case, quick
from tests.factories.draw import bare_invitation, ended_facts, experts, scheduled
from tests.factories.organizations import OrganizationFactory, ProgrammeFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    load_reference()
    return Case()


def answer(organization, raw, *, days_ago=0):
    fetched_at = timezone.now() - timezone.timedelta(days=days_ago)
    organization.answers.create(source="minjust", fetched_at=fetched_at, values={}, raw=raw)


FOUNDERS = [
    ({}, []),
    ({"founders": []}, []),
    ({"founders": [{"fullName": "Ош мэриясы"}]}, ["ош мэриясы"]),
    ({"founders": {"founder": [{"fullName": "Өзгөн"}, {"fullName": "Токтогул  айылы"}]}}, ["озгон", "токтогул айылы"]),
    ({"founders": {"fullName": "Ысык-Көл", "tin": "01234567890123"}}, ["ысык-кол"]),
    ({"founders": [{"fullName": ""}, {"fullName": None}, "text"]}, []),
    ({"head": {"fullName": "Асанова"}}, []),
]


@pytest.mark.parametrize(("raw", "names"), FOUNDERS)
def test_founders_are_found_however_the_register_nests_them(raw, names):
    organization = OrganizationFactory()
    answer(organization, raw)
    assert list(selectors.founders_of(organization)) == [selectors.fold(name) for name in names]


def test_only_the_newest_answer_counts():
    organization = OrganizationFactory()
    answer(organization, {"founders": [{"fullName": "Эски"}]}, days_ago=9)
    answer(organization, {"founders": [{"fullName": "Жаны"}]})
    assert list(selectors.founders_of(organization)) == ["жаны"]


def test_without_an_answer_there_are_no_founders():
    assert list(selectors.founders_of(OrganizationFactory())) == []


def test_heads_are_the_registers_and_whoever_leads_now(case):
    gone = EmploymentFactory(organization=case.school, role=Role.DEPUTY, state=EmploymentState.DISMISSED)
    heads = selectors.heads_of(case.school)
    assert heads[0] == case.school.head_name
    assert {case.world.head.name, case.world.deputy.name} <= set(heads)
    assert len(heads) == len(set(heads))
    assert gone.person.pin not in heads


def test_the_period_must_be_known(case):
    application = quick(State.SUBMITTED)
    with pytest.raises(ValueError, match="period"):
        selectors.period_of(application)
    assert selectors.period_of(scheduled(case))[0] > timezone.localdate()


@pytest.mark.parametrize(
    ("kind", "of_school", "of_programmes", "levels"),
    [
        (AccreditationType.INST_GEN, [Level.SECONDARY_GENERAL], [], {Level.SECONDARY_GENERAL}),
        (AccreditationType.INST_GEN, [Level.PRESCHOOL, Level.BASIC_GENERAL], [], {Level.BASIC_GENERAL}),
        (AccreditationType.INST_NPO, [Level.SECONDARY_GENERAL], [], {Level.PRIMARY_VOCATIONAL}),
        (AccreditationType.PROG_GEN, [Level.SECONDARY_GENERAL], [Level.PRIMARY_GENERAL], {Level.PRIMARY_GENERAL}),
    ],
)
def test_the_levels_are_those_that_are_evaluated(case, kind, of_school, of_programmes, levels):
    application = scheduled(case, kind)
    application.organization.levels = of_school
    application.report.programmes.set(ProgrammeFactory(level=level) for level in of_programmes)
    assert selectors.levels_of(application) == levels


@pytest.mark.parametrize(
    ("state", "days", "load"),
    [
        (InvitationState.WAITING, 0, 1),
        (InvitationState.ACCEPTED, 300, 1),
        (InvitationState.ACCEPTED, 366, 0),
        (InvitationState.DECLINED, 0, 0),
        (InvitationState.LAPSED, 0, 0),
    ],
)
def test_the_load_counts_what_was_accepted_or_is_asked_in_twelve_months(case, state, days, load):
    asked_at = timezone.now() - timezone.timedelta(days=days)
    invitation = bare_invitation(state=state, asked_at=asked_at, **ended_facts(state))
    facts = selectors.expert_facts(scheduled(case))
    assert [each.load for each in facts if each.code == invitation.expert.person.username] == [load]


def test_the_facts_cost_the_same_number_of_questions_for_many_experts(case):
    application = scheduled(case)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            selectors.prospects(application)
        return len(asked)

    experts(2)
    queries()
    few = queries()
    experts(8)
    assert queries() == few
