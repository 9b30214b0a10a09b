"""Who is told what while experts evaluate and the organization answers, in the transaction of the step."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accreditation.models import Application, Evaluation, Reply
from accreditation.services import letters
from accreditation.services.telling import people_of_the_school
from notifications.services import notify

_FOLDER = "accreditation/messages"


def published(evaluation: Evaluation) -> None:
    """The chair and the ministry know that one decision more is there; not what it says."""
    application, expert = evaluation.application, evaluation.expert
    _tell_chair(application, "evaluation_published", but=expert.person, expert=expert.name)
    _tell_ministry(application, "evaluation_published", expert=expert.name)


def finished(application: Application) -> None:
    """All three have signed: the organization and the ministry read the joint report."""
    _tell_school(application, "evaluation_finished", page="application")
    _tell_ministry(application, "evaluation_finished")


def reply_opened(reply: Reply) -> None:
    """The organization reads the findings, and knows until when it may answer."""
    _tell_school(reply.application, "reply_opened", reply=reply)


def reply_reminded(reply: Reply) -> None:
    """It was not sent yet, and the day is near."""
    _tell_school(reply.application, "reply_reminded", reply=reply, count=reply.remarks.count())


def reply_given(reply: Reply) -> None:
    """The chair has something to answer, or knows that there is nothing."""
    for tell in (_tell_chair, _tell_ministry):
        tell(reply.application, f"reply_{reply.state}", reply=reply, count=reply.remarks.count())


def reply_lapsed(reply: Reply) -> None:
    _tell_school(reply.application, "reply_lapsed", reply=reply)
    _tell_chair(reply.application, "reply_lapsed", reply=reply)


def reply_set_aside(reply: Reply) -> None:
    """The organization will be asked again; what it had written is kept for it."""
    _tell_school(reply.application, "reply_set_aside", reply=reply)


def _tell_school(application: Application, template: str, *, page: str = "reply", **context: Any) -> None:
    url = reverse(f"accreditation:{page}", args=[application.pk])
    _tell(people_of_the_school(application), application, template, url, context)


def _tell_chair(application: Application, template: str, *, but: User | None = None, **context: Any) -> None:
    """The chair of the group, except where it is he who did it."""
    seats = application.invitations.accepted().filter(is_chair=True).select_related("expert__person")
    url = reverse("accreditation:evaluation_group", args=[application.pk])
    for seat in seats.exclude(expert__person=but):
        variables = {"application": application, **context}
        address = letters.address_of(seat.expert)
        notify([seat.expert.person], f"{_FOLDER}/{template}", variables, url=url, address=address)


def _tell_ministry(application: Application, template: str, **context: Any) -> None:
    """The specialist, and where there is none any more the administrators."""
    specialist = application.specialist
    blocked = specialist is None or specialist.is_blocked
    administrators = User.objects.filter(is_administrator=True, is_active=True).order_by("pk")
    people = administrators if blocked else [specialist.person]  # type: ignore[union-attr]
    url = reverse(settings.MINISTRY_EVALUATION_PAGE, args=[application.pk])
    _tell(people, application, template, url, context)


def _tell(people: Iterable[User], application: Application, template: str, url: str, context: dict[str, Any]) -> None:
    notify(people, f"{_FOLDER}/{template}", {"application": application, **context}, url=url)
