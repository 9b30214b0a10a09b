from django.urls import path

from notifications.views import messages, public

urlpatterns = [
    path("", public.home, name="home"),
    path("licences/", public.licences, name="licences"),
    path("accreditations/", public.accreditations, name="accreditations"),
    path("news/", public.news, name="news"),
    path("feedback/", public.feedback, name="feedback"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("messages/", messages.message_list, name="message_list"),
    path("messages/read/", messages.message_read_all, name="message_read_all"),
    path("messages/<int:pk>/", messages.message, name="message"),
    path("messages/<int:pk>/open/", messages.message_open, name="message_open"),
]
