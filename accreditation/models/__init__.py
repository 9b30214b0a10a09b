from accreditation.models.appeals import Appeal, AppealEvent, AppealFile, AppealPanelist, AppealQuerySet
from accreditation.models.applications import Application, ApplicationEvent, ApplicationQuerySet
from accreditation.models.calendar import DayException
from accreditation.models.certificates import Certificate, CertificateEvent, CertificateQuerySet
from accreditation.models.collegium import (
    AgendaItem,
    Attendance,
    CollegiumDecision,
    CollegiumEvent,
    Conflict,
    Sitting,
    SittingQuerySet,
    Vote,
)
from accreditation.models.conditions import (
    Condition,
    ConditionAnswer,
    ConditionEvent,
    ConditionFile,
    ConditionQuerySet,
)
from accreditation.models.desk import Escalation, Export, Label, Note, ReturnParagraph, SavedSearch, Seen
from accreditation.models.draw import Candidate, Draw, KinshipVerdict, RedrawRequest
from accreditation.models.evaluation import (
    ChairComment,
    Evaluation,
    EvaluationEvent,
    EvaluationQuerySet,
    Rating,
    RatingRevision,
    Summary,
)
from accreditation.models.evaluation_orders import EvaluationOrder, EvaluationOrderFile
from accreditation.models.invitations import Invitation, InvitationEvent, InvitationLink, InvitationQuerySet
from accreditation.models.objections import Objection, ObjectionQuerySet
from accreditation.models.packs import SittingPack
from accreditation.models.people import (
    CollegiumMember,
    Expert,
    ExpertRelative,
    MinistryPerson,
    MinistryPersonQuerySet,
    Specialist,
    Unavailability,
)
from accreditation.models.replies import Remark, RemarkAnswer, Reply, ReplyFile, ReplyFileQuerySet, ReplyQuerySet
from accreditation.models.returns import Return, ReturnFile
from accreditation.models.visits import Visit, VisitEntry, VisitEntryQuerySet, VisitPhoto, VisitQuerySet

__all__ = [
    "AgendaItem",
    "Appeal",
    "AppealEvent",
    "AppealFile",
    "AppealPanelist",
    "AppealQuerySet",
    "Application",
    "ApplicationEvent",
    "ApplicationQuerySet",
    "Attendance",
    "Candidate",
    "Certificate",
    "CertificateEvent",
    "CertificateQuerySet",
    "ChairComment",
    "CollegiumDecision",
    "CollegiumEvent",
    "CollegiumMember",
    "Condition",
    "ConditionAnswer",
    "ConditionEvent",
    "ConditionFile",
    "ConditionQuerySet",
    "Conflict",
    "DayException",
    "Draw",
    "Escalation",
    "Evaluation",
    "EvaluationEvent",
    "EvaluationOrder",
    "EvaluationOrderFile",
    "EvaluationQuerySet",
    "Expert",
    "ExpertRelative",
    "Export",
    "Invitation",
    "InvitationEvent",
    "InvitationLink",
    "InvitationQuerySet",
    "KinshipVerdict",
    "Label",
    "MinistryPerson",
    "MinistryPersonQuerySet",
    "Note",
    "Objection",
    "ObjectionQuerySet",
    "Rating",
    "RatingRevision",
    "RedrawRequest",
    "Remark",
    "RemarkAnswer",
    "Reply",
    "ReplyFile",
    "ReplyFileQuerySet",
    "ReplyQuerySet",
    "Return",
    "ReturnFile",
    "ReturnParagraph",
    "SavedSearch",
    "Seen",
    "Sitting",
    "SittingPack",
    "SittingQuerySet",
    "Specialist",
    "Summary",
    "Unavailability",
    "Visit",
    "VisitEntry",
    "VisitEntryQuerySet",
    "VisitPhoto",
    "VisitQuerySet",
    "Vote",
]
