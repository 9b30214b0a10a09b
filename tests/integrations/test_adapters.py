import pytest
from django.utils import translation

from core.identifiers import Inn, Pin
from integrations.adapters import adapter
from integrations.cloud_signature import SignerRef, cloud_signature
from integrations.cloud_signature import errors as signing
from integrations.cloud_signature.fake import FakeCloudSignature
from integrations.errors import IntegrationError
from integrations.identity import EsiIdentity, OrganizationUnknown
from integrations.legal_entity_registry import legal_entity_registry
from integrations.legal_entity_registry.http import JusticeRegistry
from integrations.person_registry import person_registry
from integrations.token_signature import errors as token_errors
from integrations.token_signature import token_signature


def kinds(root: type[IntegrationError]) -> list[type[IntegrationError]]:
    """Every error of every port that has been imported."""
    return [root, *(kind for child in root.__subclasses__() for kind in kinds(child))]


OURS = sorted(
    {kind for kind in kinds(IntegrationError) if kind.__module__.startswith("integrations.")},
    key=lambda k: k.__qualname__,
)
ARGUMENTS = {"RegistryFault": ("Server", "Кызмат оңдолууда")}


@pytest.mark.parametrize("ask", [cloud_signature, legal_entity_registry, person_registry, token_signature])
def test_port_has_one_adapter_until_a_setting_changes(settings, ask):
    first = ask()
    assert ask() is first
    settings.ADAPTERS = dict(settings.ADAPTERS)
    assert ask() is not first


def test_setting_names_the_adapter(settings):
    settings.ADAPTERS = settings.ADAPTERS | {
        "legal_entity_registry": "integrations.legal_entity_registry.http.JusticeRegistry"
    }
    assert isinstance(legal_entity_registry(), JusticeRegistry)
    assert isinstance(adapter("cloud_signature"), FakeCloudSignature)


def test_there_are_errors_to_speak_of():
    assert len(OURS) >= 35


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("kind", [kind for kind in OURS if kind.__name__ != "VerificationPending"])
def test_every_error_has_a_sentence_in_every_language(kind, language):
    error = kind(*ARGUMENTS.get(kind.__name__, ()))
    with translation.override(language):
        text = error.user_message
    with translation.override("en"):
        english = error.user_message
    assert len(text) > 30
    assert text.endswith((".", "!"))
    assert (text == english) is (language == "en")


@pytest.mark.parametrize("kind", [kind for kind in OURS if kind.__name__ != "VerificationPending"])
def test_no_error_puts_the_words_of_a_service_into_its_text(kind):
    error = kind(*ARGUMENTS.get(kind.__name__, ()))
    error.said = "21901198000124"
    assert "21901198000124" not in str(error) + repr(error)


def test_codes_of_errors_tell_them_apart_within_a_port():
    for root in (signing.SigningError, token_errors.TokenError):
        codes = [kind.code for kind in kinds(root)[1:]]
        assert len(codes) == len(set(codes))


def test_unknown_organization_is_told_as_the_manual_prints_it():
    with translation.override("ky"):
        message = OrganizationUnknown().user_message
    assert message == "Сиздин уюм системага катталган эмес, каттоодон өтүүнү суранабыз!"


@pytest.mark.parametrize("left", [0, 1, 2, 5, 21])
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_attempts_that_are_left_are_counted_in_words(left, language):
    with translation.override(language):
        text = signing.CodeWrong(left).user_message
    assert (str(left) in text) is (left > 0)


def test_numbers_are_masked_wherever_a_value_is_printed():
    pin, inn = Pin("21901198000124"), Inn("00207199610017")
    identity = EsiIdentity(sub="1", pin=pin, last_name="Асанов", first_name="Үсөн")
    printed = repr([SignerRef(pin, inn), identity])
    assert pin not in printed
    assert inn not in printed
