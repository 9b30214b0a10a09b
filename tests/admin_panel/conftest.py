import pytest
from django.utils import translation

from accounts.acting import Acting
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case


@pytest.fixture
def administrator(db):
    return UserFactory(is_administrator=True, last_name="Сатыбалдиева", first_name="Нургүл", middle_name="")


@pytest.fixture
def by_administrator(administrator):
    return Acting(user=administrator, place_key="administrator")


@pytest.fixture
def ministry(client, settings, administrator):
    """A browser in which the administrator of accreditation works, in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, administrator, place_key="administrator")
    return client


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def case(db):
    """A school with an approved report, and the ministry's people; the standards are in force."""
    load_reference()
    return Case()


@pytest.fixture
def no_menu(settings):
    """A menu without entries, whose counts ask nothing: for tests that count the queries of a page."""
    settings.MINISTRY_SECTIONS = settings.MINISTRY_FURTHER_SECTIONS = []
