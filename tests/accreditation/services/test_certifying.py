import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.certificates import CertificateAction, CertificateState
from accreditation.models import Application, Certificate
from accreditation.services import certifying
from core.dates import months_later
from core.workflow import TransitionDenied
from notifications.models import Message
from records.attestations import attested
from records.enums import DocumentState
from records.files import sealed_of
from records.services import production
from selfassessment.models import SelfAssessment
from tests.factories.accreditation import quick
from tests.factories.certificates import administrator, decision, ground, head_of, issued
from tests.factories.records import work
from tests.printed import NEEDS_OPENSSL, checked_by_hand, codes_of
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


@pytest.mark.parametrize(("conditional", "until"), [(False, date(2031, 11, 22)), (True, date(2027, 11, 22))])
def test_a_certificate_is_valid_for_five_years_or_for_one(conditional, until):
    certificate = issued(decided_on=date(2026, 11, 22), conditional=conditional)
    assert (certificate.valid_from, certificate.valid_until) == (date(2026, 11, 22), until)
    assert certificate.is_conditional is conditional


def test_a_decision_of_a_leap_day_ends_in_february():
    assert issued(decided_on=date(2028, 2, 29)).valid_until == date(2033, 2, 28)


@NEEDS_OPENSSL
def test_the_paper_is_printed_and_sealed_with_a_statement_that_proves_it(client, tmp_path):
    certificate = certifying.issue(quick(State.CONSIDERED), decision=decision(), by=administrator())
    work()
    document = certificate.document
    document.refresh_from_db()
    assert document.state == DocumentState.SEALED
    assert document.number == certificate.printed_number
    [code] = codes_of(sealed_of(document))
    page, _mark, statement = code.partition("?s=")
    assert page.endswith(f"/certificates/{certificate.public_id}/")
    assert attested(statement) == certificate.stated
    answer = checked_by_hand(tmp_path, statement, keys=client.get("/verify/keys.pem").content)
    facts = json.dumps(certificate.stated, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert answer == b"Signature Verified Successfully\n" + facts.encode()
    key, said, signature = statement.split(".")[1:]
    other = "B" if said[40] == "A" else "A"
    changed = f"ASULA1.{key}.{said[:40]}{other}{said[41:]}.{signature}"
    assert b"Successfully" not in checked_by_hand(tmp_path, changed, keys=client.get("/verify/keys.pem").content)


def test_a_certificate_keeps_the_name_of_its_day():
    certificate = issued()
    name = certificate.name_ky
    certificate.organization.full_name_ky = "Башка ат"
    certificate.organization.save()
    certificate.refresh_from_db()
    assert certificate.name_ky == name != "Башка ат"


def test_asked_twice_one_certificate_is_issued():
    application, by = quick(State.CONSIDERED), administrator()
    said = decision()
    first = certifying.issue(application, decision=said, by=by)
    assert certifying.issue(application, decision=said, by=by) == first
    assert Certificate.objects.count() == 1


def test_a_newer_certificate_replaces_the_older_one_of_the_type():
    older = issued(conditional=True)
    Application.objects.filter(pk=older.application_id).update(state=State.ACCREDITED)
    report = SelfAssessment.objects.get(pk=older.application.report_id)
    report.pk, report.is_second = None, True
    report.save()
    newer = issued(application=quick(State.CONSIDERED, report=report))
    older.refresh_from_db()
    assert (older.state, older.replaced_by) == (CertificateState.REPLACED, newer)
    assert newer.state == CertificateState.IN_FORCE


def test_numbers_have_no_gap_where_a_transaction_was_lost():
    issued()
    with transaction.atomic():
        certifying.issue(quick(State.CONSIDERED), decision=decision(), by=administrator())
        transaction.set_rollback(True)
    issued()
    assert list(Certificate.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_numbers_without_a_gap():
    applications = [quick(State.CONSIDERED) for _place in range(50)]
    by = administrator()
    outcomes = together(lambda place: certifying.issue(applications[place], decision=decision(), by=by), 50)
    assert [outcome for outcome in outcomes if not isinstance(outcome, Certificate)] == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 51))


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ([CertificateAction.SUSPEND], CertificateState.SUSPENDED),
        ([CertificateAction.SUSPEND, CertificateAction.REINSTATE], CertificateState.IN_FORCE),
        ([CertificateAction.REVOKE], CertificateState.REVOKED),
        ([CertificateAction.SUSPEND, CertificateAction.REVOKE], CertificateState.REVOKED),
    ],
)
def test_the_ministry_decrees(actions, state):
    certificate, by = issued(), administrator()
    for action in actions:
        certificate = certifying.decree(certificate, action, ground=ground(), by=by)
    assert certificate.state == state
    certificate.document.refresh_from_db()
    revoked = certificate.document.state == DocumentState.REVOKED
    assert revoked == (state == CertificateState.REVOKED)


@pytest.mark.parametrize("is_printed", [False, True])
def test_a_certificate_is_revoked_before_its_paper_is_sealed(client, is_printed):
    certificate = certifying.issue(quick(State.CONSIDERED), decision=decision(), by=administrator())
    document = certificate.document
    if is_printed:
        production.print_document(document.pk, document.revision)
    certifying.decree(certificate, CertificateAction.REVOKE, ground=ground(), by=administrator())
    work()  # the worker comes too late, or sets the seal that was asked for before
    production.seal_document(document.pk)
    certificate.refresh_from_db()
    document.refresh_from_db()
    assert (certificate.state, document.state) == (CertificateState.REVOKED, DocumentState.DISCARDED)
    assert document.sealed_at is None
    page = client.get(certificate.get_absolute_url())
    assert "Сертификат жокко чыгарылган" in page.text
    assert "мөөр коюлуп жатат" not in page.text  # no promise of a paper that will not come
    assert client.get(f"{certificate.get_absolute_url()}file/").status_code == 404
    assert client.get(f"/verify/{document.public_id}/").status_code == 404


def test_a_paper_without_its_seal_is_not_given_out(client):
    certificate = certifying.issue(quick(State.CONSIDERED), decision=decision(), by=administrator())
    production.print_document(certificate.document_id, 1)
    assert client.get(f"{certificate.get_absolute_url()}file/").status_code == 404


@pytest.mark.parametrize("lacking", [{"reason": " "}, {"order_number": " "}])
def test_nothing_is_decreed_without_order_and_reason(lacking):
    with pytest.raises(PermissionDenied):
        certifying.decree(issued(), CertificateAction.REVOKE, ground=ground(**lacking), by=administrator())


def test_what_is_revoked_stays_so():
    certificate = certifying.decree(issued(), CertificateAction.REVOKE, ground=ground(), by=administrator())
    with pytest.raises(TransitionDenied):
        certifying.decree(certificate, CertificateAction.REINSTATE, ground=ground(), by=administrator())


def test_what_has_ended_expires_once():
    certificate = issued(decided_on=date(2021, 11, 20), conditional=True)
    assert certificate.worth == CertificateState.EXPIRED  # before anybody has noted it
    assert certifying.expire_run_out() == 1
    assert certifying.expire_run_out() == 0
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.EXPIRED
    assert certificate.events.first().by is None


def test_heads_are_reminded_once_for_each_term():
    certificate = issued(decided_on=date(2026, 1, 15))
    head = head_of(certificate)
    told = []
    day = date(2029, 11, 1)
    while day < date(2031, 1, 20):
        with time_machine.travel(day.isoformat()):
            if certifying.remind_of_ends():
                told.append(day)
            assert certifying.remind_of_ends() == 0
        day += timedelta(days=10)
    assert len(told) == 4
    assert Message.objects.filter(recipient=head.person).count() == 4


@pytest.mark.parametrize("days_away", [1, 30, 100, 1000])
def test_a_worker_that_was_away_makes_good_what_it_missed(days_away):
    """The day of a term goes by unseen; whoever comes back reminds once, of the nearest term that has begun."""
    certificate = issued(decided_on=date(2026, 1, 15))
    head = head_of(certificate)
    missed = months_later(certificate.valid_until, -6)
    back = missed + timedelta(days=days_away)
    with time_machine.travel(back.isoformat()):
        told = certifying.remind_of_ends()
        assert certifying.remind_of_ends() == 0
    assert told == Message.objects.filter(recipient=head.person).count() == (back <= certificate.valid_until)


def test_a_conditional_certificate_is_not_reminded_on_its_first_day():
    certificate = issued(conditional=True)
    head_of(certificate)
    assert certifying.remind_of_ends() == 0
    half = months_later(certificate.valid_until, -6)
    with time_machine.travel(half.isoformat()):
        assert certifying.remind_of_ends() == 1


def test_whoever_comes_to_lead_the_organization_is_told_then():
    certificate = issued(decided_on=timezone.localdate() - timedelta(days=350), conditional=True)
    assert certifying.remind_of_ends() == 0
    head = head_of(certificate)
    assert certifying.remind_of_ends() == 1
    assert Message.objects.filter(recipient=head.person).count() == 1


def test_a_late_start_reminds_of_the_nearest_term_only():
    head_of(issued(decided_on=timezone.localdate() - timedelta(days=350), conditional=True))
    assert certifying.remind_of_ends() == 1
    assert certifying.remind_of_ends() == 0
