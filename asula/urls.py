from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.views.language import set_language
from accounts.views.operator import operator_sign_in
from core.gallery import gallery, gallery_refused
from core.health import health_live, health_ready

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.page_not_found"
handler500 = "core.errors.server_error"

urlpatterns = [
    path("health/live", health_live, name="health_live"),
    path("health/ready", health_ready, name="health_ready"),
    path("language/", set_language, name="set_language"),
    path("admin/login/", operator_sign_in, name="operator_sign_in"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("staff/", include("staff.urls")),
    path("self-assessments/", include("selfassessment.urls")),
    path("", include("records.urls")),
    path("organization/", include("organizations.urls")),
    path("", include("accreditation.urls")),
    path("ministry/", include("admin_panel.urls")),
    path("", include("notifications.urls")),
]

if settings.DEBUG:
    urlpatterns += [
        path("ui/", gallery, name="gallery"),
        path("ui/refused/", gallery_refused, name="gallery_refused"),
    ]
