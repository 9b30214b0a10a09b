import pytest
from django.template import Context, Template

from accounts.acting import Acting
from organizations.cabinet import CabinetSection, sections_of
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


def reports(acting, organization):
    return CabinetSection(label=f"Отчёты {organization.pk}", url="/reports/", count=3)


def for_administrators(acting, organization):
    return CabinetSection(label="x", url="/x/") if acting.user.is_administrator else None


@pytest.fixture
def declared(settings):
    settings.CABINET_SECTIONS = [
        f"{__name__}.reports",
        f"{__name__}.for_administrators",
        "organizations.cabinet.profile",
    ]


def menu(client, path):
    return Template("{% load cabinet %}{% cabinet_navigation %}").render(Context({"request": request_of(client, path)}))


@pytest.mark.usefixtures("declared")
def test_each_app_adds_its_own_and_only_what_exists_is_shown():
    school = OrganizationFactory()
    acting = Acting(user=UserFactory(), organization_id=school.pk)
    assert [section.url for section in sections_of(acting, school)] == ["/reports/", "/organization/profile/"]


@pytest.mark.usefixtures("declared")
def test_the_menu_names_the_organization_the_section_and_what_waits(client):
    school = OrganizationFactory(short_name_ky="№5 мектеп")
    sign_in(client, EmploymentFactory(organization=school).person, organization_id=school.pk)
    html = menu(client, "/organization/profile/edit/")
    assert "№5 мектеп" in html
    assert f'<a class="asula-cabinet__link" href="/reports/">Отчёты {school.pk} ' in html
    assert '<span class="asula-tabs__count">3</span>' in html
    assert '<a class="asula-cabinet__link" href="/organization/profile/" aria-current="page">' in html


def test_who_acts_for_nobody_has_no_menu(client):
    sign_in(client, UserFactory())
    assert menu(client, "/").strip() == ""
