from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts import selectors, services
from accounts import sessions as lifetime
from core.http import Request, reads, writes


@reads
def sessions(request: Request) -> HttpResponse:
    """Where I am signed in."""
    found = selectors.open_sessions(request.acting.user, current_key=request.session.session_key)
    return render(request, "accounts/sessions.html", {"sessions": found})


@writes
def session_end(request: Request, session_id: int) -> HttpResponse:
    """One of my other sessions is over; 404 for anybody else's. This one ends by signing out."""
    services.end_session(request.acting.user, session_id, except_key=request.session.session_key)
    messages.success(request, _("The session was ended."))
    return redirect("sessions")


@writes
def sessions_end_others(request: Request) -> HttpResponse:
    """I am signed in here only."""
    count = services.end_sessions(request.acting.user, by=request.acting.user, except_key=request.session.session_key)
    text = ngettext("%(count)s other session was ended.", "%(count)s other sessions were ended.", count)
    messages.success(request, text % {"count": count})
    return redirect("sessions")


@never_cache
@writes
def session_keep(request: Request) -> HttpResponse:
    """The person is still there: being asked moves the end, as every request does."""
    response = HttpResponse(status=204)
    response.headers["X-Session-Seconds"] = str(lifetime.seconds_left(request))
    return response
