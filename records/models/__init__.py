from records.models.documents import Document, Skeleton
from records.models.journal import JournalEntry, JournalHead, JournalLink
from records.models.signing import CeremonyDocument, Signature, SignatureAttempt, SignerLimit, SigningCeremony

__all__ = [
    "CeremonyDocument",
    "Document",
    "JournalEntry",
    "JournalHead",
    "JournalLink",
    "Signature",
    "SignatureAttempt",
    "SignerLimit",
    "SigningCeremony",
    "Skeleton",
]
