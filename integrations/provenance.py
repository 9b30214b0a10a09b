"""Where data came from, kept beside the data as proof of origin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The register, the ids of the exchange, the answer as it came. `raw` holds personal data: encrypt it at rest."""

    source: str
    fetched_at: datetime
    x_road_id: str = ""
    request_hash: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
