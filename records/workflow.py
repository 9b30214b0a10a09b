"""The states of documents and of signings: one table each, and one function each that changes them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.rules import Reason, rule
from core.workflow import Transition, Workflow
from records import journal
from records.enums import CeremonyAct, CeremonyState, DocumentAct, DocumentState, Outcome
from records.models import Document, SigningCeremony


@rule
def is_its_apps_affair(_user: User | None, _document: Document) -> Reason:
    """Who may have a document fixed, replaced or revoked is decided by the app that it belongs to."""
    return None


def is_printed(document: Document) -> Reason:
    if document.printed != document.revision:
        return _("The document is still being prepared.")
    return None


DOCUMENT = Workflow(
    "Document",
    Transition(
        action=DocumentAct.FIX,
        sources={DocumentState.DRAFT},
        target=DocumentState.PREPARING,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=DocumentAct.FINISH,
        sources={DocumentState.PREPARING},
        target=DocumentState.FIXED,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=DocumentAct.SIGN,
        sources={DocumentState.FIXED},
        target=DocumentState.SIGNED,
        rule=is_its_apps_affair,
        guards=(is_printed,),
    ),
    Transition(
        action=DocumentAct.SEAL,
        sources={DocumentState.FIXED, DocumentState.SIGNED},
        target=DocumentState.SEALED,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=DocumentAct.REPLACE,
        sources={DocumentState.SIGNED, DocumentState.SEALED},
        target=DocumentState.REPLACED,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=DocumentAct.REVOKE,
        sources={DocumentState.SIGNED, DocumentState.SEALED},
        target=DocumentState.REVOKED,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=DocumentAct.DISCARD,
        sources={DocumentState.DRAFT, DocumentState.PREPARING, DocumentState.FIXED},
        target=DocumentState.DISCARDED,
        rule=is_its_apps_affair,
    ),
)


@transaction.atomic
def advance(document: Document, action: str, *, by: User | None, comment: str = "", **changes: Any) -> Document:
    """Apply one transition: lock, check, change, write it down. The only writer of `Document.state`."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    step = DOCUMENT.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    for field, value in changes.items():
        setattr(locked, field, value)
    locked.save(update_fields=["state", *changes])
    facts = {"state": (source, locked.state), "sha256": locked.sha256} | ({"comment": comment} if comment else {})
    journal.write(action, by=by, obj=locked, organization=locked.organization, changes=facts)
    return locked


def nothing_is_signed(ceremony: SigningCeremony) -> Reason:
    if ceremony.signatures.exists():
        return _("A document is signed already: go on with the others.")
    if ceremony.attempts.filter(outcome=Outcome.UNVERIFIED).exists():
        return _("A document was signed, and the signature service still has to confirm it.")
    return None


def everything_is_signed(ceremony: SigningCeremony) -> Reason:
    if ceremony.items.count() != ceremony.signatures.count():
        return _("Not every document is signed yet.")
    return None


CEREMONY = Workflow(
    "SigningCeremony",
    Transition(
        action=CeremonyAct.SEND_CODE,
        sources={CeremonyState.OPEN, CeremonyState.CODE_SENT, CeremonyState.AUTHORIZED, CeremonyState.UNKNOWN},
        target=CeremonyState.CODE_SENT,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=CeremonyAct.ACCEPT_CODE,
        sources={CeremonyState.CODE_SENT},
        target=CeremonyState.AUTHORIZED,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=CeremonyAct.LOSE_ANSWER,
        sources={CeremonyState.AUTHORIZED},
        target=CeremonyState.UNKNOWN,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=CeremonyAct.RESUME,
        sources={CeremonyState.UNKNOWN},
        target=CeremonyState.AUTHORIZED,
        rule=is_its_apps_affair,
    ),
    Transition(
        action=CeremonyAct.COMPLETE,
        sources={CeremonyState.CODE_SENT, CeremonyState.AUTHORIZED, CeremonyState.UNKNOWN},
        target=CeremonyState.COMPLETED,
        rule=is_its_apps_affair,
        guards=(everything_is_signed,),
    ),
    Transition(
        action=CeremonyAct.CANCEL,
        sources={CeremonyState.OPEN, CeremonyState.CODE_SENT, CeremonyState.AUTHORIZED},
        target=CeremonyState.CANCELLED,
        rule=is_its_apps_affair,
        guards=(nothing_is_signed,),
    ),
    Transition(
        action=CeremonyAct.VOID,
        sources={CeremonyState.CODE_SENT, CeremonyState.AUTHORIZED, CeremonyState.UNKNOWN},
        target=CeremonyState.VOID,
        rule=is_its_apps_affair,
    ),
)


@transaction.atomic
def conduct(ceremony: SigningCeremony, action: str, *, by: User | None, **changes: Any) -> SigningCeremony:
    """Apply one transition of a signing: lock, check, change, write it down. The only writer of its `state`."""
    locked = SigningCeremony.objects.select_for_update(of=("self",)).get(pk=ceremony.pk)
    step = CEREMONY.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    for field, value in changes.items():
        setattr(locked, field, value)
    locked.save(update_fields=["state", *changes])
    facts = {"state": (source, locked.state), "purpose": locked.purpose}
    facts |= {"comment": locked.refusal} if locked.refusal else {}
    journal.write(action, by=by, obj=locked, organization=locked.organization, changes=facts)
    return locked
