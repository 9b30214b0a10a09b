from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    HINT = "hint", _("Bears a surname like that of a head, and nobody has judged yet whether they are relatives")
    LANGUAGE = "language", _("Does not work in the language of the report")
    LAST_CYCLE = "last_cycle", _("Evaluated this organization in its last accreditation")
    CONFLICT = "conflict", _("Declined for a conflict of interest with this organization")
    ASKED = "asked", _("Was already asked for this application")
    ABSENT = "absent", _("Is away during the evaluation")
    CAPACITY = "capacity", _("Has as many evaluations in twelve months as he can take")
