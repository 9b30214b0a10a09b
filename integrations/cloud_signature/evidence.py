"""What a cloud signature proves by itself, without the service: for the evidence kept beside a signed document.

The operator does not say what is inside `sign`. Where it is a CMS message over the hash's text, its mathematics are
checked here and its signer's certificate is kept; anything else stays opaque, and only the service can confirm it.
"""

import base64
from binascii import Error as NotBase64
from dataclasses import dataclass
from enum import StrEnum

from integrations import cms
from integrations.cloud_signature import DocumentDigest
from integrations.cms import CmsError, Problem, Signer


class Format(StrEnum):
    CMS = "cms"
    OPAQUE = "opaque"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEvidence:
    """`intact` is None where nothing could be checked."""

    format: Format
    intact: bool | None = None
    signer: Signer | None = None


def own_evidence(digest: DocumentDigest, sign_b64: str) -> OwnEvidence:
    """What can be read and checked in the signature; never raises, because an unknown format is not a fault."""
    try:
        message = base64.b64decode("".join(sign_b64.split()), validate=True)
        signer = cms.signer_in(message)
    except (NotBase64, ValueError):
        return OwnEvidence(format=Format.OPAQUE)
    except CmsError as error:
        is_cms = error.problem is Problem.UNSUPPORTED
        return OwnEvidence(format=Format.CMS if is_cms else Format.OPAQUE)
    return OwnEvidence(format=Format.CMS, intact=_is_intact(message, digest), signer=signer)


def _is_intact(message: bytes, digest: DocumentDigest) -> bool:
    try:
        return cms.is_intact_detached(message, digest.hex_upper.encode())
    except CmsError:
        return False
