"""An expert on the spot: the checklist works without a network, and what was noted is there once afterwards."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from accreditation.models import Invitation, Rating, Visit, VisitEntry, VisitPhoto
from accreditation.services import evaluation as evaluations
from core.uploads.models import ScanState
from selfassessment.services.reference import load_reference
from tests.factories.accreditation import Case
from tests.factories.draw import ended_facts
from tests.factories.evaluation import Group
from tests.factories.visits import bare_entry, bare_photo, bare_visit
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


def kit_of(of):
    """The checklist of a group, or of a visit."""
    return reverse("accreditation:visit_kit", args=[of.application.pk])


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
            page.locator("[name=comment]").blur()
            expect(page.locator("[data-kit-form][data-draft=kept]")).to_have_count(1)
            inspect(page, "kit-criterion")
            page.reload()
            expect(page.locator("[data-kit-form] [name=note]")).to_have_value("3-критерий")
            expect(page.locator("[data-kit-ready]:not([hidden])")).to_have_count(1)
            expect(page.locator("[data-kit-form] [name=comment]")).to_have_value("Баа: 3-критерий")
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
    expect(page.get_by_role("button", name="Баруу учурундагы бааны алуу")).to_be_visible()
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


def expect_kept(page, *people):
    """The pages that are kept on this device are those of these people; the page may come anew meanwhile."""
    names = "caches.keys().then((names) => names.map((name) => name.split(':')[1]).sort().join())"
    wanted = ",".join(sorted(one.user.username for one in people))
    page.wait_for_function(f"(wanted) => {names}.then((found) => found === wanted)", arg=wanted)


def becomes(page, session_of, acting):
    """Another person signs in at the same browser."""
    page.context.clear_cookies(name="session")
    page.context.add_cookies([{**cookie, "url": urljoin(page.url, "/")} for cookie in session_of(acting.user)])


def test_what_one_person_noted_is_neither_shown_nor_sent_as_another(group, enter, inspect, session_of):
    visit = bare_visit(group)
    page = enter(group.by_second, kit_of(group), width=360)
    expect(page.locator("[data-kit-ready]")).to_be_visible()
    page.context.set_offline(True)
    note(page, 0, words="Менин жазуум")
    keep(page)
    expect(page.locator(WAITING)).to_have_text("1")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(reverse("home"))
    becomes(page, session_of, group.by_chair)
    page.goto(kit_of(group))
    expect(page.locator("[data-kit-ready]")).to_be_visible()
    expect(page.locator(WAITING)).to_have_text("0")
    expect(page.locator("[data-kit-unsent]:not([hidden])")).to_have_count(0)
    expect_kept(page, group.by_chair)
    page.locator(".asula-account summary").click()
    page.get_by_role("button", name="Чыгуу").click()  # would clear what the colleague has here
    expect(page.locator("[data-sign-out] [role=alert]")).to_contain_text("жазуулар: 1")
    expect(page.locator("[data-sign-out] [role=alert] a")).to_be_hidden()
    assert not VisitEntry.objects.exists()
    becomes(page, session_of, group.by_second)
    page.goto(reverse("accreditation:visit", args=[group.application.pk]))
    page.locator(".asula-account summary").click()
    page.get_by_role("button", name="Чыгуу").click()
    page.get_by_role("link", name="Адегенде жөнөтүү").click()
    expect(page.locator("[data-kit-note]")).to_contain_text("Баары жөнөтүлдү")
    assert [(entry.note, entry.expert) for entry in VisitEntry.objects.all()] == [("Менин жазуум", group.experts[1])]
    over_and_removed(page, visit)
    left_behind(page, visit, group.experts[1], inspect)


def over_and_removed(page, visit):
    """What is refused stays with its reason. The device is cleared by a button, and by the end of the visit."""
    expect(page.locator("[data-kit-ready]")).to_be_visible()
    page.context.set_offline(True)
    note(page, 1, words="Кечигип жөнөтүлгөн")
    keep(page)
    Visit.objects.filter(pk=visit.pk).update(state="cancelled", reason="Карантин")
    page.context.set_offline(False)
    for _time in range(2):
        expect(page.locator("[data-kit-refusal]:visible")).to_contain_text("жокко чыгарылды")
        expect(page.locator(WAITING)).to_have_text("1")
        page.reload()
    assert VisitEntry.objects.count() == 1
    Visit.objects.filter(pk=visit.pk).update(state="planned", reason="")
    page.reload()
    expect(page.locator(WAITING)).to_have_text("0")
    assert VisitEntry.objects.count() == 2
    page.locator("[data-kit-bar] summary", has_text="Бул түзмөктөн өчүрүү").click()
    page.get_by_role("button", name="Баарын бул түзмөктөн өчүрүү").click()
    expect(page.locator("[data-kit-note]")).to_contain_text("Баары ушул түзмөктөн өчүрүлдү")
    expect_kept(page)
    page.reload()
    expect(page.locator("[data-kit-ready]")).to_be_visible()
    yesterday = timezone.localdate() - timedelta(days=1)
    Visit.objects.filter(pk=visit.pk).update(starts_on=yesterday, ends_on=yesterday)
    page.reload()
    expect_kept(page)
    page.context.set_offline(True)
    with pytest.raises(PlaywrightError, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.reload()
    page.context.set_offline(False)


def left_behind(page, visit, expert, inspect):
    """Who has left the group is told so on his device, and takes what he noted there along as a file."""
    Visit.objects.filter(pk=visit.pk).update(ends_on=timezone.localdate())
    page.goto(kit_of(visit))
    expect(page.locator("[data-kit-ready]")).to_be_visible()
    page.context.set_offline(True)
    note(page, 2, words="Китепкана <жабык>", photo=True)
    keep(page)
    Invitation.objects.filter(expert=expert).update(state="withdrawn", **ended_facts("withdrawn"))
    page.context.set_offline(False)
    expect(page.locator("[data-kit-note]")).to_contain_text("сиз топто эмессиз")
    expect(page.get_by_role("button", name="Күтүп турганды файл кылып сактоо")).to_be_visible()
    page.reload()
    expect(page.locator("[data-kit-some]")).to_contain_text("жөнөтүлбөгөн жазуулар: 1")
    inspect(page, "kit-left")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Файл кылып сактоо").click()
    text = saving.value.path().read_text(encoding="utf-8")
    assert saving.value.suggested_filename == f"baruu-{visit.application_id}.html"
    for words in ("Китепкана &lt;жабык&gt;", "Жарым-жартылай көрдүм", 'src="data:image/jpeg;base64,', "charset"):
        assert words in text
    assert "Көргөн жокмун" not in text
    page.locator("summary", has_text="Бул түзмөктөн өчүрүү").click()
    page.get_by_role("button", name="Баарын бул түзмөктөн өчүрүү").click()
    expect(page.locator("[data-kit-none]")).to_be_visible()
    expect_kept(page)


def test_without_scripts_the_plan_and_the_checklist_are_ordinary_forms(group, enter):
    here = reverse("accreditation:visit", args=[group.application.pk])
    page = enter(group.by_chair, here, width=360, scripts=False)
    page.get_by_role("button", name="Барууну пландоо").click()
    page.locator("[name=contact_phone]").fill("+996 555 10 20 30")
    page.locator("[name=meeting]").fill("9.00, негизги кире бериш")
    page.get_by_role("button", name="Сактап, баарына билдирүү").click()
    expect(page.get_by_text("негизги кире бериш")).to_be_visible()
    page.get_by_role("button", name="Текшерүү тизмесин ачуу").click()
    page.locator("[data-kit-line] a").first.click()
    page.get_by_label("Жарым-жартылай көрдүм").check()
    page.locator("[name=note]").fill("Лабораторияда эки гана микроскоп бар")
    page.locator("[name=photos]").set_input_files([PICTURE, PICTURE])
    page.get_by_role("button", name="Жазууну сактоо").click()
    expect(page.locator("[data-kit-noted]:visible")).to_have_text("Жазылды: 1")
    page.goto(reverse("accreditation:visit_record", args=[Visit.objects.get().pk]))
    expect(page.get_by_text("Лабораторияда эки гана микроскоп бар")).to_be_visible()
    assert VisitPhoto.objects.count() == 2


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_the_pages_of_a_visit_are_accessible_and_fit(group, enter, inspect, width, language):
    entry = bare_entry(bare_visit(group), mark="fails", comment="Китеп аз", rating_fate="late")
    for _number in range(2):
        bare_photo(entry)
    key, answer = group.application.pk, entry.answer_id
    page = enter(group.by_second, reverse("accreditation:visit", args=[key]), width=width, language=language)
    inspect(page, "visit")
    page.goto(reverse("accreditation:visit_entry", args=[key, answer]))
    inspect(page, "visit-entry")
    page.goto(reverse("accreditation:visit_record", args=[entry.visit_id]))
    expect(page.locator(".asula-photos img")).to_have_count(2)
    inspect(page, "visit-record")
    page = enter(group.by_chair, reverse("accreditation:visit_plan", args=[key]), width=width, language=language)
    inspect(page, "visit-plan")
