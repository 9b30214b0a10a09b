import pytest
import time_machine

from core import crypto
from core.limits import TooMany, forget_all, limit, throttled

PIN = "20101198500019"


def test_so_many_acts_are_allowed_and_no_more():
    with time_machine.travel("2027-01-15 08:00:00+06:00", tick=False) as clock:
        for _number in range(3):
            limit("test", "a", "3/minute")
        with pytest.raises(TooMany) as refused:
            limit("test", "a", "3/minute")
        assert (refused.value.name, refused.value.retry_after) == ("test", 60)
        clock.shift(61)
        limit("test", "a", "3/minute")


def test_each_name_and_key_counts_by_itself():
    limit("test", "a", "1/hour")
    limit("test", "b", "1/hour")
    limit("other", "a", "1/hour")
    with pytest.raises(TooMany):
        limit("test", "a", "1/hour")


def test_open_pages_are_counted_together_for_each_address(rf):
    @throttled("pages", "2/minute")
    def one(_request):
        return "one"

    @throttled("pages", "2/minute")
    def other(_request, number):
        return number

    first, second = (rf.get("/", REMOTE_ADDR=f"203.0.113.{end}") for end in (5, 6))
    assert (one(first), other(first, 7)) == ("one", 7)
    with pytest.raises(TooMany):
        one(first)
    assert one(second) == "one"


def test_forgotten_counts_start_anew():
    limit("test", "a", "1/hour")
    forget_all()
    limit("test", "a", "1/hour")


def test_a_key_that_is_a_number_is_stored_blind(monkeypatch):
    seen = []
    monkeypatch.setattr(crypto, "blind_index", lambda key: seen.append(key) or "blind")
    limit("test", PIN, "1/hour")
    assert seen == [PIN]
    with pytest.raises(TooMany):
        limit("test", "another that is blind alike", "1/hour")


def test_a_cache_that_is_away_stops_nobody(settings):
    settings.LIMITS_URL = "redis://127.0.0.1:9/0"
    for _number in range(3):
        limit("test", "a", "1/hour")


@pytest.mark.parametrize(("language", "words"), [("ky", "мүнөттөн кийин"), ("ru", "через 1 минуту")])
def test_the_page_says_when_to_try_again(client, settings, language, words, db):
    settings.SIGN_IN_LIMIT = "1/minute"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.get("/accounts/oidc/esi/login/callback/")
    response = client.get("/accounts/oidc/esi/login/callback/")
    assert response.status_code == 429
    assert words in response.content.decode()
