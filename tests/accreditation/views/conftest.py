import pytest

from tests.acting import sign_in


@pytest.fixture
def enter(client, settings, case):
    """A function that signs somebody of the school in, in English; the head with the organization's signature."""

    def enter(employment=None, *, signs=True):
        employment = employment or case.world.head
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        inn = case.school.inn if signs and employment == case.world.head else None
        sign_in(client, employment.person, inn=inn, organization_id=case.school.pk, place_key="test")
        return client

    return enter
