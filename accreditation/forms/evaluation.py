"""What experts type: ratings, the chair's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from accreditation.enums.evaluation import Mark
from accreditation.models import Rating
from accreditation.models.evaluation import LONGEST
from accreditation.selectors.evaluation import Row
from core.forms import CountedTextField

_MOST = 2_000_000_000  # what the database can count


@dataclass(frozen=True, slots=True)
class Sent:
    """What came for one rating, and the revision that its author had read."""

    row: Row
    mark: str
    comment: str
    revision: int

    @property
    def changes_something(self) -> bool:
        """Without scripts a page sends all its fields, those too that nobody touched."""
        rating: Rating = self.row.rating
        return (self.mark, self.comment) != (rating.mark, rating.comment)


class RatingsForm(forms.Form):
    """The ratings of one section. A script sends single ones, a browser without scripts all of them."""

    optional_marks = False

    def __init__(self, data: Any = None, *, rows: tuple[Row, ...]) -> None:
        super().__init__(data)
        self.rows = rows
        for row in rows:
            rating = row.rating
            self.fields[f"mark-{row.key}"] = forms.ChoiceField(
                label=_("My rating"),
                choices=Mark.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=rating.mark,
            )
            comment = CountedTextField(
                limit=LONGEST, rows=4, label=_("Comment"), required=False, initial=rating.comment
            )
            comment.widget.attrs |= {"data-answer": row.key, "data-rating": ""}
            self.fields[f"text-{row.key}"] = comment
            self.fields[f"version-{row.key}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=_MOST, required=False, initial=rating.revision
            )

    def sent(self) -> Iterator[Sent]:
        """The valid ratings among those that came."""
        for row in self.rows:
            names = f"mark-{row.key}", f"text-{row.key}"
            if names[1] in self.data and all(name in self.cleaned_data for name in names):
                mark, comment = (self.cleaned_data[name] for name in names)
                yield Sent(row, mark, comment, self.cleaned_data.get(f"version-{row.key}") or 0)

    def refused(self) -> Iterator[tuple[Row, str]]:
        """The ratings that can't be saved, with the reason."""
        for row in self.rows:
            if reasons := self.errors.get(f"text-{row.key}") or self.errors.get(f"mark-{row.key}"):
                yield row, reasons[0]

    def fields_of(self, row: Row) -> tuple[BoundField, BoundField, BoundField]:
        return self[f"version-{row.key}"], self[f"mark-{row.key}"], self[f"text-{row.key}"]
