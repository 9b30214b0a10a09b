"""The form field for an upload: what is cleaned is an Accepted file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.uploads import formats
from core.uploads.checks import Accepted, check
from core.uploads.formats import Format


class UploadField(forms.Field):
    """Takes one file. The limits are said before the choice, each refusal says what is wrong with this file."""

    widget = forms.FileInput
    default_error_messages = {"required": gettext_lazy("Choose a file.")}

    def __init__(self, *, allowed: Sequence[Format] = formats.PAPERS, room: int | None = None, **kwargs: Any) -> None:
        self.allowed = allowed
        self.room = room
        kwargs.setdefault("help_text", lazy(_limits, str)(allowed))
        super().__init__(**kwargs)

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        endings = [f".{ending}" for kind in self.allowed for ending in kind.extensions]
        return {"accept": ",".join([*endings, *(kind.content_type for kind in self.allowed)])}

    def clean(self, value: UploadedFile | None) -> Accepted | None:
        self.validate(value)
        return check(value, allowed=self.allowed, room=self.room) if value else None


def _limits(allowed: Sequence[Format]) -> str:
    papers = [kind for kind in allowed if not kind.is_video] or allowed
    parts = [_limit(papers), *(_limit([kind]) for kind in allowed if kind.is_video and kind not in papers)]
    return " ".join(parts)


def _limit(kinds: Sequence[Format]) -> str:
    return _("%(types)s, at most %(limit)s.") % {
        "types": ", ".join(kind.label for kind in kinds),
        "limit": filesizeformat(max(kind.max_bytes for kind in kinds)),
    }
