import re

import pytest
from django.urls import reverse

from notifications.models import Message
from organizations.enums import ProofState, Role
from records.models import JournalEntry
from staff.models import Employment
from tests.factories.organizations import OrganizationFactory, RegistrationFactory
from tests.factories.proofs import HeadProofFactory

LIST = "/ministry/proofs/"


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.usefixtures("no_menu")
def test_the_list_costs_the_same_whatever_its_length(ministry, django_assert_num_queries, count):
    HeadProofFactory.create_batch(count)
    ministry.get(LIST)
    with django_assert_num_queries(9):
        page = ministry.get(LIST).context["page"]
    assert page.paginator.count == count


def test_the_oldest_waits_first_and_the_menu_says_how_many(ministry):
    first, second = HeadProofFactory(), HeadProofFactory()
    response = ministry.get(LIST)
    assert list(response.context["page"]) == [first, second]
    html = response.text
    assert html.index(first.organization.short_name) < html.index(second.organization.short_name)
    assert 'Proofs of heads <span class="asula-tabs__count">2</span>' in html


def test_a_proof_of_an_unfinished_registration_is_not_judged(ministry):
    proof = HeadProofFactory(
        organization=None,
        registration=RegistrationFactory(),
        document__organization=OrganizationFactory(),
        register_name="x",
    )
    assert list(ministry.get(LIST).context["page"]) == []
    assert ministry.get(f"{LIST}{proof.pk}/").status_code == 404


def test_the_page_shows_both_names_the_note_and_the_document(ministry):
    proof = HeadProofFactory()
    html = ministry.get(f"{LIST}{proof.pk}/").text
    for text in (proof.register_name, proof.certificate_name, "буйрук № 14-к", "буйрук.pdf"):
        assert text in html
    assert reverse("organization_document", args=[proof.document.public_id]) in html
    assert ministry.get(reverse("organization_document", args=[proof.document.public_id])).status_code == 200


def test_an_accepted_proof_makes_the_person_the_head_and_tells_him(ministry, administrator):
    proof = HeadProofFactory()
    response = ministry.post(f"{LIST}{proof.pk}/", {"verdict": "accept", "reason": ""}, follow=True)
    assert "The proof is accepted" in response.text
    proof.refresh_from_db()
    assert (proof.state, proof.decided_by) == (ProofState.ACCEPTED, administrator)
    assert Employment.objects.get(organization=proof.organization, role=Role.HEAD).person == proof.person
    assert JournalEntry.objects.filter(action="head_proof_judged").count() == 1
    assert Message.objects.filter(recipient=proof.person, subject__contains=proof.organization.short_name).exists()


def test_a_refusal_needs_a_reason_and_keeps_what_was_chosen(ministry):
    proof = HeadProofFactory()
    response = ministry.post(f"{LIST}{proof.pk}/", {"verdict": "refuse", "reason": "   "})
    assert response.status_code == 422
    assert "Write why the proof is refused." in response.text
    assert re.search(r'value="refuse"[^>]*checked', response.text)
    proof.refresh_from_db()
    assert proof.state == ProofState.WAITING


def test_the_person_reads_why_he_was_refused(ministry):
    proof = HeadProofFactory()
    ministry.post(f"{LIST}{proof.pk}/", {"verdict": "refuse", "reason": "Буйруктун мөөнөтү өткөн"})
    message = Message.objects.get(recipient=proof.person)
    assert "Буйруктун мөөнөтү өткөн" in message.body


def test_a_judged_proof_shows_the_decision_and_no_form(ministry):
    proof = HeadProofFactory(state=ProofState.REFUSED, decision="Мөөнөтү өткөн")
    page = ministry.get(f"{LIST}{proof.pk}/").text
    assert "Мөөнөтү өткөн" in page
    assert 'name="verdict"' not in page
    assert list(ministry.get(f"{LIST}?tab=judged").context["page"]) == [proof]
    assert list(ministry.get(LIST).context["page"]) == []


def test_the_second_of_two_administrators_is_told_that_it_was_judged(ministry):
    proof = HeadProofFactory()
    data = {"verdict": "accept"}
    assert ministry.post(f"{LIST}{proof.pk}/", data).status_code == 302
    response = ministry.post(f"{LIST}{proof.pk}/", data)
    assert response.status_code == 403
    assert "judged already" in response.text


def test_empty_lists_say_what_will_stand_there(ministry):
    assert "No proof waits" in ministry.get(LIST).text
    assert "No proof was judged yet" in ministry.get(f"{LIST}?tab=judged").text
