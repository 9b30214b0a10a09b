import re
from datetime import date

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_NO_DIGIT = re.compile(r"[\s\u00a0\-–]+")
_LARGEST = 60 * 1024**2
_FIRST = date(2020, 1, 1)  # no journal is older


class DaysForm(forms.Form):
    """Until which day the ends of the journal are shown."""

    optional_marks = False

    until = forms.DateField(label=_("Until the day"), required=False)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and not _FIRST <= until < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is over."), code="not_over")
        return until


class FileForm(forms.Form):
    """A file that somebody got and wants to compare. It is hashed and forgotten."""

    optional_marks = False

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("The file is only compared; it is not stored. At most 60 MB."),
        validators=[FileExtensionValidator(["pdf"], _("Choose a file with the extension .pdf."))],
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Choose the file that you want to check.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > _LARGEST:
            raise forms.ValidationError(_("The file is larger than 60 MB."), code="too_large")
        return file


class CodeForm(forms.Form):
    """The six digits of the latest message; spaces and hyphens that came along when pasting are dropped."""

    optional_marks = False

    code = forms.CharField(
        label=_("Code from the message"),
        help_text=_("6 digits"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "size": 8}
        ),
        error_messages={"required": _("Type the 6 digits of the code.")},
    )

    def clean_code(self) -> str:
        code = _NO_DIGIT.sub("", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError(_("The code has 6 digits."), code="malformed")
        return code
