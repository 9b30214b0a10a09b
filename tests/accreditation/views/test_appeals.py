from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.appeals import Against, AppealGround, AppealState, Verdict
from accreditation.enums.applications import State
from accreditation.models import Appeal, AppealFile
from tests.acting import sign_in
from tests.factories.appeals import Quarrel, again
from tests.files import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def listed(quarrel):
    return reverse("accreditation:appeal_list", args=[quarrel.application.pk])


def filing(quarrel):
    return reverse("accreditation:appeal_file", args=[quarrel.application.pk, quarrel.against.value])


def page(appeal, name="appeal"):
    return reverse(f"accreditation:{name}", args=[appeal.pk])


@pytest.mark.parametrize("against", Against)
def test_the_head_files_an_appeal(case, enter, against):
    quarrel = Quarrel(case, against)
    client = enter()
    assert filing(quarrel) in client.get(listed(quarrel)).content.decode()
    assert client.get(filing(quarrel)).status_code == 200
    typed = {"grounds": ["facts", "other"], "text": "Далилдер каралган эмес"}
    answer = client.post(filing(quarrel), typed | {"file_1": SimpleUploadedFile("акт.pdf", pdf())})
    appeal = Appeal.objects.get()
    assert answer.url == page(appeal)
    assert (appeal.grounds, AppealFile.objects.get().name) == (["facts", "other"], "акт.pdf")
    shown = client.get(page(appeal)).content.decode()
    assert str(AppealGround.FACTS.label) in shown
    assert page(appeal, "appeal_withdraw") in shown
    assert filing(quarrel) not in client.get(listed(quarrel)).content.decode()
    assert client.get(filing(quarrel)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": "Туура эмес"}, "Choose at least one ground."),
        ({"grounds": ["facts"]}, "Write the explanation."),
        ({"grounds": ["nonsense"], "text": "Туура эмес"}, "nonsense"),
    ],
)
def test_a_refused_appeal_keeps_what_was_typed(case, enter, typed, words):
    quarrel = Quarrel(case)
    answer = enter().post(filing(quarrel), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert typed.get("text", "") in shown
    assert not Appeal.objects.exists()


def test_after_the_term_the_list_says_so(case, enter):
    quarrel = Quarrel(case)
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        client = enter()
        assert "The term for an appeal ended on" in client.get(listed(quarrel)).content.decode()
        assert client.get(filing(quarrel)).status_code == 403


def test_a_colleague_reads_who_files_an_appeal(case, enter):
    quarrel = Quarrel(case)
    shown = enter(case.world.deputy).get(listed(quarrel)).content.decode()
    assert filing(quarrel) not in shown
    assert "Your role does not allow this" in shown


def test_where_nothing_is_against_the_school_the_list_is_empty(case, enter):
    application = case.quick(State.ACCREDITED, organization=case.school)
    url = reverse("accreditation:appeal_list", args=[application.pk])
    assert "Nothing to appeal against" in enter().get(url).content.decode()


@pytest.mark.parametrize("against", ["refusal", "conditions", "nonsense"])
def test_what_was_not_decided_is_not_appealed_against(case, enter, against):
    quarrel = Quarrel(case, Against.SUSPENSION)
    url = reverse("accreditation:appeal_file", args=[quarrel.application.pk, against])
    assert enter().get(url).status_code == 403


@pytest.mark.parametrize("state", AppealState)
def test_the_page_of_an_appeal_says_where_it_stands(case, enter, state):
    quarrel = Quarrel(case)
    appeal = quarrel.in_state(state)
    shown = enter().get(page(appeal)).content.decode()
    assert str(AppealState(state).label) in shown
    assert (page(appeal, "appeal_withdraw") in shown) == appeal.is_live
    names = [entry.name for entry in quarrel.panel[:3]]
    assert any(name in shown for name in names) == (state in {AppealState.UPHELD, AppealState.DISMISSED})


def test_the_head_withdraws_an_appeal_after_a_question(case, enter):
    appeal = Quarrel(case).registered()
    client = enter()
    assert "The decision stays as it is" in client.get(page(appeal, "appeal_withdraw")).content.decode()
    assert client.post(page(appeal, "appeal_withdraw")).url == page(appeal)
    assert again(appeal).state == AppealState.WITHDRAWN
    assert client.get(page(appeal, "appeal_withdraw")).status_code == 403


def test_the_page_of_the_application_says_until_when_an_appeal_is_possible(case, enter):
    quarrel = Quarrel(case)
    url = reverse("accreditation:application", args=[quarrel.application.pk])
    client = enter()
    assert "Possible until" in client.get(url).content.decode()
    appeal = quarrel.filed()
    shown = client.get(url).content.decode()
    assert f"Appeal {appeal}" in shown
    assert "Possible until" not in shown


@pytest.fixture
def sit(client, settings):
    """A function that signs a member of the panel in, in English."""

    def sit(quarrel, place=0):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        sign_in(client, quarrel.panel[place].person)
        return client

    return sit


def test_a_member_of_the_panel_reads_the_case_and_votes(case, sit):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    client = sit(quarrel)
    assert page(appeal, "panel_appeal") in client.get(reverse("accreditation:panel_home")).content.decode()
    shown = client.get(page(appeal, "panel_appeal")).content.decode()
    assert "Критерийлер аткарылган эмес" in shown
    assert "Далилдер каралган эмес" in shown
    answer = client.post(page(appeal, "panel_appeal"), {"verdict": "uphold", "opinion": "Далил бар"})
    assert answer.url == page(appeal, "panel_appeal")
    assert appeal.panel.get(person=quarrel.panel[0].person).verdict == Verdict.UPHOLD
    assert "Далил бар" in client.get(page(appeal, "panel_appeal")).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"opinion": "Далил бар"}, "Choose how you vote."), ({"verdict": "uphold"}, "Write why you vote so.")],
)
def test_a_refused_vote_keeps_what_was_typed(case, sit, typed, words):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    answer = sit(quarrel).post(page(appeal, "panel_appeal"), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed.get("opinion", "") in answer.content.decode()


def test_after_the_outcome_the_panel_reads_it_and_votes_no_more(case, sit):
    quarrel = Quarrel(case)
    appeal = quarrel.decided()
    client = sit(quarrel)
    assert "The appeal was upheld" in client.get(page(appeal, "panel_appeal")).content.decode()
    assert client.post(page(appeal, "panel_appeal"), {"verdict": "uphold", "opinion": "Х"}).status_code == 403


def test_who_sits_in_no_panel_finds_an_empty_page(case, sit):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    client = sit(quarrel, 4)
    assert "You are in no appeal panel" in client.get(reverse("accreditation:panel_home")).content.decode()
    assert client.get(page(appeal, "panel_appeal")).status_code == 404
