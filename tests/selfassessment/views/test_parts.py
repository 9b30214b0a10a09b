import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfassessment.enums import Question, RevisionKind, State
from selfassessment.forms.writing import LONGEST
from selfassessment.models import AnswerRevision
from selfassessment.services import commenting, correcting
from selfassessment.services import evidence as shelf
from selfassessment.services.answering import save_answer
from tests.factories.selfassessment import LinkFactory, World

pytestmark = pytest.mark.django_db

SCRIPT = {"HTTP_HX_REQUEST": "true"}
SECTION = 2  # the introduction is the first part


@pytest.fixture
def report(world):
    return world.ordered()


@pytest.fixture
def answer(report):
    return report.answers.filter(question=Question.CRITERION).order_by("place", "pk").first()


@pytest.fixture
def part(address, report):
    return address("self_assessment_part", report.pk, SECTION)


def typed(answer, text, version=0):
    return {f"text-{answer.pk}": text, f"version-{answer.pk}": version}


def fate(response, answer):
    return response.json()["answers"][str(answer.pk)]


def test_the_page_asks_what_the_standard_asks(world, come, part, report, answer):
    page = come(world.deputy).get(part)
    text = page.content.decode()
    section = [one for one in report.answers.select_related("criterion") if one.section_id == answer.section_id]
    assert [sheet.answer for sheet in page.context["chapter"].sheets] == section
    assert all(str(one.criterion) in text for one in section if one.criterion)
    for label in (
        "Тексттик сүрөттөр",
        "Символдордун саны:",
        "Корутундулар",
        "Күчтүү жактары",
        "Алсыз жактары",
        "Сунуштар",
    ):
        assert label in text


@pytest.mark.parametrize("number", [0, 99])
def test_a_part_that_the_report_has_not_is_not_found(world, come, address, report, number):
    assert come(world.deputy).get(address("self_assessment_part", report.pk, number)).status_code == 404


def test_one_button_saves_every_field_of_the_page(world, come, part, report, answer):
    section = list(report.answers.filter(section=answer.section_id))
    data = {}
    for one in section:
        data |= typed(one, f"Жооп {one.pk}\r\nсап")
    page = come(world.deputy).post(part, data | {"go": "stay"}, follow=True)
    assert page.redirect_chain == [(part, 302)]
    assert [report.answers.get(pk=one.pk).text for one in section] == [f"Жооп {one.pk}\nсап" for one in section]
    assert f"{len(section)} / {len(section)}" in page.content.decode()


@pytest.mark.parametrize(
    ("number", "go", "goal"),
    [
        (1, "back", "self_assessment_report"),
        (1, "next", 2),
        (2, "back", 1),
        (2, "next", 3),
        (2, "stay", 2),
        (2, "nowhere", 2),
        (2, "add:x", 2),
        (2, "https://evil.example", 2),
        (-1, "next", "self_assessment_approval"),
    ],
)
def test_buttons_save_and_lead_on(world, come, address, report, number, go, goal):
    last = len({answer.section_id for answer in report.answers.all()})
    here = address("self_assessment_part", report.pk, number if number > 0 else last)
    there = address("self_assessment_part", report.pk, goal) if isinstance(goal, int) else address(goal, report.pk)
    assert come(world.deputy).post(here, {"go": go})["Location"] == there


@pytest.mark.parametrize(
    ("go", "page"),
    [("add", "answer_evidence_add"), ("comments", "answer_comments"), ("history", "answer_history")],
)
def test_the_ways_beside_an_answer_save_before_they_lead_there(world, come, address, part, answer, go, page):
    response = come(world.deputy).post(part, typed(answer, "Жарым сө") | {"go": f"{go}:{answer.pk}"})
    assert response["Location"] == address(page, answer.pk)
    answer.refresh_from_db()
    assert answer.text == "Жарым сө"


def test_a_script_saves_one_field_and_hears_what_became_of_it(world, come, part, answer):
    client = come(world.deputy)
    response = client.post(part, typed(answer, " Жооп "), **SCRIPT)
    told = fate(response, answer)
    assert (told["state"], told["version"]) == ("saved", 1)
    assert told["note"].startswith("Сакталды ")
    assert (response.json()["done"], response.json()["total"]) == (1, response.json()["total"])
    again = fate(client.post(part, typed(answer, "Жооп"), **SCRIPT), answer)
    assert (again["state"], again["version"]) == ("saved", 1)


def test_too_long_a_text_is_saved_and_counts_as_missing(world, come, part, answer):
    response = come(world.deputy).post(part, typed(answer, "ң" * 501), **SCRIPT)
    assert (fate(response, answer)["state"], response.json()["done"]) == ("saved", 0)
    answer.refresh_from_db()
    assert len(answer.text) == 501


def test_a_text_beyond_all_measure_stays_in_its_field_with_the_reason(world, come, part, answer, report):
    other = report.answers.get(question=Question.STRENGTHS, section=answer.section_id)
    huge = "а" * (LONGEST + 1)
    page = come(world.deputy).post(part, typed(answer, huge) | typed(other, "Күчтүү"))
    assert page.status_code == 422
    assert huge in page.content.decode()
    assert str(LONGEST) in page.context["form"].errors[f"text-{answer.pk}"][0]
    other.refresh_from_db()
    assert (other.text, other.version) == ("Күчтүү", 1)
    assert page.context["form"].version_of(other).value() == "1", "what was saved has its new version on the page"
    told = fate(come(world.deputy).post(part, typed(answer, huge), **SCRIPT), answer)
    assert (told["state"], str(LONGEST) in told["note"]) == ("refused", True)


def test_a_script_hears_of_a_conflict_and_nothing_is_overwritten(world, come, part, answer):
    save_answer(answer, "Менин", version=0, by=world.by_deputy)
    told = fate(come(world.teachers[0]).post(part, typed(answer, "Сенин"), **SCRIPT), answer)
    assert told["state"] == "conflict"
    assert str(world.deputy.person) in told["note"]
    answer.refresh_from_db()
    assert answer.text == "Менин"
    assert AnswerRevision.objects.get(kind=RevisionKind.SET_ASIDE).text == "Сенин"


def test_who_left_a_field_alone_is_told_that_it_has_changed(world, come, part, answer):
    save_answer(answer, "Жаңы", version=0, by=world.by_deputy)
    told = fate(come(world.teachers[0]).post(part, typed(answer, ""), **SCRIPT), answer)
    assert told["state"] == "changed"
    assert AnswerRevision.objects.count() == 1


def test_without_scripts_conflicts_are_shown_one_after_another(world, come, address, part, report, answer):
    other = report.answers.get(question=Question.STRENGTHS, section=answer.section_id)
    third = report.answers.get(question=Question.WEAKNESSES, section=answer.section_id)
    for one in (answer, other):
        save_answer(one, "Менин", version=0, by=world.by_deputy)
    client = come(world.teachers[0])
    response = client.post(part, typed(answer, "Сенин") | typed(other, "Сенин да") | typed(third, "Бош эмес"))
    third.refresh_from_db()
    assert third.text == "Бош эмес", "what nobody else wrote is saved"
    kept = {revision.answer_id: revision.pk for revision in AnswerRevision.objects.filter(kind="set_aside")}
    first = address("answer_conflict", answer.pk, kept[answer.pk])
    assert response["Location"] == f"{first}?then={kept[other.pk]}"
    response = client.post(response["Location"], {"choice": "theirs", "version": 1})
    second = address("answer_conflict", other.pk, kept[other.pk])
    assert response["Location"] == second
    assert client.post(second, {"choice": "mine", "version": 1})["Location"] == f"{part}#answer-{other.pk}"
    other.refresh_from_db()
    assert (answer.text, other.text) == ("", "Сенин да")


@pytest.mark.parametrize("state", State)
def test_nobody_writes_outside_the_time_of_writing(world, come, address, state):
    report = world.in_state(state)
    here, answer = address("self_assessment_part", report.pk, 1), report.answers.first()
    client, before = come(world.deputy), report.answers.first().text
    page = client.get(here)
    assert page.status_code == 200
    assert (page.context["refusal"] is None) is state.is_written
    assert ("<textarea" in page.content.decode()) is state.is_written
    response = client.post(here, typed(answer, "Кеч", answer.version), **SCRIPT)
    answer.refresh_from_db()
    if state.is_written:
        assert (response.status_code, answer.text) == (200, "Кеч")
    else:
        assert (response.status_code, answer.text) == (403, before)
        assert response.json()["note"] == page.context["refusal"]
        assert client.post(here, typed(answer, "Кеч")).status_code == 403


def test_who_is_not_in_the_commission_reads_why_he_does_not_write(world, come, part, answer):
    save_answer(answer, "Окууга болот", version=0, by=world.by_deputy)
    page = come(world.teachers[2]).get(part)
    text = page.content.decode()
    assert page.context["refusal"] in text
    assert "Окууга болот" in text
    assert "<textarea" not in text


def test_another_school_finds_nothing(come, part, answer):
    client = come(World().head)
    assert client.get(part).status_code == 404
    assert client.post(part, typed(answer, "Бөтөн"), **SCRIPT).status_code == 404


def test_a_nul_character_is_refused_in_words(world, come, part, answer):
    assert fate(come(world.deputy).post(part, typed(answer, "а\x00"), **SCRIPT), answer)["state"] == "refused"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_nobody_read_overwrites_nothing(world, come, part, answer, version):
    save_answer(answer, "Менин", version=0, by=world.by_deputy)
    come(world.teachers[0]).post(part, typed(answer, "Сенин", version), **SCRIPT)
    answer.refresh_from_db()
    assert answer.text == "Менин"


def fill_up(world, report, count):
    """Each answer of the section with so many comments and pieces of evidence, written by several people."""
    for at, answer in enumerate(report.answers.filter(section__isnull=False)):
        save_answer(answer, f"Жооп {count}", version=answer.version, by=(world.by_deputy, world.by_teachers[0])[at % 2])
        for _time in range(count):
            commenting.comment(answer, "Толуктоо керек", by=world.by_outsider)
            shelf.cite(answer, LinkFactory(organization=world.school), by=world.by_deputy)


@pytest.mark.parametrize("page", ["self_assessment_part", "self_assessment_report"])
def test_the_number_of_queries_does_not_grow_with_the_report(world, come, address, report, page):
    here = address(page, report.pk, *([SECTION] if page == "self_assessment_part" else []))
    client = come(world.deputy)
    client.get(here)
    numbers = []
    for count in (0, 1, 3):
        fill_up(world, report, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(here).status_code == 200
        numbers.append(len(queries))
    assert numbers[1] == numbers[2], numbers
    assert numbers[0] <= numbers[1] <= 45, numbers


class TestNamedForCorrection:
    """The report was sent back from above with two criteria named: the pages open these alone."""

    @pytest.fixture
    def approved(self, world):
        return world.approved()

    @pytest.fixture
    def named(self, approved, world, settings):
        settings.SELF_ASSESSMENT_REOPENER = f"{__name__}.anybody"
        named = list(approved.answers.exclude(criterion=None).order_by("place", "pk")[:2])
        correcting.reopen(approved, named, reason="Далил жок", by=world.by_head)
        return named

    def test_only_they_have_fields(self, world, come, address, approved, named):
        page = come(world.deputy).get(address("self_assessment_part", approved.pk, SECTION))
        locked = {sheet.answer.pk: sheet.is_locked for sheet in page.context["chapter"].sheets}
        assert {pk for pk, is_locked in locked.items() if not is_locked} == {one.pk for one in named}
        text = page.content.decode()
        assert text.count("бекитилген бойдон калат") >= len(locked) - 2
        assert [f'name="text-{pk}"' in text for pk in locked] == [not is_locked for is_locked in locked.values()]
        assert "Далил жок" in text

    def test_saving_changes_them_alone(self, world, come, address, approved, named):
        locked = approved.answers.exclude(pk__in=[one.pk for one in named]).filter(section=named[0].section).first()
        sent = typed(named[0], "Далил тиркелди", 1) | typed(locked, "Уруксатсыз", 1)
        come(world.deputy).post(address("self_assessment_part", approved.pk, SECTION), sent)
        for answer in (named[0], locked):
            answer.refresh_from_db()
        assert (named[0].text, locked.text) == ("Далил тиркелди", "Жооп")

    @pytest.mark.usefixtures("named")
    def test_a_part_without_any_of_them_says_why_it_is_closed(self, world, come, address, approved):
        page = come(world.deputy).get(address("self_assessment_part", approved.pk, 1))
        assert page.context["refusal"]
        assert "<textarea" not in page.content.decode()

    def test_the_overview_shows_them_apart(self, world, come, address, approved, named):
        page = come(world.deputy).get(address("self_assessment_report", approved.pk) + "?show=named")
        shown = [sheet.answer for chapter in page.context["chapters"] for sheet in chapter.sheets]
        assert shown == named

    def test_otherwise_there_is_no_such_tab(self, world, come, address, report):
        page = come(world.deputy).get(address("self_assessment_report", report.pk))
        assert not [tab for tab in page.context["tabs"] if "named" in tab.url]


def anybody(_acting, _report):
    return None
