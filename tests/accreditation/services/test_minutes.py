from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accreditation.enums.collegium import Choice, CollegiumAction, Outcome
from accreditation.models import AgendaItem, Certificate, CollegiumMember
from accreditation.selectors.collegium import undersigning
from accreditation.services import deciding, minutes, sittings
from records import files, marks, selectors, skeletons
from records.enums import DocumentState
from records.values import unpacked
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.evaluation import sign
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
        assert WORDINGS[Outcome.CONDITIONAL].conditions_ky in text
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


def test_what_the_secretary_recorded_is_marked_until_its_member_confirms_it(hall):
    item = hall.voting()
    hall.vote(item, "++")
    last = hall.members[2]
    deciding.vote(item, last, Choice.AGAINST, by=hall.secretary)
    deciding.draft(item, WORDINGS[Outcome.ACCREDITED], by=hall.secretary)
    deciding.confirm(item, by=hall.second)
    said = minutes_of(hall, item)
    marked = [str(one) for one in said.present if str(one).endswith("(катчы жазган)")]
    assert [one.startswith(last.name) for one in marked] == [True]
    assert f"эсептелген жок: {last.name}" in said.cases[0].ky
    assert "Каршы: —" in said.cases[0].ky


@pytest.mark.usefixtures("_english")
class TestSigning:
    @pytest.fixture
    def closed(self, hall):
        return sittings.close(hall.opened(), by=hall.secretary)

    def open(self, sitting, by):
        return minutes.open_signing(sitting, by=by, return_url="/")

    def test_chair_and_secretary_sign_and_the_minutes_are_sealed(self, hall, closed, client):
        for by in (acting_as(hall.chair), hall.secretary):
            closed.refresh_from_db()
            assert closed.minutes.state in {DocumentState.PREPARING, DocumentState.FIXED}
            sign(client, self.open(closed, by))
            with pytest.raises(PermissionDenied, match=r"signed the minutes|are final"):
                self.open(closed, by)
        closed.minutes.refresh_from_db()
        assert closed.minutes.state == DocumentState.SEALED
        assert not marks.is_marked(closed.minutes)
        assert closed.minutes.signatures.count() == 2
        assert closed.events.filter(action=CollegiumAction.SIGN_MINUTES).count() == 2
        assert all(one.signed_at for one in undersigning(closed))

    def test_one_signature_is_not_enough(self, hall, closed, client):
        ceremony = self.open(closed, hall.secretary)
        sign(client, ceremony)
        closed.minutes.refresh_from_db()
        assert closed.minutes.state == DocumentState.FIXED
        assert marks.is_marked(closed.minutes)
        assert selectors.standing(closed.minutes).text == "Not everybody has signed it."
        shown = client.get(reverse("records:document_file", args=[closed.minutes.public_id])).content
        signed = client.get(reverse("records:sign_document", args=[ceremony.public_id, 1])).content
        assert (files.digest(signed), files.digest(shown) == closed.minutes.sha256) == (closed.minutes.sha256, False)
        chair, secretary = undersigning(closed)
        assert (chair.signed_at, bool(secretary.signed_at)) == (None, True)

    def test_a_secretary_who_presides_signs_once(self, hall, client):
        CollegiumMember.objects.filter(pk=hall.chair.pk).update(person=hall.secretary.user)
        closed = sittings.close(hall.opened(), by=hall.secretary)
        sign(client, self.open(closed, hall.secretary))
        closed.minutes.refresh_from_db()
        assert closed.minutes.state == DocumentState.SEALED

    @pytest.mark.parametrize("who", ["another administrator", "another member"])
    def test_nobody_else_signs(self, hall, closed, who):
        by = hall.second if who == "another administrator" else acting_as(hall.members[1])
        with pytest.raises(PermissionDenied, match="Only the chair"):
            self.open(closed, by)

    def test_nothing_is_signed_before_the_end(self, hall):
        with pytest.raises(PermissionDenied, match="not possible"):
            self.open(hall.opened(), hall.secretary)

    def test_the_decision_is_in_force_without_signatures(self, hall):
        decision = hall.decided()
        closed = sittings.close(decision.item.sitting, by=hall.secretary)
        assert closed.minutes.signatures.count() == 0
        assert Certificate.objects.get().application == decision.application
