"""The staff's entry in the cabinet's menu: see settings.CABINET_SECTIONS."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from organizations.cabinet import CabinetSection
from organizations.models import Organization
from staff import rules


def employees(acting: Acting, organization: Organization) -> CabinetSection | None:
    """Everybody who works in the organization sees who else does."""
    if not rules.may_see_staff.allows(acting, organization):
        return None
    return CabinetSection(label=_("Employees"), url=reverse("staff:employee_list"))
