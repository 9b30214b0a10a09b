from django.urls import path

from stub.outbox import views
from stub.outbox.models import Channel

app_name = "outbox"
urlpatterns = [
    path("", views.message_list, {"channel": Channel.EMAIL.value}, name="mail"),
    path("sms", views.message_list, {"channel": Channel.SMS.value}, name="sms"),
    path("latest", views.latest, name="latest"),
    path("clear", views.clear, name="clear"),
    path("<int:pk>", views.message_detail, name="detail"),
    path("<int:pk>/source", views.message_source, name="source"),
]
