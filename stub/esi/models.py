"""What ЕСИ remembers: who signed in and with which signature, and the keys that its tokens are signed with."""

from django.db import models

from stub.registry.models import Person, Signature


class SignIn(models.Model):
    """One sign-in of one person in one browser; the chosen organization belongs to it, never to the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, null=True, help_text="none: simple signature")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"sign-in #{self.pk}"


class Grant(models.Model):
    """The sign-in that an authorization code was given for."""

    code_hash = models.CharField(max_length=64, unique=True)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return f"grant of sign-in #{self.sign_in_id}"


class ProviderKey(models.Model):
    """A key of the provider; the newest published one signs."""

    pem = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    published = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"key #{self.pk}"
