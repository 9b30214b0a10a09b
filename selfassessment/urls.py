from django.urls import path

from selfassessment.enums import OrderKind
from selfassessment.views import (
    answers,
    approval,
    comments,
    commission,
    evidence,
    link_copies,
    lists,
    orders,
    papers,
    parts,
    plan,
    report,
    responsible,
    shelf,
)

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
    path("<int:pk>/report/<int:number>/", parts.self_assessment_part, name="self_assessment_part"),
    path("<int:pk>/report/<int:number>/responsible/", responsible.part_responsible, name="part_responsible"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("answers/<int:pk>/history/", answers.answer_history, name="answer_history"),
    path("answers/<int:pk>/history/<int:revision>/restore/", answers.answer_restore, name="answer_restore"),
    path("answers/<int:pk>/conflict/<int:revision>/", answers.answer_conflict, name="answer_conflict"),
    path("answers/<int:pk>/comments/", comments.answer_comments, name="answer_comments"),
    path("comments/<int:pk>/resolve/", comments.comment_resolve, name="comment_resolve"),
    path("comments/<int:pk>/reopen/", comments.comment_reopen, name="comment_reopen"),
    path("answers/<int:pk>/evidence/", evidence.answer_evidence_add, name="answer_evidence_add"),
    path("citations/<int:pk>/", shelf.citation, name="citation"),
    path("citations/<int:pk>/remove/", shelf.citation_remove, name="citation_remove"),
    path("evidence/", shelf.evidence_library, name="evidence_library"),
    path("evidence/add/", evidence.evidence_add, name="evidence_add"),
    path("evidence/<int:pk>/", shelf.evidence, name="evidence"),
    path("evidence/<int:pk>/delete/", shelf.evidence_delete, name="evidence_delete"),
    path("evidence/files/<uuid:public_id>/", evidence.evidence_file, name="evidence_file"),
    path("evidence/copies/<int:pk>/", link_copies.link_copy, name="link_copy"),
    path("evidence/copies/files/<uuid:public_id>/", link_copies.link_copy_file, name="link_copy_file"),
    path("<int:pk>/approval/", approval.self_assessment_approval, name="self_assessment_approval"),
    path("<int:pk>/approval/order/", orders.self_assessment_order, APPROVE, name="self_assessment_approval_order"),
    path(
        "<int:pk>/approval/paper/", orders.self_assessment_order_paper, APPROVE, name="self_assessment_approval_paper"
    ),
    path("<int:pk>/return/", approval.self_assessment_return, name="self_assessment_return"),
    path("<int:pk>/report.pdf", papers.report_pdf, name="report_pdf"),
    path("<int:pk>/report.docx", papers.report_docx, name="report_docx"),
]
