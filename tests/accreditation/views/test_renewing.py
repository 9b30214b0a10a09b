import pytest
from django.urls import reverse

from accreditation.enums.certificates import CertificateState
from accreditation.models import Certificate
from selfassessment.models import SelfAssessment
from tests.accreditation.services.test_renewing import certified
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def renewal(certificate):
    return reverse("accreditation:certificate_renew", args=[certificate.public_id])


def test_the_school_finds_the_button_on_the_page_of_its_certificate(case, enter):
    certificate = certified(case)
    assert renewal(certificate) in enter().get(certificate.get_absolute_url()).text


@pytest.mark.parametrize("who", ["nobody", "stranger", "head elsewhere", "administrator"])
def test_others_find_no_button(case, client, who):
    certificate = certified(case)
    if who != "nobody":
        people = {"head elsewhere": lambda: EmploymentFactory().person, "administrator": lambda: case.administrator}
        sign_in(client, people.get(who, UserFactory)())
    assert renewal(certificate) not in client.get(certificate.get_absolute_url()).text


def test_a_teacher_reads_who_renews(case, enter):
    certificate = certified(case)
    shown = enter(case.world.teachers[0]).get(certificate.get_absolute_url()).text
    assert f'href="{renewal(certificate)}"' not in shown
    assert "Your role does not allow this" in shown


def test_years_before_the_end_the_button_says_from_when(case, enter):
    certificate = certified(case, months=30)
    client = enter()
    assert "can start from the last report from" in client.get(certificate.get_absolute_url()).text
    assert client.get(renewal(certificate)).status_code == 403
    assert client.post(renewal(certificate)).status_code == 403


def test_after_a_question_the_new_report_is_there(case, enter):
    certificate = certified(case)
    client = enter()
    assert "marked as taken over" in client.get(renewal(certificate)).text
    answer = client.post(renewal(certificate))
    report = SelfAssessment.objects.get(state="draft")
    assert answer.url == reverse("selfassessment:self_assessment_commission", args=[report.pk])
    shown = client.get(answer.url).text
    assert "holds what the last one says" in shown
    again = client.post(renewal(certificate), follow=True)
    assert "was begun already" in again.text
    assert SelfAssessment.objects.filter(state="draft").count() == 1


def test_a_revoked_certificate_is_not_renewed(case, enter):
    certificate = certified(case)
    Certificate.objects.update(state=CertificateState.REVOKED)
    assert enter().get(renewal(certificate)).status_code == 403


def test_what_does_not_exist_is_not_found(case, enter):
    assert enter().get(reverse("accreditation:certificate_renew", args=["nothing"])).status_code == 404


def test_the_page_of_the_application_leads_to_the_certificate(case, enter):
    certificate = certified(case)
    shown = enter().get(reverse("accreditation:application", args=[certificate.application_id])).text
    assert certificate.get_absolute_url() in shown
    assert "Begin a new self-assessment in time" in shown
