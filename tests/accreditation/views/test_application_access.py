"""Every page of the school's applications × everybody: an explicit verdict. A new page without a verdict fails."""

from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accreditation.enums.applications import State
from accreditation.services import intake, papers
from accreditation.urls.applications import urlpatterns
from core.uploads import checks, formats
from organizations.enums import Role
from staff.enums import State as EmploymentState
from tests.acting import Visitors, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory
from tests.factories.selfassessment import World
from tests.factories.staff import EmploymentFactory
from tests.files import pdf

pytestmark = pytest.mark.django_db

OK, AWAY, FORBIDDEN, MISSING, INVALID, NOT_ALLOWED = 200, 302, 403, 404, 422, 405
TO_SIGN_IN = {"get": 302, "post": 303}
COLLEAGUES = {"teacher", "accountant"}
LEADERS = {"head", "head without the signature", "deputy", "department_head"}
SCHOOL = COLLEAGUES | LEADERS
OUTSIDE = {
    "anonymous",
    "stranger",
    "head elsewhere",
    "dismissed",
    "administrator",
    "its specialist",
    "another specialist",
    "expert",
    "collegium",
}
PEOPLE = sorted(SCHOOL | OUTSIDE)

# page → (about an application in this state, who gets it, who is told no; others find nothing there), GET, empty POST
VERDICTS = {
    "application_list": (None, SCHOOL, set(), OK, NOT_ALLOWED),
    "application_create": (None, LEADERS, COLLEAGUES, OK, INVALID),
    "application": (State.SUBMITTED, SCHOOL, set(), OK, NOT_ALLOWED),
    "application_paper": (State.DRAFT, SCHOOL, set(), OK, dict.fromkeys(LEADERS, AWAY)),
    "application_send": (State.DRAFT, {"head"}, SCHOOL - {"head"}, NOT_ALLOWED, AWAY),
    "application_sent": (State.SUBMITTED, SCHOOL, set(), OK, NOT_ALLOWED),
    "application_changes": (State.SUBMITTED, SCHOOL, set(), OK, NOT_ALLOWED),
    "application_withdraw": (State.SUBMITTED, {"head"}, SCHOOL - {"head"}, OK, INVALID),
    "application_delete": (State.DRAFT, LEADERS, COLLEAGUES, OK, AWAY),
    "application_return_file": (State.DECLINED, SCHOOL | {"administrator", "its specialist"}, set(), FORBIDDEN, 405),
}


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS)


def expected(page, person, method):
    _state, allowed, refused, on_get, on_post = VERDICTS[page]
    answer = on_get if method == "get" else on_post
    if person == "anonymous":
        return TO_SIGN_IN[method]
    if answer == NOT_ALLOWED:
        return NOT_ALLOWED
    if isinstance(answer, dict):
        return answer.get(person, FORBIDDEN if person in SCHOOL else MISSING)
    if person in allowed:
        return answer
    return FORBIDDEN if person in refused else MISSING


def person_of(case, name):
    school = case.school
    match name:
        case "head" | "head without the signature":
            return case.world.head.person
        case "deputy" | "teacher":
            return (case.world.deputy if name == "deputy" else case.world.teachers[0]).person
        case "accountant" | "department_head":
            return EmploymentFactory(organization=school, role=Role(name)).person
        case "head elsewhere":
            return World().head.person
        case "dismissed":
            return EmploymentFactory(organization=school, role=Role.DEPUTY, state=EmploymentState.DISMISSED).person
        case "administrator":
            return case.administrator
        case "its specialist":
            return case.specialist.person
    factory = {"another specialist": SpecialistFactory, "expert": ExpertFactory, "collegium": CollegiumMemberFactory}
    return factory[name]().person if name in factory else UserFactory()


@pytest.fixture
def application_of(case):
    def application_of(page):
        state = VERDICTS[page][0]
        if state == State.DECLINED:
            application = case.assigned()
            file = checks.check(SimpleUploadedFile("кат.pdf", pdf()), allowed=formats.PAPERS)
            return intake.decline(application, reason="Туура эмес", file=file, by=case.by_specialist)
        application = case.in_state(state) if state else None
        if state == State.DRAFT and page == "application_paper":
            papers.draft_paper(application, by=case.by_deputy)
        return application

    return application_of


def url_of(page, subject):
    if page == "application_return_file":
        return reverse(f"accreditation:{page}", args=[subject.file.public_id])
    return reverse(f"accreditation:{page}", args=[subject.pk] if subject else [])


@pytest.fixture
def visitors(case):
    def enter(client, name):
        if name != "anonymous":
            inn = case.school.inn if name == "head" else None
            in_school = name in SCHOOL | {"dismissed"}
            place = case.school.pk if in_school else None
            sign_in(client, person_of(case, name), inn=inn, organization_id=place, place_key="test")

    return Visitors(enter)


@pytest.mark.parametrize("page", VERDICTS)
def test_every_page_answers_everybody_as_agreed(case, application_of, visitors, page):
    if page == "application_create":
        case.report()
    url = url_of(page, application_of(page))
    asked = list(product(PEOPLE, ["get", "post"]))
    answers = {(person, method): visitors.status(person, method, url) for person, method in asked}
    assert answers == {(person, method): expected(page, person, method) for person, method in asked}
