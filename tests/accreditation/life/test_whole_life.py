"""Whatever people do, in whatever order, what docs/workflow.md promises holds after every step."""

import inspect
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import State
from accreditation.models import EvaluationOrder
from core.workflow import TransitionDenied
from records.models import JournalEntry
from tests.accreditation.life import invariants
from tests.accreditation.life.walk import Cast, Walk
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

SEEDS, STEPS = range(2), 40
FAR = {State.RETURNED, State.ORDERED, State.EVALUATED, State.CONSIDERED, "Appeal"}
DECIDED = {State.ACCREDITED, State.REFUSED}
BEFORE_THE_ORDER = {State.INVITING, State.AGREED}


def sentence(invariant) -> str:
    return " ".join(inspect.getdoc(invariant).split())


def names_are_hidden(walk, client) -> None:
    """The school does not read who was drawn until the order is in force."""
    application = fresh(walk.application)
    signed = EvaluationOrder.objects.filter(application=application, signed_at__isnull=False)
    if application.state not in BEFORE_THE_ORDER or signed.exists():
        return
    shown = client.get(reverse("accreditation:application", args=[application.pk])).text
    for expert in walk.cast.experts:
        assert expert.name not in shown
        assert expert.last_name not in shown.replace(str(application.organization.head_name), "")


def a_stranger_does_nothing(walk, stranger) -> None:
    """Who has no part in it can't take any step, and trying leaves no trace."""
    before = JournalEntry.objects.count(), walk.application.events.count(), walk.application.state
    action = walk.random.choice(list(workflow.APPLICATION))
    with pytest.raises((TransitionDenied, PermissionDenied)):
        workflow.advance(walk.application, action, by=stranger)
    assert (JournalEntry.objects.count(), walk.application.events.count(), walk.application.state) == before


def test_what_is_promised_holds_after_every_step(case, client):
    """Each walk is undone before the next; together they have to come far, or they would prove nothing."""
    cast, stranger, reached = Cast(case), Acting(user=UserFactory()), Counter()
    sign_in(client, case.world.head.person, inn=case.school.inn, organization_id=case.school.pk, place_key="test")
    for seed in SEEDS:
        with transaction.atomic():
            walk = Walk(cast, seed)
            for _number in range(STEPS):
                if not walk.step():
                    break
                check_everything(walk, client, stranger)
            reached.update({event.target for event in walk.application.events.all()})
            reached.update({type(appeal).__name__ for appeal in walk.application.appeals.all()})
            transaction.set_rollback(True)
    assert set(reached) >= FAR, sorted(FAR - set(reached))
    assert DECIDED & set(reached)


def check_everything(walk, client, stranger) -> None:
    try:
        for invariant in invariants.ALL:
            invariant()
        names_are_hidden(walk, client)
        a_stranger_does_nothing(walk, stranger)
    except AssertionError as failure:
        failure.add_note("\n".join(walk.trail))
        raise


def test_every_promise_stands_in_the_documentation():
    text = " ".join((Path(settings.BASE_DIR) / "docs" / "workflow.md").read_text(encoding="utf-8").split())
    for invariant in [*invariants.ALL, names_are_hidden, a_stranger_does_nothing]:
        assert sentence(invariant) in text
