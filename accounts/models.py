import secrets
from typing import Any, Self

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core import crypto
from core.fields import BlindIndexField, EncryptedIdentifierField
from core.identifiers import Pin


def new_pseudonym() -> str:
    """A name for logs and sessions that says nothing about the person."""
    return f"u-{secrets.token_hex(8)}"


class UserQuerySet(models.QuerySet["User"]):
    def by_pin(self, pin: Pin) -> Self:
        """The person with this personal number: none or one."""
        return self.filter(pin_index=crypto.blind_index(pin))


class UserManager(BaseUserManager["User"]):
    def create_user(self, **fields: Any) -> "User":
        """A person who signs in through the identity provider: the password is unusable."""
        user = self.model(**fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def known_by(self, pin: Pin, **names: str) -> "User":
        """The person with this personal number; who was not known yet is entered under these names, once."""
        index = crypto.blind_index(pin)
        fresh = {"pin": pin, "password": make_password(None), **names}
        return self.get_or_create(pin_index=index, defaults=fresh)[0]

    def create_superuser(self, username: str, password: str, **fields: Any) -> "User":
        """The break-glass account of the operators."""
        user = self.model(username=username, is_staff=True, is_superuser=True, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person known to the system by the personal number; what he may do depends also on whom he acts for."""

    username = models.CharField(max_length=40, unique=True, default=new_pseudonym, editable=False)
    pin = EncryptedIdentifierField(_("PIN"), kind="pin", null=True, blank=True)
    pin_index = BlindIndexField(source="pin", unique=True, null=True)
    last_name = models.CharField(_("surname"), max_length=150, blank=True)
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    middle_name = models.CharField(_("patronymic"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, default="ky")
    is_administrator = models.BooleanField(_("administrator of accreditation"), default=False)
    is_staff = models.BooleanField(_("operator of the system"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Surname, first name, patronymic, as official papers order them."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    def get_short_name(self) -> str:
        return self.first_name or self.username


class UnsentForm(models.Model):
    """What a person sent when his session was already over. Only his browser has the key to it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unsent_forms")
    browser = models.CharField(max_length=64)  # digest of the key that the browser keeps
    page = models.CharField(max_length=500)
    action = models.CharField(max_length=500)
    sealed = models.TextField()
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "browser", "page", "action"], name="one_unsent_form_per_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.kept_at}"
