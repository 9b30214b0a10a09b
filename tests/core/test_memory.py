import pytest

from core.memory import forget, remembered


def test_a_value_is_made_once():
    made = []
    for _number in range(3):
        assert remembered("k", lambda: made.append(1) or "value", 60) == "value"
    assert made == [1]


def test_a_forgotten_value_is_made_again():
    assert remembered("k", lambda: "old", 60) == "old"
    forget("k")
    assert remembered("k", lambda: "new", 60) == "new"


def test_what_cannot_be_made_is_not_remembered():
    with pytest.raises(ZeroDivisionError):
        remembered("k", lambda: 1 // 0, 60)
    assert remembered("k", lambda: "value", 60) == "value"


def test_without_the_cache_the_value_is_made_each_time(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    assert remembered("k", lambda: "first", 60) == "first"
    assert remembered("k", lambda: "second", 60) == "second"
    forget("k")
