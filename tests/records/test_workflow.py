from itertools import product

import pytest

from core.workflow import TransitionDenied
from records.enums import ENDED, CeremonyState, DocumentAct, DocumentState
from records.models import Document, JournalEntry, SigningCeremony
from records.workflow import CEREMONY, DOCUMENT, advance
from tests.factories.accounts import UserFactory
from tests.factories.records import new_document

POSSIBLE = {
    ("draft", "document_fixed"): "preparing",
    ("preparing", "document_prepared"): "fixed",
    ("fixed", "document_signed"): "signed",
    ("fixed", "document_sealed"): "sealed",
    ("signed", "document_sealed"): "sealed",
    ("signed", "document_replaced"): "replaced",
    ("sealed", "document_replaced"): "replaced",
    ("signed", "document_revoked"): "revoked",
    ("sealed", "document_revoked"): "revoked",
    ("draft", "document_discarded"): "discarded",
    ("preparing", "document_discarded"): "discarded",
    ("fixed", "document_discarded"): "discarded",
}


@pytest.mark.parametrize(("state", "action"), list(product(DocumentState.values, DOCUMENT)))
def test_exactly_the_rows_of_the_table_are_possible(state, action):
    document = Document(state=state, revision=1, printed=1)
    target = POSSIBLE.get((state, str(action)))
    if target:
        assert DOCUMENT.check(action, None, document).target == target
    else:
        with pytest.raises(TransitionDenied):
            DOCUMENT.check(action, None, document)


SIGNING = {
    "signing_code_sent": ({"open", "code_sent", "authorized", "unknown"}, "code_sent"),
    "signing_code_accepted": ({"code_sent"}, "authorized"),
    "signing_answer_lost": ({"authorized"}, "unknown"),
    "signing_resumed": ({"unknown"}, "authorized"),
    "signing_completed": ({"code_sent", "authorized", "unknown"}, "completed"),
    "signing_cancelled": ({"open", "code_sent", "authorized"}, "cancelled"),
    "signing_voided": ({"code_sent", "authorized", "unknown"}, "void"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("action", list(CEREMONY))
def test_a_signing_goes_only_as_its_table_says_and_its_end_is_an_end(action):
    sources, target = SIGNING[str(action)]
    ceremony = SigningCeremony.objects.create(signer=UserFactory())
    for state in CeremonyState.values:
        ceremony.state = state
        allowed = CEREMONY[action].reason(None, ceremony) is None
        assert allowed == (state in sources), state
        assert not (allowed and state in ENDED)
    assert CEREMONY[action].target == target


@pytest.mark.django_db
def test_a_step_is_written_down_with_the_state_before_and_after():
    document = new_document()
    advance(document, DocumentAct.DISCARD, by=document.created_by, comment="Ката")
    entry = JournalEntry.objects.order_by("pk").last()
    assert (entry.action, entry.object_id) == ("document_discarded", str(document.pk))
    assert entry.changes == {"state": ["preparing", "discarded"], "sha256": "", "comment": "Ката"}


def test_a_document_is_signed_as_it_was_printed_last():
    with pytest.raises(TransitionDenied):
        DOCUMENT.check(DocumentAct.SIGN, None, Document(state="fixed", revision=2, printed=1))
