from io import StringIO

import pytest
from django.core.management import call_command

from organizations.models import Region


def nothing_missing():
    return {"standards": 0}


@pytest.mark.django_db
def test_each_app_adds_its_own_and_says_how_much(settings):
    settings.REFERENCE_DATA = [*settings.REFERENCE_DATA, f"{__name__}.nothing_missing"]
    output = StringIO()
    call_command("load_reference", stdout=output)
    assert Region.objects.count() == 9
    assert output.getvalue().splitlines()[0] == "regions: 9 added"
    assert output.getvalue().splitlines()[-1] == "standards: 0 added"
