from records.services.documents import (
    change_draft,
    create_document,
    discard_document,
    fix_document,
    replace_document,
    revoke_document,
    seal_document,
)

__all__ = [
    "change_draft",
    "create_document",
    "discard_document",
    "fix_document",
    "replace_document",
    "revoke_document",
    "seal_document",
]
