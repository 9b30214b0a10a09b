from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accreditation.enums.certificates import CertificateState
from organizations.models import Region

_ALL = [("", pgettext_lazy("filter", "All"))]
_KINDS = [("inst", _("Institutional accreditation")), ("prog", _("Programme accreditation"))]
_LEVELS = [
    ("gen", _("General education")),
    ("npo", _("Primary vocational education")),
    ("spo", _("Secondary vocational education")),
]


class RegisterForm(forms.Form):
    """What a reader of the public register looks for; whatever does not fit is not looked for."""

    optional_marks = False

    q = forms.CharField(label=_("Name of the organization or number of the certificate"), required=False, max_length=99)
    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("Region"), required=False, empty_label=pgettext_lazy("filter", "All")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_ALL + _KINDS)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=_ALL + _LEVELS)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_ALL + list(CertificateState.choices))

    def sought(self) -> dict[str, object]:
        """The arguments of the selector, as far as they could be understood."""
        self.is_valid()
        data = self.cleaned_data
        region = data.get("region")
        return {
            "words": data.get("q", ""),
            "region": region.pk if region else None,
            "type_prefix": data.get("kind", ""),
            "type_suffix": data.get("level", ""),
            "state": data.get("status", ""),
        }
