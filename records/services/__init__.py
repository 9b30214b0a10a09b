from records.services.ceremonies import cancel_ceremony, open_ceremony
from records.services.documents import (
    change_draft,
    conclude_signing,
    create_document,
    discard_document,
    fix_document,
    replace_document,
    revoke_document,
    seal_document,
    withdraw_document,
)

__all__ = [
    "cancel_ceremony",
    "change_draft",
    "conclude_signing",
    "create_document",
    "discard_document",
    "fix_document",
    "open_ceremony",
    "replace_document",
    "revoke_document",
    "seal_document",
    "withdraw_document",
]
