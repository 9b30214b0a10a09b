"""What every page knows about the site it belongs to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info


def site(_request: HttpRequest) -> dict[str, Any]:
    """`site`: the ministry's name and address in the reader's language, its phone and e-mail, from the settings."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site": {
            "url": settings.SITE_URL,
            "ministry": settings.MINISTRY_NAME.get(language) or settings.MINISTRY_NAME[settings.LANGUAGE_CODE],
            "address": settings.MINISTRY_ADDRESS.get(language) or settings.MINISTRY_ADDRESS[settings.LANGUAGE_CODE],
            "phone": settings.MINISTRY_PHONE,
            "email": settings.MINISTRY_EMAIL,
            "licensing_url": settings.LICENSING_URL,
            "languages": [get_language_info(code) for code, _name in settings.LANGUAGES],
            "debug": settings.DEBUG,
        }
    }
