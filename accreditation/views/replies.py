"""The organization reads what the experts found, and answers on facts before the day is over."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.replies import ReplyAct, ReplyState
from accreditation.forms.replies import RemarkForm
from accreditation.models import Application, Reply
from accreditation.rules import applications as application_rules
from accreditation.rules import replies as rules
from accreditation.selectors import replies as selectors
from accreditation.selectors.replies import Finding, FindingChapter
from accreditation.services import replies as services
from accreditation.views.place import application_here
from accreditation.workflow.replies import REPLY
from core.http import Request, by_method, reads, writes
from core.ui import Action
from core.uploads.downloads import file_response


@dataclass(frozen=True, slots=True)
class Case:
    """The findings on an application of the organization where the person works now."""

    application: Application
    reply: Reply
    chapters: tuple[FindingChapter, ...]

    @property
    def remarked(self) -> list[Finding]:
        """The criteria to which something is written."""
        return [one for chapter in self.chapters for one in chapter.findings if one.remark]

    def context(self, request: Request, **more: Any) -> dict[str, Any]:
        refusal = rules.may_answer.reason(request.acting, self.reply)
        return {"application": self.application, "reply": self.reply, "case": self, "refusal": refusal, **more}


@reads
def reply(request: Request, pk: int) -> HttpResponse:
    """Until when one may answer, the findings section by section, what is written, and how it is sent."""
    case = _case(request, pk)
    context = case.context(
        request,
        acts=_acts(request, case),
        rounds=selectors.rounds(case.application),
        shows_answers=selectors.may_read_answers(case.application, inside=False),
    )
    return render(request, "accreditation/reply.html", context)


@reads
def reply_section(request: Request, pk: int, number: int) -> HttpResponse:
    case = _case(request, pk)
    if case.reply.state == ReplyState.SET_ASIDE or not 1 <= number <= len(case.chapters):
        raise Http404
    return render(request, "accreditation/reply_section.html", case.context(request, chapter=case.chapters[number - 1]))


@reads
def reply_remark_show(request: Request, pk: int, answer: int) -> HttpResponse:
    case = _case(request, pk)
    finding = _finding(case, answer)
    rules.may_answer.check(request.acting, case.reply)
    return _remark_page(request, case, finding, RemarkForm(remark=finding.remark))


@writes
def reply_remark_save(request: Request, pk: int, answer: int) -> HttpResponse:
    """The draft says this to the criterion, or nothing any more."""
    case = _case(request, pk)
    finding = _finding(case, answer)
    rules.may_answer.check(request.acting, case.reply)
    if request.POST.get("go") == "remove" and finding.remark:
        services.remove_remark(finding.remark, by=request.acting)
        messages.success(request, _("The answer to this criterion is removed."))
        return _to_section(case, finding)
    form = RemarkForm(request.POST, request.FILES, remark=finding.remark)
    if not form.is_valid():
        return _remark_page(request, case, finding, form)
    try:
        services.write_remark(case.reply, finding.answer, **form.cleaned_data, by=request.acting)
    except ValidationError as refused:
        form.add_error("file", refused)
        return _remark_page(request, case, finding, form)
    messages.success(request, _("Saved. It goes to the experts when the head sends the whole answer."))
    return _to_section(case, finding)


reply_remark = by_method(reply_remark_show, reply_remark_save)


@reads
def reply_send_show(request: Request, pk: int) -> HttpResponse:
    """What is going to be sent, before it can't be changed any more."""
    return _giving_page(request, pk, ReplyAct.SEND, "reply_send")


@writes
def reply_send_save(request: Request, pk: int) -> HttpResponse:
    services.send(_case(request, pk).reply, by=request.acting)
    messages.success(request, _("Your answer is with the experts."))
    return redirect("accreditation:reply", pk)


@reads
def reply_waive_show(request: Request, pk: int) -> HttpResponse:
    return _giving_page(request, pk, ReplyAct.WAIVE, "reply_waive")


@writes
def reply_waive_save(request: Request, pk: int) -> HttpResponse:
    services.waive(_case(request, pk).reply, by=request.acting)
    messages.success(request, _("The experts know that you have no objections."))
    return redirect("accreditation:reply", pk)


reply_send = by_method(reply_send_show, reply_send_save)
reply_waive = by_method(reply_waive_show, reply_waive_save)


@reads
def reply_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """A paper that proves a remark, to whoever may read it."""
    return file_response(get_object_or_404(selectors.readable_files(request.acting), public_id=public_id))


def _case(request: Request, pk: int) -> Case:
    """404 until the findings are shown to the organization."""
    application = application_here(request, pk)
    application_rules.may_see.check(request.acting, application)
    found = selectors.reply_of(application)
    if found is None:
        raise Http404
    return Case(application, found, selectors.findings(found))


def _finding(case: Case, answer: int) -> Finding:
    found = (one for chapter in case.chapters for one in chapter.findings if one.answer.pk == answer)
    finding = next(found, None)
    if finding is None:
        raise Http404
    return finding


def _acts(request: Request, case: Case) -> list[Action]:
    """The two ways to close the right of reply, with the reason where one is refused."""
    if case.reply.state != ReplyState.OPEN:
        return []
    send, waive = (REPLY[act].reason(request.acting, case.reply) for act in (ReplyAct.SEND, ReplyAct.WAIVE))
    here = {"args": [case.application.pk]}
    return [
        Action(label=_("Send the answer"), url=reverse("accreditation:reply_send", **here), reason=send),
        Action(
            label=_("We have no objections"),
            url=reverse("accreditation:reply_waive", **here),
            reason=waive,
            tone="secondary",
        ),
    ]


def _giving_page(request: Request, pk: int, act: ReplyAct, name: str) -> HttpResponse:
    case = _case(request, pk)
    REPLY.check(act, request.acting, case.reply)
    return render(request, f"accreditation/{name}.html", case.context(request))


def _remark_page(request: Request, case: Case, finding: Finding, form: RemarkForm) -> HttpResponse:
    context = case.context(request, finding=finding, form=form, back=_section_url(case, finding))
    return render(request, "accreditation/reply_remark.html", context, status=422 if form.is_bound else 200)


def _to_section(case: Case, finding: Finding) -> HttpResponse:
    return redirect(_section_url(case, finding))


def _section_url(case: Case, finding: Finding) -> str:
    """The criterion on the page of its section."""
    number = next(one.number for one in case.chapters if finding in one.findings)
    url = reverse("accreditation:reply_section", args=[case.application.pk, number])
    return f"{url}#criterion-{finding.answer.pk}"
