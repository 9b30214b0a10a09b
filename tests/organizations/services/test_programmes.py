import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.acting import Acting
from organizations.enums import Level, ProgrammeState
from organizations.models import Programme
from organizations.services import programmes
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.organizations import ProgrammeFactory

pytestmark = pytest.mark.django_db
VALUES = {"code": "010", "title_ky": "Башталгыч", "title_ru": "Начальное", "level": Level.PRIMARY_GENERAL.value}


@pytest.fixture
def ministry():
    return Acting(user=UserFactory(is_administrator=True))


def test_a_new_programme_can_be_chosen(ministry):
    programme = programmes.add(VALUES, acting=ministry)
    assert list(Programme.objects.in_force()) == [programme]
    assert JournalEntry.objects.get().changes == VALUES


def test_a_code_is_given_once(ministry):
    programmes.add(VALUES, acting=ministry)
    with pytest.raises(IntegrityError), transaction.atomic():
        programmes.add(VALUES | {"title_ru": "Иное"}, acting=ministry)


def test_a_replaced_programme_stays_for_what_was_accredited(ministry):
    old = programmes.add(VALUES, acting=ministry)
    new = programmes.replace(old, VALUES | {"title_ru": "Начальное общее"}, acting=ministry)
    old.refresh_from_db()
    assert (old.state, old.title_ru, old.replaced_by) == (ProgrammeState.WITHDRAWN, "Начальное", new)
    assert list(Programme.objects.in_force()) == [new]
    assert JournalEntry.objects.latest("pk").changes == {"title_ru": ["Начальное", "Начальное общее"]}


def test_a_withdrawn_programme_is_not_withdrawn_or_replaced_again(ministry):
    programme = programmes.withdraw(ProgrammeFactory(), acting=ministry)
    for act in (programmes.withdraw, lambda old, acting: programmes.replace(old, VALUES, acting=acting)):
        with pytest.raises(PermissionDenied):
            act(programme, acting=ministry)
    assert Programme.objects.count() == 1


def test_only_the_ministry_keeps_the_list():
    stranger, programme = Acting(user=UserFactory()), ProgrammeFactory()
    for act in (
        lambda: programmes.add(VALUES, acting=stranger),
        lambda: programmes.replace(programme, VALUES, acting=stranger),
        lambda: programmes.withdraw(programme, acting=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert list(Programme.objects.in_force()) == [programme]
