import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from core.identifiers import Pin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _where_stubs_are_allowed(settings):
    settings.ALLOW_STUBS = True


@pytest.fixture
def people(settings):
    return json.loads(settings.DEMO_PEOPLE.read_text(encoding="utf-8"))


def test_the_administrators_of_the_world_are_administrators_here(people):
    call_command("load_demo")
    administrators = {row["pin"] for row in people if row["demo_role"] == "administrator"}
    assert administrators
    assert {str(user.pin) for user in User.objects.filter(is_administrator=True)} == administrators


def test_nobody_else_is_known_before_signing_in(people):
    call_command("load_demo")
    head = next(row for row in people if row["demo_role"] == "head")
    assert not User.objects.by_pin(Pin(head["pin"])).exists()


def test_a_second_time_changes_nothing_and_prints_nothing(capsys):
    call_command("load_demo")
    before = list(User.objects.order_by("pk").values())
    call_command("load_demo")
    assert list(User.objects.order_by("pk").values()) == before
    assert capsys.readouterr().out == ""


def test_an_administrator_who_signed_in_before_becomes_one(people):
    row = next(row for row in people if row["demo_role"] == "administrator")
    user = User.objects.create_user(pin=Pin(row["pin"]), last_name="Known", email="kept@mail.example")
    call_command("load_demo")
    user.refresh_from_db()
    assert user.is_administrator
    assert (user.last_name, user.email) == ("Known", "kept@mail.example")


def test_where_stubs_are_not_allowed_there_is_no_demo(settings):
    settings.ALLOW_STUBS = False
    with pytest.raises(CommandError, match="ALLOW_STUBS"):
        call_command("load_demo")
    assert not User.objects.exists()
