"""How signing fails, each way with its own sentence for the user."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integrations import errors


class SigningError(errors.IntegrationError):
    """Root of this port's errors."""


class Unavailable(SigningError, errors.Unavailable):
    explanation = gettext_lazy(
        "The cloud signature service does not answer. Your text is kept. Try to sign again in a few minutes."
    )


class UnexpectedResponse(SigningError, errors.UnexpectedResponse):
    explanation = gettext_lazy(
        "The cloud signature service gave an answer that cannot be understood, so nothing was signed. "
        "Try again later; if it happens again, write to support."
    )

    @property
    def user_message(self) -> str:
        if not self.said:
            return str(self.explanation)
        return _("The cloud signature service refused and says: “%(text)s”. Nothing was signed.") % {"text": self.said}


class SystemTokenRejected(SigningError):
    """The service refuses our own bearer token."""

    code = "system_token_rejected"
    alarming = True
    explanation = gettext_lazy(
        "The cloud signature service refuses our system at the moment. This is not your fault; the administrators "
        "have been told. Your text is kept: try again later."
    )


class SignerInactive(SigningError):
    """The person has no active cloud signature for this organization."""

    code = "signer_inactive"

    def __init__(self, reason: str = "", **kwargs: object) -> None:
        super().__init__(said=reason, **kwargs)  # type: ignore[arg-type]
        self.reason = reason

    @property
    def user_message(self) -> str:
        if self.reason:
            return _(
                "Your cloud signature is not active: %(reason)s. Get or renew it at a public service centre "
                "or in the Tunduk app, then try again."
            ) % {"reason": self.reason.rstrip(". ")}
        return _(
            "Your cloud signature is not active. Get or renew it at a public service centre "
            "or in the Tunduk app, then try again."
        )


class NoCertificate(SigningError):
    code = "no_certificate"
    explanation = gettext_lazy(
        "No cloud signature of yours for this organization was found. Get one at a public service centre "
        "or in the Tunduk app, or choose another organization."
    )


class CertificateExpired(SigningError):
    """The certificate is outside its period of validity."""

    code = "certificate_expired"

    def __init__(self, not_after: datetime | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.not_after = not_after

    @property
    def user_message(self) -> str:
        if self.not_after:
            return _(
                "The certificate of your cloud signature ended on %(date)s. Renew it at a public service centre "
                "or in the Tunduk app, then sign."
            ) % {"date": date_format(localtime(self.not_after), "d.m.Y")}
        return _(
            "The certificate of your cloud signature is not valid now. Renew it at a public service centre "
            "or in the Tunduk app, then sign."
        )


class CodeWrong(SigningError):
    code = "code_wrong"

    def __init__(self, attempts_left: int | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.attempts_left = attempts_left

    @property
    def user_message(self) -> str:
        if self.attempts_left is None:
            return _("The code is wrong. Check the latest message and type its 6 digits again.")
        if self.attempts_left == 0:
            return _("The code is wrong and may not be tried again. Ask for a new code.")
        return ngettext(
            "The code is wrong. Check the latest message and type its 6 digits again: %(count)d attempt is left.",
            "The code is wrong. Check the latest message and type its 6 digits again: %(count)d attempts are left.",
            self.attempts_left,
        ) % {"count": self.attempts_left}


class CodeExpired(SigningError):
    code = "code_expired"
    explanation = gettext_lazy("The code is no longer valid. Ask for a new code and type it at once.")


class SignerLocked(SigningError):
    """Too many wrong codes."""

    code = "signer_locked"

    def __init__(self, until: datetime | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.until = until

    @property
    def user_message(self) -> str:
        if self.until:
            return _("Too many wrong codes: signing is locked until %(time)s. After that ask for a new code.") % {
                "time": date_format(localtime(self.until), "H:i")
            }
        return _("Too many wrong codes: signing is locked for a while. Try again in 15 minutes with a new code.")


class TooManyCodes(SigningError):
    """The service sends no more codes for now."""

    code = "too_many_codes"

    def __init__(self, retry_after: int | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.retry_after = retry_after

    @property
    def user_message(self) -> str:
        if self.retry_after:
            return ngettext(
                "Codes were asked for too often. Wait %(count)d second, then ask again.",
                "Codes were asked for too often. Wait %(count)d seconds, then ask again.",
                self.retry_after,
            ) % {"count": self.retry_after}
        return _("Codes were asked for too often. Wait a few minutes, then ask again.")


class SessionExpired(SigningError):
    code = "session_expired"
    explanation = gettext_lazy("The time for signing has run out and nothing was signed. Ask for a new code.")


class SignRefused(SigningError):
    """The service would not sign."""

    code = "sign_refused"

    @property
    def user_message(self) -> str:
        if self.said:
            return _(
                "The cloud signature service refused to sign and says: “%(text)s”. Nothing was signed. Try again."
            ) % {"text": self.said}
        return _("The cloud signature service refused to sign. Nothing was signed. Ask for a new code and try again.")


class NotVerified(SignRefused):
    """The service made a signature but does not confirm it."""

    code = "not_verified"

    @property
    def user_message(self) -> str:
        return _(
            "The signature could not be confirmed, so the document is not signed. Ask for a new code and try again."
        )


class SignerMismatch(SigningError):
    """The service answered for another person or organization than the one who asked."""

    code = "signer_mismatch"
    explanation = gettext_lazy(
        "The cloud signature belongs to another person or organization, so the document was not signed. "
        "Sign in with the organization for which you sign, then try again."
    )
