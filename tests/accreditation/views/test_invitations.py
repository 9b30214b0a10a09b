"""What an expert gets at the addresses of his invitations, signed in or by the link in the letter."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.invitations import DeclineReason, InvitationState
from accreditation.models import Application, Expert, Invitation, InvitationLink
from accreditation.services import invitations
from accreditation.views.invitations import ways
from core import effects
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.draw import agreed, group, taken
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
DECLINE = {"reason": "busy", "comment": "Командировкада болом"}


@pytest.fixture
def application(case):
    return taken(case, 5)


@pytest.fixture
def asked(application):
    return group(application)[0]


@pytest.fixture
def expert(client, asked):
    """The browser of the expert who was invited first."""
    sign_in(client, asked.expert.person)
    return client


@pytest.fixture
def link(asked):
    """The address in the letter of the expert who was invited first."""
    effects.drain()
    letter = next(letter for letter in mail.outbox if letter.to == [asked.expert.email])
    return re.search(r"https://testserver(/invitations/[\w-]+/)", letter.body)[1]


def page(name, invitation):
    return reverse(f"accreditation:{name}", args=[invitation.pk])


def again(invitation):
    return Invitation.objects.get(pk=invitation.pk)


def english(client):
    client.cookies["language"] = "en"
    return client


# Signed in -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_case_the_duties_and_both_buttons(expert, asked):
    text = english(expert).get(page("invitation", asked)).text
    for words in (
        asked.application.organization.full_name_ky,
        asked.application.organization.head_name,
        "You live in the same district as the organization being accredited",
        "You are a relative of the heads",
        "Your working language differs from the language of the self-assessment",
        "Agree to be an expert",
        "Decline to be an expert",
        f"{asked.due_on:%d.%m.%Y}",
        f"{asked.application.evaluation_ends_on:%d.%m.%Y}",
    ):
        assert words in text


def test_accepting_asks_first(expert, asked):
    text = english(expert).get(page("invitation_accept", asked)).text
    assert "Are you sure?" in text
    assert again(asked).state == InvitationState.WAITING
    response = expert.post(page("invitation_accept", asked), follow=True)
    assert again(asked).state == InvitationState.ACCEPTED
    assert "You have agreed" in response.text
    assert "Agree to be an expert" not in response.text


def test_accepting_twice_accepts_once_and_says_so(expert, asked):
    expert.post(page("invitation_accept", asked))
    response = english(expert).post(page("invitation_accept", asked), follow=True)
    assert "answered already" in response.text
    assert asked.events.filter(action="invitation_accepted").count() == 1
    assert "Are you sure?" in english(expert).get(page("invitation_accept", asked)).text


@pytest.mark.parametrize("missing", ["reason", "comment"])
def test_a_refusal_without_reason_or_comment_keeps_what_was_typed(expert, asked, missing):
    response = english(expert).post(page("invitation_decline", asked), DECLINE | {missing: ""})
    assert response.status_code == 422
    assert ("Choose the reason." if missing == "reason" else "Write a comment.") in response.text
    if missing == "reason":
        assert DECLINE["comment"] in response.text
    assert again(asked).state == InvitationState.WAITING


@pytest.mark.parametrize("reason", DeclineReason)
def test_every_reason_is_taken(expert, asked, reason):
    words = str(reason.label)
    response = expert.post(page("invitation_decline", asked), DECLINE | {"reason": reason}, follow=True)
    assert response.status_code == 200
    assert (again(asked).state, again(asked).decline_reason) == (InvitationState.DECLINED, reason)
    assert words in english(expert).get(page("invitation", asked)).text


def test_after_consent_the_same_page_withdraws(expert, asked):
    expert.post(page("invitation_accept", asked))
    assert "Decline to be an expert" in english(expert).get(page("invitation", asked)).text
    expert.post(page("invitation_decline", asked), DECLINE)
    assert again(asked).state == InvitationState.WITHDRAWN


def test_the_period_is_a_file_for_calendars(expert, asked):
    response = english(expert).get(page("invitation_period", asked))
    application = asked.application
    assert response["Content-Type"].startswith("text/calendar")
    assert f'filename="asula-{application.pk}.ics"' in response["Content-Disposition"]
    lines = response.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2] == "END:VCALENDAR"
    assert f"DTSTART;VALUE=DATE:{application.evaluation_starts_on:%Y%m%d}" in lines
    last = application.evaluation_ends_on + timezone.timedelta(days=1)
    assert f"DTEND;VALUE=DATE:{last:%Y%m%d}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = response.content.decode().replace("\r\n ", "")
    assert application.organization.short_name.replace(",", "\\,") in unfolded


PAGES = ["invitation", "invitation_accept", "invitation_decline", "invitation_period"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["another expert", "stranger", "specialist", "administrator", "head of the school"])
def test_an_invitation_is_the_experts_alone(client, case, asked, name, who):
    user = {
        "another expert": lambda: ExpertFactory().person,
        "stranger": UserFactory,
        "specialist": lambda: SpecialistFactory().person,
        "administrator": lambda: UserFactory(is_administrator=True),
        "head of the school": lambda: case.world.head.person,
    }[who]()
    sign_in(client, user)
    assert client.get(page(name, asked)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_blocked_expert_finds_nothing(expert, asked, name):
    Expert.objects.filter(pk=asked.expert_id).update(
        blocked_at=timezone.now(), blocked_by=UserFactory(), block_reason="x"
    )
    assert expert.get(page(name, asked)).status_code == 404


# By the link ---------------------------------------------------------------------------------------------------------


def test_the_link_shows_the_case_and_changes_nothing(client, asked, link):
    response = english(client).get(link)
    assert response.status_code == 200
    assert asked.application.organization.full_name_ky in response.text
    assert 'name="robots" content="noindex"' in response.text
    assert "no-store" in response["Cache-Control"]
    assert again(asked).state == InvitationState.WAITING


def test_one_tap_accepts(client, asked, link):
    response = english(client).post(link, follow=True)
    assert again(asked).state == InvitationState.ACCEPTED
    assert "You have agreed" in response.text
    assert "<form" not in response.text.split("<main")[1].split("</main")[0]


def test_the_link_works_once(client, asked, link):
    client.post(link)
    for address, answer in ((link, {}), (f"{link}decline/", DECLINE)):
        response = english(client).post(address, answer, follow=True)
        assert "answered already" in response.text
        assert "Agreed" in response.text
    assert again(asked).state == InvitationState.ACCEPTED
    assert asked.events.filter(action="invitation_accepted").count() == 1


def test_who_looks_ahead_changes_nothing_and_uses_nothing_up(client, asked, link):
    """A scanner of mails opens each link, some of them many times and with HEAD."""
    for address in (link, f"{link}decline/"):
        answers = {client.head(address).status_code for _ in range(40)} | {client.get(address).status_code for _ in "1"}
        assert answers == {200}
    assert again(asked).state == InvitationState.WAITING
    assert client.post(link, follow=True).status_code == 200
    assert again(asked).state == InvitationState.ACCEPTED


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("ending", ["", "decline/"])
def test_somebody_else_who_is_signed_in_answers_nothing(client, asked, link, ending, method):
    sign_in(client, UserFactory(last_name="Бөлөкова", first_name="Айгүл"))
    response = getattr(english(client), method)(f"{link}{ending}", DECLINE)
    assert response.status_code == 403
    assert "This invitation is for somebody else" in response.text
    assert "Бөлөкова" in response.text
    assert "Sign out" in response.text
    assert asked.expert.last_name not in response.text
    assert asked.application.organization.full_name_ky not in response.text
    assert again(asked).state == InvitationState.WAITING


def test_the_expert_himself_may_be_signed_in(expert, asked, link):
    assert expert.post(link).status_code == 302
    assert again(asked).state == InvitationState.ACCEPTED


def test_declining_by_the_link_needs_reason_and_comment(client, asked, link):
    assert english(client).get(f"{link}decline/").status_code == 200
    refused = client.post(f"{link}decline/", {"reason": "kin", "comment": ""})
    assert refused.status_code == 422
    assert again(asked).state == InvitationState.WAITING
    response = client.post(f"{link}decline/", {"reason": "kin", "comment": "Директордун иниси"}, follow=True)
    assert response.status_code == 200
    assert again(asked).state == InvitationState.DECLINED


@pytest.mark.parametrize("ending", ["", "decline/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_over_or_wrong_says_so(client, asked, link, ending, method):
    InvitationLink.objects.update(expires_at=timezone.now())
    for address in (link, "/invitations/somethingelse/"):
        response = getattr(english(client), method)(f"{address}{ending}")
        assert response.status_code == 404
        assert "This link is no longer valid" in response.text
    assert again(asked).state == InvitationState.WAITING


def test_links_are_not_guessed_at_leisure(client):
    answers = {client.get(f"/invitations/guess-{number}/").status_code for number in range(61)}
    assert answers == {404, 429}


def test_a_blocked_expert_cannot_answer_by_the_link(client, asked, link):
    Expert.objects.filter(pk=asked.expert_id).update(
        blocked_at=timezone.now(), blocked_by=UserFactory(), block_reason="x"
    )
    assert client.post(link).status_code == 403
    assert again(asked).state == InvitationState.WAITING


# What may be done ----------------------------------------------------------------------------------------------------

WAITING, ACCEPTED = InvitationState.WAITING, InvitationState.ACCEPTED
TABLE = [  # state of the invitation, of the application, signed in: accept, decline, withdraw
    (WAITING, State.INVITING, True, (True, True, False)),
    (WAITING, State.INVITING, False, (True, True, False)),
    (ACCEPTED, State.INVITING, True, (False, False, True)),
    (ACCEPTED, State.INVITING, False, (False, False, False)),
    (ACCEPTED, State.AGREED, True, (False, False, True)),
    (ACCEPTED, State.ORDERED, True, (False, False, True)),
    (ACCEPTED, State.EVALUATION, True, (False, False, False)),
    (ACCEPTED, State.ACCREDITED, True, (False, False, False)),
    (InvitationState.LAPSED, State.INVITING, True, (False, False, False)),
    (InvitationState.DECLINED, State.INVITING, True, (False, False, False)),
    (InvitationState.REPLACED, State.INVITING, True, (False, False, False)),
    (InvitationState.WITHDRAWN, State.INVITING, True, (False, False, False)),
]


@pytest.mark.parametrize(("state", "of_application", "signed_in", "possible"), TABLE)
def test_the_ways_that_are_open(asked, state, of_application, signed_in, possible):
    asked.state, asked.application.state = state, of_application
    found = ways(asked, acting_as(asked.expert) if signed_in else None)
    assert (found.accept, found.decline, found.withdraw) == possible
    assert found.sentence


def test_the_sentence_follows_the_application(client, case):
    application = agreed(case)
    member = group(application)[0]
    sign_in(client, member.expert.person)
    said = set()
    for state in (State.AGREED, State.ORDERED, State.EVALUATION):
        Application.objects.filter(pk=application.pk).update(state=state)
        said.add(re.search(r"</strong>\s*([^<]+)</p>", english(client).get(page("invitation", member)).text)[1].strip())
    assert len(said) == 3


def test_whoever_lapsed_reads_that_nothing_is_needed(expert, asked):
    Invitation.objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - timezone.timedelta(days=1))
    invitations.lapse(asked)
    text = english(expert).get(page("invitation", asked)).text
    assert "another expert was invited" in text
    assert "Agree to be an expert" not in text
