from datetime import timedelta

import pytest
from django.utils import timezone

from accreditation.enums.certificates import CertificateState
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.certificates import in_state, issued
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db
ORDER = {"order_number": "77-б", "ordered_on": "2026-11-01", "reason": "Талаптар бузулган"}


@pytest.fixture
def administrator(client):
    load_reference()
    user = UserFactory(is_administrator=True)
    sign_in(client, user)
    return user


def buttons(response):
    return [act.url.rstrip("/").rpartition("/")[2] for act in response.context["acts"]]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (CertificateState.IN_FORCE, ["suspend", "revoke"]),
        (CertificateState.SUSPENDED, ["reinstate", "revoke"]),
        (CertificateState.REVOKED, []),
        (CertificateState.EXPIRED, []),
        (CertificateState.REPLACED, []),
    ],
)
def test_what_may_be_decreed_is_offered(client, administrator, state, offered):
    certificate = in_state(state)
    assert buttons(client.get(f"/ministry/certificates/{certificate.pk}/")) == offered
    for act in {"suspend", "reinstate", "revoke"} - set(offered):
        assert client.get(f"/ministry/certificates/{certificate.pk}/{act}/").status_code == 403
        assert client.post(f"/ministry/certificates/{certificate.pk}/{act}/", ORDER).status_code == 403


@pytest.mark.parametrize(("act", "state"), [("suspend", "suspended"), ("revoke", "revoked")])
def test_a_decree_is_written_down_and_told(client, administrator, act, state):
    certificate = issued()
    page = client.get(f"/ministry/certificates/{certificate.pk}/{act}/")
    assert page.status_code == 200
    done = client.post(f"/ministry/certificates/{certificate.pk}/{act}/", ORDER, follow=True)
    certificate.refresh_from_db()
    assert certificate.state == state
    assert "77-б" in done.text
    assert administrator.get_full_name() in done.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"order_number": ""},
        {"order_number": "x" * 51},
        {"ordered_on": ""},
        {"ordered_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
        {"reason": " "},
        {"reason": "а" * 1001},
    ],
)
def test_what_was_typed_stays_beside_the_error(client, administrator, wrong):
    certificate = issued()
    response = client.post(f"/ministry/certificates/{certificate.pk}/revoke/", ORDER | wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.IN_FORCE


def test_nobody_decrees_over_the_own_school(client, administrator):
    certificate = issued()
    EmploymentFactory(organization=certificate.organization, person=administrator)
    assert client.post(f"/ministry/certificates/{certificate.pk}/revoke/", ORDER).status_code == 403


def test_the_list_leads_to_the_ministrys_page(client, administrator):
    certificate = issued()
    assert f"/ministry/certificates/{certificate.pk}/" in client.get("/ministry/certificates/").text
    assert "Эч нерсе табылган жок" in client.get("/ministry/certificates/?q=жок").text
