import pytest

from selfassessment.services import planning
from tests.factories.accounts import UserFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db

PAGE, ADD = "self_assessment_commission", "self_assessment_commission_add"


@pytest.fixture
def report(world):
    return world.started()


@pytest.fixture
def chosen(world, report):
    """A whole commission without a chair."""
    return planning.set_commission(report, world.commission, chair=None, by=world.by_deputy)


def members(report):
    return {member.employment: member.is_chair for member in report.members.select_related("employment")}


def test_an_empty_commission_begins_with_the_staff(world, report, come, address):
    text = come(world.deputy).get(address(PAGE, report.pk)).content.decode()
    for employment in (world.head, world.deputy, *world.teachers):
        assert f"{employment.name}, {employment.position}" in text
    assert "жок дегенде 3 мүчө" in text


def test_who_is_ticked_comes_into_the_commission(world, report, come, address):
    chosen = [world.head, world.teachers[0]]
    client = come(world.deputy)
    page = client.post(address(ADD, report.pk), {"employees": [one.pk for one in chosen]})
    assert page["Location"] == address(PAGE, report.pk)
    assert members(report) == dict.fromkeys(chosen, False)
    client.post(address(ADD, report.pk), {"employees": [world.deputy.pk]})
    assert set(members(report)) == {*chosen, world.deputy}, "who was there stays"


def test_nobody_ticked_is_an_error_beside_the_list(world, report, come, address):
    page = come(world.deputy).post(address(ADD, report.pk), {})
    assert page.status_code == 422
    assert "Кеминде бир кызматкерди белгилеңиз" in page.content.decode()


def test_people_of_another_school_cannot_be_ticked(world, report, come, address):
    page = come(world.deputy).post(address(ADD, report.pk), {"employees": [EmploymentFactory().pk]})
    assert (page.status_code, members(report)) == (422, {})


def test_members_are_not_offered_again(world, chosen, come, address):
    page = come(world.deputy).get(address(ADD, chosen.pk))
    assert set(page.context["form"].fields["employees"].queryset) == {world.head, world.teachers[2]}


def test_saving_chooses_the_chair(world, chosen, come, address):
    page = come(world.deputy).post(address(PAGE, chosen.pk), {"chair": world.deputy.pk, "save": "1"})
    assert page["Location"] == address(PAGE, chosen.pk)
    assert members(chosen) == {world.deputy: True, world.teachers[0]: False, world.teachers[1]: False}


def test_the_next_step_comes_when_nothing_is_missing(world, chosen, come, address):
    client = come(world.deputy)
    page = client.post(address(PAGE, chosen.pk), {"next": "1"})
    assert page.status_code == 422
    assert "төрагасын тандаңыз" in page.content.decode()
    page = client.post(address(PAGE, chosen.pk), {"chair": world.deputy.pk, "next": "1"})
    assert page["Location"] == address("self_assessment_plan", chosen.pk)


def test_taking_somebody_out_keeps_the_chair_that_was_just_chosen(world, chosen, come, address):
    come(world.deputy).post(address(PAGE, chosen.pk), {"chair": world.deputy.pk, "remove": world.teachers[0].pk})
    assert members(chosen) == {world.deputy: True, world.teachers[1]: False}


def test_with_its_chair_taken_out_a_commission_has_none(world, chosen, come, address):
    come(world.deputy).post(address(PAGE, chosen.pk), {"chair": world.deputy.pk, "remove": world.deputy.pk})
    assert members(chosen) == dict.fromkeys(world.teachers[:2], False)


def test_a_chair_from_outside_is_refused(world, chosen, come, address):
    page = come(world.deputy).post(address(PAGE, chosen.pk), {"chair": world.head.pk, "save": "1"})
    assert page.status_code == 422
    assert not any(members(chosen).values())


def test_who_does_not_lead_only_reads(world, chosen, come, address):
    client = come(world.teachers[0])
    text = client.get(address(PAGE, chosen.pk)).content.decode()
    assert world.deputy.name in text
    assert 'name="chair"' not in text
    assert client.post(address(PAGE, chosen.pk), {"save": "1"}).status_code == 403


def test_a_large_commission_asks_no_more_than_a_small_one(world, report, come, address, questions):
    client, url = come(world.deputy), address(PAGE, report.pk)
    planning.set_commission(report, world.commission[:1], chair=None, by=world.by_deputy)
    few = questions(client, url)
    staff = EmploymentFactory.create_batch(30, organization=world.school)
    planning.set_commission(report, staff, chair=staff[0], by=world.by_deputy)
    assert questions(client, url) == few


def test_the_ministry_reads_who_wrote_an_approved_report(client, world, address):
    report = world.approved()
    client.force_login(UserFactory(is_administrator=True))
    page = client.get(address(PAGE, report.pk))
    text = page.content.decode()
    assert world.deputy.name in text
    assert page.context["refusal"] not in text
