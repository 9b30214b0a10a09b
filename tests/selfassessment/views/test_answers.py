import pytest

from selfassessment.enums import Question, RevisionKind, State
from selfassessment.models import AnswerRevision
from selfassessment.services import answering
from selfassessment.services.answering import save_answer
from tests.factories.selfassessment import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world):
    return world.ordered()


@pytest.fixture
def answer(report):
    return report.answers.filter(question=Question.CRITERION).order_by("place", "pk").first()


@pytest.fixture
def kept(world, answer):
    """The text of a teacher who came too late."""
    save_answer(answer, "Бир эки үч", version=0, by=world.by_deputy)
    return save_answer(answer, "Бир беш үч", version=0, by=world.by_teachers[0]).revision


@pytest.fixture
def place(address, report, answer):
    return f"{address('self_assessment_part', report.pk, 2)}#answer-{answer.pk}"


def text_of(answer):
    answer.refresh_from_db()
    return answer.text


def test_an_answer_is_found_by_its_number_alone(world, come, address, report, place, answer):
    client = come(world.teachers[2])
    assert client.get(address("answer", answer.pk))["Location"] == place
    introduction = report.answers.get(question=Question.INTRODUCTION)
    first = address("self_assessment_part", report.pk, 1)
    assert client.get(address("answer", introduction.pk))["Location"] == f"{first}#answer-{introduction.pk}"
    assert come(World().head).get(address("answer", answer.pk)).status_code == 404


def test_the_page_of_two_texts_shows_both_and_what_differs(world, come, address, answer, kept):
    page = come(world.teachers[0]).get(address("answer_conflict", answer.pk, kept.pk))
    assert [(piece.kind, piece.text) for piece in page.context["pieces"]] == [
        ("same", "Бир "),
        ("removed", "эки"),
        ("added", "беш"),
        ("same", " үч"),
    ]
    text = page.content.decode()
    assert "<del>" in text
    assert "<ins>" in text
    assert page.context["form"].initial["version"] == 1
    assert page.context["form"]["text"].value() == "Бир беш үч"
    assert page.context["is_own"]


@pytest.mark.parametrize(
    ("choice", "text", "stands", "version"),
    [
        ("theirs", "", "Бир эки үч", 1),
        ("mine", "", "Бир беш үч", 2),
        ("join", "Бир эки беш үч", "Бир эки беш үч", 2),
        ("join", "", "", 2),
    ],
)
def test_the_decision_stands(world, come, address, place, answer, kept, choice, text, stands, version):
    here = address("answer_conflict", answer.pk, kept.pk)
    response = come(world.teachers[0]).post(here, {"choice": choice, "text": text, "version": 1})
    assert response["Location"] == place
    assert (text_of(answer), answer.version) == (stands, version)
    assert AnswerRevision.objects.filter(pk=kept.pk, kind=RevisionKind.SET_ASIDE).exists(), "the history keeps both"


@pytest.mark.parametrize("choice", ["", "both"])
def test_without_a_decision_nothing_changes(world, come, address, answer, kept, choice):
    here = address("answer_conflict", answer.pk, kept.pk)
    page = come(world.teachers[0]).post(here, {"choice": choice, "text": "Өзгөчө текст", "version": 1})
    assert (page.status_code, text_of(answer)) == (422, "Бир эки үч")
    assert "Өзгөчө текст" in page.content.decode()


def test_a_decision_about_an_old_text_is_asked_again(world, come, address, answer, kept):
    save_answer(answer, "Төрт", version=1, by=world.by_deputy)
    here = address("answer_conflict", answer.pk, kept.pk)
    response = come(world.teachers[0]).post(here, {"choice": "join", "text": "Бешинчи", "version": 1})
    later = AnswerRevision.objects.get(text="Бешинчи")
    assert response["Location"] == address("answer_conflict", answer.pk, later.pk)
    assert text_of(answer) == "Төрт"


def test_conflicts_are_decided_by_those_who_write(world, come, address, answer, kept):
    here = address("answer_conflict", answer.pk, kept.pk)
    saved = AnswerRevision.objects.get(kind=RevisionKind.SAVED)
    assert come(world.teachers[2]).get(here).status_code == 403
    assert come(world.teachers[2]).post(here, {"choice": "mine", "version": 1}).status_code == 403
    assert come(World().head).get(here).status_code == 404
    assert come(world.deputy).get(here).context["is_own"] is False
    assert come(world.deputy).get(address("answer_conflict", answer.pk, saved.pk)).status_code == 404
    assert text_of(answer) == "Бир эки үч"


@pytest.mark.parametrize("then", ["x", "0", "99999999999999999999", "7;drop"])
def test_a_forged_list_of_conflicts_leads_to_the_answer(world, come, address, place, answer, kept, then):
    here = f"{address('answer_conflict', answer.pk, kept.pk)}?then={then}"
    assert come(world.teachers[0]).post(here, {"choice": "theirs", "version": 1})["Location"] == place


def test_the_history_tells_who_changed_what_and_restores(world, come, address, place, answer):
    for version, text in enumerate(("Бир", "Бир эки", "Бир үч")):
        save_answer(answer, text, version=version, by=(world.by_deputy, world.by_teachers[0])[version % 2])
    client = come(world.deputy)
    page = client.get(address("answer_history", answer.pk))
    entries = page.context["page"].object_list
    assert [entry.revision.text for entry in entries] == ["Бир үч", "Бир эки", "Бир"]
    assert [entry.is_current for entry in entries] == [True, False, False]
    assert all(str(person) in page.content.decode() for person in (world.deputy.person, world.teachers[0].person))
    back = address("answer_restore", answer.pk, entries[2].revision.pk)
    assert client.post(back, {"version": 3})["Location"] == place
    assert (text_of(answer), answer.version) == ("Бир", 4)


def test_restoring_over_a_newer_text_shows_both(world, come, address, answer):
    save_answer(answer, "Бир", version=0, by=world.by_deputy)
    save_answer(answer, "Эки", version=1, by=world.by_deputy)
    save_answer(answer, "Үч", version=2, by=world.by_teachers[0])
    first = answer.revisions.get(version=1)
    response = come(world.deputy).post(address("answer_restore", answer.pk, first.pk), {"version": 2})
    assert "/conflict/" in response["Location"]
    assert text_of(answer) == "Үч"


@pytest.mark.parametrize("version", ["", "x", "9" * 30])
def test_restoring_without_a_version_overwrites_nothing(world, come, address, answer, version):
    save_answer(answer, "Бир", version=0, by=world.by_deputy)
    save_answer(answer, "Эки", version=1, by=world.by_deputy)
    first = answer.revisions.get(version=1)
    come(world.deputy).post(address("answer_restore", answer.pk, first.pk), {"version": version})
    assert text_of(answer) == "Эки"


def test_history_is_for_the_organization_and_restoring_for_the_commission(world, come, address, report, answer):
    save_answer(answer, "Бир", version=0, by=world.by_deputy)
    revision, other = answer.revisions.get(), report.answers.last()
    here, back = address("answer_history", answer.pk), address("answer_restore", answer.pk, revision.pk)
    outsider = come(world.teachers[2])
    page = outsider.get(here)
    assert page.context["refusal"] in page.content.decode()
    assert outsider.post(back, {"version": 1}).status_code == 403
    assert come(world.deputy).post(address("answer_restore", other.pk, revision.pk)).status_code == 404
    stranger = come(World().head)
    assert (stranger.get(here).status_code, stranger.post(back).status_code) == (404, 404)


def test_an_empty_history_says_what_will_stand_there(world, come, address, answer):
    assert (
        "Азырынча эч нерсе жазыла элек" in come(world.deputy).get(address("answer_history", answer.pk)).content.decode()
    )


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_nothing_is_decided_or_restored_outside_the_time_of_writing(world, come, address, state):
    report = world.in_state(state)
    answer = report.answers.first()
    revision = AnswerRevision.objects.create(
        answer=answer, kind="set_aside", version=0, text="Кеч", by=world.deputy.person
    )
    before, client = answer.text, come(world.deputy)
    assert client.get(address("answer_conflict", answer.pk, revision.pk)).status_code == 403
    assert client.post(address("answer_conflict", answer.pk, revision.pk), {"choice": "mine"}).status_code == 403
    assert client.post(address("answer_restore", answer.pk, revision.pk), {"version": 1}).status_code == 403
    assert text_of(answer) == before
    assert answering.rules.may_write.reason(world.by_deputy, answer)
