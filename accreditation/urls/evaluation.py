from django.urls import path

from accreditation.views import evaluation, joint_report

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
    path("expert/applications/<int:pk>/group/", joint_report.evaluation_group, name="evaluation_group"),
    path("expert/applications/<int:pk>/group/report/", joint_report.joint_report, name="joint_report"),
    path("expert/applications/<int:pk>/group/sign/", joint_report.joint_report_sign, name="joint_report_sign"),
    path(
        "expert/applications/<int:pk>/group/take-back/",
        joint_report.joint_report_take_back,
        name="joint_report_take_back",
    ),
    path("expert/evaluations/<int:pk>/recall/", evaluation.evaluation_recall, name="evaluation_recall"),
]
