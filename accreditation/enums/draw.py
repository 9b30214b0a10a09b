from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Exclusion(TextChoices):
    """Why an expert may not evaluate this school: the hard rules, in the order in which a page counts them."""

    BLOCKED = "blocked", _("Blocked")
    TYPE = "type", _("An expert of licensing only")
    KIND = "kind", _("Does not evaluate this accreditation type")
    LEVEL = "level", _("Does not evaluate this level of education")
    CERTIFICATE = "certificate", _("Has no expert’s certificate that is valid until the end of the evaluation")
    DISTRICT = "district", _("Lives in the district of the organization")
    DISTRICT_UNKNOWN = "district_unknown", _("It is not known in which district the expert lives")
    EMPLOYED = "employed", _("Works for the organization or for its founder")
    KIN = "kin", _("Is a relative of the heads of the organization")
    LANGUAGE = "language", _("Does not work in the language of the report")
    LAST_CYCLE = "last_cycle", _("Evaluated this organization in its last accreditation")
    CONFLICT = "conflict", _("Declined for a conflict of interest with this organization")
    OBJECTED = "objected", _("The organization has objected to the expert, and the ministry has agreed")
    ASKED = "asked", _("Was already asked for this application")
    ABSENT = "absent", _("Is away during the evaluation")
    CAPACITY = "capacity", _("Has as many evaluations in twelve months as he can take")


class DrawAct(TextChoices):
    """What happens around a draw: words of the journal."""

    FREEZE = "candidates_frozen", _("List of candidates frozen")
    DRAW = "experts_drawn", _("Experts drawn")
    ASK_REDRAW = "second_draw_asked", _("A second draw asked for")
    REFUSE_REDRAW = "second_draw_refused", _("The second draw refused")
    JUDGE_HINT = "similar_surname_judged", _("A similar surname judged")


class Verdict(TextChoices):
    """What a person of the ministry says about two similar surnames."""

    KIN = "kin", pgettext_lazy("similar surname", "They are relatives")
    NOT_KIN = "not_kin", pgettext_lazy("similar surname", "They are not relatives")
