"""The checklist of a visit: what a device may keep and send, and the same as ordinary forms."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting
from accreditation.models import Application, Invitation, Rating, Visit, VisitEntry, VisitPhoto
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.draw import ended_facts
from tests.factories.evaluation import Group
from tests.factories.people import ExpertFactory, acting_as
from tests.factories.visits import bare_entry, bare_photo, bare_visit
from tests.files import pdf, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

# page → (GET, empty POST) for an expert who goes there
VERDICTS = {
    "visit_kit": (200, 405),
    "visit_worker": (200, 405),
    "visit_state": (200, 405),
    "visit_entry_send": (405, 404),
    "visit_photo_send": (405, 409),
    "visit_entry": (200, 422),
    "visit_entry_remove": (200, 302),
    "visit_entry_choose": (200, 302),
}
KIT_PAGES = set(VERDICTS)


@pytest.fixture
def group(case):
    return Group(case, criteria=3)


@pytest.fixture
def visit(group):
    return bare_visit(group, experts=group.experts[:2])


@pytest.fixture
def answer(group):
    return group.application.report.answers.exclude(criterion=None).first()


def browser_of(acting):
    client = Client()
    client.cookies["language"] = "en"
    sign_in(client, acting.user)
    return client


@pytest.fixture
def browser(group):
    return browser_of(group.by_second)


def url(name, visit, *args):
    return reverse(f"accreditation:{name}", args=[visit.application_id, *args])


def sent(group, answer, **changes):
    """An entry as a device sends it."""
    facts = {
        "owner": group.by_second.user.username,
        "public_id": str(uuid.uuid4()),
        "answer": answer.pk,
        "finding": "seen",
        "note": "Китепкана бар",
        "noted_at": "2026-11-20T09:30:00.000Z",
    }
    return facts | changes


def test_only_who_goes_there_gets_the_checklist(visit, group, answer, case):
    entry = bare_entry(visit, mark="meets", comment="Жакшы", rating_fate="waiting")
    group.begun()
    strangers = {
        "anonymous": None,
        "another expert": acting_as(ExpertFactory()),
        "administrator": case.by_administrator,
        "specialist": case.by_specialist,
        "head": case.by_head,
        "stranger": Acting(user=UserFactory()),
    }
    for page, on_own in VERDICTS.items():
        of_entry = page in {"visit_entry_remove", "visit_entry_choose"}
        address = (
            reverse(f"accreditation:{page}", args=[entry.public_id])
            if of_entry
            else url(page, visit, *([answer.pk] if page == "visit_entry" else []))
        )
        for name, acting in strangers.items():
            client = browser_of(acting) if acting else Client()
            found = client.get(address).status_code, client.post(address).status_code
            away = (302, 303) if name == "anonymous" else (405 if on_own[0] == 405 else 404, 404)
            assert found == (away[0], 405 if on_own[1] == 405 and acting else away[1]), (page, name)
        own = browser_of(group.by_second)
        type(entry).objects.update(removed_at=None, rating_fate="waiting", carried_revision=None)
        assert (own.get(address).status_code, own.post(address).status_code) == on_own, page


def test_a_colleague_changes_nothing_of_an_entry(visit, group):
    entry = bare_entry(visit, mark="meets", comment="Жакшы", rating_fate="waiting")
    for page in ("visit_entry_remove", "visit_entry_choose"):
        address = reverse(f"accreditation:{page}", args=[entry.public_id])
        assert browser_of(group.by_chair).post(address).status_code == 404
    assert VisitEntry.objects.get().waits_for_choice


def test_who_stays_at_home_reads_but_notes_nothing(visit, group, answer):
    browser = browser_of(group.by_third)
    page = browser.get(url("visit_kit", visit))
    assert page.status_code == 200
    assert "By the plan you" in page.text
    assert "X-Kit-Owner" not in page.headers
    assert browser.get(url("visit_entry", visit, answer.pk)).status_code == 403
    fields = sent(group, answer, owner=group.by_third.user.username)
    told = browser.post(url("visit_entry_send", visit), fields)
    assert (told.status_code, told.json()["state"]) == (403, "refused")


@pytest.mark.parametrize("why", ["left", "decided"])
def test_who_sits_in_the_group_no_more_gets_his_notes_off_the_device_and_nothing_of_the_case(visit, group, why):
    if why == "left":
        Invitation.objects.filter(expert=group.experts[1]).update(state="withdrawn", **ended_facts("withdrawn"))
    else:
        Application.objects.filter(pk=visit.application_id).update(state="refused")
    browser = browser_of(group.by_second)
    page = browser.get(url("visit_kit", visit))
    assert page.status_code == 403
    assert "X-Kit-Owner" not in page.headers
    assert f'data-owner="{group.by_second.user.username}"' in page.text
    assert "not in the group of experts any more" in page.text
    assert group.application.organization.name not in page.text
    assert browser.get(url("visit_state", visit)).status_code == 404
    assert browser_of(acting_as(ExpertFactory())).get(url("visit_kit", visit)).status_code == 404


def test_the_page_may_be_kept_until_the_visit_is_over_and_no_longer(visit, browser, group):
    page = browser.get(url("visit_kit", visit))
    assert page.headers["X-Kit-Owner"] == group.by_second.user.username
    assert int(page.headers["X-Kit-Until"]) == int(visit.over_at.timestamp() * 1000)
    assert page.headers["Cache-Control"] == "no-store"  # the browser's own cache has nothing of it
    yesterday = timezone.localdate() - timedelta(days=1)
    Visit.objects.update(starts_on=yesterday, ends_on=yesterday)
    page = browser.get(url("visit_kit", visit))
    assert "X-Kit-Owner" not in page.headers
    assert 'data-until="0"' in page.text
    Visit.objects.update(state="cancelled", reason="Карантин")
    assert "X-Kit-Owner" not in browser.get(url("visit_kit", visit)).headers


def test_the_worker_sees_its_own_page_and_no_other(visit, browser):
    """Its scope is the folder of its address; a wider one would need a header that nobody sends."""
    address = url("visit_worker", visit)
    assert address == f"{url('visit_kit', visit)}worker.js"
    script = browser.get(address)
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in script.headers
    assert 'importScripts("/static/visit_worker' in script.text


def test_other_pages_carry_no_leave_to_keep_them(visit, browser, answer):
    for address in (url("visit", visit), url("visit_entry", visit, answer.pk), url("visit_state", visit)):
        assert "X-Kit-Owner" not in browser.get(address).headers


def test_the_page_has_a_place_for_every_criterion(visit, browser, group):
    bare_photo(bare_entry(visit))
    page = browser.get(url("visit_kit", visit)).text
    assert page.count("data-kit-line=") == page.count("data-kit-part=") == 3
    for answer in group.application.report.answers.exclude(criterion=None):
        assert url("visit_entry", visit, answer.pk) in page
    assert "Лаборатория" in page


def test_queries_do_not_grow_with_entries(visit, browser, group):
    here, counts = url("visit_kit", visit), []
    for _round in range(2):
        for answer in group.application.report.answers.exclude(criterion=None):
            bare_photo(bare_entry(visit, answer=answer))
        browser.get(here)
        with CaptureQueriesContext(connection) as queries:
            browser.get(here)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_a_device_asks_who_is_signed_in_before_it_sends(visit, browser, group):
    state = browser.get(url("visit_state", visit)).json()
    assert (state["owner"], state["refusal"]) == (group.by_second.user.username, "")
    assert state["token"]
    away = Client().get(url("visit_state", visit), headers={"HX-Request": "true"})
    assert away.status_code == 401
    assert away.headers["HX-Redirect"].startswith("/sign-in/")


def test_what_a_device_sends_twice_is_stored_once(visit, browser, group, answer):
    fields = sent(group, answer, mark="fails", comment="Китеп жок")
    for _time in range(2):
        told = browser.post(url("visit_entry_send", visit), fields).json()
        assert (told["state"], told["revision"], told["way"]) == ("stored", 1, "")
        photo = {"owner": fields["owner"], "entry": fields["public_id"], "public_id": str(uuid.UUID(int=5))}
        told = browser.post(url("visit_photo_send", visit), photo | {"photo": upload(picture(), "a.jpg")}).json()
        assert told == {"state": "stored"}
    entry = VisitEntry.objects.get()
    assert (entry.noted_at.isoformat(), VisitPhoto.objects.count()) == ("2026-11-20T09:30:00+00:00", 1)
    assert (Rating.objects.get(answer=answer).mark, entry.expert) == ("fails", group.experts[1])


def test_nothing_is_sent_as_another_person(visit, group, answer):
    """The first expert's entries lie on the device on which the second has signed in."""
    fields = sent(group, answer)
    for page in ("visit_entry_send", "visit_photo_send"):
        told = browser_of(group.by_chair).post(url(page, visit), fields | {"entry": fields["public_id"]})
        assert (told.status_code, told.json()) == (409, {"state": "foreign"})
    assert not VisitEntry.objects.exists()


REFUSED = [
    ({"finding": ""}, 422, "Choose what you found"),
    ({"finding": "perhaps"}, 422, "not one of the available choices"),
    ({"note": "я" * 4001}, 422, "must not exceed"),
    ({"public_id": "x"}, 422, "UUID"),
    ({"rating_base": "-1"}, 422, "greater than or equal to 0"),
]


@pytest.mark.parametrize(("changes", "status", "reason"), REFUSED)
def test_a_refused_entry_says_why(visit, browser, group, answer, changes, status, reason):
    told = browser.post(url("visit_entry_send", visit), sent(group, answer, **changes))
    assert (told.status_code, told.json()["state"]) == (status, "refused")
    assert reason in told.json()["note"]


@pytest.mark.parametrize("key", ["", "x", "0", "99999999999999999999999"])
def test_a_criterion_of_another_report_is_none_of_this_visit(visit, browser, group, answer, key):
    assert browser.post(url("visit_entry_send", visit), sent(group, answer) | {"answer": key}).status_code == 404


def test_a_photo_that_is_none_is_refused_with_its_reason(visit, browser, group, answer):
    fields = sent(group, answer)
    browser.post(url("visit_entry_send", visit), fields)
    photo = {"owner": fields["owner"], "entry": fields["public_id"], "public_id": str(uuid.uuid4())}
    told = browser.post(url("visit_photo_send", visit), photo | {"photo": upload(pdf(), "a.pdf")})
    assert (told.status_code, told.json()["state"]) == (422, "refused")
    assert "JPEG" in told.json()["note"]
    foreign = photo | {"entry": str(uuid.uuid4()), "photo": upload(picture(), "a.jpg")}
    assert browser.post(url("visit_photo_send", visit), foreign).status_code == 404


def test_a_newer_rating_stays_and_the_device_is_led_to_the_choice(visit, browser, group, answer):
    rating = group.begun().ratings.get(answer=answer)
    Rating.objects.filter(pk=rating.pk).update(mark="meets", comment="Үйдө", revision=1, saved_at=timezone.now())
    told = browser.post(url("visit_entry_send", visit), sent(group, answer, mark="fails", comment="Жок")).json()
    assert told["note"].startswith("Two ratings")
    page = browser.get(told["way"]).text
    for words in ("Үйдө", "Жок", "Take the rating of the visit", "Keep this rating"):
        assert words in page
    assert browser.post(told["way"], {"choice": "visit", "revision": "0"}).status_code == 422
    assert browser.post(told["way"], {"choice": "visit", "revision": "1"}).status_code == 302
    assert Rating.objects.get(pk=rating.pk).mark == "fails"
    assert browser.get(told["way"]).status_code == 403


def form_of(browser, address):
    """The fields of the ordinary form, as the page gives them."""
    form = browser.get(address).context["form"]
    return {
        name: form[name].value() if form[name].value() is not None else "" for name in form.fields if name != "photos"
    }


def test_without_scripts_the_same_is_an_ordinary_form(visit, browser, group, answer):
    address = url("visit_entry", visit, answer.pk)
    typed = form_of(browser, address) | {"finding": "not_seen", "note": "Эшик жабык"}
    photos = [upload(picture(), "a.jpg"), upload(picture("PNG"), "b.png")]
    for _time in range(2):  # a browser that sends the form again
        for photo in photos:
            photo.seek(0)
        response = browser.post(address, typed | {"photos": photos})
        assert response["Location"] == f"{url('visit_kit', visit)}#line-{answer.pk}"
    entry = VisitEntry.objects.get()
    assert (entry.note, entry.photos.count(), entry.rating_fate) == ("Эшик жабык", 2, "")
    assert "Эшик жабык" in browser.get(address).text


def test_an_ordinary_form_keeps_what_was_typed_and_names_the_error(visit, browser, answer):
    address = url("visit_entry", visit, answer.pk)
    typed = form_of(browser, address) | {"note": "Эшик жабык", "mark": "partly"}
    refused = browser.post(address, typed | {"photos": [upload(pdf(), "a.pdf")]})
    assert refused.status_code == 422
    for words in ("Эшик жабык", "Choose what you found on the spot", "JPEG, PNG", str(typed["public_id"])):
        assert words in refused.text
    many = [upload(picture(), f"{number}.jpg") for number in range(6)]
    assert "at most 5 photos" in browser.post(address, typed | {"finding": "seen", "photos": many}).text
    assert not VisitEntry.objects.exists()


def test_a_form_shows_the_own_rating_and_carries_it_only_when_it_was_changed(visit, browser, group, answer):
    rating = group.rated().ratings.get(answer=answer)
    address = url("visit_entry", visit, answer.pk)
    typed = form_of(browser, address) | {"finding": "seen"}
    assert (typed["mark"], typed["comment"], typed["rating_base"]) == ("meets", rating.comment, 1)
    browser.post(address, typed)
    assert VisitEntry.objects.get().rating_fate == ""
    browser.post(address, typed | {"public_id": str(uuid.uuid4()), "mark": "partly"})
    assert Rating.objects.get(pk=rating.pk).mark == "partly"


def test_an_entry_is_removed_after_a_question(visit, browser, group):
    entry = bare_entry(visit)
    bare_photo(entry)
    address = reverse("accreditation:visit_entry_remove", args=[entry.public_id])
    assert "can’t be brought back" in browser.get(address).text
    assert browser.post(address)["Location"] == url("visit_kit", visit)
    assert not VisitPhoto.objects.exists()
    assert "Лаборатория" not in browser.get(url("visit_kit", visit)).text
    assert browser.get(address).status_code == 404
