"""What this app tells the apps above, each time with the ceremony, its purpose, subject and documents."""

from django.dispatch import Signal

# Sent before anything is signed with a code. Who raises PermissionDenied ends the signing: what would be signed now has
# no effect any more.
documents_to_be_signed = Signal()

# Sent in the transaction that completes a ceremony. Who raises PermissionDenied ends the signing without effect: the
# signatures stay as evidence, the documents are not used. Where several people sign one document, and after any other
# error, completing is tried again.
documents_signed = Signal()

# Sent in the transaction that ends a ceremony of which nothing comes: cancelled, or refused by the app above. What was
# signed by then is not used.
signing_cancelled = Signal()
