from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.acting import Acting
from accreditation.enums.applications import MINISTRY_TABS, State, Tab
from accreditation.enums.desk import Queue
from accreditation.enums.objections import ObjectionState
from accreditation.models import Application, Label
from accreditation.selectors import desk
from accreditation.selectors.desk import Filters, Pulse, Sort
from accreditation.services import desk as services
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.draw import bare_invitation
from tests.factories.objections import bare_objection
from tests.factories.organizations import DistrictFactory, OrganizationFactory, RegionFactory
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = pytest.mark.usefixtures("case")

TODAY = timezone.localdate()


@pytest.fixture
def by(case):
    return case.by_administrator


def found(by, **filters):
    return {row.pk for row in desk.selected(by, Filters(**filters))}


def school(**names):
    return OrganizationFactory(**names)


class TestOnDesk:
    def test_administrators_have_all_that_was_sent(self, by):
        sent, _draft = quick(), quick(State.DRAFT)
        assert set(desk.on_desk(by)) == {sent}

    def test_a_specialist_has_his_own(self, case):
        mine = quick(State.ASSIGNED, specialist=case.specialist)
        quick(State.ASSIGNED)
        assert set(desk.on_desk(case.by_specialist)) == {mine}

    def test_a_blocked_specialist_has_nothing(self):
        blocked = SpecialistFactory(blocked=True)
        quick(State.ASSIGNED, specialist=blocked)
        assert not desk.on_desk(acting_as(blocked)).exists()

    def test_the_head_of_a_school_has_no_desk(self):
        application = quick()
        assert not desk.on_desk(Acting(user=application.submitted_by)).exists()


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_every_state_stands_in_one_tab_of_the_ministry(by, state):
    application = quick(state)
    tabs = [tab for tab in MINISTRY_TABS if application.pk in found(by, tab=tab)]
    assert tabs == [Tab.of(state)]
    assert [tab for tab, count in desk.counts(by).tabs.items() if count] == tabs


class TestQueues:
    @pytest.fixture
    def rows(self, case):
        sunday = TODAY + timedelta(days=6 - TODAY.weekday())
        return {
            "new": quick(),
            "mine": quick(State.ASSIGNED, specialist=case.specialist),
            "returned": quick(State.RETURNED, due_on=TODAY - timedelta(days=1)),
            "today": quick(due_on=TODAY),
            "sunday": quick(State.INVITING, due_on=sunday),
            "monday": quick(due_on=sunday + timedelta(days=1)),
            "late": quick(State.ASSIGNED, due_on=TODAY - timedelta(days=1)),
            "decided": quick(State.ACCREDITED, due_on=TODAY - timedelta(days=1), specialist=case.specialist),
        }

    def in_queue(self, by, queue, rows):
        keys = found(by, queue=queue)
        assert desk.counts(by).queues[queue] == len(keys)
        return {name for name, row in rows.items() if row.pk in keys}

    def test_for_administrators(self, by, rows):
        assert self.in_queue(by, Queue.UNASSIGNED, rows) == {"new", "today", "monday"}
        assert self.in_queue(by, Queue.WAITING, rows) == {"returned"}
        assert self.in_queue(by, Queue.SOON, rows) == {"today", "sunday"}
        assert self.in_queue(by, Queue.OVERDUE, rows) == {"late"}
        assert self.in_queue(by, Queue.MINE, rows) == set()

    def test_objections_that_wait_for_the_ministry(self, by, case):
        invited = {
            state: bare_invitation(application=quick(State.ORDERED, specialist=case.specialist), state="accepted")
            for state in ObjectionState
        }
        rows = {state: bare_objection(state, invitation=each).invitation for state, each in invited.items()}
        waiting = {rows[ObjectionState.OPEN].application_id}
        for acting in (by, case.by_specialist):
            assert found(acting, queue=Queue.OBJECTIONS) == waiting
            assert desk.counts(acting).queues[Queue.OBJECTIONS] == 1

    def test_for_a_specialist(self, case, rows):
        assert self.in_queue(case.by_specialist, Queue.MINE, rows) == {"mine"}

    def test_what_is_overdue_says_so_itself(self, rows):
        assert {name for name, row in rows.items() if desk.is_overdue(row)} == {"late"}


class TestSearch:
    @pytest.fixture(autouse=True)
    def _schools(self, by):
        self.by = by
        district = DistrictFactory(code="41706255000000", name_ky="Өзгөн району", name_ru="Узгенский район")
        names = {"full_name_ky": "Үч-Коргон орто мектеби", "full_name_ru": "Средняя школа Уч-Коргон"}
        self.far = quick(organization=school(**names, district=district))
        specialist = SpecialistFactory(last_name="Төлөгөнова", first_name="Үмүт")
        self.near = quick(
            State.ASSIGNED,
            organization=school(full_name_ky="Бишкек лицейи", full_name_ru="Лицей Бишкек"),
            specialist=specialist,
            registration_number="04-12/1523",
        )

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("", {"far", "near"}),
            ("Озгон", {"far"}),
            ("өзгөн", {"far"}),
            ("уч-коргон УЗГЕН", {"far"}),
            ("уч-коргон Бишкек", set()),
            ("тологонова", {"near"}),
            ("лицей 1523", {"near"}),
            ("№04-12", {"near"}),
            ("%", set()),
            ("99999999999999999999", set()),
        ],
    )
    def test_each_word_stands_somewhere(self, words, names):
        keys = found(self.by, words=words)
        assert {name for name in ("far", "near") if getattr(self, name).pk in keys} == names

    @pytest.mark.parametrize("form", ["{}", "№{}", "№ {}"])
    def test_an_id_is_found(self, form):
        assert self.far.pk in found(self.by, words=form.format(self.far.pk))


class TestFilters:
    def test_by_type_specialist_region_label_and_days(self, case, by):
        elsewhere = DistrictFactory(
            code="41707000000001", region=RegionFactory(code="41707000000000", iso="KG-T", name_ky="Талас", order=8)
        )
        old = timezone.now() - timedelta(days=30)
        row = quick(
            State.ASSIGNED,
            organization=school(district=elsewhere),
            specialist=case.specialist,
            submitted_at=old,
        )
        other = quick(State.ASSIGNED)
        label = Label.objects.create(name="Шашылыш")
        label.applications.add(row)
        day = timezone.localdate(old)
        for narrow in (
            {"specialist": case.specialist.pk},
            {"region": elsewhere.region_id},
            {"label": label.pk},
            {"submitted_until": day},
            {"submitted_from": day, "submitted_until": day},
        ):
            assert found(by, **narrow) == {row.pk}, narrow
        assert found(by, submitted_from=day + timedelta(days=1)) == {other.pk}
        assert found(by, type=row.type) == {row.pk, other.pk}
        assert found(by, type="prog_gen") == set()

    @pytest.mark.parametrize("narrow", ["words", "type"])
    def test_it_knows_whether_anything_was_chosen(self, narrow):
        assert Filters(**{narrow: "x"}).are_narrow
        assert not Filters(tab=Tab.REQUESTS, sort=Sort.OLD).are_narrow


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_organizations_stand_in_the_order_of_the_alphabet(by, language):
    names = ["Нарын", "Ңур", "Ош", "Өзгөн", "Талас"]
    for name in reversed(names):
        quick(organization=school(full_name_ky=name, full_name_ru=name))
    with translation.override(language):
        rows = list(desk.selected(by, Filters(sort=Sort.ORGANIZATION)))
        assert [row.organization.name for row in rows] == names


@pytest.mark.parametrize("sort", Sort)
def test_every_order_is_complete(by, sort):
    rows = [quick(State.ASSIGNED, due_on=TODAY), quick(), quick(State.ASSIGNED)]
    assert len(desk.selected(by, Filters(sort=sort))) == len(rows)


def test_the_newest_or_the_oldest_or_the_most_urgent_first(by):
    first = quick(submitted_at=timezone.now() - timedelta(days=2), due_on=TODAY)
    second = quick(submitted_at=timezone.now() - timedelta(days=1))
    for sort, expected in ((Sort.NEW, [second, first]), (Sort.OLD, [first, second]), (Sort.DUE, [first, second])):
        assert list(desk.selected(by, Filters(sort=sort))) == expected


@pytest.mark.parametrize(("rising", "falling"), [(Sort.ORGANIZATION, Sort.ORGANIZATION_BACK), (Sort.OLD, Sort.NEW)])
def test_an_order_turned_round_is_the_other_way(by, rising, falling):
    for name in ("Ош", "Ңур", "Абай", "Ош"):
        quick(organization=school(full_name_ky=name, full_name_ru=name))
    rows = list(desk.selected(by, Filters(sort=rising)))
    assert list(desk.selected(by, Filters(sort=falling))) == rows[::-1]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.DUE, ["second", "first", "none"]),
        (Sort.DUE_BACK, ["first", "second", "none"]),
        (Sort.LETTER, ["second", "first", "none"]),
        (Sort.LETTER_BACK, ["first", "second", "none"]),
        (Sort.SPECIALIST, ["second", "first", "none"]),
        (Sort.SPECIALIST_BACK, ["first", "second", "none"]),
    ],
)
def test_what_has_none_stands_last_either_way(by, sort, expected):
    names = {quick(): "none"}
    for name, day, specialist in (("first", TODAY, "Үсөнов"), ("second", TODAY - timedelta(days=1), "Абдиев")):
        row = quick(
            State.ASSIGNED,
            specialist=SpecialistFactory(last_name=specialist),
            due_on=day,
            registered_on=day,
            registration_number="04-12/7",
        )
        names[row] = name
    assert [names[row] for row in desk.selected(by, Filters(sort=sort))] == expected


class TestNews:
    def test_unread_until_seen_then_changed_since(self, by):
        application = quick()
        assert [(row.is_unread, row.is_changed) for row in desk.listed(by, Filters())] == [(True, None)]
        services.see([application], by=by)
        assert [(row.is_unread, row.is_changed) for row in desk.listed(by, Filters())] == [(False, False)]
        Application.objects.update(changed_at=timezone.now() + timedelta(seconds=1))
        assert [(row.is_unread, row.is_changed) for row in desk.listed(by, Filters())] == [(False, True)]

    def test_it_is_each_persons_own(self, by):
        services.see([quick()], by=Acting(user=UserFactory(is_administrator=True)))
        assert [row.is_unread for row in desk.listed(by, Filters())] == [True]

    def test_what_was_never_looked_at_is_counted(self, by):
        seen, _unseen, _decided = quick(), quick(), quick(State.REFUSED)
        services.see([seen], by=by)
        assert desk.unread_count(by) == 1

    def test_a_list_knows_what_came_since(self, by):
        quick()
        rows = desk.selected(by, Filters(tab=Tab.REQUESTS))
        pulse = Pulse.of(rows)
        assert (pulse.rows, desk.changed_after(rows, pulse.newest)) == (1, 0)
        quick(changed_at=pulse.newest + timedelta(seconds=1))
        quick(State.REFUSED, changed_at=pulse.newest + timedelta(seconds=1))
        assert desk.changed_after(rows.all(), pulse.newest) == 1
        assert desk.changed_after(rows.all(), None) == 2

    def test_an_empty_list_has_no_newest(self, by):
        assert Pulse.of(desk.selected(by, Filters())) == Pulse(0, None)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_list_asks_the_same_number_of_questions(case, by, count, django_assert_num_queries):
    for _ in range(count):
        quick(State.ASSIGNED, specialist=case.specialist)
    with django_assert_num_queries(5):
        rows = list(desk.listed(by, Filters(tab=Tab.REQUESTS, words="мектеп")))
        for row in rows:
            assert row.organization.short_name
            assert row.specialist.name
            assert list(row.labels.all()) == row.report.signed_orders == []
    assert len(rows) == count


class TestSpecialists:
    def test_each_with_what_lies_on_his_desk(self, case):
        late = {"specialist": case.specialist, "due_on": TODAY - timedelta(days=1)}
        quick(State.ASSIGNED, **late)
        quick(State.RETURNED, **late)
        quick(State.ACCREDITED, **late)
        idle = SpecialistFactory()
        SpecialistFactory(blocked=True)
        loads = {one.pk: (one.open_count, one.overdue_count) for one in desk.specialists_with_load()}
        assert loads == {case.specialist.pk: (2, 1), idle.pk: (0, 0)}

    def test_who_worked_last_stands_first(self, case):
        SpecialistFactory(last_name="Аа")
        case.scheduled()
        first = desk.specialists_with_load()[0]
        assert first == case.specialist
        assert first.last_work_at is not None


class TestNumbers:
    def test_the_same_number_in_the_same_year(self):
        row = quick(State.REGISTERED, registration_number="04-12/A", registered_on=TODAY)
        assert desk.same_number_in_year("04-12/a ", TODAY) == row
        assert desk.same_number_in_year("04-12/a", TODAY, besides=row) is None
        assert desk.same_number_in_year("04-12/A", TODAY - timedelta(days=366)) is None
        assert desk.numbers_taken({"04-12/a", "x"}) == {("04-12/a", TODAY.year): row}

    def test_the_registry_files_in_the_order_of_arrival(self, by):
        second = quick(submitted_at=timezone.now())
        first = quick(submitted_at=timezone.now() - timedelta(hours=1))
        quick(State.REGISTERED)
        assert list(desk.without_number(by)) == [first, second]
        assert desk.place_in_registry(first.pk) == first
        assert desk.place_in_registry(0) is None


def test_the_report_reads_in_its_sections_with_evidence(case):
    application = case.submitted()
    groups = desk.answer_groups(application)
    assert groups[0].heading == ""
    assert sum(len(group.answers) for group in groups) == application.report.answers.count()
    assert [heading for heading, _answers in desk.answers_with_evidence(application)] == [g.heading for g in groups]


def test_labels_say_how_often_they_are_used():
    label = Label.objects.create(name="Шашылыш")
    label.applications.add(quick())
    assert [(one.name, one.application_count) for one in desk.labels_in_use()] == [("Шашылыш", 1)]
