"""Who is told what about an application, in the transaction of the step."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accreditation.enums.applications import State
from accreditation.models import Application, CollegiumDecision, Return, Specialist
from notifications.services import notify
from organizations.enums import Role
from staff.models import Employment


def submitted(application: Application) -> None:
    """The school has it in writing, the administrators know that there is something to register."""
    _tell_school(application, "sent")
    _tell_ministry(_administrators(), application, "submitted")


def resubmitted(application: Application) -> None:
    """Whoever returned the application has it again."""
    _tell_school(application, "sent")
    _tell_ministry(who_has(application), application, "resubmitted")


def withdrawn(application: Application, *, reason: str) -> None:
    _tell_ministry(who_has(application), application, "withdrawn", reason=reason)


def registered(application: Application) -> None:
    _tell_school(application, "registered")


def assigned(application: Application, *, before: Specialist | None) -> None:
    """The specialist, and the one who had the application before."""
    if application.specialist:
        _tell_ministry([application.specialist.person], application, "assigned")
    if before:
        _tell_ministry([before.person], application, "taken_over")


def taken(application: Application) -> None:
    _tell_school(application, "taken")


def overdue(application: Application) -> None:
    """The administrators, and the specialist who has the application."""
    recipients = {one.pk: one for one in _administrators()}
    specialist = application.specialist
    if specialist and not specialist.is_blocked:
        recipients[specialist.person_id] = specialist.person
    message = "order_late" if application.state == State.AGREED else "overdue"
    _tell_ministry(recipients.values(), application, message)


def returned(event: Return) -> None:
    """The school knows what to correct."""
    _tell_school(event.application, "returned", event=event)


def declined(event: Return) -> None:
    _tell_school(event.application, "declined", event=event)


def decided(application: Application, *, decision: CollegiumDecision) -> None:
    """The school has the collegium's decision with its reasons, the specialist knows of it."""
    _tell_school(application, "decided", decision=decision)
    if application.specialist and not application.specialist.is_blocked:
        _tell_ministry([application.specialist.person], application, "decided", decision=decision)


def people_of_the_school(application: Application) -> list[User]:
    """The head, and whoever prepared the application and still works there."""
    live = Employment.objects.live().of(application.organization_id).select_related("person")
    heads = live.filter(role=Role.HEAD)
    return list({one.person_id: one.person for one in heads | live.filter(person=application.created_by_id)}.values())


def who_has(application: Application) -> Iterable[User]:
    """The specialist of the application; the administrators where there is none, or he is blocked."""
    specialist = application.specialist
    return [specialist.person] if specialist and not specialist.is_blocked else _administrators()


def _administrators() -> Iterable[User]:
    return User.objects.filter(is_administrator=True, is_active=True).order_by("pk")


def _tell_school(application: Application, message: str, **context: Any) -> None:
    url = reverse("accreditation:application", args=[application.pk])
    _tell(people_of_the_school(application), message, application, url, context)


def _tell_ministry(recipients: Iterable[User], application: Application, message: str, **context: Any) -> None:
    page = settings.MINISTRY_APPLICATION_PAGE
    url = reverse(page, args=[application.pk]) if page else ""
    _tell(recipients, message, application, url, context)


def _tell(recipients: Iterable[User], message: str, application: Application, url: str, context: Any) -> None:
    notify(recipients, f"accreditation/messages/{message}", {"application": application, **context}, url=url)
