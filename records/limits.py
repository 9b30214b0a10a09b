"""How often a person may ask for codes and mistype them: counted in the database under the row's lock, so that neither
a restart nor an emptied cache forgets it. Each function is called inside the caller's transaction."""

from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone

from accounts.models import User
from integrations.cloud_signature.errors import SignerLocked, TooManyCodes
from records.models import SignerLimit

BETWEEN_CODES = timedelta(seconds=60)
CODES_PER_HOUR = 5
WRONG_CODES = 5
PAUSE = timedelta(minutes=15)
_HOUR = timedelta(hours=1)


def take_code(signer: User) -> None:
    """One more code is counted. Raises TooManyCodes or SignerLocked."""
    limit, now = _locked(signer), timezone.now()
    _check_pause(limit)
    limit.codes = [moment for moment in limit.codes if now - moment < _HOUR]
    free_at = [limit.codes[-1] + BETWEEN_CODES] if limit.codes else []
    if len(limit.codes) >= CODES_PER_HOUR:
        free_at.append(limit.codes[-CODES_PER_HOUR] + _HOUR)
    if free_at and max(free_at) > now:
        raise TooManyCodes(_seconds(max(free_at) - now))
    limit.codes.append(now)
    limit.save()


def give_code_back(signer: User) -> None:
    """The service certainly sent nothing: the last code is not counted."""
    limit = _locked(signer)
    limit.codes = limit.codes[:-1]
    limit.save()


def check_pause(signer: User) -> None:
    """Raises SignerLocked while too many wrong codes are being waited out."""
    _check_pause(_locked(signer))


def count_wrong_code(signer: User) -> datetime | None:
    """One more wrong code is counted; the fifth starts a pause, whose end is returned."""
    limit = _locked(signer)
    limit.wrong_codes += 1
    if limit.wrong_codes >= WRONG_CODES:
        limit.wrong_codes, limit.paused_until = 0, timezone.now() + PAUSE
    limit.save()
    return limit.paused_until if limit.wrong_codes == 0 else None


def forget_wrong_codes(signer: User) -> None:
    SignerLimit.objects.filter(pk=signer.pk).update(wrong_codes=0, paused_until=None)


def seconds_until_code(signer: User) -> int:
    """For the count-down beside the button: 0 when a code may be asked for now."""
    limit, now = SignerLimit.objects.filter(pk=signer.pk).first(), timezone.now()
    if limit is None or not limit.codes:
        return 0
    return max(0, _seconds(limit.codes[-1] + BETWEEN_CODES - now))


def _locked(signer: User) -> SignerLimit:
    SignerLimit.objects.bulk_create([SignerLimit(signer=signer)], ignore_conflicts=True)
    return SignerLimit.objects.select_for_update(of=("self",)).get(pk=signer.pk)


def _check_pause(limit: SignerLimit) -> None:
    if limit.paused_until and limit.paused_until > timezone.now():
        raise SignerLocked(limit.paused_until)


def _seconds(span: timedelta) -> int:
    return ceil(span.total_seconds())
