import threading

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import translation

from accounts.acting import Acting
from accounts.models import User
from accreditation.models import CollegiumMember, Expert, Specialist
from accreditation.rules.people import specialist_of
from accreditation.services import people
from core.models import OutboxEntry
from notifications.models import Message
from records.models import JournalEntry
from staff.names import Name
from tests.acting import sign_in
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.people import (
    CollegiumMemberFactory,
    ExpertFactory,
    SpecialistFactory,
    UnavailabilityFactory,
    acting_as,
)

pytestmark = pytest.mark.django_db
NAME = Name("Өмүралиева", "Жылдыз", "Кубанычбековна")
WORK = {"position": "башкы адис", "organization": "Министрлик", "email": "zhyldyz@mail.example", "phone": "+996 555 1"}
MODELS = pytest.mark.parametrize("model", [Specialist, Expert, CollegiumMember])
MAKERS = pytest.mark.parametrize("make", [SpecialistFactory, ExpertFactory, CollegiumMemberFactory])


@pytest.fixture
def by():
    return Acting(user=UserFactory(is_administrator=True))


@pytest.fixture
def nobody():
    return Acting(user=SpecialistFactory().person)


def entries(action=None):
    rows = JournalEntry.objects.filter(object_type__startswith="accreditation.")
    return rows.filter(action=action) if action else rows


@MODELS
def test_a_person_is_added_under_the_name_of_the_register(model, by):
    pin = new_pin()
    entry = people.add(model, pin, NAME, by=by, **WORK)
    entry.refresh_from_db()
    assert (entry.name, entry.position, entry.added_by) == (str(NAME), "башкы адис", by.user)
    assert entry.name_confirmed_at
    assert (entry.person.pin, entry.person.get_full_name()) == (pin, str(NAME))
    journal = entries().get()
    assert (journal.action, journal.by_id, journal.changes["position"]) == (
        "ministry_person_added",
        by.user.pk,
        "башкы адис",
    )
    assert pin not in str(vars(journal))


@MODELS
def test_the_added_person_is_told_in_his_language_also_by_mail(model, by):
    person = UserFactory(language="ru")
    people.add(model, person.pin, NAME, by=by, **WORK)
    message = Message.objects.get(recipient=person)
    with translation.override("ru"):
        assert str(model._meta.verbose_name) in message.subject
    assert person.pin not in message.subject + message.body
    assert OutboxEntry.objects.filter(kind="deliver message").count() == 1


def test_an_address_of_the_list_never_replaces_the_persons_own(by):
    known = UserFactory(email="own@mail.example")
    people.add(Expert, known.pin, NAME, by=by, **WORK)
    known.refresh_from_db()
    assert (known.email, known.phone) == ("own@mail.example", "+996 555 1")


@MODELS
def test_nobody_is_added_twice(model, by):
    pin = new_pin()
    first = people.add(model, pin, NAME, by=by, **WORK)
    with pytest.raises(people.AlreadyThere) as known:
        people.add(model, pin, Name("Башка", "Бирөө"), by=by, **WORK)
    assert known.value.entry == first
    assert model.objects.count() == entries().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_add_one_person(by):
    pin, told = new_pin(), []

    def press():
        try:
            people.add(Expert, pin, NAME, by=by, **WORK)
            told.append("added")
        except people.AlreadyThere:
            told.append("there")
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert sorted(told) == ["added", "there", "there", "there"]
    assert Expert.objects.count() == Message.objects.count() == 1


def test_an_entry_says_what_was_saved_and_the_journal_what_it_was(by):
    expert = ExpertFactory(position="методист", capacity_per_year=3)
    changed = people.change(expert, by=by, seen=people.version(expert), position="декан", capacity_per_year=3)
    expert.refresh_from_db()
    assert changed.position == expert.position == "декан"
    assert entries("ministry_person_changed").get().changes == {"position": ["методист", "декан"]}


def test_saving_without_a_change_leaves_no_trace(by):
    expert = ExpertFactory()
    people.change(expert, by=by, seen=people.version(expert), position=expert.position)
    assert not entries().exists()


def test_who_edits_an_old_version_is_told(by):
    expert = ExpertFactory()
    seen = people.version(expert)
    people.change(expert, by=by, seen=seen, position="декан")
    with pytest.raises(people.ChangedMeanwhile):
        people.change(expert, by=by, seen=seen, position="ректор")
    expert.refresh_from_db()
    assert expert.position == "декан"


def test_a_version_knows_what_people_edit_and_nothing_else(by):
    expert = ExpertFactory()
    seen = people.version(expert)
    people.block(expert, reason="x", by=by)
    expert.refresh_from_db()
    assert people.version(expert) == seen
    Expert.objects.filter(pk=expert.pk).update(languages=["tg"])
    expert.refresh_from_db()
    assert people.version(expert) != seen


@MAKERS
def test_a_blocked_person_is_out_at_once(make, by):
    entry = make()
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in(browser, entry.person)
    blocked = people.block(entry, reason="Бөлүмдөн кетти", by=by)
    assert (blocked.is_blocked, blocked.blocked_by, blocked.block_reason) == (True, by.user, "Бөлүмдөн кетти")
    assert not UserSession.objects.filter(user=entry.person).exists()
    for browser in browsers:
        assert browser.get("/work/").headers["Location"].startswith("/sign-in/")
    assert entries("ministry_person_blocked").get().changes == {"reason": "Бөлүмдөн кетти"}
    assert User.objects.get(pk=entry.person_id).is_active


@MAKERS
def test_an_unblocked_person_may_work_again(make, by):
    entry = people.block(make(), reason="x", by=by)
    free = people.unblock(entry, reason="кайтып келди", by=by)
    assert (free.is_blocked, free.blocked_by, free.block_reason) == (False, None, "")
    assert entries("ministry_person_unblocked").get().changes == {"reason": "кайтып келди"}


def test_rules_know_a_blocked_person_no_more(by):
    entry = SpecialistFactory()
    people.block(entry, reason="x", by=by)
    assert specialist_of(entry.person) is None
    people.unblock(entry, reason="y", by=by)
    assert specialist_of(entry.person) == entry


def test_what_is_so_already_is_refused_politely(by):
    entry = SpecialistFactory()
    with translation.override("en"):
        with pytest.raises(PermissionDenied, match="not blocked"):
            people.unblock(entry, reason="x", by=by)
        people.block(entry, reason="x", by=by)
        with pytest.raises(PermissionDenied, match="blocked already"):
            people.block(entry, reason="x", by=by)
    assert entries().count() == 1


def test_an_administrator_does_not_block_or_delete_himself():
    entry = SpecialistFactory(person=UserFactory(is_administrator=True))
    for act in (
        lambda: people.block(entry, reason="x", by=acting_as(entry)),
        lambda: people.delete(entry, by=acting_as(entry)),
    ):
        with pytest.raises(PermissionDenied), translation.override("en"):
            act()
    entry.refresh_from_db()
    assert not entry.is_blocked


@MAKERS
def test_an_entry_made_by_mistake_is_deleted_and_the_person_stays(make, by):
    entry = make()
    people.delete(entry, by=by)
    assert not type(entry).objects.exists()
    assert User.objects.filter(pk=entry.person_id).exists()
    assert entries("ministry_person_deleted").get().changes == {"name": entry.name}


def test_declarations_go_with_a_deleted_expert(by):
    expert = UnavailabilityFactory().expert
    people.delete(expert, by=by)
    assert not Expert.objects.exists()


def test_who_has_work_is_blocked_not_deleted(case):
    case.assigned()
    with translation.override("en"), pytest.raises(PermissionDenied, match="Block the person instead"):
        people.delete(case.specialist, by=case.by_administrator)
    assert Specialist.objects.filter(pk=case.specialist.pk).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda _entry, by: people.add(Expert, new_pin(), NAME, by=by, **WORK),
        lambda entry, by: people.change(entry, by=by, seen=people.version(entry), position="x"),
        lambda entry, by: people.block(entry, reason="x", by=by),
        lambda entry, by: people.unblock(entry, reason="x", by=by),
        lambda entry, by: people.delete(entry, by=by),
    ],
)
def test_only_administrators_change_the_lists(act, nobody):
    entry = ExpertFactory()
    with pytest.raises(PermissionDenied):
        act(entry, nobody)
    assert not entries().exists()
    assert not Message.objects.exists()
