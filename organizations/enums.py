from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integrations.legal_entity_registry import EntityState


class Ownership(TextChoices):
    """Who owns the organization; the public ones are accredited only, not licensed."""

    STATE = "state", pgettext_lazy("ownership", "State")
    MUNICIPAL = "municipal", pgettext_lazy("ownership", "Municipal")
    PRIVATE = "private", pgettext_lazy("ownership", "Private")
    UNKNOWN = "unknown", pgettext_lazy("ownership", "Unknown")


PUBLIC_OWNERSHIP = frozenset({Ownership.STATE, Ownership.MUNICIPAL})


class State(TextChoices):
    """Whether the organization exists, as far as the register says it."""

    ACTIVE = EntityState.ACTIVE.value, pgettext_lazy("state of an organization", "Active")
    LIQUIDATED = EntityState.LIQUIDATED.value, pgettext_lazy("state of an organization", "Liquidated")
    REORGANIZED = EntityState.REORGANIZED.value, pgettext_lazy("state of an organization", "Reorganized")
    UNKNOWN = EntityState.UNKNOWN.value, pgettext_lazy("state of an organization", "Not stated")


class Kind(TextChoices):
    """Types of educational organizations."""

    PRIMARY_SCHOOL = "primary_school", _("Primary school")
    BASIC_SCHOOL = "basic_school", _("Basic school")
    SECONDARY_SCHOOL = "secondary_school", _("Secondary school")
    BOARDING_SCHOOL = "boarding_school", _("Boarding school")
    EVENING_SCHOOL = "evening_school", _("Evening school")
    SPECIAL_SCHOOL = "special_school", _("Special school")
    KINDERGARTEN = "kindergarten", _("Preschool organization")
    VOCATIONAL_LYCEUM = "vocational_lyceum", _("Vocational lyceum")
    COLLEGE = "college", _("College or technical school")
    SUPPLEMENTARY = "supplementary", _("Organization of supplementary education")
    OTHER = "other", _("Other educational organization")


class Level(TextChoices):
    """Levels of education, of an organization, a programme and an expert."""

    PRESCHOOL = "preschool", _("Preschool")
    PRIMARY_GENERAL = "primary_general", _("Primary general")
    BASIC_GENERAL = "basic_general", _("Basic general")
    SECONDARY_GENERAL = "secondary_general", _("Secondary general")
    PRIMARY_VOCATIONAL = "primary_vocational", _("Primary vocational")
    SECONDARY_VOCATIONAL = "secondary_vocational", _("Secondary vocational")
    SUPPLEMENTARY = "supplementary", _("Supplementary education")


class InstructionLanguage(TextChoices):
    """Languages in which lessons are given and reports written."""

    KYRGYZ = "ky", pgettext_lazy("language of instruction", "Kyrgyz")
    RUSSIAN = "ru", pgettext_lazy("language of instruction", "Russian")
    UZBEK = "uz", pgettext_lazy("language of instruction", "Uzbek")
    TAJIK = "tg", pgettext_lazy("language of instruction", "Tajik")
    ENGLISH = "en", pgettext_lazy("language of instruction", "English")
    TURKISH = "tr", pgettext_lazy("language of instruction", "Turkish")
    OTHER = "other", pgettext_lazy("language of instruction", "Another language")


class Section(TextChoices):
    """The two systems behind one registration."""

    ACCREDITATION = "accreditation", _("Accreditation")
    LICENSING = "licensing", _("Licensing")


class Role(TextChoices):
    """What a person is in an organization; the rights of each stand in the apps' rules."""

    HEAD = "head", _("Head of the organization")
    DEPUTY = "deputy", _("Deputy head of the organization")
    ACCOUNTANT = "accountant", _("Accountant of the organization")
    DEPARTMENT_HEAD = "department_head", _("Head of department of the organization")
    SPECIALIST = "specialist", _("Specialist of the organization")


class Outcome(TextChoices):
    """How the register answered when the registration was begun."""

    CONFIRMED = "confirmed", _("The register answered")
    UNAVAILABLE = "unavailable", _("The register did not answer")
    NOT_FOUND = "not_found", _("The register does not know the number")


class DocumentKind(TextChoices):
    CHARTER = "charter", _("Charter")
    CERTIFICATE = "certificate", _("Certificate of state registration")
    HEAD_PROOF = "head_proof", _("Proof that the signer heads the organization")


class ProofState(TextChoices):
    """What the ministry thinks of the proof that somebody other than the register's head may act as head."""

    WAITING = "waiting", _("Waits for the specialist")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class Act(TextChoices):
    """What this app writes into the journal."""

    REGISTERED = "organization_registered", _("Organization registered")
    EDITED = "organization_edited", _("Profile of the organization edited")
    REFRESHED = "organization_refreshed", _("Data of the organization taken anew from the register")
    CONFIRMED = "organization_confirmed", _("Data of the organization confirmed by the register")
    DOCUMENT_REPLACED = "organization_document_replaced", _("Document of the organization replaced")
    PROOF_GIVEN = "head_proof_given", _("Proof of the head given")
    PROOF_JUDGED = "head_proof_judged", _("Proof of the head judged")
    PROGRAMME_ADDED = "programme_added", _("Programme added")
    PROGRAMME_REPLACED = "programme_replaced", _("Programme replaced")
    PROGRAMME_WITHDRAWN = "programme_withdrawn", _("Programme withdrawn")


class ProgrammeState(TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a programme", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("state of a programme", "In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a programme", "Withdrawn")
