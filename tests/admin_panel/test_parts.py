"""The line about experts on the ministry's page of an application."""

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from admin_panel import parts
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.draw import bare_draw, bare_invitation
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture(autouse=True)
def _standards(db):
    load_reference()


@pytest.fixture
def administrator(db):
    return Acting(user=UserFactory(is_administrator=True))


SHOWN = [
    (State.SUBMITTED, False),
    (State.REGISTERED, False),
    (State.ASSIGNED, True),
    (State.SCHEDULED, True),
    (State.INVITING, True),
    (State.AGREED, True),
    (State.ORDERED, True),
    (State.EVALUATION, True),
    (State.ACCREDITED, True),
    (State.DECLINED, False),
    (State.WITHDRAWN, False),
]


@pytest.mark.parametrize(("state", "shown"), SHOWN)
def test_the_line_stands_from_the_specialist_on(administrator, state, shown):
    assert (parts.experts(administrator, quick(state)) is not None) is shown


@pytest.mark.parametrize("who", ["its specialist", "another specialist", "stranger"])
def test_the_line_is_for_those_who_handle_the_application(who):
    application = quick(State.INVITING)
    acting = {
        "its specialist": lambda: acting_as(application.specialist),
        "another specialist": lambda: acting_as(SpecialistFactory()),
        "stranger": lambda: Acting(user=UserFactory()),
    }[who]()
    assert (parts.experts(acting, application) is not None) is (who == "its specialist")


@pytest.mark.parametrize("agreed", [0, 1, 2, 3])
def test_the_line_says_how_many_agreed(administrator, agreed):
    application = quick(State.INVITING)
    assert parts.experts(administrator, application).status == "Not drawn yet"
    bare_draw(application)
    for seat in range(1, agreed + 1):
        bare_invitation(application=application, seat=seat, state=InvitationState.ACCEPTED)
    line = parts.experts(administrator, application)
    assert line.status == f"Agreed: {agreed} of 3."
    assert line.tone == ("done" if agreed == 3 else "accent")
    assert line.url == f"/ministry/accreditations/{application.pk}/experts/"
