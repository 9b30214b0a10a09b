from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CountedTextField


class AnswerForm(forms.Form):
    """The ministry's answer, as the writer reads it in his e-mail."""

    answer = CountedTextField(label=_("Answer"), limit=5000, rows=8)


class DeletionForm(forms.Form):
    """Why a letter is deleted."""

    reason = CountedTextField(
        label=_("Reason"), help_text=_("It stays in the journal, without the text of the letter."), limit=300, rows=3
    )
