"""What proves an answer: a file, a link, or something that the organization's library holds already."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from core.uploads import formats
from core.uploads.fields import UploadField
from selfassessment.enums import EvidenceKind
from selfassessment.models import EvidenceQuerySet


class WebAddressField(forms.URLField):
    """An address of the web; without «https://» in front it is added."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}
        super().__init__(assume_scheme="https", max_length=1000, widget=forms.URLInput(attrs), **options)


class _TitledForm(forms.Form):
    title = forms.CharField(
        label=_("Title / name"),
        max_length=300,
        required=False,
        help_text=_("How the readers of the report will see it. Without a title, its own name or address."),
    )


class FileForm(_TitledForm):
    """A file that is added to the library."""

    def __init__(self, *args: Any, room: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"] = UploadField(label=_("File"), allowed=formats.EVIDENCE, room=room)
        self.order_fields(["file", "title"])


class LinkForm(_TitledForm):
    """A link that is added to the library."""

    url = WebAddressField(label=_("Link"), help_text=_("For example, https://mektep.edu.kg/plan"))
    field_order = ["url", "title"]


class CiteForm(forms.Form):
    """Evidence of the library that the answer names too."""

    evidence = forms.ModelMultipleChoiceField(
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        label=_("Evidence"),
        error_messages={"required": _("Tick at least one piece of evidence.")},
    )

    def __init__(self, *args: Any, choices: EvidenceQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evidence"].queryset = choices


class RenewForm(forms.Form):
    """A newer file or link in the place of the present one."""

    optional_marks = False

    def __init__(self, *args: Any, kind: str, room: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind == EvidenceKind.FILE:
            self.fields["new"] = UploadField(label=_("New file"), allowed=formats.EVIDENCE, room=room)
        else:
            self.fields["new"] = WebAddressField(label=_("New link"))


class LibraryForm(forms.Form):
    """The filters of the library."""

    optional_marks = False
    words = forms.CharField(label=_("Title / name"), required=False, max_length=100)
    use = forms.ChoiceField(
        label=_("Use"),
        required=False,
        choices=[("", _("All")), ("cited", _("Cited in a report")), ("unused", _("Not cited anywhere"))],
    )
