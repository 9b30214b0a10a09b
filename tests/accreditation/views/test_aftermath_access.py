"""Every page of conditions and appeals × everybody: an explicit verdict. A new page without a verdict fails."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accreditation.enums.appeals import Against, AppealGround
from accreditation.models import AppealFile, ConditionFile
from accreditation.services import appeals as appealing
from accreditation.services import conditions as fulfilling
from accreditation.services.appeals import Complaint
from accreditation.urls.aftermath import urlpatterns
from core.uploads import checks, formats
from tests.acting import Visitors, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.appeals import Quarrel
from tests.factories.conditions import conditions
from tests.factories.people import ExpertFactory, SpecialistFactory
from tests.factories.selfassessment import World
from tests.files import pdf

pytestmark = pytest.mark.django_db

OK, AWAY, FORBIDDEN, MISSING, INVALID, NOT_ALLOWED = 200, 302, 403, 404, 422, 405
TO_SIGN_IN = {"get": 302, "post": 303}
LEADERS, SCHOOL = {"head", "deputy"}, {"head", "deputy", "teacher"}
MINISTRY, PANEL = {"its specialist", "administrator"}, {"panelist"}
OUTSIDE = {"stranger", "head elsewhere", "another specialist", "expert"}
PEOPLE = sorted({"anonymous"} | SCHOOL | MINISTRY | PANEL | OUTSIDE)

# page → (who gets it, who is told no; others find nothing there), GET, empty POST, what it is about
VERDICTS = {
    "condition_list": (SCHOOL, set(), OK, NOT_ALLOWED, "application"),
    "condition_answer": (LEADERS, {"teacher"}, OK, INVALID, "condition"),
    "condition_file": (SCHOOL | MINISTRY, set(), FORBIDDEN, NOT_ALLOWED, "evidence"),
    "appeal_list": (SCHOOL, set(), OK, NOT_ALLOWED, "application"),
    "appeal_file": ({"head"}, SCHOOL - {"head"}, OK, INVALID, "refusal"),
    "appeal": (SCHOOL, set(), OK, NOT_ALLOWED, "appeal"),
    "appeal_withdraw": ({"head"}, SCHOOL - {"head"}, OK, AWAY, "appeal"),
    "appeal_document": (SCHOOL | MINISTRY | PANEL, set(), FORBIDDEN, NOT_ALLOWED, "document"),
    "panel_home": (set(PEOPLE) - {"anonymous"}, set(), OK, NOT_ALLOWED, None),
    "panel_appeal": (PANEL, set(), OK, INVALID, "heard"),
    "panel_step_aside": (PANEL, set(), OK, INVALID, "heard"),
}


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS)


@pytest.fixture
def scene(case):
    """What the pages are about: two conditions, one answered with a file; a refusal, an appeal with a file before its
    panel."""
    quarrel = Quarrel(case)
    open_one, answered = conditions(case)
    file = checks.check(SimpleUploadedFile("кат.pdf", pdf()), allowed=formats.PAPERS)
    fulfilling.answer(answered, "Аткарылды", files=[file], by=case.by_deputy)
    other = Quarrel(case, Against.SUSPENSION)
    complaint = Complaint(grounds=[AppealGround.FACTS], text="Туура эмес", files=[file])
    appeal = appealing.file(other.application, Against.SUSPENSION, complaint, by=case.by_head)
    registered = appealing.register(appeal, number="А-1", on=appeal.filed_at.date(), by=case.by_administrator)
    heard = appealing.name_panel(registered, other.people, by=case.by_administrator)
    return {
        None: [],
        "application": [open_one.application_id],
        "condition": [open_one.pk],
        "evidence": [ConditionFile.objects.get().public_id],
        "refusal": [quarrel.application.pk, "refusal"],
        "appeal": [heard.pk],
        "heard": [heard.pk],
        "document": [AppealFile.objects.get().public_id],
        "panelist": other.panel[0].person,
    }


def person_of(case, scene, name):
    match name:
        case "head":
            return case.world.head.person
        case "deputy":
            return case.world.deputy.person
        case "teacher":
            return case.world.teachers[0].person
        case "head elsewhere":
            return World().head.person
        case "its specialist":
            return case.specialist.person
        case "administrator":
            return case.administrator
        case "panelist":
            return scene["panelist"]
    factory = {"another specialist": SpecialistFactory, "expert": ExpertFactory}
    return factory[name]().person if name in factory else UserFactory()


@pytest.fixture
def visitors(case, scene):
    def enter(client, name):
        if name != "anonymous":
            inn = case.school.inn if name == "head" else None
            place = case.school.pk if name in SCHOOL else None
            sign_in(client, person_of(case, scene, name), inn=inn, organization_id=place, place_key="test")

    return Visitors(enter)


def expected(page, person, method):
    allowed, refused, on_get, on_post, _about = VERDICTS[page]
    given = on_get if method == "get" else on_post
    if person == "anonymous":
        return TO_SIGN_IN[method]
    if given == NOT_ALLOWED or person in allowed:
        return given
    return FORBIDDEN if person in refused else MISSING


def test_every_page_answers_everybody_as_agreed(scene, visitors):
    for page, verdict in VERDICTS.items():
        url = reverse(f"accreditation:{page}", args=scene[verdict[4]])
        for method in ("get", "post"):
            answers = {person: visitors.status(person, method, url) for person in PEOPLE}
            assert answers == {person: expected(page, person, method) for person in PEOPLE}, (page, method)
