"""Every page of the staff × everybody: an explicit verdict. A new page without a verdict fails."""

from itertools import product

import pytest
from django.urls import reverse

from organizations.enums import Role
from staff.enums import State
from staff.urls import urlpatterns
from tests.acting import Visitors, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.staff import ActingHeadFactory, EmploymentFactory

pytestmark = pytest.mark.django_db

OK, SEE_OTHER, FORBIDDEN, MISSING, INVALID, NOT_ALLOWED = 200, 302, 403, 404, 422, 405
TO_SIGN_IN = {"get": 302, "post": 303}
PEOPLE = [
    "anonymous",
    "stranger",
    "elsewhere",
    "dismissed",
    "specialist",
    "accountant",
    "department_head",
    "deputy",
    "acting_head",
    "head",
    "administrator",
]
EMPLOYEES = {"specialist", "accountant", "department_head", "deputy", "acting_head", "head"}
MANAGERS = {"deputy", "acting_head", "head"}
HEAD = {"head"}

# page → (who gets it, who is told no; everybody else finds nothing there), answer to GET, answer to an empty POST
VERDICTS = {
    "employee_list": (EMPLOYEES, set(), OK, NOT_ALLOWED),
    "employee_add": (MANAGERS, EMPLOYEES, OK, INVALID),
    "employee": (MANAGERS, EMPLOYEES, OK, NOT_ALLOWED),
    "employee_edit": (MANAGERS, EMPLOYEES, OK, INVALID),
    "employee_dismiss": (MANAGERS, EMPLOYEES, OK, SEE_OTHER),
    "employee_take_back": (MANAGERS, set(), OK, INVALID),
    "employee_check": (MANAGERS, EMPLOYEES, NOT_ALLOWED, SEE_OTHER),
    "employee_accept_name": (MANAGERS, EMPLOYEES, NOT_ALLOWED, SEE_OTHER),
    "permission_table": (EMPLOYEES, set(), OK, NOT_ALLOWED),
    "hand_over": (HEAD, EMPLOYEES, OK, INVALID),
    "acting_head_list": (EMPLOYEES, set(), OK, NOT_ALLOWED),
    "acting_head_add": (HEAD, EMPLOYEES, OK, INVALID),
    "acting_head_stop": (HEAD, EMPLOYEES, OK, SEE_OTHER),
}


def expected(page, person, method):
    allowed, refused, on_get, on_post = VERDICTS[page]
    answer = on_get if method == "get" else on_post
    if person == "anonymous":
        return TO_SIGN_IN[method]
    if answer == NOT_ALLOWED:
        return NOT_ALLOWED
    if person in allowed:
        return answer
    return FORBIDDEN if person in refused else MISSING


@pytest.fixture
def place(head):
    """A school with somebody to look at, somebody who left, and an appointment."""
    school = head.organization
    appointment = ActingHeadFactory(employment__organization=school, employment__role=Role.SPECIALIST)
    return {
        "school": school,
        "head": head,
        "acting_head": appointment.employment,
        "appointment": appointment,
        "teacher": EmploymentFactory(organization=school),
        "elsewhere": EmploymentFactory(role=Role.HEAD),
        "gone": EmploymentFactory(organization=school, state=State.DISMISSED),
    }


def person_of(place, name):
    school = place["school"]
    match name:
        case "anonymous":
            return None
        case "stranger":
            return UserFactory()
        case "elsewhere":
            return place["elsewhere"].person
        case "dismissed":
            return EmploymentFactory(organization=school, role=Role.DEPUTY, state=State.DISMISSED).person
        case "administrator":
            return UserFactory(is_administrator=True)
        case "head" | "acting_head":
            return place[name].person
    return EmploymentFactory(organization=school, role=Role(name)).person


def work_of(place, name):
    """Where the session says that the person works: a dismissed one's still names the school."""
    return None if name in {"stranger", "elsewhere", "administrator"} else place["school"].pk


def place_of(page):
    """Whose entry the page is about; pages about nobody show everybody his own school."""
    if page == "acting_head_stop":
        return "appointment"
    if page == "employee_take_back":
        return "gone"
    return "teacher" if page.startswith("employee") and page not in {"employee_list", "employee_add"} else ""


def url_of(page, place):
    about = place_of(page)
    return reverse(f"staff:{page}", args=[place[about].pk] if about else [])


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS)


@pytest.fixture
def visitors(place):
    def enter(client, name):
        if user := person_of(place, name):
            sign_in(client, user, organization_id=work_of(place, name), place_key="test")

    return Visitors(enter)


@pytest.mark.parametrize("page", VERDICTS)
def test_every_page_answers_everybody_as_agreed(place, visitors, page):
    people = [person for person in PEOPLE if person != "elsewhere" or place_of(page)]
    asked = list(product(people, ["get", "post"]))
    answers = {(person, method): visitors.status(person, method, url_of(page, place)) for person, method in asked}
    assert answers == {(person, method): expected(page, person, method) for person, method in asked}


def test_a_session_that_names_a_foreign_school_opens_nothing(client, head):
    other = EmploymentFactory(role=Role.HEAD)
    sign_in(client, head.person, organization_id=other.organization_id, place_key="test")
    assert client.get(reverse("staff:employee_list")).status_code == MISSING
    assert client.get(reverse("staff:employee", args=[other.pk])).status_code == MISSING


def test_people_of_another_school_do_not_exist(client, head):
    other = EmploymentFactory()
    sign_in(client, head.person, organization_id=head.organization_id, place_key="test")
    for page in ("employee", "employee_edit", "employee_dismiss", "employee_take_back"):
        assert client.get(reverse(f"staff:{page}", args=[other.pk])).status_code == MISSING


def test_a_changed_role_holds_from_the_next_request(client, deputy):
    sign_in(client, deputy.person, organization_id=deputy.organization_id, place_key="test")
    assert client.get(reverse("staff:employee_add")).status_code == OK
    deputy.role = Role.SPECIALIST
    deputy.save()
    assert client.get(reverse("staff:employee_add")).status_code == FORBIDDEN
