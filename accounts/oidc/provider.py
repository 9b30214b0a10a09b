"""ЕСИ as a provider of the library: how a sign-in begins, and as what it is known when it comes back."""

import secrets
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from accounts.oidc.adapter import StrictAdapter
from core import crypto
from integrations.identity import EsiIdentity

PROVIDER = "esi"


class EsiLogin(SocialLogin):
    """A checked sign-in through ЕСИ."""

    identity: EsiIdentity


def account_uid(sub: str) -> str:
    """The key of an account: issuer and `sub` together; blind, for `sub` may be a personal number."""
    return crypto.blind_index(f"{settings.ESI_ISSUER}|{sub}")


class StrictProvider(OpenIDConnectProvider):
    """Takes nothing from the address of the page that starts a sign-in, and always asks for PKCE and a nonce."""

    oauth2_adapter_class = StrictAdapter

    def begin(self, request: HttpRequest, *, next_url: str) -> HttpResponse:
        """The browser goes to ЕСИ; where it wants to be afterwards waits in the session."""
        nonce = secrets.token_urlsafe(32)
        redirect: HttpResponse = self.redirect(
            request,
            process=AuthProcess.LOGIN,
            next_url=next_url,
            nonce=nonce,
            scope=self.get_scope(),
            auth_params={"nonce": nonce, "ui_locales": f"{get_language()} ky ru"},
        )
        return redirect

    def get_pkce_params(self) -> dict[str, Any]:
        challenge: dict[str, Any] = generate_code_challenge()
        return challenge

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        scope: list[str] = self.get_scope()
        return scope

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        params: dict[str, str] = self.get_auth_params()
        return params

    def sociallogin_from_response(self, request: HttpRequest, response: EsiIdentity) -> EsiLogin:
        """The account is named by issuer and `sub`; nothing personal is kept with it."""
        account = SocialAccount(
            provider=PROVIDER, uid=account_uid(response.sub), extra_data={"issuer": settings.ESI_ISSUER}
        )
        login = EsiLogin(user=get_user_model()(), account=account, provider=self)
        login.identity = response
        return login
