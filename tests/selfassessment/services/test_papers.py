from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from organizations.enums import Role
from records.enums import DocumentState
from records.models import Document
from records.values import unpacked
from selfassessment.enums import AccreditationType, OrderKind
from selfassessment.services import ordering, planning, starting
from selfassessment.services.papers import draft_paper
from tests.factories.selfassessment import DETAILS, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def says(document):
    return unpacked(document.values)


def test_the_draft_order_says_what_was_chosen(world):
    report = world.planned(AccreditationType.PROG_GEN)
    document = draft_paper(world.order(report), by=world.by_deputy)
    assert (document.state, document.number, document.dated_on) == (DocumentState.DRAFT, "3454", date(2022, 9, 2))
    assert (document.template, document.organization_id) == ("self-assessment-order", world.school.pk)
    facts, programme = says(document), report.programmes.get()
    assert (facts["starts_on"], facts["ends_on"]) == (date(2022, 9, 1), date(2022, 9, 3))
    assert (facts["council_number"], facts["council_date"], facts["submitted_on"]) == (
        "34534",
        date(2022, 9, 29),
        date(2022, 9, 3),
    )
    assert facts["accreditation_type"].ky == "Программалык аккредитация. Жалпы билим берүү программалары"
    assert facts["accreditation_type"].ru == "Программная аккредитация. Общеобразовательные программы"
    assert [one.ky for one in facts["programmes"]] == [f"{programme.code} {programme.title_ky}"]
    assert facts["chair"] == f"{world.deputy.name}, {world.deputy.position}"
    assert facts["members"] == [f"{teacher.name}, {teacher.position}" for teacher in world.teachers[:2]]
    assert (facts["signer_name"], facts["signer_position"].ru) == (world.head.name, "Руководитель")
    assert facts["subject_of_accreditation"].ru == "образовательных программ"
    assert facts["place"].ky == "Аламүдүн району"


def test_an_order_without_its_details_can_be_looked_at_already(world):
    order = ordering.prepare_order(world.planned(), OrderKind.CONDUCT, by=world.by_deputy)
    document = draft_paper(order, by=world.by_deputy)
    facts = says(document)
    assert (document.number, document.dated_on) == ("", None)
    assert (facts["council_number"], facts["submitted_on"]) == (None, None)
    assert (facts["programmes"], facts["subject_of_accreditation"].ky) == ([], "Билим берүү уюмун")


def test_looking_again_prints_nothing_until_something_changes(world):
    order = ordering.prepare_order(world.planned(), OrderKind.CONDUCT, by=world.by_deputy)
    first = draft_paper(order, by=world.by_deputy)
    assert draft_paper(order, by=world.by_head).revision == first.revision == 1
    ordering.fill_order(order, **DETAILS, by=world.by_deputy)
    changed = draft_paper(order, by=world.by_deputy)
    assert (changed.pk, changed.revision, changed.number) == (first.pk, 2, "3454")
    planning.set_commission(order.report, world.commission, chair=world.teachers[0], by=world.by_deputy)
    assert says(draft_paper(order, by=world.by_deputy))["chair"].startswith(world.teachers[0].name)
    assert Document.objects.count() == 1


def test_the_town_of_the_register_is_the_place(world):
    world.school.city = "Кара-Көл ш."
    world.school.save()
    document = draft_paper(world.order(world.planned()), by=world.by_deputy)
    assert says(document)["place"].ru == "Кара-Көл ш."


def test_the_order_that_approves_names_the_report(world):
    report = world.filled()
    document = draft_paper(world.order(report, OrderKind.APPROVE), by=world.by_head)
    assert (document.template, says(document)["report_number"]) == ("self-assessment-approval", str(report.pk))


def test_there_is_no_paper_before_the_plan_is_whole(world):
    report = world.started()
    order = ordering.prepare_order(report, OrderKind.CONDUCT, by=world.by_deputy)
    with pytest.raises(PermissionDenied, match="Choose the accreditation type"):
        draft_paper(order, by=world.by_deputy)


def test_who_only_writes_prepares_no_paper(world):
    order = world.order(world.planned())
    for by in (world.colleague(Role.SPECIALIST), World().by_head):
        with pytest.raises(PermissionDenied):
            draft_paper(order, by=by)
    assert not Document.objects.exists()


def test_a_signed_order_keeps_its_paper(world):
    order = world.ordered().orders.get()
    with pytest.raises(PermissionDenied, match="no longer a draft"):
        draft_paper(order, by=world.by_head)


def test_the_paper_of_an_order_that_was_withdrawn_or_deleted_is_not_used(world):
    report = world.ordered()
    order = ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    withdrawn = draft_paper(order, by=world.by_deputy)
    ordering.withdraw_replacement(order, by=world.by_deputy)
    other = World()
    draft = other.planned()
    deleted = draft_paper(other.order(draft), by=other.by_deputy)
    starting.delete(draft, by=other.by_deputy)
    for document in (withdrawn, deleted):
        document.refresh_from_db()
        assert document.state == DocumentState.DISCARDED
