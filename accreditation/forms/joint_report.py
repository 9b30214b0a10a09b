"""What the chair of an expert group types: texts that save themselves, each for itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from accreditation.enums.evaluation import Proposal
from accreditation.enums.replies import Verdict
from accreditation.models import Application, Rating, Remark, Summary
from accreditation.models.evaluation import LONGEST
from core.forms import CountedTextField

_MOST = 2_000_000_000  # what the database can count


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A text of the chair, with a choice beside some of them; `saves` says which one its author has read."""

    key: str
    subject: Rating | Remark | tuple[str, ...]
    label: str
    text: str
    saves: int
    mark: str = ""
    mark_label: str = ""
    choices: Sequence[tuple[str, Any]] = ()
    rows: int = 2


@dataclass(frozen=True, slots=True)
class Sent:
    """What came for one entry."""

    entry: Entry
    text: str
    mark: str
    saves: int

    @property
    def changes_something(self) -> bool:
        """Without scripts a page sends all its fields, those too that nobody touched."""
        return (self.text, self.mark) != (self.entry.text, self.entry.mark)


class ChairForm(forms.Form):
    """All of it may be saved half written. A script sends single entries, a browser without scripts all of them."""

    optional_marks = False

    def __init__(self, data: Any = None, *, entries: Sequence[Entry]) -> None:
        super().__init__(data)
        self.entries = entries
        for entry in entries:
            text = CountedTextField(
                limit=LONGEST, rows=entry.rows, required=False, label=entry.label, initial=entry.text
            )
            text.widget.attrs |= {"data-answer": entry.key} | ({"data-rating": ""} if entry.choices else {})
            if entry.choices:
                self.fields[f"mark-{entry.key}"] = forms.ChoiceField(
                    label=entry.mark_label,
                    choices=entry.choices,
                    widget=forms.RadioSelect,
                    required=False,
                    initial=entry.mark,
                )
            self.fields[f"text-{entry.key}"] = text
            self.fields[f"version-{entry.key}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=_MOST, required=False, initial=entry.saves
            )

    def sent(self) -> Iterator[Sent]:
        """The valid entries among those that came."""
        for entry in self.entries:
            names = [f"text-{entry.key}"] + ([f"mark-{entry.key}"] if entry.choices else [])
            if names[0] in self.data and all(name in self.cleaned_data for name in names):
                mark = self.cleaned_data.get(f"mark-{entry.key}", "")
                saves = self.cleaned_data.get(f"version-{entry.key}") or 0
                yield Sent(entry, self.cleaned_data[names[0]], mark, saves)

    def refused(self) -> Iterator[tuple[Entry, str]]:
        """The entries that can't be saved, with the reason."""
        for entry in self.entries:
            if reasons := self.errors.get(f"text-{entry.key}") or self.errors.get(f"mark-{entry.key}"):
                yield entry, reasons[0]

    def fields_of(self, entry: Entry) -> tuple[BoundField, BoundField | None, BoundField]:
        mark = self[f"mark-{entry.key}"] if entry.choices else None
        return self[f"version-{entry.key}"], mark, self[f"text-{entry.key}"]


def comment_entry(rating: Rating) -> Entry:
    remark = getattr(rating, "chair_comment", None)
    return Entry(
        key=f"comment-{rating.pk}",
        subject=rating,
        label=_("Comment of the chair"),
        text=said_of(rating),
        saves=remark.saves if remark else 0,
    )


def remark_entry(remark: Remark) -> Entry:
    answer = getattr(remark, "chair_answer", None)
    return Entry(
        key=f"remark-{remark.pk}",
        subject=remark,
        label=_("Why"),
        text=answer.text if answer else "",
        saves=answer.saves if answer else 0,
        mark=answer.verdict if answer else "",
        mark_label=_("Your decision on this answer"),
        choices=Verdict.choices,
    )


def report_entries(application: Application, summary: Summary | None) -> list[Entry]:
    """The three texts of the joint report; the proposal stands beside the recommendations."""
    written = summary or Summary()
    labels = {"strengths": _("Strengths"), "weaknesses": _("Weaknesses")}
    texts = [
        Entry(
            key=f"{part}-{application.pk}",
            subject=(part,),
            label=label,
            text=getattr(written, part),
            saves=written.saves.get(part, 0),
            rows=5,
        )
        for part, label in labels.items()
    ]
    last = Entry(
        key=f"recommendations-{application.pk}",
        subject=("recommendations", "proposal"),
        label=_("Recommendations"),
        text=written.recommendations,
        saves=written.saves.get("recommendations+proposal", 0),
        mark=written.proposal,
        mark_label=_("Proposal to the Collegium"),
        choices=Proposal.choices,
        rows=5,
    )
    return [*texts, last]


def said_of(rating: Rating) -> str:
    """What the chair has said of the rating as it stands; nothing of what it said before it was reopened."""
    remark = getattr(rating, "chair_comment", None)
    return remark.text if remark and remark.revision == rating.revision else ""
