"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accreditation.models import ChairComment, Evaluation, Rating, Summary
from tests.factories.evaluation import Group, again, counting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "published"},
        {"published_at": timezone.now()},
        {"state": "published", "published_at": timezone.now()},
    ],
)
def test_what_is_published_has_a_moment_and_a_paper(group, facts):
    evaluation = group.begun()
    refused(lambda: Evaluation.objects.filter(pk=evaluation.pk).update(**facts))


def test_an_expert_has_one_evaluation_and_one_rating_of_a_criterion(group):
    evaluation = group.begun()
    rating = evaluation.ratings.get()
    refused(lambda: Evaluation.objects.create(application=group.application, expert=evaluation.expert))
    refused(lambda: Rating.objects.create(evaluation=evaluation, answer=rating.answer))


@pytest.mark.parametrize("facts", [{"mark": "meets"}, {"comment": "x"}, {"revision": 1}])
def test_a_rating_is_saved_at_a_moment(group, facts):
    rating = group.begun().ratings.get()
    refused(lambda: Rating.objects.filter(pk=rating.pk).update(**facts))


def test_a_comment_of_the_chair_says_something(group):
    rating = group.rated().ratings.get()
    refused(lambda: ChairComment.objects.create(rating=rating, text="", revision=1, by=group.by_chair.user))


def test_a_finished_joint_report_has_a_paper(group):
    summary = Summary.objects.create(application=group.application)
    refused(lambda: Summary.objects.filter(pk=summary.pk).update(finished_at=timezone.now()))
    assert not summary.is_whole


def test_a_decision_counts_ten_minutes_after_the_publication(group, settings):
    evaluation = group.published()
    assert evaluation.counts_from == evaluation.published_at + settings.EVALUATION_RECALL
    assert not evaluation.is_final
    assert not Evaluation.objects.final().exists()
    assert counting(evaluation).is_final
    assert list(Evaluation.objects.final()) == [evaluation]


def test_the_ministry_sees_how_far_the_experts_are_and_the_school_does_not(group, case):
    evaluation = again(group.begun())
    for acting in (case.by_administrator, case.by_specialist, *group.everybody):
        assert evaluation in Evaluation.objects.visible_to(acting)
    for acting in (case.by_head, case.by_deputy):
        assert not Evaluation.objects.visible_to(acting).exists()
    assert list(Evaluation.objects.of(group.by_second)) == [evaluation]
    assert not Evaluation.objects.of(group.by_chair).exists()
