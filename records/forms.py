from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

_LARGEST = 60 * 1024**2


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
