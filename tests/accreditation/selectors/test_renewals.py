"""An evaluation that was ordered and is interrupted: each page says why, what is kept, who does what."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accreditation.enums.applications import State
from accreditation.selectors.renewals import renewal_of
from accreditation.selectors.statuses import Audience, status_sentence
from accreditation.services import evaluation, invitations, people
from accreditation.services import period as moving
from accreditation.services.objections import object_to
from tests.acting import sign_in
from tests.factories.accreditation import fresh, quick
from tests.factories.draw import agreed, experts, group
from tests.factories.objections import WORDS, named, sign_order
from tests.factories.people import acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
EVERYBODY = "The order on the evaluation is being renewed"


def begun(case, count=5):
    """The first of the group evaluates already."""
    return under_way(named(case, count))


def under_way(application):
    evaluation.begin(application, by=acting_as(group(application)[0].expert))
    return fresh(application)


def interrupted(case, count=5):
    """Another of the group was blocked in the middle of the evaluation."""
    application = begun(case, count)
    people.block(group(application)[1].expert, reason="Ишенимди жоготту", by=case.by_administrator)
    return fresh(application)


def browser(person, **place):
    client = Client()
    sign_in(client, person, **place)
    client.cookies["language"] = "en"
    return client


@pytest.mark.parametrize("state", State)
def test_without_a_signed_order_nothing_is_renewed(case, state):
    assert renewal_of(quick(state)) is None


def test_while_the_order_holds_nothing_is_renewed(case):
    application = named(case, 4)
    assert renewal_of(application) is None
    assert renewal_of(under_way(application)) is None


def test_from_the_loss_to_the_new_order(case):
    application = interrupted(case)
    lost = renewal_of(application)
    assert (lost.is_inviting, lost.has_begun, lost.free) == (True, True, 0)
    assert not lost.needs_the_ministry
    invitations.accept(group(application)[1], by=None)
    complete = renewal_of(fresh(application))
    assert (complete.is_inviting, complete.has_begun, complete.free) == (False, True, 0)
    assert complete.needs_the_ministry
    sign_order(application, case, "8-а")
    assert renewal_of(fresh(application)) is None


def test_where_nobody_is_left_a_place_is_free(case):
    renewal = renewal_of(interrupted(case, 3))
    assert (renewal.free, renewal.needs_the_ministry) == (1, True)


def test_before_the_evaluation_has_begun_nothing_is_said_of_what_was_written(case):
    application = named(case, 4)
    days = {"starts_on": application.evaluation_starts_on, "ends_on": application.evaluation_starts_on}
    moving.move(application, **days, reason="Карантин", by=case.by_specialist)
    renewal = renewal_of(fresh(application))
    assert (renewal.is_inviting, renewal.has_begun) == (False, False)
    assert "kept" not in renewal.where
    assert "can begin" in renewal.follows


TURNS = {  # how far the renewal is → what the ministry is told
    "asked": "You need to do nothing until the invited expert has answered.",
    "short": "Nobody is left in the row: choose an expert by hand, with a reason.",
    "agreed": "Make the new order and have it signed.",
}


def standing_at(case, how):
    application = interrupted(case, 3 if how == "short" else 5)
    if how == "agreed":
        invitations.accept(group(application)[1], by=None)
    return fresh(application)


@pytest.mark.parametrize("how", TURNS)
def test_each_reader_of_the_status_is_told(case, how):
    application = standing_at(case, how)
    for to in Audience:
        said = status_sentence(application, to)
        assert said.startswith(EVERYBODY)
        assert "goes on where it stopped" in said
        assert (TURNS[how] in said) is (to in {Audience.SPECIALIST, Audience.ADMINISTRATOR})
    for language in ("ky", "ru"):
        with translation.override(language):
            assert "order" not in status_sentence(application, Audience.SPECIALIST)


@pytest.mark.parametrize("how", TURNS)
def test_the_pages_say_what_happens_and_what_is_to_be_done(case, how):
    application = standing_at(case, how)
    desk = browser(case.specialist.person)
    for page in ("application", "application_experts", "application_evaluation"):
        text = desk.get(reverse(f"ministry:{page}", args=[application.pk])).text
        assert EVERYBODY in text, page
        assert TURNS[how] in text, page
    assert "Interrupted" in desk.get(reverse("ministry:application", args=[application.pk])).text

    school = browser(case.world.head.person, organization_id=case.school.pk, place_key="test")
    page = school.get(reverse("accreditation:application", args=[application.pk])).text
    assert EVERYBODY in page
    assert "You need to do nothing." in page

    stays = group(application)[0]
    expert = browser(stays.expert.person)
    own = expert.get(reverse("accreditation:evaluation", args=[application.pk])).text
    assert EVERYBODY in own
    assert "What the experts have written already is kept." in own
    for url in (reverse("accreditation:expert_home"), reverse("accreditation:invitation", args=[stays.pk])):
        waits_for = "the order is being renewed" if how == "agreed" else "an expert is being replaced"
        assert f"Please wait: {waits_for}. What you have written is kept." in expert.get(url).text


def test_after_the_new_order_whoever_had_begun_goes_on_by_himself(case):
    application = standing_at(case, "agreed")
    sign_order(application, case, "8-а")
    first = group(application)[0]
    expert, url = browser(first.expert.person), reverse("accreditation:evaluation", args=[application.pk])
    assert "Go on with the external evaluation" in expert.get(url).text
    assert expert.post(url).status_code == 302
    assert fresh(application).state == State.EVALUATION
    assert "Go on with the external evaluation" not in expert.get(url).text
    assert application.evaluations.count() == 1


def test_an_objection_that_is_not_decided_is_told_before_the_button(case):
    application = named(case, 4)
    object_to(group(application)[2], ground="other", text=WORDS, by=case.by_head)
    expert = browser(group(application)[0].expert.person)
    page = expert.get(reverse("accreditation:evaluation", args=[application.pk])).text
    assert "has to decide on it first" in page
    assert "Carry out the external evaluation" not in page


def test_an_expert_chosen_by_hand_ends_the_lack(case):
    application = interrupted(case, 3)
    invitations.choose_by_hand(application, experts(1)[0], reason="Катар бүттү", by=case.by_specialist)
    assert renewal_of(fresh(application)).free == 0


def test_before_any_order_the_words_are_as_ever(case):
    application = agreed(case, 4)
    assert "renewed" not in status_sentence(application, Audience.SPECIALIST)
