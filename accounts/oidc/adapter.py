"""The library's OpenID Connect client, made strict: nothing is believed that was not checked."""

from dataclasses import asdict
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.oidc import claims, endpoints, tokens
from accounts.oidc.discovery import provider
from integrations.identity import EsiProtocolError


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to ЕСИ through our own HTTP client, and accepts an answer only as a whole."""

    @property
    def openid_config(self) -> dict[str, Any]:
        return asdict(provider())

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("sign_in_esi_callback"))

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """ЕСИ's answer to the code; it holds an access token and an id_token."""
        answer = endpoints.redeem(
            endpoints.path_of(self.access_token_url),
            {
                "grant_type": "authorization_code",
                "code": request.GET["code"],
                "redirect_uri": self.get_callback_url(request, app),
                "code_verifier": pkce_code_verifier or "",
            },
        )
        if not all(isinstance(answer.get(name), str) for name in ("access_token", "id_token")):
            raise EsiProtocolError("token endpoint: no access_token or no id_token")
        return answer

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, *, response: dict[str, Any], nonce: str
    ) -> SocialLogin:
        """The sign-in of exactly one person, checked from end to end. Raises EsiProtocolError, EsiUnavailable."""
        id_claims = tokens.verified_claims(response["id_token"], nonce=nonce, access_token=token.token)
        userinfo = endpoints.fetch("userinfo", endpoints.path_of(self.profile_url), bearer=token.token)
        login: SocialLogin = self.get_provider().sociallogin_from_response(
            request, claims.identity(id_claims, userinfo)
        )
        return login
