from django.urls import path

from records import views

app_name = "records"

urlpatterns = [
    path("documents/<str:public_id>/", views.document, name="document"),
    path("documents/<str:public_id>/file/", views.document_file, name="document_file"),
    path("verify/", views.verify_search, name="verify_search"),
    path("verify/journal/", views.journal_heads, name="journal_heads"),
    path("verify/<str:public_id>/", views.verify, name="verify"),
]
