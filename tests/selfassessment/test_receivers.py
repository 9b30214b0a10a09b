"""Signatures arrive from the records: each moves its self-assessment once, whichever process tells it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.identifiers import Pin
from integrations.cloud_signature import Channel
from notifications.models import Message
from records.enums import CeremonyAct, CeremonyState, DocumentState
from records.models import Document, JournalEntry, Signature, SigningCeremony
from records.services import signing as records_signing
from records.services.ceremonies import complete_ceremony
from records.workflow import conduct
from selfassessment.enums import Action, OrderKind, OrderState, State
from selfassessment.models import SelfAssessmentEvent
from selfassessment.services import ordering, planning, signing
from tests.factories.records import work
from tests.factories.selfassessment import DETAILS

pytestmark = pytest.mark.django_db


def sign(ceremony):
    """Every document of the ceremony is printed and signed; nobody has completed it yet."""
    work()
    conduct(ceremony, CeremonyAct.SEND_CODE, by=ceremony.signer)
    for document in ceremony.documents.all():
        Signature.objects.create(
            document=document,
            ceremony=ceremony,
            signer=ceremony.signer,
            signer_name=str(ceremony.signer),
            signer_pin=Pin(ceremony.signer.pin),
            position=ceremony.position,
            length=document.length,
            hash_sent=document.sha256,
            sign_b64="c2lnbmF0dXJl",
            provider="test",
            answer={},
            certificate={},
            certificate_from=timezone.now(),
            certificate_until=timezone.now(),
            verification={},
            signed_at=timezone.now(),
            verified_at=timezone.now(),
        )


def begun(world, report, kind=OrderKind.CONDUCT):
    """The head is signing the order; the report, the order, the signing."""
    order = world.order(report, kind)
    return order, signing.open_signing(order, by=world.by_head, return_url="/")


def signed(world, report, kind=OrderKind.CONDUCT):
    order, ceremony = begun(world, report, kind)
    sign(ceremony)
    complete_ceremony(ceremony.pk)
    order.refresh_from_db()
    report.refresh_from_db()
    return order


def test_a_signed_order_opens_the_report(world):
    report = world.planned()
    order = signed(world, report)
    assert (report.state, order.state, order.signed_by) == (State.ORDERED, OrderState.SIGNED, world.head.person)
    assert order.document.state == DocumentState.SIGNED
    assert order.says["ends_on"] == "2022-09-03"


def test_told_twice_it_happened_once(world):
    report = world.planned()
    order = signed(world, report)
    complete_ceremony(SigningCeremony.objects.get().pk)
    work()
    assert SelfAssessmentEvent.objects.filter(report=report, action=Action.ORDER).count() == 1
    assert JournalEntry.objects.filter(action=Action.ORDER).count() == 1
    assert order.document.signatures.count() == 1


def test_a_signed_approval_locks_the_report(world):
    report = world.filled()
    order = signed(world, report, OrderKind.APPROVE)
    assert (report.state, report.approved_by) == (State.APPROVED, world.head.person)
    assert (order.state, order.report_document.state) == (OrderState.SIGNED, DocumentState.SIGNED)
    assert ordering.return_for_correction(report, comment="1.1", by=world.by_head).state == State.RETURNED


def test_a_new_order_replaces_the_paper_of_the_old_one(world):
    report = world.planned()
    old = signed(world, report)
    work()  # the seal
    ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    new = signed(world, report)
    old.refresh_from_db()
    assert (old.state, old.document.state) == (OrderState.REPLACED, DocumentState.REPLACED)
    assert (old.document.replaced_by, old.document.closed_reason) == (new.document, "Мөөнөт узарды")
    assert (new.state, new.document.state, report.state) == (OrderState.SIGNED, DocumentState.SIGNED, State.ORDERED)


def test_a_report_approved_once_more_replaces_the_first_approval(world):
    report = world.filled()
    first = signed(world, report, OrderKind.APPROVE)
    report = ordering.return_for_correction(report, comment="1.1 түзөтүлсүн", by=world.by_head)
    second = signed(world, report, OrderKind.APPROVE)
    first.refresh_from_db()
    assert (first.state, first.document.state) == (OrderState.REPLACED, DocumentState.REPLACED)
    assert (first.report_document.state, first.report_document.replaced_by) == (
        DocumentState.REPLACED,
        second.report_document,
    )
    assert (second.replaces, second.reason, report.state) == (first, "1.1 түзөтүлсүн", State.APPROVED)


@pytest.mark.parametrize(
    ("kind", "who"), [(OrderKind.CONDUCT, "head"), (OrderKind.CONDUCT, "teacher"), (OrderKind.APPROVE, "head")]
)
def test_an_order_that_came_too_late_has_no_effect_and_a_new_signing_can_begin(world, kind, who):
    report = world.planned() if kind == OrderKind.CONDUCT else world.filled()
    state, gone = report.state, world.head if who == "head" else world.teachers[0]
    order, ceremony = begun(world, report, kind)
    sign(ceremony)
    world.dismiss(gone)
    complete_ceremony(ceremony.pk)
    for row in (ceremony, report, order):
        row.refresh_from_db()
    assert (report.state, order.state, order.document, order.report_document) == (state, OrderState.DRAFT, None, None)
    assert ceremony.state == CeremonyState.VOID
    assert ceremony.refusal
    assert {document.state for document in ceremony.documents.all()} == {DocumentState.DISCARDED}
    assert SelfAssessmentEvent.objects.filter(report=report, action__in=[Action.ORDER, Action.APPROVE]).count() == (
        kind == OrderKind.APPROVE
    ), "the order on self-assessment of before, and nothing since"
    letter = Message.objects.get(recipient=ceremony.signer)
    assert ceremony.refusal in letter.body
    take_back(gone)
    new = signed(world, report, kind)
    assert (new, new.state) == (order, OrderState.SIGNED)
    assert new.document not in ceremony.documents.all()


def test_a_member_who_left_is_noticed_before_the_code_is_used(world):
    report = world.planned()
    order, ceremony = begun(world, report)
    work()
    world.dismiss(world.teachers[0])
    with pytest.raises(PermissionDenied):
        records_signing.send_code(ceremony, Channel.EMAIL, by=world.head.person, acting=world.by_head)
    ceremony.refresh_from_db()
    order.refresh_from_db()
    assert (ceremony.state, Signature.objects.count()) == (CeremonyState.CANCELLED, 0)
    assert world.teachers[0].name in ceremony.refusal
    assert order.document is None
    report = planning.set_commission(
        report, [world.deputy, world.teachers[1], world.teachers[2]], chair=world.deputy, by=world.by_deputy
    )
    assert signed(world, report).state == OrderState.SIGNED


def take_back(employment):
    employment.state, employment.ended_on = "employed", None
    employment.save()


def test_signings_of_others_are_not_ours(world, monkeypatch):
    told = []
    monkeypatch.setattr(signing, "finish", lambda *args, **_kwargs: told.append(args))
    monkeypatch.setattr(signing, "give_up", lambda *args, **_kwargs: told.append(args))
    _order, ceremony = begun(world, world.planned())
    SigningCeremony.objects.filter(pk=ceremony.pk).update(purpose="something else")
    sign(ceremony)
    complete_ceremony(ceremony.pk)
    assert told == []
    assert Document.objects.get(items__ceremony=ceremony).state == DocumentState.SIGNED
    assert DETAILS["number"] == _order.number
