"""What every page of an organization asks first: for which organization, and how far is it?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts import places
from core.http import Request
from organizations import selectors
from organizations.enums import Outcome, State
from organizations.models import Organization
from organizations.places import place_of

type View = Callable[..., HttpResponse]


def with_registration(view: View) -> View:
    """The view gets the unfinished registration of the signer's organization; without one, the way leads to its start
    or, if it was finished meanwhile, to the profile."""

    @wraps(view)
    def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        registration = selectors.registration_of(request.acting)
        if registration is None:
            return redirect("organization_register_start")
        return view(request, registration, *args, **kwargs)

    return wrapper


def with_open_registration(view: View) -> View:
    """The same, where the register does not stand in the way; else the way leads to the page that says why."""

    @wraps(view)
    def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        registration = selectors.registration_of(request.acting)
        if registration is None:
            return redirect("organization_register_start")
        if registration.outcome == Outcome.NOT_FOUND or registration.state == State.LIQUIDATED:
            return redirect("organization_register")
        return view(request, registration, *args, **kwargs)

    return wrapper


def with_organization(view: View) -> View:
    """The view gets the organization for which the person acts. Who acts for none is sent where he can begin, and who
    lost his place of work where he finds another."""

    @wraps(view)
    def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        organization = selectors.organization_of(request.acting)
        if organization is None:
            return redirect("landing" if request.acting.place_key else "organization_register_start")
        return view(request, organization, *args, **kwargs)

    return wrapper


def enter(request: Request, organization: Organization) -> None:
    """The person works in the organization's cabinet from the next request on."""
    places.remember(request.session, place_of(organization), several=request.acting.may_switch)
