"""An expert rates a school on a phone and at a desk: everything saves itself, and without scripts too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accreditation.models import Rating
from selfassessment.services.reference import load_reference
from tests.factories.accreditation import Case
from tests.factories.evaluation import Group

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Далилдер критерийди толук тастыктайт"


@pytest.fixture
def group(db):
    load_reference()
    return Group(Case(), criteria=4)


@pytest.fixture
def enter(open_page, session_of):
    """A function that opens a page as this person."""

    def enter(acting, path, **options):
        return open_page(path, cookies=session_of(acting.user), **options)

    return enter


def saved(page, rating):
    page.locator(f"[data-answer-state='rating-{rating.pk}'][data-state='saved']").wait_for(timeout=20_000)
    return Rating.objects.get(pk=rating.pk)


def test_an_expert_rates_on_a_phone_one_criterion_after_the_other(group, enter, inspect):
    page = enter(group.by_second, reverse("accreditation:evaluation", args=[group.application.pk]), width=360)
    page.get_by_role("button", name="Тышкы баалоо жүргүзүү").click()
    page.wait_for_url("**/sections/**")
    first, second = Rating.objects.order_by("answer__place")[:2]
    expect(page.locator(".asula-rating:visible")).to_have_count(1)
    page.get_by_label("Жарым-жартылай ылайык келет").first.check()
    saved(page, first)
    page.locator(f"[name=text-rating-{first.pk}]").fill(WORDS)
    page.locator(f"[name=text-rating-{first.pk}]").blur()
    page.locator("[data-part-progress]", has_text="1 / 4").wait_for()
    rating = saved(page, first)
    assert (rating.mark, rating.comment) == ("partly", WORDS)
    inspect(page, "rating")
    page.get_by_role("link", name="Кийинки критерий →").locator("visible=true").click()
    expect(page.locator(f"#rating-{second.pk}")).to_be_visible()
    expect(page.locator(".asula-rating:visible")).to_have_count(1)


def test_without_a_network_the_rating_stays_in_the_browser_and_comes_back(group, enter):
    evaluation = group.begun()
    here = reverse("accreditation:evaluation_section", args=[evaluation.pk, 1])
    rating = evaluation.ratings.first()
    page = enter(group.by_second, here)
    page.context.set_offline(True)
    page.locator(f"[name=mark-rating-{rating.pk}][value=fails]").check()
    page.locator(f"[name=text-rating-{rating.pk}]").fill(WORDS)
    page.locator(f"[data-answer-state='rating-{rating.pk}'][data-state='failed']").wait_for(timeout=20_000)
    page.context.set_offline(False)
    page.reload()
    rating = saved(page, rating)
    page.locator("[data-part-progress]", has_text="1 / 4").wait_for()
    rating.refresh_from_db()
    assert (rating.mark, rating.comment) == ("fails", WORDS)


def test_at_a_desk_the_schools_words_stand_beside_mine(group, enter, inspect):
    evaluation = group.rated()
    for language in ("ky", "ru"):
        here = reverse("accreditation:evaluation_section", args=[evaluation.pk, 1])
        page = enter(group.by_second, here, language=language)
        inspect(page, "rating")
        for name in ("evaluation", "evaluation_publish"):
            key = group.application.pk if name == "evaluation" else evaluation.pk
            page.goto(reverse(f"accreditation:{name}", args=[key]))
            inspect(page, name)


def test_the_chair_sees_the_group_side_by_side(group, enter, inspect):
    group.all_final()
    here = reverse("accreditation:evaluation_group", args=[group.application.pk])
    for width, language in ((360, "ky"), (1280, "ru")):
        page = enter(group.by_chair, here, width=width, language=language)
        expect(page.locator("[name^=text-comment-]")).to_have_count(8)
        inspect(page, "group")
