"""Keys and certificates of the test certification centre."""

from django.db import models


class Authority(models.Model):
    """A certificate authority of the test centre: the root, or the one below it that issues."""

    name = models.CharField(max_length=20, unique=True)
    key = models.TextField(help_text="PEM")
    certificate = models.TextField(help_text="PEM")

    def __str__(self) -> str:
        return self.name


class KeyPair(models.Model):
    """The key of one signature or token, with the certificate issued for it."""

    owner = models.CharField(max_length=200, unique=True)
    key = models.TextField(help_text="PEM")
    certificate = models.TextField(help_text="PEM")
    serial = models.CharField(max_length=50, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.owner
