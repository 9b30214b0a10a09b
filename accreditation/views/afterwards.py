"""What follows a decision, on the organization's page of an application: its certificate, conditions, appeals."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accreditation.enums.applications import State
from accreditation.models import Application
from accreditation.selectors import appeals, conditions
from core.ui import Task

_DECIDED = frozenset({State.ACCREDITED, State.REFUSED})


def parts_of(application: Application) -> list[Task]:
    """One line for each thing that there is; none before anything was decided."""
    return [*_certificates(application), *_conditions(application), *_appeals(application)]


def _certificates(application: Application) -> Iterator[Task]:
    for certificate in application.certificates.all():
        label = _("Certificate %s") % certificate
        worth, url = certificate.worth, certificate.get_absolute_url()
        yield Task(label=label, status=str(worth.label), url=url, tone=worth.tone)  # type: ignore[arg-type]


def _conditions(application: Application) -> Iterator[Task]:
    progress = conditions.progress(application)
    if progress is None:
        return
    status = _("Fulfilled: %(settled)s of %(total)s.") % {"settled": progress.settled, "total": progress.total}
    if progress.overdue:
        status = f"{status} " + _("Overdue: %(count)s.") % {"count": progress.overdue}
    yield Task(
        label=_("Conditions of the accreditation"),
        status=status,
        url=reverse("accreditation:condition_list", args=[application.pk]),
        tone="done" if progress.is_done else "warning" if progress.overdue else "accent",
    )


def _appeals(application: Application) -> Iterator[Task]:
    url = reverse("accreditation:appeal_list", args=[application.pk])
    last = application.appeals.first()
    if last is not None:
        yield Task(label=_("Appeal %s") % last, status=last.get_state_display(), url=url)
    if application.state not in _DECIDED:
        return
    possible = [act for act in appeals.appealable(application) if act.is_open]
    if possible:
        day = date_format(possible[0].last_day, "SHORT_DATE_FORMAT")
        yield Task(label=_("Appeal"), status=_("Possible until %(day)s") % {"day": day}, url=url)
