from django.urls import path

from accreditation.views import evaluation

urlpatterns = [
    path("expert/applications/<int:pk>/evaluation/", evaluation.evaluation, name="evaluation"),
    path(
        "expert/evaluations/<int:pk>/sections/<int:number>/", evaluation.evaluation_section, name="evaluation_section"
    ),
    path("expert/evaluations/<int:pk>/publish/", evaluation.evaluation_publish, name="evaluation_publish"),
    path(
        "expert/evaluations/<int:pk>/publish/cancel/",
        evaluation.evaluation_publish_cancel,
        name="evaluation_publish_cancel",
    ),
    path("expert/evaluations/<int:pk>/recall/", evaluation.evaluation_recall, name="evaluation_recall"),
]
