import pytest

from integrations.legal_entity_registry import legal_entity_registry
from tests.acting import sign_in
from tests.factories.accounts import UserFactory, new_inn


@pytest.fixture
def director(db):
    return UserFactory(last_name="Асанова", first_name="Айгүл", middle_name="Бакировна")


@pytest.fixture
def inn():
    return new_inn()


@pytest.fixture
def justice(inn, director):
    """The register, which knows a municipal school of this INN whose head is the director."""
    register = legal_entity_registry()
    register.add(
        inn,
        "№5 орто мектеп",
        full_name_ru="Средняя школа №5",
        ownership="3",
        head_name=director.get_full_name(),
        head_pin=director.pin,
        phones=("+996 312 000005",),
        emails=("mektep5@school.example",),
    )
    return register


@pytest.fixture
def signed_in(client, director, inn):
    """The director's browser, signed in with the organization's cloud signature."""
    sign_in(client, director, inn=inn, organization_name="Средняя школа №5 (сертификат)")
    return client
