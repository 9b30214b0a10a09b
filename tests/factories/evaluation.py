"""A group of three experts who evaluate a school, brought as far as a test needs it."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.evaluation import EvaluationState, Mark
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Evaluation, Rating, Reply
from accreditation.services import evaluation as services
from accreditation.services import joint_report, replies
from integrations.cloud_signature import cloud_signature
from records.models import Document, SigningCeremony
from tests.acting import sign_in
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import bare_invitation, experts
from tests.factories.people import acting_as
from tests.factories.records import work
from tests.factories.selfassessment import paper

WORDS = {
    "strengths": "Билимдүү мугалимдер",
    "weaknesses": "Эски китепкана",
    "recommendations": "Китеп сатып алуу",
    "proposal": "full",
}


class Group:
    """The first expert is the chair. `application` has the answers of a real report, cut to a few criteria."""

    def __init__(self, case: Case, *, state: State = State.ORDERED, criteria: int = 3) -> None:
        self.case = case
        report = case.report()
        keep = list(report.answers.exclude(criterion=None).order_by("place").values_list("pk", flat=True)[:criteria])
        report.answers.exclude(criterion=None).exclude(pk__in=keep).delete()
        self.application: Application = fresh(case.quick(state, report=report))
        self.experts = experts(3)
        for seat, expert in enumerate(self.experts, start=1):
            bare_invitation(
                application=self.application,
                expert=expert,
                seat=seat,
                is_chair=seat == 1,
                state=InvitationState.ACCEPTED,
            )
        self.by_chair, self.by_second, self.by_third = (acting_as(expert) for expert in self.experts)

    @property
    def by_head(self) -> Acting:
        """The head of the school, with its signature."""
        return self.case.by_head

    @property
    def everybody(self) -> list[Acting]:
        return [self.by_chair, self.by_second, self.by_third]

    def begun(self, by: Acting | None = None) -> Evaluation:
        return services.begin(self.application, by=by or self.by_second)

    def rated(self, by: Acting | None = None, marks: str = "meets") -> Evaluation:
        """Every criterion has this mark and a comment, past the services."""
        evaluation = self.begun(by)
        facts = {"mark": Mark(marks), "comment": "Далилдер текшерилди", "revision": 1, "saved_at": timezone.now()}
        evaluation.ratings.update(**facts)
        return evaluation

    def published(self, by: Acting | None = None, marks: str = "meets") -> Evaluation:
        """Signed just now."""
        evaluation = self.rated(by, marks)
        services.publish(evaluation, document=signed_document(), by=by or self.by_second)
        return again(evaluation)

    def final(self, by: Acting | None = None, marks: str = "meets") -> Evaluation:
        """Signed so long ago that it counts."""
        return counting(self.published(by, marks))

    def all_final(self) -> "Group":
        for by, marks in zip(self.everybody, ("meets", "partly", "fails"), strict=True):
            self.final(by, marks)
        self.application = fresh(self.application)
        return self

    def asked(self) -> Reply:
        """All decisions count, and the school has been shown them."""
        if not self.application.evaluations.exists():
            self.all_final()
        replies.open_reply(self.application)
        return Reply.objects.current().get(application=self.application)

    def answered(self, *texts: str) -> Reply:
        """The school has sent these remarks, one on each criterion from the first; without any it has no objections."""
        reply = self.asked()
        criteria = self.application.report.answers.exclude(criterion=None).order_by("place")
        for answer, text in zip(criteria, texts, strict=False):
            replies.write_remark(reply, answer, text, by=self.by_head)
        return (replies.send if texts else replies.waive)(reply, by=self.by_head)

    def summed_up(self) -> "Group":
        """The school has no objections and the chair has said everything; nobody has been given anything to sign."""
        self.answered()
        for rating in Rating.objects.filter(evaluation__application=self.application):
            if rating.evaluation.expert_id != self.experts[0].pk:
                joint_report.comment_on(rating, "Макулмун", by=self.by_chair)
        joint_report.write(self.application, **WORDS, by=self.by_chair)
        return self

    def in_state(self, state: EvaluationState, by: Acting | None = None) -> Evaluation:
        """The second expert's evaluation, everything rated; what is published counts already."""
        if state == EvaluationState.PUBLISHED:
            return self.final(by)
        evaluation = self.rated(by)
        Evaluation.objects.filter(pk=evaluation.pk).update(state=state)
        return again(evaluation)


def again(evaluation: Evaluation) -> Evaluation:
    """The row as it is in the database now."""
    return Evaluation.objects.select_related("application__organization", "expert__person").get(pk=evaluation.pk)


def counting(evaluation: Evaluation) -> Evaluation:
    """The time for recalling it is over."""
    moment = timezone.now() - settings.EVALUATION_RECALL - timedelta(seconds=1)
    Evaluation.objects.filter(pk=evaluation.pk).update(published_at=moment)
    return again(evaluation)


def signed_document() -> Document:
    """A document that an expert has signed."""
    document = paper("Эксперттин баалоо барагы")
    Document.objects.filter(pk=document.pk).update(state="signed", printed=1, sha256="A" * 64, length=1, file="x.pdf")
    document.refresh_from_db()
    return document


def sign(client: Client, ceremony: SigningCeremony) -> None:
    """The signer goes through the ceremony with his own cloud signature; then a worker passes by."""
    person = ceremony.signer
    signer = cloud_signature().add(person.pin)
    work()
    sign_in(client, person)
    client.post(reverse("records:sign_code", args=[ceremony.public_id]), {"channel": "email"})
    client.post(reverse("records:sign", args=[ceremony.public_id]), {"code": signer.code})
    work()
