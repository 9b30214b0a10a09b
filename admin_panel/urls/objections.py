from django.urls import path

from admin_panel.views import objections as views

urlpatterns = [
    path("objections/<int:pk>/", views.objection, name="objection"),
]
