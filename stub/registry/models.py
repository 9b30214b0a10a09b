"""Who and what the state's services know: people, organizations, and the cloud signatures that tie them together."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import TextChoices
from django.utils import timezone

from stub.registry.modes import OrganizationMode, PersonMode, ServiceMode, ServiceName, SignatureMode

YEAR = timedelta(days=365)


class Failing(models.Model):
    """Something that may fail in the ways listed in `modes`; an empty list means it behaves."""

    modes = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    def has(self, *modes: TextChoices) -> bool:
        return any(mode.value in self.modes for mode in modes)


class PersonManager(BaseUserManager["Person"]):
    pass


class Person(Failing, AbstractBaseUser):
    """A citizen with a personal number; also the user who signs in at ЕСИ."""

    slug = models.SlugField(unique=True, max_length=80)
    pin = models.CharField(max_length=14, unique=True)
    sub = models.UUIDField(unique=True, help_text="ЕСИ's identifier: stable, and tells nothing of the number")
    last_name = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100)
    middle_name = models.CharField(max_length=100, blank=True)
    gender = models.CharField(max_length=6)
    birth_date = models.DateField()
    citizenship = models.CharField(max_length=3)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    demo_role = models.CharField(max_length=30)
    region = models.CharField(max_length=5)
    note = models.CharField(max_length=200, blank=True)

    objects = PersonManager()
    USERNAME_FIELD = "pin"
    EMAIL_FIELD = "email"
    Modes = PersonMode

    class Meta:
        ordering = ["last_name", "first_name", "pin"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django asks before it trusts a session or a token
        return not self.has(PersonMode.BLOCKED)

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))


class Organization(Failing):
    """A legal entity as the Ministry of Justice's register holds it."""

    slug = models.SlugField(unique=True, max_length=80)
    inn = models.CharField(max_length=14, unique=True)
    kind = models.CharField(max_length=30)
    ownership = models.CharField(max_length=10)
    region_code = models.CharField(max_length=5)
    short_name_ky = models.CharField(max_length=300)
    full_name_ky = models.CharField(max_length=500)
    full_name_ru = models.CharField(max_length=500)
    head_pin = models.CharField(max_length=14)
    note = models.CharField(max_length=200, blank=True)
    record = models.JSONField(help_text="all fields of the register")

    Modes = OrganizationMode

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.short_name_ky


class Signature(Failing):
    """A person's cloud signature for one organization, or for himself when there is none."""

    slug = models.CharField(unique=True, max_length=170)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="signatures")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="signatures", null=True, blank=True
    )
    position = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField()

    Modes = SignatureMode

    class Meta:
        ordering = ["person__last_name", "person__first_name", "slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def inn(self) -> str | None:
        return self.organization.inn if self.organization else None

    def validity(self, today: date | None = None) -> tuple[datetime, datetime]:
        """First and last moment of the certificate: one year, moved by the modes that speak of time."""
        today = today or timezone.localdate()
        start = self.issued_on
        if self.has(SignatureMode.EXPIRED):
            start = today - YEAR - timedelta(days=30)
        elif self.has(SignatureMode.NOT_YET_VALID):
            start = today + timedelta(days=30)
        elif self.has(SignatureMode.ENDS_SOON):
            start = today + timedelta(days=7) - YEAR
        begin = timezone.make_aware(datetime.combine(start, datetime.min.time()))
        return begin, begin + YEAR

    def is_valid_now(self) -> bool:
        begin, end = self.validity()
        return begin <= timezone.now() < end


class Service(Failing):
    """One of the state's services as a whole."""

    name = models.CharField(max_length=10, choices=ServiceName.choices, primary_key=True)

    Modes = ServiceMode

    def __str__(self) -> str:
        return self.get_name_display()

    @classmethod
    def named(cls, name: ServiceName) -> "Service":
        return cls.objects.get_or_create(name=name)[0]


class WorldEdition(models.Model):
    """Which edition of the data files was loaded, so that a start with nothing to do does nothing."""

    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)
    changed = models.BooleanField(default=False, help_text="a scenario has changed something since")

    def __str__(self) -> str:
        return self.fingerprint[:12]
