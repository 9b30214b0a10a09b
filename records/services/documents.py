"""What is done with documents: the caller has decided that the person may."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.workflow import TransitionDenied
from records import journal, skeletons
from records.enums import DocumentAct, DocumentState, Effect
from records.models import Document
from records.values import Bilingual, Named, packed
from records.workflow import DOCUMENT, advance


@transaction.atomic
def create_document(
    kind: str,
    *,
    title: Bilingual,
    template: str,
    context: Mapping[str, Any],
    organization: Named | None,
    by: User | None,
    number: str = "",
    dated_on: date | None = None,
    languages: Sequence[str] = ("ky", "ru"),
    draft: bool = False,
    seal: bool = False,
) -> Document:
    """A document that a worker prints soon: its text fixed, or with `draft` open to changes until `fix_document`.
    With `seal` nobody signs it: the system's seal is set as soon as it is printed.

    `template` names the texts `templates/documents/<template>.<language>.txt`; `context` holds a value for each of
    their placeholders (str, int, date, Bilingual, None, or lists of them) and whatever else the layout needs.
    """
    wording = skeletons.newest(template)
    _check_context(wording, languages, context)
    document = Document.objects.create(
        kind=kind,
        state=DocumentState.DRAFT if draft else DocumentState.PREPARING,
        title_ky=title.ky,
        title_ru=title.ru,
        number=number,
        dated_on=dated_on,
        **_names_of(organization),
        created_by=by,
        languages=list(languages),
        template=template,
        skeleton=wording.version,
        values=packed(dict(context)),
    )
    journal.write(DocumentAct.CREATE, by=by, obj=document, organization=organization, changes={"kind": kind})
    _print(document, seal=seal)
    return document


@transaction.atomic
def change_draft(
    document: Document,
    *,
    context: Mapping[str, Any],
    by: User,
    title: Bilingual | None = None,
    number: str | None = None,
    dated_on: date | None = None,
) -> Document:
    """The draft has other contents, in the newest wording, and is printed anew. What is None stays as it was."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if refusal := DOCUMENT[DocumentAct.FIX].reason(by, locked):
        raise TransitionDenied(refusal)
    wording = skeletons.newest(locked.template)
    _check_context(wording, locked.languages, context)
    locked.values, locked.skeleton = packed(dict(context)), wording.version
    if title is not None:
        locked.title_ky, locked.title_ru = title.ky, title.ru
    locked.number = locked.number if number is None else number
    locked.dated_on = locked.dated_on if dated_on is None else dated_on
    locked.revision += 1
    locked.save()
    changes = {"revision": (locked.revision - 1, locked.revision)}
    journal.write(DocumentAct.CHANGE, by=by, obj=locked, organization=locked.organization, changes=changes)
    _print(locked)
    return locked


@transaction.atomic
def fix_document(document: Document, *, by: User) -> Document:
    """Nothing in the document changes any more: it is printed once again, without the mark of a draft, to be signed."""
    fixed = advance(document, DocumentAct.FIX, by=by, revision=document.revision + 1)
    _print(fixed)
    return fixed


@transaction.atomic
def discard_document(document: Document, *, by: User | None, reason: str = "") -> Document:
    """The document, unsigned, will not be used."""
    return advance(document, DocumentAct.DISCARD, by=by, comment=reason, **_closed(reason))


@transaction.atomic
def replace_document(document: Document, *, by: User | None, replacement: Document, reason: str = "") -> Document:
    """The signed document stays, marked as replaced by the other one; the verification page leads there."""
    return advance(document, DocumentAct.REPLACE, by=by, comment=reason, replaced_by=replacement, **_closed(reason))


@transaction.atomic
def revoke_document(document: Document, *, by: User | None, reason: str) -> Document:
    """The signed document stays, marked as revoked with the reason."""
    return advance(document, DocumentAct.REVOKE, by=by, comment=reason, **_closed(reason))


@transaction.atomic
def withdraw_document(document: Document, *, by: User | None, reason: str) -> Document:
    """Nobody relies on the document any more: where it was never signed nor sealed it is not used, otherwise revoked.
    A worker that still prints or seals it changes nothing of that."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    never_valid = DOCUMENT[DocumentAct.DISCARD].reason(by, locked) is None
    end = discard_document if never_valid else revoke_document
    return end(locked, by=by, reason=reason)


def seal_document(document: Document) -> None:
    """A worker will set the system's seal: on signed documents after their ceremony, on others when they are fixed."""
    outbox.put(Effect.SEAL, {"document_id": document.pk}, key=f"{Effect.SEAL} {document.pk}")


@transaction.atomic
def conclude_signing(document: Document, *, by: User) -> Document:
    """Nobody else signs the document: it is final, and the system's seal is set soon. For signings that did not
    complete it, because several people sign one after the other."""
    signed = advance(document, DocumentAct.SIGN, by=by)
    seal_document(signed)
    return signed


def _print(document: Document, *, seal: bool = False) -> None:
    payload = {"document_id": document.pk, "revision": document.revision, "seal": seal}
    outbox.put(Effect.PRINT, payload, key=f"{Effect.PRINT} {document.pk} {document.revision}")


def _check_context(wording: skeletons.Wording, languages: Sequence[str], context: Mapping[str, Any]) -> None:
    """A mistake of the programmer shows here, not in a worker."""
    for language in languages:
        if missing := sorted(wording.texts[language].placeholders - set(context)):
            raise LookupError(f"{wording.code}.{language}: no value for {', '.join(missing)}")


def _names_of(organization: Named | None) -> dict[str, Any]:
    if organization is None:
        return {}
    return {
        "organization_id": organization.pk,
        "organization_name_ky": organization.full_name_ky,
        "organization_name_ru": organization.full_name_ru,
    }


def _closed(reason: str) -> dict[str, Any]:
    return {"closed_at": timezone.now(), "closed_reason": reason}
