"""What may go wrong between us and a service of the state; each error tells the user what happened and what to do."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class IntegrationError(Exception):
    """Root of all errors of the ports. `str()` carries no personal data; `user_message` is meant for a page."""

    code: ClassVar[str] = "integration_error"
    retryable: ClassVar[bool] = False
    alarming: ClassVar[bool] = False  # administrators must act, users cannot
    explanation: ClassVar[str | Promise] = _("The state service could not complete the request. Try again later.")

    def __init__(
        self, detail: str = "", *, said: str = "", upstream_status: int | None = None, correlation_id: str = ""
    ) -> None:
        """`detail` is ours, for the log; `said` is the service's own text, shown to the user, never part of `str()`."""
        super().__init__(detail)
        self.detail = detail
        self.said = said
        self.upstream_status = upstream_status
        self.correlation_id = correlation_id

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code

    @property
    def user_message(self) -> str:
        """The explanation in the active language."""
        return str(self.explanation)


class Unavailable(IntegrationError):
    """No usable answer: time ran out, connection refused or broken, 5xx, an HTML page.

    `paused` is set when nothing was even sent, because the service failed too often in the last minutes.
    """

    paused = False
    code = "unavailable"
    retryable = True
    explanation = _("The state service does not answer. Nothing was lost. Try again in a few minutes.")


class UnexpectedResponse(IntegrationError):
    """The service answered with something that the protocol does not allow; repeating will not help."""

    code = "unexpected_response"
    explanation = _(
        "The state service gave an answer that cannot be understood. Nothing was changed. "
        "Try again later; if it happens again, write to support."
    )
