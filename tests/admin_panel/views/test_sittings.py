"""The ministry's way through a sitting, from the plan to the minutes, and what it is told on the way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.collegium import Outcome, SittingState
from accreditation.models import CollegiumEvent, Sitting
from accreditation.services import deciding
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import quick
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.people import CollegiumMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db):
    load_reference()
    return Hall(count=3)


def url(name, *keys):
    return reverse(f"ministry:{name}", args=keys)


def planned(hall, **changes):
    on = timezone.localdate() + timedelta(days=7)
    return {
        "on": on.isoformat(),
        "at": "10:30",
        "place": "Бишкек",
        "link": "",
        "chair": hall.chair.pk,
        "secretary": hall.secretary.user.pk,
    } | changes


def primary(response):
    """What stands out among the actions of the page."""
    return [act.label for act in response.context["acts"] if act.tone == "primary"]


def test_what_the_sitting_waits_for_stands_out(ministry, hall):
    sitting = Sitting.objects.get(pk=hall.planned(quick(State.EVALUATED)).pk)
    here = url("sitting", sitting.pk)
    for days, expected in ((2, []), (0, ["Open the sitting"])):
        Sitting.objects.filter(pk=sitting.pk).update(starts_at=timezone.now() + timedelta(days=days))
        assert primary(ministry.get(here)) == expected
    case = sitting.items.get()
    ministry.post(url("sitting_open", sitting.pk))
    assert primary(ministry.get(here)) == ["Record who is present"]
    ministry.post(url("sitting_presence", sitting.pk), {"members": [member.pk for member in hall.members]})
    assert primary(ministry.get(here)) == []
    hall.decided(item=case)
    assert primary(ministry.get(here)) == ["Close the sitting"]
    ministry.post(url("sitting_plan"), planned(hall))
    assert primary(ministry.get(url("sitting", Sitting.objects.latest("pk").pk))) == ["Put cases on the agenda"]


def test_a_sitting_is_planned_with_its_cases_and_opened(ministry, hall):
    case = quick(State.EVALUATED)
    assert "There are no sittings here" in ministry.get(url("sitting_list")).text
    response = ministry.post(url("sitting_plan"), planned(hall), follow=True)
    sitting = Sitting.objects.get()
    assert timezone.localtime(sitting.starts_at).strftime("%H:%M") == "10:30"
    assert "Put at least one case on the agenda first." in response.text
    assert case.organization.name in ministry.get(url("sitting_agenda", sitting.pk)).text
    ministry.post(url("sitting_agenda", sitting.pk), {"cases": [case.pk]})
    assert sitting.items.get().application == case
    assert "No case is ready" in ministry.get(url("sitting_agenda", sitting.pk)).text
    ministry.post(url("sitting_open", sitting.pk))
    ministry.post(url("sitting_presence", sitting.pk), {"members": [member.pk for member in hall.members[:2]]})
    text = ministry.get(url("sitting", sitting.pk)).text
    assert "2 of 3" in text
    assert f"№&nbsp;{sitting.pk}" in ministry.get(url("sitting_list")).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": ""}, "Enter the place or the link."),
        ({"on": ""}, "Enter the date."),
        ({"at": "late"}, "Enter the time like 14:30."),
        ({"on": "2020-01-01"}, "This moment is over"),
        ({"link": "no link"}, "Enter a valid URL"),
    ],
)
def test_what_was_typed_stays_with_the_error_beside_it(ministry, hall, changes, said):
    response = ministry.post(url("sitting_plan"), planned(hall, **changes))
    assert response.status_code == 422
    assert said in response.text
    assert not Sitting.objects.exists()


def test_a_sitting_is_closed_and_its_minutes_are_linked(ministry, hall):
    item = hall.voting()
    hall.vote(item, "+++")
    deciding.draft(item, WORDINGS[Outcome.ACCREDITED], by=hall.secretary)
    pk = item.sitting_id
    assert "waits for its confirmation" in ministry.get(url("sitting", pk)).text
    assert ministry.get(url("sitting_close", pk)).status_code == 403
    deciding.confirm(item, by=hall.second)
    assert "This cannot be undone." in ministry.get(url("sitting_close", pk)).text
    ministry.post(url("sitting_close", pk))
    sitting = Sitting.objects.get()
    assert sitting.state == SittingState.CLOSED
    document = reverse("records:document", args=[sitting.minutes.public_id])
    assert document in ministry.get(url("sitting", pk)).text
    assert ministry.get(document).status_code == 200


def test_a_sitting_is_cancelled_with_a_reason(ministry, hall):
    sitting = hall.planned()
    assert ministry.post(url("sitting_cancel", sitting.pk), {"reason": " "}).status_code == 422
    ministry.post(url("sitting_cancel", sitting.pk), {"reason": "Кворум болбойт"})
    sitting.refresh_from_db()
    assert sitting.state == SittingState.CANCELLED
    assert f"№&nbsp;{sitting.pk}" in ministry.get(url("sitting_list"), {"tab": "over"}).text


STEPS = {"sitting_change", "sitting_open", "sitting_presence", "sitting_close", "sitting_cancel"}
OFFERED = {
    SittingState.PLANNED: {"sitting_agenda", "sitting_change", "sitting_open", "sitting_cancel"},
    SittingState.OPEN: {"sitting_agenda", "sitting_presence", "sitting_close"},
    SittingState.CLOSED: set(),
    SittingState.CANCELLED: set(),
}


@pytest.mark.parametrize("state", SittingState)
def test_each_state_offers_its_steps_and_refuses_the_others_with_the_reason(ministry, hall, state):
    sitting = hall.sitting_in(state)
    acts = ministry.get(url("sitting", sitting.pk)).context["acts"]
    assert {act.url: act.reason for act in acts} == {url(name, sitting.pk): None for name in OFFERED[state]}
    events = CollegiumEvent.objects.count()
    for name in OFFERED[state]:
        assert ministry.get(url(name, sitting.pk)).status_code == 200, name
    for name in STEPS - OFFERED[state]:
        for ask in (ministry.get, ministry.post):
            refused = ask(url(name, sitting.pk))
            assert refused.status_code == 403, name
            assert "This is not possible while the state is" in refused.text
    sitting.refresh_from_db()
    assert (sitting.state, CollegiumEvent.objects.count()) == (state, events)


def test_the_agenda_is_put_in_order_until_the_sitting_is_opened(ministry, hall):
    sitting = hall.planned(*[quick(State.EVALUATED) for _case in range(3)])
    first, second, third = sitting.items.order_by("order")
    here, address = url("sitting", sitting.pk), url("sitting_order", sitting.pk)
    offered = ministry.get(here)
    assert offered.context["movable"] == [first.pk, second.pk, third.pk]
    assert (offered.text.count('value="up"'), offered.text.count('value="down"')) == (2, 2)
    answer = ministry.post(address, {"item": third.pk, "way": "up"})
    assert answer.headers["Location"] == f"{here}#agenda"
    ministry.post(address, {"item": first.pk, "way": "down"})
    assert list(sitting.items.order_by("order")) == [third, first, second]
    strangers = hall.planned().items.get()
    for typed in ({"item": strangers.pk, "way": "up"}, {"item": first.pk, "way": "away"}, {"item": "x", "way": "up"}):
        assert ministry.post(address, typed).status_code == 302
    assert list(sitting.items.order_by("order")) == [third, first, second]
    ministry.post(url("sitting_open", sitting.pk))
    assert ministry.get(here).context["movable"] == []
    assert ministry.post(address, {"item": first.pk, "way": "up"}).status_code == 403


@pytest.mark.parametrize("state", [SittingState.CLOSED, SittingState.CANCELLED])
def test_the_agenda_of_a_sitting_that_is_over_takes_nothing(ministry, hall, state):
    sitting, late = hall.sitting_in(state), quick(State.EVALUATED)
    page = ministry.get(url("sitting_agenda", sitting.pk))
    assert "The sitting is over." in page.text
    assert 'type="checkbox"' not in page.text
    assert ministry.post(url("sitting_agenda", sitting.pk), {"cases": [late.pk]}).status_code == 403
    late.refresh_from_db()
    assert late.state == State.EVALUATED
    assert not late.agenda_items.exists()


def test_a_sitting_without_cases_says_what_is_missing_and_stays_planned(ministry, hall):
    ministry.post(url("sitting_plan"), planned(hall))
    sitting = Sitting.objects.get()
    page = ministry.get(url("sitting", sitting.pk))
    assert "The agenda is empty" in page.text
    assert [act.reason for act in page.context["acts"]] == [
        None,
        None,
        "Put at least one case on the agenda first.",
        None,
    ]
    assert ministry.post(url("sitting_open", sitting.pk)).status_code == 403
    sitting.refresh_from_db()
    assert sitting.state == SittingState.PLANNED


def test_presence_is_shown_as_it_was_recorded_and_can_be_mended(ministry, hall):
    sitting = hall.opened()
    blocked = CollegiumMemberFactory(blocked=True)
    address = url("sitting_presence", sitting.pk)
    form = ministry.get(address).context["form"]
    assert set(form["members"].value()) == {member.pk for member in hall.members}
    ministry.post(address, {"members": [hall.chair.pk]})
    page = ministry.get(url("sitting", sitting.pk))
    assert page.context["present"] == [hall.chair]
    assert "1 of 3" in page.text
    refused = ministry.post(address, {"members": [hall.chair.pk, blocked.pk]})
    assert refused.status_code == 422
    assert list(sitting.attendances.values_list("member", flat=True)) == [hall.chair.pk]


def test_closing_tells_how_many_cases_are_left_and_leaves_them(ministry, hall):
    sitting = hall.opened(quick(State.EVALUATED), quick(State.EVALUATED))
    page = ministry.get(url("sitting_close", sitting.pk)).text
    assert "Cases that are not decided are left for another sitting: 2." in page
    ministry.post(url("sitting_close", sitting.pk))
    assert [item.state for item in sitting.items.all()] == ["left", "left"]
    assert ministry.get(url("sitting_list")).context["ready"] == 2


def test_a_refused_reason_for_cancelling_is_kept(ministry, hall):
    sitting = hall.planned()
    refused = ministry.post(url("sitting_cancel", sitting.pk), {"reason": "Кворум " * 200})
    assert refused.status_code == 422
    assert "Кворум Кворум" in refused.text
    assert "characters are too many" in refused.text
    sitting.refresh_from_db()
    assert sitting.state == SittingState.PLANNED


def test_a_specialist_puts_his_own_case_on_and_is_offered_nothing_else(client, settings, hall):
    mine, other = quick(State.EVALUATED), quick(State.EVALUATED)
    sitting = hall.planned()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, mine.specialist.person)
    listed = client.get(url("sitting_list"))
    assert (listed.context["may_convene"], listed.context["ready"]) == (False, 1)
    assert url("sitting_plan") not in listed.text
    address = url("sitting_agenda", sitting.pk)
    page = client.get(url("sitting", sitting.pk))
    assert [act.url for act in page.context["acts"]] == [address]
    assert url("agenda_item", sitting.pk, 1) not in page.text
    assert other.organization.name not in client.get(address).text
    assert client.post(address, {"cases": [other.pk]}).status_code == 422
    client.post(address, {"cases": [mine.pk]})
    assert [item.application for item in sitting.items.order_by("order")][1:] == [mine]


def at(hall, days):
    """A sitting so many days from now, written past the services."""
    who = {"chair": hall.chair, "secretary": hall.secretary.user, "created_by": hall.secretary.user}
    return Sitting.objects.create(starts_at=timezone.now() + timedelta(days=days), place="Бишкек", **who)


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.usefixtures("no_menu")
def test_one_three_and_thirty_sittings_ask_the_same_number_of_questions(ministry, hall):
    asked = set()
    for more in (1, 2, 27):
        for number in range(more):
            at(hall, number + 1)
        asked.add(queries_of(ministry, url("sitting_list")))
    assert len(asked) == 1


@pytest.mark.usefixtures("no_menu")
def test_the_agenda_asks_the_same_number_of_questions_for_every_length(ministry, hall):
    few = queries_of(ministry, url("sitting", hall.opened().pk))
    many = hall.opened(*[quick(State.EVALUATED) for _number in range(6)])
    assert queries_of(ministry, url("sitting", many.pk)) == few


def test_the_next_sitting_stands_first_and_the_list_has_pages(ministry, hall):
    later, sooner = at(hall, 9), at(hall, 2)
    assert list(ministry.get(url("sitting_list")).context["page"]) == [sooner, later]
    for number in range(24):
        at(hall, 20 + number)
    page = ministry.get(url("sitting_list"), {"page": "2"})
    assert [tab.count for tab in page.context["tabs"]] == [26, 0]
    assert len(page.context["page"]) == 1
    assert "There are no sittings here" in ministry.get(url("sitting_list"), {"tab": "over"}).text


@pytest.mark.parametrize(
    ("language", "said"),
    [("ky", ["Коллегиянын жыйындары", "Жыйынды пландоо"]), ("ru", ["Заседания Коллегии", "Запланировать заседание"])],
)
def test_the_list_speaks_both_languages(ministry, settings, hall, language, said):
    at(hall, 3)
    ministry.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    text = ministry.get(url("sitting_list")).text
    assert [words for words in said if words not in text] == []


def test_a_planned_sitting_is_moved_and_the_form_knows_what_was_planned(ministry, hall):
    sitting = hall.planned()
    address = url("sitting_change", sitting.pk)
    form = ministry.get(address).context["form"]
    assert form.initial["chair"] == hall.chair
    refused = ministry.post(address, planned(hall, place="", link=""))
    assert refused.status_code == 422
    assert "Enter the place or the link." in refused.text
    page = ministry.post(address, planned(hall, place="Ош"), follow=True)
    sitting.refresh_from_db()
    assert sitting.place == "Ош"
    assert "The sitting is changed and the members are told." in page.text
    assert "Ош" in sitting.events.first().comment
