"""A pack is asked for, made by a worker, kept for a while."""

import io
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import CollegiumAction
from accreditation.models import SittingPack
from accreditation.services import packs, sittings
from core.models import OutboxEntry
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall
from tests.factories.packs import returned, with_papers
from tests.factories.people import acting_as
from tests.factories.records import work
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


@pytest.fixture
def hall():
    return Hall(count=3)


def made(sitting, by):
    pack = packs.ask(sitting, by=by)
    work()
    pack.refresh_from_db()
    return pack


def test_a_worker_makes_both_files(hall):
    application = with_papers(reason="Даректи оңдоңуз")
    pack = made(hall.planned(application), hall.secretary)
    assert pack.made_at
    with pikepdf.Pdf.open(io.BytesIO(pack.pdf.read())) as opened:
        assert len(opened.pages) == pack.pages
    with zipfile.ZipFile(pack.archive) as opened:
        assert len(opened.namelist()) == 3  # the application, the return, the hashes


def test_asked_again_it_is_the_same_and_made_once(hall):
    sitting = hall.planned(with_papers())
    first = made(sitting, hall.secretary)
    assert packs.ask(sitting, by=hall.second) == first
    assert packs.ask(sitting, by=acting_as(hall.members[1])) == first  # who reads the same papers gets the same
    packs.make(first.pk)
    assert sitting.events.filter(action=CollegiumAction.MAKE_PACK).count() == 1
    assert SittingPack.objects.get().made_at == first.made_at


def test_a_member_with_a_conflict_gets_a_pack_without_that_case(hall):
    seen, hidden = with_papers(), with_papers()
    sitting = hall.planned(seen, hidden)
    whole = made(sitting, hall.secretary)
    item = sitting.items.get(application=hidden)
    sittings.declare_conflict(item, hall.members[1], note="Тууганым", by=acting_as(hall.members[1]))
    part = made(sitting, acting_as(hall.members[1]))
    assert (len(whole.cases), part.cases) == (2, [sitting.items.get(application=seen).pk])
    assert part.pages < whole.pages
    with zipfile.ZipFile(part.archive) as opened:
        assert not [name for name in opened.namelist() if hidden.organization.name in name]


def test_papers_that_changed_before_the_worker_came_are_asked_for_anew(hall):
    application = with_papers()
    sitting = hall.planned(application)
    pack = packs.ask(sitting, by=hall.secretary)
    returned(application, "Даректи оңдоңуз")
    work()
    assert not SittingPack.objects.filter(pk=pack.pk).exists()
    assert made(sitting, hall.secretary).made_at


@pytest.mark.parametrize("who", ["specialist", "stranger", "member of an empty agenda"])
def test_there_is_no_pack_of_nothing(hall, who):
    application = with_papers()
    sitting = hall.planned(quick(State.EVALUATED)) if who.startswith("member") else hall.planned(application)
    people = {
        "specialist": lambda: acting_as(application.specialist),
        "stranger": lambda: Acting(user=UserFactory()),
        "member of an empty agenda": lambda: acting_as(hall.members[1]),
    }
    with pytest.raises(PermissionDenied, match="no papers"):
        packs.ask(sitting, by=people[who]())
    assert not OutboxEntry.objects.filter(kind=packs.MAKE).exists()


def test_old_packs_are_forgotten_with_their_files(hall):
    sitting = hall.planned(with_papers())
    pack = made(sitting, hall.secretary)
    assert packs.forget() == 0
    SittingPack.objects.update(asked_at=timezone.now() - packs.KEPT - timedelta(hours=1))
    assert packs.forget() == 1
    assert not default_storage.exists(pack.pdf.name)
    assert not default_storage.exists(pack.archive.name)
    assert made(sitting, hall.secretary).pk != pack.pk


def test_files_that_a_lost_worker_made_late_are_not_kept(hall):
    pack = made(hall.planned(with_papers()), hall.secretary)
    before = (pack.pdf.name, pack.archive.name)
    packs._store(pack, ContentFile(b"late"), ContentFile(b"late"), pages=1)
    pack.refresh_from_db()
    assert (pack.pdf.name, pack.archive.name) == before


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_pack(hall):
    sitting = hall.planned(with_papers())
    asked = together(lambda _place: packs.ask(sitting, by=hall.secretary).pk, 2)
    assert len(set(asked)) == 1
