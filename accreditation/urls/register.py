from django.urls import path

from accreditation.views import register as views
from accreditation.views import renewing

urlpatterns = [
    path("register/", views.register_list, name="register_list"),
    path("register/certificates.csv", views.register_csv, name="register_csv"),
    path("register/certificates.json", views.register_json, name="register_json"),
    path("register/schema.json", views.register_schema, name="register_schema"),
    path("register/organizations/<int:pk>/", views.register_organization, name="register_organization"),
    path("certificates/<str:public_id>/", views.certificate, name="certificate"),
    path("certificates/<str:public_id>/renew/", renewing.certificate_renew, name="certificate_renew"),
    path("certificates/<str:public_id>/file/", views.certificate_file, name="certificate_file"),
]
