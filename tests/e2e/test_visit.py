"""An expert on the spot: the checklist works without a network, and what was noted is there once afterwards."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accreditation.models import Rating, VisitEntry, VisitPhoto
from accreditation.services import evaluation as evaluations
from core.uploads.models import ScanState
from selfassessment.services.reference import load_reference
from tests.factories.accreditation import Case
from tests.factories.evaluation import Group
from tests.factories.visits import bare_visit
from tests.files import picture

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "[data-kit-waiting]"
PICTURE = {"name": "сүрөт.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(2400, 1200))}


@pytest.fixture
def group(db):
    load_reference()
    return Group(Case(), criteria=6)


@pytest.fixture
def enter(open_page, session_of):
    """A function that opens a page as this person."""

    def enter(acting, path, **options):
        return open_page(path, cookies=session_of(acting.user), **options)

    return enter


def kit_of(group):
    return reverse("accreditation:visit_kit", args=[group.application.pk])


def note(page, number, *, words, photo=False):
    """The expert opens the criterion of this number, says what he saw, and how he rates it."""
    page.locator("[data-kit-open]").nth(number).click()
    form = page.locator("[data-kit-form]")
    form.get_by_label("Жарым-жартылай көрдүм").check()
    form.locator("[name=note]").fill(words)
    if photo:
        form.locator("[name=pictures]").set_input_files(PICTURE)
        expect(form.locator("[data-kit-pictures] img")).to_have_count(1)
    form.locator("[name=mark][value=partly]").check()
    form.locator("[name=comment]").fill(f"Баа: {words}")


def keep(page):
    page.get_by_role("button", name="Жазууну сактап коюу").click()
    expect(page.locator("[data-kit-list]")).to_be_visible()


def test_five_ratings_and_three_photos_without_a_network_are_there_once(group, enter, inspect):
    visit = bare_visit(group)
    page = enter(group.by_second, kit_of(group), width=360)
    expect(page.locator("[data-kit-ready]")).to_be_visible()
    page.context.set_offline(True)
    worker = page.context.service_workers[0]
    assert worker.evaluate("fetch('/health/live').then(() => 'online', () => 'offline')") == "offline"
    page.reload()  # out of the device
    expect(page.locator("[data-kit-note]")).to_contain_text("Байланыш жок")
    inspect(page, "kit-list")
    for number in range(5):
        note(page, number, words=f"{number + 1}-критерий", photo=number < 3)
        if number == 2:  # the telephone closes the page while its camera is open
            page.wait_for_function("document.querySelector('[data-kit-pictures] img')")
            inspect(page, "kit-criterion")
            page.reload()
            expect(page.locator("[data-kit-form] [name=note]")).to_have_value("3-критерий")
            expect(page.locator("[data-kit-ready]:not([hidden])")).to_have_count(1)
            expect(page.locator("[data-kit-pictures] img")).to_have_count(1)
        keep(page)
        expect(page.locator(WAITING)).to_have_text(str(number + 1))
    inspect(page, "kit-waiting")
    assert not VisitEntry.objects.exists()
    rating = newer_rating(group, 4)
    page.context.set_offline(False)
    expect(page.locator(WAITING)).to_have_text("0")
    expect(page.locator("[data-kit-note]")).to_contain_text("Баары жөнөтүлдү")
    page.reload()
    expect(page.locator(WAITING)).to_have_text("0")
    assert sorted(VisitEntry.objects.values_list("note", flat=True)) == [f"{number}-критерий" for number in range(1, 6)]
    assert VisitPhoto.objects.count() == 3
    assert {entry.visit for entry in VisitEntry.objects.all()} == {visit}
    with VisitPhoto.objects.first().file.open("rb") as file:
        assert len(file.read()) < len(PICTURE["buffer"]) * 4
    assert Rating.objects.filter(mark="partly", comment__startswith="Баа:").count() == 4
    rating.refresh_from_db()
    assert rating.mark == "meets"  # saved at home meanwhile: both are shown, the expert chooses
    VisitPhoto.objects.update(scan_state=ScanState.CLEAN, scanned_at=visit.planned_at)
    page.reload()
    inspect(page, "kit-sent")
    page.get_by_role("link", name="Эки баа бар: бирин тандаңыз").click()
    inspect(page, "choice")
    page.get_by_role("button", name="Баруу учурундагы бааны алуу").click()
    expect(page.get_by_text("Сакталды.")).to_be_visible()
    rating.refresh_from_db()
    assert rating.mark == "partly"


def newer_rating(group, number):
    """The expert has saved this at home, while his telephone on the spot had no network."""
    rating = group.begun().ratings.order_by("answer__place")[number]
    saved = evaluations.save_rating(rating, mark="meets", comment="Үйдө", revision=0, by=group.by_second)
    assert isinstance(saved, Rating)
    return saved
