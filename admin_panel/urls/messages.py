from django.urls import path

from admin_panel.views import feedback, publications

urlpatterns = [
    path("messages/", publications.publication_list, name="publication_list"),
    path("messages/add/<slug:kind>/", publications.publication_add, name="publication_add"),
    path("messages/<int:pk>/", publications.publication, name="publication"),
    path("messages/<int:pk>/edit/", publications.publication_edit, name="publication_edit"),
    path("messages/<int:pk>/publish/", publications.publication_publish, name="publication_publish"),
    path("messages/<int:pk>/withdraw/", publications.publication_withdraw, name="publication_withdraw"),
    path("messages/files/<uuid:public_id>/", publications.publication_document, name="publication_document"),
    path("feedback/", feedback.feedback_list, name="feedback_list"),
    path("feedback/<int:pk>/", feedback.feedback, name="feedback"),
    path("feedback/<int:pk>/delete/", feedback.feedback_delete, name="feedback_delete"),
]
