"""«Кайтарым байланыш»: anybody writes to the ministry."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core import origin
from core.http import Request, by_method, reads, writes
from core.limits import limit
from notifications.forms import FeedbackForm
from notifications.services.feedback import send_feedback


@reads
def _show(request: Request) -> HttpResponse:
    known = ("last_name", "first_name", "email", "phone") if request.acting else ()
    return _page(request, FeedbackForm(initial={name: getattr(request.user, name) for name in known}))


@writes
def _send(request: Request) -> HttpResponse:
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    limit("feedback", origin.current().ip, settings.FEEDBACK_LIMIT)
    send_feedback(form.cleaned_data, acting=request.acting)
    return redirect("feedback_sent")


feedback = login_not_required(by_method(_show, _send))


def _page(request: Request, form: FeedbackForm) -> HttpResponse:
    return render(request, "notifications/feedback.html", {"form": form}, status=422 if form.is_bound else 200)
