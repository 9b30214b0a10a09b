"""What views hand to the components of a page: small frozen shapes that refuse an unknown field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from django.http import QueryDict

type Tone = Literal["neutral", "accent", "done", "warning", "muted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the person may do next. With `reason` it is refused, and the page says why in words;
    `way` is the address where the missing thing is found, `way_label` the text of that link."""

    label: str
    url: str
    reason: str | None = None
    way: str = ""
    way_label: str = ""
    method: Literal["get", "post"] = "get"
    tone: Literal["primary", "secondary", "warning"] = "primary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of several lists; `count` is how many rows stand in it. With a `key` the count can be brought up to date."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortHead:
    """The head of a column by which a list is sorted: how it stands `now`, and the address that turns it round."""

    url: str
    now: Literal["ascending", "descending", ""] = ""

    @classmethod
    def of(cls, given: QueryDict, sort: str, orders: tuple[str, str], *, begins: str = "") -> Self:
        """From the address of the page and its order: `orders` of the column are the rising one and the falling one,
        a list not yet sorted by it `begins` with one of them. The filters stay; the first page is shown."""
        rising, falling = orders
        wanted = {rising: falling, falling: rising}.get(sort, begins or rising)
        query = given.copy()
        query.pop("page", None)
        query["sort"] = wanted
        names: Mapping[str, Literal["ascending", "descending"]] = {rising: "ascending", falling: "descending"}
        return cls(url=f"?{query.urlencode()}", now=names.get(sort, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the steps of a long way. Without `url` it cannot be visited yet."""

    label: str
    url: str = ""
    state: Literal["done", "current", "upcoming"] = "upcoming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of a task list. Without `url` it cannot be started yet, and `hint` should say why."""

    label: str
    status: str
    url: str = ""
    hint: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """A file as lists show it: name, size in bytes and kind before anyone downloads it.
    Without `url` it cannot be downloaded yet, and `status` should say why."""

    name: str
    size: int
    kind: str
    url: str = ""
    status: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step of the way from the home page to here; the last one has no `url`."""

    label: str
    url: str = ""
