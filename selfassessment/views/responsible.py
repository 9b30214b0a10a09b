"""Who of the commission is responsible for which answer of a part."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from selfassessment import rules, selectors
from selfassessment.completeness import Part
from selfassessment.forms.responsible import ResponsibleForm
from selfassessment.models import SelfAssessment
from selfassessment.services import answering
from selfassessment.views.beside import beside_page
from selfassessment.views.parts import part_url
from selfassessment.views.place import report_here


@reads
def part_responsible_show(request: Request, pk: int, number: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_resolve.check(request.acting, report)
    part = _part(report, number)
    return _page(request, report, number, part, _form(report, part))


@writes
def part_responsible_save(request: Request, pk: int, number: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_resolve.check(request.acting, report)
    part = _part(report, number)
    form = _form(report, part, request.POST)
    if not form.is_valid():
        return _page(request, report, number, part, form, status=422)
    for answer, member in form.chosen():
        answering.assign(answer, member, by=request.acting)
    messages.success(request, _("Saved: who is responsible for which answer."))
    return redirect(part_url(report, number))


part_responsible = by_method(part_responsible_show, part_responsible_save)


def _part(report: SelfAssessment, number: int) -> Part:
    parts = selectors.progress(report).parts
    if not 1 <= number <= len(parts):
        raise Http404
    return parts[number - 1]


def _form(report: SelfAssessment, part: Part, data: object = None) -> ResponsibleForm:
    return ResponsibleForm(data, answers=part.answers, members=selectors.commission(report))


def _page(
    request: Request, report: SelfAssessment, number: int, part: Part, form: ResponsibleForm, *, status: int = 200
) -> HttpResponse:
    context = {"part": part, "form": form, "back": part_url(report, number)}
    return beside_page(request, report, "part_responsible", _("Who is responsible"), context, status=status)
