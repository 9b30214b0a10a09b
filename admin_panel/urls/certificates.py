from django.urls import path

from admin_panel.views import certificates

urlpatterns = [
    path("certificates/", certificates.certificate_list, name="certificate_list"),
    path("certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<int:pk>/suspend/", certificates.certificate_suspend, name="certificate_suspend"),
    path("certificates/<int:pk>/reinstate/", certificates.certificate_reinstate, name="certificate_reinstate"),
    path("certificates/<int:pk>/revoke/", certificates.certificate_revoke, name="certificate_revoke"),
]
