"""Every page of the ministry × everybody: an explicit verdict. A new page without a verdict fails."""

from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from admin_panel.urls import urlpatterns
from organizations.enums import Role
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory
from tests.factories.proofs import HeadProofFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db

OK, SEE_OTHER, FORBIDDEN, MISSING, INVALID, NOT_ALLOWED = 200, 302, 403, 404, 422, 405
TO_SIGN_IN = {"get": 302, "post": 303}
PEOPLE = {
    "anonymous": lambda: None,
    "stranger": UserFactory,
    "head": lambda: EmploymentFactory(role=Role.HEAD).person,
    "operator": lambda: UserFactory(is_staff=True, is_superuser=True),
    "expert": lambda: ExpertFactory().person,
    "member": lambda: CollegiumMemberFactory().person,
    "blocked_specialist": lambda: SpecialistFactory(blocked=True).person,
    "specialist": lambda: SpecialistFactory().person,
    "administrator": lambda: UserFactory(is_administrator=True),
}
MINISTRY = {"specialist", "administrator"}
ADMINISTRATORS = {"administrator"}
PEOPLE_OF = {"expert": ExpertFactory, "collegiummember": CollegiumMemberFactory, "specialist": SpecialistFactory}


def of_people(key, make):
    """The verdicts on the pages of one list of people."""
    return {
        f"{key}_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
        f"{key}_find": (ADMINISTRATORS, SEE_OTHER, INVALID, None),
        f"{key}_add": (ADMINISTRATORS, OK, INVALID, None),
        key: (ADMINISTRATORS, OK, NOT_ALLOWED, make),
        f"{key}_edit": (ADMINISTRATORS, OK, INVALID, make),
        f"{key}_block": (ADMINISTRATORS, OK, INVALID, make),
        f"{key}_unblock": (ADMINISTRATORS, OK, INVALID, make),
        f"{key}_delete": (ADMINISTRATORS, OK, SEE_OTHER, make),
    }


# page → (who gets it; everybody else is told no, answer to GET, answer to an empty POST, what the address names)
VERDICTS = {
    "home": (MINISTRY, OK, NOT_ALLOWED, None),
    "proof_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "proof": (ADMINISTRATORS, OK, INVALID, HeadProofFactory),
}
for key, make in PEOPLE_OF.items():
    VERDICTS |= of_people(key, make)


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS)


def expected(page, person, method):
    allowed, shown, answered, _about = VERDICTS[page]
    if person == "anonymous":
        return TO_SIGN_IN[method]
    answer = shown if method == "get" else answered
    if answer == NOT_ALLOWED:
        return NOT_ALLOWED
    return answer if person in allowed else FORBIDDEN


def answer(page, person, method):
    """The status that this person gets; whatever the request changed is undone."""
    about = VERDICTS[page][3]
    with transaction.atomic():
        client, user = Client(), PEOPLE[person]()
        if user:
            sign_in(client, user)
        url = reverse(f"ministry:{page}", args=[about().pk] if about else [])
        status = getattr(client, method)(url).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize(("page", "method"), list(product(VERDICTS, ["get", "post"])))
def test_every_page_answers_everybody_as_agreed(page, method):
    answers = {person: answer(page, person, method) for person in PEOPLE}
    assert answers == {person: expected(page, person, method) for person in PEOPLE}


@pytest.mark.parametrize("page", [page for page, verdict in VERDICTS.items() if verdict[3]])
def test_what_does_not_exist_is_not_found(client, page):
    sign_in(client, UserFactory(is_administrator=True))
    assert client.get(reverse(f"ministry:{page}", args=[10**9])).status_code == MISSING


def test_who_was_blocked_is_out_at_the_next_request(client):
    entry = SpecialistFactory()
    sign_in(client, entry.person)
    assert client.get(reverse("ministry:home")).status_code == OK
    type(entry).objects.filter(pk=entry.pk).update(
        blocked_at=entry.added_at, blocked_by=UserFactory(), block_reason="x"
    )
    assert client.get(reverse("ministry:home")).status_code == FORBIDDEN
