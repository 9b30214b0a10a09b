"""The order on external evaluation: generated, signed, replaced."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import DeclineReason
from accreditation.models import Application, EvaluationOrder, EvaluationOrderFile
from accreditation.services import evaluation_orders as services
from accreditation.services import invitations
from core.uploads.checks import check
from notifications.models import Message
from records.enums import DocumentState
from records.models import Document
from records.values import unpacked
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh
from tests.factories.draw import agreed, group
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


def test_the_table_knows_no_signature_without_a_file(order):
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationOrder.objects.filter(pk=order.pk).update(state=EvaluationOrderState.SIGNED)
