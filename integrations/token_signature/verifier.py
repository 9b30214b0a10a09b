"""The real adapter: challenges in the shared cache, signatures verified on our side."""

import base64
from binascii import Error as NotBase64
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from integrations import cms, revocation
from integrations.cms import Anchors, CmsError, Problem
from integrations.token_signature import Challenge, TokenIdentity, challenges, errors, subjects

_LARGEST = 64 * 1024  # characters of base64; a message with its chain has about 8000

_ERRORS: dict[Problem, type[errors.TokenError]] = {
    Problem.BAD_SIGNATURE: errors.BadSignature,
    Problem.UNSUPPORTED: errors.UnsupportedAlgorithm,
    Problem.UNTRUSTED: errors.UntrustedIssuer,
    Problem.EXPIRED: errors.CertificateExpired,
    Problem.REVOKED: errors.CertificateRevoked,
    Problem.REVOCATION_UNKNOWN: errors.RevocationUnknown,
}


class CmsTokenSignature:
    """Without settings.TOKEN_ROOTS nobody is trusted."""

    def __init__(self, store: challenges.ChallengeStore | None = None) -> None:
        self._store = store or challenges.CacheChallengeStore()
        self._host = urlsplit(settings.SITE_URL).netloc
        self._anchors = _anchors(settings.TOKEN_ROOTS)
        self._profiles = subjects.profiles(settings.TOKEN_PROFILES)

    def new_challenge(self, session_key: str) -> Challenge:
        return challenges.issue(self._store, host=self._host, session_key=session_key)

    def verify(self, challenge_id: str, cms_b64: str, session_key: str) -> TokenIdentity:
        text = challenges.redeem(self._store, challenge_id, session_key=session_key)
        if len(cms_b64) > _LARGEST:
            raise errors.BadSignature("too large")
        try:
            message = base64.b64decode("".join(cms_b64.split()), validate=True)
        except (NotBase64, ValueError):
            raise errors.BadSignature("no base64") from None
        try:
            certificate = cms.verify_attached(message, text.encode(), self._anchors, revocation.fetchers())
        except CmsError as error:
            raise _ERRORS[error.problem](error.detail) from None
        return subjects.identity(certificate, self._profiles)


def _anchors(path: str) -> Anchors:
    if not path:
        return Anchors((), ())
    try:
        return Anchors.read(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"TOKEN_ROOTS: {error}") from None
