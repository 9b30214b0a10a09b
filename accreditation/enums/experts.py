from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExpertAct(TextChoices):
    """What an expert does with his own data: words of the journal."""

    CHANGE_OWN_DATA = "expert_own_data_changed", _("Expert changed district or languages")
