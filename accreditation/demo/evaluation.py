"""The external evaluation of a school of the demo world: three sheets of ratings, and what the group says together."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.acting import Acting
from accreditation.demo.intake import Case, acting_as, ordered
from accreditation.enums.applications import Action
from accreditation.enums.evaluation import Mark, Proposal
from accreditation.models import Application, Evaluation, Invitation, Rating, Reply
from accreditation.services import evaluation as evaluations
from accreditation.services import joint_report, replies
from accreditation.services.evaluation_papers import expert_paper
from accreditation.workflow import applications
from records.demo import sign

_WORDS = {
    Mark.MEETS: (
        "Документтер толук, жерде көргөнүбүз отчеттогу жазууга дал келет.",
        "Мугалимдер менен маекте да ырасталды.",
    ),
    Mark.PARTLY: (
        "Иш башталган, бирок жыйынтыгы азырынча өлчөнгөн эмес.",
        "Далилдердин бир бөлүгү өткөн окуу жылына таандык.",
    ),
    Mark.FAILS: ("Далил жок, сураганда да көрсөтүлгөн жок.", "Айтылган иш-чара өткөрүлгөн эмес."),
}
_COMMENT = "Эксперттин пикирине кошулам."
_SUMMARY = {
    "strengths": "Мугалимдердин курамы туруктуу, окуу планы толук аткарылат.",
    "weaknesses": "Китепкананын фонду эскирген, лабораториялык жабдуу жетишпейт.",
    "recommendations": "Китепкананы толуктоо планын түзүү, лабораторияны жабдуу.",
}


def under_way(case: Case) -> Application:
    """One expert has rated half of the criteria; the others have not begun."""
    application = ordered(case)
    first = next(seat for seat in _seats(application) if seat.expert_id != case.expert.pk)
    _rate(application, acting_as(first.expert), weakness=9, share=2)
    return application


def evaluated(case: Case, *, weakness: int = 9, proposal: Proposal = Proposal.FULL) -> Application:
    """All three have rated, the school has no objections, the joint report is finished. Every `weakness`th rating is
    lower than the others."""
    application = ordered(case)
    for seat in _seats(application):
        by = acting_as(seat.expert)
        _publish(_rate(application, by, weakness=weakness), by)
    replies.open_reply(application)
    replies.waive(Reply.objects.current().get(application=application), by=case.by_head)
    return _sum_up(application, proposal)


def _seats(application: Application) -> list[Invitation]:
    """The three experts, the chair first."""
    return list(application.invitations.accepted().select_related("expert__person").order_by("-is_chair", "seat"))


def _rate(application: Application, by: Acting, *, weakness: int, share: int = 1) -> Evaluation:
    """The expert has rated one part in `share` of the criteria, from the first."""
    evaluation = evaluations.begin(application, by=by)
    ratings = list(evaluation.ratings.select_related("evaluation").order_by("answer__place"))
    for place, rating in enumerate(ratings[: len(ratings) // share], start=1):
        mark = Mark.MEETS if place % weakness else Mark.PARTLY if place % (2 * weakness) else Mark.FAILS
        words = _WORDS[mark]
        evaluations.save_rating(rating, mark=mark, comment=words[place % len(words)], revision=0, by=by)
    return evaluation


def _publish(evaluation: Evaluation, by: Acting) -> None:
    """The sheet counts as signed so long ago that it can't be recalled any more."""
    evaluations.publish(evaluation, document=sign(expert_paper(evaluation, by=by), by=by), by=by)
    moment = timezone.now() - settings.EVALUATION_RECALL - timedelta(minutes=1)
    Evaluation.objects.filter(pk=evaluation.pk).update(published_at=moment)


def _sum_up(application: Application, proposal: Proposal) -> Application:
    """The chair has said everything. The joint report is finished without the three signatures of the group."""
    chair = _seats(application)[0].expert
    by = acting_as(chair)
    ratings = Rating.objects.filter(evaluation__application=application).exclude(evaluation__expert=chair)
    for rating in ratings.select_related("evaluation__expert", "evaluation__application"):
        joint_report.comment_on(rating, _COMMENT, by=by)
    joint_report.write(application, **_SUMMARY, proposal=proposal, by=by)
    summary = joint_report.close(application, by=by)
    sign(summary.paper, by=by)
    summary.finished_at = timezone.now()
    summary.save(update_fields=["finished_at"])
    return applications.advance(application, Action.FINISH_EVALUATION, by=None)
