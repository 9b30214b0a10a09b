from django.urls import path, re_path

from stub.xroad import views

app_name = "xroad"
urlpatterns = [
    path("", views.soap_view, name="soap"),
    re_path(r"^r1/(?P<service_path>.+)/(?P<pin>[^/]+)$", views.rest_view, name="rest"),
]
