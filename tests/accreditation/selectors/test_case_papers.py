"""Which of the six papers of a case an expert finds beside it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, EvaluationOrder, EvaluationOrderFile, Summary
from accreditation.selectors.case_papers import papers_for
from core.uploads.checks import check
from core.uploads.storing import store
from records.models import Document
from selfassessment.enums import OrderKind, OrderState
from selfassessment.models import Order
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.draw import bare_invitation, bare_order
from tests.factories.people import acting_as
from tests.factories.selfassessment import paper
from tests.files import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def printed(title: str = "Буйрук") -> Document:
    document = paper(title)
    facts = {"printed": 1, "sha256": "A" * 64, "length": 1, "file": f"{document.pk}.pdf", "state": "signed"}
    Document.objects.filter(pk=document.pk).update(**facts)
    return Document.objects.get(pk=document.pk)


def with_papers(state: InvitationState = InvitationState.ACCEPTED, *, unprinted=()):
    """An invitation to a case all of whose other papers are printed, and those papers by their numbers."""
    invitation = bare_invitation(state=state)
    application = invitation.application
    papers = {number: paper() if number in unprinted else printed() for number in range(1, 7)}
    facts = {"report": application.report, "created_by": application.created_by, "state": OrderState.DRAFT}
    conduct = Order.objects.create(kind=OrderKind.CONDUCT, document=papers[1], **facts)
    approve = Order.objects.create(kind=OrderKind.APPROVE, document=papers[3], report_document=papers[2], **facts)
    signed(conduct, submitted_on=timezone.localdate())
    signed(approve)
    Application.objects.filter(pk=application.pk).update(document=papers[4])
    ordered(application, papers[5])
    Summary.objects.create(application=application, paper=papers[6], finished_at=timezone.now())
    return invitation, papers


def signed(order, **facts):
    today = timezone.localdate()
    facts |= {"number": "5", "dated_on": today, "council_number": "6", "council_on": today}
    facts |= {"signed_at": timezone.now()}
    Order.objects.filter(pk=order.pk).update(state=OrderState.SIGNED, signed_by=order.created_by, **facts)


def ordered(application, document):
    by = application.created_by
    file = store(
        EvaluationOrderFile, check(SimpleUploadedFile("буйрук.jpg", picture())), by=by, application=application
    )
    facts = {"state": "signed", "signed_at": timezone.now(), "signed_by": by, "file": file}
    EvaluationOrder.objects.filter(pk=bare_order(application, document=document).pk).update(**facts)


def numbers(acting, application):
    application.refresh_from_db()
    return [each.number for each in papers_for(acting, [application])[application.pk]]


@pytest.fixture(autouse=True)
def _standards(db):
    load_reference()


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.INVITING, [1, 3, 4, 5]),
        (State.AGREED, [1, 3, 4, 5]),
        (State.ORDERED, [1, 2, 3, 4, 5]),
        (State.EVALUATION, [1, 2, 3, 4, 5]),
        (State.CONSIDERED, [1, 2, 3, 4, 5]),
        (State.ACCREDITED, [5]),
        (State.REFUSED, [5]),
    ],
)
def test_who_has_agreed_finds_the_papers_that_the_state_opens(state, shown):
    invitation, _papers = with_papers()
    Application.objects.filter(pk=invitation.application_id).update(state=state)
    assert numbers(acting_as(invitation.expert), invitation.application) == shown


def test_who_has_not_agreed_finds_none():
    invitation, _papers = with_papers(InvitationState.WAITING)
    assert numbers(acting_as(invitation.expert), invitation.application) == []


def test_a_stranger_finds_none():
    invitation, _papers = with_papers()
    assert numbers(Acting(user=UserFactory()), invitation.application) == []


def test_an_administrator_finds_all_of_them():
    invitation, _papers = with_papers()
    assert {4, 5, 6} <= set(numbers(Acting(user=UserFactory(is_administrator=True)), invitation.application))


def test_a_paper_that_is_not_printed_is_no_link():
    invitation, _papers = with_papers(unprinted=[4])
    assert 4 not in numbers(acting_as(invitation.expert), invitation.application)


def test_each_paper_opens_as_itself_and_the_order_as_it_was_signed():
    invitation, papers = with_papers()
    application = invitation.application
    application.refresh_from_db()
    found = {each.number: each for each in papers_for(acting_as(invitation.expert), [application])[application.pk]}
    assert found[4].url == reverse("records:document_file", args=[papers[4].public_id])
    assert found[4].label == "Application to conduct accreditation"
    scan = EvaluationOrderFile.objects.get()
    assert found[5].url == reverse("accreditation:evaluation_order_file", args=[scan.public_id])


def test_a_page_of_cases_asks_no_more_than_one_case():
    rows = [with_papers()[0] for _number in range(3)]
    acting = Acting(user=UserFactory(is_administrator=True))
    cases = [row.application for row in rows]

    def queries(count):
        with CaptureQueriesContext(connection) as asked:
            papers_for(acting, cases[:count])
        return len(asked)

    queries(1)
    assert queries(1) == queries(3)
    assert papers_for(acting, []) == {}
