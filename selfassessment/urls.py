from django.urls import path

from selfassessment.enums import OrderKind
from selfassessment.views import approval, commission, lists, orders, papers, plan, report

app_name = "selfassessment"

CONDUCT, APPROVE = {"kind": OrderKind.CONDUCT}, {"kind": OrderKind.APPROVE}

urlpatterns = [
    path("", lists.self_assessment_list, name="self_assessment_list"),
    path("finished/", lists.self_assessment_finished_list, name="self_assessment_finished_list"),
    path("create/", lists.self_assessment_create, name="self_assessment_create"),
    path("<int:pk>/delete/", lists.self_assessment_delete, name="self_assessment_delete"),
    path("<int:pk>/commission/", commission.self_assessment_commission, name="self_assessment_commission"),
    path("<int:pk>/commission/add/", commission.self_assessment_commission_add, name="self_assessment_commission_add"),
    path("<int:pk>/plan/", plan.self_assessment_plan, name="self_assessment_plan"),
    path("<int:pk>/take-over/", plan.self_assessment_take_over, name="self_assessment_take_over"),
    path("<int:pk>/order/", orders.self_assessment_order, CONDUCT, name="self_assessment_order"),
    path("<int:pk>/order/paper/", orders.self_assessment_order_paper, CONDUCT, name="self_assessment_order_paper"),
    path("<int:pk>/order/replace/", orders.self_assessment_order_replace, name="self_assessment_order_replace"),
    path("<int:pk>/order/withdraw/", orders.self_assessment_order_withdraw, name="self_assessment_order_withdraw"),
    path("<int:pk>/signing/cancel/", orders.self_assessment_signing_cancel, name="self_assessment_signing_cancel"),
    path("<int:pk>/report/", report.self_assessment_report, name="self_assessment_report"),
    path("<int:pk>/approval/", approval.self_assessment_approval, name="self_assessment_approval"),
    path("<int:pk>/approval/order/", orders.self_assessment_order, APPROVE, name="self_assessment_approval_order"),
    path(
        "<int:pk>/approval/paper/", orders.self_assessment_order_paper, APPROVE, name="self_assessment_approval_paper"
    ),
    path("<int:pk>/return/", approval.self_assessment_return, name="self_assessment_return"),
    path("<int:pk>/report.pdf", papers.report_pdf, name="report_pdf"),
    path("<int:pk>/report.docx", papers.report_docx, name="report_docx"),
]
