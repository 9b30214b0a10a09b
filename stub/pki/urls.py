from django.urls import path

from stub.pki import views

app_name = "pki"
urlpatterns = [
    path("<slug:name>.crl", views.revocation_list, name="revocation_list"),
    path("<slug:name>.cer", views.certificate, {"form": "der"}, name="certificate"),
    path("<slug:name>.pem", views.certificate, {"form": "pem"}, name="certificate_pem"),
]
