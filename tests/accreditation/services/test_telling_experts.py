"""Each message about experts in Kyrgyz and in Russian, as its reader gets it."""

import pytest
from django.core import mail

from accreditation.enums.invitations import DeclineReason
from accreditation.models import Invitation
from accreditation.services import letters
from accreditation.services import telling_experts as telling
from core import effects
from notifications.models import Message
from selfassessment.services.reference import load_reference
from tests.factories.draw import bare_invitation

pytestmark = pytest.mark.django_db

TO_EXPERT = {
    "invited": telling.invited,
    "reminded": telling.reminded,
    "lapsed": telling.lapsed,
    "replaced": lambda invitation: telling.replaced(invitation, reason="Себеп"),
}
TO_MINISTRY = {
    "withdrew": telling.withdrew,
    "all agreed": lambda invitation: telling.all_agreed(invitation.application),
    "nobody left": lambda invitation: telling.nobody_left(invitation.application, 1, by=None),
}
WITHOUT_SIGN_IN = {"invited", "reminded"}


@pytest.fixture
def invitation():
    load_reference()
    return bare_invitation(decline_reason=DeclineReason.BUSY, comment="Командировка")


def speak(person, language):
    person.language = language
    person.save()


def told(person, language, step, invitation) -> Message:
    speak(person, language)
    step(Invitation.objects.select_related("expert__person", "application__organization").get(pk=invitation.pk))
    return Message.objects.filter(recipient=person).latest("pk")


@pytest.mark.parametrize("event", TO_EXPERT)
def test_the_expert_is_told_in_both_languages(invitation, event):
    person, school = invitation.expert.person, invitation.application.organization
    kyrgyz = told(person, "ky", TO_EXPERT[event], invitation)
    russian = told(person, "ru", TO_EXPERT[event], invitation)
    assert kyrgyz.subject != russian.subject
    assert kyrgyz.body != russian.body
    assert school.full_name_ky in kyrgyz.body
    assert school.full_name_ru in russian.body
    for message in (kyrgyz, russian):
        assert message.url == f"/expert/invitations/{invitation.pk}/"
        assert "%(" not in message.subject + message.body


@pytest.mark.parametrize("event", TO_EXPERT)
def test_one_letter_goes_out_with_a_link_only_where_an_answer_is_asked(invitation, event):
    TO_EXPERT[event](invitation)
    effects.drain()
    assert [letter.to for letter in mail.outbox] == [[invitation.expert.email]]
    assert ("/invitations/" in mail.outbox[0].body.replace("/expert/invitations/", "")) is (event in WITHOUT_SIGN_IN)


@pytest.mark.parametrize("event", TO_MINISTRY)
def test_the_specialist_is_told_in_both_languages(invitation, event):
    person = invitation.application.specialist.person
    kyrgyz = told(person, "ky", TO_MINISTRY[event], invitation)
    russian = told(person, "ru", TO_MINISTRY[event], invitation)
    assert kyrgyz.body != russian.body
    assert kyrgyz.url == f"/ministry/accreditations/{invitation.application_id}/experts/"
    assert f"№ {invitation.application_id}" in kyrgyz.subject


def test_the_ministrys_address_of_an_expert_comes_first(invitation):
    expert = invitation.expert
    expert.email, expert.person.email = "ministry@mail.example", "own@mail.example"
    assert letters.address_of(expert) == "ministry@mail.example"
    expert.email = ""
    assert letters.address_of(expert) == "own@mail.example"
