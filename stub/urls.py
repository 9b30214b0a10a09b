"""Addresses of the stub server, one prefix for each of the state's services."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language
from django.views.static import serve

from stub import pages
from stub.xroad.views import soap_view

urlpatterns = [
    path("", pages.home, name="home"),
    path("health", pages.health, name="health"),
    path("language", set_language, name="set_language"),
    path("assets/<path:path>", serve, {"document_root": settings.BASE_DIR / "assets"}, name="asset"),
    path("", include("stub.esi.urls")),
    path("api/", include("stub.cds.urls")),
    path("xroad", soap_view),  # a base address without a slash is the same server
    path("xroad/", include("stub.xroad.urls")),
    path("pki/", include("stub.pki.urls")),
    path("softtoken/", include("stub.softtoken.urls")),
    path("outbox/", include("stub.outbox.urls")),
    path("scenarios/", include("stub.scenarios.urls")),
]
