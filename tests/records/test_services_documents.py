from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from core.models import OutboxEntry
from core.workflow import TransitionDenied
from records import files, services
from records.enums import DocumentState
from records.models import JournalEntry, Skeleton
from records.rendering import html_of
from records.typesetter import typesetter
from records.values import Bilingual, unpacked
from tests.factories.accounts import UserFactory
from tests.factories.records import School, fixed_document, new_document, order_context, sealed_document, work

pytestmark = pytest.mark.django_db


def acts():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_document_is_begun_with_everything_it_says():
    by = UserFactory()
    document = new_document(by=by, number="12-а")
    document.refresh_from_db()
    assert (document.state, document.revision, document.printed) == (DocumentState.PREPARING, 1, 0)
    assert (document.organization_id, str(document.organization)) == (12, School.full_name_ky)
    assert (document.created_by, document.number, document.dated_on) == (by, "12-а", date(2022, 9, 2))
    assert unpacked(document.values) == order_context()
    assert len(document.public_id) == 24
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by_id, entry.organization_id) == ("document_created", by.pk, 12)


def test_a_document_of_the_ministry_has_no_organization():
    document = services.create_document(
        "order",
        title=Bilingual("Буйрук", "Приказ"),
        template="self-assessment-order",
        context=order_context(),
        organization=None,
        by=None,
    )
    assert document.organization is None


def test_a_value_that_is_missing_shows_at_once():
    context = order_context()
    del context["chair"]
    with pytest.raises(LookupError, match="no value for chair"):
        new_document(context=context)
    assert not OutboxEntry.objects.exists()


def test_a_worker_prints_the_document_and_fixes_its_hash():
    document = fixed_document()
    assert document.state == DocumentState.FIXED
    content = files.original_of(document)
    assert content.startswith(b"%PDF")
    assert (document.sha256, document.length, document.pages) == (files.digest(content), len(content), 2)
    assert document.seal_place["page"] == 0
    assert acts() == ["document_created", "document_prepared"]


def test_a_draft_can_be_changed_until_it_is_fixed():
    by = UserFactory()
    draft = fixed_document(draft=True, number="")
    assert (draft.state, draft.printed) == (DocumentState.DRAFT, 1)
    first, name = files.original_of(draft), draft.file.name
    changed = services.change_draft(draft, context=order_context(chair="Башка адам"), by=by, number="7")
    work()
    changed.refresh_from_db()
    assert (changed.revision, changed.printed, changed.number) == (2, 2, "7")
    assert files.original_of(changed) != first
    assert changed.file.name != name
    services.fix_document(changed, by=by)
    work()
    changed.refresh_from_db()
    assert (changed.state, changed.revision, changed.printed) == (DocumentState.FIXED, 3, 3)
    with pytest.raises(TransitionDenied):
        services.change_draft(changed, context=order_context(), by=by)


def test_what_is_printed_late_does_not_replace_the_newer_text():
    draft = new_document(draft=True)
    stale = OutboxEntry.objects.get()
    services.change_draft(draft, context=order_context(chair="Башка адам"), by=draft.created_by)
    fresh = OutboxEntry.objects.exclude(pk=stale.pk).get()
    stale.available_at, fresh.available_at = fresh.available_at, stale.available_at
    stale.save(), fresh.save()
    work()
    draft.refresh_from_db()
    assert draft.printed == 2
    assert OutboxEntry.objects.filter(done_at=None).count() == 0


def test_a_draft_takes_the_newest_wording():
    draft = new_document(draft=True)
    texts = dict.fromkeys(("ky", "ru"), "layout: order\nword: X\n\n{chair}")
    Skeleton.objects.create(code="self-assessment-order", version=1, texts=texts, created_by=draft.created_by)
    assert draft.skeleton == 0
    assert services.change_draft(draft, context=order_context(), by=draft.created_by).skeleton == 1


def test_the_seal_is_set_on_the_exact_bytes():
    document = sealed_document()
    assert document.state == DocumentState.SEALED
    sealed = files.sealed_of(document)
    assert sealed[: document.length] == files.original_of(document)
    assert (document.sealed_sha256, document.sealed_length) == (files.digest(sealed), len(sealed))
    assert document.seal_level == "B-B"
    assert acts()[-1] == "document_sealed"


def test_a_document_that_nobody_signs_is_sealed_once_it_is_printed():
    document = new_document(seal=True)
    work()
    document.refresh_from_db()
    assert document.state == DocumentState.SEALED
    assert document.signatures.count() == 0
    assert acts()[-2:] == ["document_prepared", "document_sealed"]


def test_sealing_twice_seals_once():
    document = sealed_document()
    services.seal_document(document)
    work()
    assert acts().count("document_sealed") == 1


def test_a_document_printed_again_gives_the_same_bytes():
    document = fixed_document()
    assert typesetter.print(html_of(document)).pdf == files.original_of(document)


@pytest.mark.parametrize(("act", "state"), [("replace", DocumentState.REPLACED), ("revoke", DocumentState.REVOKED)])
def test_a_sealed_document_ends_with_a_reason(act, state):
    by, document = UserFactory(), sealed_document()
    if act == "replace":
        ended = services.replace_document(document, by=by, replacement=sealed_document(), reason="Ката табылды")
    else:
        ended = services.revoke_document(document, by=by, reason="Ката табылды")
    assert (ended.state, ended.closed_reason) == (state, "Ката табылды")
    assert ended.closed_at is not None
    assert JournalEntry.objects.order_by("pk").last().changes["comment"] == "Ката табылды"


@pytest.mark.parametrize(
    ("made", "state"),
    [
        (new_document, DocumentState.DISCARDED),
        (fixed_document, DocumentState.DISCARDED),
        (sealed_document, DocumentState.REVOKED),
    ],
)
def test_a_document_is_withdrawn_wherever_it_stands(made, state):
    document = services.withdraw_document(made(), by=UserFactory(), reason="Ката табылды")
    work()
    document.refresh_from_db()
    assert (document.state, document.closed_reason) == (state, "Ката табылды")
    assert not OutboxEntry.objects.filter(done_at=None).exists()


def test_what_is_not_signed_can_be_dropped_and_what_is_sealed_can_not():
    by = UserFactory()
    assert services.discard_document(fixed_document(), by=by).state == DocumentState.DISCARDED
    with pytest.raises(PermissionDenied):
        services.discard_document(sealed_document(), by=by)
