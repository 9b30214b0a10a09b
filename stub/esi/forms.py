"""What is typed on ЕСИ's pages. Says only whether it has the right shape; the pages judge whether it is true."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stub.outbox.models import Channel

SEPARATORS = re.compile(r"[\s-]+")


class DigitsField(forms.CharField):
    """A fixed number of digits; spaces and hyphens between them are forgiven."""

    def __init__(self, *, count: int, message: str, autocomplete: str, **kwargs: Any) -> None:
        self.count = count
        self.autocomplete = autocomplete
        super().__init__(**kwargs)
        self.error_messages |= {"required": message, "shape": message}

    def to_python(self, value: str | None) -> str:
        return SEPARATORS.sub("", super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not re.fullmatch(rf"[0-9]{{{self.count}}}", value):
            raise ValidationError(self.error_messages["shape"], code="shape")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "numeric", "size": str(self.count), "autocomplete": self.autocomplete}


class PinForm(forms.Form):
    pin = DigitsField(
        count=14,
        label=_("Personal number"),
        message=_("Enter the 14 digits of your personal number."),
        autocomplete="username",
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SignatureForm(forms.Form):
    """Which signature, and by which way its code shall come. The buttons carry the way."""

    SIMPLE = "simple"
    signature = forms.CharField(error_messages={"required": _("Choose an electronic signature.")})
    channel = forms.ChoiceField(choices=Channel.choices)


class CodeForm(forms.Form):
    code = DigitsField(
        count=6,
        label=_("Verification code"),
        message=_("Enter the 6 digits of the code."),
        autocomplete="one-time-code",
    )
