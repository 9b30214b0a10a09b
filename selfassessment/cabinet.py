"""The self-assessments' entry in the cabinet's menu: see settings.CABINET_SECTIONS."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from organizations.cabinet import CabinetSection
from organizations.models import Organization
from selfassessment import rules


def self_assessments(acting: Acting, organization: Organization) -> CabinetSection | None:
    """Everybody who works in the organization sees its self-assessments."""
    if not rules.may_see.allows(acting, organization):
        return None
    return CabinetSection(label=_("Self-assessment"), url=reverse("selfassessment:self_assessment_list"))
