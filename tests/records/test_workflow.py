from itertools import product

import pytest

from core.workflow import TransitionDenied
from records.enums import DocumentAct, DocumentState
from records.models import Document, JournalEntry
from records.workflow import DOCUMENT, advance
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
