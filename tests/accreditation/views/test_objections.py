"""The school learns who evaluates it, and objects."""

import uuid
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accreditation.enums.applications import State
from accreditation.enums.objections import ObjectionGround, ObjectionState
from accreditation.models import Application, EvaluationOrderFile, Objection
from accreditation.services import evaluation, invitations, objections
from accreditation.urls.objections import urlpatterns
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.draw import agreed, group
from tests.factories.objections import WORDS, named
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
TYPED = {"ground": "dispute", "text": WORDS}


@pytest.fixture
def application(case):
    return named(case, 5)


def home(application):
    return reverse("accreditation:application", args=[application.pk])


def address(member):
    return reverse("accreditation:objection", args=[member.application_id, member.pk])


def taking_back(objection):
    return reverse("accreditation:objection_take_back", args=[objection.invitation.application_id, objection.pk])


def file_one(case, member):
    return objections.object_to(member, ground=ObjectionGround.KINSHIP, text=WORDS, by=case.by_head)


def test_before_the_order_the_names_are_hidden(enter, case):
    application = agreed(case, 4)
    text = enter().get(home(application)).text
    assert not any(member.expert.last_name in text for member in group(application))
    assert enter().get(address(group(application)[0])).status_code == 404


def test_the_page_names_the_three_their_work_and_the_term(enter, application):
    page = enter().get(home(application))
    for member in group(application):
        assert member.expert.name in page.text
        assert member.expert.organization in page.text
        assert address(member) in page.text
    assert "you may object until" in page.text
    papers = page.context["papers"]
    assert [paper.number for paper in papers] == [1, 2, 3, 4, 5]
    assert papers[4].status == "Signed"
    assert "/accreditations/orders/" in page.text


def test_first_it_is_asked_again_then_it_is_filed(enter, application):
    client, member = enter(), group(application)[1]
    assert "File an objection" in client.get(address(member)).text
    asked = client.post(address(member), TYPED)
    assert asked.status_code == 200
    assert "Is everything right?" in asked.text
    assert WORDS in asked.text
    assert not Objection.objects.exists()
    changed = client.post(address(member), TYPED | {"change": "1"})
    assert (changed.status_code, WORDS in changed.text) == (200, True)
    filed = client.post(address(member), TYPED | {"confirmed": "1"}, follow=True)
    assert "Your objection is filed." in filed.text
    assert "The ministry has not decided yet" in filed.text
    assert Objection.objects.get().ground == ObjectionGround.DISPUTE
    again = client.post(address(member), TYPED | {"confirmed": "1"}, follow=True)
    assert "You have objected to this expert already." in again.text
    assert client.get(address(member)).status_code == 302
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ground": ""}, "Choose the ground."),
        ({"ground": "envy"}, "envy"),
        ({"text": "  "}, "without facts"),
        ({"text": "а" * 1001}, "must not exceed"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(enter, application, changes, said):
    response = enter().post(address(group(application)[0]), TYPED | {"confirmed": "1"} | changes)
    assert response.status_code == 422
    assert said in response.text
    if "text" not in changes:
        assert WORDS in response.text
    assert not Objection.objects.exists()


def test_it_is_taken_back_after_a_question_and_once(enter, case, application):
    client, member = enter(), group(application)[1]
    objection = file_one(case, member)
    assert taking_back(objection) in client.get(home(application)).text
    asked = client.get(taking_back(objection)).text
    assert "Take the objection back?" in asked
    assert WORDS in asked
    assert "A second objection to this expert is not possible." in asked
    done = client.post(taking_back(objection), follow=True)
    assert "Your objection is taken back." in done.text
    assert "Taken back by the organization" in done.text
    assert "Closed at" in done.text
    assert taking_back(objection) not in done.text
    assert address(member) not in done.text
    for again in (client.get, client.post):
        assert "not open any more: Taken back" in again(taking_back(objection), follow=True).text
    assert client.get(address(member)).status_code == 302


def test_what_was_decided_meanwhile_is_not_taken_back(enter, case, application):
    client, objection = enter(), file_one(case, group(application)[1])
    objections.dismiss(objection, reason="Текшерилди", by=case.by_specialist)
    page = client.post(taking_back(objection), follow=True)
    assert "not open any more: Dismissed" in page.text
    objection.refresh_from_db()
    assert objection.state == ObjectionState.DISMISSED


def test_a_colleague_has_no_button_and_another_application_no_such_objection(enter, case, application):
    objection = file_one(case, group(application)[1])
    assert taking_back(objection) not in enter(case.world.teachers[0]).get(home(application)).text
    other = reverse("accreditation:objection_take_back", args=[application.pk, objection.pk + 1])
    assert enter().get(other).status_code == 404


@pytest.mark.parametrize("outcome", [ObjectionState.UPHELD, ObjectionState.DISMISSED])
def test_the_school_reads_the_decision(enter, case, application, outcome):
    member = group(application)[1]
    objection = file_one(case, member)
    step = objections.uphold if outcome == ObjectionState.UPHELD else objections.dismiss
    step(objection, reason="Текшерилди", by=case.by_specialist)
    page = enter().get(home(application))
    assert "Текшерилди" in page.text
    assert ("Upheld" if outcome == ObjectionState.UPHELD else "Dismissed") in page.text
    is_renewed = outcome == ObjectionState.UPHELD
    assert ("is being renewed: until the new one" in page.text) is is_renewed
    assert page.context["papers"][4].status == ("Is being renewed" if is_renewed else "Signed")
    assert page.text.count(member.expert.name) >= 1


def test_the_alternates_are_hidden_until_the_renewed_order(enter, case, application):
    invitations.replace(group(application)[0], reason="Байланышка чыкпайт", by=case.by_specialist)
    newcomer = group(application)[0]
    assert newcomer.expert.name not in enter().get(home(application)).text
    invitations.accept(newcomer, by=None)
    assert newcomer.expert.name not in enter().get(home(application)).text
    assert enter().get(address(newcomer)).status_code == 404


def test_once_the_evaluation_has_begun_the_way_is_closed(enter, application):
    member = group(application)[1]
    evaluation.begin(application, by=acting_as(group(application)[0].expert))
    text = enter().get(home(application)).text
    assert member.expert.name in text
    assert address(member) not in text
    assert enter().get(address(member)).status_code == 403


def test_a_colleague_reads_the_names_and_objects_to_nobody(enter, case, application):
    client = enter(case.world.teachers[0])
    text = client.get(home(application)).text
    assert group(application)[0].expert.name in text
    assert "File an objection" not in text


def test_the_page_costs_the_same_with_and_without_objections(enter, case, application, django_assert_max_num_queries):
    client = enter()
    for member in group(application):
        objections.object_to(member, ground=ObjectionGround.OTHER, text=WORDS, by=case.by_head)
    with django_assert_max_num_queries(55):
        client.get(home(application))


# Everybody ------------------------------------------------------------------------------------------------------------

PEOPLE = {
    "anonymous": lambda _case, _application: None,
    "head": lambda case, _application: case.world.head.person,
    "deputy": lambda case, _application: case.world.deputy.person,
    "teacher": lambda case, _application: case.world.teachers[0].person,
    "its specialist": lambda case, _application: case.specialist.person,
    "administrator": lambda case, _application: case.administrator,
    "its expert": lambda _case, application: group(application)[0].expert.person,
    "another specialist": lambda _case, _application: SpecialistFactory().person,
    "another expert": lambda _case, _application: ExpertFactory().person,
    "stranger": lambda _case, _application: UserFactory(),
}
OBJECTING = {"objection", "objection_take_back"}
VERDICTS = {  # page → status for GET, status for an empty POST; 404 for all others
    "objection": {"head": (200, 422), "deputy": (200, 422), "teacher": (403, 403), "anonymous": (302, 303)},
    "objection_take_back": {"head": (200, 302), "deputy": (200, 302), "teacher": (403, 403), "anonymous": (302, 303)},
    "evaluation_order_file": dict.fromkeys(
        ("head", "deputy", "teacher", "its specialist", "administrator", "its expert"), (403, 405)
    )
    | {"anonymous": (302, 303)},
}


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS)


@pytest.mark.parametrize(("page", "method"), list(product(VERDICTS, ["get", "post"])))
def test_every_page_answers_everybody_as_agreed(case, application, page, method):
    """The scan is not served before the scanner has seen it: 403 says that it is there."""
    member, file = group(application)[0], EvaluationOrderFile.objects.get().public_id
    urls = {"objection": lambda: address(member), "objection_take_back": lambda: taking_back(file_one(case, member))}
    url = urls.get(page, lambda: reverse(f"accreditation:{page}", args=[file]))()
    for who, make in PEOPLE.items():
        with transaction.atomic():
            client, person = Client(), make(case, application)
            if person:
                place = case.school.pk if who in {"head", "deputy", "teacher"} else None
                sign_in(client, person, organization_id=place, place_key="test")
            status = getattr(client, method)(url).status_code
            transaction.set_rollback(True)
        missing = 404 if page in OBJECTING or method == "get" else 405
        expected = VERDICTS[page].get(who, (missing, missing))[method == "post"]
        assert status == expected, (page, who, method)


def test_of_another_school_nothing_is_found(enter, application):
    Application.objects.filter(pk=application.pk).update(state=State.ORDERED)
    client = enter()
    missing = reverse("accreditation:objection", args=[application.pk, 10**9])
    assert client.get(missing).status_code == 404
    assert client.get(reverse("accreditation:evaluation_order_file", args=[uuid.UUID(int=7)])).status_code == 404
