"""Every page of step 3 × everybody, while the report is written and when it is approved: an explicit verdict.
A new page without a verdict fails."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.uploads import formats
from core.uploads.checks import check
from core.uploads.models import ScanState
from selfassessment.models import AnswerRevision, Comment, EvidenceFile
from selfassessment.services import evidence as services
from selfassessment.urls import urlpatterns
from tests.factories.selfassessment import LinkFactory
from tests.files import pdf, upload
from tests.selfassessment.views.test_access import (
    EMPLOYEES,
    FORBIDDEN,
    INVALID,
    LEADERS,
    MISSING,
    NOBODY,
    NOT_ALLOWED,
    OK,
    PEOPLE,
    SEE_OTHER,
    TO_SIGN_IN,
    visitors,
)

__all__ = ["visitors"]

pytestmark = pytest.mark.django_db

MEMBER = {"member"}  # a specialist who sits in the commission; nobody else of these people does
INSIDE = EMPLOYEES | MEMBER
MINISTRY = {"administrator"}
# page → who gets it while the report is written, who when it is approved, answer to GET, answer to an empty POST
VERDICTS = {
    "self_assessment_part": (INSIDE, INSIDE | MINISTRY, OK, None),
    "part_responsible": (LEADERS | MEMBER, NOBODY, OK, SEE_OTHER),
    "answer": (INSIDE, INSIDE | MINISTRY, SEE_OTHER, NOT_ALLOWED),
    "answer_history": (INSIDE, INSIDE, OK, NOT_ALLOWED),
    "answer_restore": (MEMBER, NOBODY, NOT_ALLOWED, SEE_OTHER),
    "answer_conflict": (MEMBER, NOBODY, OK, INVALID),
    "answer_comments": (INSIDE, INSIDE, OK, None),
    "comment_resolve": (LEADERS | MEMBER, NOBODY, NOT_ALLOWED, SEE_OTHER),
    "comment_reopen": (INSIDE, NOBODY, NOT_ALLOWED, SEE_OTHER),
    "answer_evidence_add": (MEMBER, NOBODY, OK, INVALID),
    "citation": (INSIDE, INSIDE, SEE_OTHER, NOT_ALLOWED),
    "citation_remove": (MEMBER, NOBODY, NOT_ALLOWED, SEE_OTHER),
    "evidence_library": (INSIDE, INSIDE, OK, NOT_ALLOWED),
    "evidence_add": (INSIDE, INSIDE, OK, INVALID),
    "evidence": (INSIDE, INSIDE, OK, INVALID),
    "evidence_delete": (INSIDE, INSIDE, OK, SEE_OTHER),
    "evidence_file": (INSIDE, INSIDE | MINISTRY, OK, NOT_ALLOWED),
}
WRITTEN = {"self_assessment_part": (MEMBER, SEE_OTHER), "answer_comments": (INSIDE, INVALID)}  # empty POSTs meanwhile
OWN = {"evidence", "evidence_delete", "citation"}  # the library is the school's: to everybody else it does not exist
NO_REPORT = {"evidence_library", "evidence_add"}  # everybody has those of his own school


@pytest.fixture(params=["written", "approved"])
def place(request, world):
    """A school whose commission writes, with one of everything beside the first answer."""
    report = world.filled() if request.param == "written" else world.approved()
    field = report.answers.in_order().first()
    by = world.deputy.person
    file = services.add_file(world.school, check(upload(pdf(), "x.pdf"), allowed=formats.PAPERS), by=world.by_deputy)
    EvidenceFile.objects.update(scan_state=ScanState.CLEAN, scanned_at=timezone.now())
    cited = field.citations.create(evidence=file, cited_by=by, version=file.newest)
    saved = AnswerRevision.objects.create(answer=field, kind="saved", version=9, text="Мурунку", by=by)
    aside = AnswerRevision.objects.create(answer=field, kind="set_aside", version=0, text="Кеч", by=by)
    remark = Comment.objects.create(answer=field, text="Сөз", by=by)
    arguments = {
        "self_assessment_part": [report.pk, 1],
        "part_responsible": [report.pk, 1],
        "answer_restore": [field.pk, saved.pk],
        "answer_conflict": [field.pk, aside.pk],
        "comment_resolve": [remark.pk],
        "comment_reopen": [remark.pk],
        "citation": [cited.pk],
        "citation_remove": [cited.pk],
        "evidence": [file.pk],
        "evidence_delete": [LinkFactory(organization=world.school).pk],
        "evidence_file": [file.newest.file.public_id],
        "evidence_library": [],
        "evidence_add": [],
    }
    return request.param, lambda page: reverse(f"selfassessment:{page}", args=arguments.get(page, [field.pk]))


def allowed_at(page, method, when):
    """Who gets the page, and with which answer."""
    meanwhile, later, on_get, on_post = VERDICTS[page]
    now = meanwhile if when == "written" else later
    if method == "get" or on_post is not None:
        return now, on_get if method == "get" else on_post
    return WRITTEN[page] if when == "written" else (NOBODY, FORBIDDEN)


def expected(page, name, method, when):
    allowed, wanted = allowed_at(page, method, when)
    if name == "anonymous":
        return TO_SIGN_IN[method]
    if wanted == NOT_ALLOWED:
        return NOT_ALLOWED
    if name in allowed:
        return wanted
    if name in INSIDE:
        return FORBIDDEN
    sees_the_report = name == "administrator" and when == "approved" and page not in OWN | NO_REPORT
    return FORBIDDEN if sees_the_report else MISSING


@pytest.mark.parametrize("page", VERDICTS)
def test_every_page_answers_everybody_as_agreed(place, visitors, page):
    when, url = place
    people = [name for name in [*PEOPLE, "member"] if page not in NO_REPORT or name != "elsewhere"]
    asked = [(name, method) for name in people for method in ("get", "post")]
    answers = {(name, method): visitors.status(name, method, url(page)) for name, method in asked}
    assert answers == {(name, method): expected(page, name, method, when) for name, method in asked}


def test_every_page_of_step_three_has_a_verdict():
    rooms = {"answers", "comments", "evidence", "parts", "responsible", "shelf"}
    ours = {one.name for one in urlpatterns if one.callback.__module__.rpartition(".")[2] in rooms}
    assert ours == set(VERDICTS)
