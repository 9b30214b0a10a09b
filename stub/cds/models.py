"""What the cloud signature service remembers: sessions that may sign, and what was signed."""

from django.db import models

from stub.pki.models import KeyPair
from stub.registry.models import Signature


class UserToken(models.Model):
    """A session opened with a code: its holder may sign any number of hashes until it ends."""

    value = models.CharField(max_length=43, unique=True)
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session of {self.signature_id}"


class SignedHash(models.Model):
    """One signature that was given; a bare one can only be attributed through this row."""

    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the signature")
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE)
    pair = models.ForeignKey(KeyPair, on_delete=models.CASCADE)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.fingerprint[:12]
