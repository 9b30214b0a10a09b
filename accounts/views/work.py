from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import places, returning, unsent
from accounts.acting import from_session
from accounts.paths import own_path
from accounts.places import Place
from accounts.views.esi import MINISTRY_DOOR
from core.http import Request, by_method, reads, writes


@never_cache
@reads
def landing(request: Request) -> HttpResponse:
    """After signing in: to the place of work, to a choice of several, or to a page that says what to do."""
    next_page = own_path(request.GET.get("next"))
    found = places.places_of(request)
    if request.GET.get("door") == MINISTRY_DOOR:
        found = [place for place in found if place.ministry]
        if not found:
            return render(request, "accounts/not_of_the_ministry.html", status=403)
    if not found:
        places.forget(request.session)
        return render(request, "accounts/no_place.html")
    if place := _obvious(request, found, returning_to=next_page):
        return _enter(request, place, found, next_page or place.url)
    return _choice(request, found, next_page)


@reads
def _show(request: Request) -> HttpResponse:
    return _choice(request, places.places_of(request), own_path(request.GET.get("next")))


@writes
def _enter_chosen(request: Request) -> HttpResponse:
    """He works there from now on, if he may: rights can have changed while the page was open."""
    next_page = own_path(request.POST.get("next"))
    found = places.places_of(request)
    chosen = next((place for place in found if place.key == request.POST.get("place")), None)
    if chosen is None:
        reason = _("You cannot work there any more, or you chose nothing. Choose another place.")
        return _choice(request, found, next_page, reason=reason, status=422)
    return _enter(request, chosen, found, next_page or chosen.url)


place_choose = by_method(_show, _enter_chosen)


def _obvious(request: Request, found: Sequence[Place], *, returning_to: str) -> Place | None:
    """The only place, the one where he is, or, on the way back to a page, the one where he was."""
    if len(found) == 1:
        return found[0]
    before = returning.known(request)
    last = before.place_key if before and returning_to and before.username == request.user.get_username() else ""
    wanted = request.acting.place_key or last
    return next((place for place in found if place.key == wanted), None)


def _choice(
    request: Request, found: Sequence[Place], next_page: str, *, reason: str = "", status: int = 200
) -> HttpResponse:
    if not found:
        return render(request, "accounts/no_place.html")
    context = {"places": found, "next": next_page, "reason": reason}
    return render(request, "accounts/place_choose.html", context, status=status)


def _enter(request: Request, place: Place, found: Sequence[Place], address: str) -> HttpResponse:
    places.remember(request.session, place, several=len(found) > 1)
    unsent.note_pages(request)
    response = redirect(address)
    returning.remember(request, response, from_session(request.session, request.acting.user))
    return response
