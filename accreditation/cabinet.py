"""The applications' entry in the cabinet's menu: see settings.CABINET_SECTIONS."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.models import Application
from accreditation.rules import applications as rules
from organizations.cabinet import CabinetSection
from organizations.models import Organization


def applications(acting: Acting, organization: Organization) -> CabinetSection | None:
    """Everybody who works in the organization sees its applications; the count says how many came back."""
    if not rules.may_see.allows(acting, organization):
        return None
    returned = Application.objects.of(organization.pk).filter(state=State.RETURNED).count()
    return CabinetSection(
        label=_("List of accreditations"), url=reverse("accreditation:application_list"), count=returned or None
    )
