from types import SimpleNamespace

import pytest

from accreditation.enums.collegium import Choice, Outcome
from accreditation.models import AgendaItem
from accreditation.services import deciding, sittings
from records import skeletons
from records.values import unpacked
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.people import acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_standards")]


@pytest.fixture
def hall():
    return Hall(count=3)


def minutes_of(hall, item: AgendaItem) -> SimpleNamespace:
    closed = sittings.close(item.sitting, by=hall.secretary)
    return SimpleNamespace(**unpacked(closed.minutes.values))


def test_the_minutes_name_the_votes_and_the_dissenting_opinion(hall):
    item = hall.voting(Outcome.CONDITIONAL)
    hall.vote(item, "++")
    last = hall.members[2]
    deciding.vote(item, last, Choice.AGAINST, opinion="Китепкана жок", by=acting_as(last))
    deciding.draft(item, WORDINGS[Outcome.CONDITIONAL], by=hall.secretary)
    deciding.confirm(item, by=hall.second)
    [case] = minutes_of(hall, item).cases
    for text in (case.ky, case.ru):
        assert "Китепкана жок" in text
        assert WORDINGS[Outcome.CONDITIONAL].conditions in text
        assert all(member.name in text for member in hall.members)
    assert "шарттуу" in case.ky
    assert "условно" in case.ru


def test_the_minutes_of_a_sitting_that_decided_nothing_say_what_was_left(hall):
    item = hall.opened(absent=1).items.get()
    said = minutes_of(hall, item)
    assert [str(case) for case in said.cases] == ["—"]
    assert len(said.left) == 1
    assert said.absent == [hall.members[2].name]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_wording_has_both_languages(language):
    wording = skeletons.shipped("collegium-minutes")
    assert wording.texts[language].head["layout"] == "minutes"
    assert {"chair", "secretary", "present", "cases"} <= wording.texts[language].placeholders
