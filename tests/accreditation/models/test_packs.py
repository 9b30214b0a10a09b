from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accreditation.models import Sitting, SittingPack
from tests.factories.accounts import UserFactory
from tests.factories.people import CollegiumMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

MADE = {"made_at": timezone.now(), "pages": 3, "pdf": "packs/a", "archive": "packs/b"}


@pytest.fixture
def sitting():
    person = UserFactory(is_administrator=True)
    starts_at = timezone.now() + timedelta(hours=1)
    return Sitting.objects.create(
        starts_at=starts_at, place="Бишкек", chair=CollegiumMemberFactory(), secretary=person, created_by=person
    )


def pack(sitting, **columns):
    facts = {"key": "0" * 64, "language": "ky", "cases": [1], "asked_by": sitting.secretary} | columns
    return SittingPack.objects.create(sitting=sitting, **facts)


@pytest.mark.parametrize("facts", [{}, MADE])
def test_a_pack_is_waited_for_or_whole(sitting, facts):
    found = pack(sitting, **facts)
    assert str(found) == f"{sitting.pk}: 00000000"


@pytest.mark.parametrize("missing", sorted(MADE))
def test_a_pack_is_never_half_made(sitting, missing):
    facts = MADE | {missing: None if missing in {"made_at", "pages"} else ""}
    with pytest.raises(IntegrityError, match="pack_made_whole"), transaction.atomic():
        pack(sitting, **facts)


@pytest.mark.parametrize("key", ["", "short", "G" * 64])
def test_a_key_is_a_digest(sitting, key):
    with pytest.raises(IntegrityError, match="pack_key_is_a_digest"), transaction.atomic():
        pack(sitting, key=key)


def test_the_same_papers_make_one_pack(sitting):
    pack(sitting)
    with pytest.raises(IntegrityError, match="pack_made_once"), transaction.atomic():
        pack(sitting, cases=[2])
