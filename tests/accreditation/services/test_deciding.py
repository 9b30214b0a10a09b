import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, ConflictGround, ItemState, Outcome
from accreditation.enums.draw import Verdict
from accreditation.enums.invitations import DeclineReason
from accreditation.models import Certificate, CollegiumDecision, CollegiumEvent, Expert, Invitation, KinshipVerdict
from accreditation.rules import voting
from accreditation.selectors import collegium as selectors
from accreditation.services import deciding, sittings
from accreditation.services.deciding import Wording
from core.workflow import TransitionDenied
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import DAY, WORDINGS, Hall, fresh
from tests.factories.draw import bare_invitation
from tests.factories.people import ExpertFactory, ExpertRelativeFactory, acting_as
from tests.factories.staff import EmploymentFactory
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

ENDS = {
    Outcome.ACCREDITED: State.ACCREDITED,
    Outcome.CONDITIONAL: State.ACCREDITED,
    Outcome.REFUSED: State.REFUSED,
    Outcome.POSTPONED: State.POSTPONED,
}


@pytest.fixture
def hall():
    return Hall()


@pytest.mark.parametrize("outcome", Outcome)
def test_a_confirmed_decision_moves_the_application_and_grants_what_it_grants(hall, outcome):
    decision = hall.decided(outcome)
    application = decision.application
    application.refresh_from_db()
    assert application.state == ENDS[outcome]
    assert fresh(decision.item).state == ItemState.DECIDED
    certificate = Certificate.objects.filter(application=application).first()
    assert (certificate is not None) == outcome.grants
    if certificate:
        assert certificate.is_conditional == (outcome == Outcome.CONDITIONAL)
        assert certificate.decision_number == decision.number == str(decision.item)
    assert (decision.drafted_by, decision.confirmed_by) == (hall.secretary.user, hall.second.user)
    assert decision.tally["votes_for"] == 7
    assert selectors.decision_of(application) == decision


def test_the_school_is_told_the_outcome_and_the_reasons(hall):
    application = quick(State.EVALUATED)
    head = EmploymentFactory(organization=application.organization, role="head").person
    decision = hall.decided(Outcome.CONDITIONAL, item=hall.opened(application).items.get())
    message = Message.objects.filter(recipient=head, url__contains=f"/{application.pk}/").get()
    assert decision.conditions in message.body
    assert f"№ {application.pk}" in message.subject


def test_whoever_drafted_the_decision_does_not_confirm_it(hall):
    item = hall.drafted().item
    with pytest.raises(TransitionDenied, match="You drafted this decision"):
        deciding.confirm(item, by=hall.secretary)
    assert fresh(item).state == ItemState.DRAFTED


def test_what_fails_at_the_end_leaves_nothing_done(hall, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    item = hall.drafted().item
    monkeypatch.setattr("accreditation.services.certifying.issue", broken)
    with pytest.raises(RuntimeError):
        deciding.confirm(item, by=hall.second)
    item = fresh(item)
    assert (item.state, item.application.state) == (ItemState.DRAFTED, State.CONSIDERED)
    assert item.decision.confirmed_by is None


@pytest.mark.parametrize(
    ("outcome", "wording", "field"),
    [
        (Outcome.REFUSED, Wording(reasons_ky=" "), "reasons_ky"),
        (Outcome.POSTPONED, Wording(reasons_ky="Себеп"), "until"),
        (Outcome.CONDITIONAL, Wording(until=DAY), "conditions_ky"),
        (Outcome.CONDITIONAL, Wording(conditions_ky="Шарт"), "until"),
        (Outcome.CONDITIONAL, Wording(conditions_ky="Шарт", until=DAY.replace(year=2020)), "until"),
        (Outcome.CONDITIONAL, Wording(conditions_ky="Шарт", until=DAY.replace(year=DAY.year + 2)), "until"),
    ],
)
def test_a_draft_says_what_its_outcome_needs(hall, outcome, wording, field):
    item = hall.voting(outcome)
    hall.vote(item, "+++++++++")
    assert field in deciding.lacking_in(outcome, wording, sat_on=DAY.replace(year=DAY.year - 1))
    with pytest.raises(PermissionDenied):
        deciding.draft(item, wording, by=hall.secretary)
    assert not CollegiumDecision.objects.exists()


@pytest.mark.parametrize(
    ("ky", "ru", "lacking"),
    [
        ("Китеп\nСпорт залы", "Книги\n2. Спортзал", set()),
        ("", "Книги", set()),
        ("Китеп\nСпорт залы", "Книги", {"conditions_ru"}),
        ("1.\n", " ", {"conditions_ky"}),
    ],
)
def test_conditions_are_the_same_in_both_languages(ky, ru, lacking):
    wording = Wording(conditions_ky=ky, conditions_ru=ru, until=DAY)
    found = deciding.lacking_in(Outcome.CONDITIONAL, wording, sat_on=DAY.replace(year=DAY.year - 1))
    assert set(found) == lacking


def test_russian_alone_is_enough(hall):
    item = hall.voting(Outcome.REFUSED)
    hall.vote(item, "+++++++++")
    decision = deciding.draft(item, Wording(reasons_ru="Не выполнено"), by=hall.secretary)
    with translation.override("ky"):
        assert decision.reasons == "Не выполнено (орус тилинде гана)"


def test_a_draft_that_was_sent_back_keeps_its_text_and_is_drafted_again(hall):
    first = hall.drafted(Outcome.REFUSED)
    with pytest.raises(PermissionDenied):
        deciding.send_back(first.item, reason=" ", by=hall.second)
    item = deciding.send_back(first.item, reason="Негиздерди кеңейтүү керек", by=hall.second)
    assert (item.state, item.decision.reasons) == (ItemState.VOTING, WORDINGS[Outcome.REFUSED].reasons_ky)
    again = deciding.draft(item, Wording(reasons_ky="Кеңейтилген негиз"), by=hall.secretary)
    assert (again.pk, again.reasons) == (first.pk, "Кеңейтилген негиз")


# Quorum, votes and conflicts


@pytest.mark.parametrize(("eligible", "needed"), [(0, 1), (1, 1), (3, 2), (6, 4), (8, 6), (9, 6), (10, 7)])
def test_the_quorum_is_two_thirds_rounded_up(eligible, needed):
    assert voting.quorum(eligible) == needed


def test_the_quorum_is_a_setting(settings):
    settings.COLLEGIUM_QUORUM = 50
    assert voting.quorum(9) == 5


def test_without_a_quorum_nothing_is_put_to_the_vote_until_somebody_comes(hall):
    sitting = hall.opened(absent=4)
    with pytest.raises(TransitionDenied, match="no quorum"):
        deciding.put_to_vote(sitting.items.get(), Outcome.ACCREDITED, by=hall.secretary)
    sittings.record_presence(sitting, hall.members[:6], by=hall.secretary)
    assert deciding.put_to_vote(sitting.items.get(), Outcome.ACCREDITED, by=hall.secretary).round == 1


def test_a_quorum_that_was_lost_stops_the_decision(hall):
    item = hall.voting()
    hall.vote(item, "+++++++++")
    sittings.record_presence(item.sitting, hall.members[:3], by=hall.secretary)
    with pytest.raises(TransitionDenied, match="no quorum"):
        deciding.draft(item, Wording(), by=hall.secretary)


@pytest.mark.parametrize(
    ("votes", "carried"),
    [
        ("+++++++++", True),
        ("++++----+", True),
        ("+++---...", True),  # a tie, and the chair voted for
        ("---+++...", False),
        ("+++------", False),
        ("000000000", False),
        ("+++++....", False),  # too few have voted
        ("++0000000", True),
    ],
)
def test_a_motion_is_carried_by_the_majority_of_confirmed_votes(hall, votes, carried):
    item = hall.voting()
    hall.vote(item, votes)
    assert voting.tally(fresh(item)).is_carried is carried


def test_the_casting_vote_is_a_setting(hall, settings):
    settings.COLLEGIUM_CASTING_VOTE = False
    item = hall.voting()
    hall.vote(item, "+++---...")
    assert not voting.tally(fresh(item)).is_carried


def test_a_vote_recorded_by_the_secretary_counts_when_its_member_has_confirmed_it(hall):
    item, member = hall.voting(), hall.members[3]
    deciding.vote(item, member, Choice.FOR, by=hall.secretary)
    count = voting.tally(fresh(item))
    assert (count.votes_for, count.unconfirmed) == (0, 1)
    deciding.vote(item, member, Choice.FOR, by=acting_as(member))
    count = voting.tally(fresh(item))
    assert (count.votes_for, count.unconfirmed) == (1, 0)
    with pytest.raises(PermissionDenied, match="only the member changes it"):
        deciding.vote(item, member, Choice.AGAINST, by=hall.secretary)


def test_nobody_votes_for_another_member(hall):
    item = hall.voting()
    with pytest.raises(PermissionDenied, match="Only the member or the secretary"):
        deciding.vote(item, hall.members[3], Choice.FOR, by=acting_as(hall.members[4]))


def test_another_motion_begins_another_round_and_the_first_stays_in_the_record(hall):
    item = hall.voting(Outcome.ACCREDITED)
    hall.vote(item, "---------")
    item = deciding.put_to_vote(item, Outcome.REFUSED, by=hall.secretary)
    assert (item.round, voting.votes_of(item), item.votes.count()) == (2, [], 9)


def test_a_dissenting_opinion_is_kept(hall):
    item, member = hall.voting(), hall.members[5]
    vote = deciding.vote(item, member, Choice.AGAINST, opinion=" Мен каршымын ", by=acting_as(member))
    assert (vote.opinion, vote.confirmed_at is not None) == ("Мен каршымын", True)


def interest(ground, application, member):
    """The member gets this interest in the case."""
    match ground:
        case ConflictGround.EMPLOYED:
            EmploymentFactory(organization=application.organization, person=member.person)
        case ConflictGround.KIN:
            ExpertRelativeFactory(expert=ExpertFactory(person=member.person), organization=application.organization)
        case ConflictGround.HANDLES:
            application.specialist.person = member.person
            application.specialist.save()
        case ConflictGround.EVALUATED:
            today = timezone.localdate()
            Invitation.objects.create(
                application=application,
                expert=ExpertFactory(person=member.person),
                seat=1,
                hand_reason="Тизмеде башка эксперт жок",
                asked_at=timezone.now(),
                due_on=today,
                remind_on=today,
            )
        case ConflictGround.DECLARED:
            item = application.agenda_items.get()
            sittings.declare_conflict(item, member, note="Окуучунун ата-энеси", by=acting_as(member))


@pytest.mark.parametrize("ground", ConflictGround)
def test_a_member_with_a_conflict_neither_votes_nor_counts(hall, ground):
    item = hall.voting()
    hall.vote(item, "+++++++++")
    before = voting.tally(fresh(item))
    member = hall.members[2]
    interest(ground, item.application, member)
    after = voting.tally(fresh(item))
    assert (before.eligible, after.eligible, after.votes_for) == (9, 8, 8)
    assert voting.conflicts([fresh(item).application], hall.members)[item.application_id, member.pk] == [ground]
    with pytest.raises(PermissionDenied):
        deciding.vote(item, member, Choice.FOR, by=acting_as(member))


def test_a_relative_is_known_by_the_personal_number_and_an_expert_by_the_employer(hall):
    application = quick(State.EVALUATED)
    teacher = EmploymentFactory(organization=application.organization)
    kin, employed = hall.members[1], hall.members[2]
    ExpertRelativeFactory(expert=ExpertFactory(person=kin.person), organization=None, pin=teacher.person.pin)
    ExpertFactory(person=employed.person, employer=application.organization)
    assert Expert.objects.count() == 2
    assert voting.conflicts([application], hall.members) == {
        (application.pk, kin.pk): [ConflictGround.KIN],
        (application.pk, employed.pk): [ConflictGround.EMPLOYED],
    }


def known_to_registers(how, application, member):
    """The member gets an interest that he did not declare, and that the experts' rules would find too."""
    organization, expert = application.organization, ExpertFactory(person=member.person)
    match how:
        case "is the head in the register":
            organization.head_pin = member.person.pin
            organization.save()
        case "is a relative of the head in the register":
            head = UserFactory()
            organization.head_pin = head.pin
            organization.save()
            ExpertRelativeFactory(expert=expert, organization=None, pin=head.pin)
        case "was found to be a relative":
            KinshipVerdict.objects.create(
                expert=expert,
                organization=organization,
                surname="Асанова",
                verdict=Verdict.KIN,
                note="Кат",
                by=UserFactory(),
            )
        case "declined as an expert":
            now = timezone.now()
            refusal = {
                "state": "declined",
                "decline_reason": DeclineReason.INTEREST,
                "answered_at": now,
                "ended_at": now,
            }
            bare_invitation(application=quick(State.REFUSED, organization=organization), expert=expert, **refusal)


@pytest.mark.parametrize(
    ("how", "ground"),
    [
        ("is the head in the register", ConflictGround.EMPLOYED),
        ("is a relative of the head in the register", ConflictGround.KIN),
        ("was found to be a relative", ConflictGround.KIN),
        ("declined as an expert", ConflictGround.DECLARED),
    ],
)
def test_what_excludes_an_expert_excludes_a_member(hall, how, ground):
    application, member = quick(State.EVALUATED), hall.members[1]
    known_to_registers(how, application, member)
    assert voting.conflicts([application, quick(State.EVALUATED)], hall.members) == {
        (application.pk, member.pk): [ground]
    }


def test_conflicts_are_found_in_as_many_queries_for_many_cases(hall, django_assert_num_queries):
    cases = [quick(State.EVALUATED) for _place in range(5)]
    with django_assert_num_queries(10):
        voting.conflicts(cases, hall.members)


def test_a_chair_with_a_conflict_casts_no_vote(hall):
    item = hall.voting()
    hall.vote(item, "+++++----")
    assert voting.tally(fresh(item)).is_carried
    interest(ConflictGround.EMPLOYED, item.application, hall.chair)
    count = voting.tally(fresh(item))
    assert (count.is_tie, count.is_carried) == (True, False)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_confirm_at_once_and_one_decision_is_made(hall):
    item = hall.drafted().item
    outcomes = together(lambda _place: deciding.confirm(item, by=hall.second), 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CollegiumDecision", "TransitionDenied"]
    assert Certificate.objects.count() == 1
    assert CollegiumEvent.objects.filter(action="confirm_decision").count() == 1


@pytest.mark.django_db(transaction=True)
def test_members_who_vote_at_once_have_one_vote_each(hall):
    item = hall.voting()
    voters = hall.members[:4] * 2
    outcomes = together(
        lambda place: deciding.vote(item, voters[place], Choice.FOR, by=acting_as(voters[place])), len(voters)
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert item.votes.count() == 4


@pytest.mark.parametrize("step", ["put to vote", "draft", "confirm"])
def test_what_somebody_else_has_changed_is_not_overwritten_unseen(hall, step):
    item = hall.voting() if step == "put to vote" else hall.drafted(Outcome.REFUSED).item
    seen = deciding.sign_of(fresh(item))
    other = deciding.Wording(reasons_ky="Башка негиз")
    if step == "put to vote":
        deciding.put_to_vote(item, Outcome.REFUSED, by=hall.second)
    else:
        deciding.draft(item, other, by=hall.secretary)
    acts = {
        "put to vote": lambda sign: deciding.put_to_vote(item, Outcome.ACCREDITED, by=hall.secretary, seen=sign),
        "draft": lambda sign: deciding.draft(item, other, by=hall.second, seen=sign),
        "confirm": lambda sign: deciding.confirm(item, by=hall.second, seen=sign),
    }
    with pytest.raises(deciding.Overtaken, match="meanwhile"):
        acts[step](seen)
    acts[step](deciding.sign_of(fresh(item)))  # who has looked again may go on


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_draft_at_once_and_one_text_stands(hall):
    item = hall.voting(Outcome.REFUSED)
    hall.vote(item, "+++++++++")
    seen = deciding.sign_of(fresh(item))
    texts = ["Биринчи негиз", "Экинчи негиз"]
    outcomes = together(
        lambda place: deciding.draft(
            item, deciding.Wording(reasons_ky=texts[place]), by=[hall.secretary, hall.second][place], seen=seen
        ),
        2,
    )
    assert sum(isinstance(outcome, deciding.Overtaken) for outcome in outcomes) == 1
    assert CollegiumDecision.objects.get().reasons in texts
