"""What this app tells the apps above."""

from django.dispatch import Signal

# Sent in the transaction that completes a ceremony: ceremony, purpose, subject, documents. If a receiver refuses, the
# signatures stay and completing is tried again.
documents_signed = Signal()

# Sent in the transaction that cancels a ceremony, before anything was signed: ceremony, purpose, subject, documents.
signing_cancelled = Signal()
