"""Who may do what about an appeal."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.models import Appeal
from accreditation.rules import applications
from accreditation.rules.applications import of_a_person
from accreditation.rules.panels import involved
from core.rules import Reason, rule


@of_a_person
@rule
def may_file(acting: Acting, appeal: Appeal) -> Reason:
    """The head, with the organization's signature."""
    return applications.may_sign.reason(acting, appeal.application)


@of_a_person
@rule
def may_administer(acting: Acting, appeal: Appeal) -> Reason:
    """The ministry's administrator of accreditation, and nobody for an organization where he works himself."""
    return applications.administers.reason(acting, appeal.application)


@of_a_person
@rule
def sits(acting: Acting, appeal: Appeal) -> Reason:
    """A member of the panel."""
    if appeal.panel.filter(person=acting.user).exists():
        return None
    return _("Only the members of the appeal panel vote on the appeal.")


@of_a_person
@rule
def may_vote(acting: Acting, appeal: Appeal) -> Reason:
    """A member of the panel who has no interest in the case."""
    if reason := sits.reason(acting, appeal):
        return reason
    if acting.user.pk in involved(appeal):
        return _("You had a part in what the appeal is against, or an interest in the organization: you do not vote.")
    return None
