"""What the apps above may react to, in the same transaction."""

from django.dispatch import Signal

organization_registered = Signal()  # sender=Organization, organization, acting
organization_changed = Signal()  # sender=Organization, organization, changes: {field: (old, new)}; by the register only
