"""A signed-in session without the way through the identity provider."""

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts import acting, places
from accounts.enums import Signature
from accounts.middleware import ActingMiddleware
from accounts.models import User
from core.identifiers import Inn


def sign_in(
    client: Client,
    user: User,
    *,
    inn: Inn | str | None = None,
    signature: str = "cloud",
    organization_id: int | None = None,
    place_key: str = "",
    organization_name: str = "",
    position: str = "",
) -> None:
    """`client` is signed in as `user`, for the organization `inn`; without it the signature is the simple one.

    `place_key` and `organization_id` say where he works now, as if he had chosen it after signing in.
    """
    client.force_login(user)
    session = client.session
    acting.remember_proof(
        session,
        signature=Signature(signature) if inn else Signature.SIMPLE,
        organization_inn=Inn(inn) if inn else None,
        organization_name=organization_name or ("Сыноо мектеби" if inn else ""),
        position=position,
    )
    if place_key or organization_id is not None:
        place = places.Place(key=place_key or "test", label="Сыноо", url="/", organization_id=organization_id)
        places.remember(session, place)
    session.save()


def request_of(client: Client, path: str = "/") -> HttpRequest:
    """The next request of this client as a view would get it: with its session, user and `acting`."""
    request = RequestFactory().get(path)
    request.session = client.session
    request.user = get_user(request)
    ActingMiddleware(lambda _request: HttpResponse())(request)
    return request
