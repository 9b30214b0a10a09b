"""The page of the group: blind before one's own decision counts, the chair's words, three signatures."""

import pytest
from django.urls import reverse

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.models import ChairComment, Rating, Summary
from accreditation.services import joint_report
from records.models import SigningCeremony
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh
from tests.factories.evaluation import Group, sign
from tests.factories.people import ExpertFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
GROUP_PAGES = {"evaluation_group", "joint_report_sign", "joint_report_take_back"}
WORDS = {"strengths": "Күч", "weaknesses": "Алсыз", "recommendations": "Сунуш", "proposal": "conditional"}


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


@pytest.fixture
def enter(client):
    def enter(acting):
        client.cookies["language"] = "en"
        sign_in(client, acting.user)
        return client

    return enter


def address(group, page="evaluation_group"):
    return reverse(f"accreditation:{page}", args=[group.application.pk])


def comments(group, text="Макулмун"):
    """What the browser of the chair sends for the ratings of the others."""
    ratings = Rating.objects.filter(evaluation__application=group.application)
    others = ratings.exclude(evaluation__expert=group.experts[0])
    return {f"comment-{rating.pk}": text for rating in others}


def test_nobody_gets_the_page_before_his_own_decision_counts(enter, group, case):
    group.final(group.by_chair)
    group.published(group.by_second)
    strangers = [acting_as(ExpertFactory()), Acting(user=UserFactory()), case.by_head, case.by_administrator]
    for acting in [group.by_second, group.by_third, case.by_specialist, *strangers]:
        browser = enter(acting)
        assert browser.get(address(group)).status_code == 404
        for page in GROUP_PAGES:
            assert browser.post(address(group, page)).status_code == 404
    assert enter(group.by_chair).get(address(group)).status_code == 200


def test_the_chair_waits_for_all_decisions(enter, group):
    group.final(group.by_chair)
    browser = enter(group.by_chair)
    assert "The decisions of all experts have to be published" in browser.get(address(group)).text
    assert browser.post(address(group), WORDS | {"revision": 0}).status_code == 403


def test_the_greatest_disagreement_is_marked(enter, group):
    group.all_final()
    answer = Rating.objects.last().answer
    Rating.objects.filter(answer=answer).update(mark="meets")
    page = enter(group.by_chair).get(address(group)).text
    assert page.index("Two levels apart") < page.index("All agree")
    assert page.count('name="comment-') == 4
    page = enter(group.by_second).get(address(group)).text
    assert 'name="comment-' not in page
    assert "Give the joint report" not in page


def test_the_words_of_the_chair_are_kept_half_written(enter, group):
    group.all_final()
    browser = enter(group.by_chair)
    first = dict(list(comments(group).items())[:1])
    assert browser.post(address(group), {"strengths": "Күч", "revision": 0} | first).status_code == 302
    assert (Summary.objects.get().strengths, ChairComment.objects.count()) == ("Күч", 1)
    response = browser.post(address(group), WORDS | {"revision": 1, "go": "close"}, follow=True)
    assert "without your comment: 3" in response.text
    assert Summary.objects.get().paper is None


def test_another_window_overwrites_nothing_and_what_was_typed_is_there(enter, group):
    group.all_final()
    browser = enter(group.by_chair)
    browser.post(address(group), WORDS | {"revision": 0})
    response = browser.post(address(group), WORDS | comments(group) | {"strengths": "Башка", "revision": 0})
    assert response.status_code == 422
    assert "in another window" in response.text
    assert "Башка" in response.text
    assert (Summary.objects.get().strengths, ChairComment.objects.count()) == ("Күч", 0)


def test_a_text_that_is_too_long_is_refused_beside_its_field(enter, group):
    group.all_final()
    response = enter(group.by_chair).post(address(group), WORDS | {"weaknesses": "я" * 4001, "revision": 0})
    assert response.status_code == 422
    assert "too many" in response.text


def test_the_report_is_given_taken_back_and_signed_by_three(enter, group):
    group.all_final()
    browser = enter(group.by_chair)
    sent = WORDS | comments(group) | {"go": "close"}
    browser.post(address(group), sent | {"revision": 0})
    assert Summary.objects.get().paper
    browser.post(address(group, "joint_report_take_back"))
    assert Summary.objects.get().paper is None
    browser.post(address(group), sent | {"revision": 1})
    for acting in group.everybody:
        browser = enter(acting)
        assert "Sign the joint report" in browser.get(address(group)).text
        browser.post(address(group, "joint_report_sign"))
        sign(browser, SigningCeremony.objects.latest("pk"))
        assert "Sign the joint report" not in enter(acting).get(address(group)).text
    assert fresh(group.application).state == State.EVALUATED


def test_only_the_chair_takes_it_back(enter, group):
    group.summed_up()
    joint_report.close(group.application, by=group.by_chair)
    assert enter(group.by_second).post(address(group, "joint_report_take_back")).status_code == 403
    assert Summary.objects.get().paper
