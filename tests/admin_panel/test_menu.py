import pytest
from django.template import Context, Template

from accounts.acting import Acting
from admin_panel.menu import sections_of
from organizations.cabinet import CabinetSection
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as
from tests.factories.proofs import HeadProofFactory


def desk(acting):
    return CabinetSection(label="Аккредитациялар (А)", url="/ministry/desk/", count=7)


@pytest.fixture(autouse=True)
def _declared(settings):
    settings.MINISTRY_SECTIONS = [f"{__name__}.desk", "admin_panel.menu.proofs"]


def menu(client, path):
    template = Template("{% load ministry %}{% ministry_navigation %}")
    return template.render(Context({"request": request_of(client, path)})).strip()


def test_each_room_adds_its_own_in_the_order_of_the_settings(by_administrator):
    assert [section.url for section in sections_of(by_administrator)] == ["/ministry/desk/", "/ministry/proofs/"]


@pytest.mark.django_db
def test_a_specialist_finds_what_is_his_and_others_nothing():
    assert [section.url for section in sections_of(acting_as(SpecialistFactory()))] == ["/ministry/desk/"]
    for nobody in (acting_as(SpecialistFactory(blocked=True)), acting_as(ExpertFactory()), Acting(user=UserFactory())):
        assert sections_of(nobody) == []


def test_the_menu_marks_the_section_of_the_page_and_what_waits(client, administrator):
    HeadProofFactory()
    sign_in(client, administrator)
    html = menu(client, "/ministry/proofs/7/")
    assert '<a class="asula-cabinet__link" href="/ministry/proofs/" aria-current="page">' in html
    assert '<a class="asula-cabinet__link" href="/ministry/desk/">' in html
    assert '<span class="asula-tabs__count">7</span>' in html
    assert '<span class="asula-tabs__count">1</span>' in html


@pytest.mark.django_db
def test_who_is_not_signed_in_has_no_menu(client):
    assert menu(client, "/") == ""
