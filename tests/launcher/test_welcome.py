import io
import json

from launcher import welcome
from launcher.console import Console
from launcher.development import Ports

PERSON = {"what": "Мектеп\nбашчысы", "name": "Асанов Асан", "pin": "21910197558387", "password": "arcade-2783"}
ACCOUNTS = [PERSON | {"phone": "+996555100037"}]
ENVIRONMENT = {"DATABASE_URL": "postgres://d", "STUB_DATABASE_URL": "postgres://s", "REDIS_URL": "unix:///v"}
PLACES = welcome.addresses(ENVIRONMENT, Ports(web=8100, stub=8101, mail=8102))


def greeting(*, debug):
    stream = io.StringIO()
    welcome.greet(Console(stream), PLACES, ACCOUNTS, debug=debug)
    return stream.getvalue()


def test_scripts_get_one_line_with_every_address():
    line = welcome.json_line(PLACES, ACCOUNTS)
    assert "\n" not in line
    told = json.loads(line)
    assert told["web"] == "http://127.0.0.1:8100/"
    assert told["ready"] == "http://127.0.0.1:8100/health/ready"
    assert told["stub"] == "http://127.0.0.1:8101/"
    assert told["mail"] == "smtp://127.0.0.1:8102"
    assert (told["database"], told["stub_database"], told["redis"]) == ("postgres://d", "postgres://s", "unix:///v")
    assert told["accounts"] == [PERSON]


def test_people_read_where_to_go_and_who_can_sign_in():
    text = greeting(debug=True)
    for part in ("http://127.0.0.1:8100/", "http://127.0.0.1:8101/", "21910197558387", "arcade-2783", "Асанов Асан"):
        assert part in text
    assert "https" not in text


def test_without_debug_people_are_told_about_https():
    assert "https" in greeting(debug=False)


def test_the_demo_accounts_come_from_the_stub_server_s_world():
    accounts = welcome.demo_accounts({})
    assert len(accounts) >= 5
    assert all(len(account["pin"]) == 14 and account["password"] for account in accounts)
