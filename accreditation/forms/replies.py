"""What the organization types in answer to the experts' findings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accreditation.models import Remark
from accreditation.models.replies import REMARK_LIMIT
from core.forms import CountedTextField
from core.uploads.fields import UploadField


class RemarkForm(forms.Form):
    """A remark on facts, with a paper that proves it."""

    text = CountedTextField(
        limit=REMARK_LIMIT,
        rows=5,
        label=_("Answer of the organization"),
        help_text=_("Only what is wrong or missing in the facts. The experts and the Collegium read it."),
        error_messages={"required": _("Write your answer.")},
    )

    def __init__(self, *args: Any, remark: Remark | None, **options: Any) -> None:
        super().__init__(*args, initial={"text": remark.text if remark else ""}, **options)
        has_file = remark is not None and remark.file_id is not None
        label = _("Another file in its place") if has_file else _("File that proves it")
        self.fields["file"] = UploadField(label=label, required=False)
        if has_file:
            self.fields["drop_file"] = forms.BooleanField(label=_("Remove the file"), required=False)
