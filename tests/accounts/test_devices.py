import pytest

from accounts.devices import device_name

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{WINDOWS} Chrome/140.0 Safari/537.36", "Chrome, Windows"),
        (f"{WINDOWS} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (f"{WINDOWS} Chrome/138.0 YaBrowser/25.8 Safari/537.36", "Yandex, Windows"),
        (f"{PHONE} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "Samsung Internet, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile Safari/604.1", "Chrome, iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/18.0 Safari/605.1.15", "Safari, macOS"),
        ("curl/8", "белгисиз түзмөк"),
        ("", "белгисиз түзмөк"),
    ],
)
def test_people_recognise_their_devices(agent, name):
    assert device_name(agent) == name
