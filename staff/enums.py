from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Whether the person works in the organization now. Dismissed people stay in its history."""

    EMPLOYED = "employed", pgettext_lazy("state of an employment", "Works")
    DISMISSED = "dismissed", pgettext_lazy("state of an employment", "Dismissed")


class Action(TextChoices):
    """What may happen to an employment: the words of its history and of the journal."""

    ADD = "add_employee", _("Added as an employee")
    CHANGE = "change_employee", _("Role or position changed")
    DISMISS = "dismiss_employee", pgettext_lazy("event", "Dismissed")
    TAKE_BACK = "take_back_employee", _("Taken back")
    BECOME_HEAD = "become_head", _("Became the head")
    CEASE_AS_HEAD = "cease_as_head", _("Ceased to be the head")
    CONFIRM = "confirm_employee", _("Confirmed by a state register")
    QUESTION = "question_employee", _("Not confirmed by the state register")
    ACT_AS_HEAD = "act_as_head", _("Appointed acting head")
    STOP_ACTING = "stop_acting_as_head", _("Ceased to be the acting head")


class Inquiry(TextChoices):
    """Questions to the registers about people, for the journal."""

    LOOK_UP = "look_up_person", _("Looked a person up in the state register")


class Outcome(TextChoices):
    """How a look-up by PIN ended."""

    FOUND = "found", _("found")
    EMPLOYED = "employed", _("works here already")
    DISMISSED = "dismissed", _("worked here before")
    UNKNOWN = "unknown", _("unknown number")
    REFUSED = "refused", _("number not in use")
    UNAVAILABLE = "unavailable", _("no answer")
    LIMITED = "limited", _("limit reached")


class Verification(TextChoices):
    """Whether a state register knows this person under this number and this name."""

    CONFIRMED = "confirmed", _("confirmed")
    WAITING = "waiting", _("not confirmed yet")
    DIFFERENT = "different", _("another name in the register")
    UNKNOWN = "unknown", _("number unknown to the register")
    REFUSED = "refused", _("the register says that the number is not in use")


class Phase(TextChoices):
    """Where today stands among the dates of an acting head."""

    AHEAD = "ahead", pgettext_lazy("acting head", "Appointed")
    CURRENT = "current", pgettext_lazy("acting head", "Acts now")
    OVER = "over", pgettext_lazy("acting head", "Over")
    STOPPED = "stopped", pgettext_lazy("acting head", "Stopped early")

    @property
    def may_stop(self) -> bool:
        return self in {Phase.AHEAD, Phase.CURRENT}

    @property
    def tone(self) -> str:
        return {Phase.AHEAD: "neutral", Phase.CURRENT: "accent"}.get(self, "muted")


class Permission(TextChoices):
    """What an employee may do for the organization; who of them, says staff.permissions."""

    SEE_PROFILE = "see_profile", _("See the organization's profile")
    EDIT_PROFILE = "edit_profile", _("Edit the organization's profile and ask the register again")
    SEE_STAFF = "see_staff", _("See who works in the organization")
    MANAGE_STAFF = "manage_staff", _("Add, edit and dismiss employees, take them back")
    APPOINT_ACTING_HEAD = "appoint_acting_head", _("Appoint an acting head for a time")
    HAND_OVER = "hand_over", _("Hand over the role of the head")
    SEE_SELF_ASSESSMENT = "see_self_assessment", _("See the self-assessment reports and the applications")
    WRITE_SELF_ASSESSMENT = "write_self_assessment", _("Write the report as a member of the commission")
    LEAD_SELF_ASSESSMENT = "lead_self_assessment", _("Start a report, choose the commission, type and dates")
    SIGN = "sign", _("Approve and sign orders, the report and the application")
