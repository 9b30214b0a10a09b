"""ЕСИ's own pages, in the words of the manual: number, password, signature, code."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.hashers import check_password
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stub.codes import services as codes
from stub.codes.services import Verdict
from stub.esi import masking, sign_in
from stub.esi.forms import CodeForm, PasswordForm, PinForm, SignatureForm
from stub.esi.sign_in import Attempt
from stub.outbox.models import Channel
from stub.registry.models import Person, Signature
from stub.registry.modes import PersonMode, SignatureMode

both_methods = require_http_methods(["GET", "HEAD", "POST"])
Step = Callable[[HttpRequest, Attempt], HttpResponse]


def step(*, after: Callable[[Attempt], object]) -> Callable[[Step], Callable[[HttpRequest], HttpResponse]]:
    """A page of the attempt; who has not done the earlier ones is sent to the first."""

    def decorate(view: Step) -> Callable[[HttpRequest], HttpResponse]:
        @never_cache
        @both_methods
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            attempt = sign_in.current(request)
            return view(request, attempt) if attempt and after(attempt) else redirect("esi:pin")

        return checked

    return decorate


@never_cache
@both_methods
def pin(request: HttpRequest) -> HttpResponse:
    form = PinForm(request.POST or None)
    attempt = sign_in.current(request)
    if "next" in request.GET or attempt is None:
        attempt = sign_in.begin(request, request.GET.get("next", "/"))
    if form.is_valid():
        person = sign_in.account(form.cleaned_data["pin"])
        if person is None:
            form.add_error("pin", _("No account is registered for this personal number."))
        elif person.has(PersonMode.BLOCKED):
            form.add_error("pin", _("The account is blocked. Turn to a public service centre."))
        else:
            attempt.pin, attempt.knows_password = person.pin, False
            sign_in.keep(request, attempt)
            return redirect("esi:password")
    return _page(request, "pin", form)


@sensitive_post_parameters("password")
@step(after=lambda attempt: attempt.pin)
def password(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    person = attempt.person
    if form.is_valid():
        if sign_in.too_many_wrong_passwords(person.pin):
            form.add_error("password", _("Too many wrong passwords. Try again in five minutes."))
        elif not check_password(form.cleaned_data["password"], person.password):
            sign_in.count_wrong_password(person.pin)
            form.add_error("password", _("The password is wrong."))
        else:
            attempt.knows_password = True
            sign_in.keep(request, attempt)
            return redirect("esi:signature")
    return _page(request, "password", form, pin=person.pin)


@step(after=lambda attempt: attempt.knows_password)
def signature(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    form = SignatureForm(request.POST or None)
    person = attempt.person
    offered = sign_in.signatures_of(person)
    if form.is_valid():
        chosen, problem = _chosen(form, offered)
        channel = Channel(form.cleaned_data["channel"])
        problem = problem or _problem(chosen, channel)
        if problem:
            form.add_error("signature", problem)
        else:
            attempt.signature_id, attempt.channel = chosen.pk if chosen else None, channel.value
            if _send(person, chosen, attempt, form):
                sign_in.keep(request, attempt)
                return redirect("esi:code")
    return _page(request, "signature", form, choices=[_shown(one) for one in offered], simple=SignatureForm.SIMPLE)


def _chosen(form: SignatureForm, offered: list[Signature]) -> tuple[Signature | None, str]:
    wanted = form.cleaned_data["signature"]
    if wanted == SignatureForm.SIMPLE:
        return None, ""
    chosen = next((one for one in offered if str(one.pk) == wanted), None)
    return chosen, "" if chosen else _("Choose an electronic signature.")


def _problem(chosen: Signature | None, channel: Channel) -> str:
    """Why this signature can't be used now, or nothing."""
    if chosen and chosen.has(SignatureMode.INACTIVE):
        return _("The cloud signature is not active. Turn to a public service centre.")
    if chosen and chosen.has(SignatureMode.REVOKED):
        return _("The certificate was revoked.")
    if chosen and not chosen.is_valid_now():
        begin, _end = chosen.validity()
        early = timezone.now() < begin
        return _("The certificate is not valid yet.") if early else _("The certificate has expired.")
    if channel.value not in sign_in.channels(chosen):
        return _("The code can't be sent this way for this signature.")
    return ""


def _send(person: Person, chosen: Signature | None, attempt: Attempt, form: Form) -> bool:
    """Whether a code is on its way; if not, the form says why."""
    if codes.locked_until(attempt.holder) or (chosen and chosen.has(SignatureMode.LOCKED)):
        form.add_error(None, _("Too many wrong codes. Try again in 15 minutes."))
        return False
    expired = chosen and chosen.has(SignatureMode.CODE_EXPIRED)
    codes.send(attempt.holder, person, Channel(attempt.channel), life=-codes.LIFE if expired else codes.LIFE)
    return True


@step(after=lambda attempt: attempt.channel)
def code(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        verdict = codes.judge(attempt.holder, form.cleaned_data["code"]).verdict
        if verdict == Verdict.RIGHT:
            return redirect(sign_in.complete(request, attempt))
        form.add_error("code", _code_errors()[verdict])
    by_email = attempt.channel == Channel.EMAIL
    to = masking.email(attempt.person.email) if by_email else masking.phone(attempt.person.phone)
    return _page(request, "code", form, to=to, by_email=by_email)


def _code_errors() -> dict[Verdict, str]:
    return {
        Verdict.WRONG: _("The code is wrong."),
        Verdict.EXPIRED: _("The code has expired. Ask for a new one."),
        Verdict.MISSING: _("The code is no longer valid. Ask for a new one."),
        Verdict.LOCKED: _("Too many wrong codes. Try again in 15 minutes."),
    }


@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    attempt = sign_in.current(request)
    if attempt is None or not attempt.channel:
        return redirect("esi:pin")
    if codes.locked_until(attempt.holder):
        return redirect("esi:signature")
    codes.send(attempt.holder, attempt.person, Channel(attempt.channel))
    return redirect("esi:code")


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    return redirect(sign_in.cancel(request))


@both_methods
def card(request: HttpRequest) -> HttpResponse:
    return _page(request, "card", None, card=True)


def _shown(one: Signature) -> dict[str, object]:
    _begin, end = one.validity()
    organization = one.organization
    return {
        "value": str(one.pk),
        "name": masking.words(organization.full_name_ru) if organization else "",
        "inn": masking.number(organization.inn) if organization else "",
        "until": f"{timezone.localtime(end):%Y.%m.%d}",
    }


def _page(request: HttpRequest, name: str, form: Form | None, **context: object) -> HttpResponse:
    status = 422 if form is not None and form.errors else 200
    return render(request, f"stub/esi/{name}.html", context | {"form": form}, status=status)
