"""Where the sign-in library asks for our decisions."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest

from accounts import services
from accounts.oidc.provider import PROVIDER, EsiLogin, StrictProvider
from core import origin


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, no second steps, no messages of its own; the client's address as the rest of the system knows it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return []

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's messages would greet people by their pseudonym."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return origin.address(request) or "0.0.0.0"  # noqa: S104 -- an unknown address, not a socket


class SocialAdapter(DefaultSocialAccountAdapter):
    """One provider, known from the settings only, and one way to recognise a person."""

    def get_provider(
        self, request: HttpRequest, provider: str = PROVIDER, client_id: str | None = None
    ) -> StrictProvider:
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name="ЕСИ",
            client_id=settings.ESI_CLIENT_ID,
            settings={"scope": settings.ESI_SCOPE},
        )
        return StrictProvider(request, app)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The person behind the answer is known and may come in. Raises EsiError."""
        login = cast(EsiLogin, sociallogin)  # our provider makes no other
        login.user, login.account = services.recognise(login.identity, login.account)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(self, *args: Any, **kwargs: Any) -> list[SocialApp]:
        """A row in the database can't bring another provider in."""
        return []
