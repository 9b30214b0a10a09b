from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Signature(TextChoices):
    """What the person signed in with; only the last two speak for an organization."""

    SIMPLE = "simple", _("Simple electronic signature")
    CLOUD = "cloud", _("Cloud electronic signature")
    TOKEN = "token", _("Rutoken")
