from datetime import UTC, datetime

import pytest

from records import stamps
from tests.factories.records import fixed_document

pytestmark = pytest.mark.django_db
PLACE = (200, 300, 398, 368)


def signer():
    moment = datetime(2022, 9, 2, tzinfo=UTC)
    return stamps.Signer("Үсөнбаева Г. С.", "Жетекчи", "Мектеп", moment, "00AA", moment, moment)


@pytest.mark.parametrize(("signers", "height"), [(0, 20), (1, 68), (2, 68)])
def test_the_box_is_as_large_as_what_it_says(monkeypatch, signers, height):
    monkeypatch.setattr(stamps, "signers_of", lambda _document: [signer()] * signers)
    stamp = stamps.stamp_of(fixed_document(), 0, PLACE)
    left, bottom, right, top = stamp.box
    assert (left, top - bottom) == (200, height)
    assert right <= 398
    assert 300 <= bottom < top <= 368
    assert stamp.pdf.startswith(b"%PDF")
