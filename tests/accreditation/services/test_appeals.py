from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accreditation.enums.appeals import Against, AppealGround, AppealState, Capacity, Verdict
from accreditation.enums.applications import State
from accreditation.enums.certificates import CertificateState
from accreditation.models import Appeal, AppealFile, Application, Certificate
from accreditation.rules import panels
from accreditation.selectors.appeals import appealable, history, public_history
from accreditation.services import appeals as services
from accreditation.services.appeals import Complaint
from core.uploads import checks, formats
from core.workflow import TransitionDenied
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh, quick
from tests.factories.appeals import COMPLAINT, Quarrel, again
from tests.factories.collegium import Hall
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, acting_as
from tests.factories.staff import EmploymentFactory
from tests.files import pdf
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


def told(person):
    return Message.objects.filter(recipient=person).count()


@pytest.mark.parametrize("against", Against)
def test_the_head_appeals_against_each_act_once(case, against):
    quarrel = Quarrel(case, against)
    appeal = quarrel.filed()
    assert (appeal.against, appeal.state, appeal.application) == (against, AppealState.FILED, quarrel.application)
    assert (appeal.decision is None, appeal.order is None) == (not against.is_decision, against.is_decision)
    assert appeal.due_on > timezone.localdate()
    assert told(quarrel.by_administrator.user)
    with pytest.raises(PermissionDenied, match="was filed already"):
        quarrel.filed()


@pytest.mark.parametrize("against", Against)
def test_after_the_term_nobody_appeals(case, against):
    quarrel = Quarrel(case, against)
    last = appealable(quarrel.application)[0].last_day
    noon = timezone.now().replace(hour=6)
    with (
        time_machine.travel(noon + (last - timezone.localdate()) + timedelta(days=1)),
        pytest.raises(PermissionDenied, match="term for an appeal is over"),
    ):
        quarrel.filed()
    with time_machine.travel(noon + (last - timezone.localdate())):
        assert quarrel.filed().state == AppealState.FILED


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CONSIDERED, State.ACCREDITED])
def test_where_nothing_was_decided_against_it_nobody_appeals(case, state):
    application = case.quick(state, organization=case.school)
    assert appealable(application) == []
    for against in Against:
        with pytest.raises(PermissionDenied, match="nothing that could be appealed"):
            services.file(application, against, COMPLAINT, by=case.by_head)


def test_only_an_order_that_holds_is_appealed_against(case):
    quarrel = Quarrel(case, Against.SUSPENSION)
    Certificate.objects.update(state=CertificateState.IN_FORCE)
    assert appealable(quarrel.application) == []


def test_only_the_head_with_the_signature_appeals(case):
    quarrel = Quarrel(case)
    for by in (case.by_deputy, case.by_administrator, case.by_specialist):
        with pytest.raises(PermissionDenied):
            services.file(quarrel.application, Against.REFUSAL, COMPLAINT, by=by)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    "complaint", [Complaint(grounds=[], text="Х"), Complaint(grounds=[AppealGround.OTHER], text=" ")]
)
def test_an_appeal_says_why(case, complaint):
    quarrel = Quarrel(case)
    with pytest.raises(PermissionDenied, match="Choose the grounds"):
        services.file(quarrel.application, Against.REFUSAL, complaint, by=case.by_head)


def test_documents_are_kept_with_the_appeal_and_read_by_whoever_sees_it(case):
    quarrel = Quarrel(case)
    file = checks.check(SimpleUploadedFile("кат.pdf", pdf()), allowed=formats.PAPERS)
    complaint = Complaint(grounds=[AppealGround.FACTS], text="Туура эмес", files=[file])
    services.file(quarrel.application, Against.REFUSAL, complaint, by=case.by_head)
    seen = [AppealFile.objects.visible_to(by).count() for by in (case.by_head, case.by_specialist)]
    assert seen == [1, 1]
    assert not AppealFile.objects.visible_to(acting_as(ExpertFactory())).exists()


def test_the_registry_gives_a_number_and_the_school_knows_it(case):
    quarrel = Quarrel(case)
    appeal = quarrel.registered()
    assert (appeal.registration_number, appeal.registered_on) == ("А-7", timezone.localdate())
    assert told(case.world.head.person)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(PermissionDenied, match="cannot be in the future"):
        services.register(appeal, number="А-8", on=tomorrow, by=quarrel.by_administrator)


def test_the_panel_is_named_and_told_and_each_sits_in_one_capacity(case):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    seats = {seat.person_id: seat.capacity for seat in appeal.panel.all()}
    assert seats == dict(zip(quarrel.people, [Capacity.MEMBER, Capacity.MEMBER, Capacity.EXPERT], strict=True))
    assert [told(entry.person) for entry in quarrel.panel] == [1, 1, 1, 0, 0]


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_a_panel_has_an_odd_number_of_three_at_least(case, count):
    quarrel = Quarrel(case)
    people = [entry.person_id for entry in quarrel.panel[:count]]
    with pytest.raises(PermissionDenied, match="an odd number"):
        services.name_panel(quarrel.registered(), people, by=quarrel.by_administrator)


def test_a_panel_is_changed_but_who_has_voted_stays(case):
    quarrel = Quarrel(case)
    appeal = quarrel.voted("+")
    others = [entry.person_id for entry in quarrel.panel[2:5]]
    with pytest.raises(PermissionDenied, match="Who has voted stays"):
        services.name_panel(appeal, others, by=quarrel.by_administrator)
    voted, *_rest = quarrel.people
    changed = services.name_panel(appeal, [voted, *others[1:]], by=quarrel.by_administrator)
    assert set(changed.panel.values_list("person", flat=True)) == {voted, *others[1:]}
    assert changed.panel.get(person=voted).verdict == Verdict.UPHOLD


def test_who_had_a_part_in_the_case_decides_no_appeal():
    hall = Hall()
    decision = hall.decided(item=None)
    appeal = Appeal(application=decision.application, decision=decision)
    involved = panels.involved(appeal)
    voters = {member.person_id for member in hall.members}
    assert voters <= involved
    assert {hall.secretary.user.pk, hall.second.user.pk, decision.application.specialist.person_id} <= involved
    newcomer, expert = CollegiumMemberFactory(), ExpertFactory()
    assert {one.person.pk for one in panels.candidates(appeal)} == {newcomer.person_id, expert.person_id}


def test_who_is_tied_to_the_school_decides_no_appeal(case):
    quarrel = Quarrel(case)
    appeal = quarrel.registered()
    tied = quarrel.panel[0]
    EmploymentFactory(organization=case.school, person=tied.person)
    employed = ExpertFactory(employer=case.school)
    blocked = ExpertFactory(blocked=True)
    both = CollegiumMemberFactory(person=quarrel.panel[3].person)
    found = [one.person.pk for one in panels.candidates(appeal)]
    assert not {tied.person_id, employed.person_id, blocked.person_id} & set(found)
    assert found.count(both.person_id) == 1
    with pytest.raises(PermissionDenied, match="had a part in the case"):
        services.name_panel(appeal, quarrel.people, by=quarrel.by_administrator)


def test_a_vote_needs_its_reason_and_may_be_changed(case):
    quarrel = Quarrel(case)
    appeal, by = quarrel.heard(), acting_as(quarrel.panel[0])
    with pytest.raises(PermissionDenied, match="Write why"):
        services.vote(appeal, Verdict.UPHOLD, opinion=" ", by=by)
    services.vote(appeal, Verdict.UPHOLD, opinion="Ооба", by=by)
    assert services.vote(appeal, Verdict.DISMISS, opinion="Жок", by=by).verdict == Verdict.DISMISS
    assert again(appeal).state == AppealState.HEARD


@pytest.mark.parametrize("against", [Against.REFUSAL, Against.CONDITIONS])
def test_an_upheld_appeal_brings_the_case_back_before_the_collegium(case, against):
    quarrel = Quarrel(case, against)
    appeal = quarrel.decided("+++")
    application = fresh(quarrel.application)
    assert (appeal.state, application.state) == (AppealState.UPHELD, State.EVALUATED)
    assert application.events.first().action == "annul_decision"
    assert application.due_on is not None
    sitting = Hall().opened(application)
    assert sitting.items.get().application == application


def test_a_dismissed_appeal_leaves_everything_as_it_was(case):
    quarrel = Quarrel(case)
    appeal = quarrel.decided("+--")
    assert (appeal.state, fresh(quarrel.application).state) == (AppealState.DISMISSED, State.REFUSED)
    assert told(case.world.head.person) == 2


def test_an_upheld_appeal_opens_no_second_application_of_the_type(case):
    quarrel = Quarrel(case)
    case.quick(State.SUBMITTED, organization=case.school)
    appeal = quarrel.decided("++-")
    assert (appeal.state, fresh(quarrel.application).state) == (AppealState.UPHELD, State.REFUSED)


@pytest.mark.parametrize(
    ("against", "votes", "state"),
    [
        (Against.SUSPENSION, "++-", CertificateState.IN_FORCE),
        (Against.SUSPENSION, "+--", CertificateState.SUSPENDED),
        (Against.REVOCATION, "++-", CertificateState.IN_FORCE),
        (Against.REVOCATION, "+--", CertificateState.REVOKED),
    ],
)
def test_an_order_that_is_annulled_gives_the_certificate_back(case, against, votes, state):
    quarrel = Quarrel(case, against)
    before = Certificate.objects.get().document_id
    quarrel.decided(votes)
    certificate = Certificate.objects.get()
    assert (certificate.state, fresh(quarrel.application).state) == (state, State.ACCREDITED)
    is_restored = against == Against.REVOCATION and state == CertificateState.IN_FORCE
    assert (certificate.document_id != before) == is_restored
    if state == CertificateState.IN_FORCE:
        assert certificate.events.first().order_number == "А-7"


def test_what_has_run_out_meanwhile_is_not_given_back(case):
    quarrel = Quarrel(case, Against.REVOCATION)
    appeal = quarrel.voted("+++")
    Certificate.objects.update(
        valid_from=timezone.localdate() - timedelta(days=9), valid_until=timezone.localdate() - timedelta(days=1)
    )
    assert services.decide(appeal, reasons="Туура", by=quarrel.by_administrator).state == AppealState.UPHELD
    assert Certificate.objects.get().state == CertificateState.REVOKED


# Somebody steps aside


def test_a_member_with_an_interest_steps_aside_and_is_replaced(case):
    quarrel = Quarrel(case)
    appeal = quarrel.voted("+")
    by = acting_as(quarrel.panel[0])
    before = told(quarrel.by_administrator.user)
    said = services.step_aside(appeal, " Директор – курбум ", by=by)
    assert (said.person, said.name, said.reason) == (by.user, str(quarrel.panel[0].name), "Директор – курбум")
    assert told(quarrel.by_administrator.user) == before + 1
    appeal = again(appeal)
    assert appeal.panel.count() == 2
    assert appeal not in Appeal.objects.visible_to(by)
    assert appeal not in Appeal.objects.heard_by(by)
    assert by.user.pk not in {one.person.pk for one in panels.candidates(appeal)}
    with pytest.raises(PermissionDenied, match="choose others"):
        services.name_panel(appeal, quarrel.people, by=quarrel.by_administrator)
    instead = [entry.person_id for entry in quarrel.panel[1:4]]
    appeal = services.name_panel(appeal, instead, by=quarrel.by_administrator)
    for entry in quarrel.panel[1:4]:
        services.vote(appeal, Verdict.DISMISS, opinion="Негизсиз", by=acting_as(entry))
    decided = services.decide(again(appeal), reasons="Каралды", by=quarrel.by_administrator)
    assert decided.state == AppealState.DISMISSED


def test_without_whom_stepped_aside_nothing_is_decided(case):
    quarrel = Quarrel(case)
    appeal = quarrel.voted("+++")
    services.step_aside(appeal, "Тууганым иштейт", by=acting_as(quarrel.panel[2]))
    with pytest.raises(TransitionDenied, match="The panel is not complete"):
        services.decide(again(appeal), reasons="Туура", by=quarrel.by_administrator)


def test_stepping_aside_needs_a_seat_and_a_reason(case):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    with pytest.raises(PermissionDenied, match="Write why you step aside"):
        services.step_aside(appeal, " ", by=acting_as(quarrel.panel[0]))
    for by in (acting_as(quarrel.panel[4]), quarrel.by_administrator, quarrel.by_head):
        with pytest.raises(TransitionDenied):
            services.step_aside(appeal, "Себеп", by=by)
    assert (appeal.panel.count(), appeal.recusals.count()) == (3, 0)


def test_the_school_never_reads_who_stepped_aside(case):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    services.step_aside(appeal, "Тууганым", by=acting_as(quarrel.panel[0]))
    assert "step_aside_from_appeal" not in {one.action for one in public_history(again(appeal))}
    assert "step_aside_from_appeal" in {one.action for one in history(again(appeal))}


@pytest.mark.django_db(transaction=True)
def test_stepping_aside_twice_at_once_is_one_recusal(case):
    quarrel = Quarrel(case)
    appeal, by = quarrel.heard(), acting_as(quarrel.panel[0])
    outcomes = together(lambda _place: services.step_aside(appeal, "Себеп", by=by), 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["AppealRecusal", "TransitionDenied"]
    assert appeal.panel.count() == 2


def test_the_outcome_needs_reasons(case):
    quarrel = Quarrel(case)
    with pytest.raises(PermissionDenied, match="Write the reasons"):
        services.decide(quarrel.voted(), reasons=" ", by=quarrel.by_administrator)


def test_a_withdrawn_appeal_is_over_and_a_new_one_is_possible_in_time(case):
    quarrel = Quarrel(case)
    appeal = services.withdraw(quarrel.heard(), by=quarrel.by_head)
    assert told(quarrel.panel[0].person) == 2
    with pytest.raises(TransitionDenied):
        services.vote(appeal, Verdict.UPHOLD, opinion="Ооба", by=acting_as(quarrel.panel[0]))
    assert quarrel.filed().state == AppealState.FILED


def test_who_sees_an_appeal(case):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    seeing = {
        "head": case.by_head,
        "specialist": case.by_specialist,
        "administrator": case.by_administrator,
        "panel": acting_as(quarrel.panel[0]),
        "other expert": acting_as(quarrel.panel[4]),
        "stranger": acting_as(CollegiumMemberFactory()),
    }
    seen = {who for who, by in seeing.items() if appeal in Appeal.objects.visible_to(by)}
    assert seen == {"head", "specialist", "administrator", "panel"}


@pytest.mark.django_db(transaction=True)
def test_two_administrators_decide_at_once_and_it_is_decided_once(case):
    quarrel = Quarrel(case)
    appeal = quarrel.voted()
    second = acting_as(CollegiumMemberFactory(person=UserFactory(is_administrator=True)))
    both = [quarrel.by_administrator, second]
    outcomes = together(lambda place: services.decide(appeal, reasons="Туура", by=both[place]), 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["Appeal", "TransitionDenied"]
    assert Application.objects.get(pk=quarrel.application.pk).events.filter(action="annul_decision").count() == 1


def test_an_application_elsewhere_has_its_own_appeals(case):
    quarrel = Quarrel(case)
    quarrel.filed()
    assert appealable(quick(State.REFUSED)) == []
