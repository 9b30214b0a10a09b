import base64
import stat

import pytest

from launcher.console import StepFailed
from launcher.development import MINISTRY
from launcher.environment import development_secrets, merged, read_env_file, without_postgres_defaults


def env_file(folder, text):
    path = folder / ".env"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_env_file_says_nothing(tmp_path):
    assert read_env_file(tmp_path / ".env") == {}


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("PORT=8010", "PORT", "8010"),
        ("export PORT=8010", "PORT", "8010"),
        ("PORT = 8010", "PORT", "8010"),
        ("EMPTY=", "EMPTY", ""),
        ("URL=postgres://a:b@h/d?x=1#y", "URL", "postgres://a:b@h/d?x=1#y"),
        ("NAME='Билим берүү'", "NAME", "Билим берүү"),
        ('NAME="with # inside"', "NAME", "with # inside"),
        ("NAME=value # remark", "NAME", "value"),
    ],
)
def test_a_line_gives_a_variable(tmp_path, line, name, value):
    assert read_env_file(env_file(tmp_path, line)) == {name: value}


def test_remarks_and_empty_lines_are_passed_over(tmp_path):
    assert read_env_file(env_file(tmp_path, "# remark\n\n  \nA=1\n  # another\nB=2\n")) == {"A": "1", "B": "2"}


def test_a_line_that_is_no_variable_is_named(tmp_path):
    with pytest.raises(StepFailed, match="line 2") as failed:
        read_env_file(env_file(tmp_path, "A=1\nthis is not one\n"))
    assert failed.value.advice


def test_the_earlier_layer_wins():
    assert merged({"A": "caller"}, {"A": "file", "B": "file"}, {"B": "default", "C": "default"}) == {
        "A": "caller",
        "B": "file",
        "C": "default",
    }


def test_variables_of_another_postgresql_do_not_reach_ours():
    kept = without_postgres_defaults({"PGPORT": "5433", "PGOPTIONS": "-c x=1", "PAGER": "less", "PG_HOME": "/x"})
    assert kept == {"PAGER": "less", "PG_HOME": "/x"}


def test_secrets_are_drawn_once(tmp_path):
    path = tmp_path / "local" / "secrets.json"
    first = development_secrets(path)
    assert development_secrets(path) == first
    assert development_secrets(tmp_path / "other.json") != first


def test_secrets_are_readable_by_their_owner_only(tmp_path):
    path = tmp_path / "secrets.json"
    development_secrets(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_that_came_later_is_added_and_the_others_stay(tmp_path):
    path = tmp_path / "secrets.json"
    path.write_text('{"SECRET_KEY": "kept"}', encoding="utf-8")
    secrets = development_secrets(path)
    assert secrets["SECRET_KEY"] == "kept"
    assert secrets["IDENTIFIER_INDEX_KEY"]


def test_identifier_keys_have_the_form_that_the_fields_read(tmp_path):
    name, _, key = development_secrets(tmp_path / "secrets.json")["IDENTIFIER_KEYS"].partition(":")
    assert name == "k1"
    assert len(base64.b64decode(key)) == 32


def test_a_development_site_belongs_to_a_ministry_in_every_language():
    names = {name for name, value in read_env_file(MINISTRY).items() if value}
    assert {f"MINISTRY_{part}_{code}" for part in ("NAME", "ADDRESS") for code in ("KY", "RU", "EN")} <= names
