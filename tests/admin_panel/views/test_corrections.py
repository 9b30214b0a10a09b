import pytest
from django.urls import reverse

from selfassessment.enums import RevisionKind
from selfassessment.services.answering import write
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import Case
from tests.factories.people import SpecialistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    load_reference()
    return Case()


@pytest.fixture
def application(case):
    """Returned, corrected, approved and sent again."""
    application = case.returned()
    answer = application.report.answers.exclude(criterion=None)[0]
    write(answer, "Жаңы жооп", kind=RevisionKind.SAVED, by=case.world.deputy.person)
    case.approve_again(application.report)
    return case.submitted(application)


def page(name, application):
    return reverse(f"ministry:{name}", args=[application.pk])


def test_the_specialist_reads_both_texts(client, case, application):
    sign_in(client, case.specialist.person, place_key="specialist")
    assert page("application_changes", application) in client.get(page("application", application)).text
    shown = client.get(page("application_changes", application)).text
    assert "<del>" in shown
    assert "Жаңы" in shown


def test_while_the_organization_corrects_its_unfinished_text_is_not_read(client, case):
    application = case.returned()
    sign_in(client, case.specialist.person, place_key="specialist")
    assert client.get(page("application_answers", application)).context["groups"] == []
    case.approve_again(application.report)
    assert client.get(page("application_answers", application)).context["groups"] != []


def test_another_specialist_finds_nothing(client, application):
    sign_in(client, SpecialistFactory().person, place_key="specialist")
    assert client.get(page("application_changes", application)).status_code == 404


def test_without_a_return_there_is_nothing_to_compare(client, case):
    sign_in(client, case.administrator, place_key="administrator")
    shown = client.get(page("application_changes", case.assigned()))
    assert (shown.status_code, shown.context["corrections"]) == (200, [])
