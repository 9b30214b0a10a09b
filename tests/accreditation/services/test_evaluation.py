"""Begin, save, publish, recall, reopen; and what the others see meanwhile."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from accreditation.enums.applications import Action, State
from accreditation.enums.evaluation import EvaluationState
from accreditation.models import Evaluation, RatingRevision
from accreditation.services import evaluation as services
from accreditation.services.evaluation import Conflict
from core.workflow import TransitionDenied
from notifications.models import Message
from records.enums import DocumentState
from records.models import Document
from tests.factories.accreditation import fresh, steps
from tests.factories.evaluation import Group, again, counting, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case)


class TestBegin:
    def test_the_first_of_the_group_begins_the_evaluation(self, group):
        evaluation = group.begun()
        assert evaluation.ratings.count() == 3
        assert fresh(group.application).state == State.EVALUATION
        group.begun(group.by_third)
        assert list(steps(group.application)).count(Action.START_EVALUATION) == 1

    def test_pressed_again_it_is_the_same(self, group):
        assert group.begun() == group.begun()
        assert group.begun().ratings.count() == 3

    @pytest.mark.parametrize("state", sorted(set(State) - {State.ORDERED, State.EVALUATION, State.DRAFT}))
    def test_not_before_the_order_and_not_after_the_end(self, group, state):
        type(group.application).objects.filter(pk=group.application.pk).update(state=state)
        with pytest.raises(PermissionDenied):
            group.begun()

    def test_nobody_else_begins(self, group, case):
        for by in (case.by_head, case.by_specialist, case.by_administrator):
            with pytest.raises(PermissionDenied):
                group.begun(by)


class TestSave:
    def save(self, group, rating, **facts):
        values = {"mark": "meets", "comment": "Далил бар", "revision": rating.revision, "by": group.by_second}
        return services.save_rating(rating, **values | facts)

    def test_a_rating_is_saved_bit_by_bit(self, group):
        rating = group.begun().ratings.first()
        rating = self.save(group, rating, comment="")
        assert (rating.mark, rating.revision, rating.is_complete) == ("meets", 1, False)
        rating = self.save(group, rating, mark="partly")
        assert (rating.mark, rating.revision, rating.is_complete) == ("partly", 2, True)

    def test_the_same_again_changes_nothing(self, group):
        rating = group.begun().ratings.first()
        assert self.save(group, rating).revision == self.save(group, rating).revision == 1

    def test_another_window_overwrites_nothing(self, group):
        rating = group.begun().ratings.first()
        self.save(group, rating)
        result = self.save(group, rating, comment="Башка терезеден")
        assert isinstance(result, Conflict)
        assert (result.rating.comment, result.comment) == ("Далил бар", "Башка терезеден")

    def test_only_its_expert_saves_and_only_until_he_signs(self, group, case):
        evaluation = group.rated()
        rating = evaluation.ratings.first()
        for by in (group.by_chair, case.by_administrator, case.by_head):
            with pytest.raises(PermissionDenied):
                self.save(group, rating, comment="x", by=by)
        services.open_publishing(evaluation, by=group.by_second, return_url="/")
        with pytest.raises(PermissionDenied, match="Cancel the signing"):
            self.save(group, rating, comment="x")
        services.cancel_publishing(evaluation, by=group.by_second)
        assert self.save(group, rating, comment="x", revision=1).comment == "x"
        assert Document.objects.get(kind="expert evaluation").state == DocumentState.DISCARDED


class TestPublish:
    def test_the_chair_and_the_ministry_hear_that_it_is_there_and_not_what_it_says(self, group):
        group.published()
        group.published(group.by_chair)
        heard = Message.objects.filter(subject__contains="чечимин жарыялады")
        assert heard.filter(recipient=group.by_chair.user).count() == 1  # not of his own
        assert heard.filter(recipient=group.case.specialist.person).count() == 2
        assert not heard.filter(recipient__in=[group.by_third.user, group.by_head.user]).exists()
        assert not any("Далилдер" in message.body for message in heard)

    def test_it_is_signed_and_then_recalled(self, group, client):
        evaluation = group.rated()
        ceremony = services.open_publishing(evaluation, by=group.by_second, return_url="/")
        assert services.open_publishing(evaluation, by=group.by_second, return_url="/") == ceremony
        sign(client, ceremony)
        evaluation = again(evaluation)
        assert (evaluation.state, evaluation.is_final) == (EvaluationState.PUBLISHED, False)
        paper = evaluation.paper
        assert paper.state == DocumentState.SEALED
        services.recall(evaluation, by=group.by_second)
        assert (again(evaluation).state, again(evaluation).paper) == (EvaluationState.RECALLED, None)
        paper.refresh_from_db()
        assert paper.state == DocumentState.REVOKED

    def test_what_counts_is_reopened_for_a_reason_and_kept(self, group, case):
        evaluation = group.final()
        with pytest.raises(TransitionDenied):
            services.recall(evaluation, by=group.by_second)
        with pytest.raises(PermissionDenied, match="reason"):
            services.reopen(evaluation, reason=" ", by=case.by_administrator)
        services.reopen(evaluation, reason="1.1 башка мектеп жөнүндө", by=case.by_administrator)
        assert again(evaluation).state == EvaluationState.REOPENED
        kept = RatingRevision.objects.filter(rating__evaluation=evaluation)
        assert {(each.mark, each.comment) for each in kept} == {("meets", "Далилдер текшерилди")}
        assert kept.count() == evaluation.ratings.count()
        assert Message.objects.filter(recipient=group.by_second.user).exists()
        again_published = group.published()
        assert again_published.pk == evaluation.pk


def test_nobody_sees_another_decision_before_his_own_counts(case):
    """All pairs of a reader's and a colleague's stage: disclosed only where both count."""
    stages = {"begun": Group.rated, "published": Group.published, "final": Group.final}
    group = Group(case, criteria=1)
    for mine, theirs in product(stages, stages):
        Evaluation.objects.update(state="draft", published_at=None, paper=None)
        own, other = stages[mine](group, group.by_second), stages[theirs](group, group.by_third)
        seen = set(Evaluation.objects.filter(application=group.application).disclosed_to(group.by_second))
        assert own in seen
        assert (other in seen) == (mine == theirs == "final"), (mine, theirs)
        for reader in (case.by_administrator, case.by_specialist):
            seen = Evaluation.objects.filter(application=group.application).disclosed_to(reader)
            assert (other in seen) == (theirs == "final")
        assert not Evaluation.objects.disclosed_to(case.by_head).exists()


def test_after_the_recall_the_others_are_hidden_again(case):
    group = Group(case)
    group.final(group.by_third)
    mine = group.final()
    assert Evaluation.objects.disclosed_to(group.by_second).count() == 2
    services.reopen(mine, reason="Себеп", by=case.by_specialist)
    assert list(Evaluation.objects.disclosed_to(group.by_second)) == [mine]
    counting(group.published())
    assert Evaluation.objects.disclosed_to(group.by_second).count() == 2
