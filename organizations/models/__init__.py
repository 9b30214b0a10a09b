from organizations.models.documents import HeadProof, OrganizationDocument
from organizations.models.organizations import Organization, Registration
from organizations.models.programmes import Programme
from organizations.models.register import RegisterAnswer
from organizations.models.territory import District, Region

__all__ = [
    "District",
    "HeadProof",
    "Organization",
    "OrganizationDocument",
    "Programme",
    "Region",
    "RegisterAnswer",
    "Registration",
]
