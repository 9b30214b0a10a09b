import pytest

from selfassessment.enums import AccreditationType, Question, State
from selfassessment.models import Answer
from selfassessment.services import commenting
from selfassessment.services.answering import assign, save_answer
from selfassessment.writing import Showing
from tests.factories.selfassessment import World, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world):
    return world.ordered()


@pytest.fixture
def overview(address, report):
    return address("self_assessment_report", report.pk)


def shown(page):
    return [sheet.answer for chapter in page.context["chapters"] for sheet in chapter.sheets]


def numbers(page):
    return {tab.url.partition("show=")[2] or "all": tab.count for tab in page.context["tabs"]}


@pytest.mark.parametrize("kind", [AccreditationType.INST_GEN, AccreditationType.PROG_GEN])
def test_everything_missing_is_named_with_its_place(world, come, address, kind):
    report = world.ordered(kind)
    page = come(world.deputy).get(address("self_assessment_report", report.pk))
    text, answers = page.content.decode(), list(report.answers.in_order())
    assert shown(page) == answers
    assert text.count("#answer-") == len(answers)
    assert f"0 / {len(answers)}" in text
    assert page.context["gap"] == answers[0]
    assert address("answer", answers[0].pk) in text


def test_a_complete_report_leads_to_the_approval(world, come, overview, report):
    fill(report.answers.all(), by=world.deputy.person)
    page = come(world.deputy).get(overview)
    assert page.context["gap"] is None
    assert "Баары жазылды" in page.content.decode()
    assert numbers(page)["unfinished"] == 0


def test_each_filter_lets_its_answers_through(world, come, overview, report):
    first, second, third, *_rest = report.answers.in_order()
    assign(first, report.members.get(employment=world.teachers[0]), by=world.by_deputy)
    commenting.resolve(commenting.comment(first, "Жакшы", by=world.by_head), by=world.by_deputy)
    commenting.comment(second, "Толукта", by=world.by_head)
    save_answer(third, "Мурунку", version=0, by=world.by_deputy)
    save_answer(first, "Меники", version=0, by=world.by_teachers[0])
    save_answer(second, "Кийинки", version=0, by=world.by_deputy)
    client = come(world.teachers[0])
    total = report.answers.count()
    assert numbers(client.get(overview)) == {
        "all": total,
        "mine": 1,
        "unfinished": total - 3,
        "commented": 1,
        "changed": 1,
    }
    assert shown(client.get(f"{overview}?show=mine")) == [first]
    assert shown(client.get(f"{overview}?show=commented")) == [second]
    assert shown(client.get(f"{overview}?show=changed")) == [second]
    assert shown(client.get(f"{overview}?show=unfinished")) == [
        answer for answer in report.answers.in_order() if not answer.text
    ]


@pytest.mark.parametrize("showing", [showing for showing in Showing if showing not in {"all", "unfinished"}])
def test_a_filter_that_lets_nothing_through_says_what_will_stand_there(world, come, overview, showing):
    page = come(world.deputy).get(f"{overview}?show={showing}")
    assert shown(page) == []
    assert "Азыр мындай жооп жок" in page.content.decode()


@pytest.mark.parametrize("asked", ["", "nothing", "ALL", "<script>"])
def test_an_unknown_filter_shows_everything(world, come, overview, report, asked):
    assert shown(come(world.deputy).get(f"{overview}?show={asked}")) == list(report.answers.in_order())


def test_who_never_wrote_has_seen_no_changes(world, come, overview, report):
    save_answer(report.answers.first(), "Жаңы", version=0, by=world.by_deputy)
    assert numbers(come(world.teachers[1]).get(overview))["changed"] == 0


def test_too_long_an_answer_is_missing_with_its_excess(world, come, overview, report):
    save_answer(report.answers.in_order().first(), "ң" * 503, version=0, by=world.by_deputy)
    page = come(world.deputy).get(overview)
    assert "3 белги ашык" in page.content.decode()
    assert page.context["done"] == 0


@pytest.mark.parametrize("state", State)
def test_the_overview_says_why_one_can_not_write(world, come, address, state):
    report = world.in_state(state)
    page = come(world.deputy).get(address("self_assessment_report", report.pk))
    assert (page.context["refusal"] is None) is state.is_written
    assert (page.context["refusal"] or "") in page.content.decode()


def test_without_a_type_there_are_no_questions_yet(world, come, address):
    report = world.started()
    page = come(world.deputy).get(address("self_assessment_report", report.pk))
    assert page.status_code == 200
    assert "Аккредитациянын түрү тандалганда" in page.content.decode()
    assert come(world.deputy).get(address("self_assessment_part", report.pk, 1)).status_code == 404


# Who is responsible ---------------------------------------------------------------------------------------------------


@pytest.fixture
def roles(address, report):
    return address("part_responsible", report.pk, 2)


@pytest.fixture
def section(report):
    first = report.answers.filter(question=Question.CRITERION).in_order().first()
    return list(report.answers.filter(section=first.section_id).in_order())


def test_a_part_is_shared_out_on_one_page(world, come, address, report, roles, section):
    teacher = report.members.get(employment=world.teachers[0])
    first, second, *rest = section
    assign(second, teacher, by=world.by_deputy)
    data = {f"responsible-{first.pk}": teacher.pk, f"responsible-{second.pk}": ""}
    response = come(world.deputy).post(roles, data)
    assert response["Location"] == address("self_assessment_part", report.pk, 2)
    assert [Answer.objects.get(pk=answer.pk).responsible for answer in section] == [teacher] + [None] * (len(rest) + 1)


def test_the_page_offers_the_commission_and_shows_who_is_chosen(world, come, report, roles, section):
    assign(section[0], report.members.get(employment=world.teachers[0]), by=world.by_deputy)
    text = come(world.teachers[1]).get(roles).content.decode()
    assert all(member.employment.name in text for member in report.members.select_related("employment"))
    assert str(world.teachers[2].name) not in text
    assert "selected" in text


@pytest.mark.parametrize("chosen", ["x", "0", "999999999"])
def test_nobody_from_elsewhere_becomes_responsible(world, come, roles, section, chosen):
    page = come(world.deputy).post(roles, {f"responsible-{section[0].pk}": chosen})
    assert page.status_code == 422
    assert Answer.objects.get(pk=section[0].pk).responsible is None


def test_who_neither_leads_nor_writes_shares_nothing_out(world, come, address, report, roles, section):
    outsider = come(world.teachers[2])
    assert (outsider.get(roles).status_code, outsider.post(roles).status_code) == (403, 403)
    assert come(World().head).get(roles).status_code == 404
    assert come(world.deputy).get(address("part_responsible", report.pk, 99)).status_code == 404
