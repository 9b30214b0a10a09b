from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.acting import Acting
from accreditation.models import CollegiumMember, Expert, ExpertRelative, Specialist, Unavailability
from core.search import has_words
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.people import (
    CollegiumMemberFactory,
    ExpertFactory,
    ExpertRelativeFactory,
    SpecialistFactory,
    UnavailabilityFactory,
    acting_as,
)

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("make", [SpecialistFactory, ExpertFactory, CollegiumMemberFactory])


@KINDS
def test_an_entry_bears_the_name_as_official_papers_order_it(make):
    entry = make(last_name="Өмүралиева", first_name="Жылдыз", middle_name="Кубанычбековна")
    assert str(entry) == entry.name == "Өмүралиева Жылдыз Кубанычбековна"


@KINDS
def test_nobody_stands_twice_in_one_list(make):
    entry = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(person=entry.person)


def test_one_person_may_stand_in_every_list():
    person = UserFactory()
    SpecialistFactory(person=person)
    ExpertFactory(person=person)
    CollegiumMemberFactory(person=person)
    assert [model.objects.filter(person=person).count() for model in (Specialist, Expert, CollegiumMember)] == [1, 1, 1]


@KINDS
@pytest.mark.parametrize(
    "half",
    [
        {"blocked_at": timezone.now()},
        {"block_reason": "себеби жок"},
        {"blocked_at": timezone.now(), "block_reason": "бирөөсүз"},
    ],
)
def test_a_block_has_a_moment_an_author_and_a_reason_or_is_none(make, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**half)


@KINDS
def test_a_block_without_a_reason_is_refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(blocked_at=timezone.now(), blocked_by=UserFactory())


@KINDS
def test_active_and_blocked_are_everybody_once(make):
    works, left = make(), make(blocked=True)
    model = type(works)
    assert [works.is_blocked, left.is_blocked] == [False, True]
    assert (list(model.objects.active()), list(model.objects.blocked())) == ([works], [left])


@KINDS
def test_the_administrator_sees_everybody_and_each_person_himself(make):
    entry, other = make(), make(blocked=True)
    model = type(entry)
    administrator = Acting(user=UserFactory(is_administrator=True))
    assert set(model.objects.visible_to(administrator)) == {entry, other}
    assert list(model.objects.visible_to(acting_as(entry))) == [entry]
    assert list(model.objects.visible_to(Acting(user=UserFactory()))) == []


@KINDS
def test_a_person_is_found_by_the_whole_number_only(make):
    entry = make()
    model = type(entry)
    assert model.objects.by_pin(entry.person.pin).get() == entry
    assert not model.objects.by_pin(new_pin()).exists()


def test_lists_follow_the_kyrgyz_alphabet():
    names = ["Нурланова", "Ңурланова", "Осмонова", "Өсмонова", "Уланова", "Үланова", "Абдиева"]
    for name in reversed(names):
        ExpertFactory(last_name=name)
    assert [expert.last_name for expert in Expert.objects.all()] == ["Абдиева", *names[:-1]]


@pytest.mark.parametrize("words", ["омуралиева", "ӨМҮРАЛИЕВА жыл", "озгон", "zhyldyz@mail", "методист"])
def test_search_forgives_keyboards_and_looks_at_name_position_place_and_mail(words):
    ExpertFactory(
        last_name="Өмүралиева",
        first_name="Жылдыз",
        position="методист",
        organization="Өзгөн билим борбору",
        email="zhyldyz@mail.example",
    )
    assert Expert.objects.filter(has_words("search_key", words)).count() == 1
    assert not Expert.objects.filter(has_words("search_key", f"{words} жок")).exists()


def test_a_relative_is_a_person_or_an_organization():
    assert ExpertRelativeFactory(organization=None, pin=new_pin()).pin_index
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertRelativeFactory(organization=None)


def test_the_number_of_a_relative_is_not_readable_in_the_table():
    pin = new_pin()
    relative = ExpertRelativeFactory(organization=None, pin=pin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pin, pin_index FROM accreditation_expertrelative WHERE id = %s", [relative.pk])
        (row,) = cursor.fetchall()
    assert pin not in "".join(row)
    assert str(relative) == pin.masked


def test_an_absence_ends_on_its_first_day_or_later():
    today = timezone.localdate()
    assert UnavailabilityFactory(from_on=today, until_on=today).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        UnavailabilityFactory(from_on=today, until_on=today - timedelta(days=1))


def test_declarations_go_with_the_expert_and_the_person_stays():
    absence = UnavailabilityFactory()
    ExpertRelativeFactory(expert=absence.expert)
    absence.expert.delete()
    assert not ExpertRelative.objects.exists()
    assert not Unavailability.objects.exists()


@KINDS
def test_a_person_with_an_entry_cannot_be_deleted(make):
    entry = make()
    with pytest.raises(ProtectedError):
        entry.person.delete()
