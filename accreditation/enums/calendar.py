from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TermKey(TextChoices):
    """What has to be done in time, in the order of the procedure."""

    REGISTRATION = "registration", _("Registration of the application")
    ASSIGNMENT = "assignment", _("Appointment of the specialist")
    INTAKE = "intake", _("Check whether the application is complete: taken under review or returned")
    CONSENT = "consent", _("Answer of an invited expert")
    OBJECTION = "objection", _("Objection of the school to an expert")
    ORDER = "order", _("Order on the expert commission after its members agreed")
    EVALUATION = "evaluation", _("External evaluation, within the period that the ministry set")
    SUMMARY = "summary", _("Summary of the chair of the expert commission")
    REPLY = "reply", _("Reply of the school to the evaluation")
    COLLEGIUM = "collegium", _("Decision of the collegium")
    CERTIFICATE = "certificate", _("Issue of the certificate")
    APPEAL = "appeal", _("Appeal against the decision")
    APPEAL_REVIEW = "appeal_review", _("Decision of the appeal panel")
    REAPPLICATION = "reapplication", _("New application after a refusal, not before")
    EXPIRY_FIRST = "expiry_first", _("First reminder before the certificate ends")
    EXPIRY_SECOND = "expiry_second", _("Second reminder before the certificate ends")
    EXPIRY_LAST = "expiry_last", _("Last reminder before the certificate ends")


class Unit(TextChoices):
    """How the days of a term are counted."""

    WORKING = "w", _("working days")
    CALENDAR = "d", _("calendar days")


class CalendarAct(TextChoices):
    """What happens to the table of exceptions, for the journal."""

    ADD = "calendar_day_added", _("Exception of the working calendar added")
    REMOVE = "calendar_day_removed", _("Exception of the working calendar removed")
