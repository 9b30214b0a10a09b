"""The form of the register's downloads, as a JSON Schema that the site publishes."""

from typing import Any

from accreditation.enums.certificates import CertificateState
from selfassessment.enums import AccreditationType


def _text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description} | more


def _day(description: str) -> dict[str, Any]:
    return _text(description, format="date")


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Register of accreditation certificates",
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "number": _text("Number of the certificate, six digits, without gaps", pattern="^[0-9]{6,}$"),
            "organization_ky": _text("Full name on the day of issue, in Kyrgyz"),
            "organization_ru": _text("Full name on the day of issue, in Russian"),
            "region": _text("Region, in the language of the request"),
            "region_iso": _text("Region, ISO 3166-2"),
            "district": _text("District or city, in the language of the request"),
            "kind": _text("What is accredited", enum=["institutional", "programme"]),
            "type": _text("Accreditation type", enum=list(AccreditationType.values)),
            "programmes": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Code and title of each programme; empty for institutional accreditation",
            },
            "conditional": {"type": "boolean", "description": "Whether it was granted for one year with conditions"},
            "decision_number": _text("Number of the Collegium's decision"),
            "decided_on": _day("Date of the Collegium's decision"),
            "valid_from": _day("First day of validity"),
            "valid_until": _day("Last day of validity"),
            "status": _text("What it is worth at the moment of the download", enum=list(CertificateState.values)),
            "replaced_by": {"type": ["string", "null"], "description": "Number of the certificate that replaced it"},
            "page": _text("The page that says what is true now", format="uri"),
        },
    },
}
SCHEMA["items"]["required"] = list(SCHEMA["items"]["properties"])
