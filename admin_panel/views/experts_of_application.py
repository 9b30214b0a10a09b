"""The experts of an application: who was drawn, who answered, who comes next, and what the ministry may change."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.applications import FORMING, State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Application, Draw, Invitation, RedrawRequest
from accreditation.rules import applications as rules
from accreditation.rules import draw as draw_rules
from accreditation.selectors import draw as draw_selectors
from accreditation.selectors import groups, objections
from accreditation.selectors.renewals import renewal_of
from accreditation.services import draw as draw_services
from accreditation.services import invitations as services
from accreditation.services import protocol
from admin_panel.forms.experts_of_application import (
    ChoiceByHandForm,
    ReasonForm,
    RedrawAnswerForm,
    ReplacementForm,
    SurnameForm,
)
from admin_panel.views.access import for_the_ministry
from core.http import Request, by_method, reads, writes
from core.ui import Action

_REDRAWN = {State.INVITING, State.AGREED}


@reads
@for_the_ministry
def application_experts(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    request_open = application.redraw_requests.filter(answered_at=None).select_related("asked_by").first()
    context: dict[str, Any] = {
        "application": application,
        "application_tone": State(application.state).tone,
        "back": _page_of(application),
        "may_move": application.state in FORMING,
        "group": groups.group_of(application),
        "renewal": renewal_of(application),
        "draws": draw_selectors.draws_of(application),
        "prospects": draw_selectors.prospects(application) if application.evaluation_starts_on else None,
        "hints": _hints(application),
        "orders": _orders(application),
        "objections": objections.of_application(application, request.acting),
        "redraw": request_open,
        "may_answer_redraw": request_open and draw_rules.may_answer_redraw.allows(request.acting, request_open),
        "may_ask_redraw": application.state in _REDRAWN and request_open is None,
    }
    return render(request, "admin_panel/application_experts.html", context)


@reads
@for_the_ministry
def draw(request: Request, pk: int) -> HttpResponse:
    """The protocol of a draw on a page: the row, and for everybody else the rules that exclude him."""
    drawn = _draw(request, pk)
    candidates = list(drawn.candidates.select_related("expert"))
    context = {
        "draw": drawn,
        "application": drawn.application,
        "row": [each for each in candidates if each.place],
        "excluded": [each for each in candidates if not each.place],
    }
    return render(request, "admin_panel/draw.html", context)


@reads
@for_the_ministry
def draw_json(request: Request, pk: int) -> HttpResponse:
    """The protocol for docs/recompute_draw.py; with ?names=no without names, to be handed out."""
    drawn = _draw(request, pk)
    with_names = request.GET.get("names") != "no"
    name = f"draw-{drawn.application_id}-{drawn.number}{'' if with_names else '-without-names'}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(protocol.as_json(drawn, with_names=with_names), json_dumps_params=options, headers=headers)


# What is changed by hand ---------------------------------------------------------------------------------------------


@reads
@for_the_ministry
def _replace_show(request: Request, pk: int) -> HttpResponse:
    member = _member(request, pk)
    return _replace_page(request, member, ReplacementForm(experts=groups.may_be_chosen(member.application)))


@writes
@for_the_ministry
def _replace_save(request: Request, pk: int) -> HttpResponse:
    member = _member(request, pk)
    form = ReplacementForm(request.POST, experts=groups.may_be_chosen(member.application))
    if not form.is_valid():
        return _replace_page(request, member, form)
    data = form.cleaned_data
    invited = services.replace(member, reason=data["reason"], successor=data["expert"], by=request.acting)
    if invited is None:
        messages.warning(request, _("The expert is free, but nobody is left in the row. Choose somebody by hand."))
    else:
        messages.success(request, _("Invited instead: %(name)s.") % {"name": invited.expert})
    return _back(member.application)


@reads
@for_the_ministry
def _chair_show(request: Request, pk: int) -> HttpResponse:
    return _chair_page(request, _member(request, pk), ReasonForm())


@writes
@for_the_ministry
def _chair_save(request: Request, pk: int) -> HttpResponse:
    member, form = _member(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _chair_page(request, member, form)
    services.change_chair(member, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The chair is now %(name)s.") % {"name": member.expert})
    if member.application.state == State.ORDERED:
        messages.warning(request, _("The signed order names another chair: make a new order and have it signed."))
    return _back(member.application)


@reads
@for_the_ministry
def _by_hand_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    return _by_hand_page(request, application, ChoiceByHandForm(experts=groups.may_be_chosen(application)))


@writes
@for_the_ministry
def _by_hand_save(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = ChoiceByHandForm(request.POST, experts=groups.may_be_chosen(application))
    if not form.is_valid():
        return _by_hand_page(request, application, form)
    data = form.cleaned_data
    invited = services.choose_by_hand(application, data["expert"], reason=data["reason"], by=request.acting)
    messages.success(request, _("Invited: %(name)s.") % {"name": invited.expert})
    return _back(application)


@reads
@for_the_ministry
def _surname_show(request: Request, pk: int, expert: int) -> HttpResponse:
    application, hint = _hint(request, pk, expert)
    initial = {"verdict": hint.verdict.verdict, "note": hint.verdict.note} if hint.verdict else None
    return _surname_page(request, application, hint, SurnameForm(initial=initial))


@writes
@for_the_ministry
def _surname_save(request: Request, pk: int, expert: int) -> HttpResponse:
    (application, hint), form = _hint(request, pk, expert), SurnameForm(request.POST)
    if not form.is_valid():
        return _surname_page(request, application, hint, form)
    draw_services.judge_surname(application, hint.expert, surname=hint.surname, **form.cleaned_data, by=request.acting)
    messages.success(request, _("Saved."))
    return _back(application)


# A second draw -------------------------------------------------------------------------------------------------------


@reads
@for_the_ministry
def _redraw_show(request: Request, pk: int) -> HttpResponse:
    return _redraw_page(request, application_here(request, pk), ReasonForm())


@writes
@for_the_ministry
def _redraw_save(request: Request, pk: int) -> HttpResponse:
    application, form = application_here(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _redraw_page(request, application, form)
    draw_services.ask_for_redraw(application, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The second draw waits for the consent of another person."))
    return _back(application)


@reads
@for_the_ministry
def _answer_show(request: Request, pk: int) -> HttpResponse:
    return _answer_page(request, _request(request, pk), RedrawAnswerForm())


@writes
@for_the_ministry
def _answer_save(request: Request, pk: int) -> HttpResponse:
    asked, form = _request(request, pk), RedrawAnswerForm(request.POST)
    if not form.is_valid():
        return _answer_page(request, asked, form)
    if form.cleaned_data["agrees"]:
        draw_services.redraw(asked, by=request.acting)
        messages.success(request, _("Experts were drawn again and are invited."))
    else:
        draw_services.refuse_redraw(asked, by=request.acting)
        messages.success(request, _("The first draw stands."))
    return _back(asked.application)


invitation_replace = by_method(_replace_show, _replace_save)
chair_change = by_method(_chair_show, _chair_save)
expert_by_hand = by_method(_by_hand_show, _by_hand_save)
surname_judge = by_method(_surname_show, _surname_save)
redraw_ask = by_method(_redraw_show, _redraw_save)
redraw_answer = by_method(_answer_show, _answer_save)


# What these pages share ----------------------------------------------------------------------------------------------


def application_here(request: Request, pk: int) -> Application:
    """Names of experts are for those who handle the application: a colleague who works in the school sees none."""
    rows = Application.objects.visible_to(request.acting).sent().select_related("organization__district", "report")
    application = get_object_or_404(rows, pk=pk)
    rules.handles.check(request.acting, application)
    return application


def _member(request: Request, pk: int) -> Invitation:
    rows = Invitation.objects.visible_to(request.acting).select_related("expert__person")
    member = get_object_or_404(rows, pk=pk)
    member.application = application_here(request, member.application_id)
    return member


def _draw(request: Request, pk: int) -> Draw:
    drawn = get_object_or_404(Draw.objects.select_related("document", "drawn_by", "asked_by"), pk=pk)
    drawn.application = application_here(request, drawn.application_id)
    return drawn


def _request(request: Request, pk: int) -> RedrawRequest:
    asked = get_object_or_404(RedrawRequest.objects.select_related("asked_by"), pk=pk, answered_at=None)
    asked.application = application_here(request, asked.application_id)
    draw_rules.may_answer_redraw.check(request.acting, asked)
    return asked


def _orders(application: Application) -> list[Action]:
    """The two buttons of the manual, which come when all experts have agreed, between them the way to sign the order
    here; afterwards the way to the order."""
    here = {"args": [application.pk]}
    order, upload = reverse("ministry:evaluation_order", **here), reverse("ministry:evaluation_order_upload", **here)
    if application.state == State.AGREED:
        generated = application.evaluation_orders.filter(state=EvaluationOrderState.GENERATED).exists()
        reason = None if generated else _("First generate the order.")
        return [
            Action(label=_("Generate the order"), url=order, tone="secondary" if generated else "primary"),
            *([Action(label=_("Sign the order"), url=order, tone="secondary")] if generated else []),
            Action(label=_("Upload the external evaluation order"), url=upload, reason=reason),
        ]
    if application.evaluation_orders.exists():
        return [Action(label=_("Order on external evaluation"), url=order, tone="secondary")]
    return []


def _hints(application: Application) -> list[draw_selectors.Hint]:
    return draw_selectors.hints(application) if application.is_open else []


def _hint(request: Request, pk: int, expert: int) -> tuple[Application, draw_selectors.Hint]:
    """The similar surname that the address names, or the only one of this expert."""
    application = application_here(request, pk)
    head = request.GET.get("head")
    found = (each for each in draw_selectors.hints(application) if each.expert.pk == expert)
    hint = next((each for each in found if head in {None, each.key}), None)
    if hint is None:
        raise Http404
    return application, hint


def _back(application: Application) -> HttpResponse:
    return redirect("ministry:application_experts", application.pk)


def _replace_page(request: Request, member: Invitation, form: forms.Form) -> HttpResponse:
    return _form_page(
        request,
        member.application,
        form,
        title=_("Replace the expert"),
        lead=member.expert.name,
        text=_("The expert is told the reason. The choice by hand is marked in the history."),
        label=_("Replace the expert"),
        tone="warning",
    )


def _chair_page(request: Request, member: Invitation, form: forms.Form) -> HttpResponse:
    return _form_page(
        request,
        member.application,
        form,
        title=_("Make chair of the expert group"),
        lead=member.expert.name,
        text=_(
            "Otherwise whoever was drawn first leads the group. If the order is made already, it has to be made anew."
        ),
        label=_("Make chair"),
    )


def _by_hand_page(request: Request, application: Application, form: forms.Form) -> HttpResponse:
    return _form_page(
        request,
        application,
        form,
        title=_("Choose an expert by hand"),
        lead=application.organization.name,
        text=_("The list holds the experts whom no rule excludes. The choice is marked in the history."),
        label=_("Invite"),
    )


def _surname_page(
    request: Request, application: Application, hint: draw_selectors.Hint, form: forms.Form
) -> HttpResponse:
    return _form_page(
        request,
        application,
        form,
        title=_("Similar surnames"),
        lead=_("Expert: %(expert)s. Head of the organization: %(head)s.") % {"expert": hint.expert, "head": hint.head},
        text=_("A relative of a head evaluates nothing here: if he was invited, somebody else is."),
        label=_("Save"),
    )


def _redraw_page(request: Request, application: Application, form: forms.Form) -> HttpResponse:
    return _form_page(
        request,
        application,
        form,
        title=_("Ask for a second draw"),
        lead=application.organization.name,
        text=_(
            "Another person has to agree. Then whoever was invited is told that he is free, and three experts are "
            "drawn among those never asked. Both draws stay in the protocol."
        ),
        label=_("Ask for a second draw"),
        tone="warning",
    )


def _answer_page(request: Request, asked: RedrawRequest, form: forms.Form) -> HttpResponse:
    return _form_page(
        request,
        asked.application,
        form,
        title=_("Second draw"),
        lead=_("%(name)s asks for it: %(reason)s") % {"name": asked.asked_by, "reason": asked.reason},
        text=_("Whoever was invited is told that he is free, and three experts are drawn among those never asked."),
        label=_("Confirm"),
    )


def _page_of(application: Application) -> str:
    """The application's own page."""
    name = settings.MINISTRY_APPLICATION_PAGE
    return reverse(name, args=[application.pk]) if name else reverse("ministry:home")


def _form_page(request: Request, application: Application, form: forms.Form, **texts: str) -> HttpResponse:
    back = reverse("ministry:application_experts", args=[application.pk])
    context = {"application": application, "form": form, "back": back, "tone": "primary", **texts}
    return render(request, "admin_panel/experts_form.html", context, status=422 if form.is_bound else 200)
