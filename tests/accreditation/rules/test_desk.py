import pytest

from accreditation.models import Note
from accreditation.rules import desk
from tests.factories.people import SpecialistFactory, acting_as


@pytest.mark.parametrize(
    ("who", "may"),
    [("by_administrator", True), ("by_specialist", True), ("by_head", False), ("by_deputy", False)],
)
def test_who_deals_with_an_application(case, who, may):
    assert desk.deals_with.allows(getattr(case, who), case.quick("assigned")) is may


def test_another_specialist_and_a_blocked_one_do_not(case):
    application = case.quick("assigned")
    assert not desk.deals_with.allows(acting_as(SpecialistFactory()), application)
    blocked = SpecialistFactory(blocked=True)
    application.specialist = blocked
    assert not desk.deals_with.allows(acting_as(blocked), application)


def test_a_note_belongs_to_its_writer_while_he_deals_with_the_application(case):
    note = Note(application=case.quick("assigned"), by=case.specialist.person, text="Эскертүү")
    assert desk.wrote_note.allows(case.by_specialist, note)
    assert not desk.wrote_note.allows(case.by_administrator, note)
    note.application.specialist = SpecialistFactory()
    assert not desk.wrote_note.allows(case.by_specialist, note)
