from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from selfassessment.enums import LinkState, OrderKind, OrderState, Question, RevisionKind, State
from selfassessment.models import (
    Answer,
    AnswerRevision,
    Citation,
    Comment,
    CommissionMember,
    Evidence,
    EvidenceVersion,
    Order,
    SelfAssessment,
)
from selfassessment.services import ordering
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.selfassessment import DETAILS, LinkFactory, SelfAssessmentFactory, World, paper, standard
from tests.factories.staff import acting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused():
    """The database itself refuses what the block tries, by the constraint of this name."""

    def refused(constraint):
        return pytest.raises(IntegrityError, match=constraint)

    return refused


def changed(row, **values):
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"type": "inst_gen"}, "self_assessment_type_with_its_standard"),
        ({"starts_on": date(2022, 9, 3), "ends_on": date(2022, 9, 1)}, "self_assessment_ends_after_its_start"),
        ({"starts_on": date(2022, 9, 3)}, "self_assessment_ends_after_its_start"),
        ({"state": State.ORDERED}, "self_assessment_ordered_with_a_plan"),
        ({"approved_at": timezone.now()}, "self_assessment_approved_by_somebody"),
    ],
)
def test_a_self_assessment_is_whole(refused, values, constraint):
    report = SelfAssessmentFactory()
    with refused(constraint):
        changed(report, **values)


def test_an_approved_one_says_by_whom(world, refused):
    with refused("self_assessment_approved_by_somebody"):
        changed(world.ordered(), state=State.APPROVED, approved_at=timezone.now())


def test_a_period_of_one_day_is_a_period(world):
    changed(world.planned(), starts_on=date(2022, 9, 3), ends_on=date(2022, 9, 3))


def test_an_organization_has_one_draft_without_a_type(refused):
    report = SelfAssessmentFactory()
    SelfAssessmentFactory()
    with refused("one_draft_without_a_type"), transaction.atomic():
        SelfAssessmentFactory(organization=report.organization)


@pytest.mark.parametrize("state", [State.DRAFT, State.ORDERED])
def test_a_second_of_a_type_is_made_only_knowingly(world, refused, state):
    world.in_state(state)
    second = SelfAssessmentFactory(organization=world.school)
    with refused("one_unfinished_self_assessment_of_a_type"):
        changed(second, type="inst_gen", standard=standard())
    changed(second, type="inst_gen", standard=standard(), is_second=True)


@pytest.mark.parametrize("state", [State.APPROVED, State.RETURNED])
def test_one_that_was_approved_is_in_nobodys_way(world, state):
    world.in_state(state)
    changed(SelfAssessmentFactory(organization=world.school), type="inst_gen", standard=standard())


def test_a_commission_has_one_chair_and_each_member_once(world, refused):
    report = world.planned()
    teacher = report.members.get(employment=world.teachers[0])
    with refused("commission_has_one_chair"):
        changed(teacher, is_chair=True)
    with refused("commission_member_once"), transaction.atomic():
        CommissionMember.objects.create(report=report, employment=world.deputy, added_by=world.head.person)


def test_each_question_is_there_once(world, refused):
    report = world.planned()
    with refused("answer_once"), transaction.atomic():
        Answer.objects.create(report=report, question=Question.INTRODUCTION, place=99)


def test_an_answer_stands_in_its_place(world, refused):
    introduction = world.planned().answers.get(question=Question.INTRODUCTION)
    section = standard().sections.first()
    with refused("answer_stands_in_its_place"):
        changed(introduction, section=section)
    with refused("answer_stands_in_its_place"):
        changed(introduction, question=Question.CRITERION)


@pytest.mark.parametrize("values", [{"text": "Текст"}, {"version": 1}, {"updated_at": timezone.now()}])
def test_an_answer_says_who_wrote_it(world, refused, values):
    with refused("answer_written_by_somebody"):
        changed(world.planned().answers.first(), **values)


def test_history_has_each_version_once_but_many_texts_set_aside(world, refused):
    answer, by = world.ordered().answers.first(), world.deputy.person
    AnswerRevision.objects.create(answer=answer, kind=RevisionKind.SAVED, version=1, by=by)
    for text in ("а", "б"):
        AnswerRevision.objects.create(answer=answer, kind=RevisionKind.SET_ASIDE, version=1, text=text, by=by)
    with refused("answer_version_once"), transaction.atomic():
        AnswerRevision.objects.create(answer=answer, kind=RevisionKind.COPIED, version=1, by=by)
    with refused("restored_revision_names_its_origin"), transaction.atomic():
        AnswerRevision.objects.create(answer=answer, kind=RevisionKind.RESTORED, version=2, by=by)
    with refused("saved_revision_has_a_version"), transaction.atomic():
        AnswerRevision.objects.create(answer=answer, kind=RevisionKind.SAVED, version=0, by=by)


def test_a_comment_is_resolved_by_somebody(world, refused):
    comment = Comment.objects.create(answer=world.planned().answers.first(), text="Кыска", by=world.head.person)
    assert not comment.is_resolved
    with refused("comment_resolved_by_somebody"):
        changed(comment, resolved_at=timezone.now())
    with refused("comment_says_something"):
        changed(comment, text="")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"url": ""}, "evidence_is_a_file_or_a_link"),
        ({"link_state": LinkState.DEAD}, "evidence_link_checked_at_a_moment"),
        ({"link_checked_at": timezone.now()}, "evidence_link_checked_at_a_moment"),
    ],
)
def test_a_version_of_evidence_is_whole(refused, values, constraint):
    version = LinkFactory().versions.get()
    with refused(constraint):
        changed(version, **values)


def test_evidence_is_cited_once_in_an_answer(world, refused):
    answer, link = world.planned().answers.first(), LinkFactory(organization=world.school)
    Citation.objects.create(answer=answer, evidence=link, cited_by=world.head.person)
    with refused("evidence_cited_once"), transaction.atomic():
        Citation.objects.create(answer=answer, evidence=link, cited_by=world.deputy.person)


def test_the_newest_version_is_that_with_the_highest_number():
    link, other = LinkFactory(), LinkFactory()
    EvidenceVersion.objects.create(evidence=link, number=2, url="https://mektep.kg/2", added_by=link.added_by)
    newest = EvidenceVersion.objects.newest().order_by("evidence")
    assert list(newest.values_list("evidence", "number")) == [(link.pk, 2), (other.pk, 1)]


# Orders ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", DETAILS)
def test_a_signed_order_has_every_detail(world, refused, missing):
    report = world.ordered()
    order = report.orders.get()
    empty = "" if missing.endswith("number") else None
    with refused("order_signed_with_its_details"):
        changed(order, **{missing: empty})


@pytest.mark.parametrize("values", [{"document": None}, {"signed_by": None}, {"signed_at": None}])
def test_a_signed_order_says_by_whom_and_as_which_document(world, refused, values):
    with refused("order_signed_by_somebody"):
        changed(world.ordered().orders.get(), **values)


def test_a_report_has_one_draft_and_one_signed_order_of_a_kind(world, refused):
    report = world.ordered()
    signed = report.orders.get()
    fresh = {"report": report, "created_by": world.head.person}
    draft = Order.objects.create(kind=OrderKind.CONDUCT, **fresh)
    with refused("one_draft_order_of_a_kind"), transaction.atomic():
        Order.objects.create(kind=OrderKind.CONDUCT, **fresh)
    signature = {"document": paper(), "signed_by": world.head.person, "signed_at": signed.signed_at}
    with refused("one_signed_order_of_a_kind"):
        changed(draft, **DETAILS, **signature, state=OrderState.SIGNED)


def test_an_order_is_replaced_once_and_for_a_reason(world, refused):
    report = world.ordered()
    order = ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    with refused("order_replaced_for_a_reason"):
        changed(order, reason="")
    with refused("order_does_not_replace_itself"):
        changed(order, replaces=order)
    changed(order, state=OrderState.WITHDRAWN)
    second = ordering.begin_replacement(report, reason="Дагы", by=world.by_deputy)
    assert second.pk != order.pk
    with refused("order_replaced_once"):
        changed(order, state=OrderState.DRAFT, kind=OrderKind.APPROVE)


def test_the_order_that_approves_was_not_submitted_to_the_council(world, refused):
    order = ordering.prepare_order(world.ordered(), OrderKind.APPROVE, by=world.by_head)
    with refused("order_approving_was_not_submitted"):
        changed(order, submitted_on=date(2022, 9, 3))


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(("kind", "count"), [(OrderKind.CONDUCT, 5), (OrderKind.APPROVE, 4)])
def test_an_order_names_what_is_missing(kind, count):
    assert len(Order(kind=kind).missing_details) == count
    filled = Order(kind=kind, **DETAILS)
    assert filled.missing_details == []
    filled.council_on = None
    assert filled.missing_details == ["Date of the pedagogical council decision"]


# Who sees what --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_a_self_assessment_is_seen_by_the_organization(world, state):
    report, stranger = world.in_state(state), World()
    for acting in (world.by_head, world.by_deputy, world.by_outsider):
        assert list(SelfAssessment.objects.visible_to(acting)) == [report]
    assert not SelfAssessment.objects.visible_to(stranger.by_head).exists()


@pytest.mark.parametrize("state", State)
def test_the_ministry_sees_what_is_approved(world, state):
    report = world.in_state(state)
    administrator = acting_for(world.head)
    object.__setattr__(administrator, "user", UserFactory(is_administrator=True))
    seen = list(SelfAssessment.objects.visible_to(administrator))
    assert seen == ([report] if state == State.APPROVED else [])


def test_who_was_dismissed_sees_nothing_any_more(world):
    world.planned()
    world.dismiss(world.teachers[0])
    assert not SelfAssessment.objects.visible_to(world.by_teachers[0]).exists()
    assert not Evidence.objects.visible_to(world.by_teachers[0]).exists()


def everybody(acting):
    """What an app above might grant: the reports that are being written."""
    return Q(state=State.ORDERED)


def nobody(acting):
    return None


def test_the_apps_above_may_grant_more(world, settings):
    report, stranger = world.ordered(), World()
    settings.SELF_ASSESSMENT_VIEWERS = [f"{__name__}.everybody", f"{__name__}.nobody"]
    assert list(SelfAssessment.objects.visible_to(stranger.by_head)) == [report]


def test_the_library_is_the_organizations_own(world):
    own, other = LinkFactory(organization=world.school), LinkFactory()
    assert list(Evidence.objects.visible_to(world.by_outsider)) == [own]
    assert list(Evidence.objects.of(other.organization_id)) == [other]
    assert OrganizationFactory().evidence.count() == 0


def test_cited_evidence_is_seen_with_its_report(world, settings):
    report, stranger = world.ordered(), World()
    cited = LinkFactory(organization=world.school)
    LinkFactory(organization=world.school, title="Цитаталанбаган")
    Citation.objects.create(answer=report.answers.first(), evidence=cited, cited_by=world.head.person)
    assert not Evidence.objects.visible_to(stranger.by_head).exists()
    settings.SELF_ASSESSMENT_VIEWERS = [f"{__name__}.everybody"]
    assert list(Evidence.objects.visible_to(stranger.by_head)) == [cited]


def test_the_library_tells_what_no_report_uses(world):
    used, unused = LinkFactory(organization=world.school), LinkFactory(organization=world.school)
    Citation.objects.create(answer=world.planned().answers.first(), evidence=used, cited_by=world.head.person)
    rows = Evidence.objects.of(world.school.pk).with_use().order_by("pk")
    assert [(row.pk, row.is_used) for row in rows] == [(used.pk, True), (unused.pk, False)]
