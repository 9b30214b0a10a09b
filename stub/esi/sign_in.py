"""One attempt to sign in: what was typed so far, kept in the browser's session until it ends."""

import time
from dataclasses import asdict, dataclass

from django.contrib.auth import login
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from stub.esi.models import SignIn
from stub.outbox.models import Channel
from stub.registry.models import Person, Signature
from stub.registry.modes import PersonMode, SignatureMode

ATTEMPT_KEY, SIGN_IN_KEY, CANCELLED_KEY = "esi_attempt", "esi_sign_in", "esi_cancelled"
ATTEMPT_SECONDS = 15 * 60
WRONG_PASSWORDS, WRONG_PASSWORD_SECONDS = 5, 5 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(slots=True)
class Attempt:
    """Where somebody stands on the way from the personal number to the code."""

    next_url: str
    started_at: float
    pin: str = ""
    knows_password: bool = False
    signature_id: int | None = None
    channel: str = ""

    @property
    def person(self) -> Person:
        return Person.objects.get(pin=self.pin)

    @property
    def signature(self) -> Signature | None:
        if self.signature_id is None:
            return None
        return Signature.objects.select_related("organization").get(pk=self.signature_id)

    @property
    def holder(self) -> str:
        """The door at which the code is used: each signature of a person has its own."""
        signature = self.signature
        return f"esi:{signature.slug if signature else self.pin}"


def begin(request: HttpRequest, next_url: str) -> Attempt:
    """A new attempt, which will end at `next_url` when that is an address of ours."""
    safe = url_has_allowed_host_and_scheme(next_url, allowed_hosts={request.get_host()})
    attempt = Attempt(next_url=next_url if safe else "/", started_at=time.time())
    keep(request, attempt)
    return attempt


def current(request: HttpRequest) -> Attempt | None:
    data = request.session.get(ATTEMPT_KEY)
    attempt = Attempt(**data) if data else None
    return attempt if attempt and time.time() - attempt.started_at < ATTEMPT_SECONDS else None


def keep(request: HttpRequest, attempt: Attempt) -> None:
    request.session[ATTEMPT_KEY] = asdict(attempt)


def cancel(request: HttpRequest) -> str:
    """The attempt is over; the address returned will tell the application so."""
    attempt = current(request)
    request.session.pop(ATTEMPT_KEY, None)
    request.session[CANCELLED_KEY] = attempt is not None
    return attempt.next_url if attempt else "/"


def complete(request: HttpRequest, attempt: Attempt) -> str:
    """The person is signed in, in this browser, with the chosen signature; answers where to go."""
    person, signature = attempt.person, attempt.signature
    request.session.pop(ATTEMPT_KEY, None)
    login(request, person, backend=BACKEND)
    request.session[SIGN_IN_KEY] = SignIn.objects.create(person=person, signature=signature).pk
    return attempt.next_url


def account(pin: str) -> Person | None:
    person = Person.objects.filter(pin=pin).first()
    return None if person is None or person.has(PersonMode.NO_ACCOUNT) else person


def too_many_wrong_passwords(pin: str) -> bool:
    return cache.get(_counter(pin), 0) >= WRONG_PASSWORDS


def count_wrong_password(pin: str) -> None:
    cache.add(_counter(pin), 0, WRONG_PASSWORD_SECONDS)
    cache.incr(_counter(pin))


def signatures_of(person: Person) -> list[Signature]:
    """The cloud signatures that ЕСИ offers this person, one line for each organization."""
    found = person.signatures.select_related("organization").order_by("pk")
    hidden = (SignatureMode.NOT_TIED, SignatureMode.NO_CERTIFICATE)
    return [signature for signature in found if not signature.has(*hidden)]


def channels(signature: Signature | None) -> set[str]:
    if signature and signature.has(SignatureMode.EMAIL_ONLY):
        return {Channel.EMAIL.value}
    return {Channel.SMS.value} if signature and signature.has(SignatureMode.SMS_ONLY) else set(Channel.values)


def _counter(pin: str) -> str:
    return f"esi-wrong-password-{pin}"
