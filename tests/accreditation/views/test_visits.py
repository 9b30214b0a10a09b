"""Every page of a visit × everybody: an explicit verdict; and the plan as people use it."""

from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.models import AgendaItem, Visit
from accreditation.services import sittings
from accreditation.urls.visits import urlpatterns
from tests.accreditation.views.test_visit_kit import KIT_PAGES
from tests.acting import Visitors, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.collegium import Hall
from tests.factories.evaluation import Group
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.visits import bare_entry, bare_photo, bare_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

TO_SIGN_IN = {"get": 302, "post": 303}
GROUP = {"chair", "second", "third"}
READERS = GROUP | {"administrator", "specialist", "collegium"}
PEOPLE = sorted(
    READERS | {"anonymous", "stranger", "head", "another specialist", "another expert", "member with a conflict"}
)

# page → (who gets it, who is told no; others find nothing there), GET, empty POST. The third expert stays at home.
VERDICTS = {
    "visit": (GROUP, set(), 200, 405),
    "visit_plan": ({"chair"}, GROUP, 200, 422),
    "visit_cancel": ({"chair"}, GROUP, 200, 422),
    "visit_record": (READERS, set(), 200, 405),
    "visit_days": (READERS | {"head"}, set(), 200, 405),
    "visit_photo": (READERS, set(), 200, 405),
}


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS) | KIT_PAGES


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


@pytest.fixture
def visit(group):
    visit = bare_visit(group, experts=group.experts[:2])
    bare_photo(bare_entry(visit))
    return visit


def person_of(name, group, case):
    """Whoever the verdicts name; members of the collegium have the case on the agenda of a sitting."""
    match name:
        case "chair" | "second" | "third":
            return getattr(group, f"by_{name}")
        case "administrator" | "specialist" | "head":
            return getattr(case, f"by_{name}")
        case "collegium" | "member with a conflict":
            if not AgendaItem.objects.filter(application=group.application).exists():
                hall = Hall(count=1)
                sitting = sittings.plan(hall.plan(), by=hall.secretary)
                case_of = {"application": group.application, "order": 1, "added_by": hall.secretary.user}
                AgendaItem.objects.create(sitting=sitting, **case_of)
            person = case.world.deputy.person if name != "collegium" else UserFactory()
            return acting_as(CollegiumMemberFactory(person=person))
        case "another specialist":
            return acting_as(SpecialistFactory())
        case "another expert":
            return acting_as(ExpertFactory())
    return Acting(user=UserFactory())


@pytest.fixture
def visitors(group, case):
    def enter(client, name):
        if name != "anonymous":
            place = case.school.pk if name in {"head", "member with a conflict"} else None
            sign_in(client, person_of(name, group, case).user, organization_id=place, place_key="test")

    return Visitors(enter)


def expected(page, name, method):
    allowed, refused, on_get, on_post = VERDICTS[page]
    verdict = on_get if method == "get" else on_post
    if name == "anonymous":
        return TO_SIGN_IN[method]
    if verdict == 405 or name in allowed:
        return verdict
    if page == "visit_days" and name == "member with a conflict":
        return verdict  # he works there: the plan stands on the page of his school
    return 403 if name in refused else 404


def url_of(page, visit):
    args = {"visit_photo": visit.entries.get().photos.get().public_id, "visit_record": visit.pk, "visit_days": visit.pk}
    return reverse(f"accreditation:{page}", args=[args.get(page, visit.application_id)])


@pytest.mark.parametrize("page", VERDICTS)
def test_every_page_answers_everybody_as_agreed(visit, visitors, page):
    asked = list(product(PEOPLE, ["get", "post"]))
    answers = {(name, method): visitors.status(name, method, url_of(page, visit)) for name, method in asked}
    assert answers == {(name, method): expected(page, name, method) for name, method in asked}


def browser_of(acting):
    client = Client()
    client.cookies["language"] = "en"
    sign_in(client, acting.user)
    return client


def test_the_chair_plans_and_what_is_typed_wrongly_stays_in_the_form(group):
    browser, here = browser_of(group.by_chair), reverse("accreditation:visit_plan", args=[group.application.pk])
    page = browser.get(here).text
    assert group.application.organization.head_name in page
    assert page.count("checked") == 3
    first = group.application.evaluation_starts_on
    typed = {
        "starts_on": f"{first:%Y-%m-%d}",
        "ends_on": "2031-01-01",
        "experts": [group.experts[0].pk],
        "contact_name": "Асанова Гүлнара",
        "contact_phone": "+996 555 10 20 30",
    }
    refused = browser.post(here, typed)
    assert refused.status_code == 422
    assert "The evaluation lasts from" in refused.text
    assert 'value="Асанова Гүлнара"' in refused.text
    assert browser.post(here, typed | {"ends_on": f"{first:%Y-%m-%d}"}).status_code == 302
    assert Visit.objects.get().experts.count() == 1
    page = browser.get(reverse("accreditation:visit", args=[group.application.pk])).text
    for words in ("Open the checklist", "Change the plan", "Cancel the visit", "tel:+996555102030"):
        assert words in page


def test_who_stays_at_home_is_told_that_he_does(visit, group):
    here = reverse("accreditation:visit", args=[group.application.pk])
    page = browser_of(group.by_third).get(here).text
    assert "By the plan you" in page
    assert "Open the checklist" not in page
    assert "Plan the visit" not in page
    assert "Open the checklist" in browser_of(group.by_second).get(here).text


def test_before_the_plan_the_page_says_who_makes_it(group):
    here = reverse("accreditation:visit", args=[group.application.pk])
    assert "The chair of the expert group plans it" in browser_of(group.by_second).get(here).text
    assert "Plan the visit" in browser_of(group.by_chair).get(here).text


def test_a_cancelled_visit_shows_its_reason_and_leaves_the_calendars(visit, group, case):
    browser, key = browser_of(group.by_chair), group.application.pk
    assert browser.post(reverse("accreditation:visit_cancel", args=[key]), {"reason": "Карантин"}).status_code == 302
    page = browser.get(reverse("accreditation:visit", args=[key])).text
    for words in ("Карантин", "Plan the visit again", "Cancelled"):
        assert words in page
    file = browser.get(reverse("accreditation:visit_days", args=[visit.pk])).text
    assert "STATUS:CANCELLED" in file
    assert browser.get(reverse("accreditation:visit_cancel", args=[key])).status_code == 404


def test_the_school_sees_the_plan_on_its_page_and_nothing_of_what_was_noted(visit, enter):
    page = enter().get(reverse("accreditation:application", args=[visit.application_id])).text
    for words in ("Visit of the experts", visit.contact_name, "Add the visit to my calendar"):
        assert words in page
    assert "Лаборатория" not in page
    file = enter().get(reverse("accreditation:visit_days", args=[visit.pk])).text
    assert f"DTSTART;VALUE=DATE:{visit.starts_on:%Y%m%d}" in file


def test_the_record_shows_who_noted_what_with_its_photos(visit, group):
    page = browser_of(group.by_chair).get(reverse("accreditation:visit_record", args=[visit.pk])).text
    entry = visit.entries.get()
    for words in (str(entry.answer), entry.note, entry.expert.name, url_of("visit_photo", visit)):
        assert words in page
    assert page.count("asula-sheet__title") == 1  # the other criterion has nothing


def test_every_reader_of_the_record_finds_the_way_back(visit, group, case):
    here = reverse("accreditation:visit_record", args=[visit.pk])
    ways = {
        "second": reverse("accreditation:visit", args=[visit.application_id]),
        "specialist": reverse("ministry:application_experts", args=[visit.application_id]),
        "collegium": reverse("accreditation:collegium_home"),
    }
    for name, way in ways.items():
        assert f'href="{way}"' in browser_of(person_of(name, group, case)).get(here).text
    experts_page = browser_of(case.by_specialist).get(ways["specialist"]).text
    assert f'href="{here}"' in experts_page


def test_what_was_noted_stands_beside_the_criterion_while_it_is_rated(visit, group):
    evaluation = group.begun()
    here = reverse("accreditation:evaluation_section", args=[evaluation.pk, 1])
    browser = browser_of(group.by_second)
    assert "Лаборатория" in browser.get(here).text
    with CaptureQueriesContext(connection) as few:
        browser.get(here)
    for answer in group.application.report.answers.exclude(criterion=None):
        bare_photo(bare_entry(visit, answer=answer))
    with CaptureQueriesContext(connection) as many:
        browser.get(here)
    assert len(many) == len(few)


def test_the_chair_has_it_on_the_page_of_the_group(visit, group):
    group.all_final()
    page = browser_of(group.by_chair).get(reverse("accreditation:evaluation_group", args=[group.application.pk])).text
    assert "Лаборатория" in page
    type(group.application).objects.update(state=State.EVALUATED)
    assert (
        browser_of(group.by_chair).get(reverse("accreditation:visit_plan", args=[visit.application_id])).status_code
        == 403
    )
