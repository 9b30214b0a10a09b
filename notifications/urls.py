from django.urls import path

from notifications.views import feedback, messages, public, publications

urlpatterns = [
    path("", public.home, name="home"),
    path("licences/", public.licences, name="licences"),
    path("accreditations/", public.accreditations, name="accreditations"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("news/", publications.news, name="news"),
    path("news/<int:pk>/", publications.publication, name="publication"),
    path("news/files/<uuid:public_id>/", publications.publication_file, name="publication_file"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/sent/", public.feedback_sent, name="feedback_sent"),
    path("messages/", messages.message_list, name="message_list"),
    path("messages/read/", messages.message_read_all, name="message_read_all"),
    path("messages/<int:pk>/", messages.message, name="message"),
    path("messages/<int:pk>/open/", messages.message_open, name="message_open"),
]
