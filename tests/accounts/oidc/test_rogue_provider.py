"""The rogue provider: every answer that is not right in every part is refused, and nobody is signed in."""

import time

import jwt
import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from accounts.enums import Signature
from accounts.models import User
from core.identifiers import Pin
from tests.acting import request_of
from tests.esi import ACCESS_TOKEN, CURVE_KEY, GONE, KEY, OTHER_KEY, WEAK_KEY, at_hash, public_jwk
from tests.factories.accounts import new_inn

pytestmark = pytest.mark.django_db
CALLBACK = "/accounts/oidc/esi/login/callback/"


def nobody_is_signed_in(client):
    return request_of(client).acting is None and "_auth_user_id" not in client.session


def refused(record):
    return isinstance(record.msg, dict) and record.msg["event"] == "sign-in refused"


def person_of(esi):
    return User.objects.by_pin(Pin(esi.userinfo["pin"])).get()


# The right answer -----------------------------------------------------------------------------------------------------


def test_the_right_answer_signs_in(client, esi, sign_in_through_esi):
    response = sign_in_through_esi()
    assert (response.status_code, response.url) == (302, "/work/")
    person = person_of(esi)
    assert person.get_full_name() == "Жээнбеков Үсөн Өмүрбекович"
    assert (person.email, person.phone) == ("usen@mail.test", "+996700000001")
    assert not person.has_usable_password()
    assert request_of(client).user == person


def test_with_the_simple_signature_he_acts_for_nobody(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    acting = request_of(client).acting
    assert (acting.signature, acting.organization_inn, acting.organization_name) == (Signature.SIMPLE, None, "")


def test_with_the_cloud_signature_he_acts_for_its_organization(client, esi, sign_in_through_esi):
    inn = new_inn()
    esi.userinfo |= {"organization_tin": inn, "organization_name": "№5 мектеп", "position_name": "Директор"}
    sign_in_through_esi()
    acting = request_of(client).acting
    assert (acting.signature, acting.organization_inn) == (Signature.CLOUD, inn)
    assert (acting.organization_name, acting.position) == ("№5 мектеп", "Директор")


def test_for_himself_a_person_acts_with_the_simple_signature(client, esi, sign_in_through_esi):
    esi.userinfo |= {"organization_tin": esi.userinfo["pin"]}
    sign_in_through_esi()
    assert request_of(client).acting.signature == Signature.SIMPLE


def test_another_organization_another_time(client, esi, sign_in_through_esi):
    first, second = new_inn(), new_inn()
    esi.userinfo["organization_tin"] = first
    sign_in_through_esi()
    esi.userinfo["organization_tin"] = second
    sign_in_through_esi()
    assert request_of(client).acting.organization_inn == second


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"algorithm": "ES256", "key": CURVE_KEY, "keys": [public_jwk(CURVE_KEY, "k1")]}, id="ES256"),
        pytest.param({"claims": {"at_hash": GONE}}, id="no at_hash"),
        pytest.param({"claims": {"aud": ["asula"]}}, id="a list with us alone"),
        pytest.param({"claims": {"aud": ["asula", "other"], "azp": "asula"}}, id="several clients, asked for by us"),
        pytest.param({"header": {"typ": "jwt"}}, id="typ in small letters"),
    ],
)
def test_other_right_answers(client, esi, sign_in_through_esi, change):
    for name, value in change.items():
        setattr(esi, name, value)
    assert sign_in_through_esi().status_code == 302
    assert request_of(client).acting is not None


@pytest.mark.parametrize("seconds", [-3, 3, 29])
def test_clocks_may_differ_a_little(client, esi, sign_in_through_esi, seconds):
    esi.claims = {"iat": int(time.time()) + seconds, "nbf": int(time.time()) + seconds}
    assert sign_in_through_esi().status_code == 302


# What a rogue provider may try ----------------------------------------------------------------------------------------

NOW = 1_800_000_000  # tests that depend on the clock stop it

ROGUE = [
    pytest.param({"key": OTHER_KEY}, "InvalidSignatureError", id="signed by another key"),
    pytest.param({"key": WEAK_KEY, "keys": [public_jwk(WEAK_KEY, "k1")]}, "InvalidKeyError", id="key too short"),
    pytest.param({"claims": {"nonce": GONE}}, "MissingRequiredClaimError", id="no nonce"),
    pytest.param({"claims": {"nonce": "another"}}, "another nonce", id="another nonce"),
    pytest.param({"claims": {"nonce": ""}}, "another nonce", id="empty nonce"),
    pytest.param({"claims": {"sub": "somebody-else"}}, "about another person", id="userinfo of another person"),
    pytest.param({"claims": {"sub": GONE}}, "MissingRequiredClaimError", id="no sub"),
    pytest.param({"claims": {"iss": "https://evil.test"}}, "InvalidIssuerError", id="another issuer"),
    pytest.param({"claims": {"iss": GONE}}, "MissingRequiredClaimError", id="no issuer"),
    pytest.param({"claims": {"exp": NOW - 31}}, "ExpiredSignatureError", id="expired"),
    pytest.param({"claims": {"exp": GONE}}, "MissingRequiredClaimError", id="never expires"),
    pytest.param({"claims": {"iat": NOW + 31}}, "ImmatureSignatureError", id="issued in the future"),
    pytest.param({"claims": {"iat": GONE}}, "MissingRequiredClaimError", id="no time of issue"),
    pytest.param({"claims": {"nbf": NOW + 31}}, "ImmatureSignatureError", id="not valid yet"),
    pytest.param({"claims": {"aud": "other"}}, "InvalidAudienceError", id="for another client"),
    pytest.param({"claims": {"aud": ["other", "third"]}}, "InvalidAudienceError", id="for others"),
    pytest.param({"claims": {"aud": GONE}}, "MissingRequiredClaimError", id="for nobody"),
    pytest.param({"claims": {"aud": ["asula", "other"]}}, "authorized party", id="several clients, nobody named"),
    pytest.param(
        {"claims": {"aud": ["asula", "other"], "azp": "other"}}, "authorized party", id="several clients, another asked"
    ),
    pytest.param({"claims": {"azp": "other"}}, "authorized party", id="another client asked"),
    pytest.param(
        {"claims": {"at_hash": at_hash("another token")}}, "another access token", id="of another access token"
    ),
    pytest.param({"key": None, "algorithm": "none"}, "algorithm is not on the list", id="alg none"),
    pytest.param(
        {"key": "a secret of thirty-two characters", "algorithm": "HS256"}, "algorithm is not on the list", id="HS256"
    ),
    pytest.param({"algorithm": "PS256"}, "algorithm is not on the list", id="an algorithm that is not on the list"),
    pytest.param({"header": {"kid": "k2"}}, "unknown kid", id="unknown kid"),
    pytest.param({"keys": [public_jwk(KEY, "k1", use="enc")]}, "unknown kid", id="key for another use"),
    pytest.param(
        {"keys": [public_jwk(KEY, "k1"), public_jwk(OTHER_KEY, "k1")]}, "unknown kid", id="two keys of one name"
    ),
    pytest.param({"keys": [public_jwk(CURVE_KEY, "k1")]}, "the key is for another algorithm", id="key of another kind"),
    pytest.param({"keys": [{"kty": "RSA", "kid": "k1", "n": "!", "e": "AQAB"}]}, "unusable key", id="key that is none"),
    pytest.param(
        {"keys": [{"kty": "oct", "kid": "k1", "k": "c2VjcmV0"}]},
        "the key is for another algorithm",
        id="shared secret as a key",
    ),
    pytest.param({"keys": "none"}, "holds no keys", id="no list of keys"),
    pytest.param({"header": {"jwk": public_jwk(KEY, "k1")}}, "brings its own key", id="brings its key along"),
    pytest.param(
        {"header": {"x5u": "https://evil.test/key"}}, "brings its own key", id="says where its certificate is"
    ),
    pytest.param({"header": {"typ": "at+jwt"}}, "another kind of token", id="an access token"),
    pytest.param({"header": {"crit": ["unknown"], "unknown": 1}}, "InvalidTokenError", id="demands what we don't know"),
    pytest.param({"raw_id_token": "nonsense"}, "DecodeError", id="no token at all"),
    pytest.param({"raw_id_token": ""}, "DecodeError", id="empty token"),
    pytest.param({"discovery": {"issuer": "https://evil.test"}}, "another issuer", id="discovery of another issuer"),
    pytest.param(
        {"discovery": {"userinfo_endpoint": "https://evil.test/connect/userinfo"}},
        "another host",
        id="userinfo elsewhere",
    ),
    pytest.param({"discovery": {"jwks_uri": "https://evil.test/jwks"}}, "another host", id="keys elsewhere"),
    pytest.param({"discovery": {"token_endpoint": None}}, "another host", id="no token endpoint"),
    pytest.param({"userinfo": {"sub": "0b8e"}}, "pin is missing", id="userinfo without pin"),
    pytest.param({"answers": {"/connect/userinfo": (401, {})}}, "refused", id="userinfo refused"),
    pytest.param({"answers": {"/connect/userinfo": (200, b"<html>")}}, "no JSON object", id="userinfo is a page"),
    pytest.param({"answers": {"/connect/userinfo": (200, ["pin"])}}, "no JSON object", id="userinfo is a list"),
    pytest.param(
        {"answers": {"/connect/token": (200, {"access_token": ACCESS_TOKEN})}}, "no id_token", id="no id_token"
    ),
    pytest.param({"answers": {"/connect/token": (200, {"id_token": "x"})}}, "no access_token", id="no access token"),
    pytest.param(
        {"answers": {"/connect/token": (200, {"access_token": 1, "id_token": 2})}},
        "no access_token",
        id="tokens are numbers",
    ),
    pytest.param(
        {"answers": {"/connect/token": (400, {"error": "invalid_request"})}},
        "token endpoint refused",
        id="token request refused",
    ),
    pytest.param({"answers": {"/connect/token": (302, {})}}, "redirect", id="token endpoint redirects"),
]


@pytest.mark.parametrize(("change", "detail"), ROGUE)
def test_a_manipulated_answer_signs_nobody_in(client, esi, leave, come_back, caplog, change, detail):
    with time_machine.travel(NOW, tick=False):
        brought = leave()
        cache.clear()
        for name, value in change.items():
            setattr(esi, name, esi.userinfo | {"pin": GONE} | value if name == "userinfo" else value)
        response = come_back(brought)
    assert response.status_code == 502
    assert [detail in record.msg["detail"] for record in caplog.records if refused(record)] == [True]
    assert nobody_is_signed_in(client)
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()


def test_the_public_key_as_a_shared_secret_opens_nothing(client, esi, leave, come_back):
    """The classical confusion: HS256, "signed" with what everybody can read."""
    brought = leave()
    header = jwt.utils.base64url_encode(b'{"alg":"HS256","kid":"k1"}')
    body = jwt.utils.base64url_encode(b'{"sub":"victim"}')
    esi.raw_id_token = b".".join([header, body, b"AAAA"]).decode()
    assert come_back(brought).status_code == 502
    assert nobody_is_signed_in(client)


@pytest.mark.parametrize(
    "pin",
    [
        *("", None, GONE, "2010119850001", "201011985000190", "2010119850001a", 20101198500019, " 20101198500019"),
        *("92345678901234", "29999999900019", ["20101198500019"], "２０１０１１９８５０００１９"),
    ],
)
def test_a_pin_that_is_no_pin_signs_nobody_in(client, esi, sign_in_through_esi, pin):
    esi.userinfo["pin"] = pin
    assert sign_in_through_esi().status_code == 502
    assert nobody_is_signed_in(client)


@pytest.mark.parametrize("tin", ["123", 708201710169, "x" * 14, "99999999999999", ["00708201710169"], True])
def test_a_tax_number_that_is_none_signs_nobody_in(client, esi, sign_in_through_esi, tin):
    esi.userinfo["organization_tin"] = tin
    assert sign_in_through_esi().status_code == 502
    assert nobody_is_signed_in(client)


@pytest.mark.parametrize("tin", ["", None, GONE])
def test_an_empty_tax_number_is_the_simple_signature(client, esi, sign_in_through_esi, tin):
    esi.userinfo["organization_tin"] = tin
    sign_in_through_esi()
    assert request_of(client).acting.signature == Signature.SIMPLE
