from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.acting import Acting
from accreditation.models import CollegiumMember, Expert, Specialist
from accreditation.selectors import people as selectors
from accreditation.services import people
from organizations.enums import Level
from selfassessment.enums import AccreditationType
from tests.factories.accounts import UserFactory
from tests.factories.organizations import DistrictFactory, RegionFactory
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return Acting(user=UserFactory(is_administrator=True))


def names(rows):
    return [row.last_name for row in rows]


def test_the_two_tabs_hold_everybody_once(by):
    SpecialistFactory.create_batch(2)
    left = SpecialistFactory(blocked=True)
    assert selectors.counts(Specialist, by) == selectors.Counts(active=2, blocked=1)
    assert len(selectors.people(Specialist, by)) == 2
    assert list(selectors.people(Specialist, by, blocked=True)) == [left]


def test_nobody_but_the_ministry_sees_others():
    ExpertFactory()
    assert list(selectors.people(Expert, Acting(user=UserFactory()))) == []
    assert selectors.counts(Expert, Acting(user=UserFactory())) == selectors.Counts(active=0, blocked=0)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"words": "омуралиева"}, ["Өмүралиева"]),
        ({"words": "нету"}, []),
        ({"type": "licensing"}, ["Бекова"]),
        ({"kind": AccreditationType.INST_SPO.value}, ["Бекова"]),
        ({"kind": AccreditationType.INST_GEN.value}, ["Бекова", "Өмүралиева"]),
        ({"level": Level.PRESCHOOL.value}, ["Өмүралиева"]),
        ({"words": "", "type": "", "kind": ""}, ["Бекова", "Өмүралиева"]),
        ({"type": "licensing", "level": Level.PRESCHOOL.value}, []),
    ],
)
def test_filters_narrow_the_list(by, chosen, found):
    ExpertFactory(last_name="Өмүралиева", kinds=["inst_gen"], levels=["preschool"])
    ExpertFactory(last_name="Бекова", type="licensing", kinds=["inst_gen", "inst_spo"], levels=["primary_general"])
    assert names(selectors.people(Expert, by, **chosen)) == found


def test_a_region_is_a_filter_too(by):
    osh = RegionFactory(code="41706000000000", iso="KG-O", order=1)
    southern = ExpertFactory(district=DistrictFactory(code="41706211000000", region=osh))
    ExpertFactory()
    assert list(selectors.people(Expert, by, region=osh)) == [southern]


def test_every_order_is_total_and_says_what_it_says(by):
    today = timezone.localdate()
    first = ExpertFactory(last_name="Нурланова", certificate_valid_until=today + timedelta(days=9))
    second = ExpertFactory(last_name="Ңурланова", certificate_valid_until=None)
    third = ExpertFactory(last_name="Абдиева", certificate_valid_until=today)
    orders = {
        selectors.NAME: [third, first, second],
        selectors.NAME_BACK: [second, first, third],
        selectors.NEWEST: [third, second, first],
        selectors.OLDEST: [first, second, third],
        selectors.REGION_BACK: [third, first, second],
        selectors.CERTIFICATE: [second, third, first],
        selectors.REGION: [third, first, second],
        "unknown": [third, first, second],
    }
    for sort, expected in orders.items():
        assert list(selectors.people(Expert, by, sort=sort)) == expected, sort


@pytest.mark.parametrize("model", [Specialist, Expert, CollegiumMember])
@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_list_costs_one_query(by, django_assert_num_queries, model, count):
    {Specialist: SpecialistFactory, Expert: ExpertFactory, CollegiumMember: CollegiumMemberFactory}[model].create_batch(
        count
    )
    with django_assert_num_queries(1):
        for row in selectors.people(model, by):
            assert row.person.pin.masked
            if model is Expert:
                assert row.region.name
                assert row.district.region.name


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ([], "—"),
        (AccreditationType.values, "All"),
        (["prog_gen"], "Programme: general education"),
        (["inst_npo", "inst_gen"], "Institutional: general education, primary vocational"),
        (["prog_spo", "inst_spo"], "Programme: secondary vocational; Institutional: secondary vocational"),
    ],
)
def test_kinds_are_said_shortly(kinds, text):
    assert selectors.kinds_text(kinds) == text


@pytest.mark.parametrize(
    ("levels", "text"),
    [([], "—"), (Level.values, "All"), (["preschool", "primary_general"], "Preschool, Primary general")],
)
def test_levels_are_said_shortly(levels, text):
    assert selectors.levels_text(levels) == text


def test_an_address_is_looked_for_in_every_list_but_ones_own():
    entry = ExpertFactory(email="One@mail.example", last_name="Асанов", first_name="Азамат", middle_name="")
    SpecialistFactory(person=entry.person, email="one@mail.example")
    assert selectors.email_twins("one@MAIL.example", UserFactory()) == ["Асанов Азамат"]
    assert selectors.email_twins("one@mail.example", entry.person) == []
    assert selectors.email_twins("two@mail.example", None) == []


def test_the_history_says_who_did_what_in_the_readers_words(by):
    expert = ExpertFactory(position="методист", kinds=["inst_gen"], capacity_per_year=None)
    changes = {"position": "декан", "kinds": ["inst_gen", "inst_npo"], "type": "any", "capacity_per_year": 4}
    people.change(expert, by=by, seen=people.version(expert), **changes)
    people.block(expert, reason="Өз арызы менен", by=by)
    block, change = selectors.history(expert)
    before, after = selectors.kinds_text(["inst_gen"]), selectors.kinds_text(["inst_gen", "inst_npo"])
    assert (block.title, block.by, block.lines) == ("Blocked", str(by.user), ["Өз арызы менен"])
    assert change.lines == [
        "Position: методист → декан",
        "Type: Accreditation → Any",
        f"Kind of accreditation: {before} → {after}",
        "Evaluations in a year at most: — → 4",
    ]


def test_the_history_of_one_is_not_anothers(by):
    expert, other = ExpertFactory(), ExpertFactory()
    people.block(expert, reason="x", by=by)
    assert selectors.history(other) == []
    assert selectors.history(SpecialistFactory()) == []
