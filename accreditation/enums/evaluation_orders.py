from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EvaluationOrderState(TextChoices):
    """What became of an order on external evaluation. A signed one is never changed: a new one replaces it."""

    GENERATED = "generated", pgettext_lazy("order on external evaluation", "Generated, not signed yet")
    SIGNED = "signed", pgettext_lazy("order on external evaluation", "Signed")
    REPLACED = "replaced", pgettext_lazy("order on external evaluation", "Replaced by another order")
    DISCARDED = "discarded", pgettext_lazy("order on external evaluation", "Not used")


class EvaluationOrderAct(TextChoices):
    """What happens to an order on external evaluation: words of the journal."""

    GENERATE = "evaluation_order_generated", _("Order on external evaluation generated")
    SIGN = "evaluation_order_signed", _("Order on external evaluation signed in the system")
    DISCARD = (
        "evaluation_order_discarded",
        _("Unsigned order on external evaluation discarded: it no longer holds"),
    )
    UPLOAD = "evaluation_order_uploaded", _("Signed order on external evaluation uploaded")
