"""Who of the commission is responsible for which answer."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from selfassessment.models import Answer, CommissionMember


class ResponsibleForm(forms.Form):
    """One choice for each answer of a part."""

    optional_marks = False

    def __init__(
        self, data: Any = None, *, answers: Collection[Answer], members: models.QuerySet[CommissionMember]
    ) -> None:
        super().__init__(data)
        self.answers = answers
        people = {str(member.pk): member for member in members}
        self.people = people
        choices = [("", _("Nobody yet")), *((key, str(member.employment.name)) for key, member in people.items())]
        for answer in answers:
            self.fields[_name(answer)] = forms.ChoiceField(
                label=str(answer), choices=choices, required=False, initial=str(answer.responsible_id or "")
            )

    def chosen(self) -> Iterator[tuple[Answer, CommissionMember | None]]:
        """The answers whose responsible person changes, each with the new one, in the order of locking."""
        for answer in sorted(self.answers, key=lambda answer: answer.pk):
            member = self.people.get(self.cleaned_data[_name(answer)])
            if _name(answer) in self.data and answer.responsible_id != (member.pk if member else None):
                yield answer, member


def _name(answer: Answer) -> str:
    return f"responsible-{answer.pk}"
