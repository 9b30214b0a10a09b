"""As whom and for whom a signed-in person acts: what this sign-in proved, and the place of work chosen since."""

import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import get_language

from accounts.enums import Signature
from accounts.models import User
from core import crypto
from core.identifiers import Inn

PROOF = "acting"  # sealed: it holds a tax number, and sessions lie in the database
PLACE = "place"
_CONTEXT = "session.acting"


class ProofLost(Exception):
    """What the session says about the sign-in can't be opened: it was changed, or its key is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """`request.acting` of a signed-in person; None for anybody else.

    The first part is proved by the sign-in. The place of work is only where he chose to work: whether he still may
    is asked of its owner (`visible_to`, rules) at each act. `place` is its name for the header of the page.
    """

    user: User
    signature: Signature = Signature.SIMPLE
    organization_inn: Inn | None = None
    organization_name: str = ""
    position: str = ""
    place_key: str = ""
    place: str = ""
    organization_id: int | None = None
    may_switch: bool = False

    def __post_init__(self) -> None:
        if self.signature is Signature.SIMPLE and self.organization_inn:
            raise ValueError("The simple signature speaks for no organization")


def remember_proof(
    session: SessionBase,
    *,
    signature: Signature,
    organization_inn: Inn | None = None,
    organization_name: str = "",
    position: str = "",
) -> None:
    """The session holds, sealed, what this sign-in proved; the place of an earlier sign-in is forgotten."""
    proof = {
        "signature": signature.value,
        "inn": organization_inn,
        "organization": organization_name,
        "position": position,
    }
    session[PROOF] = crypto.encrypt(json.dumps(proof), context=_CONTEXT)
    session.pop(PLACE, None)


def from_session(session: SessionBase, user: User) -> Acting:
    """The person with what his session holds. Raises ProofLost."""
    proof, place = _proof(session), session.get(PLACE, {})
    return Acting(
        user=user,
        signature=Signature(proof["signature"]),
        organization_inn=Inn(proof["inn"]) if proof["inn"] else None,
        organization_name=proof["organization"],
        position=proof["position"],
        place_key=place.get("key", ""),
        place=place.get("labels", {}).get(get_language(), ""),
        organization_id=place.get("organization_id"),
        may_switch=place.get("several", False),
    )


def _proof(session: SessionBase) -> dict[str, Any]:
    sealed = session.get(PROOF)
    if sealed is None:  # the operator who came through the administration's own form
        return {"signature": Signature.SIMPLE, "inn": None, "organization": "", "position": ""}
    try:
        proof: dict[str, Any] = json.loads(crypto.decrypt(sealed, context=_CONTEXT))
    except (InvalidTag, KeyError, ValueError) as error:
        raise ProofLost from error
    return proof
