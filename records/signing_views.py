"""The pages of a signing. One address shows where the person stands, after a reload as after each step."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.http import Request, asks, by_method, reads, writes
from integrations.cloud_signature import Channel, errors
from records import files, limits, sessions
from records.enums import Call, CeremonyState, DocumentState, Outcome
from records.forms import CodeForm
from records.models import Signature, SigningCeremony
from records.rules import may_sign
from records.selectors import Progress, progress
from records.services import ceremonies, signing
from records.views import pdf_response

_PAGE = "records/sign.html"
_STATUS = {errors.Unavailable: 503, errors.TooManyCodes: 429, errors.SignerLocked: 429}


@reads
def sign_show(request: Request, public_id: str) -> HttpResponse:
    return _page(request, _ceremony(request, public_id))


@asks
def sign_confirm(request: Request, public_id: str) -> HttpResponse:
    """The code was typed: sign everything."""
    ceremony = _ceremony(request, public_id)
    if ceremony.state == CeremonyState.COMPLETED:
        return redirect("records:sign", public_id)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, ceremony, form=form, status=422)
    try:
        signing.sign(ceremony, form.cleaned_data["code"], by=request.acting.user, acting=request.acting)
    except (errors.CodeWrong, errors.CodeExpired) as error:
        form.add_error("code", error.user_message)
        return _page(request, _ceremony(request, public_id), form=form, status=422)
    except (errors.SigningError, PermissionDenied, files.Damaged) as problem:
        return _refused(request, public_id, problem)
    return redirect("records:sign", public_id)


@asks
def sign_code(request: Request, public_id: str) -> HttpResponse:
    ceremony = _ceremony(request, public_id)
    try:
        channel = Channel(request.POST.get("channel") or ceremony.channel)
    except ValueError:
        raise Http404 from None
    try:
        signing.send_code(ceremony, channel, by=request.acting.user, acting=request.acting)
    except (errors.SigningError, PermissionDenied) as problem:
        return _refused(request, public_id, problem)
    return redirect("records:sign", public_id)


@asks
def sign_go_on(request: Request, public_id: str) -> HttpResponse:
    ceremony = _ceremony(request, public_id)
    try:
        signing.go_on(ceremony, by=request.acting.user, acting=request.acting)
    except (errors.SigningError, PermissionDenied, files.Damaged) as problem:
        return _refused(request, public_id, problem)
    return redirect("records:sign", public_id)


@writes
def sign_cancel(request: Request, public_id: str) -> HttpResponse:
    ceremony = _ceremony(request, public_id)
    ceremonies.cancel_ceremony(ceremony, by=request.acting.user)
    return redirect(ceremony.return_url)


@reads
def sign_document(request: Request, public_id: str, place: int) -> HttpResponse:
    """What is going to be signed, to be read before it."""
    item = get_object_or_404(_ceremony(request, public_id).items.select_related("document"), place=place)
    return pdf_response(request, item.document)


sign = by_method(sign_show, sign_confirm)


def _ceremony(request: Request, public_id: str) -> SigningCeremony:
    return get_object_or_404(SigningCeremony.objects.visible_to(request.acting.user), public_id=public_id)


def _refused(request: Request, public_id: str, problem: Exception) -> HttpResponse:
    """The page as it stands now, with what happened and what to do above it."""
    status = next((status for kind, status in _STATUS.items() if isinstance(problem, kind)), 409)
    message = problem.user_message if isinstance(problem, errors.SigningError) else str(problem)
    ceremony, damaged = _ceremony(request, public_id), isinstance(problem, files.Damaged)
    lost = isinstance(problem, errors.Unavailable) and ceremony.state == CeremonyState.UNKNOWN
    if lost or damaged or ceremony.refusal:  # the page says it better than the service's sentence
        message = ""
    return _page(request, ceremony, problem=message, damaged=damaged, lost=lost, status=status)


def _page(
    request: Request,
    ceremony: SigningCeremony,
    *,
    form: CodeForm | None = None,
    problem: str = "",
    damaged: bool = False,
    lost: bool = False,
    status: int = 200,
) -> HttpResponse:
    items = list(ceremony.items.select_related("document"))
    running = [each for each in (progress(item.document) for item in items) if each.running or each.failed]
    refused = _is_refused(ceremony)
    context: dict[str, Any] = {
        "ceremony": ceremony,
        "items": items,
        "form": form or CodeForm(),
        "problem": problem,
        "damaged": damaged,
        "lost": lost,
        "refusal": may_sign.reason(request.acting, ceremony),
        "progress": running[0] if running else Progress(running=False),
        "ready": all(item.document.state == DocumentState.FIXED for item in items),
        "document": items[0].document,
        "organization": masked_words(ceremony.organization_name),
        "certificate_until": ceremony.certificate_until or _last_certificate(ceremony),
        "seconds": limits.seconds_until_code(ceremony.signer),
        "offered": _offered(ceremony),
        "refused": refused,
        "session_alive": not refused and sessions.kept(ceremony) is not None,
        "unverified": ceremony.attempts.filter(outcome=Outcome.UNVERIFIED).exists(),
        "signatures": list(ceremony.signatures.all()),
    }
    return render(request, f"{_PAGE}#state" if request.htmx else _PAGE, context, status=status)


def _is_refused(ceremony: SigningCeremony) -> bool:
    """Whether the last signature that was tried does not count: going on would only repeat it."""
    last = ceremony.attempts.filter(call=Call.SIGN).order_by("-pk").first()
    return last is not None and last.outcome == Outcome.REFUSED


def _offered(ceremony: SigningCeremony) -> list[str]:
    """The ways to get a code that have a button of their own; the way just used has «Send the code again»."""
    channels = ceremony.channels or [each.value for each in Channel]
    return [each for each in channels if ceremony.state != CeremonyState.CODE_SENT or each != ceremony.channel]


def _last_certificate(ceremony: SigningCeremony) -> Any:
    """Until the service is asked, the certificate that this person signed with last for this organization."""
    known = Signature.objects.filter(signer=ceremony.signer, organization_name=ceremony.organization_name)
    return known.order_by("-pk").values_list("certificate_until", flat=True).first()


def masked_words(text: str) -> str:
    """«К****т Л*д»: each word by its first and last letter, as the state's sign-in shows organizations."""
    return " ".join(f"{word[0]}{'*' * (len(word) - 2)}{word[-1]}" if len(word) > 2 else word for word in text.split())
