from accreditation.models.applications import Application, ApplicationEvent, ApplicationQuerySet
from accreditation.models.calendar import DayException
from accreditation.models.certificates import Certificate, CertificateEvent, CertificateQuerySet
from accreditation.models.desk import Escalation, Export, Label, Note, ReturnParagraph, SavedSearch, Seen
from accreditation.models.people import (
    CollegiumMember,
    Expert,
    ExpertRelative,
    MinistryPerson,
    MinistryPersonQuerySet,
    Specialist,
    Unavailability,
)
from accreditation.models.returns import Return, ReturnFile

__all__ = [
    "Application",
    "ApplicationEvent",
    "ApplicationQuerySet",
    "Certificate",
    "CertificateEvent",
    "CertificateQuerySet",
    "CollegiumMember",
    "DayException",
    "Escalation",
    "Expert",
    "ExpertRelative",
    "Export",
    "Label",
    "MinistryPerson",
    "MinistryPersonQuerySet",
    "Note",
    "Return",
    "ReturnFile",
    "ReturnParagraph",
    "SavedSearch",
    "Seen",
    "Specialist",
    "Unavailability",
]
