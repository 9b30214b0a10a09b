import pytest

from selfassessment.enums import State
from selfassessment.models import Comment
from selfassessment.services import commenting
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.selfassessment import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(world):
    return world.ordered().answers.in_order().first()


@pytest.fixture
def remarks(address, answer):
    return address("answer_comments", answer.pk)


def test_whoever_works_here_comments(world, come, remarks, answer):
    response = come(world.teachers[2]).post(remarks, {"text": " Далил \r\nжок "})
    assert response["Location"] == remarks
    comment = Comment.objects.get()
    assert (comment.answer, comment.text, comment.by) == (answer, "Далил \nжок", world.teachers[2].person)
    text = come(world.deputy).get(remarks).content.decode()
    assert "Далил" in text
    assert str(world.teachers[2].person) in text


@pytest.mark.parametrize("text", ["", "  ", "ң" * 1001])
def test_a_comment_that_says_nothing_or_too_much_comes_back(world, come, remarks, text):
    page = come(world.deputy).post(remarks, {"text": text})
    assert page.status_code == 422
    assert page.context["form"].errors["text"]
    assert text.strip() in page.content.decode()
    assert not Comment.objects.exists()


def test_open_comments_stand_first_and_are_settled_and_opened_again(world, come, address, remarks, answer):
    settled = commenting.comment(answer, "Биринчи", by=world.by_outsider)
    commenting.comment(answer, "Экинчи", by=world.by_outsider)
    client = come(world.teachers[0])
    assert client.post(address("comment_resolve", settled.pk))["Location"] == remarks
    page = client.get(remarks)
    assert [comment.text for comment in page.context["comments"]] == ["Экинчи", "Биринчи"]
    assert str(world.teachers[0].person) in page.content.decode()
    client.post(address("comment_reopen", settled.pk))
    assert [comment.text for comment in client.get(remarks).context["comments"]] == ["Биринчи", "Экинчи"]


def test_comments_are_settled_by_who_writes_or_leads(world, come, address, answer):
    remark = commenting.comment(answer, "Биринчи", by=world.by_outsider)
    resolve = address("comment_resolve", remark.pk)
    outsider = come(world.teachers[2])
    assert outsider.post(resolve).status_code == 403
    assert "comment_resolve" not in outsider.get(address("answer_comments", answer.pk)).content.decode()
    assert come(world.head).post(resolve).status_code == 302
    assert come(World().head).post(resolve).status_code == 404
    assert come(world.head).get(resolve).status_code == 405


def test_another_school_reads_nothing(come, remarks, answer, world):
    commenting.comment(answer, "Ичиндеги сөз", by=world.by_outsider)
    client = come(World().head)
    assert (client.get(remarks).status_code, client.post(remarks, {"text": "x"}).status_code) == (404, 404)


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_comments_rest_outside_the_time_of_writing(world, come, address, state):
    answer = world.in_state(state).answers.first()
    remark = Comment.objects.create(answer=answer, text="Мурунку", by=world.deputy.person)
    client, here = come(world.deputy), address("answer_comments", answer.pk)
    page = client.get(here)
    assert "Мурунку" in page.content.decode()
    assert page.context["refusal"] in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert client.post(here, {"text": "Кеч"}).status_code == 403
    assert client.post(address("comment_resolve", remark.pk)).status_code == 403
    assert client.post(address("comment_reopen", remark.pk)).status_code == 403


def test_an_administrator_reads_an_approved_report_without_its_comments(world, client, address):
    report = world.approved()
    answer = report.answers.in_order().first()
    Comment.objects.create(answer=answer, text="Ичиндеги сөз", by=world.deputy.person)
    sign_in(client, UserFactory(is_administrator=True))
    assert client.get(address("answer_comments", answer.pk)).status_code == 403
    assert client.get(address("answer_history", answer.pk)).status_code == 403
    page = client.get(address("self_assessment_part", report.pk, 1))
    text = page.content.decode()
    assert page.status_code == 200
    assert answer.text in text
    assert "comments/" not in text
    assert "history/" not in text
