"""Where an upper app answers for a lower one: dotted paths, so that imports run downwards only."""

from asula.settings.site import BASE_DIR

PLACES_OF_WORK = [  # functions (request) -> places where the person may work
    "organizations.places.places",
    "staff.places.places",
    "accreditation.places.places",
    "admin_panel.places.places",
]
PERSON_FACTS = {  # what each page shows of its reader → function () -> expression for the query that loads him
    "unread_messages": "notifications.selectors.unread_of_outer_user",
}
CABINET_SECTIONS = [  # functions (acting, organization) -> entry of the cabinet or None, in the order of its menu
    "selfassessment.cabinet.self_assessments",
    "accreditation.cabinet.applications",
    "organizations.cabinet.messages",
    "organizations.cabinet.profile",
    "staff.cabinet.employees",
]
MINISTRY_SECTIONS = [  # functions (acting) -> entry of the ministry's cabinet or None: the manual's names
    "admin_panel.menu.accreditations",
    "admin_panel.menu.publications",
    "admin_panel.menu.experts",
    "admin_panel.menu.collegium",
    "admin_panel.menu.specialists",
    "admin_panel.menu.feedback",
]
MINISTRY_FURTHER_SECTIONS = [  # … what else the cabinet has, behind one word of the menu
    "admin_panel.menu.sittings",
    "admin_panel.menu.certificates",
    "admin_panel.menu.conditions",
    "admin_panel.menu.appeals",
    "admin_panel.menu.proofs",
    "admin_panel.menu.standards",
    "admin_panel.menu.calendar",
]
MINISTRY_CASE_PARTS = [  # functions (acting, application) -> core.ui.Task on the ministry's page, or None
    "admin_panel.parts.experts",
    "admin_panel.parts.collegium",
    "admin_panel.parts.conditions",
    "admin_panel.parts.appeals",
    "admin_panel.parts.evaluation",
]
ORGANIZATION_ROLE = "staff.rules.role_in"  # function (user, organization_id) -> role of an employee, or None
ORGANIZATION_LED = "staff.rules.is_led"  # function (organization_id) -> whether somebody is recognised as its head
ORGANIZATION_VIEWERS = [  # functions (acting) -> Q of organizations to see, or None
    "staff.selectors.employers",
    "accreditation.selectors.granting.organizations",
]
SELF_ASSESSMENT_VIEWERS = [  # functions (acting) -> Q of the self-assessments seen besides one's own
    "accreditation.selectors.granting.self_assessments",
    "accreditation.selectors.granting_experts.self_assessments",
    "accreditation.selectors.granting_panels.self_assessments",
]
SELF_ASSESSMENT_USES = [  # functions (self-assessment) -> why it may not be returned now, or None
    "accreditation.rules.applications.why_in_use",
]
SELF_ASSESSMENT_REOPENER = "accreditation.rules.applications.may_reopen"  # (acting, self-assessment) -> refusal or None
MINISTRY_APPLICATION_PAGE = "ministry:application"  # where the ministry looks at an application, given its number
MINISTRY_EXPERTS_PAGE = "ministry:application_experts"  # where the ministry looks at the experts of an application
MINISTRY_EVALUATION_PAGE = "ministry:application_evaluation"  # … at its external evaluation
DOCUMENT_READERS = [  # functions (acting) -> Q or None
    "selfassessment.selectors.readable_documents",
    "accreditation.selectors.granting.documents",
    "accreditation.selectors.evaluation.documents",
    "accreditation.selectors.granting_experts.protocols",
    "accreditation.selectors.granting_experts.documents",
    "accreditation.selectors.granting_experts.evaluation_orders",
    "accreditation.selectors.granting_panels.documents",
]
JOURNAL_ACTIONS = [  # enums whose members may stand in the journal
    "records.enums.Act",
    "records.enums.CeremonyAct",
    "records.enums.DocumentAct",
    "organizations.enums.Act",
    "staff.enums.Action",
    "staff.enums.Inquiry",
    "selfassessment.enums.Action",
    "selfassessment.enums.StandardAct",
    "accreditation.enums.people.PersonAct",
    "accreditation.enums.applications.Action",
    "accreditation.enums.calendar.CalendarAct",
    "notifications.enums.PublicationAct",
    "notifications.enums.FeedbackAct",
    "accreditation.enums.desk.DeskAct",
    "accreditation.enums.certificates.CertificateAction",
    "accreditation.enums.evaluation.EvaluationAct",
    "accreditation.enums.draw.DrawAct",
    "accreditation.enums.experts.ExpertAct",
    "accreditation.enums.invitations.InvitationAct",
    "accreditation.enums.objections.ObjectionAct",
    "accreditation.enums.evaluation_orders.EvaluationOrderAct",
    "accreditation.enums.collegium.CollegiumAction",
    "accreditation.enums.visits.VisitAct",
    "accreditation.enums.replies.ReplyAct",
    "accreditation.enums.conditions.ConditionAction",
    "accreditation.enums.appeals.AppealAction",
]
DOCUMENT_STANDINGS = [  # functions (document) -> what it is worth, or None where its signatures say it all
    "accreditation.selectors.certificates.standing_of_paper",
    "accreditation.selectors.evaluation_orders.standing_of_paper",
]
WORKFLOWS = [  # for docs/workflow.md
    "staff.workflow.EMPLOYMENT",
    "selfassessment.workflow.SELF_ASSESSMENT",
    "accreditation.workflow.APPLICATION",
    "accreditation.workflow.certificates.CERTIFICATE",
    "accreditation.workflow.evaluation.EVALUATION",
    "accreditation.workflow.invitations.INVITATION",
    "accreditation.workflow.objections.OBJECTION",
    "accreditation.workflow.visits.VISIT",
    "accreditation.workflow.replies.REPLY",
    "accreditation.workflow.sittings.SITTING",
    "accreditation.workflow.sittings.AGENDA_ITEM",
    "accreditation.workflow.conditions.CONDITION",
    "accreditation.workflow.appeals.APPEAL",
]
OUTBOX_HANDLERS = {  # kind of effect → the function that carries it out
    "uploads.scan": "integrations.virus_scanner.uploads.scan_upload",
    "organizations.confirm": "organizations.services.confirming.confirm",
    "write export": "admin_panel.exporting.write_export",
    "deliver message": "notifications.delivery.deliver_message",
    "send notice": "notifications.services.publications.send_notice",
    "send feedback answer": "notifications.services.feedback.send_answer",
    "check employee": "staff.services.checks.check_employee",
    "print document": "records.services.production.print_document",
    "seal document": "records.services.production.seal_document",
    "time-stamp document": "records.services.production.add_timestamp",
    "settle signature": "records.services.signing.settle_signature",
    "check link": "selfassessment.services.links.check_link",
    "copy link": "selfassessment.services.link_copies.make_copy",
    "invite expert by letter": "accreditation.services.letters.send",
    "complete signing": "records.services.ceremonies.complete_ceremony",
    "make pack of a sitting": "accreditation.services.packs.make",
    "confirm name of a ministry person": "accreditation.services.people_names.confirm_name",
}
REFERENCE_DATA = [  # functions that add missing reference data and return how many rows, by name
    "organizations.services.reference.load_reference",
    "selfassessment.services.reference.load_reference",
    "accreditation.services.paragraphs.load_reference",
]
DEMO_DATA = [  # functions (people of the stub server's world) that add what is missing, in this order
    "accounts.demo.load_demo",
    "organizations.demo.load_demo",
    "staff.demo.load_demo",
    "selfassessment.demo.load_demo",
    "accreditation.demo.people.load_demo",
]
DEMO_HISTORY = [  # the same, of what the schools of the demo world do once the system runs
    "organizations.demo.load_history",
    "staff.demo.load_demo",
    "selfassessment.demo.load_history",
    "accreditation.demo.cases.load_history",
]
DEMO_PEOPLE = BASE_DIR / "stub" / "world" / "people.json"  # data files: nobody imports the stub server
DEMO_ORGANIZATIONS = BASE_DIR / "stub" / "world" / "organizations.json"
