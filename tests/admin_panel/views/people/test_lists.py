import pytest

from tests.factories.accounts import new_pin
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory

LISTS = {"experts": ExpertFactory, "collegium": CollegiumMemberFactory, "specialists": SpecialistFactory}
EVERY_LIST = pytest.mark.parametrize(("path", "make"), LISTS.items())


@EVERY_LIST
@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.usefixtures("no_menu")
def test_a_list_costs_the_same_whatever_its_length(ministry, django_assert_num_queries, path, make, count):
    make.create_batch(count)
    url = f"/ministry/{path}/"
    ministry.get(url)
    regions = 1 if path == "experts" else 0
    with django_assert_num_queries(8 + regions):
        page = ministry.get(url).context["page"]
    assert page.paginator.count == count
    assert len(page) == min(count, 25)


@EVERY_LIST
def test_numbers_are_masked_and_everything_else_is_there(ministry, path, make):
    entry = make(last_name="Өмүралиева", phone="+996 555 100200")
    html = ministry.get(f"/ministry/{path}/").text
    assert entry.person.pin not in html
    for text in (entry.person.pin.masked, "Өмүралиева", entry.email, "Active", f"/ministry/{path}/{entry.pk}/"):
        assert text in html


@EVERY_LIST
def test_blocked_people_stand_in_a_tab_of_their_own(ministry, path, make):
    works, left = make(), make(blocked=True)
    first, second = ministry.get(f"/ministry/{path}/"), ministry.get(f"/ministry/{path}/?tab=blocked")
    assert (list(first.context["page"]), list(second.context["page"])) == ([works], [left])
    assert [tab.count for tab in first.context["tabs"]] == [1, 1]
    assert [tab.current for tab in second.context["tabs"]] == [False, True]


@EVERY_LIST
def test_an_empty_list_says_what_will_stand_there(ministry, path, make):
    assert "Nobody stands here yet" in ministry.get(f"/ministry/{path}/").text
    assert "Nobody is blocked" in ministry.get(f"/ministry/{path}/?tab=blocked").text
    assert "Nobody was found" in ministry.get(f"/ministry/{path}/?words=x").text


def test_the_search_forgives_letters_and_the_tab_is_kept(ministry):
    there = ExpertFactory(last_name="Өзгөнбаев", blocked=True)
    ExpertFactory(last_name="Өзгөнбаева")
    response = ministry.get("/ministry/experts/?tab=blocked&words=Озгонбаев")
    assert list(response.context["page"]) == [there]
    assert '<input type="hidden" name="tab" value="blocked"' in response.text


@pytest.mark.parametrize("query", ["type=nonsense", "region=999999", "sort=nonsense", "kind=x&level=y"])
def test_a_filter_that_does_not_exist_filters_nothing(ministry, query):
    ExpertFactory()
    assert ministry.get(f"/ministry/experts/?{query}").context["page"].paginator.count == 1


@EVERY_LIST
def test_the_whole_number_leads_to_the_entry_and_stands_in_no_address(ministry, path, make):
    entry = make()
    pin = entry.person.pin
    response = ministry.post(f"/ministry/{path}/find/", {"pin": f"{pin[:7]} {pin[7:]}"})
    assert (response.status_code, response["Location"]) == (302, f"/ministry/{path}/{entry.pk}/")
    assert pin not in response["Location"]


def test_an_unknown_number_is_said_beside_the_field(ministry):
    SpecialistFactory()
    pin = new_pin()
    response = ministry.post("/ministry/specialists/find/", {"pin": pin})
    assert response.status_code == 422
    assert "Nobody in this list has this number." in response.text
    assert pin in response.text
    assert ministry.post("/ministry/specialists/find/", {"pin": "12"}).status_code == 422


def test_a_number_of_another_list_is_not_found_here(ministry):
    expert = ExpertFactory()
    assert ministry.post("/ministry/specialists/find/", {"pin": expert.person.pin}).status_code == 422


@EVERY_LIST
def test_the_heads_of_the_columns_sort(ministry, path, make):
    first, last = make(last_name="Абдиева"), make(last_name="Ысакова")
    assert list(ministry.get(f"/ministry/{path}/").context["page"]) == [first, last]
    turned = ministry.get(f"/ministry/{path}/").context["heads"]["name"]
    assert (turned.now, turned.url) == ("ascending", "?sort=-name")
    page = ministry.get(f"/ministry/{path}/{turned.url}")
    assert list(page.context["page"]) == [last, first]
    assert page.text.count('aria-sort="descending"') == 1
