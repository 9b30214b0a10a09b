"""«Эксперттин жеке кабинети»: the expert's cases, his history, and what he says of himself."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.forms.experts import AbsenceForm, OwnDataForm, RelativeForm
from accreditation.models import Expert
from accreditation.rules import people as rules
from accreditation.selectors import invitations as selectors
from accreditation.services import declarations
from accreditation.services import experts as services
from core.http import Request, by_method, reads, writes
from core.ui import Tab
from organizations.enums import InstructionLanguage

PER_PAGE = 25


@reads
def expert_home(request: Request) -> HttpResponse:
    expert, tab = _expert(request), request.GET.get("tab", "")
    rows = selectors.past(request.acting) if tab == "history" else selectors.current(request.acting)
    context = {
        "expert": expert,
        "tab": tab,
        "tabs": _tabs(request, tab),
        "page": Paginator(selectors.cards(rows, request.acting), PER_PAGE).get_page(request.GET.get("page")),
        "licensing_url": settings.LICENSING_URL,
    }
    return render(request, "accreditation/expert_home.html", context)


def _tabs(request: Request, tab: str) -> list[Tab]:
    url = reverse("accreditation:expert_home")
    return [
        Tab(
            label=_("Accreditations"),
            url=url,
            count=selectors.current(request.acting).count(),
            current=tab not in {"licences", "history"},
        ),
        Tab(label=_("Licences"), url=f"{url}?tab=licences", current=tab == "licences"),
        Tab(
            label=_("History"),
            url=f"{url}?tab=history",
            count=selectors.past(request.acting).count(),
            current=tab == "history",
        ),
    ]


@reads
def expert_profile(request: Request) -> HttpResponse:
    """What the ministry has written, and what the expert changes himself."""
    expert = _expert(request)
    context = {"expert": expert, "relatives": expert.relatives.select_related("organization")}
    languages = [InstructionLanguage(language).label for language in expert.languages]
    context |= {"absences": expert.unavailabilities.all(), "languages": languages, "own_page": True}
    return render(request, "accreditation/expert_profile.html", context)


@reads
def _own_data_show(request: Request) -> HttpResponse:
    expert = _expert(request)
    return _form_page(request, OwnDataForm(instance=expert), _("District and languages"))


@writes
def _own_data_save(request: Request) -> HttpResponse:
    form = OwnDataForm(request.POST, instance=_expert(request))
    if not form.is_valid():
        return _form_page(request, form, _("District and languages"))
    data = form.cleaned_data
    services.change_own_data(
        _expert(request), district=data["district"], languages=data["languages"], by=request.acting
    )
    messages.success(request, _("Saved."))
    return redirect("accreditation:expert_profile")


@reads
def _relative_show(request: Request) -> HttpResponse:
    _expert(request)
    return _form_page(request, RelativeForm(), _("Declare a relative"))


@writes
def _relative_save(request: Request) -> HttpResponse:
    expert, form = _expert(request), RelativeForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, _("Declare a relative"))
    data = form.cleaned_data
    declarations.declare_relative(
        expert, by=request.acting, kinship=data["kinship"], pin=data["pin"] or None, organization=data["organization"]
    )
    messages.success(request, _("Declared. You are not drawn for the organization of this relative."))
    return redirect("accreditation:expert_profile")


@reads
def _absence_show(request: Request) -> HttpResponse:
    _expert(request)
    return _form_page(request, AbsenceForm(), _("Say when you are away"))


@writes
def _absence_save(request: Request) -> HttpResponse:
    expert, form = _expert(request), AbsenceForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, _("Say when you are away"))
    declarations.add_absence(expert, by=request.acting, **form.cleaned_data)
    messages.success(request, _("Saved. You are not drawn for evaluations in these days."))
    return redirect("accreditation:expert_profile")


@writes
def expert_absence_delete(request: Request, pk: int) -> HttpResponse:
    absence = get_object_or_404(_expert(request).unavailabilities, pk=pk)
    declarations.remove_absence(absence, by=request.acting)
    messages.success(request, _("Removed."))
    return redirect("accreditation:expert_profile")


expert_own_data = by_method(_own_data_show, _own_data_save)
expert_relative_add = by_method(_relative_show, _relative_save)
expert_absence_add = by_method(_absence_show, _absence_save)


def _expert(request: Request) -> Expert:
    rules.is_expert.check(request.acting)
    expert = rules.expert_of(request.acting.user)
    assert expert is not None  # noqa: S101 -- the rule has just found him
    return expert


def _form_page(request: Request, form: object, title: str) -> HttpResponse:
    status = 422 if getattr(form, "is_bound", False) else 200
    return render(
        request, "accreditation/expert_form.html", {"form": form, "title": title, "own_page": True}, status=status
    )
