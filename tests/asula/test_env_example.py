"""`.env.example` names exactly the variables that are read, with the values that hold when they are not set."""

import ast
import re
from dataclasses import dataclass

import pytest
from django.conf import settings

from launcher.development import Ports

ROOT = settings.BASE_DIR
LINE = re.compile(r"(?P<optional># )?(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)")


@dataclass(frozen=True)
class Variable:
    required: bool
    value: str | None  # None: worked out when the settings are read


def calls_of_env(source):
    """The calls env.text(…), env.flag(…) and so on, with each name that they may read."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
        ):
            for name in names_in(node.args[0]):
                yield name, node


def names_in(argument):
    """A plain name, or one for each language where the language's code is put into it."""
    if isinstance(argument, ast.Constant):
        return [argument.value]
    assert isinstance(argument, ast.JoinedStr), ast.unparse(argument)
    return [
        "".join(part.value if isinstance(part, ast.Constant) else code.upper() for part in argument.values)
        for code, _language in settings.LANGUAGES
    ]


def variables_of(source):
    found = {}
    for name, call in calls_of_env(source):
        default = next((keyword.value for keyword in call.keywords if keyword.arg == "default"), None)
        if default is None and len(call.args) > 1:
            default = call.args[1]
        value = None
        if isinstance(default, ast.Constant):
            value = str(int(default.value)) if isinstance(default.value, bool) else str(default.value)
        found[name] = Variable(required=default is None, value=value)
    return found


def variables_in_example():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    matches = [match for line in lines if (match := LINE.fullmatch(line))]
    names = [match["name"] for match in matches]
    assert len(names) == len(set(names)), "a variable stands there twice"
    return {match["name"]: Variable(required=not match["optional"], value=match["value"]) for match in matches}


SOURCES = sorted((ROOT / "asula" / "settings").glob("*.py"))
READ = {name: found for path in SOURCES for name, found in variables_of(path.read_text(encoding="utf-8")).items()}
SHOWN = variables_in_example()
LAUNCHER = {name: str(port) for name, port in Ports.chosen({}).named().items()}


def test_every_variable_that_is_read_is_shown():
    assert sorted(set(READ) - set(SHOWN)) == []


def test_nothing_is_shown_that_nobody_reads():
    assert sorted(set(SHOWN) - set(READ) - set(LAUNCHER)) == []


@pytest.mark.parametrize("name", sorted(set(READ) & set(SHOWN)))
def test_what_must_be_set_is_shown_without_a_hash_and_defaults_are_true(name):
    read, shown = READ[name], SHOWN[name]
    within_s3 = name.startswith("S3_")  # must be set only together with the bucket
    assert shown.required == (read.required and not within_s3)
    if read.value is not None:
        assert shown.value == read.value


@pytest.mark.parametrize(("name", "port"), LAUNCHER.items())
def test_the_ports_of_the_launcher_are_true(name, port):
    assert SHOWN[name] == Variable(required=False, value=port)


def test_the_reader_finds_every_kind_of_call():
    source = (
        'A = env.text("A")\nB = env.flag("B", default=True)\nC = env.number("C", default=4)\n'
        'D = env.items("D", default=str(1))\nE = {c: env.text(f"E_{c.upper()}", "") for c in x}\n'
    )
    assert variables_of(source) == {
        "A": Variable(required=True, value=None),
        "B": Variable(required=False, value="1"),
        "C": Variable(required=False, value="4"),
        "D": Variable(required=False, value=None),
        "E_KY": Variable(required=False, value=""),
        "E_RU": Variable(required=False, value=""),
        "E_EN": Variable(required=False, value=""),
    }
