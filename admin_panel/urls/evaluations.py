from django.urls import path

from admin_panel.views import evaluations as views

urlpatterns = [
    path("accreditations/<int:pk>/evaluation/", views.application_evaluation, name="application_evaluation"),
    path("evaluations/<int:pk>/", views.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/reopen/", views.evaluation_reopen, name="evaluation_reopen"),
]
