"""What the chair types to plan a visit, and what an expert notes there."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accreditation.enums.evaluation import Mark
from accreditation.enums.visits import Finding
from accreditation.models import Application, Expert
from accreditation.models.evaluation import LONGEST
from accreditation.selectors.draw import period_of
from accreditation.services.visit_entries import MOST_PHOTOS, Noted
from accreditation.services.visits import Plan
from core.forms import CountedTextField
from core.uploads import formats
from core.uploads.checks import Accepted, check
from core.uploads.fields import UploadField
from selfassessment.models import Answer

PICTURES = (formats.JPEG, formats.PNG)
_MOST = 2_000_000_000  # what the database can count


class PlanForm(forms.Form):
    """When, who of the three, and the contact person of the school."""

    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"))
    experts = forms.ModelMultipleChoiceField(
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who goes"),
        error_messages={"required": _("Choose at least one expert of the group.")},
    )
    contact_name = forms.CharField(
        label=_("Contact person of the organization"),
        max_length=200,
        help_text=_("Who meets you there: name and position."),
    )
    contact_phone = forms.CharField(
        label=_("Telephone"), max_length=50, widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"})
    )
    meeting = forms.CharField(
        label=_("Where and when you meet"),
        max_length=500,
        required=False,
        help_text=_("For example: 9.00, main entrance."),
    )

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = application.invitations.accepted()
        chosen = Expert.objects.filter(pk__in=seats.values("expert")).order_by("pk")
        self.fields["experts"].queryset = chosen
        first, last = period_of(application)
        days = _("The evaluation lasts from %(first)s to %(last)s.")
        self.fields["starts_on"].help_text = days % {"first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget.attrs |= {"min": f"{first:%Y-%m-%d}", "max": f"{last:%Y-%m-%d}"}

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(**{**data, "experts": list(data["experts"])})


class CancelForm(forms.Form):
    """Why nobody goes."""

    reason = CountedTextField(label=_("Reason"), limit=1000, rows=4)


class PhotosInput(forms.FileInput):
    """Several pictures at once: from the camera or from the gallery."""

    allow_multiple_selected = True


class PhotosField(UploadField):
    """Up to five pictures; each is checked as any upload, and what the camera wrote into it is taken out."""

    widget = PhotosInput

    def __init__(self, **options: Any) -> None:
        given: dict[str, Any] = {
            "allowed": PICTURES,
            "required": False,
            "label": _("Photos"),
            "help_text": _("JPEG or PNG, at most five. The place where a photo was taken is removed from it."),
        }
        super().__init__(**given | options)

    def clean(self, value: list[UploadedFile] | None) -> list[Accepted]:
        given = [file for file in value or [] if file]
        if len(given) > MOST_PHOTOS:
            raise ValidationError(_("An entry has at most %(count)s photos.") % {"count": MOST_PHOTOS})
        return [check(file, allowed=self.allowed) for file in given]


class EntryForm(forms.Form):
    """What was seen of one criterion, and what the expert says of it."""

    public_id = forms.UUIDField(widget=forms.HiddenInput)
    rating_base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_MOST, required=False)
    finding = forms.ChoiceField(
        label=_("On the spot"),
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found on the spot.")},
    )
    note = CountedTextField(limit=LONGEST, rows=4, label=_("What I saw"), required=False)
    photos = PhotosField()
    mark = forms.ChoiceField(label=_("My rating"), choices=Mark.choices, widget=forms.RadioSelect, required=False)
    comment = CountedTextField(limit=LONGEST, rows=4, label=_("Comment on my rating"), required=False)
    noted_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def noted(self, answer: Answer) -> Noted:
        """The entry as it was written; without a moment, now."""
        data = self.cleaned_data
        names = ("public_id", "finding", "note", "mark", "comment")
        return Noted(
            **{name: data[name] for name in names},
            answer=answer,
            rating_base=data["rating_base"] or 0,
            noted_at=data["noted_at"] or timezone.now(),
        )


class SentEntryForm(EntryForm):
    """An entry that a device sends: its photos come one by one after it."""

    owner = forms.CharField(max_length=150)
    answer = forms.IntegerField(min_value=1, max_value=_MOST)
    photos = None


class SentPhotoForm(forms.Form):
    """A photo that a device sends after its entry."""

    owner = forms.CharField(max_length=150)
    entry = forms.UUIDField()
    public_id = forms.UUIDField()
    photo = UploadField(allowed=PICTURES)
