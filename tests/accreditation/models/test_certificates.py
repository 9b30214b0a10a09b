from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.acting import Acting
from accreditation.enums.certificates import LIVING, CertificateState
from accreditation.models import Certificate
from tests.factories.accounts import UserFactory
from tests.factories.certificates import administrator, head_of, in_state, issued
from tests.factories.staff import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_standards")]


@pytest.mark.parametrize(
    "columns",
    [
        {"number": 0},
        {"valid_until": date(2020, 1, 1)},
        {"state": "in_force", "replaced_by_id": -1},
    ],
)
def test_the_table_refuses_what_can_not_be(columns):
    certificate = issued()
    columns = {name: certificate.pk if value == -1 else value for name, value in columns.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**columns)


def test_one_living_certificate_of_a_type():
    first, second = issued(), issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=second.pk).update(organization=first.organization)
    Certificate.objects.filter(pk=first.pk).update(state=CertificateState.REVOKED)
    Certificate.objects.filter(pk=second.pk).update(organization=first.organization)


@pytest.mark.parametrize("state", CertificateState)
def test_what_it_is_worth_follows_the_calendar(state):
    certificate = in_state(state)
    if state == CertificateState.EXPIRED:
        assert certificate.worth == CertificateState.EXPIRED
        return
    assert certificate.worth == state
    with time_machine.travel(certificate.valid_until + timedelta(days=2)):
        assert certificate.worth == (CertificateState.EXPIRED if state in LIVING else state)


def test_everybody_sees_it_and_few_manage_it():
    certificate, other = issued(), issued()
    head, stranger = acting_for(head_of(certificate)), Acting(user=UserFactory())
    for acting in (head, stranger, administrator()):
        assert set(Certificate.objects.visible_to(acting)) == {certificate, other}
    assert list(Certificate.objects.managed_by(head)) == [certificate]
    assert not Certificate.objects.managed_by(stranger).exists()
    assert Certificate.objects.managed_by(administrator()).count() == 2


def test_the_name_and_the_programmes_are_in_the_readers_language():
    certificate = issued()
    certificate.name_ky, certificate.name_ru = "Лицей", "Лицей имени"
    certificate.programmes = [{"code": "1001", "title_ky": "Оңдоочу", "title_ru": "Ремонт"}]
    with translation.override("ru"):
        assert (certificate.name, certificate.programme_titles) == ("Лицей имени", ["1001 Ремонт"])
    with translation.override("ky"):
        assert (certificate.name, certificate.programme_titles) == ("Лицей", ["1001 Оңдоочу"])


def test_a_long_name_is_cut_in_the_qr_code_only():
    certificate = issued()
    certificate.name_ky = "Ө" * 500
    assert certificate.stated["name"] == "Ө" * 90
    assert certificate.name == "Ө" * 500


@pytest.mark.parametrize(("days", "months", "found"), [(29, 1, True), (40, 1, False), (0, 1, True), (-1, 12, False)])
def test_what_ends_soon_is_found(days, months, found):
    certificate = issued()
    today = timezone.localdate()
    Certificate.objects.filter(pk=certificate.pk).update(
        valid_from=today - timedelta(days=900), valid_until=today + timedelta(days=days)
    )
    assert Certificate.objects.ending_within(months, today).exists() is found
    assert Certificate.objects.run_out(today).exists() is (days < 0)


def test_the_number_is_printed_with_six_digits():
    assert Certificate(number=7).printed_number == "000007"
    assert Certificate(number=1_234_567).printed_number == "1234567"
    assert str(Certificate(number=7)) == "№ 000007"
