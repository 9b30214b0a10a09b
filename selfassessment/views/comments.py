"""What colleagues say about an answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from selfassessment import rules, selectors
from selfassessment.forms.writing import CommentForm
from selfassessment.models import Answer, Comment
from selfassessment.services import commenting
from selfassessment.views.answers import place_of
from selfassessment.views.beside import beside_page
from selfassessment.views.place import answer_here


@reads
def answer_comments_show(request: Request, pk: int) -> HttpResponse:
    answer = answer_here(request, pk)
    rules.may_see.check(request.acting, answer.report)
    return _page(request, answer, CommentForm())


@writes
def answer_comments_save(request: Request, pk: int) -> HttpResponse:
    answer = answer_here(request, pk)
    rules.may_comment.check(request.acting, answer)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, answer, form, status=422)
    commenting.comment(answer, form.cleaned_data["text"], by=request.acting)
    messages.success(request, _("The comment stands beside the answer."))
    return redirect("selfassessment:answer_comments", answer.pk)


answer_comments = by_method(answer_comments_show, answer_comments_save)


@writes
def comment_resolve(request: Request, pk: int) -> HttpResponse:
    remark = commenting.resolve(_remark(request, pk), by=request.acting)
    return redirect("selfassessment:answer_comments", remark.answer_id)


@writes
def comment_reopen(request: Request, pk: int) -> HttpResponse:
    remark = commenting.reopen(_remark(request, pk), by=request.acting)
    return redirect("selfassessment:answer_comments", remark.answer_id)


def _remark(request: Request, pk: int) -> Comment:
    """The comment, if its answer is one that the person may see."""
    remark = get_object_or_404(Comment, pk=pk)
    answer_here(request, remark.answer_id)
    return remark


def _page(request: Request, answer: Answer, form: CommentForm, *, status: int = 200) -> HttpResponse:
    context = {
        "answer": answer,
        "back": place_of(answer),
        "comments": selectors.comments(answer),
        "form": form,
        "refusal": rules.may_comment.reason(request.acting, answer),
        "settles": rules.may_resolve.allows(request.acting, answer),
    }
    return beside_page(request, answer.report, "answer_comments", _("Comments on the answer"), context, status=status)
