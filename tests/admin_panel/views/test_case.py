from datetime import timedelta

import pytest
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import Label, Note, Seen
from accreditation.services.intake import take_under_review
from core.ui import Task
from tests.acting import sign_in
from tests.factories.accreditation import fresh
from tests.factories.selfassessment import LinkFactory

pytestmark = pytest.mark.usefixtures("case")


def address(application, page=""):
    return f"/ministry/accreditations/{application.pk}/{page}"


def part(_acting, application):
    return Task(label=f"Draw of {application}", status="2 of 3")


def no_part(_acting, _application):
    return None


@pytest.fixture
def assigned(case):
    return case.assigned()


class TestPage:
    def test_it_shows_papers_facts_and_history(self, ministry, assigned):
        page = ministry.get(address(assigned))
        for text in (assigned.organization.name, assigned.registration_number, "Application registered in the SED"):
            assert text in page.text
        assert [bool(paper.url) for paper in page.context["papers"]] == [True, False, True, True, False]

    def test_every_button_says_what_is_missing_and_where(self, ministry, case):
        page = ministry.get(address(case.quick()))
        reasons = [(action.reason, action.way.split("/")[-2]) for action in page.context["actions"] if action.reason]
        assert reasons == [("First the SED number has to be entered.", "letter")] * 2
        page = ministry.get(address(case.quick(State.REGISTERED)))
        reasons = [(action.reason, action.way.split("/")[-2]) for action in page.context["actions"] if action.reason]
        assert reasons == [("First a specialist has to be assigned.", "assign")] * 2

    @pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
    def test_it_opens_in_every_state(self, ministry, case, state):
        assert ministry.get(address(case.quick(state))).status_code == 200

    def test_other_rooms_show_their_parts(self, ministry, settings, assigned):
        settings.MINISTRY_CASE_PARTS = [f"{__name__}.part", f"{__name__}.no_part"]
        assert f"Draw of {assigned}" in ministry.get(address(assigned)).text

    def test_what_is_late_and_what_stands_still_is_said(self, ministry, case):
        late = case.quick(due_on=timezone.localdate() - timedelta(days=1))
        assert "the next step is overdue" in ministry.get(address(late)).text
        assert "term stands still" in ministry.get(address(case.quick(State.RETURNED))).text

    def test_seen_is_kept_without_a_page_for_scripts(self, ministry, assigned):
        answer = ministry.post(address(assigned, "seen/"), headers={"HX-Request": "true"})
        assert (answer.status_code, Seen.objects.count()) == (204, 1)
        assert "/seen/" not in ministry.get(address(assigned)).text

    def test_a_specialist_sees_his_own_alone(self, client, case, assigned):
        sign_in(client, case.specialist.person)
        assert client.get(address(assigned)).status_code == 200
        assert client.get(address(case.quick())).status_code == 404


class TestAnswers:
    def test_each_stands_with_its_evidence(self, ministry, case, assigned):
        answer = assigned.report.answers.exclude(criterion=None).first()
        link = LinkFactory(organization=case.school, title="Окуу планы")
        answer.citations.create(evidence=link, version=link.versions.first(), cited_by=case.administrator)
        page = ministry.get(address(assigned, "answers/"))
        for text in (str(answer), "Окуу планы", "https://mektep.kg/plan", "No evidence is given."):
            assert text in page.text


class TestPeriodAndTaking:
    dates = {"starts_on": timezone.localdate() + timedelta(days=5), "ends_on": timezone.localdate() + timedelta(days=9)}

    def test_until_the_period_is_saved_taking_is_refused(self, ministry, assigned):
        page = ministry.get(address(assigned))
        (take,) = [action for action in page.context["actions"] if action.label == "Take under consideration"]
        assert take.reason == "Set the period of the external evaluation first."
        assert ministry.get(address(assigned, "take/")).status_code == 403

    def test_after_it_the_button_leads_to_the_consequences(self, ministry, assigned):
        ministry.post(address(assigned, "period/"), self.dates)
        assert fresh(assigned).state == State.SCHEDULED
        page = ministry.get(address(assigned, "take/"))
        assert "This cannot be undone." in page.text

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"starts_on": ""}, "Choose the start date."),
            ({"ends_on": ""}, "Choose the end date."),
            ({"ends_on": timezone.localdate() + timedelta(days=4)}, "End date must not be before start date"),
            (
                {"starts_on": timezone.localdate() - timedelta(days=9), "ends_on": timezone.localdate() - timedelta(1)},
                "The period is over already",
            ),
        ],
    )
    def test_a_period_that_cannot_be_is_refused(self, ministry, assigned, change, said):
        page = ministry.post(address(assigned, "period/"), self.dates | change)
        assert (page.status_code, said in page.text) == (422, True)

    def test_with_too_few_experts_nothing_happens_and_the_page_says_what_can_be_done(self, ministry, case):
        application = case.scheduled()
        page = ministry.post(address(application, "take/"))
        assert page.status_code == 422
        for text in ("The application was not taken", "three are needed", "/ministry/experts/"):
            assert text in page.text
        assert fresh(application).state == State.SCHEDULED

    def test_taking_is_done_by_the_service_and_said(self, ministry, case, monkeypatch):
        application = case.scheduled()
        taken = []

        def take(application, *, by):
            taken.append((application, by.user))
            return application

        monkeypatch.setattr(f"{take_under_review.__module__}.take_under_review", take)
        page = ministry.post(address(application, "take/"), follow=True)
        assert [one for one, _by in taken] == [application]
        assert "is taken under consideration" in page.text


class TestNotesAndLabels:
    def test_a_note_is_kept_and_deleted_after_a_question(self, ministry, assigned):
        ministry.post(address(assigned, "notes/"), {"text": "Директор чалды"})
        note = Note.objects.get()
        assert "Директор чалды" in ministry.get(address(assigned)).text
        url = address(assigned, f"notes/{note.pk}/delete/")
        assert "The text is gone for good" in ministry.get(url).text
        ministry.post(url)
        assert not Note.objects.exists()

    @pytest.mark.parametrize("text", ["", " ", "x" * 2001])
    def test_a_note_that_cannot_be_stays_on_the_page(self, ministry, assigned, text):
        page = ministry.post(address(assigned, "notes/"), {"text": text})
        assert page.status_code == 422
        assert page.context["form"]["text"].value() == text

    def test_a_note_of_another_application_is_not_found(self, ministry, case, assigned):
        note = Note.objects.create(application=case.quick(), text="x", by=case.administrator)
        assert ministry.get(address(assigned, f"notes/{note.pk}/delete/")).status_code == 404

    def test_labels_are_ticked_and_unticked(self, ministry, assigned):
        label = Label.objects.create(name="Шашылыш")
        ministry.post(address(assigned, "labels/"), {"labels": [label.pk]})
        assert list(assigned.labels.all()) == [label]
        ministry.post(address(assigned, "labels/"))
        assert not assigned.labels.exists()

    def test_the_table_of_labels(self, ministry, assigned):
        ministry.post("/ministry/labels/", {"name": "Шашылыш", "tone": "warning"})
        label = Label.objects.get()
        page = ministry.post("/ministry/labels/", {"name": "ШАШЫЛЫШ", "tone": "warning"})
        assert (page.status_code, "It exists already." in page.text) == (422, True)
        ministry.post(f"/ministry/labels/{label.pk}/", {"name": "Өтө шашылыш", "tone": "done"})
        assigned.labels.add(label)
        assert "1 application carries it" in ministry.get(f"/ministry/labels/{label.pk}/delete/").text
        ministry.post(f"/ministry/labels/{label.pk}/delete/")
        assert not Label.objects.exists()
