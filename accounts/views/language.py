from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.views import i18n

from accounts import languages
from accounts.models import User
from core.http import Request, writes


@login_not_required
@writes
def set_language(request: Request) -> HttpResponseBase:
    """The pages of this browser are in the chosen language, and so is what is sent to whoever is signed in."""
    response = i18n.set_language(request)
    if request.user.is_authenticated:
        languages.adopt(cast(User, request.user), request.POST.get("language", ""))
    return response
