from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts import unsent as texts
from accounts.middleware import to_sign_in
from accounts.paths import own_path
from core import errors
from core.http import Request, reads, writes


@never_cache
@reads
def unsent(request: Request) -> HttpResponse:
    """Everything that I typed and could not send, to be copied or discarded."""
    return render(request, "accounts/unsent.html", {"forms": texts.waiting(request)})


@writes
def unsent_discard(request: Request) -> HttpResponse:
    """The text is gone for good; the page is shown as it is stored."""
    texts.discard(request, [int(form) for form in request.POST.getlist("form") if form.isdecimal()])
    return redirect(own_path(request.POST.get("next")) or "landing")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open while its owner signed in anew in another window has an old token: its text is kept as well, if
    the browser says that the form was ours."""
    kept = texts.keep(request) if _came_from_our_page(request) else None
    if kept is None:
        return errors.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return to_sign_in(request, kept.page, kept="files" if request.FILES else "text")
    texts.note_pages(request)
    if "HX-Request" in request.headers:
        return HttpResponse(status=403, headers={"HX-Redirect": kept.page})
    return HttpResponse(status=303, headers={"Location": kept.page})


def _came_from_our_page(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or ""
    return origin == f"{request.scheme}://{request.get_host()}" or origin == settings.SITE_URL
