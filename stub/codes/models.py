"""Six digits that live five minutes, and the pause after three wrong guesses."""

from django.db import models


class OneTimeCode(models.Model):
    """A code sent to somebody; `holder` says at which door it may be used."""

    holder = models.CharField(max_length=200, db_index=True)
    code = models.CharField(max_length=6)
    sent_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    wrong_guesses = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"code for {self.holder}"


class Lock(models.Model):
    """The holder may neither ask for nor type codes until this moment."""

    holder = models.CharField(max_length=200, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"lock of {self.holder}"
