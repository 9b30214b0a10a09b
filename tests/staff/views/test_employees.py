import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from integrations.registries import RegistryUnavailable
from organizations.enums import Role
from staff.enums import Permission, State, Verification
from staff.permissions import TABLE
from tests.factories.staff import ActingHeadFactory, EmploymentFactory

pytestmark = pytest.mark.django_db
LIST = "/staff/"
DOUBTS = [doubt for doubt in Verification if doubt != Verification.CONFIRMED]


@pytest.fixture
def desk(at_work, head):
    return at_work(head)


def names(response):
    return [employee.name for employee in response.context["page"]]


# The list -------------------------------------------------------------------------------------------------------------


def test_an_empty_list_teaches(at_work, school):
    client = at_work(EmploymentFactory(organization=school, role=Role.DEPUTY))
    page = client.get(LIST, {"role": "head"}).content.decode()
    assert "Nobody was found" in page
    assert "Add an employee" in page


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_costs_the_same_for_one_three_and_three_hundred(desk, school, django_assert_num_queries, count):
    EmploymentFactory.create_batch(count, organization=school)
    with django_assert_num_queries(13):
        response = desk.get(LIST)
    assert len(response.context["page"]) == min(count + 1, 25)
    assert response.context["page"].paginator.count == count + 1


def test_people_stand_in_the_order_of_the_kyrgyz_alphabet(desk, school, head):
    for last_name in ("Үсөнов", "Усенов", "Өмүров", "Омуров", "Яров", "Ңуров", "Нуров"):
        EmploymentFactory(organization=school, last_name=last_name, first_name="А", middle_name="")
    head.last_name = "Абдиев"
    head.save()
    assert [name.split()[0] for name in names(desk.get(LIST))] == [
        "Абдиев",
        "Нуров",
        "Ңуров",
        "Омуров",
        "Өмүров",
        "Усенов",
        "Үсөнов",
        "Яров",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("өмүров", ["Өмүров Бек"]),
        ("ОМУРОВ", ["Өмүров Бек"]),
        ("бек омур", ["Өмүров Бек"]),
        ("химия", ["Өмүров Бек"]),
        ("мугалим", ["Асанов Азамат", "Өмүров Бек"]),
        ("жок адам", []),
        ("%", []),
        ("", ["Асанов Азамат", "Өмүров Бек"]),
    ],
)
def test_search_finds_names_and_positions_without_the_letters_of_the_keyboard(desk, school, words, found):
    traits = {"organization": school, "middle_name": ""}
    EmploymentFactory(last_name="Өмүров", first_name="Бек", position="химия мугалими", **traits)
    EmploymentFactory(last_name="Асанов", first_name="Азамат", position="тарых мугалими", **traits)
    assert names(desk.get(LIST, {"words": words, "role": "specialist"})) == found


@pytest.mark.parametrize("role", Role)
def test_the_list_is_filtered_by_role(desk, school, head, role):
    for other in Role:
        if other != Role.HEAD:
            EmploymentFactory(organization=school, role=other)
    page = desk.get(LIST, {"role": role.value}).context["page"]
    assert [employee.role for employee in page] == [role]


@pytest.mark.parametrize(("state", "seen"), [("", {"employed"}), ("dismissed", {"dismissed"}), ("all", set(State))])
def test_the_list_is_filtered_by_state(desk, school, state, seen):
    EmploymentFactory(organization=school, state=State.DISMISSED)
    page = desk.get(LIST, {"state": state}).context["page"]
    assert {employee.state for employee in page} == seen


@pytest.mark.parametrize("query", [{"role": "king"}, {"state": "x"}, {"page": "999"}, {"page": "x"}])
def test_a_strange_address_shows_a_list_all_the_same(desk, query):
    assert desk.get(LIST, query).status_code == 200


def test_a_teacher_sees_colleagues_at_work_without_their_numbers(at_work, school, head):
    teacher = EmploymentFactory(organization=school)
    EmploymentFactory(organization=school, state=State.DISMISSED)
    response = at_work(teacher).get(LIST, {"state": "all"})
    page = response.content.decode()
    assert {employee.state for employee in response.context["page"]} == {State.EMPLOYED}
    assert head.person.pin.masked not in page
    assert reverse("staff:employee", args=[head.pk]) not in page
    assert reverse("staff:employee_add") not in page


def test_numbers_are_masked_for_those_who_manage(desk, head):
    page = desk.get(LIST).content.decode()
    assert head.person.pin.masked in page
    assert str(head.person.pin) not in page


def test_a_school_without_a_head_is_told_how_to_get_one(at_work, school):
    deputy = EmploymentFactory(organization=school, role=Role.DEPUTY)
    assert "Nobody is known as the head" in at_work(deputy).get(LIST).content.decode()


def test_the_list_names_who_acts_as_the_head(desk, school):
    appointment = ActingHeadFactory(employment__organization=school)
    page = desk.get(LIST).content.decode()
    assert appointment.employment.name in page
    assert "17-к" in page


def test_people_of_other_schools_are_not_in_the_list(desk):
    EmploymentFactory()
    assert desk.get(LIST).context["page"].paginator.count == 1


# One employee ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def teacher(school):
    return EmploymentFactory(organization=school)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_an_entry_costs_the_same_whatever_its_history(desk, teacher, django_assert_num_queries, count):
    for number in range(count):
        teacher.events.create(action="change_employee", role="specialist", position=f"№ {number}", by=teacher.person)
    with django_assert_num_queries(10):
        desk.get(reverse("staff:employee", args=[teacher.pk]))


@pytest.mark.parametrize(
    ("role", "state", "acts"),
    [
        (Role.SPECIALIST, State.EMPLOYED, [("Edit", True), ("Dismiss", True)]),
        (Role.SPECIALIST, State.DISMISSED, [("Take back", True)]),
        (Role.HEAD, State.EMPLOYED, [("Edit", True), ("Dismiss", False)]),
    ],
)
def test_the_entry_offers_what_is_possible_and_says_what_is_not(desk, school, head, role, state, acts):
    shown = head if role == Role.HEAD else EmploymentFactory(organization=school, role=role, state=state)
    offered = desk.get(reverse("staff:employee", args=[shown.pk])).context["acts"]
    assert [(act.label, act.reason is None) for act in offered] == acts


@pytest.mark.parametrize("verdict", DOUBTS)
def test_an_entry_in_doubt_says_why_and_what_to_do(desk, school, verdict):
    doubtful = EmploymentFactory(
        organization=school, verification=verdict, name_in_register=["Асанов", "Бек", ""], last_name="Асаноф"
    )
    page = desk.get(reverse("staff:employee", args=[doubtful.pk])).content.decode()
    accept, check = (reverse(f"staff:employee_{act}", args=[doubtful.pk]) for act in ("accept_name", "check"))
    assert (accept in page, check in page) == (verdict == "different", verdict != "different")
    assert ("Асанов Бек" in page) is (verdict == "different")


def test_a_confirmed_entry_is_in_no_doubt(desk, teacher):
    page = desk.get(reverse("staff:employee", args=[teacher.pk])).content.decode()
    assert reverse("staff:employee_check", args=[teacher.pk]) not in page


def test_an_edited_entry_is_shown(desk, teacher):
    url = reverse("staff:employee_edit", args=[teacher.pk])
    assert desk.get(url).context["form"].initial == {"role": "specialist", "position": "математика мугалими"}
    response = desk.post(url, {"role": "deputy", "position": "завуч"})
    assert response.url == reverse("staff:employee", args=[teacher.pk])
    teacher.refresh_from_db()
    assert (teacher.role, teacher.position) == (Role.DEPUTY, "завуч")


@pytest.mark.parametrize("role", ["head", "", "king"])
def test_a_role_that_can_not_be_given_is_refused_by_the_form(desk, teacher, role):
    response = desk.post(reverse("staff:employee_edit", args=[teacher.pk]), {"role": role, "position": "завуч"})
    assert response.status_code == 422
    assert 'value="завуч"' in response.content.decode()
    teacher.refresh_from_db()
    assert teacher.role == Role.SPECIALIST


def test_ones_own_role_is_not_among_the_fields_and_not_read(at_work, deputy):
    client = at_work(deputy)
    url = reverse("staff:employee_edit", args=[deputy.pk])
    assert "role" not in client.get(url).context["form"].fields
    client.post(url, {"role": "accountant", "position": "завуч"})
    deputy.refresh_from_db()
    assert (deputy.role, deputy.position) == (Role.DEPUTY, "завуч")


@pytest.mark.parametrize("field", ["state", "organization", "person", "verification", "added_by", "last_name"])
def test_no_other_field_can_be_posted(desk, teacher, field):
    before = getattr(teacher, field)
    posted = {"role": "specialist", "position": "завуч", field: "dismissed" if field == "state" else "1"}
    desk.post(reverse("staff:employee_edit", args=[teacher.pk]), posted)
    teacher.refresh_from_db()
    assert getattr(teacher, field) == before


def test_a_dismissal_has_a_page_with_its_consequences(desk, teacher):
    url = reverse("staff:employee_dismiss", args=[teacher.pk])
    assert "can be taken back" in desk.get(url).content.decode()
    teacher.refresh_from_db()
    assert teacher.state == State.EMPLOYED
    assert desk.post(url, {"comment": "№ 3"}).url == LIST
    teacher.refresh_from_db()
    assert teacher.state == State.DISMISSED


def test_a_refreshed_dismissal_dismisses_nobody_twice(desk, teacher):
    url = reverse("staff:employee_dismiss", args=[teacher.pk])
    assert [desk.post(url).status_code for _time in range(2)] == [302, 403]
    assert teacher.events.count() == 1


def test_grounds_that_are_too_long_come_back(desk, teacher):
    response = desk.post(reverse("staff:employee_dismiss", args=[teacher.pk]), {"comment": "а" * 501})
    assert response.status_code == 422
    assert "а" * 501 in response.content.decode()


def test_the_dismissed_one_is_out_at_once(at_work, desk, teacher, client):
    desk.post(reverse("staff:employee_dismiss", args=[teacher.pk]))
    assert at_work(teacher).get(LIST).status_code == 404


def test_taken_back_with_role_and_position(desk, school):
    gone = EmploymentFactory(organization=school, state=State.DISMISSED)
    url = reverse("staff:employee_take_back", args=[gone.pk])
    assert desk.get(url).context["form"].initial["position"] == "математика мугалими"
    assert desk.post(url, {"role": "accountant", "position": "бухгалтер"}).status_code == 302
    gone.refresh_from_db()
    assert (gone.state, gone.role, gone.position) == (State.EMPLOYED, Role.ACCOUNTANT, "бухгалтер")


# Checks ---------------------------------------------------------------------------------------------------------------


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def two_questions(settings):
    settings.PERSON_LOOKUPS = "2/hour"


def test_asking_again_says_how_it_ended(two_questions, desk, school, registry):
    doubtful = EmploymentFactory(organization=school, verification=Verification.WAITING)
    url = reverse("staff:employee_check", args=[doubtful.pk])
    registry.down = RegistryUnavailable()
    assert said(desk.post(url, follow=True)) == [registry.down.user_message]
    registry.down = None
    other = EmploymentFactory(organization=school, verification=Verification.WAITING)
    registry.add(doubtful.person.pin, doubtful.last_name, doubtful.first_name, doubtful.middle_name)
    assert said(desk.post(url, follow=True)) == ["The register has confirmed this person."]
    refused = desk.post(reverse("staff:employee_check", args=[other.pk]), follow=True)
    assert "as many people as is allowed" in said(refused)[0]


def test_the_name_of_the_register_is_taken(desk, school):
    doubtful = EmploymentFactory(
        organization=school, verification=Verification.DIFFERENT, name_in_register=["Асанов", "Бек", ""]
    )
    desk.post(reverse("staff:employee_accept_name", args=[doubtful.pk]))
    doubtful.refresh_from_db()
    assert (doubtful.name, doubtful.verification) == ("Асанов Бек", Verification.CONFIRMED)


# Permissions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_the_page_of_permissions_says_what_the_table_says(at_work, school, role):
    page = at_work(EmploymentFactory(organization=school, role=role)).get(reverse("staff:permission_table"))
    rows = re.findall(r"<tr>\s*<th scope=\"row\".*?</tr>", page.content.decode(), re.DOTALL)
    assert len(rows) == len(Permission)
    for row, permission in zip(rows, Permission, strict=True):
        assert escape(str(permission.label)) in row
        marks = ["asula-muted" not in cell for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        assert marks == [one in TABLE[permission] for one in Role]
    assert f"<b>{role.label}</b>" in page.content.decode()


@pytest.mark.parametrize(
    "page", ["employee_add", "employee_edit", "employee_dismiss", "employee_take_back", "hand_over"]
)
def test_the_way_out_leads_somewhere(desk, school, page):
    state = State.DISMISSED if page == "employee_take_back" else State.EMPLOYED
    other = EmploymentFactory(organization=school, state=state)
    EmploymentFactory(organization=school)
    url = reverse(f"staff:{page}", args=[] if page in {"employee_add", "hand_over"} else [other.pk])
    way = re.search(r'href="([^"]*)">Cancel</a>', desk.get(url).content.decode())[1]
    assert desk.get(way).status_code == 200
    assert way not in {"", url}
