from selfassessment.models.answers import Answer, AnswerQuerySet, AnswerRevision, Comment
from selfassessment.models.corrections import Correction
from selfassessment.models.evidence import Citation, Evidence, EvidenceFile, EvidenceQuerySet, EvidenceVersion
from selfassessment.models.link_copies import LinkCopy, LinkCopyFile, LinkCopyFileQuerySet, LinkCopyQuerySet
from selfassessment.models.orders import Order
from selfassessment.models.reports import CommissionMember, SelfAssessment, SelfAssessmentEvent, SelfAssessmentQuerySet
from selfassessment.models.standards import Criterion, Section, Standard

__all__ = [
    "Answer",
    "AnswerQuerySet",
    "AnswerRevision",
    "Citation",
    "Comment",
    "CommissionMember",
    "Correction",
    "Criterion",
    "Evidence",
    "EvidenceFile",
    "EvidenceQuerySet",
    "EvidenceVersion",
    "LinkCopy",
    "LinkCopyFile",
    "LinkCopyFileQuerySet",
    "LinkCopyQuerySet",
    "Order",
    "Section",
    "SelfAssessment",
    "SelfAssessmentEvent",
    "SelfAssessmentQuerySet",
    "Standard",
]
