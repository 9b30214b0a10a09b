"""How a sign-in ends without the person: each way with its own page."""

from django.utils.translation import gettext_lazy as _

from integrations.errors import IntegrationError, UnexpectedResponse
from integrations.identity import EsiError, EsiProtocolError
from integrations.token_signature.errors import TokenError


class EsiUnexpected(EsiProtocolError, UnexpectedResponse):
    """Not even an answer of the protocol: a redirect, an endless body, something that is no JSON."""


class StateUnknown(EsiProtocolError):
    """The answer belongs to no sign-in that this browser has begun in the last minutes."""

    code = "state_unknown"
    explanation = _(
        "This sign-in was not started in this browser, or it took longer than ten minutes. Start it again from here."
    )


class StateUsed(EsiProtocolError):
    """The browser came back a second time with the same answer."""

    code = "state_used"
    explanation = _(
        "This answer of the state sign-in (ЕСИ) was already used. Each sign-in works once; start a new one."
    )


class CodeRefused(EsiProtocolError):
    """ЕСИ takes its own authorization code no more: too late, or used."""

    code = "code_refused"
    explanation = _("The state sign-in (ЕСИ) no longer accepts this sign-in, because it took too long. Start it again.")


class ClientRejected(EsiProtocolError):
    """ЕСИ does not know us, or no longer by this secret: the operators must act."""

    code = "client_rejected"
    alarming = True
    explanation = _(
        "The state sign-in (ЕСИ) does not let our system in at the moment, so nobody can be signed in. "
        "The operators are told. Try again later."
    )


class AccountBlocked(IntegrationError):
    """The person may not use this system any more."""

    code = "account_blocked"
    explanation = _("Your access to this system is closed. The ministry's administrator can tell you why and open it.")


class AnotherAccount(EsiError):
    """The personal number belongs to a person who signed in with another account of ЕСИ before."""

    code = "another_account"
    explanation = _(
        "The state sign-in (ЕСИ) knows you under another account than before, so you were not let in. "
        "Write to the support service: an operator must confirm that it is you."
    )


class TokenOfAPerson(TokenError):
    """The certificate names no organization."""

    code = "token_of_a_person"
    explanation = _(
        "The certificate that you chose is a person's, not an organization's. Choose the certificate of the "
        "organization, or sign in through ЕСИ."
    )
