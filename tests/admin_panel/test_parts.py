"""The lines about experts and the collegium on the ministry's page of an application."""

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import ItemState
from accreditation.enums.invitations import InvitationState
from admin_panel import parts
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall
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


@pytest.mark.parametrize("state", ItemState)
def test_the_sitting_is_named_with_the_state_of_the_case(administrator, state):
    item = Hall(count=3).item_in(state)
    line = parts.collegium(administrator, item.application)
    assert line.status == state.label
    assert line.url.endswith(f"/sittings/{item.sitting_id}/cases/1/")
    specialist = parts.collegium(acting_as(item.application.specialist), item.application)
    assert specialist.url.endswith(f"/sittings/{item.sitting_id}/")
    assert parts.collegium(acting_as(SpecialistFactory()), item.application) is None


def test_without_a_sitting_there_is_no_line(administrator):
    assert parts.collegium(administrator, quick(State.EVALUATED)) is None
