from django.urls import path

from stub.softtoken import views

app_name = "softtoken"
urlpatterns = [
    path("", views.page, name="page"),
    path("exchange", views.exchange, name="exchange"),
    path("constants", views.constants, name="constants"),
    path("readers/<slug:reader>/call", views.call, name="call"),
    path("readers/<slug:reader>/tokens", views.tokens, name="tokens"),
]
