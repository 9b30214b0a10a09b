import pytest
from django.template import Context, Template

from accounts.acting import Acting
from admin_panel.menu import menu_of
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
    settings.MINISTRY_FURTHER_SECTIONS = []


def menu(client, path):
    template = Template("{% load ministry %}{% ministry_navigation %}")
    return template.render(Context({"request": request_of(client, path)})).strip()


def urls(sections):
    return [section.url for section in sections]


def test_each_room_adds_its_own_in_the_order_of_the_settings(by_administrator):
    assert urls(menu_of(by_administrator).first) == ["/ministry/desk/", "/ministry/proofs/"]


@pytest.mark.django_db
def test_a_specialist_finds_what_is_his_and_others_nothing():
    assert urls(menu_of(acting_as(SpecialistFactory())).sections) == ["/ministry/desk/"]
    for nobody in (acting_as(SpecialistFactory(blocked=True)), acting_as(ExpertFactory()), Acting(user=UserFactory())):
        assert menu_of(nobody).sections == []


class TestWhatTheManualDoesNotName:
    FURTHER = ("certificates", "conditions", "appeals", "standards", "calendar")

    @pytest.fixture(autouse=True)
    def _further(self, settings):
        settings.MINISTRY_FURTHER_SECTIONS = [f"admin_panel.menu.{name}" for name in self.FURTHER]

    def test_stands_behind_one_word(self, client, administrator, by_administrator):
        found = menu_of(by_administrator)
        assert urls(found.first) == ["/ministry/desk/", "/ministry/proofs/"]
        assert len(found.further) == len(self.FURTHER)
        assert urls(found.sections) == urls(found.first) + urls(found.further)
        sign_in(client, administrator)
        assert '<details class="asula-menu asula-cabinet__more">' in menu(client, "/ministry/proofs/")

    def test_the_word_names_the_section_of_the_page(self, client, administrator):
        sign_in(client, administrator)
        html = menu(client, "/ministry/standards/3/")
        assert '<summary class="asula-cabinet__link" aria-current="true">' in html
        assert '<a class="asula-cabinet__link" href="/ministry/standards/" aria-current="page">' in html

    def test_the_word_says_how_much_waits_behind_it(self, by_administrator, settings):
        assert menu_of(by_administrator).waiting == 0
        settings.MINISTRY_FURTHER_SECTIONS = [*settings.MINISTRY_FURTHER_SECTIONS, f"{__name__}.desk"]
        assert menu_of(by_administrator).waiting == 7

    @pytest.mark.django_db
    def test_is_not_folded_where_it_has_room(self):
        """A specialist has few sections."""
        found = menu_of(acting_as(SpecialistFactory()))
        assert found.further == []
        assert "/ministry/calendar/" in urls(found.first)


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
