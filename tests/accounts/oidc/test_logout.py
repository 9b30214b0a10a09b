from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache

from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_signing_out_ends_the_states_session_too(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    address = client.post("/sign-out/").url
    query = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{esi.issuer}/connect/endsession?")
    assert query["post_logout_redirect_uri"] == ["http://testserver/sign-out/done/"]
    assert query["client_id"] == ["asula"]
    claims = jwt.decode(query["id_token_hint"][0], options={"verify_signature": False})
    assert claims["sub"] == esi.userinfo["sub"]
    assert request_of(client).acting is None


def test_no_number_travels_in_an_address(client, esi, sign_in_through_esi):
    esi.claims = {"pin": esi.userinfo["pin"]}
    sign_in_through_esi()
    assert "id_token_hint" not in client.post("/sign-out/").url


@pytest.mark.parametrize("status", [503, 404])
def test_when_the_state_is_away_signing_out_works_all_the_same(client, esi, sign_in_through_esi, status):
    sign_in_through_esi()
    cache.clear()
    esi.answers["/.well-known/openid-configuration"] = (status, {})
    assert client.post("/sign-out/").url == "/sign-out/done/"
    assert request_of(client).acting is None


def test_a_provider_without_an_end_of_sessions_is_left_alone(client, esi, sign_in_through_esi):
    esi.discovery = {"end_session_endpoint": ""}
    sign_in_through_esi()
    assert client.post("/sign-out/").url == "/sign-out/done/"


def test_who_came_another_way_is_not_sent_there(client, esi):
    sign_in(client, UserFactory())
    assert client.post("/sign-out/").url == "/sign-out/done/"
    assert esi.asked == []
