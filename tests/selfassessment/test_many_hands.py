"""Several people act on one self-assessment in any order; what must always hold, holds after every act."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfassessment import workflow
from selfassessment.completeness import completeness
from selfassessment.enums import AccreditationType, OrderKind, OrderState, RevisionKind, State
from selfassessment.models import SelfAssessment
from selfassessment.services import commenting, evidence, ordering, planning, starting
from selfassessment.services.answering import Conflict, restore, save_answer
from tests.factories.selfassessment import DETAILS, LinkFactory, paper

pytestmark = pytest.mark.django_db

PEOPLE = ["by_head", "by_deputy", "member", "by_outsider"]
TEXTS = st.text(alphabet="аң \r\n", max_size=8)
ACTS = st.one_of(
    st.tuples(st.just("save"), TEXTS, st.integers(-1, 0)),
    st.tuples(st.just("restore"), st.integers(0, 5)),
    st.tuples(st.just("comment"), st.just("Комментарий")),
    st.tuples(st.just("cite")),
    st.tuples(st.just("uncite")),
    st.tuples(st.just("commission"), st.sets(st.integers(0, 3))),
    st.tuples(st.just("plan"), st.integers(1, 28), st.integers(1, 28)),
    st.tuples(st.just("conduct")),
    st.tuples(st.just("begin_replacement")),
    st.tuples(st.just("withdraw")),
    st.tuples(st.just("fill_rest")),
    st.tuples(st.just("approve")),
    st.tuples(st.just("return")),
    st.tuples(st.just("take_over")),
    st.tuples(st.just("delete")),
)


class ManyHands:
    """The acts, each by whoever tries it; and everything that anybody ever wrote."""

    def __init__(self, world):
        self.world = world
        self.report = world.planned()
        self.answer = self.report.answers.first()
        self.link = LinkFactory(organization=world.school)
        self.written = set()
        self.signed = {}

    def acting(self, who):
        return self.world.by_teachers[0] if who == "member" else getattr(self.world, who)

    def save(self, by, text, lag):
        self.answer.refresh_from_db()
        before = self.answer.text
        result = save_answer(self.answer, text, version=max(0, self.answer.version + lag), by=by)
        kept = text.replace("\r\n", "\n").replace("\r", "\n")
        if isinstance(result, Conflict):
            assert (result.mine, lag < 0) == (kept, True)
        elif result.text != kept:  # what he had only read, or had saved before: the newer text stays
            assert (result.text, lag < 0) == (before, True)
            assert kept in {"", *self.answer.revisions.values_list("text", flat=True)}
        if kept:
            self.written.add(kept)

    def restore(self, by, place):
        revisions = list(self.answer.revisions.order_by("pk"))
        if revisions:
            self.answer.refresh_from_db()
            chosen = revisions[place % len(revisions)]
            assert restore(chosen, version=self.answer.version, by=by).text == chosen.text

    def comment(self, by, text):
        commenting.comment(self.answer, text, by=by)

    def cite(self, by):
        evidence.cite(self.answer, self.link, by=by)

    def uncite(self, by):
        evidence.uncite(self.answer, self.link, by=by)

    def commission(self, by, seats):
        people = [self.world.head, self.world.deputy, *self.world.teachers[:2]]
        chosen = [people[seat] for seat in sorted(seats)]
        planning.set_commission(self.report, chosen, chair=chosen[0] if chosen else None, by=by)

    def plan(self, by, first, last):
        days = {"starts_on": date(2022, 9, first), "ends_on": date(2022, 9, last)}
        self.world.plan(self.report, AccreditationType.INST_GEN, **days, by=by)

    def conduct(self, by):
        order = self.report.orders.filter(kind=OrderKind.CONDUCT, state=OrderState.DRAFT).first()
        order = order or ordering.prepare_order(self.report, OrderKind.CONDUCT, by=by)
        self.sign(ordering.conduct, order, by)

    def approve(self, by):
        self.sign(ordering.approve, ordering.prepare_order(self.report, OrderKind.APPROVE, by=by), by)

    def sign(self, verb, order, by):
        order = ordering.fill_order(order, **DETAILS, by=by)
        verb(order, document=paper(), by=by)
        order.refresh_from_db()
        self.signed[order.pk] = (order.number, order.document_id, order.says)

    def begin_replacement(self, by):
        ordering.begin_replacement(self.report, reason="Себеби", by=by)

    def withdraw(self, by):
        order = self.report.orders.filter(replaces__isnull=False, state=OrderState.DRAFT).first()
        if order:
            ordering.withdraw_replacement(order, by=by)

    def fill_rest(self, by):
        for answer in self.report.answers.filter(text=""):
            save_answer(answer, "Жооп", version=answer.version, by=by)

    def take_over(self, by):
        assert starting.take_over(self.report, by=by) == 0

    def delete(self, by):
        with transaction.atomic():
            starting.delete(self.report, by=by)
            assert self.report.state == State.DRAFT
            transaction.set_rollback(True)

    def perform(self, who, act):
        name, *arguments = act
        verb = {"return": self.return_}.get(name) or getattr(self, name)
        before = self.state_of_everything()
        try:
            with transaction.atomic():
                verb(self.acting(who), *arguments)
        except (PermissionDenied, IntegrityError):
            assert self.state_of_everything() == before
        self.report = SelfAssessment.objects.get(pk=self.report.pk)

    def return_(self, by):
        ordering.return_for_correction(self.report, comment="Түзөтүү", by=by)

    def state_of_everything(self):
        report = SelfAssessment.objects.get(pk=self.report.pk)
        return (
            report.state,
            list(report.answers.values_list("pk", "version", "text")),
            list(report.orders.values_list("pk", "state")),
            sorted(report.members.values_list("employment", "is_chair")),
        )

    def check(self):
        report, answer = self.report, self.report.answers.get(pk=self.answer.pk)
        saved = answer.revisions.exclude(kind=RevisionKind.SET_ASIDE).order_by("version")
        assert list(saved.values_list("version", flat=True)) == list(range(1, answer.version + 1))
        assert answer.text == (saved.last().text if saved else "")
        assert self.written <= set(answer.revisions.values_list("text", flat=True))
        for pk, facts in self.signed.items():
            order = report.orders.get(pk=pk)
            assert (order.number, order.document_id, order.says) == facts
        signed = set(report.orders.filter(state=OrderState.SIGNED).values_list("kind", flat=True))
        assert (OrderKind.CONDUCT in signed) is (report.state != State.DRAFT)
        if report.state == State.APPROVED:
            assert completeness(report).is_complete
            assert OrderKind.APPROVE in signed
            assert not report.answers.filter(citations__isnull=False, citations__version=None).exists()
        if report.state != State.DRAFT and not workflow.no_order_is_being_replaced(report):
            says = report.orders.get(kind=OrderKind.CONDUCT, state=OrderState.SIGNED).says
            assert ordering.what_it_says(report) == says


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(PEOPLE), ACTS), max_size=14))
def test_nothing_is_lost_whoever_does_what(world, acts):
    with transaction.atomic():
        hands = ManyHands(world)
        for who, act in [("by_head", ("conduct",)), *acts]:
            hands.perform(who, act)
            hands.check()
        transaction.set_rollback(True)
