"""Every page of a self-assessment × everybody, before and after its orders: an explicit verdict. A new page without a
verdict fails."""

import pytest
from django.urls import reverse

from organizations.enums import Role
from selfassessment.enums import State
from selfassessment.urls import urlpatterns
from staff.enums import State as EmploymentState
from tests.acting import Visitors, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.selfassessment import World
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
OUTSIDE = {"stranger", "elsewhere", "dismissed"}
LEADERS = {"department_head", "deputy", "acting_head", "head"}
EMPLOYEES = LEADERS | {"specialist", "accountant"}
SIGNERS = {"acting_head", "head"}
NOBODY: set[str] = set()

# page → who gets it in a draft, who when the report is approved, answer to GET, answer to an empty POST; employees who
# do not get it are told no, everybody else finds nothing. A page without a report has no second set.
LISTS = {
    "self_assessment_list": (EMPLOYEES, OK, NOT_ALLOWED),
    "self_assessment_finished_list": (EMPLOYEES, OK, NOT_ALLOWED),
    "self_assessment_create": (LEADERS, OK, SEE_OTHER),
}
VERDICTS = {
    "self_assessment_delete": (LEADERS, NOBODY, OK, SEE_OTHER),
    "self_assessment_commission_add": (LEADERS, NOBODY, OK, INVALID),
    "self_assessment_take_over": (LEADERS, LEADERS, NOT_ALLOWED, SEE_OTHER),
    "self_assessment_order": (LEADERS, NOBODY, OK, SEE_OTHER),
    "self_assessment_order_replace": (LEADERS, LEADERS, OK, INVALID),
    "self_assessment_signing_cancel": (LEADERS, LEADERS, NOT_ALLOWED, SEE_OTHER),
    "self_assessment_return": (NOBODY, SIGNERS, OK, INVALID),
}
# page → who may write there in a draft, and the answer to an empty POST; everybody who sees the report reads it
READ = {
    "self_assessment_commission": (LEADERS, SEE_OTHER),
    "self_assessment_plan": (LEADERS, INVALID),
    "self_assessment_order_paper": (LEADERS, SEE_OTHER),
}
OTHERS = {  # walked beside their own tests
    "self_assessment_report",
    "self_assessment_approval",
    "self_assessment_approval_order",
    "self_assessment_approval_paper",
    "self_assessment_order_withdraw",
}


@pytest.fixture
def draft(world):
    return world.planned()


@pytest.fixture
def approved(world):
    return world.approved()


def person_of(world, name):
    school = world.school
    match name:
        case "anonymous":
            return None
        case "stranger":
            return UserFactory()
        case "elsewhere":
            return World().head.person
        case "dismissed":
            return EmploymentFactory(organization=school, role=Role.DEPUTY, state=EmploymentState.DISMISSED).person
        case "administrator":
            return UserFactory(is_administrator=True)
        case "head":
            return world.head.person
        case "member":
            return world.teachers[0].person
        case "acting_head":
            employment = EmploymentFactory(organization=school, role=Role.SPECIALIST)
            return ActingHeadFactory(employment=employment).employment.person
    return EmploymentFactory(organization=school, role=Role(name)).person


@pytest.fixture
def visitors(world):
    """Everybody, in this school or not. Who may sign has the signature."""

    def enter(client, name):
        if user := person_of(world, name):
            work = None if name in {"stranger", "elsewhere", "administrator"} else world.school.pk
            inn = world.school.inn if name in SIGNERS else None
            sign_in(client, user, inn=inn, organization_id=work, place_key="test")

    return Visitors(enter)


def expected(name, method, allowed, answers, *, administrators=MISSING):
    wanted = answers[method]
    if name == "anonymous":
        return TO_SIGN_IN[method]
    if wanted == NOT_ALLOWED:
        return NOT_ALLOWED
    if name in allowed:
        return wanted
    if name in EMPLOYEES:
        return FORBIDDEN
    return administrators if name == "administrator" else MISSING


def walk(visitors, address, method, verdict, **kwargs):
    allowed, on_get, on_post = verdict
    answers = {name: visitors.status(name, method, address) for name in PEOPLE}
    wanted = {"get": on_get, "post": on_post}
    assert answers == {name: expected(name, method, allowed, wanted, **kwargs) for name in PEOPLE}


def url(page, report):
    return reverse(f"selfassessment:{page}", args=[report.pk])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", LISTS)
def test_the_lists(visitors, page, method):
    address = reverse(f"selfassessment:{page}")
    allowed, on_get, on_post = LISTS[page]
    people = [name for name in PEOPLE if name != "elsewhere"]  # everybody has the list of his own school
    answers = {name: visitors.status(name, method, address) for name in people}
    wanted = {"get": on_get, "post": on_post}
    assert answers == {name: expected(name, method, allowed, wanted) for name in people}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", VERDICTS)
def test_pages_of_a_draft(visitors, draft, page, method):
    allowed, _later, on_get, on_post = VERDICTS[page]
    on_post = FORBIDDEN if page == "self_assessment_take_over" and not allowed else on_post
    walk(visitors, url(page, draft), method, (allowed, on_get, on_post))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", VERDICTS)
def test_pages_of_an_approved_report(visitors, approved, page, method):
    """Administrators see the report, so they are told no."""
    _before, allowed, on_get, on_post = VERDICTS[page]
    walk(visitors, url(page, approved), method, (allowed, on_get, on_post), administrators=FORBIDDEN)


@pytest.mark.parametrize("page", READ)
def test_everybody_in_the_school_reads_a_draft_and_its_leaders_write(visitors, draft, page):
    allowed, on_post = READ[page]
    on_get = SEE_OTHER if page == "self_assessment_order_paper" else OK  # there is no paper to look at yet
    walk(visitors, url(page, draft), "get", (EMPLOYEES, on_get, on_post))
    walk(visitors, url(page, draft), "post", (allowed, on_get, on_post))


@pytest.mark.parametrize("page", ["self_assessment_report", "self_assessment_approval"])
def test_an_approved_report_is_read_by_the_school_and_the_ministry(visitors, approved, page):
    assert approved.state == State.APPROVED
    walk(visitors, url(page, approved), "get", (EMPLOYEES | {"administrator"}, OK, NOT_ALLOWED))


def test_every_page_of_the_frame_has_a_verdict():
    ours = {
        pattern.name
        for pattern in urlpatterns
        if pattern.callback.__module__.rpartition(".")[2] in {"lists", "commission", "plan", "orders", "approval"}
    }
    assert ours == {*LISTS, *VERDICTS, *READ, *OTHERS} - {"self_assessment_report"}
