"""Appeals of a school whose accreditation was refused, brought as far as a test needs them."""

from django.utils import timezone

from accreditation.enums.appeals import Against, AppealGround, AppealState, Verdict
from accreditation.enums.applications import State
from accreditation.enums.certificates import CertificateAction
from accreditation.enums.collegium import Outcome
from accreditation.models import Appeal, Application, Certificate
from accreditation.services import appeals as services
from accreditation.services import certifying
from accreditation.services.appeals import Complaint
from tests.factories.accreditation import Case
from tests.factories.certificates import ground, issued
from tests.factories.conditions import decided
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, acting_as

COMPLAINT = Complaint(grounds=[AppealGround.EVIDENCE, AppealGround.FACTS], text="Далилдер каралган эмес")


class Quarrel:
    """The school of a case, an act against it, and five people who had no part in it."""

    def __init__(self, case: Case, against: Against = Against.REFUSAL) -> None:
        self.case, self.against = case, against
        self.by_head, self.by_administrator = case.by_head, case.by_administrator
        self.application: Application = case.quick(
            State.REFUSED if against == Against.REFUSAL else State.ACCREDITED, organization=case.school
        )
        self.certificate: Certificate | None = None
        if against.is_decision:
            outcome = Outcome.REFUSED if against == Against.REFUSAL else Outcome.CONDITIONAL
            self.decision = decided(self.application, outcome)
        else:
            self.certificate = issued(application=self.application)
            action = CertificateAction.SUSPEND if against == Against.SUSPENSION else CertificateAction.REVOKE
            certifying.decree(self.certificate, action, ground=ground(), by=self.by_administrator)
        members = [CollegiumMemberFactory(person__last_name=name) for name in ("Бекмырзаева", "Садырбаев")]
        experts = [ExpertFactory(person__last_name=name) for name in ("Турдалиева", "Орозов", "Шамбетова")]
        self.panel = [*members, *experts]

    @property
    def people(self) -> list[int]:
        """The keys of the first three."""
        return [entry.person_id for entry in self.panel[:3]]

    def filed(self) -> Appeal:
        return services.file(self.application, self.against, COMPLAINT, by=self.by_head)

    def registered(self) -> Appeal:
        return services.register(self.filed(), number="А-7", on=timezone.localdate(), by=self.by_administrator)

    def heard(self) -> Appeal:
        return services.name_panel(self.registered(), self.people, by=self.by_administrator)

    def voted(self, votes: str = "++-") -> Appeal:
        appeal = self.heard()
        for entry, vote in zip(self.panel, votes, strict=False):
            verdict = Verdict.UPHOLD if vote == "+" else Verdict.DISMISS
            services.vote(appeal, verdict, opinion="Далилдер жетиштүү", by=acting_as(entry))
        return again(appeal)

    def decided(self, votes: str = "++-") -> Appeal:
        return services.decide(self.voted(votes), reasons="Далилдер каралган эмес", by=self.by_administrator)

    def in_state(self, state: AppealState) -> Appeal:
        match state:
            case AppealState.FILED:
                return self.filed()
            case AppealState.REGISTERED:
                return self.registered()
            case AppealState.HEARD:
                return self.voted()
            case AppealState.WITHDRAWN:
                return services.withdraw(self.filed(), by=self.by_head)
        return self.decided("++-" if state == AppealState.UPHELD else "+--")


def again(appeal: Appeal) -> Appeal:
    """The row as it is in the database now."""
    return Appeal.objects.select_related(
        "application__organization", "application__specialist", "decision", "order"
    ).get(pk=appeal.pk)
