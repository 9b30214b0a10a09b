"""The registry's numbers: one application, one after the other by keyboard, or a whole list at once."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accreditation.enums.applications import Action
from accreditation.models import Application
from accreditation.selectors import desk as selectors
from accreditation.services import desk, intake
from accreditation.workflow.applications import APPLICATION
from admin_panel import letters
from admin_panel.forms.intake import FindLetterForm, LetterForm, PasteForm
from admin_panel.views.access import for_administrators
from admin_panel.views.case import application_here
from core.http import Request, by_method, reads, writes

AT_ONCE = 50  # rows on the page of the registry; what is filed makes room for the next


# One application ------------------------------------------------------------------------------------------------------


@reads
@for_administrators
def _letter_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    on = application.registered_on or timezone.localdate()
    form = LetterForm(application=application, initial={"number": application.registration_number, "on": on})
    return _letter_page(request, application, form.visible_at_first())


@writes
@for_administrators
def _letter_save(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = LetterForm(request.POST, application=application)
    if not form.is_valid():
        return _letter_page(request, application, form)
    messages.success(request, _file(application, form, request))
    return redirect("ministry:application", pk)


letter = by_method(_letter_show, _letter_save)


def _letter_page(request: Request, application: Application, form: LetterForm) -> HttpResponse:
    step = Action.CORRECT_REGISTRATION if application.registration_number else Action.REGISTER
    APPLICATION[step].rule.check(request.acting, application)
    context = {
        "application": application,
        "form": form,
        "refusal": APPLICATION[step].reason(request.acting, application),
    }
    return render(request, "admin_panel/letter.html", context, status=422 if form.is_bound else 200)


def _file(application: Application, form: LetterForm, request: Request) -> str:
    """Registered or corrected; the sentence that says so."""
    given = {"number": form.cleaned_data["number"], "on": form.cleaned_data["on"], "by": request.acting}
    if application.registration_number:
        application = intake.correct_registration(application, **given, comment=form.cleaned_data["reason"])
        said = _("The registration is corrected: %(application)s, %(number)s of %(on)s.")
    else:
        application = intake.register(application, **given)
        said = _("Registered: %(application)s, %(number)s of %(on)s.")
    desk.see([application], by=request.acting)
    on = f"{application.registered_on:%d.%m.%Y}"
    return said % {"application": application, "number": application.registration_number, "on": on}


# One after the other --------------------------------------------------------------------------------------------------


@reads
@for_administrators
def _list_show(request: Request) -> HttpResponse:
    """All letters that wait; the keyboard stands in the row after the one just filed, with its date. Whoever came to
    that row by searching goes on searching."""
    return _list_page(request, request.GET)


@writes
@for_administrators
def _list_save(request: Request) -> HttpResponse:
    """One row is filed; a refusal stands in its row, with what was typed."""
    pk = request.POST.get("application", "")
    waiting = selectors.on_desk(request.acting).select_related("organization")
    application = get_object_or_404(waiting, pk=int(pk) if pk.isdecimal() and len(pk) < 16 else 0)
    form = LetterForm(request.POST, application=application, auto_id=f"id_{application.pk}_%s")
    if not form.is_valid():
        return _list_page(request, request.POST, refused=form)
    messages.success(request, _file(application, form, request))
    query = f"after={application.pk}&on={form.cleaned_data['on']:%Y-%m-%d}"
    if request.POST.get("words"):
        query = f"{query}&find=1"
    return redirect(f"{reverse('ministry:letter_list')}?{query}")


letter_list = by_method(_list_show, _list_save)


def _list_page(request: Request, given: QueryDict, *, refused: LetterForm | None = None) -> HttpResponse:
    find = FindLetterForm(given)
    waiting = selectors.without_number(request.acting, find.sought)
    applications, total = list(waiting[:AT_ONCE]), waiting.count()
    rows = [_row_form(application, find.day, refused) for application in applications]
    fields = {row.application.pk: row.fields["number"] for row in rows}
    fields.get(_place(given, applications, refused), find.fields["words"]).widget.attrs["autofocus"] = True
    context = {
        "find": find,
        "rows": rows,
        "total": total,
        "form": refused,
        "more": total - len(applications),
    }
    return render(request, "admin_panel/letter_list.html", context, status=422 if refused else 200)


def _place(given: QueryDict, applications: list[Application], refused: LetterForm | None) -> int | None:
    """In which row the keyboard stands; None for the search."""
    if refused:
        return refused.application.pk
    if given.get("find"):
        return None
    after = given.get("after", "")
    filed = selectors.place_in_registry(int(after)) if after.isdecimal() and len(after) < 16 else None
    return _next(filed, applications)


def _row_form(application: Application, on: date, refused: LetterForm | None) -> LetterForm:
    if refused and refused.application.pk == application.pk:
        return refused
    form = LetterForm(application=application, auto_id=f"id_{application.pk}_%s", initial={"on": on})
    return form.visible_at_first()


def _next(filed: Application | None, applications: list[Application]) -> int | None:
    """The first row that came after the filed one; from the top again at the end."""
    if filed:
        moment = (filed.submitted_at, filed.pk)
        later = [row.pk for row in applications if (row.submitted_at, row.pk) > moment]
        if later:
            return later[0]
    return applications[0].pk if applications else None


# A whole list ---------------------------------------------------------------------------------------------------------


@reads
@for_administrators
def _paste_show(request: Request) -> HttpResponse:
    return _paste_page(request, PasteForm())


@writes
@for_administrators
def _paste_save(request: Request) -> HttpResponse:
    """First what would happen, then, confirmed, it happens; or the lines come back to be corrected."""
    if "again" in request.POST:
        return _paste_page(request, PasteForm(initial={"text": request.POST.get("text", "")}))
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _paste_page(request, form)
    preview = letters.checked(form.cleaned_data["lines"], by=request.acting)
    if "confirmed" not in request.POST:
        context = {"preview": preview, "text": form.cleaned_data["text"]}
        return render(request, "admin_panel/letter_preview.html", context)
    count = letters.register_all(preview, with_doubts="with_doubts" in request.POST, by=request.acting)
    said = ngettext("%(count)d application is registered.", "%(count)d applications are registered.", count)
    messages.success(request, said % {"count": count})
    return redirect("ministry:letter_list")


letter_paste = by_method(_paste_show, _paste_save)


def _paste_page(request: Request, form: PasteForm) -> HttpResponse:
    return render(request, "admin_panel/letter_paste.html", {"form": form}, status=422 if form.is_bound else 200)
