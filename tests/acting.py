"""A signed-in session without the way through the identity provider."""

from collections.abc import Callable

from django.contrib.auth import get_user
from django.db import transaction
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


class Visitors:
    """Everybody of a walk over pages, by name. Each comes once, when his name is first called: `enter(client, name)`
    signs him in. What he does is undone after every request, so that each finds the same world. One handler serves all.
    """

    def __init__(self, enter: Callable[[Client, str], object]) -> None:
        self._enter = enter
        self._clients: dict[str, Client] = {}

    def status(self, name: str, method: str, address: str) -> int:
        """The status that this person gets; whatever the request changed is undone, in his browser too."""
        client = self._client(name)
        cookies = client.cookies.copy()
        with transaction.atomic():
            status = getattr(client, method)(address).status_code
            transaction.set_rollback(True)
        client.cookies = cookies
        return status

    def _client(self, name: str) -> Client:
        if name not in self._clients:
            client = Client()
            client.handler = next((other.handler for other in self._clients.values()), client.handler)
            self._enter(client, name)
            self._clients[name] = client
        return self._clients[name]


def request_of(client: Client, path: str = "/") -> HttpRequest:
    """The next request of this client as a view would get it: with its session, user and `acting`."""
    request = RequestFactory().get(path)
    request.session = client.session
    request.user = get_user(request)
    ActingMiddleware(lambda _request: HttpResponse())(request)
    return request
