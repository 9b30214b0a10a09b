"""Who is told what about an objection, in the transaction of the step."""

from django.urls import reverse

from accreditation.models import Objection
from accreditation.services.telling import people_of_the_school
from accreditation.services.telling_experts import tell_ministry
from notifications.services import notify


def filed(objection: Objection) -> None:
    """Whoever handles the application has to decide; the school has it in writing.

    The expert is not told: what was dismissed must not weigh on his evaluation. If it is upheld, he is told the reason.
    """
    tell_ministry(objection.invitation.application, "objection_filed", objection=objection)
    _tell_school(objection, "objection_received")


def decided(objection: Objection) -> None:
    """The school knows the outcome and its reason."""
    _tell_school(objection, "objection_decided")


def settled(objection: Objection) -> None:
    """The school knows that the expert does not evaluate it anyway."""
    _tell_school(objection, "objection_settled")


def taken_back(objection: Objection) -> None:
    """Whoever handles the application has nothing to decide any more; the school has it in writing."""
    tell_ministry(objection.invitation.application, "objection_taken_back", objection=objection)
    _tell_school(objection, "objection_taken_back_by_us")


def _tell_school(objection: Objection, template: str) -> None:
    application = objection.invitation.application
    people = {person.pk: person for person in [*people_of_the_school(application), objection.filed_by]}
    context = {"application": application, "objection": objection, "expert": objection.invitation.expert}
    url = reverse("accreditation:application", args=[application.pk])
    notify(people.values(), f"accreditation/messages/{template}", context, url=url)
