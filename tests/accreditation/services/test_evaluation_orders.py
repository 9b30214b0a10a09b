"""The order on external evaluation: generated, signed, replaced."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderAct, EvaluationOrderState
from accreditation.enums.invitations import DeclineReason
from accreditation.models import Application, EvaluationOrder, EvaluationOrderFile
from accreditation.selectors.evaluation_orders import signing_of
from accreditation.services import evaluation, invitations
from accreditation.services import evaluation_orders as services
from core.uploads.checks import check
from notifications.models import Message
from records import services as records
from records.enums import CeremonyState, DocumentState
from records.models import Document, JournalEntry
from records.values import unpacked
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh
from tests.factories.draw import agreed, group
from tests.factories.evaluation import sign
from tests.factories.people import SpecialistFactory, acting_as
from tests.files import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
FACTS = {"number": "7-а", "control": "Сыдыкова Б., министрдин орун басары"}


@pytest.fixture
def application(case):
    return agreed(case, 5)


@pytest.fixture
def order(case, application):
    return generate(application, case)


def generate(application, case, **changes) -> EvaluationOrder:
    return services.generate(
        application, **FACTS | {"dated_on": timezone.localdate(), "by": case.by_specialist} | changes
    )


def scan():
    return check(SimpleUploadedFile("буйрук.jpg", picture()))


def test_the_order_names_the_group_the_period_and_the_letter(application, order):
    values = unpacked(order.document.values)
    members = group(application)
    assert values["chair"] == members[0].expert.name
    assert values["experts"] == [member.expert.name for member in members[1:]]
    assert values["registration_number"] == application.registration_number
    assert (values["starts_on"], values["ends_on"]) == (
        application.evaluation_starts_on,
        application.evaluation_ends_on,
    )
    assert (order.document.number, order.document.organization_id) == ("7-а", None)
    assert fresh(application).state == State.AGREED


@pytest.mark.parametrize("state", [State.INVITING, State.ORDERED, State.EVALUATION, State.SCHEDULED])
def test_an_order_is_generated_only_when_all_agreed(case, application, state):
    Application.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(PermissionDenied, match="all three experts"):
        generate(application, case)


@pytest.mark.parametrize("who", ["stranger", "other specialist", "expert", "head"])
def test_others_order_nothing(case, application, who):
    by = {
        "stranger": lambda: Acting(user=UserFactory()),
        "other specialist": lambda: acting_as(SpecialistFactory()),
        "expert": lambda: acting_as(group(application)[0].expert),
        "head": lambda: case.by_head,
    }[who]()
    with pytest.raises(PermissionDenied):
        generate(application, case, by=by)
    order = generate(application, case)
    with pytest.raises(PermissionDenied):
        services.upload_signed(order, scan(), by=by)
    assert fresh(application).state == State.AGREED


def test_generated_anew_the_earlier_one_is_not_used(case, application, order):
    second = generate(application, case, number="8-а")
    order.refresh_from_db()
    assert (order.state, second.state) == (EvaluationOrderState.DISCARDED, EvaluationOrderState.GENERATED)
    assert Document.objects.get(pk=order.document_id).state == DocumentState.DISCARDED
    with pytest.raises(PermissionDenied, match="already"):
        services.upload_signed(order, scan(), by=case.by_specialist)


def test_the_signed_order_lets_the_evaluation_begin_and_everybody_is_told(case, application, order):
    names = [member.expert.name for member in group(application)]
    before = Message.objects.filter(recipient=case.world.head.person)
    assert not any(names[0] in message.body for message in before), "names are hidden until the order"
    services.upload_signed(order, scan(), by=case.by_specialist)
    order.refresh_from_db()
    assert fresh(application).state == State.ORDERED
    assert (order.state, order.signed_by) == (EvaluationOrderState.SIGNED, case.specialist.person)
    told = Message.objects.filter(recipient=case.world.head.person).latest("pk")
    assert all(name in told.body for name in names)
    for member in group(application):
        latest = Message.objects.filter(recipient=member.expert.person).latest("pk")
        assert "7-а" in latest.body


def test_who_reads_the_order_before_and_after_it_is_signed(case, application, order):
    expert = acting_as(group(application)[0].expert)
    readers = {"ministry": case.by_specialist, "school": case.by_head, "expert": expert}

    def reading():
        return {who for who, acting in readers.items() if _reads(acting, order)}

    assert reading() == {"ministry"}
    services.upload_signed(order, scan(), by=case.by_specialist)
    assert reading() == {"ministry", "school", "expert"}
    file = EvaluationOrderFile.objects.get()
    for acting, seen in ((case.by_head, True), (expert, True), (Acting(user=UserFactory()), False)):
        assert EvaluationOrderFile.objects.visible_to(acting).filter(pk=file.pk).exists() is seen


def _reads(acting, order):
    return Document.objects.visible_to(acting).filter(pk=order.document_id).exists()


def test_after_a_withdrawal_a_new_order_replaces_the_old_one(case, application, order):
    services.upload_signed(order, scan(), by=case.by_specialist)
    gone = group(application)[1]
    invitations.withdraw(gone, reason=DeclineReason.HEALTH, comment="Ооруп калдым", by=acting_as(gone.expert))
    assert fresh(application).state == State.INVITING
    invitations.accept(group(application)[1], by=None)
    second = generate(fresh(application), case, number="9-а")
    services.upload_signed(second, scan(), by=case.by_specialist)
    order.refresh_from_db()
    assert order.state == EvaluationOrderState.REPLACED
    assert fresh(application).state == State.ORDERED
    assert gone.expert.name not in unpacked(second.document.values)["experts"]


def test_a_group_that_changes_before_the_signature_makes_the_order_useless(case, application, order):
    """Otherwise an order with the name of somebody who has left could still be signed."""
    gone = group(application)[1]
    invitations.withdraw(gone, reason=DeclineReason.HEALTH, comment="Ооруп калдым", by=acting_as(gone.expert))
    order.refresh_from_db()
    assert order.state == EvaluationOrderState.DISCARDED
    assert JournalEntry.objects.filter(action=EvaluationOrderAct.DISCARD).count() == 1
    invitations.accept(group(application)[1], by=None)
    assert fresh(application).state == State.AGREED
    with pytest.raises(PermissionDenied, match="already"):
        services.upload_signed(order, scan(), by=case.by_specialist)


@pytest.mark.parametrize("is_signed", [False, True])
def test_another_chair_needs_another_order(case, application, order, is_signed):
    if is_signed:
        services.upload_signed(order, scan(), by=case.by_specialist)
    second = group(application)[1]
    invitations.change_chair(second, reason="Тажрыйбалуу", by=case.by_specialist)
    order.refresh_from_db()
    assert order.state == (EvaluationOrderState.SIGNED if is_signed else EvaluationOrderState.DISCARDED)
    assert fresh(application).state == State.AGREED
    renewed = generate(fresh(application), case, number="8-а")
    assert unpacked(renewed.document.values)["chair"] == second.expert.name
    services.upload_signed(renewed, scan(), by=case.by_specialist)
    order.refresh_from_db()
    assert order.state == (EvaluationOrderState.REPLACED if is_signed else EvaluationOrderState.DISCARDED)
    assert fresh(application).state == State.ORDERED


def test_until_the_renewed_order_is_signed_nobody_evaluates(case, application, order):
    services.upload_signed(order, scan(), by=case.by_specialist)
    invitations.change_chair(group(application)[1], reason="Тажрыйбалуу", by=case.by_specialist)
    with pytest.raises(PermissionDenied, match="signed the order"):
        evaluation.begin(fresh(application), by=acting_as(group(application)[0].expert))


class TestSignedInTheSystem:
    @pytest.fixture
    def ceremony(self, case, order):
        return self.open(order, case.by_administrator)

    @staticmethod
    def open(order, by):
        return services.open_signing(order, by=by, return_url="/")

    def test_the_signature_does_what_the_upload_does(self, case, client, application, order, ceremony):
        sign(client, ceremony)
        order.refresh_from_db()
        assert fresh(application).state == State.ORDERED
        assert (order.state, order.ceremony, order.file) == (EvaluationOrderState.SIGNED, ceremony, None)
        assert order.signed_by == case.administrator
        assert Document.objects.get(pk=order.document_id).state == DocumentState.SEALED
        assert _reads(case.by_head, order)
        assert "7-а" in Message.objects.filter(recipient=case.world.head.person).latest("pk").body
        assert JournalEntry.objects.filter(action=EvaluationOrderAct.SIGN).count() == 1

    @pytest.mark.parametrize("who", ["specialist", "stranger", "expert", "head"])
    def test_only_an_administrator_signs(self, case, application, order, who):
        by = {
            "specialist": lambda: case.by_specialist,
            "stranger": lambda: Acting(user=UserFactory()),
            "expert": lambda: acting_as(group(application)[0].expert),
            "head": lambda: case.by_head,
        }[who]()
        with pytest.raises(PermissionDenied):
            self.open(order, by)

    def test_pressed_again_it_is_the_same_and_another_signer_takes_over(self, case, order, ceremony):
        assert self.open(order, case.by_administrator) == ceremony
        other = self.open(order, Acting(user=UserFactory(is_administrator=True)))
        assert other != ceremony
        assert signing_of(order) == other

    @pytest.mark.parametrize("how", ["uploaded", "generated anew", "group changed"])
    def test_what_happens_meanwhile_ends_the_signing(self, case, application, order, ceremony, how):
        match how:
            case "uploaded":
                services.upload_signed(order, scan(), by=case.by_specialist)
            case "generated anew":
                generate(fresh(application), case, number="8-а")
            case "group changed":
                invitations.replace(group(application)[0], reason="Байланышка чыкпайт", by=case.by_specialist)
        ceremony.refresh_from_db()
        assert ceremony.state == CeremonyState.CANCELLED
        assert signing_of(order) is None

    def test_signed_without_effect_it_is_put_aside(self, case, client, application, order, ceremony):
        case.administrator.is_administrator = False
        case.administrator.save()
        sign(client, ceremony)
        for row in (ceremony, order):
            row.refresh_from_db()
        assert (ceremony.state, order.state) == (CeremonyState.VOID, EvaluationOrderState.DISCARDED)
        assert order.document.state == DocumentState.DISCARDED
        assert fresh(application).state == State.AGREED
        assert generate(fresh(application), case, number="8-а").state == EvaluationOrderState.GENERATED

    def test_cancelled_the_order_still_waits(self, case, order, ceremony):
        records.cancel_ceremony(ceremony, by=case.administrator)
        order.refresh_from_db()
        assert order.state == EvaluationOrderState.GENERATED
        assert self.open(order, case.by_administrator) != ceremony

    def test_renewed_the_signed_paper_says_what_replaced_it(self, case, client, application, order, ceremony):
        sign(client, ceremony)
        invitations.change_chair(group(application)[1], reason="Тажрыйбалуу", by=case.by_specialist)
        renewed = generate(fresh(application), case, number="8-а")
        services.upload_signed(renewed, scan(), by=case.by_specialist)
        old = Document.objects.get(pk=order.document_id)
        assert (old.state, old.replaced_by) == (DocumentState.REPLACED, renewed.document)


def test_the_table_knows_no_signature_without_a_file(order):
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationOrder.objects.filter(pk=order.pk).update(state=EvaluationOrderState.SIGNED)
