"""The three lists of people that the ministry keeps: alike but for their words and their forms."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accreditation.models import CollegiumMember, Expert, MinistryPerson, Specialist
from admin_panel.forms.people import (
    AddExpertForm,
    AddForm,
    EditExpertForm,
    EditForm,
    ExpertFactsForm,
    ExpertFilterForm,
    FactsForm,
    FilterForm,
)
from core.http import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One list: what it is called, and with which forms its people are added and edited."""

    key: str
    model: type[MinistryPerson]
    title: Promise
    add: Promise
    empty: Promise
    facts_form: type[FactsForm] = FactsForm
    add_form: type[AddForm | AddExpertForm] = AddForm
    edit_form: type[EditForm | EditExpertForm] = EditForm
    filter_form: type[FilterForm] = FilterForm

    @property
    def page(self) -> str:
        """The name of the address of one entry."""
        return f"ministry:{self.key}"

    @property
    def list_url(self) -> str:
        return self.url("list")

    @property
    def add_url(self) -> str:
        return self.url("add")

    @property
    def find_url(self) -> str:
        return self.url("find")

    @property
    def export_url(self) -> str:
        return self.url("export")

    @property
    def import_url(self) -> str:
        return self.url("import")

    @property
    def confirm_url(self) -> str:
        return self.url("import_confirm")

    @property
    def has_workload(self) -> bool:
        return self.model is Specialist

    @property
    def has_expertise(self) -> bool:
        return self.model is Expert

    def url(self, page: str = "", *args: Any) -> str:
        """The address of a page of this list; without a name that of one entry."""
        return reverse(f"ministry:{self.key}_{page}" if page else f"ministry:{self.key}", args=args)

    def entry(self, request: Request, pk: int) -> Any:
        """One of the people of this list; 404 for who is not in it."""
        joined = ["person", "blocked_by", "added_by"]
        joined += ["region", "district__region", "employer"] if self.has_expertise else []
        visible = self.model.objects.visible_to(request.acting).select_related(*joined)
        return get_object_or_404(visible, pk=pk)


EXPERTS = Kind(
    key="expert",
    model=Expert,
    title=_("Experts"),
    add=_("Add an expert"),
    empty=_(
        "Here will stand the experts who evaluate organizations. Three of them are drawn for each application that is "
        "taken under consideration, so begin with three at least."
    ),
    facts_form=ExpertFactsForm,
    add_form=AddExpertForm,
    edit_form=EditExpertForm,
    filter_form=ExpertFilterForm,
)
COLLEGIUM = Kind(
    key="collegiummember",
    model=CollegiumMember,
    title=_("Collegium"),
    add=_("Add a member of the collegium"),
    empty=_("Here will stand the members of the collegium, who decide on accreditation."),
)
SPECIALISTS = Kind(
    key="specialist",
    model=Specialist,
    title=_("Accreditation specialists"),
    add=_("Add a specialist"),
    empty=_("Here will stand the specialists of the ministry, to whom applications are given."),
)
