"""Who may have experts drawn again, and judge similar surnames."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.models import RedrawRequest
from accreditation.rules.applications import handles
from core.rules import Reason, rule

may_judge_surnames = handles
may_ask_for_a_redraw = handles


@rule
def may_answer_redraw(acting: Acting, request: RedrawRequest) -> Reason:
    """Somebody else of those who handle the application: two pairs of eyes."""
    if acting.user.pk == request.asked_by_id:
        return _("You asked for the second draw yourself: another person has to agree.")
    return handles.reason(acting, request.application)
