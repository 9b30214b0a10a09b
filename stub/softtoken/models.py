"""Tokens made of software: each holds keys of the test centre, and some lie in the reader."""

from django.db import models

from stub.registry.models import Failing, Signature
from stub.registry.modes import TokenMode

FACTORY_PIN = "12345678"
GUESSES = 10


class Token(Failing):
    """A USB token with its PIN code and the people whose certificates are on it."""

    slug = models.SlugField(unique=True, max_length=80)
    serial = models.CharField(max_length=16, unique=True)
    layout = models.CharField(max_length=30, help_text="where the numbers stand in the certificate")
    note = models.CharField(max_length=200, blank=True)
    pin = models.CharField(max_length=32, default=FACTORY_PIN)
    wrong_guesses = models.PositiveSmallIntegerField(default=0)
    holders = models.ManyToManyField(Signature, related_name="tokens")

    Modes = TokenMode

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.slug

    def is_locked(self) -> bool:
        return self.wrong_guesses >= GUESSES or self.has(TokenMode.PIN_LOCKED)


class Reader(models.Model):
    """A computer's USB sockets; tests use a reader of their own each."""

    name = models.SlugField(unique=True, max_length=80)

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """A token in a reader, and whether its PIN code was given since it was put in."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="slots")
    token = models.ForeignKey(Token, on_delete=models.CASCADE)
    number = models.PositiveSmallIntegerField()
    logged_in = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["reader", "number"], name="one_token_to_a_slot")]

    def __str__(self) -> str:
        return f"slot {self.number} of {self.reader_id}"
