"""The period is moved after the experts were asked: who is told, what becomes of the order."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from accreditation.enums.applications import Action, State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import InvitationAct, InvitationState
from accreditation.models import Application, Unavailability, Visit
from accreditation.selectors.evaluation_orders import is_being_renewed, order_in_force
from accreditation.selectors.invitations import calendar_file
from accreditation.services import evaluation, evaluation_orders, invitations
from accreditation.services import period as services
from core.workflow import TransitionDenied
from notifications.models import Message
from records.models import JournalEntry
from records.values import unpacked
from tests.factories.accreditation import fresh, quick
from tests.factories.draw import agreed, group, taken
from tests.factories.objections import named, sign_order
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
REASON = "Мектепте карантин"


def in_english(application) -> Application:
    User.objects.update(language="en")
    return fresh(application)


def later(application, days=30):
    starts_on = application.evaluation_starts_on + timedelta(days=days)
    return {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=10)}


def move(application, case, **changes) -> Application:
    facts = later(application) | {"reason": REASON, "by": case.by_specialist}
    return services.move(application, **facts | changes)


def told(person):
    return Message.objects.filter(recipient=person).latest("pk")


def words(days):
    return f"{days['starts_on']:%d.%m.%Y} – {days['ends_on']:%d.%m.%Y}"


@pytest.mark.parametrize("world", [taken, agreed, named])
def test_everybody_is_told_the_new_days_and_why(case, world):
    application = in_english(world(case, 4))
    days = later(application)
    moved = move(application, case, by=case.by_administrator)
    assert (moved.evaluation_starts_on, moved.evaluation_ends_on) == tuple(days.values())
    people = [member.expert.person for member in group(application)]
    for person in [*people, case.world.head.person, case.specialist.person]:
        letter = told(person)
        assert "is moved" in letter.subject
        assert words(days) in letter.body
        assert REASON in letter.body
        assert ("is being renewed" in letter.body) is (world is named)
    assert told(case.specialist.person).url.endswith("/experts/")
    assert not Message.objects.filter(recipient=case.administrator, subject__contains="is moved").exists()


def test_consents_stand_and_the_others_answer_for_the_new_days(case):
    application = taken(case, 4)
    invitations.accept(group(application)[0], by=None)
    move(in_english(application), case)
    agreed_one, waiting, _last = group(application)
    assert (agreed_one.state, waiting.state) == (InvitationState.ACCEPTED, InvitationState.WAITING)
    assert "Your consent stands." in told(agreed_one.expert.person).body
    assert "Please answer for the new days" in told(waiting.expert.person).body


def test_before_the_order_it_simply_changes(case):
    application = agreed(case, 4)
    facts = {"number": "7-а", "dated_on": timezone.localdate(), "control": "Сыдыкова Б."}
    unsigned = evaluation_orders.generate(application, **facts, by=case.by_specialist)
    assert move(application, case).state == State.AGREED
    unsigned.refresh_from_db()
    assert unsigned.state == EvaluationOrderState.DISCARDED
    event = application.events.get(action=Action.MOVE_PERIOD)
    assert event.comment.endswith(f". {REASON}")
    assert JournalEntry.objects.filter(action=Action.MOVE_PERIOD).count() == 1


def test_a_signed_order_is_renewed_and_names_the_new_days(case):
    application = named(case, 4)
    first = order_in_force(application)
    moved = move(application, case)
    assert moved.state == State.AGREED
    assert is_being_renewed(moved)
    with pytest.raises(PermissionDenied):
        evaluation.begin(moved, by=acting_as(group(application)[0].expert))
    renewed = sign_order(moved, case, "8-а")
    first.refresh_from_db()
    assert first.state == EvaluationOrderState.REPLACED
    values = unpacked(renewed.document.values)
    assert (values["starts_on"], values["ends_on"]) == (moved.evaluation_starts_on, moved.evaluation_ends_on)
    evaluation.begin(fresh(application), by=acting_as(group(application)[0].expert))
    assert fresh(application).state == State.EVALUATION


def test_whom_a_rule_excludes_on_the_new_days_the_ministry_learns_once(case):
    application = in_english(agreed(case, 4))
    away, days = group(application)[1], later(application)
    Unavailability.objects.create(expert=away.expert, from_on=days["ends_on"], until_on=days["ends_on"])
    move(application, case)
    assert away.expert.name in told(case.specialist.person).body
    assert [event.comment for event in away.events.filter(action=InvitationAct.DOUBT)] == ["absent"]
    assert application.invitations.accepted().count() == 3


def test_a_visit_outside_the_new_days_is_named(case):
    application = in_english(named(case, 4))
    first = application.evaluation_starts_on
    contact = {"contact_name": "Асанова Гүлнара", "contact_phone": "+996 555 10 20 30"}
    chair = group(application)[0].expert.person
    Visit.objects.create(application=application, starts_on=first, ends_on=first, planned_by=chair, **contact)
    move(application, case)
    for person in (group(application)[0].expert.person, case.world.head.person):
        assert "its plan has to be changed" in told(person).body


def test_a_calendar_replaces_the_former_days(case):
    application = agreed(case, 4)
    member = group(application)[0]
    assert "SEQUENCE" not in calendar_file(member, "http://x/")
    for number in (1, 2):
        move(fresh(application), case)
        member = group(application)[0]
        content = calendar_file(member, "http://x/")
        assert f"SEQUENCE:{number}" in content
        assert f"DTSTART;VALUE=DATE:{member.application.evaluation_starts_on:%Y%m%d}" in content
        assert f"UID:invitation-{member.pk}@asula" in content


@pytest.mark.parametrize("state", sorted(set(State) - {State.INVITING, State.AGREED, State.ORDERED}))
def test_only_between_the_taking_and_the_evaluation(case, state):
    application = quick(state, specialist=case.specialist)
    Application.objects.filter(pk=application.pk).update(
        evaluation_starts_on=timezone.localdate(), evaluation_ends_on=timezone.localdate()
    )
    with pytest.raises(TransitionDenied):
        move(fresh(application), case)


def test_others_move_nothing(case):
    application = agreed(case, 4)
    for by in (case.by_head, acting_as(SpecialistFactory()), acting_as(group(application)[0].expert)):
        with pytest.raises(TransitionDenied):
            move(application, case, by=by)


def test_not_to_the_same_days_not_backwards_not_into_the_past_not_without_a_reason(case):
    application = agreed(case, 4)
    today, day = timezone.localdate(), timedelta(days=1)
    same = {"starts_on": application.evaluation_starts_on, "ends_on": application.evaluation_ends_on}
    refused = {
        "set already": same,
        "before the start": {"starts_on": today + day, "ends_on": today},
        "over already": {"starts_on": today - day, "ends_on": today - day},
        "Write the reason": {"reason": "  "},
    }
    for said, changes in refused.items():
        with pytest.raises(PermissionDenied, match=said):
            move(application, case, **changes)
    assert not application.events.filter(action=Action.MOVE_PERIOD).exists()
