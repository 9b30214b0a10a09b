from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from accreditation.enums.applications import Action, State
from accreditation.models import Application, ApplicationEvent
from notifications.models import Message
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh, quick
from tests.factories.people import SpecialistFactory

MANY = "/ministry/accreditations/assign/"
pytestmark = pytest.mark.usefixtures("case")


def assign(application):
    return f"/ministry/accreditations/{application.pk}/assign/"


class TestOne:
    def test_until_there_is_a_number_the_page_says_so(self, ministry):
        application = quick()
        page = ministry.get(assign(application))
        assert "Enter the SED number first" in page.text
        assert f"/accreditations/{application.pk}/letter/" in page.text
        assert "<fieldset" not in page.text

    def test_the_specialist_is_chosen_by_his_load_and_told(self, ministry, case):
        application = quick(State.REGISTERED)
        quick(State.ASSIGNED, specialist=case.specialist)
        page = ministry.get(assign(application))
        assert [(one, one.open_count) for one in page.context["specialists"]] == [(case.specialist, 1)]
        ministry.post(assign(application), {"specialist": case.specialist.pk})
        assert fresh(application).specialist == case.specialist
        assert Message.objects.filter(recipient=case.specialist.person).count() == 1

    def test_another_one_needs_a_reason(self, ministry, case):
        application, other = quick(State.ASSIGNED, specialist=case.specialist), SpecialistFactory()
        page = ministry.post(assign(application), {"specialist": other.pk})
        assert (page.status_code, "Write why another specialist" in page.text) == (422, True)
        ministry.post(assign(application), {"specialist": other.pk, "reason": "Эргүүдө"})
        assert fresh(application).specialist == other
        assert "Эргүүдө" in application.events.get(action=Action.REASSIGN).comment

    @pytest.mark.parametrize("chosen", ["", "x", "999999", "blocked"])
    def test_who_cannot_be_chosen_is_refused(self, ministry, chosen):
        key = SpecialistFactory(blocked=True).pk if chosen == "blocked" else chosen
        assert ministry.post(assign(quick(State.REGISTERED)), {"specialist": key}).status_code == 422

    def test_what_is_decided_says_why_nobody_is_assigned(self, ministry):
        assert "No specialist can be assigned now" in ministry.get(assign(quick(State.REFUSED))).text

    def test_without_specialists_the_page_says_what_to_do(self, ministry, case):
        application = quick(State.REGISTERED)
        case.specialist.delete()
        assert "There are no specialists yet" in ministry.get(assign(application)).text


class TestMany:
    def test_the_rows_are_listed_before_anything_happens(self, ministry, case):
        ready, unnumbered = quick(State.REGISTERED), quick()
        taken = quick(State.ASSIGNED, specialist=case.specialist)
        page = ministry.get(MANY, {"application": [ready.pk, unnumbered.pk, taken.pk, "x"], "query": "tab=requests"})
        assert page.context["ready"] == [ready]
        assert {application for application, _reason in page.context["refused"]} == {unnumbered, taken}
        assert page.context["back"] == "/ministry/accreditations/?tab=requests"
        assert fresh(ready).specialist is None

    def test_confirmed_they_are_given_and_the_list_comes_back(self, ministry, case):
        rows = [quick(State.REGISTERED) for _ in range(3)]
        given = {"application": [row.pk for row in rows], "specialist": case.specialist.pk, "query": "tab=requests"}
        answer = ministry.post(MANY, given)
        assert answer["Location"] == "/ministry/accreditations/?tab=requests"
        assert set(Application.objects.filter(specialist=case.specialist)) == set(rows)
        assert Message.objects.filter(recipient=case.specialist.person).count() == 3

    def test_without_a_specialist_the_rows_stay_on_the_page(self, ministry):
        row = quick(State.REGISTERED)
        page = ministry.post(MANY, {"application": row.pk})
        assert (page.status_code, page.context["ready"]) == (422, [row])

    def test_nothing_ticked_teaches(self, ministry):
        assert "No application was ticked" in ministry.get(MANY).text

    def test_too_many_at_once_are_refused(self, ministry):
        assert ministry.get(MANY, {"application": list(range(1, 202))}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_twenty_assign_at_the_same_moment_and_one_does():
    """One outcome, one event, one message; the others are told in words that somebody was faster."""
    application = quick(State.REGISTERED)
    specialists = [SpecialistFactory() for _ in range(20)]
    clients = []
    for _ in specialists:
        client = Client()
        sign_in(client, UserFactory(is_administrator=True))
        clients.append(client)

    def press(pair):
        client, specialist = pair
        try:
            return client.post(assign(application), {"specialist": specialist.pk}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(press, zip(clients, specialists, strict=True)))
    assert answers.count(302) == 1
    assert set(answers) <= {302, 403, 422}
    assert ApplicationEvent.objects.filter(application=application).count() == 1
    chosen = fresh(application).specialist
    assert chosen in specialists
    told = Message.objects.filter(recipient__in=[one.person_id for one in specialists])
    assert [message.recipient_id for message in told] == [chosen.person_id]
