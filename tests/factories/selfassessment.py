from collections.abc import Collection
from datetime import date

import factory
from django.utils import timezone

from accounts.acting import Acting
from organizations.enums import InstructionLanguage, Level, Role
from organizations.models import Organization
from records.models import Document
from selfassessment.enums import AccreditationType, EvidenceKind, OrderKind, StandardState, State, WordingStatus
from selfassessment.models import Answer, Evidence, EvidenceVersion, Order, Section, SelfAssessment, Standard
from selfassessment.services import ordering, planning, starting
from staff.enums import State as EmploymentState
from staff.models import Employment
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory, ProgrammeFactory
from tests.factories.staff import EmploymentFactory, acting_for

DETAILS = {
    "number": "3454",
    "dated_on": date(2022, 9, 2),
    "submitted_on": date(2022, 9, 3),
    "council_number": "34534",
    "council_on": date(2022, 9, 29),
}


class SelfAssessmentFactory(factory.django.DjangoModelFactory[SelfAssessment]):
    """A draft whose type is not chosen yet."""

    class Meta:
        model = SelfAssessment

    organization = factory.SubFactory(OrganizationFactory)
    created_by = factory.SubFactory("tests.factories.accounts.UserFactory")


class LinkFactory(factory.django.DjangoModelFactory[Evidence]):
    """A link in the library of an organization, with its first version."""

    class Meta:
        model = Evidence
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    kind = EvidenceKind.LINK
    title = "Окуу планы"
    added_by = factory.SubFactory("tests.factories.accounts.UserFactory")

    @factory.post_generation
    def url(self, _create, extracted, **_kwargs):
        EvidenceVersion.objects.create(
            evidence=self, number=1, url=extracted or "https://mektep.kg/plan", added_by=self.added_by
        )


def paper(title: str = "Буйрук") -> Document:
    """A document that stands for the paper of an order."""
    return Document.objects.create(
        kind="order",
        title_ky=title,
        title_ru=title,
        languages=["ky"],
        template="self-assessment-order",
        skeleton=0,
        values={},
    )


class World:
    """A school with its people, and a self-assessment brought as far as a test needs it.

    The standards must be loaded. The commission is the deputy in the chair and two teachers.
    """

    def __init__(self, organization: Organization | None = None) -> None:
        self.school = organization or OrganizationFactory()
        self.head = self._employee(Role.HEAD, "директор")
        self.deputy = self._employee(Role.DEPUTY, "окуу иштери боюнча орун басар")
        self.teachers = [self._employee(Role.SPECIALIST, "математика мугалими") for _ in range(3)]
        self.by_head = acting_for(self.head, signs=True)
        self.by_deputy = acting_for(self.deputy)
        self.by_teachers = [acting_for(teacher) for teacher in self.teachers]

    @property
    def commission(self) -> list[Employment]:
        return [self.deputy, *self.teachers[:2]]

    @property
    def by_outsider(self) -> Acting:
        """A teacher of the school who is not in the commission."""
        return self.by_teachers[2]

    def started(self) -> SelfAssessment:
        return starting.start(self.school, by=self.by_deputy)

    def planned(self, kind: AccreditationType = AccreditationType.INST_GEN, **changes) -> SelfAssessment:
        report = planning.set_commission(self.started(), self.commission, chair=self.deputy, by=self.by_deputy)
        return self.plan(report, kind, **changes)

    def plan(self, report: SelfAssessment, kind: AccreditationType, **changes) -> SelfAssessment:
        programmes = [ProgrammeFactory(level=Level.SECONDARY_GENERAL)] if kind == AccreditationType.PROG_GEN else []
        values = {
            "type": kind,
            "starts_on": date(2022, 9, 1),
            "ends_on": date(2022, 9, 3),
            "programmes": programmes,
            "language": InstructionLanguage.KYRGYZ,
            "by": self.by_deputy,
        }
        return planning.plan(report, **values | changes)

    def order(self, report: SelfAssessment, kind: OrderKind = OrderKind.CONDUCT) -> Order:
        """An order with every detail, ready to be signed."""
        order = ordering.prepare_order(report, kind, by=self.by_head)
        return ordering.fill_order(order, **DETAILS, by=self.by_head)

    def ordered(self, kind: AccreditationType = AccreditationType.INST_GEN) -> SelfAssessment:
        report = self.planned(kind)
        return ordering.conduct(self.order(report), document=paper(), by=self.by_head)

    def filled(self, kind: AccreditationType = AccreditationType.INST_GEN) -> SelfAssessment:
        """Every answer is written, past the services."""
        report = self.ordered(kind)
        fill(report.answers.all(), by=self.deputy.person)
        return report

    def approved(self, kind: AccreditationType = AccreditationType.INST_GEN) -> SelfAssessment:
        report = self.filled(kind)
        order = self.order(report, OrderKind.APPROVE)
        return ordering.approve(order, document=paper(), by=self.by_head)

    def in_state(self, state: State) -> SelfAssessment:
        report = {State.DRAFT: self.planned, State.ORDERED: self.filled}.get(state, self.approved)()
        if state == State.RETURNED:
            report = ordering.return_for_correction(report, comment="1.1 түзөтүлсүн", by=self.by_head)
        return report

    def colleague(self, role: Role) -> Acting:
        """Somebody of this role who is not in the commission."""
        return acting_for(self._employee(role, "кызматкер"))

    def dismiss(self, employment: Employment) -> None:
        employment.state, employment.ended_on = EmploymentState.DISMISSED, timezone.localdate()
        employment.save()

    def _employee(self, role: Role, position: str) -> Employment:
        return EmploymentFactory(organization=self.school, role=role, position=position)


def fill(answers: Collection[Answer], *, by) -> None:
    """Each answer has a text and says who wrote it."""
    answers.update(text="Жооп", version=1, updated_by=by, updated_at=timezone.now())


def standard(kind: AccreditationType = AccreditationType.INST_GEN) -> Standard:
    return Standard.objects.in_force().get(type=kind)


def draft_standard() -> Standard:
    """A draft with one section and one criterion."""
    draft = Standard.objects.create(type=AccreditationType.INST_GEN, version=Standard.objects.count() + 1)
    wording = {"status_ky": WordingStatus.CONFIRMED, "status_ru": WordingStatus.CONFIRMED}
    section = draft.sections.create(order=1, number="1", title_ky="Бөлүм", title_ru="Раздел", **wording)
    section.criteria.create(order=1, number="1.1", text_ky="Критерий", text_ru="Критерий", **wording)
    return draft


def scheduled_standard() -> Standard:
    """A version that waits for its day."""
    draft = draft_standard()
    draft.state, draft.starts_on, draft.published_by = StandardState.SCHEDULED, date(2099, 1, 1), UserFactory()
    draft.save()
    return draft


def draft_section() -> Section:
    return draft_standard().sections.get()
