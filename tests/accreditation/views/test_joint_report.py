"""The page of the group: blind before one's own decision counts, the chair's words, three signatures."""

import re

import pytest
from django.urls import reverse

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.models import ChairComment, Rating, RemarkAnswer, Summary
from accreditation.services import joint_report
from records.models import SigningCeremony
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh
from tests.factories.evaluation import Group, sign
from tests.factories.people import ExpertFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
GROUP_PAGES = {"evaluation_group", "joint_report", "joint_report_sign", "joint_report_take_back"}
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
    return {f"text-comment-{rating.pk}": text for rating in others}


def words(group, **changes):
    """What the browser sends from the page of the joint report."""
    pk, said = group.application.pk, WORDS | changes
    names = ("strengths", "weaknesses", "recommendations")
    return {f"text-{name}-{pk}": said[name] for name in names} | {f"mark-recommendations-{pk}": said["proposal"]}


def versions(group, number):
    """The saves that the page had read."""
    names = ("strengths", "weaknesses", "recommendations")
    return {f"version-{name}-{group.application.pk}": number for name in names}


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
    assert browser.post(address(group), comments(group)).status_code == 403
    assert browser.post(address(group, "joint_report"), words(group)).status_code == 403


def test_the_greatest_disagreement_is_marked(enter, group):
    group.all_final()
    answer = Rating.objects.last().answer
    Rating.objects.filter(answer=answer).update(mark="meets")
    page = enter(group.by_chair).get(address(group)).text
    assert page.index("Two levels apart") < page.index("All agree")
    assert page.count('name="text-comment-') == 4
    page = enter(group.by_second).get(address(group)).text
    assert 'name="text-comment-' not in page
    assert enter(group.by_second).get(address(group, "joint_report")).status_code == 403


def test_the_words_of_the_chair_are_kept_half_written(enter, group):
    group.answered()
    browser = enter(group.by_chair)
    first = dict(list(comments(group).items())[:1])
    assert browser.post(address(group), first).status_code == 302
    assert browser.post(address(group, "joint_report"), words(group) | versions(group, 0)).status_code == 302
    assert (Summary.objects.get().strengths, ChairComment.objects.count()) == ("Күч", 1)
    response = browser.post(address(group, "joint_report"), {"go": "close"}, follow=True)
    assert "without your comment: 3" in response.text
    assert Summary.objects.get().paper is None


def test_another_window_overwrites_nothing_and_what_was_typed_is_there(enter, group):
    group.answered()
    browser, page = enter(group.by_chair), address(group, "joint_report")
    browser.post(page, words(group) | versions(group, 0))
    response = browser.post(page, words(group, strengths="Башка") | versions(group, 0))
    assert response.status_code == 422
    assert "in another window" in response.text
    assert "Башка" in response.text
    assert Summary.objects.get().strengths == "Күч"
    again = response.context["form"].data
    browser.post(page, {name: again[name] for name in [*words(group), *versions(group, 0)]})
    assert Summary.objects.get().strengths == "Башка"


def test_a_comment_saved_in_another_window_stands_too(enter, group):
    group.all_final()
    browser = enter(group.by_chair)
    browser.post(address(group), comments(group, "Биринчи"))
    response = browser.post(address(group), comments(group, "Экинчи"))
    assert (response.status_code, response.text.count("in another window")) == (422, 4)
    assert set(ChairComment.objects.values_list("text", flat=True)) == {"Биринчи"}


@pytest.mark.parametrize("page", ["evaluation_group", "joint_report"])
def test_a_text_that_is_too_long_is_refused_beside_its_field_and_the_rest_is_saved(enter, group, page):
    group.all_final()
    sent = comments(group) if page == "evaluation_group" else words(group)
    first = next(iter(sent))
    response = enter(group.by_chair).post(address(group, page), sent | {first: "я" * 4001})
    assert response.status_code == 422
    assert response.text.count("too many") >= 1
    assert ChairComment.objects.count() == (3 if page == "evaluation_group" else 0)
    assert Summary.objects.filter(weaknesses="Алсыз").exists() == (page == "joint_report")


class TestSavingByItself:
    """What the script of the page sends and hears."""

    def send(self, browser, url, **fields):
        return browser.post(url, fields, headers={"hx-request": "true"})

    def test_a_comment_is_saved_and_counted(self, enter, group):
        group.answered("Китепкана ачылган")
        browser, name = enter(group.by_chair), next(iter(comments(group)))
        key = name.removeprefix("text-")
        told = self.send(browser, address(group), **{name: "Макулмун", f"version-{key}": 0}).json()
        assert (told["done"], told["total"]) == (1, 5)
        assert (told["answers"][key]["state"], told["answers"][key]["version"]) == ("saved", 1)
        told = self.send(browser, address(group), **{name: "Башка", f"version-{key}": 0}).json()
        assert told["answers"][key]["state"] == "conflict"

    def test_an_answer_to_the_school_is_saved_half_written(self, enter, group):
        remark = group.answered("Китепкана ачылган").remarks.get()
        browser, key = enter(group.by_chair), f"remark-{remark.pk}"
        sent = {f"mark-{key}": "accepted", f"text-{key}": "", f"version-{key}": 0}
        assert self.send(browser, address(group), **sent).json()["done"] == 0
        told = self.send(browser, address(group), **sent | {f"text-{key}": "Туура", f"version-{key}": 1}).json()
        assert (told["done"], told["answers"][key]["version"]) == (1, 2)
        assert RemarkAnswer.objects.get().is_complete

    def test_a_part_of_the_joint_report_is_saved(self, enter, group):
        group.answered()
        key = f"recommendations-{group.application.pk}"
        sent = {f"mark-{key}": "refuse", f"text-{key}": "Сунуш", f"version-{key}": 0}
        told = self.send(enter(group.by_chair), address(group, "joint_report"), **sent).json()
        assert (told["done"], told["total"], told["answers"][key]["state"]) == (2, 4, "saved")
        assert (Summary.objects.get().proposal, Summary.objects.get().recommendations) == ("refuse", "Сунуш")

    @pytest.mark.parametrize("page", ["evaluation_group", "joint_report"])
    def test_a_refusal_is_told(self, enter, group, page):
        group.summed_up()
        joint_report.close(group.application, by=group.by_chair)
        response = self.send(enter(group.by_chair), address(group, page), **comments(group))
        assert (response.status_code, "being signed" in response.json()["note"]) == (403, True)


def test_many_criteria_stand_on_pages_and_the_second_saves_too(enter, case):
    group = Group(case, criteria=9).all_final()
    browser = enter(group.by_chair)
    pages = [browser.get(address(group), {"page": number}).text for number in (1, 2)]
    assert [page.count('id="dispute-') for page in pages] == [8, 1]
    key = re.search(r"text-(comment-\d+)", pages[1])[1]
    sent = {f"text-{key}": "Макулмун", f"version-{key}": 0}
    told = browser.post(f"{address(group)}?page=2", sent, headers={"hx-request": "true"}).json()
    assert told["answers"][key]["state"] == "saved"
    response = browser.post(address(group), {"go": "next"})
    assert response["Location"].endswith("?page=2")


@pytest.mark.parametrize("by", ["by_chair", "by_second"])
def test_the_page_asks_the_same_however_much_there_is(enter, case, by, django_assert_max_num_queries):
    group = Group(case, criteria=8)
    group.answered("Китепкана", "Спортзал")
    browser = enter(getattr(group, by))
    with django_assert_max_num_queries(45):
        browser.get(address(group))


def test_the_report_is_given_taken_back_and_signed_by_three(enter, group):
    group.answered()
    browser = enter(group.by_chair)
    browser.post(address(group), comments(group))
    browser.post(address(group, "joint_report"), words(group) | {"go": "close"})
    assert Summary.objects.get().paper
    browser.post(address(group, "joint_report_take_back"))
    assert Summary.objects.get().paper is None
    browser.post(address(group, "joint_report"), {"go": "close"})
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
