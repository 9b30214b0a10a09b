from django.urls import path

from selfassessment.views import approval, commission, lists, plan, report

app_name = "selfassessment"

urlpatterns = [
    path("", lists.self_assessment_list, name="self_assessment_list"),
    path("finished/", lists.self_assessment_finished_list, name="self_assessment_finished_list"),
    path("create/", lists.self_assessment_create, name="self_assessment_create"),
    path("<int:pk>/commission/", commission.self_assessment_commission, name="self_assessment_commission"),
    path("<int:pk>/plan/", plan.self_assessment_plan, name="self_assessment_plan"),
    path("<int:pk>/report/", report.self_assessment_report, name="self_assessment_report"),
    path("<int:pk>/approval/", approval.self_assessment_approval, name="self_assessment_approval"),
]
