"""In which list of the manuals an application stands. What was accredited leaves «Действующие» with its certificate."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accreditation.enums.applications import State, Tab
from accreditation.enums.certificates import CertificateState
from accreditation.models import Application, Certificate

_ACCREDITED = Q(state=State.ACCREDITED)


def in_tab(tab: Tab) -> Q:
    """The condition that an application stands in this list."""
    found = Q(state__in=sorted(tab.states))
    if tab == Tab.IN_FORCE:
        return found & ~_ended()
    return found | _ACCREDITED & _ended() if tab == Tab.CONSIDERED else found


def tab_of(application: Application) -> Tab:
    """The list in which this application stands."""
    is_ended = (
        application.state == State.ACCREDITED and Application.objects.filter(_ended(), pk=application.pk).exists()
    )
    return Tab.CONSIDERED if is_ended else Tab.of(application.state)


def _ended() -> Q:
    """What had a certificate and has none in force: suspended, revoked, expired, or replaced by a newer one."""
    issued = Certificate.objects.filter(application=OuterRef("pk"))
    valid = issued.filter(state=CertificateState.IN_FORCE, valid_until__gte=timezone.localdate())
    return Q(Exists(issued)) & ~Q(Exists(valid))
