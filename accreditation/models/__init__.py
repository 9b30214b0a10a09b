from accreditation.models.people import (
    CollegiumMember,
    Expert,
    ExpertRelative,
    MinistryPerson,
    MinistryPersonQuerySet,
    Specialist,
    Unavailability,
)

__all__ = [
    "CollegiumMember",
    "Expert",
    "ExpertRelative",
    "MinistryPerson",
    "MinistryPersonQuerySet",
    "Specialist",
    "Unavailability",
]
