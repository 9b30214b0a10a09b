"""How a sign-in with a token fails, each way with its own sentence for the user."""

from django.utils.translation import gettext_lazy as _

from integrations import errors


class TokenError(errors.IntegrationError):
    """Root of this port's errors."""


class ChallengeUnknown(TokenError):
    """No such challenge, or it was made for another session."""

    code = "challenge_unknown"
    explanation = _("This sign-in was not started in this browser. Start it again from our page.")


class ChallengeExpired(TokenError):
    code = "challenge_expired"
    explanation = _("The sign-in took longer than two minutes. Start it again.")


class ChallengeUsed(TokenError):
    code = "challenge_used"
    explanation = _("This sign-in was already used. Start it again.")


class BadSignature(TokenError):
    """Not a signature of exactly this challenge by exactly one signer."""

    code = "bad_signature"
    explanation = _("The signature of the token is not right, so you were not signed in. Start again.")


class UntrustedIssuer(TokenError):
    code = "untrusted_issuer"
    explanation = _(
        "The certificate in the token was not issued by a certification centre that the state recognises, "
        "or not for signing. Use the token of your organization or sign in through ЕСИ."
    )


class CertificateExpired(TokenError):
    """The certificate is outside its period of validity."""

    code = "certificate_expired"
    explanation = _(
        "The certificate in the token is not valid now. Renew it at the certification centre that issued it."
    )


class CertificateRevoked(TokenError):
    code = "certificate_revoked"
    explanation = _("The certificate in the token was revoked. Get a new one at the certification centre.")


class RevocationUnknown(TokenError):
    """Nobody could say whether the certificate was revoked, so it is not accepted."""

    code = "revocation_unknown"
    retryable = True
    explanation = _(
        "The certification centre could not be asked whether your certificate is still valid. "
        "Try again in a few minutes or sign in through ЕСИ."
    )


class IdentityAmbiguous(TokenError):
    """The certificate names no person, several people, or several organizations."""

    code = "identity_ambiguous"
    explanation = _(
        "The certificate in the token does not say clearly whose it is. "
        "Choose another certificate or sign in through ЕСИ."
    )


class UnsupportedAlgorithm(TokenError):
    code = "unsupported_algorithm"
    explanation = _(
        "The key in the token uses a kind of signature that this system cannot check. "
        "Use a token with an RSA key or sign in through ЕСИ."
    )
