from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where an application stands. The words of the lists' column."""

    DRAFT = "draft", pgettext_lazy("state of an application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of an application", "Submitted to the ministry")
    REGISTERED = "registered", pgettext_lazy("state of an application", "Registered in the SED")
    ASSIGNED = "assigned", pgettext_lazy("state of an application", "Assigned to a specialist")
    SCHEDULED = "scheduled", pgettext_lazy("state of an application", "Period of the evaluation set")
    INVITING = "inviting", pgettext_lazy("state of an application", "Experts are being invited")
    AGREED = "agreed", pgettext_lazy("state of an application", "The experts have agreed")
    ORDERED = "ordered", pgettext_lazy("state of an application", "External evaluation ordered")
    EVALUATION = "evaluation", pgettext_lazy("state of an application", "Experts’ consideration")
    EVALUATED = "evaluated", pgettext_lazy("state of an application", "Evaluated by the experts")
    CONSIDERED = "considered", pgettext_lazy("state of an application", "Before the Collegium")
    POSTPONED = "postponed", pgettext_lazy("state of an application", "Postponed by the Collegium")
    ACCREDITED = "accredited", pgettext_lazy("state of an application", "Accredited")
    REFUSED = "refused", pgettext_lazy("state of an application", "Accreditation refused")
    RETURNED = "returned", pgettext_lazy("state of an application", "Returned for correction")
    DECLINED = "declined", pgettext_lazy("state of an application", "Returned without consideration")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an application", "Withdrawn by the organization")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _TONES.get(self, "accent")

    @property
    def is_open(self) -> bool:
        return self in OPEN


_TONES = {
    State.DRAFT: "neutral",
    State.ACCREDITED: "done",
    State.RETURNED: "warning",
    State.REFUSED: "warning",
    State.DECLINED: "muted",
    State.WITHDRAWN: "muted",
}
CLOSED = frozenset({State.ACCREDITED, State.REFUSED, State.DECLINED, State.WITHDRAWN})
OPEN = frozenset(State) - CLOSED
RELEASING = frozenset({State.DECLINED, State.WITHDRAWN})  # what ends so, leaves its report free for another application
NOT_TAKEN = frozenset({State.SUBMITTED, State.REGISTERED, State.ASSIGNED, State.SCHEDULED})
ASSIGNED_STATES = frozenset(
    {
        State.ASSIGNED,
        State.SCHEDULED,
        State.INVITING,
        State.AGREED,
        State.ORDERED,
        State.EVALUATION,
        State.EVALUATED,
        State.CONSIDERED,
        State.POSTPONED,
        State.ACCREDITED,
        State.REFUSED,
    }
)
WITH_EXPERTS = frozenset({State.ORDERED, State.EVALUATION, State.EVALUATED, State.CONSIDERED, State.POSTPONED})
FORMING = frozenset({State.INVITING, State.AGREED, State.ORDERED})  # the group of experts may still change
TAKEN = ASSIGNED_STATES - {State.ASSIGNED, State.SCHEDULED}


class Tab(TextChoices):
    """The lists of the manuals. The drafts are the organization's alone."""

    IN_FORCE = "in-force", pgettext_lazy("tab of applications", "In force")
    DRAFTS = "drafts", pgettext_lazy("tab of applications", "Drafts")
    REQUESTS = "requests", pgettext_lazy("tab of applications", "Requests")
    UNDER_CONSIDERATION = "under-consideration", pgettext_lazy("tab of applications", "Under consideration")
    CONSIDERED = "considered", pgettext_lazy("tab of applications", "Considered")
    REJECTED = "rejected", pgettext_lazy("tab of applications", "Rejected")

    @property
    def states(self) -> frozenset[State]:
        return _TABS[self]

    @classmethod
    def of(cls, state: str) -> "Tab":
        """In which list an application in this state stands."""
        return next(tab for tab, states in _TABS.items() if state in states)


_TABS = {
    Tab.IN_FORCE: frozenset({State.ACCREDITED}),
    Tab.DRAFTS: frozenset({State.DRAFT}),
    Tab.REQUESTS: NOT_TAKEN,
    Tab.UNDER_CONSIDERATION: frozenset({State.INVITING, State.AGREED, State.ORDERED, State.EVALUATION, State.RETURNED}),
    Tab.CONSIDERED: frozenset({State.EVALUATED, State.CONSIDERED, State.POSTPONED}),
    Tab.REJECTED: frozenset({State.REFUSED, State.DECLINED, State.WITHDRAWN}),
}
MINISTRY_TABS = (Tab.REQUESTS, Tab.UNDER_CONSIDERATION, Tab.CONSIDERED, Tab.IN_FORCE, Tab.REJECTED)


class Action(TextChoices):
    """What may happen to an application: the words of its history and of the journal."""

    CREATE = "create_application", _("Application begun")
    DELETE = "delete_application", _("Draft of the application deleted")
    SUBMIT = "submit_application", _("Application signed and sent for consideration")
    REGISTER = "register_application", _("Application registered in the SED")
    CORRECT_REGISTRATION = "correct_registration", _("Registration in the SED corrected")
    ASSIGN = "assign_specialist", _("Specialist assigned")
    REASSIGN = "reassign_specialist", _("Another specialist assigned")
    SCHEDULE = "schedule_evaluation", _("Period of the external evaluation set")
    MOVE_PERIOD = "move_evaluation", _("Period of the external evaluation moved")
    TAKE = "take_under_review", _("Application taken under consideration")
    RETURN = "return_application", _("Application returned for correction")
    RESUBMIT = "resubmit_application", _("Corrected application signed and sent again")
    DECLINE = "decline_application", _("Application returned without consideration")
    WITHDRAW = "withdraw_application", _("Application withdrawn")
    AGREE = "experts_agree", _("All experts have agreed")
    INVITE_AGAIN = "invite_experts_again", _("An expert has to be replaced")
    ORDER = "order_evaluation", _("External evaluation ordered")
    RENEW_ORDER = "renew_order", _("The order on external evaluation has to be renewed")
    START_EVALUATION = "start_evaluation", _("External evaluation begun")
    FINISH_EVALUATION = "finish_evaluation", _("External evaluation finished")
    CONSIDER = "put_before_collegium", _("Put before the Collegium")
    POSTPONE = "postpone_decision", _("Decision postponed by the Collegium")
    ACCREDIT = "accredit", _("Accreditation granted")
    REFUSE = "refuse_accreditation", _("Accreditation refused by the Collegium")
    ANNUL = "annul_decision", _("Decision annulled on appeal")
