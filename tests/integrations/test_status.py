from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import localtime, now

from integrations import breaker, status
from integrations.errors import IntegrationError, Unavailable
from integrations.http import Client, Question, Service, Timeouts
from tests.integrations.conftest import answer


@pytest.fixture
def client(settings):
    def calling(url):
        settings.CDS_URL = url
        return Client(Service(name="cloud_signature", url=url, timeouts=Timeouts(1, 1, 2)))

    return calling


def signature_status():
    return next(found for found in status.statuses() if found.name == "cloud_signature")


def ask(the_client, error=None):
    def read(_answer):
        if error:
            raise error

    try:
        the_client.call(Question(operation="x"), read)
    except IntegrationError:
        return


def test_nothing_is_known_before_the_first_call():
    assert [found.name for found in status.statuses()] == [
        "esi",
        "cloud_signature",
        "legal_entity_registry",
        "tax_service",
        "civil_registry",
        "revocation",
    ]
    assert {(found.last_success_at, found.last_failure_at, found.paused) for found in status.statuses()} == {
        (None, None, False)
    }


def test_address_is_the_one_that_is_called(settings):
    settings.ESI_ISSUER, settings.ESI_INTERNAL_URL = "https://esi.example", ""
    assert status.statuses()[0].host == "esi.example"
    settings.ESI_INTERNAL_URL = "https://inside.example"
    assert status.statuses()[0].host == "inside.example"


def test_success_failure_and_pause_are_seen(client, bad_server):
    the_client = client(bad_server(answer(b"{}")).url)
    ask(the_client)
    assert now() - signature_status().last_success_at < timedelta(minutes=1)
    assert signature_status().last_failure == ""
    for _ in range(breaker.FAILURES):
        ask(the_client, Unavailable())
    found = signature_status()
    assert (found.last_failure, found.paused) == ("unavailable", True)
    assert now() - found.last_failure_at < timedelta(minutes=1)


def test_refusal_of_a_user_is_a_success_of_the_service(client, bad_server):
    ask(client(bad_server(answer(b"{}")).url), IntegrationError())
    assert (signature_status().last_success_at is not None, signature_status().last_failure) == (True, "")


def test_refusal_of_our_system_is_a_failure(client, bad_server):
    class Refused(IntegrationError):
        code, alarming = "our_token_refused", True

    ask(client(bad_server(answer(b"{}")).url), Refused())
    assert (signature_status().last_success_at, signature_status().last_failure) == (None, "our_token_refused")


def test_command_prints_adapters_and_services(client, bad_server):
    server = bad_server(answer(b"{}"))
    ask(client(server.url))
    out = StringIO()
    call_command("check_integrations", stdout=out)
    lines = out.getvalue().splitlines()
    assert "cloud_signature: integrations.cloud_signature.fake.FakeCloudSignature" in lines
    host = server.url.removeprefix("http://")
    moment = f"{localtime():%d.%m.%Y}"
    assert [line.partition(f" {moment}")[0] for line in lines if moment in line] == [
        f"cloud_signature at {host}: answered"
    ]
