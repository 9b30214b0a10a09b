"""Errors that both registers share: of legal entities and of people."""

from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integrations import errors

type Side = Literal["ours", "theirs", "network"]


class RegistryError(errors.IntegrationError):
    """Root of the registers' errors."""


class RegistryUnavailable(RegistryError, errors.Unavailable):
    """No answer. `side` says who has to act: our security server, the register, or the network between."""

    code = "registry_unavailable"
    explanation = gettext_lazy(
        "The state register does not answer now. You can go on by typing the data yourself; "
        "they are marked as not confirmed and checked later."
    )

    def __init__(self, detail: str = "", *, side: Side = "network", **kwargs: object) -> None:
        super().__init__(detail, **kwargs)  # type: ignore[arg-type]
        self.side = side


class RegistryUnexpectedResponse(RegistryError, errors.UnexpectedResponse):
    explanation = gettext_lazy(
        "The state register gave an answer that cannot be understood. You can go on by typing the data yourself; "
        "they are marked as not confirmed and checked later."
    )


class NotFound(RegistryError):
    """The register knows no such number."""

    code = "not_found"
    explanation = gettext_lazy("The state register knows no such number. Check the 14 digits and try again.")


class AccessDenied(RegistryError):
    """The register's owner does not let our system ask."""

    code = "access_denied"
    alarming = True
    explanation = gettext_lazy(
        "The state register does not let our system ask. The administrators have been told. You can go on by typing "
        "the data yourself; they are marked as not confirmed and checked later."
    )


class RegistryFault(RegistryError):
    """The register answered with a fault of its own that is none of the above."""

    code = "registry_fault"

    def __init__(self, fault_code: str, text: str = "", **kwargs: object) -> None:
        super().__init__(fault_code, said=text, **kwargs)  # type: ignore[arg-type]
        self.fault_code = fault_code
        self.text = text

    @property
    def user_message(self) -> str:
        if self.text:
            return _("The state register refused and says: “%(text)s”. Check the number or try again later.") % {
                "text": self.text
            }
        return _("The state register refused the request. Check the number or try again later.")
