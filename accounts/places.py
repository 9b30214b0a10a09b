"""Where a signed-in person may work; each app above declares its own in settings.PLACES_OF_WORK."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from accounts.acting import PLACE

type Places = Callable[[HttpRequest], Iterable["Place"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of work: `label` and `detail` as the person reads them, `url` where work begins there.

    A lazy label follows the reader when he changes the language. `ministry` places are what «АККФ Админ» leads to.
    """

    key: str
    label: str | Promise
    url: str
    detail: str | Promise = ""
    organization_id: int | None = None
    ministry: bool = False


def places_of(request: HttpRequest) -> list[Place]:
    """All places where the signed-in person may work now, in the order of the settings."""
    declared: list[Places] = [import_string(path) for path in settings.PLACES_OF_WORK]
    return [place for places in declared for place in places(request)]


def forget(session: SessionBase) -> None:
    """The person works nowhere from the next request on."""
    session.pop(PLACE, None)


def remember(session: SessionBase, place: Place, *, several: bool = False) -> None:
    """`request.acting` names this place from the next request on; `several` says whether there are others."""
    labels = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels[language] = str(place.label)
    session[PLACE] = {
        "key": place.key,
        "labels": labels,
        "organization_id": place.organization_id,
        "several": several,
    }
