from django.urls import path

from records import signing_views as signing
from records import views

app_name = "records"

urlpatterns = [
    path("documents/<str:public_id>/", views.document, name="document"),
    path("documents/<str:public_id>/file/", views.document_file, name="document_file"),
    path("sign/<str:public_id>/", signing.sign, name="sign"),
    path("sign/<str:public_id>/code/", signing.sign_code, name="sign_code"),
    path("sign/<str:public_id>/go-on/", signing.sign_go_on, name="sign_go_on"),
    path("sign/<str:public_id>/cancel/", signing.sign_cancel, name="sign_cancel"),
    path("sign/<str:public_id>/documents/<int:place>/", signing.sign_document, name="sign_document"),
    path("verify/", views.verify_search, name="verify_search"),
    path("verify/keys.pem", views.attestation_keys, name="attestation_keys"),
    path("verify/journal/", views.journal_heads, name="journal_heads"),
    path("verify/<str:public_id>/", views.verify, name="verify"),
]
