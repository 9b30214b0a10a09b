import pytest

from accreditation.forms.certificates import RegisterForm
from organizations.models import Region
from organizations.services.reference import load_reference

NOTHING = {"words": "", "region": None, "type_prefix": "", "type_suffix": "", "state": ""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ({}, {}),
        ({"q": " Өзгөн "}, {"words": "Өзгөн"}),
        ({"kind": "prog", "level": "npo"}, {"type_prefix": "prog", "type_suffix": "npo"}),
        ({"status": "revoked"}, {"state": "revoked"}),
        ({"kind": "none", "level": "x", "status": "<b>", "region": "999999"}, {}),
        ({"q": "а" * 100}, {}),
    ],
)
def test_what_does_not_fit_is_not_looked_for(typed, sought):
    assert RegisterForm(typed).sought() == NOTHING | sought


@pytest.mark.django_db
def test_a_region_is_looked_for_by_its_key():
    load_reference()
    region = Region.objects.first()
    assert RegisterForm({"region": str(region.pk)}).sought() == NOTHING | {"region": region.pk}
