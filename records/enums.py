from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentState(TextChoices):
    """Where a document stands between its first draft and its end."""

    DRAFT = "draft", pgettext_lazy("document", "Draft")
    PREPARING = "preparing", pgettext_lazy("document", "Being prepared")
    FIXED = "fixed", pgettext_lazy("document", "Not signed yet")
    SIGNED = "signed", pgettext_lazy("document", "Signed, the seal is being set")
    SEALED = "sealed", pgettext_lazy("document", "Signed and sealed")
    REPLACED = "replaced", pgettext_lazy("document", "Replaced")
    REVOKED = "revoked", pgettext_lazy("document", "Revoked")
    DISCARDED = "discarded", pgettext_lazy("document", "Not used")


class DocumentAct(TextChoices):
    """What may happen to a document."""

    CREATE = "document_created", _("Document begun")
    CHANGE = "document_changed", _("Draft of a document changed")
    FIX = "document_fixed", _("Text of a document fixed")
    FINISH = "document_prepared", _("Document prepared")
    SIGN = "document_signed", _("Document signed")
    SEAL = "document_sealed", _("Document sealed")
    STAMP = "document_stamped", _("Time stamp added to the seal of a document")
    REPLACE = "document_replaced", _("Document replaced")
    REVOKE = "document_revoked", _("Document revoked")
    DISCARD = "document_discarded", _("Document not used")


class CeremonyState(TextChoices):
    """How far a person has come with signing."""

    OPEN = "open", pgettext_lazy("signing", "Not begun")
    CODE_SENT = "code_sent", pgettext_lazy("signing", "The code was sent")
    AUTHORIZED = "authorized", pgettext_lazy("signing", "The code was accepted")
    UNKNOWN = "unknown", pgettext_lazy("signing", "Not known whether it was signed")
    COMPLETED = "completed", pgettext_lazy("signing", "Signed")
    CANCELLED = "cancelled", pgettext_lazy("signing", "Cancelled")
    VOID = "void", pgettext_lazy("signing", "Signed without effect")


ENDED = frozenset({CeremonyState.COMPLETED, CeremonyState.CANCELLED, CeremonyState.VOID})


class CeremonyAct(TextChoices):
    """What happens while a person signs."""

    OPEN = "signing_opened", _("Signing begun")
    SEND_CODE = "signing_code_sent", _("Code for signing sent")
    REFUSE_CODE = "signing_code_refused", _("Code for signing refused")
    ACCEPT_CODE = "signing_code_accepted", _("Code for signing accepted")
    LOSE_ANSWER = "signing_answer_lost", _("No answer whether it was signed")
    RESUME = "signing_resumed", _("Signing resumed")
    STORE = "signature_stored", _("Signature verified and stored")
    REFUSE = "signature_refused", _("Signature refused")
    COMPLETE = "signing_completed", _("Signing completed")
    CANCEL = "signing_cancelled", _("Signing cancelled")
    VOID = "signing_voided", _("Signing ended without effect")


class Call(TextChoices):
    """What the signature service was asked for."""

    STATUS = "status", _("Status of the signer")
    CODE = "code", _("Code")
    SESSION = "session", _("Session")
    CERTIFICATE = "certificate", _("Certificate")
    SIGN = "sign", _("Signature")
    VERIFY = "verify", _("Verification")


class Outcome(TextChoices):
    """How the asking ended. A row that stays at STARTED was cut off: nobody knows."""

    STARTED = "started", _("Started")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    UNKNOWN = "unknown", _("Unknown")
    UNVERIFIED = "unverified", _("Signed, not verified yet")


class Verb(TextChoices):
    """What the button of a signing is called: the manuals approve orders and sign applications."""

    SIGN = "sign", pgettext_lazy("button", "Sign")
    APPROVE = "approve", pgettext_lazy("button", "Approve")


class Act(TextChoices):
    """What else this app writes into the journal."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")


class Effect(StrEnum):
    """What a worker does for this app: kinds of entries in the outbox."""

    PRINT = "print document"
    SEAL = "seal document"
    TIMESTAMP = "time-stamp document"
    SETTLE = "settle signature"
    COMPLETE = "complete signing"
