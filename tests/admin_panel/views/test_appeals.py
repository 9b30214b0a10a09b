from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.appeals import AppealState
from accreditation.enums.applications import State
from accreditation.models import CollegiumMember, Expert
from tests.acting import sign_in
from tests.factories.accreditation import fresh
from tests.factories.appeals import Quarrel, again

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def quarrel(case):
    return Quarrel(case)


@pytest.fixture
def administrator(client, settings, quarrel):
    """The administrator, signed in, in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, quarrel.case.administrator)
    return client


def page(appeal, name="appeal"):
    return reverse(f"ministry:{name}", args=[appeal.pk])


def test_the_empty_lists_say_what_will_stand_there(administrator):
    url = reverse("ministry:appeal_list")
    assert "No appeal waits" in administrator.get(url).content.decode()
    assert "No appeal was decided yet" in administrator.get(url, {"tab": "over"}).content.decode()


def test_an_appeal_moves_from_one_list_to_the_other(administrator, quarrel):
    appeal, url = quarrel.decided(), reverse("ministry:appeal_list")
    assert page(appeal) not in administrator.get(url).content.decode()
    assert page(appeal) in administrator.get(url, {"tab": "over"}).content.decode()


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (AppealState.FILED, {"appeal_register"}),
        (AppealState.REGISTERED, {"appeal_panel"}),
        (AppealState.HEARD, {"appeal_panel", "appeal_decide"}),
        (AppealState.UPHELD, set()),
        (AppealState.DISMISSED, set()),
        (AppealState.WITHDRAWN, set()),
    ],
)
def test_what_may_be_done_is_offered(administrator, quarrel, state, acts):
    appeal = quarrel.in_state(state)
    shown = administrator.get(page(appeal)).content.decode()
    names = ("appeal_register", "appeal_panel", "appeal_decide")
    assert {name for name in names if f'href="{page(appeal, name)}"' in shown} == acts
    for name in set(names) - acts:
        assert administrator.get(page(appeal, name)).status_code == 403


def test_a_whole_appeal_by_the_ministrys_pages(administrator, quarrel):
    appeal = quarrel.filed()
    typed = {"number": "А-7", "on": TODAY.isoformat()}
    assert administrator.post(page(appeal, "appeal_register"), typed).url == page(appeal)
    shown = administrator.get(page(appeal, "appeal_panel")).content.decode()
    assert all(entry.name in shown for entry in quarrel.panel)
    assert administrator.post(page(appeal, "appeal_panel"), {"people": quarrel.people}).url == page(appeal)
    assert "Has not voted yet" in administrator.get(page(appeal)).content.decode()
    assert administrator.get(page(appeal, "appeal_decide")).status_code == 403
    appeal.panel.update(verdict="uphold", opinion="Далил бар", voted_at=timezone.now())
    assert "The majority voted: Upheld." in administrator.get(page(appeal, "appeal_decide")).content.decode()
    answer = administrator.post(page(appeal, "appeal_decide"), {"reasons": "Далилдер каралган эмес"})
    assert answer.url == page(appeal)
    assert (again(appeal).state, fresh(quarrel.application).state) == (AppealState.UPHELD, State.EVALUATED)
    assert "Далил бар" in administrator.get(page(appeal)).content.decode()


@pytest.mark.parametrize(
    ("name", "state", "typed", "words"),
    [
        ("appeal_register", AppealState.FILED, {"number": "", "on": TODAY}, "Enter the SED number."),
        (
            "appeal_register",
            AppealState.FILED,
            {"number": "А-77", "on": TODAY + timedelta(days=1)},
            "cannot be in the future",
        ),
        ("appeal_panel", AppealState.REGISTERED, {}, "Choose the members of the panel."),
        ("appeal_decide", AppealState.HEARD, {"reasons": ""}, "Write the reasons"),
    ],
)
def test_a_refused_form_says_why(administrator, quarrel, name, state, typed, words):
    appeal = quarrel.in_state(state)
    answer = administrator.post(page(appeal, name), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert typed.get("number", "") in shown
    assert again(appeal).state == state


def test_two_people_are_no_panel_and_stay_chosen(administrator, quarrel):
    appeal = quarrel.registered()
    answer = administrator.post(page(appeal, "appeal_panel"), {"people": quarrel.people[:2]})
    assert answer.status_code == 422
    assert "A panel has an odd number of members" in answer.content.decode()
    assert answer.content.decode().count(" checked") == 2


def test_without_three_people_who_had_no_part_the_page_says_what_to_do(administrator, quarrel):
    appeal = quarrel.registered()
    for model in (CollegiumMember, Expert):
        model.objects.update(blocked_at=timezone.now(), blocked_by=quarrel.case.administrator, block_reason="Өргүүдө")
    shown = administrator.get(page(appeal, "appeal_panel")).content.decode()
    assert "Add members or experts first" in shown


def test_a_specialist_reads_the_appeal_and_changes_nothing(client, quarrel):
    appeal = quarrel.filed()
    sign_in(client, quarrel.case.specialist.person)
    assert client.get(page(appeal)).status_code == 200
    assert f'href="{page(appeal, "appeal_register")}"' not in client.get(page(appeal)).content.decode()
    assert client.get(page(appeal, "appeal_register")).status_code == 403


def test_the_case_leads_to_its_appeal(administrator, quarrel):
    appeal = quarrel.filed()
    url = reverse("ministry:application", args=[quarrel.application.pk])
    assert page(appeal) in administrator.get(url).content.decode()
