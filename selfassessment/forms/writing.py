"""What is typed into the report."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import CountedTextField, count_characters
from selfassessment.enums import Question
from selfassessment.models import Answer

_MOST_VERSIONS = 2_000_000_000  # what the database can count
LONGEST = 10_000  # characters; the limit of the report is a matter of its approval, this one of sanity


class AnswerField(CountedTextField):
    """Text that counts softly: what is longer than the report allows is saved, and shortened before the approval."""

    default_error_messages = {
        "far_too_long": _("Only %(longest)s characters can be saved here: %(count)s were typed. Divide the text."),
    }

    def validate(self, value: str) -> None:
        forms.CharField.validate(self, value)
        count = count_characters(value)
        if count > LONGEST:
            raise ValidationError(
                self.error_messages["far_too_long"],
                code="far_too_long",
                params={"longest": LONGEST, "count": count},
            )


@dataclass(frozen=True, slots=True)
class Sent:
    """What came for one answer: the text, and the version that its author had read."""

    answer: Answer
    text: str
    version: int


class PartForm(forms.Form):
    """The answers of one part of the report. A script sends single fields, a browser without scripts all of them."""

    optional_marks = False

    def __init__(self, data: Any = None, *, answers: Collection[Answer], limit: int) -> None:
        super().__init__(data)
        self.answers = answers
        for answer in answers:
            self.fields[text_name(answer)] = self._text(answer, limit)
            self.fields[version_name(answer)] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=_MOST_VERSIONS, required=False, initial=answer.version
            )

    def sent(self) -> Iterator[Sent]:
        """The valid texts among those that came, in the order in which answers are locked."""
        for answer in sorted(self.answers, key=lambda answer: answer.pk):
            name = text_name(answer)
            if name in self.data and name in self.cleaned_data:
                yield Sent(answer, self.cleaned_data[name], self.cleaned_data.get(version_name(answer)) or 0)

    def refused(self) -> Iterator[tuple[Answer, str]]:
        """The texts that can't be saved, with the reason."""
        for answer in self.answers:
            if reasons := self.errors.get(text_name(answer)):
                yield answer, reasons[0]

    def field_of(self, answer: Answer) -> BoundField:
        return self[text_name(answer)]

    def version_of(self, answer: Answer) -> BoundField:
        return self[version_name(answer)]

    @staticmethod
    def _text(answer: Answer, limit: int) -> AnswerField:
        label = _("Text description") if answer.question == Question.CRITERION else answer.get_question_display()
        field = AnswerField(limit=limit, rows=7, required=False, initial=answer.text, label=label)
        field.widget.attrs |= {"data-answer": answer.pk}
        return field


class JoinForm(forms.Form):
    """The text that shall stand after two people wrote the same answer."""

    optional_marks = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_MOST_VERSIONS)

    def __init__(self, data: Any = None, *, limit: int, mine: str, version: int) -> None:
        super().__init__(data, initial={"version": version})
        self.fields["text"] = AnswerField(
            limit=limit, rows=8, required=False, initial=mine, label=_("The text as it shall stand")
        )


class CommentForm(forms.Form):
    """A remark of a colleague."""

    text = CountedTextField(limit=1000, rows=4, label=pgettext_lazy("of a colleague", "Comment"))


def text_name(answer: Answer) -> str:
    return f"text-{answer.pk}"


def version_name(answer: Answer) -> str:
    return f"version-{answer.pk}"
