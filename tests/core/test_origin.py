import pytest
from django.test import RequestFactory

from core import origin
from core.origin import Origin

rf = RequestFactory()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "203.0.113.9"),
        (0, "198.51.100.7", "203.0.113.9"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (2, "1.2.3.4, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (1, None, "203.0.113.9"),
        (1, "nonsense", None),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_saw(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert origin.address(rf.get("/", REMOTE_ADDR="203.0.113.9", headers=headers)) == expected


def test_outside_a_request_there_is_no_origin():
    assert origin.current() == Origin("", None, "")


def test_while_a_request_is_served_its_origin_is_known():
    request = rf.get("/", REMOTE_ADDR="203.0.113.9", headers={"User-Agent": "Opera\r\nmini" + "x" * 400})
    with origin.serving(request, "abc"):
        known = origin.current()
    assert (known.request_id, known.ip, known.user_agent[:9]) == ("abc", "203.0.113.9", "Operamini")
    assert len(known.user_agent) == 300
    assert origin.current() == Origin()
