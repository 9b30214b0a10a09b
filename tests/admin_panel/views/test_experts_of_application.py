"""The ministry's pages about the experts of an application."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.invitations import DeclineReason, InvitationState
from accreditation.models import Application, Expert, Invitation, KinshipVerdict
from accreditation.selectors import draw as draw_selectors
from accreditation.services import draw as draw_services
from accreditation.services import invitations
from organizations.enums import Role
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import experts, group, scheduled, taken
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    load_reference()
    return Case()


@pytest.fixture
def application(case):
    return taken(case, 5)


@pytest.fixture
def ministry(client, case):
    """The browser of the specialist to whom the application was given."""
    sign_in(client, case.specialist.person)
    client.cookies["language"] = "en"
    return client


def page(name, pk):
    return reverse(f"ministry:{name}", args=[pk])


def decline(invitation):
    invitations.decline(invitation, reason=DeclineReason.BUSY, comment="Командировка", by=None)


def test_before_the_draw_the_page_counts_what_each_rule_excludes(ministry, case):
    experts(2)
    experts(3, district=case.school.district)
    text = ministry.get(page("application_experts", scheduled(case).pk)).text
    for words in ("Experts who may evaluate this organization: 2 of 5.", "Three experts are needed", "Lives in the"):
        assert words in text


def test_without_a_period_the_page_says_what_comes_first(ministry, case):
    application = scheduled(case)
    Application.objects.filter(pk=application.pk).update(
        state=State.ASSIGNED, evaluation_starts_on=None, evaluation_ends_on=None
    )
    assert "First the period" in ministry.get(page("application_experts", application.pk)).text


def test_the_group_says_who_answered_since_when_and_who_comes_next(ministry, application):
    first, second, third = group(application)
    invitations.accept(second, by=None)
    text = ministry.get(page("application_experts", application.pk)).text
    for member in (first, second, third):
        assert member.expert.name in text
    assert "Agreed: 1 of 3." in text
    fourth = application.draws.get().candidates.get(place=4).expert
    assert f"{fourth.name} is invited next" in text
    assert f"{first.due_on:%d.%m.%Y}" in text
    assert "Chair" in text


def test_who_was_asked_before_is_told_with_the_reason(ministry, application):
    gone = group(application)[0]
    decline(gone)
    text = ministry.get(page("application_experts", application.pk)).text
    assert "Who was asked before" in text
    assert gone.expert.name in text
    assert "Командировка" in text


def test_when_nobody_is_left_the_page_needs_a_person(ministry, case):
    application = taken(case, 3)
    decline(group(application)[0])
    text = ministry.get(page("application_experts", application.pk)).text
    assert "You are needed" in text
    assert "Choose an expert by hand" in text


def test_the_page_asks_the_same_number_of_questions_for_many(ministry, case):
    application = taken(case, 4)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert ministry.get(page("application_experts", application.pk)).status_code == 200
        return len(asked)

    queries()
    few = queries()
    experts(6)
    assert queries() == few


def test_an_administrator_who_works_in_the_school_sees_no_names(client, case, application):
    user = UserFactory(is_administrator=True)
    EmploymentFactory(organization=case.school, person=user, role=Role.SPECIALIST)
    sign_in(client, user)
    response = client.get(page("application_experts", application.pk))
    assert response.status_code == 403
    assert group(application)[0].expert.last_name not in response.text


@pytest.mark.parametrize("who", ["head", "deputy"])
def test_the_school_does_not_see_who_was_drawn(client, case, application, who):
    sign_in(client, getattr(case.world, who).person)
    for address in (page("application_experts", application.pk), page("draw", application.draws.get().pk)):
        assert client.get(address).status_code == 403
    drawn = application.draws.get()
    assert client.get(reverse("records:document", args=[drawn.document.public_id])).status_code == 404


# By hand -------------------------------------------------------------------------------------------------------------


def test_an_expert_is_replaced_by_the_next_in_the_row(ministry, application):
    member = group(application)[1]
    assert member.expert.name in ministry.get(page("invitation_replace", member.pk)).text
    ministry.post(page("invitation_replace", member.pk), {"reason": "Байланышка чыкпайт", "expert": ""})
    assert Invitation.objects.get(pk=member.pk).state == InvitationState.REPLACED
    assert group(application)[1].place == 4


def test_an_expert_is_replaced_by_hand(ministry, application):
    member, chosen = group(application)[1], experts(1)[0]
    ministry.post(page("invitation_replace", member.pk), {"reason": "Тармак адиси", "expert": chosen.pk})
    assert group(application)[1].expert == chosen
    assert "Chosen by hand" in ministry.get(page("application_experts", application.pk)).text


def test_the_list_offers_only_whom_no_rule_excludes(ministry, case, application):
    neighbour = experts(1, district=case.school.district)[0]
    member = group(application)[0]
    assert f'value="{neighbour.pk}"' not in ministry.get(page("invitation_replace", member.pk)).text
    response = ministry.post(page("invitation_replace", member.pk), {"reason": "x", "expert": neighbour.pk})
    assert response.status_code == 422


@pytest.mark.parametrize("name", ["invitation_replace", "chair_change"])
def test_a_change_needs_a_reason(ministry, application, name):
    member = group(application)[1]
    response = ministry.post(page(name, member.pk), {"reason": ""})
    assert response.status_code == 422
    assert "Write the reason." in response.text


def test_another_chair_is_named(ministry, application):
    member = group(application)[2]
    ministry.post(page("chair_change", member.pk), {"reason": "Тажрыйбалуу"})
    assert [each.is_chair for each in group(application)] == [False, False, True]


def test_a_free_place_is_given_by_hand(ministry, case):
    application = taken(case, 3)
    decline(group(application)[0])
    chosen = experts(1)[0]
    refused = ministry.post(page("expert_by_hand", application.pk), {"expert": "", "reason": "x"})
    assert refused.status_code == 422
    assert "Choose the expert." in refused.text
    ministry.post(page("expert_by_hand", application.pk), {"expert": chosen.pk, "reason": "Эч ким калган жок"})
    assert chosen in {member.expert for member in group(application)}


# Similar surnames ----------------------------------------------------------------------------------------------------


@pytest.fixture
def namesake(case):
    found = experts(4)[0]
    Expert.objects.filter(pk=found.pk).update(last_name="Асанов")
    return found


def test_similar_surnames_are_shown_and_judged(ministry, case, namesake):
    application = scheduled(case)
    assert "Nobody has judged yet" in ministry.get(page("application_experts", application.pk)).text
    address = reverse("ministry:surname_judge", args=[application.pk, namesake.pk])
    assert case.school.head_name in ministry.get(address).text
    refused = ministry.post(address, {"verdict": "kin", "note": ""})
    assert refused.status_code == 422
    ministry.post(address, {"verdict": "kin", "note": "Сурап билдик"})
    judged = KinshipVerdict.objects.get()
    assert (judged.expert, judged.verdict, judged.by) == (namesake, "kin", case.specialist.person)
    text = ministry.get(page("application_experts", application.pk)).text
    assert "They are relatives" in text
    assert "Is a relative of the heads of the organization" in text


def test_heads_with_different_surnames_of_one_root_are_judged_one_by_one(ministry, case, namesake):
    application = scheduled(case)
    type(case.school).objects.filter(pk=case.school.pk).update(head_name="Асанова Айгүл")
    for employment, first_name in ((case.world.head, "Бакыт"), (case.world.deputy, "Кубаныч")):
        names = {"last_name": "Асанов", "first_name": first_name}
        type(employment).objects.filter(pk=employment.pk).update(**names)
    expert = Expert.objects.get(pk=namesake.pk)
    hints = {hint.surname: hint for hint in draw_selectors.hints(fresh(application), [expert])}
    assert set(hints) == {"Асанова", "Асанов"}
    assert "Бакыт" in hints["Асанов"].head
    assert "Кубаныч" in hints["Асанов"].head
    address = reverse("ministry:surname_judge", args=[application.pk, namesake.pk])
    listed = ministry.get(page("application_experts", application.pk)).text
    for hint in hints.values():
        assert f"{address}?head={hint.key}" in listed
        assert hint.head in ministry.get(address, {"head": hint.key}).text
        ministry.post(f"{address}?head={hint.key}", {"verdict": "not_kin", "note": "Сурап билдик"})
    assert set(KinshipVerdict.objects.values_list("surname", flat=True)) == set(hints)
    assert "Nobody has judged yet" not in ministry.get(page("application_experts", application.pk)).text
    assert ministry.get(address, {"head": "nobody"}).status_code == 404


def test_other_surnames_are_not_judged(ministry, case, namesake):
    other = experts(1)[0]
    address = reverse("ministry:surname_judge", args=[scheduled(case).pk, other.pk])
    assert ministry.get(address).status_code == 404


# Draws ---------------------------------------------------------------------------------------------------------------


def test_the_protocol_is_a_page_a_paper_and_json(ministry, case, application):
    drawn = application.draws.get()
    text = ministry.get(page("draw", drawn.pk)).text
    for words in (drawn.seed, drawn.list_hash, drawn.anchor_hash, group(application)[0].expert.person.username):
        assert words in text
    response = ministry.get(page("draw_json", drawn.pk))
    assert response["Content-Disposition"] == f'attachment; filename="draw-{application.pk}-1.json"'
    assert json.loads(response.content)["seed"] == drawn.seed
    assert group(application)[0].expert.name in json.loads(response.content)["names"].values()
    handed_out = ministry.get(page("draw_json", drawn.pk), {"names": "no"})
    assert handed_out["Content-Disposition"] == f'attachment; filename="draw-{application.pk}-1-without-names.json"'
    assert json.loads(handed_out.content) | {"names": None} == json.loads(response.content) | {"names": None}
    assert not any(member.expert.last_name in handed_out.text for member in group(application))
    assert "?names=no" in text
    assert ministry.get(reverse("records:document", args=[drawn.document.public_id])).status_code == 200


def test_a_second_draw_is_asked_for_and_answered_by_another_person(ministry, client, case, application):
    experts(4)
    address = page("redraw_ask", application.pk)
    assert ministry.post(address, {"reason": ""}).status_code == 422
    ministry.post(address, {"reason": "Тизмеде ката болгон"})
    request = application.redraw_requests.get()
    text = ministry.get(page("application_experts", application.pk)).text
    assert "Тизмеде ката болгон" in text
    assert "Another person has to agree." in text
    assert ministry.get(page("redraw_answer", request.pk)).status_code == 403
    sign_in(client, case.administrator)
    assert client.post(page("redraw_answer", request.pk), {}).status_code == 422
    client.post(page("redraw_answer", request.pk), {"agrees": "yes"})
    assert application.draws.count() == 2
    assert client.get(page("redraw_answer", request.pk)).status_code == 404


def test_a_second_draw_is_refused(client, case, application):
    request = draw_services.ask_for_redraw(application, reason="Жаккан жок", by=case.by_specialist)
    sign_in(client, case.administrator)
    client.post(page("redraw_answer", request.pk), {"agrees": "no"})
    request.refresh_from_db()
    assert request.answered_at <= timezone.now()
    assert application.draws.count() == 1
