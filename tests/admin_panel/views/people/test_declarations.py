import pytest

from accreditation.models import ExpertRelative, Unavailability
from tests.factories.accounts import new_pin
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import ExpertFactory, ExpertRelativeFactory, UnavailabilityFactory


@pytest.fixture
def expert(db):
    return ExpertFactory()


def test_a_relative_is_entered_by_the_number_of_the_organization(ministry, expert):
    school = OrganizationFactory(full_name_ky="№ 8 мектеп")
    url = f"/ministry/experts/{expert.pk}/relatives/add/"
    assert ministry.get(url).status_code == 200
    response = ministry.post(url, {"kinship": "эжеси", "organization": school.inn, "pin": ""}, follow=True)
    assert "№ 8 мектеп" in response.text
    relative = ExpertRelative.objects.get()
    assert (relative.expert, relative.organization, relative.kinship, relative.pin) == (expert, school, "эжеси", None)


def test_or_by_his_own_number_which_is_shown_masked(ministry, expert):
    pin = new_pin()
    response = ministry.post(
        f"/ministry/experts/{expert.pk}/relatives/add/",
        {"kinship": "агасы", "organization": "", "pin": pin},
        follow=True,
    )
    assert pin not in response.text
    assert pin.masked in response.text
    assert ExpertRelative.objects.get().pin == pin


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kinship": "эжеси"}, "organization"),
        ({"kinship": "", "pin": new_pin()}, "kinship"),
        ({"kinship": "эжеси", "pin": "12"}, "pin"),
        ({"kinship": "эжеси", "organization": "0" * 14}, "organization"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(ministry, expert, typed, field):
    response = ministry.post(f"/ministry/experts/{expert.pk}/relatives/add/", typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not ExpertRelative.objects.exists()


def test_days_of_absence_are_entered_and_removed(ministry, expert):
    url = f"/ministry/experts/{expert.pk}/absences/add/"
    data = {"from_on": "2026-12-01", "until_on": "2026-12-10", "note": "өргүү"}
    assert "01.12.2026 – 10.12.2026" in ministry.post(url, data, follow=True).text
    absence = Unavailability.objects.get()
    ministry.post(f"/ministry/experts/{expert.pk}/absences/{absence.pk}/remove/")
    assert not Unavailability.objects.exists()


@pytest.mark.parametrize(("first", "last"), [("2026-12-10", "2026-12-01"), ("", "2026-12-01"), ("2026-12-01", "")])
def test_an_absence_has_two_days_in_their_order(ministry, expert, first, last):
    url = f"/ministry/experts/{expert.pk}/absences/add/"
    assert ministry.post(url, {"from_on": first, "until_on": last}).status_code == 422
    assert not Unavailability.objects.exists()


def test_a_relative_is_taken_off(ministry):
    relative = ExpertRelativeFactory()
    ministry.post(f"/ministry/experts/{relative.expert_id}/relatives/{relative.pk}/withdraw/")
    assert not ExpertRelative.objects.exists()


def test_what_belongs_to_another_expert_is_not_found_here(ministry, expert):
    relative, absence = ExpertRelativeFactory(), UnavailabilityFactory()
    for url in (f"relatives/{relative.pk}/withdraw/", f"absences/{absence.pk}/remove/"):
        assert ministry.post(f"/ministry/experts/{expert.pk}/{url}").status_code == 404
    assert ExpertRelative.objects.exists()
    assert Unavailability.objects.exists()
