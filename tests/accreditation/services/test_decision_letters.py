import pytest
from django.utils import timezone

from accreditation.calendar import Calendar
from accreditation.enums.collegium import Outcome
from accreditation.models import Certificate
from accreditation.selectors.appeals import last_day as last_day_of_an_appeal
from accreditation.services import certifying, deciding, decision_letters
from organizations.enums import Role
from records import skeletons
from records.enums import DocumentState
from records.models import Document
from records.values import unpacked
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.people import acting_as
from tests.factories.records import work
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

SAID = {
    Outcome.ACCREDITED: ("Аккредитация берилди", "Аккредитация предоставлена"),
    Outcome.CONDITIONAL: ("Аккредитация шарттуу", "Аккредитация предоставлена условно"),
    Outcome.REFUSED: ("баш тартылды", "отказано"),
    Outcome.POSTPONED: ("жылдырылды", "отложен"),
}


@pytest.fixture
def hall():
    return Hall(count=3)


@pytest.mark.parametrize("outcome", Outcome)
def test_the_letter_says_the_decision_in_both_languages(hall, outcome):
    decision = hall.decided(outcome)
    work()
    letter = Document.objects.get(kind=decision_letters.KIND)
    assert (decision.letter_id, letter.state, letter.number) == (letter.pk, DocumentState.SEALED, decision.number)
    values = unpacked(letter.values)
    certificate = Certificate.objects.filter(application=decision.application).first()
    assert values["certificate_number"] == (certificate.printed_number if certificate else "")
    assert bool(values["conditions"]) is (outcome == Outcome.CONDITIONAL)
    last_day = last_day_of_an_appeal(timezone.localdate(), Calendar.load())
    assert values["appeal_until"] == (last_day if outcome in {Outcome.CONDITIONAL, Outcome.REFUSED} else None)
    assert str(values["reasons"]) == WORDINGS[outcome].reasons_ky
    assert "макул – 3" in values["votes"].ky


@pytest.mark.parametrize("outcome", Outcome)
def test_the_preview_says_what_the_letter_will_say_and_stores_nothing(hall, outcome):
    decision = hall.drafted(outcome)
    documents = Document.objects.count()
    ky, ru = decision_letters.preview(decision)
    assert (ky.language, ru.language) == ("ky", "ru")
    for passage, words in zip((ky, ru), SAID[outcome], strict=True):
        assert words.lower() in passage.body.lower()
        assert WORDINGS[outcome].conditions_ky in passage.body
        assert "<h1" not in passage.body
    granted = deciding.certified(decision)
    assert (granted is not None) is outcome.grants
    if granted:
        texts = certifying.preview(decision.application, decision=granted, by=hall.second)
        assert [decision.number in text.body for text in texts] == [True, True]
    assert (Document.objects.count(), Certificate.objects.count()) == (documents, 0)


def test_each_condition_stands_on_a_line_of_its_own(hall):
    item = hall.voting(Outcome.CONDITIONAL)
    hall.vote(item, "+++")
    wording = deciding.Wording(conditions_ky="Китепкана\n\n Спорт залы ", until=WORDINGS[Outcome.CONDITIONAL].until)
    ky, _ru = decision_letters.preview(deciding.draft(item, wording, by=hall.secretary))
    assert "<li>Китепкана</li><li>Спорт залы</li>" in ky.body


def test_what_is_missing_in_one_language_is_marked_in_its_part_of_the_letter(hall):
    item = hall.voting(Outcome.CONDITIONAL)
    hall.vote(item, "+++")
    wording = deciding.Wording(
        reasons_ru="Частично",
        conditions_ky="Китепкана",
        conditions_ru="Библиотека",
        until=WORDINGS[Outcome.CONDITIONAL].until,
    )
    ky, ru = decision_letters.preview(deciding.draft(item, wording, by=hall.secretary))
    assert "Частично (орус тилинде гана)" in ky.body
    assert "Частично" in ru.body
    assert "только" not in ru.body
    assert "<li>Китепкана</li>" in ky.body
    assert "<li>Библиотека</li>" in ru.body


def test_what_was_typed_is_text_and_never_markup(hall):
    item = hall.voting(Outcome.REFUSED)
    hall.vote(item, "+++")
    decision = deciding.draft(item, deciding.Wording(reasons_ky="<h1>Жок</h1>"), by=hall.secretary)
    assert "&lt;h1&gt;Жок" in decision_letters.preview(decision)[0].body


def test_the_letter_is_read_by_the_school_the_ministry_and_the_members(hall):
    decision = hall.decided(Outcome.REFUSED)
    head = EmploymentFactory(organization=decision.application.organization, role=Role.HEAD)
    readers = {
        "head": (acting_for(head), True),
        "specialist": (acting_as(decision.application.specialist), True),
        "administrator": (hall.second, True),
        "member": (acting_as(hall.members[1]), True),
        "another school": (acting_for(EmploymentFactory(role=Role.HEAD)), False),
    }
    found = {who: Document.objects.visible_to(by).contains(decision.letter) for who, (by, _sees) in readers.items()}
    assert found == {who: sees for who, (_by, sees) in readers.items()}


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_wording_has_both_languages(language):
    text = skeletons.shipped("collegium-decision").texts[language]
    assert text.head["layout"] == "decision"
    assert {"outcome", "reasons", "conditions", "certificate_number"} <= text.placeholders
