"""«Приказ түзүү» and «Тышкы баалоо буйругун жүктөө» as the specialist does them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import EvaluationOrder
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import agreed, taken
from tests.files import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    load_reference()
    return Case()


@pytest.fixture
def ministry(client, case):
    sign_in(client, case.specialist.person)
    client.cookies["language"] = "en"
    return client


def address(application, ending=""):
    return f"/ministry/accreditations/{application.pk}/order/{ending}"


def details(**changes):
    facts = {"number": "7-а", "dated_on": timezone.localdate().isoformat(), "control": "Сыдыкова Б."}
    return facts | changes


def test_the_order_is_generated_and_uploaded(ministry, case):
    application = agreed(case, 4)
    group = ministry.get(f"/ministry/accreditations/{application.pk}/experts/").text
    assert address(application) in group
    assert "Generate the order" in ministry.get(address(application)).text
    page = ministry.post(address(application), details(), follow=True)
    assert "Upload the external evaluation order" in page.text
    file = SimpleUploadedFile("буйрук.jpg", picture())
    page = ministry.post(address(application, "upload/"), {"file": file}, follow=True)
    assert fresh(application).state == State.ORDERED
    assert "External evaluation is ordered" in page.text
    assert "Generate the order" not in page.text
    assert ministry.get(address(application, "upload/")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "Type the number of the order."),
        ({"dated_on": ""}, "Choose the date of the order."),
        ({"dated_on": "2999-01-01"}, "cannot be in the future"),
        ({"control": ""}, "Write who controls the execution."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(ministry, case, changes, said):
    application = agreed(case, 4)
    response = ministry.post(address(application), details(**changes))
    assert response.status_code == 422
    assert said in response.text
    if "number" not in changes:
        assert "7-а" in response.text
    assert not EvaluationOrder.objects.exists()


def test_before_all_agreed_the_page_says_what_is_missing(ministry, case):
    application = taken(case, 4)
    assert "There is no order yet" in ministry.get(address(application)).text
    assert ministry.post(address(application), details()).status_code == 403


@pytest.mark.parametrize("content", [b"", b"not a paper"])
def test_what_is_no_paper_is_refused(ministry, case, content):
    application = agreed(case, 4)
    ministry.post(address(application), details())
    data = {"file": SimpleUploadedFile("буйрук.pdf", content)} if content else {}
    assert ministry.post(address(application, "upload/"), data).status_code == 422
    assert fresh(application).state == State.AGREED
