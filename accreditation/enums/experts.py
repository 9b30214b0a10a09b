from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExpertAct(TextChoices):
    """What an expert says of himself: words of the journal. What the ministry enters for him is a PersonAct."""

    CHANGE_OWN_DATA = "expert_own_data_changed", _("Expert changed district or languages")
    DECLARE_RELATIVE = "expert_relative_declared", _("Expert declared a relative")
    ADD_ABSENCE = "expert_absence_added", _("Expert entered an absence")
    REMOVE_ABSENCE = "expert_absence_removed", _("Expert removed an absence")
