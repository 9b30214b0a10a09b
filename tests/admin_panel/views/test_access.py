"""Every page of the ministry × everybody: an explicit verdict. A new page without a verdict fails."""

import uuid
from datetime import date
from itertools import product

import pytest
from django.urls import reverse

from accreditation.enums.certificates import CertificateState
from accreditation.enums.conditions import ConditionState
from accreditation.models import Label, Note, ReturnParagraph
from accreditation.services import sittings
from accreditation.services.paragraphs import load_reference as load_paragraphs
from admin_panel.urls import urlpatterns
from organizations.enums import Role
from selfassessment.services.reference import load_reference
from tests.acting import Visitors, sign_in
from tests.factories import conditions, draw, objections
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, quick
from tests.factories.appeals import Quarrel
from tests.factories.calendar import DayExceptionFactory
from tests.factories.certificates import in_state, issued
from tests.factories.collegium import Hall
from tests.factories.evaluation import Group
from tests.factories.notifications import FeedbackFactory, PublicationFactory, PublicationFileFactory
from tests.factories.people import (
    CollegiumMemberFactory,
    ExpertFactory,
    ExpertRelativeFactory,
    SpecialistFactory,
    UnavailabilityFactory,
)
from tests.factories.proofs import HeadProofFactory
from tests.factories.selfassessment import draft_section, draft_standard, scheduled_standard
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
        f"{key}_export": (ADMINISTRATORS, NOT_ALLOWED, MISSING, None),
        f"{key}_import": (ADMINISTRATORS, OK, INVALID, None),
        f"{key}_sample": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
        f"{key}_import_confirm": (ADMINISTRATORS, NOT_ALLOWED, FORBIDDEN, None),
    }


def an_application():
    load_reference()
    return quick()


def a_certificate():
    load_reference()
    return issued()


def a_suspended_certificate():
    load_reference()
    return in_state(CertificateState.SUSPENDED)


def nothing():
    """Nobody's: it does not exist for anybody."""
    return 10**9


def a_document():
    return PublicationFileFactory().public_id


def a_label():
    return Label.objects.create(name="Шашылыш")


def a_paragraph():
    load_paragraphs()
    return ReturnParagraph.objects.first()


def a_note():
    application = an_application()
    note = Note.objects.create(application=application, text="Эскертүү", by=UserFactory())
    return application, note


def a_relative():
    relative = ExpertRelativeFactory()
    return relative.expert, relative


def an_absence():
    absence = UnavailabilityFactory()
    return absence.expert, absence


def a_file_of_a_report():
    return an_application(), uuid.uuid4()


def of_experts(make):
    """What exists only beside an application, with the standards in force."""

    def about():
        load_reference()
        return make()

    return about


inviting, namesake = of_experts(draw.inviting), of_experts(draw.namesake)
invitation, drawn = of_experts(draw.bare_invitation), of_experts(draw.bare_draw)
redraw = of_experts(draw.redraw_request)
generated_order = of_experts(draw.application_with_an_order)
objection = of_experts(objections.bare_objection)


def a_decision():
    load_reference()
    return Group(Case(), criteria=1).final()


def an_evaluated_application():
    return a_decision().application


def a_sitting():
    load_reference()
    return Hall(count=3).planned()


def a_case_of_a_sitting():
    return a_sitting(), 1


def a_conflict_of_a_member():
    load_reference()
    hall = Hall(count=3)
    sitting = hall.planned()
    sittings.declare_conflict(sitting.items.get(), hall.chair, note="Тууганы", by=hall.secretary)
    return sitting, 1, hall.chair


def a_pack_of_a_sitting():
    return a_sitting(), "pdf"


@of_experts
def a_condition():
    return conditions.conditions(Case())[0]


@of_experts
def an_answered_condition():
    return conditions.in_state(Case(), ConditionState.ANSWERED)


@of_experts
def an_appeal():
    return Quarrel(Case()).filed()


@of_experts
def a_registered_appeal():
    return Quarrel(Case()).registered()


@of_experts
def an_appeal_that_was_voted_on():
    return Quarrel(Case()).voted()


# page → (who gets it; everybody else is told no, answer to GET, answer to an empty POST, what the address names)
VERDICTS = {
    "home": (MINISTRY, OK, NOT_ALLOWED, None),
    "certificate_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "certificate": (ADMINISTRATORS, OK, NOT_ALLOWED, a_certificate),
    "certificate_suspend": (ADMINISTRATORS, OK, INVALID, a_certificate),
    "certificate_reinstate": (ADMINISTRATORS, OK, INVALID, a_suspended_certificate),
    "certificate_revoke": (ADMINISTRATORS, OK, INVALID, a_certificate),
    "condition_list": (MINISTRY, OK, NOT_ALLOWED, None),
    "condition": (MINISTRY, OK, NOT_ALLOWED, a_condition),
    "condition_close": (MINISTRY, OK, SEE_OTHER, an_answered_condition),
    "condition_send_back": (MINISTRY, OK, INVALID, an_answered_condition),
    "condition_extend": (MINISTRY, OK, INVALID, a_condition),
    "appeal_list": (MINISTRY, OK, NOT_ALLOWED, None),
    "appeal": (MINISTRY, OK, NOT_ALLOWED, an_appeal),
    "appeal_register": (ADMINISTRATORS, OK, INVALID, an_appeal),
    "appeal_panel": (ADMINISTRATORS, OK, INVALID, a_registered_appeal),
    "appeal_decide": (ADMINISTRATORS, OK, INVALID, an_appeal_that_was_voted_on),
    "proof_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "proof": (ADMINISTRATORS, OK, INVALID, HeadProofFactory),
    "application_experts": (MINISTRY, OK, NOT_ALLOWED, inviting),
    "expert_by_hand": (MINISTRY, OK, INVALID, inviting),
    "surname_judge": (MINISTRY, OK, INVALID, namesake),
    "redraw_ask": (MINISTRY, OK, INVALID, inviting),
    "redraw_answer": (MINISTRY, OK, INVALID, redraw),
    "invitation_replace": (MINISTRY, OK, INVALID, invitation),
    "chair_change": (MINISTRY, OK, INVALID, invitation),
    "evaluation_order": (MINISTRY, OK, INVALID, inviting),
    "evaluation_order_sign": (MINISTRY, NOT_ALLOWED, FORBIDDEN, generated_order),
    "objection": (MINISTRY, OK, INVALID, objection),
    "evaluation_order_upload": (MINISTRY, OK, INVALID, generated_order),
    "evaluation_order_file": (MINISTRY, MISSING, NOT_ALLOWED, uuid.uuid4),
    "application_evaluation": (MINISTRY, OK, NOT_ALLOWED, an_evaluated_application),
    "evaluation": (MINISTRY, OK, NOT_ALLOWED, a_decision),
    "evaluation_reopen": (MINISTRY, OK, INVALID, a_decision),
    "draw": (MINISTRY, OK, NOT_ALLOWED, drawn),
    "draw_json": (MINISTRY, OK, NOT_ALLOWED, drawn),
    "application_list": (MINISTRY, OK, NOT_ALLOWED, None),
    "application_pulse": (MINISTRY, OK, NOT_ALLOWED, None),
    "search_save": (MINISTRY, NOT_ALLOWED, SEE_OTHER, None),
    "search_delete": (MINISTRY, NOT_ALLOWED, MISSING, nothing),
    "export_ask": (MINISTRY, NOT_ALLOWED, OK, None),
    "export": (MINISTRY, MISSING, NOT_ALLOWED, nothing),
    "export_file": (MINISTRY, MISSING, NOT_ALLOWED, nothing),
    "assign_many": (ADMINISTRATORS, OK, INVALID, None),
    "letter_list": (ADMINISTRATORS, OK, MISSING, None),
    "letter_paste": (ADMINISTRATORS, OK, INVALID, None),
    "return_file": (MINISTRY, MISSING, NOT_ALLOWED, uuid.uuid4),
    "application": (MINISTRY, OK, NOT_ALLOWED, an_application),
    "application_seen": (MINISTRY, NOT_ALLOWED, SEE_OTHER, an_application),
    "application_answers": (MINISTRY, OK, NOT_ALLOWED, an_application),
    "application_changes": (MINISTRY, OK, NOT_ALLOWED, an_application),
    "application_evidence": (MINISTRY, MISSING, NOT_ALLOWED, a_file_of_a_report),
    "letter": (ADMINISTRATORS, OK, INVALID, an_application),
    "assign": (ADMINISTRATORS, OK, INVALID, an_application),
    "period": (MINISTRY, FORBIDDEN, FORBIDDEN, an_application),
    "take": (MINISTRY, FORBIDDEN, FORBIDDEN, an_application),
    "return": (MINISTRY, OK, INVALID, an_application),
    "note_write": (MINISTRY, NOT_ALLOWED, INVALID, an_application),
    "note_delete": (MINISTRY, FORBIDDEN, FORBIDDEN, a_note),
    "labels_set": (MINISTRY, NOT_ALLOWED, SEE_OTHER, an_application),
    "label_list": (ADMINISTRATORS, OK, INVALID, None),
    "label_edit": (ADMINISTRATORS, OK, INVALID, a_label),
    "label_delete": (ADMINISTRATORS, OK, SEE_OTHER, a_label),
    "paragraph_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "paragraph_add": (ADMINISTRATORS, OK, INVALID, None),
    "paragraph_edit": (ADMINISTRATORS, OK, INVALID, a_paragraph),
    "paragraph_retire": (ADMINISTRATORS, NOT_ALLOWED, SEE_OTHER, a_paragraph),
    "sitting_list": (MINISTRY, OK, NOT_ALLOWED, None),
    "sitting_plan": (ADMINISTRATORS, OK, INVALID, None),
    "sitting": (MINISTRY, OK, NOT_ALLOWED, a_sitting),
    "sitting_agenda": (MINISTRY, OK, INVALID, a_sitting),
    "sitting_order": (ADMINISTRATORS, NOT_ALLOWED, SEE_OTHER, a_sitting),
    "sitting_open": (ADMINISTRATORS, OK, SEE_OTHER, a_sitting),
    "sitting_presence": (ADMINISTRATORS, FORBIDDEN, FORBIDDEN, a_sitting),
    "sitting_change": (ADMINISTRATORS, OK, INVALID, a_sitting),
    "sitting_minutes_sign": (ADMINISTRATORS, NOT_ALLOWED, FORBIDDEN, a_sitting),
    "sitting_pack": (ADMINISTRATORS, OK, FORBIDDEN, a_sitting),
    "sitting_pack_file": (ADMINISTRATORS, MISSING, NOT_ALLOWED, a_pack_of_a_sitting),
    "agenda_item_votes": (ADMINISTRATORS, FORBIDDEN, FORBIDDEN, a_case_of_a_sitting),
    "agenda_item_conflict": (ADMINISTRATORS, OK, INVALID, a_case_of_a_sitting),
    "agenda_item_conflict_take_back": (ADMINISTRATORS, OK, INVALID, a_conflict_of_a_member),
    "agenda_item_leave": (ADMINISTRATORS, OK, INVALID, a_case_of_a_sitting),
    "sitting_close": (ADMINISTRATORS, FORBIDDEN, FORBIDDEN, a_sitting),
    "sitting_cancel": (ADMINISTRATORS, OK, INVALID, a_sitting),
    "agenda_item": (ADMINISTRATORS, OK, NOT_ALLOWED, a_case_of_a_sitting),
    "agenda_item_motion": (ADMINISTRATORS, FORBIDDEN, FORBIDDEN, a_case_of_a_sitting),
    "decision_draft": (ADMINISTRATORS, FORBIDDEN, FORBIDDEN, a_case_of_a_sitting),
    "decision_confirm": (ADMINISTRATORS, FORBIDDEN, FORBIDDEN, a_case_of_a_sitting),
    "decision_send_back": (ADMINISTRATORS, FORBIDDEN, FORBIDDEN, a_case_of_a_sitting),
    "standard_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "standard": (ADMINISTRATORS, OK, NOT_ALLOWED, draft_standard),
    "standard_begin": (ADMINISTRATORS, NOT_ALLOWED, SEE_OTHER, draft_standard),
    "standard_details": (ADMINISTRATORS, OK, INVALID, draft_standard),
    "standard_section_add": (ADMINISTRATORS, OK, INVALID, draft_standard),
    "standard_publish": (ADMINISTRATORS, OK, INVALID, draft_standard),
    "standard_withhold": (ADMINISTRATORS, NOT_ALLOWED, SEE_OTHER, scheduled_standard),
    "standard_discard": (ADMINISTRATORS, OK, SEE_OTHER, draft_standard),
    "standard_section": (ADMINISTRATORS, OK, INVALID, draft_section),
    "standard_section_remove": (ADMINISTRATORS, OK, SEE_OTHER, draft_section),
    "publication_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "publication_add": (ADMINISTRATORS, OK, INVALID, lambda: "news"),
    "publication": (ADMINISTRATORS, OK, NOT_ALLOWED, PublicationFactory),
    "publication_edit": (ADMINISTRATORS, OK, INVALID, PublicationFactory),
    "publication_publish": (ADMINISTRATORS, OK, SEE_OTHER, PublicationFactory),
    "publication_withdraw": (ADMINISTRATORS, OK, SEE_OTHER, lambda: PublicationFactory(out=True)),
    "publication_document": (ADMINISTRATORS, OK, NOT_ALLOWED, a_document),
    "feedback_list": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "feedback": (ADMINISTRATORS, OK, INVALID, FeedbackFactory),
    "feedback_delete": (ADMINISTRATORS, OK, INVALID, FeedbackFactory),
    "calendar": (MINISTRY, OK, NOT_ALLOWED, None),
    "calendar_day_add": (ADMINISTRATORS, OK, INVALID, None),
    "calendar_day_remove": (ADMINISTRATORS, OK, SEE_OTHER, lambda: DayExceptionFactory(day=date(2026, 9, 8))),
    "term_list": (MINISTRY, OK, NOT_ALLOWED, None),
}
VERDICTS |= {
    "workload": (ADMINISTRATORS, OK, NOT_ALLOWED, None),
    "expert_relative_add": (ADMINISTRATORS, OK, INVALID, ExpertFactory),
    "expert_absence_add": (ADMINISTRATORS, OK, INVALID, ExpertFactory),
    "expert_relative_withdraw": (ADMINISTRATORS, NOT_ALLOWED, SEE_OTHER, a_relative),
    "expert_absence_remove": (ADMINISTRATORS, NOT_ALLOWED, SEE_OTHER, an_absence),
}
for key, make in PEOPLE_OF.items():
    VERDICTS |= of_people(key, make)
# Of these a specialist sees his own only: an application that is nobody's does not exist for him.
OF_THE_CASE = {an_application, a_note, inviting, namesake, invitation, drawn, redraw, generated_order, objection}
OF_THE_CASE |= {a_decision, an_evaluated_application, a_condition, an_answered_condition, an_appeal}
OF_THE_OWN_DESK = {page for page, verdict in VERDICTS.items() if verdict[3] in OF_THE_CASE}


NOT_ONE_NUMBER = {
    None,
    a_note,
    a_case_of_a_sitting,
    a_conflict_of_a_member,
    a_pack_of_a_sitting,
    a_relative,
    an_absence,
    a_file_of_a_report,
    uuid.uuid4,
    namesake,
}


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS)


def expected(page, person, method):
    allowed, shown, answered, _about = VERDICTS[page]
    if person == "anonymous":
        return TO_SIGN_IN[method]
    answer = shown if method == "get" else answered
    if answer == NOT_ALLOWED:
        return NOT_ALLOWED
    if person == "specialist" and person in allowed and page in OF_THE_OWN_DESK:
        return MISSING
    return answer if person in allowed else FORBIDDEN


def enter(client, name):
    if user := PEOPLE[name]():
        sign_in(client, user)


def named(things):
    """What the address names: numbers of rows, or what is an address already."""
    things = things if isinstance(things, tuple) else (things,)
    return [getattr(thing, "pk", thing) for thing in things]


@pytest.mark.parametrize("page", VERDICTS)
def test_every_page_answers_everybody_as_agreed(page):
    about, visitors = VERDICTS[page][3], Visitors(enter)
    url = reverse(f"ministry:{page}", args=named(about()) if about else [])
    asked = list(product(PEOPLE, ["get", "post"]))
    answers = {(person, method): visitors.status(person, method, url) for person, method in asked}
    assert answers == {(person, method): expected(page, person, method) for person, method in asked}


@pytest.mark.parametrize(
    "page",
    [page for page, verdict in VERDICTS.items() if verdict[3] not in NOT_ONE_NUMBER],
)
def test_what_does_not_exist_is_not_found(client, page):
    sign_in(client, UserFactory(is_administrator=True))
    missing = uuid.UUID(int=7) if page == "publication_document" else 10**9
    answers = {
        getattr(client, method)(reverse(f"ministry:{page}", args=[missing])).status_code for method in ("get", "post")
    }
    assert answers - {NOT_ALLOWED} == {MISSING}


def test_who_was_blocked_is_out_at_the_next_request(client):
    entry = SpecialistFactory()
    sign_in(client, entry.person)
    assert client.get(reverse("ministry:home")).status_code == OK
    type(entry).objects.filter(pk=entry.pk).update(
        blocked_at=entry.added_at, blocked_by=UserFactory(), block_reason="x"
    )
    assert client.get(reverse("ministry:home")).status_code == FORBIDDEN
