"""Sends one-time codes and judges what is typed."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from stub.codes.models import Lock, OneTimeCode
from stub.outbox.models import Channel
from stub.outbox.services import deliver
from stub.registry.models import Person

LIFE = timedelta(minutes=5)
GUESSES = 3
PAUSE = timedelta(minutes=15)
SUBJECT = "Текшерүү коду / Проверочный код"
TEXT = (
    "Сиздин бир жолку текшерүү кодуңуз: {code}. Код 5 мүнөт жарактуу. Аны эч кимге айтпаңыз.\n"
    "Ваш одноразовый проверочный код: {code}. Код действует 5 минут. Никому его не сообщайте."
)
SENDER = "no-reply@pki.example"


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    LOCKED = "locked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a guess, with what the person may be told."""

    verdict: Verdict
    guesses_left: int = 0
    locked_until: datetime | None = None


def locked_until(holder: str) -> datetime | None:
    lock = Lock.objects.filter(holder=holder, until__gt=timezone.now()).first()
    return lock.until if lock else None


@transaction.atomic
def send(holder: str, person: Person, channel: Channel, *, life: timedelta = LIFE) -> OneTimeCode:
    """A new code is on its way to the person; an earlier one of the same holder no longer opens anything."""
    OneTimeCode.objects.filter(holder=holder).delete()
    code = OneTimeCode.objects.create(
        holder=holder, code=f"{secrets.randbelow(1_000_000):06d}", expires_at=timezone.now() + life
    )
    to = person.email if channel == Channel.EMAIL else person.phone
    deliver(channel, to=to, sender=SENDER, subject=SUBJECT, body=TEXT.format(code=code.code))
    return code


@transaction.atomic
def judge(holder: str, guess: str) -> Judgement:
    """The guess is counted; a right one uses the code up, the third wrong one locks the holder."""
    if until := locked_until(holder):
        return Judgement(Verdict.LOCKED, locked_until=until)
    code = OneTimeCode.objects.select_for_update().filter(holder=holder).first()
    if code is None:
        return Judgement(Verdict.MISSING)
    if code.expires_at <= timezone.now():
        return Judgement(Verdict.EXPIRED)
    if secrets.compare_digest(code.code, guess):
        code.delete()
        return Judgement(Verdict.RIGHT)
    return _wrong(code)


def _wrong(code: OneTimeCode) -> Judgement:
    code.wrong_guesses += 1
    if code.wrong_guesses < GUESSES:
        code.save(update_fields=["wrong_guesses"])
        return Judgement(Verdict.WRONG, guesses_left=GUESSES - code.wrong_guesses)
    until = timezone.now() + PAUSE
    Lock.objects.update_or_create(holder=code.holder, defaults={"until": until})
    code.delete()
    return Judgement(Verdict.LOCKED, locked_until=until)
