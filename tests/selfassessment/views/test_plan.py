from datetime import date

import pytest

from organizations.enums import Level
from selfassessment.enums import AccreditationType, State
from selfassessment.models import SelfAssessment
from selfassessment.services import ordering
from tests.factories.organizations import ProgrammeFactory

pytestmark = pytest.mark.django_db

PAGE = "self_assessment_plan"
TYPES = [  # the school manual's words
    "Программалык аккредитация. Жалпы билим берүү программалары",
    "Программалык аккредитация. Башталгыч кесиптик билим берүү программалары",
    "Программалык аккредитация. Орто кесиптик билим берүү программалары",
    "Институционалдык аккредитация. Жалпы билим берүү уюму",
    "Институционалдык аккредитация. Башталгыч кесиптик билим берүү уюму",
    "Институционалдык аккредитация. Орто кесиптик билим берүү уюму",
]
INSTITUTION = {"type": "inst_gen", "starts_on": "01.09.2022", "ends_on": "03.09.2022", "language": "ky"}


@pytest.fixture
def programme():
    return ProgrammeFactory(level=Level.SECONDARY_GENERAL, code="020")


@pytest.fixture
def save(world, come, address):
    """A function that sends step 2 of a report that was just started."""
    report = world.started()

    def save(**typed):
        page = come(world.deputy).post(address(PAGE, report.pk), typed)
        report.refresh_from_db()
        return page, report

    return save


def test_the_six_types_stand_as_the_manual_prints_them(world, come, address):
    text = come(world.deputy).get(address(PAGE, world.started().pk)).content.decode()
    places = [text.index(f"{words}</label>") for words in TYPES]
    assert places == sorted(places)


@pytest.mark.parametrize("dates", [("01.09.2022", "03.09.2022"), ("2022-09-01", "2022-09-03")])
def test_dates_are_typed_or_picked(save, dates):
    page, report = save(**INSTITUTION | {"starts_on": dates[0], "ends_on": dates[1]})
    assert page.status_code == 302
    assert (report.type, report.starts_on, report.ends_on) == ("inst_gen", date(2022, 9, 1), date(2022, 9, 3))


def test_what_is_known_so_far_may_be_saved(save):
    page, report = save(type="inst_gen", language="ru")
    assert (page.status_code, report.type, report.language, report.starts_on) == (302, "inst_gen", "ru", None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"type": ""}, "type"),
        ({"ends_on": "31.08.2022"}, "ends_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "32.09.2022"}, "starts_on"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_with_the_error_beside_the_field(save, typed, field):
    page, report = save(**INSTITUTION | typed)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    text = page.content.decode()
    assert all(f'value="{value}"' in text for value in (INSTITUTION | typed).values() if "." in value)
    assert report.type == ""


def test_the_programmes_of_the_type_are_chosen(save, programme):
    page, report = save(**INSTITUTION | {"type": "prog_gen", "programmes": [programme.pk]})
    assert (page.status_code, list(report.programmes.all())) == (302, [programme])


def test_without_scripts_every_group_of_programmes_stands_under_its_type(world, come, address, programme):
    text = come(world.deputy).get(address(PAGE, world.started().pk)).content.decode()
    for kind in AccreditationType:
        assert (f'data-shown-by="type={kind}"' in text) == kind.concerns_programmes
    assert str(programme) in text


def test_what_was_ticked_under_another_type_is_not_meant(save, programme):
    other = ProgrammeFactory(level=Level.PRIMARY_VOCATIONAL)
    _page, report = save(**INSTITUTION | {"type": "prog_gen", "programmes": [programme.pk, other.pk]})
    assert list(report.programmes.all()) == [programme]
    _page, report = save(**INSTITUTION | {"programmes": [programme.pk]})
    assert list(report.programmes.all()) == []


def test_only_programmes_of_another_type_are_an_error(save, programme):
    page, report = save(**INSTITUTION | {"type": "prog_spo", "programmes": [programme.pk]})
    assert (page.status_code, report.type) == (422, "")
    assert "programmes" in page.context["form"].errors


def test_a_second_report_of_the_type_is_made_only_knowingly(world, come, address):
    known = world.planned()
    report, client = world.started(), come(world.deputy)
    page = client.post(address(PAGE, report.pk), INSTITUTION)
    assert page.status_code == 422
    text = page.content.decode()
    assert address(PAGE, known.pk) in text
    assert '<input type="hidden" name="starts_on" value="01.09.2022">' in text
    page = client.post(address(PAGE, report.pk), INSTITUTION | {"second": "1"})
    assert (page.status_code, SelfAssessment.objects.filter(type="inst_gen").count()) == (302, 2)


def test_what_is_missing_for_the_order_is_named(world, come, address):
    page = come(world.deputy).get(address(PAGE, world.started().pk))
    assert len(page.context["lacks"]) == 2
    assert "Буйрукту бекитүү" not in page.content.decode()
    page = come(world.deputy).get(address(PAGE, world.planned().pk))
    assert page.context["lacks"] == []
    assert "Буйрукту бекитүү" in page.content.decode()


def test_after_the_signature_the_plan_is_only_read(world, come, address):
    report = world.ordered()
    page = come(world.deputy).get(address(PAGE, report.pk))
    assert page.context["form"] is None
    assert address("self_assessment_order_replace", report.pk) in page.content.decode()
    assert come(world.deputy).post(address(PAGE, report.pk), INSTITUTION).status_code == 403


def test_while_a_new_order_is_prepared_the_type_stays(world, come, address):
    report = world.ordered()
    ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    typed = INSTITUTION | {"type": "prog_gen", "ends_on": "01.10.2022", "next": "1"}
    page = come(world.deputy).post(address(PAGE, report.pk), typed)
    report.refresh_from_db()
    assert page["Location"] == address("self_assessment_report", report.pk)
    assert (report.type, report.ends_on, report.state) == ("inst_gen", date(2022, 10, 1), State.ORDERED)
    assert "Мөөнөт узарды" in come(world.deputy).get(address(PAGE, report.pk)).content.decode()


def test_the_last_approved_report_is_offered_with_its_dates_and_taken_over_once(world, come, address):
    world.approved()
    report, client = world.planned(), come(world.deputy)
    text = client.get(address(PAGE, report.pk)).content.decode()
    assert "01.09.2022–03.09.2022" in text
    assert address("self_assessment_take_over", report.pk) in text
    client.post(address("self_assessment_take_over", report.pk))
    assert not report.answers.filter(text="").exists()
    assert address("self_assessment_take_over", report.pk) not in client.get(address(PAGE, report.pk)).content.decode()
    assert client.post(address("self_assessment_take_over", report.pk)).status_code == 302, "nothing more to take over"


def test_many_programmes_ask_no_more_than_one(world, come, address, programme, questions):
    client, url = come(world.deputy), address(PAGE, world.started().pk)
    few = questions(client, url)
    ProgrammeFactory.create_batch(30, level=programme.level)
    assert questions(client, url) == few
