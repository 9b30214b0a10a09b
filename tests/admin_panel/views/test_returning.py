import pytest

from accreditation.enums.applications import State
from accreditation.models import Return, ReturnFile, ReturnParagraph
from accreditation.services.paragraphs import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import fresh
from tests.factories.people import SpecialistFactory
from tests.files import pdf, upload

FINAL = {"outcome": "final"}


@pytest.fixture
def application(case):
    load_reference()
    return case.assigned()


def address(application):
    return f"/ministry/accreditations/{application.pk}/return/"


def answers_of(application):
    return list(application.report.answers.exclude(criterion=None)[:2])


def test_the_page_says_the_consequences_and_offers_closing(ministry, application):
    page = ministry.get(address(application))
    assert "What was sent cannot be taken back." in page.text
    assert page.context["form"]["outcome"].value() == "final"
    assert page.context["flagged"] == set()
    assert sum(len(group.answers) for group in page.context["groups"]) == application.report.answers.count()


def test_closed_with_reason_and_document(ministry, application):
    given = FINAL | {"reason": "Арыз туура эмес", "file": upload(pdf(), "кат.pdf")}
    answer = ministry.post(address(application), given)
    assert answer["Location"] == f"/ministry/accreditations/{application.pk}/"
    assert fresh(application).state == State.DECLINED
    returned = Return.objects.get()
    assert (returned.reason, returned.file.name, returned.is_final) == ("Арыз туура эмес", "кат.pdf", True)
    assert "Арыз туура эмес" in ministry.get(answer["Location"]).text


def test_paragraphs_in_both_languages_stand_before_the_reason(ministry, application):
    paragraphs = list(ReturnParagraph.objects.in_use()[:2])
    ministry.post(address(application), FINAL | {"paragraphs": [one.pk for one in paragraphs], "reason": "Тактоо"})
    reason = Return.objects.get().reason
    parts = [paragraphs[0].text_ky, paragraphs[1].text_ky, paragraphs[0].text_ru, paragraphs[1].text_ru, "Тактоо"]
    places = [reason.index(part) for part in parts]
    assert places == sorted(places)


def test_paragraphs_alone_are_a_reason(ministry, application):
    ministry.post(address(application), FINAL | {"paragraphs": [ReturnParagraph.objects.first().pk]})
    assert fresh(application).state == State.DECLINED


def test_flagged_parts_open_and_nothing_else(ministry, application):
    flagged = answers_of(application)
    given = {"outcome": "correction", "reason": "Толуктаңыз", "answers": [answer.pk for answer in flagged]}
    ministry.post(address(application), given)
    assert fresh(application).state == State.RETURNED
    assert set(Return.objects.get().correction.answers.all()) == set(flagged)


def test_what_waits_for_the_organization_can_only_be_closed(ministry, case):
    application = case.returned()
    page = ministry.get(address(application))
    assert "outcome" not in page.context["form"].fields
    ministry.post(address(application), {"reason": "Мөөнөтүндө түзөтүлгөн жок"})
    assert fresh(application).state == State.DECLINED


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose what happens to the application."),
        (FINAL, "Write the reason of the return."),
        (FINAL | {"reason": "x" * 4001}, "is too many"),
        ({"outcome": "correction", "reason": "x"}, "Flag at least one part of the report"),
        ({"outcome": "none", "reason": "x"}, "Select a valid choice"),
        (FINAL | {"reason": "x", "paragraphs": ["999999"]}, "Select a valid choice"),
        (FINAL | {"reason": "x", "answers": ["999999"]}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(ministry, application, given, said):
    page = ministry.post(address(application), given)
    assert (page.status_code, said in page.text) == (422, True)
    assert fresh(application).state == State.ASSIGNED


def test_flags_and_closing_contradict_each_other_and_stay_ticked(ministry, application):
    flagged = answers_of(application)[0]
    page = ministry.post(address(application), FINAL | {"reason": "x", "answers": [flagged.pk]})
    assert (page.status_code, page.context["flagged"]) == (422, {flagged.pk})
    assert "You flagged parts of the report" in page.text


def test_a_paragraph_put_aside_is_not_offered(ministry, application):
    paragraph = ReturnParagraph.objects.first()
    ministry.post(f"/ministry/return-paragraphs/{paragraph.pk}/retire/")
    assert paragraph not in ministry.get(address(application)).context["form"].fields["paragraphs"].queryset


def test_the_document_is_given_out_by_the_desk_alone(ministry, client, application):
    ministry.post(address(application), FINAL | {"reason": "x", "file": upload(pdf(), "кат.pdf")})
    file = ReturnFile.objects.get()
    ReturnFile.objects.update(scan_state="clean", scanned_at=file.uploaded_at)
    url = f"/ministry/accreditations/returns/{file.public_id}/"
    assert ministry.get(url)["Content-Disposition"].startswith("attachment")
    sign_in(client, SpecialistFactory().person)
    assert client.get(url).status_code == 404


def test_what_was_taken_is_not_returned(ministry, case):
    assert ministry.get(address(case.quick(State.INVITING))).status_code == 403
