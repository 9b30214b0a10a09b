"""The lists of the manuals: where an application stands in each state, and after its certificate has ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accreditation.enums.applications import State, Tab
from accreditation.enums.certificates import CertificateState
from accreditation.models import Application, Certificate
from accreditation.selectors import applications
from accreditation.selectors.tabs import in_tab, tab_of
from tests.factories.certificates import issued

pytestmark = pytest.mark.django_db

# the facts of the manuals: which list holds which state
EXPECTED = {
    State.DRAFT: Tab.DRAFTS,
    State.SUBMITTED: Tab.REQUESTS,
    State.REGISTERED: Tab.REQUESTS,
    State.ASSIGNED: Tab.REQUESTS,
    State.SCHEDULED: Tab.REQUESTS,
    State.INVITING: Tab.UNDER_CONSIDERATION,
    State.AGREED: Tab.UNDER_CONSIDERATION,
    State.ORDERED: Tab.UNDER_CONSIDERATION,
    State.EVALUATION: Tab.UNDER_CONSIDERATION,
    State.RETURNED: Tab.UNDER_CONSIDERATION,
    State.EVALUATED: Tab.CONSIDERED,
    State.CONSIDERED: Tab.CONSIDERED,
    State.POSTPONED: Tab.CONSIDERED,
    State.ACCREDITED: Tab.IN_FORCE,
    State.REFUSED: Tab.REJECTED,
    State.DECLINED: Tab.REJECTED,
    State.WITHDRAWN: Tab.REJECTED,
}


def tabs_of(application):
    return [tab for tab in Tab if Application.objects.filter(in_tab(tab), pk=application.pk).exists()]


def test_the_table_knows_every_state():
    assert set(EXPECTED) == set(State)


@pytest.mark.parametrize("state", State)
def test_each_state_stands_in_one_list(case, state):
    application = case.quick(state)
    assert tabs_of(application) == [tab_of(application)] == [EXPECTED[state]]


@pytest.mark.parametrize("state", CertificateState)
def test_what_has_no_certificate_in_force_leaves_that_list(case, state):
    application = case.quick(State.ACCREDITED)
    issued(application=application)
    Certificate.objects.update(state=state)
    expected = Tab.IN_FORCE if state == CertificateState.IN_FORCE else Tab.CONSIDERED
    assert tabs_of(application) == [tab_of(application)] == [expected]


def test_a_certificate_whose_last_day_is_over_is_not_in_force_even_if_nobody_noted_it(case):
    application = case.quick(State.ACCREDITED)
    issued(application=application)
    yesterday = timezone.localdate() - timedelta(days=1)
    Certificate.objects.update(valid_from=yesterday - timedelta(days=9), valid_until=yesterday)
    assert tabs_of(application) == [Tab.CONSIDERED]
    Certificate.objects.update(valid_until=timezone.localdate())
    assert tabs_of(application) == [Tab.IN_FORCE]


def test_an_application_with_two_certificates_is_counted_once(case):
    application = case.quick(State.ACCREDITED, organization=case.school)
    issued(application=application, conditional=True)
    issued(application=application)
    counts = applications.counts(applications.seen(case.by_head, case.school.pk), Tab)
    assert (counts[Tab.IN_FORCE], counts[Tab.CONSIDERED]) == (1, 0)
    assert list(applications.applications(case.by_head, Tab.IN_FORCE)) == [application]
