from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CountedTextField
from core.uploads.fields import UploadField
from notifications.models import Publication

TEXTS = ("title_ky", "text_ky", "title_ru", "text_ru")


class PublicationForm(forms.Form):
    """A publication in both languages, with or without a document."""

    title_ky = forms.CharField(label=_("Title in Kyrgyz"), max_length=200)
    text_ky = CountedTextField(label=_("Text in Kyrgyz"), limit=10_000, rows=8, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=200)
    text_ru = CountedTextField(label=_("Text in Russian"), limit=10_000, rows=8, required=False)
    file = UploadField(label=_("Document"), required=False)
    without_file = forms.BooleanField(label=_("Remove the present document"), required=False)

    def __init__(self, *args: Any, publication: Publication | None = None, **kwargs: Any) -> None:
        initial = {name: getattr(publication, name) for name in TEXTS} if publication else {}
        super().__init__(*args, initial=initial, **kwargs)
        if publication is None or not hasattr(publication, "document"):
            del self.fields["without_file"]

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in TEXTS}
