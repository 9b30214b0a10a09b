"""Papers of the demo world: they count as signed, without a signature, because nobody has signed in yet."""

from accounts.acting import Acting
from records import services, workflow
from records.enums import DocumentAct
from records.models import Document
from records.services import production


def sign(document: Document, *, by: Acting) -> Document:
    """The fixed document is printed and counts as signed by this person; a worker seals it."""
    production.print_document(document.pk, document.revision)
    signed = workflow.advance(document, DocumentAct.SIGN, by=by.user)
    services.seal_document(signed)
    return signed
