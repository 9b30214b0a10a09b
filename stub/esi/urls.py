from allauth.idp.oidc import views as provider
from django.urls import include, path

from stub.esi import endpoints, views

page_patterns = (
    [
        path("pin", views.pin, name="pin"),
        path("password", views.password, name="password"),
        path("signature", views.signature, name="signature"),
        path("code", views.code, name="code"),
        path("code/resend", views.resend, name="resend"),
        path("cancel", views.cancel, name="cancel"),
        path("card", views.card, name="card"),
    ],
    "esi",
)
# allauth looks its endpoints up under these names; the paths are ЕСИ's.
oidc_patterns = (
    [
        path(".well-known/openid-configuration", endpoints.configuration, name="configuration"),
        path(".well-known/openid-configuration/jwks", endpoints.jwks, name="jwks"),
        path("connect/authorize", endpoints.authorize, name="authorization"),
        path("connect/token", endpoints.token, name="token"),
        path("connect/userinfo", endpoints.userinfo, name="userinfo"),
        path("connect/endsession", endpoints.failing(provider.logout), name="logout"),
        path("connect/revocation", endpoints.failing(provider.revoke), name="revoke"),
        path("connect/introspect", endpoints.failing(provider.introspect), name="introspect"),
        path("connect/deviceauthorization", endpoints.failing(provider.device_code), name="device_code"),
    ],
    "oidc",
)
idp_patterns = ([path("", include(oidc_patterns))], "idp")

urlpatterns = [path("identity/", include(page_patterns)), path("", include(idp_patterns))]
