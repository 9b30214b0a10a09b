from django.urls import path

from stub.scenarios import views

app_name = "scenarios"
urlpatterns = [
    path("api/set", views.api_set, name="api_set"),
    path("api/record", views.api_record, name="api_record"),
    path("api/reset", views.api_reset, name="api_reset"),
    path("api/rotate-keys", views.api_rotate_keys, name="api_rotate_keys"),
    path("api/modes", views.api_modes, name="api_modes"),
    path("reset", views.reset_page, name="reset"),
    path("", views.subject_list, name="home"),
    path("<slug:kind>/", views.subject_list, name="list"),
    path("<slug:kind>/<str:name>", views.subject_detail, name="detail"),
    path("<slug:kind>/<str:name>/save", views.subject_save, name="save"),
]
