"""What the chair of an expert group types."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from accreditation.enums.evaluation import Proposal
from accreditation.models import Rating, Summary
from accreditation.models.evaluation import LONGEST
from accreditation.services.joint_report import Words
from core.forms import CountedTextField


class ChairForm(forms.Form):
    """A comment on each rating of the others, and the joint report. All of it may be saved half written."""

    optional_marks = False
    strengths = CountedTextField(limit=LONGEST, rows=5, required=False, label=_("Strengths"))
    weaknesses = CountedTextField(limit=LONGEST, rows=5, required=False, label=_("Weaknesses"))
    recommendations = CountedTextField(limit=LONGEST, rows=5, required=False, label=_("Recommendations"))
    proposal = forms.ChoiceField(
        choices=Proposal.choices, widget=forms.RadioSelect, required=False, label=_("Proposal to the Collegium")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, data: Any = None, *, ratings: list[Rating], summary: Summary | None) -> None:
        written = summary or Summary()
        names = ("strengths", "weaknesses", "recommendations", "proposal", "revision")
        super().__init__(data, initial={name: getattr(written, name) for name in names})
        self.ratings = ratings
        for rating in ratings:
            self.fields[f"comment-{rating.pk}"] = CountedTextField(
                limit=LONGEST, rows=2, required=False, label=_("Comment of the chair"), initial=said_of(rating)
            )

    @property
    def words(self) -> Words:
        data = self.cleaned_data
        return Words(**{name: data[name] for name in ("strengths", "weaknesses", "recommendations", "proposal")})

    def comments(self) -> Iterator[tuple[Rating, str]]:
        """The comments that say something else than before."""
        for rating in self.ratings:
            name = f"comment-{rating.pk}"
            if name in self.data and self.cleaned_data[name] != said_of(rating):
                yield rating, self.cleaned_data[name]

    def field_of(self, rating: Rating) -> BoundField:
        return self[f"comment-{rating.pk}"]


def said_of(rating: Rating) -> str:
    """What the chair has said of the rating as it stands; nothing of what it said before it was reopened."""
    remark = getattr(rating, "chair_comment", None)
    return remark.text if remark and remark.revision == rating.revision else ""
