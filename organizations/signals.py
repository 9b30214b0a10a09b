"""What the apps above may react to, in the same transaction."""

from django.dispatch import Signal

organization_registered = Signal()  # sender=Organization, organization, acting
head_proof_judged = Signal()  # sender=HeadProof, proof: accepted or refused by the ministry
organization_changed = Signal()  # sender=Organization, organization, changes: {field: (old, new)}; by the register only
