"""Text that arrives after its session has ended: kept sealed, and put back into its page after signing in again."""

import base64
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from accounts import returning
from accounts.filling import FormFiller
from accounts.models import UnsentForm, User
from accounts.paths import LONGEST, own_path, page_of

LIFETIME = timedelta(hours=8)
PAGES = "unsent_pages"  # in the session: pages that this person left with unsaved text
_MOST = 20  # forms of one person
_NONCE_BYTES = 12
_NEVER_KEPT = {"csrfmiddlewaretoken", "password", "code"}  # neither secrets nor codes that end soon
_MAIN = re.compile(r"<main\b[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One form as it was sent. `whole` is False when a script sent a single field."""

    id: int
    page: str
    action: str
    fields: dict[str, list[str]]
    files: bool
    whole: bool


def keep(request: HttpRequest) -> UnsentForm | None:
    """The form of this POST waits for its author, if the browser knows who that is."""
    before = returning.known(request)
    user = User.objects.filter(username=before.username, is_active=True).first() if before else None
    if before is None or user is None or len(request.path) > LONGEST:
        return None
    typed = {
        "fields": {name: values for name, values in request.POST.lists() if name not in _NEVER_KEPT},
        "files": bool(request.FILES),
        "whole": "HX-Request" not in request.headers,
    }
    kept, _created = UnsentForm.objects.update_or_create(
        user=user,
        browser=_digest(before.text_key),
        page=page_of(request) or own_path(request.get_full_path()) or reverse("unsent"),
        action=request.path,
        defaults={"sealed": _sealed(json.dumps(typed), before.text_key), "kept_at": now()},
    )
    request.kept_unsent = kept  # type: ignore[attr-defined]
    beyond = UnsentForm.objects.filter(user=user).order_by("-kept_at").values_list("pk", flat=True)[_MOST:]
    UnsentForm.objects.filter(pk__in=list(beyond)).delete()
    return kept


def waiting(request: HttpRequest) -> list[Typed]:
    """What this person typed in this browser and could not send, the latest first."""
    before = returning.known(request)
    if before is None or before.username != request.user.get_username():
        return []
    rows = UnsentForm.objects.filter(
        user=request.user, browser=_digest(before.text_key), kept_at__gt=now() - LIFETIME
    ).order_by("-kept_at")
    return list(_opened(rows.iterator(), before.text_key))


def restored(request: HttpRequest, html: str) -> str:
    """The page with the unsent text in its forms and a notice on top of it."""
    here = [typed for typed in waiting(request) if typed.page == request.get_full_path()]
    if not here:
        return html
    left: dict[str, list[str]] = {}
    for typed in here:
        filler = FormFiller(page=typed.page, action=typed.action, fields=typed.fields, whole=typed.whole)
        html = filler.filled(html)
        left |= filler.left
    context = {"forms": here, "left": left, "files": any(typed.files for typed in here), "page": here[0].page}
    notice = render_to_string("accounts/unsent_notice.html", context, request=request)
    return _MAIN.sub(lambda main: main[0] + notice, html, count=1)


def sent(request: HttpRequest) -> None:
    """This POST was accepted: what it carried waits no longer. A single field leaves the rest of its form waiting."""
    fields = set(request.POST)
    done = [
        typed.id
        for typed in waiting(request)
        if urlsplit(typed.action).path == request.path and set(typed.fields) <= fields
    ]
    discard(request, done)


def discard(request: HttpRequest, ids: list[int]) -> None:
    """These forms of this person wait no longer."""
    UnsentForm.objects.filter(user=request.user, pk__in=ids).delete()
    note_pages(request)


def note_pages(request: HttpRequest) -> None:
    """The session knows which pages are waited for, so that no other page has to ask."""
    request.session[PAGES] = [typed.page for typed in waiting(request)]


def forget_old() -> int:
    """Nothing that is too old to be put back is kept; returns how many forms went."""
    count, _details = UnsentForm.objects.filter(kept_at__lte=now() - LIFETIME).delete()
    return count


def _opened(rows: Iterator[UnsentForm], text_key: str) -> Iterator[Typed]:
    for row in rows:
        try:
            typed = json.loads(_opened_text(row.sealed, text_key))
        except (InvalidTag, ValueError):
            continue
        yield Typed(id=row.pk, page=row.page, action=row.action, **typed)


def _sealed(text: str, text_key: str) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + _cipher(text_key).encrypt(nonce, text.encode(), None)).decode()


def _opened_text(sealed: str, text_key: str) -> str:
    data = base64.b64decode(sealed)
    return _cipher(text_key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], None).decode()


def _cipher(text_key: str) -> AESGCM:
    return AESGCM(sha256(f"text|{text_key}".encode()).digest())


def _digest(text_key: str) -> str:
    return sha256(f"browser|{text_key}".encode()).hexdigest()
