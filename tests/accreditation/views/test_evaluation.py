"""What an expert gets at the addresses of his evaluation, and that nobody else gets anything there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.models import Evaluation, Rating
from accreditation.services import evaluation as services
from accreditation.urls.evaluation import urlpatterns
from records.models import SigningCeremony
from tests.accreditation.views.test_joint_report import GROUP_PAGES
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group, again
from tests.factories.people import ExpertFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case)


@pytest.fixture
def browser(client, group):
    """The browser of the second expert."""
    client.cookies["language"] = "en"
    sign_in(client, group.by_second.user)
    return client


def address(name, *args):
    return reverse(f"accreditation:{name}", args=args)


def section(evaluation):
    return address("evaluation_section", evaluation.pk, 1)


def typed(rating, **changes):
    """What the browser sends for one rating."""
    facts = {"mark": "partly", "text": "Жарым-жартылай", "version": rating.revision} | changes
    return {f"{name}-rating-{rating.pk}": value for name, value in facts.items()}


def test_the_button_of_the_manual_begins_and_leads_to_the_first_criterion(browser, group):
    overview = address("evaluation", group.application.pk)
    assert "Carry out the external evaluation" in browser.get(overview).text
    response = browser.post(overview)
    rating = Evaluation.objects.get().ratings.first()
    assert response["Location"] == f"{section(rating.evaluation)}#rating-{rating.pk}"
    assert "0 / 3" in browser.get(overview).text


def test_before_the_order_the_page_says_why(browser, group):
    type(group.application).objects.update(state=State.AGREED)
    page = browser.get(address("evaluation", group.application.pk)).text
    assert "begins when the ministry has signed the order" in page


def test_a_script_saves_one_rating_and_is_told_of_a_conflict(browser, group):
    rating = group.begun().ratings.first()
    key, script = f"rating-{rating.pk}", {"HX-Request": "true"}
    told = browser.post(section(rating.evaluation), typed(rating), headers=script).json()
    assert (told["answers"][key]["state"], told["answers"][key]["version"]) == ("saved", 1)
    assert (told["done"], told["total"]) == (1, 3)
    told = browser.post(section(rating.evaluation), typed(rating, text="Башка"), headers=script).json()
    assert told["answers"][key]["state"] == "conflict"
    told = browser.post(section(rating.evaluation), typed(rating, text="я" * 4001, version=1), headers=script).json()
    assert told["answers"][key]["state"] == "refused"
    assert Rating.objects.get(pk=rating.pk).comment == "Жарым-жартылай"


def test_without_scripts_a_page_saves_all_and_shows_what_was_not_saved(browser, group):
    first, second, _third = group.begun().ratings.all()
    here = section(first.evaluation)
    services.save_rating(second, mark="fails", comment="Башка терезе", revision=0, by=group.by_second)
    response = browser.post(here, typed(first) | typed(second))
    assert response.status_code == 422
    for words in (
        "Башка терезе",
        "Жарым-жартылай",
        "in another window",
        f'name="version-rating-{second.pk}" value="1"',
    ):
        assert words in response.text
    assert Rating.objects.get(pk=first.pk).mark == "partly"
    response = browser.post(here, typed(second, version=1) | {"go": "unrated"})
    assert Rating.objects.get(pk=second.pk).mark == "partly"
    assert response["Location"].startswith(here)


def test_what_is_missing_stands_on_the_page_of_the_publication(browser, group):
    evaluation = group.begun()
    page = browser.get(address("evaluation_publish", evaluation.pk)).text
    assert "Not everything is rated yet" in page
    assert page.count("#rating-") == 3
    assert browser.post(address("evaluation_publish", evaluation.pk)).status_code == 403


def test_the_decision_goes_to_the_signing_and_may_be_cancelled(browser, group):
    evaluation = group.rated()
    here = address("evaluation_publish", evaluation.pk)
    assert "for 10 minutes" in browser.get(here).text
    response = browser.post(here)
    ceremony = SigningCeremony.objects.get()
    assert response["Location"] == reverse("records:sign", args=[ceremony.public_id])
    assert "Go on signing" in browser.get(here).text
    assert "Cancel the signing" in browser.get(section(evaluation)).text
    browser.post(address("evaluation_publish_cancel", evaluation.pk))
    assert again(evaluation).paper is None


def test_the_published_decision_is_recalled_in_time(browser, group):
    evaluation = group.published()
    assert "Until then you may recall it" in browser.get(address("evaluation", group.application.pk)).text
    assert browser.get(address("evaluation_recall", evaluation.pk)).status_code == 200
    browser.post(address("evaluation_recall", evaluation.pk))
    assert again(evaluation).state == "recalled"
    assert browser.get(address("evaluation_recall", evaluation.pk)).status_code == 403


@pytest.mark.parametrize("page", ["evaluation", "evaluation_section", "evaluation_publish"])
def test_queries_do_not_grow_with_the_criteria(browser, group, page):
    evaluation = group.rated()
    args = {"evaluation": [group.application.pk], "evaluation_section": [evaluation.pk, 1]}.get(page, [evaluation.pk])
    here, counts = address(page, *args), []
    for _time in range(2):
        browser.get(here)
        with CaptureQueriesContext(connection) as queries:
            browser.get(here)
        counts.append(len(queries))
        evaluation.ratings.last().delete()
    assert len(set(counts)) == 1, counts


# address → (GET, empty POST) for the expert whose decision is published just now
VERDICTS = {
    "evaluation": (200, 302),
    "evaluation_section": (200, 403),
    "evaluation_publish": (200, 403),
    "evaluation_publish_cancel": (405, 302),
    "evaluation_recall": (200, 302),
}


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS) | GROUP_PAGES


def test_nobody_but_its_expert_gets_anything(client, group, case):
    evaluation = group.published()
    strangers = {
        "another expert": acting_as(ExpertFactory()),
        "administrator": case.by_administrator,
        "specialist": case.by_specialist,
        "head": case.by_head,
        "stranger": Acting(user=UserFactory()),
        "chair": group.by_chair,
    }
    for name, acting in strangers.items():
        sign_in(client, acting.user)
        for page in VERDICTS:
            if page == "evaluation" and name == "chair":
                continue  # the address of the case, where the chair has his own evaluation
            args = [group.application.pk if page == "evaluation" else evaluation.pk]
            here = address(page, *args, *([1] if page == "evaluation_section" else []))
            answers = client.get(here).status_code, client.post(here).status_code
            assert answers == (405 if VERDICTS[page][0] == 405 else 404, 404), (name, page)
    sign_in(client, group.by_second.user)
    for page, expected in VERDICTS.items():
        args = [group.application.pk if page == "evaluation" else evaluation.pk]
        here = address(page, *args, *([1] if page == "evaluation_section" else []))
        assert (client.get(here).status_code, client.post(here).status_code) == expected, page
        if page == "evaluation_recall":
            assert again(evaluation).state == "recalled"
