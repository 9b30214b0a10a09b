"""Kyrgyz and Russian are complete: what the sources say now is asked, not what the catalogues once knew."""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

LANGUAGES = ("ky", "ru")
NOT_OURS = shutil.ignore_patterns(".*", "node_modules", "static", "stub", "docs", "requirements", "__pycache__", "*.mo")
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z]+")
PLANTED = "A string that nobody has translated"


def collected(folder):
    """The catalogues of a copy of the sources, after collecting their strings anew."""
    done = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=ky", "--locale=ru", "--no-obsolete", "--no-wrap"],
        cwd=folder,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {language: polib.pofile(str(folder / f"locale/{language}/LC_MESSAGES/django.po")) for language in LANGUAGES}


def untranslated(catalogue):
    return [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()]


def places(text):
    """What a translation must keep: values that are put in, and marks of HTML."""
    return sorted(PLACE.findall(text))


def mangled(catalogue):
    """Translations that put in other values than their source does."""
    return [
        entry.msgid
        for entry in catalogue
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text and places(text) not in [places(source) for source in (entry.msgid, entry.msgid_plural) if source]
    ]


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory):
    """What collecting finds in a copy of the sources into which one new string was planted."""
    folder = tmp_path_factory.mktemp("sources") / "copy"
    shutil.copytree(settings.BASE_DIR, folder, ignore=NOT_OURS, symlinks=True)
    (folder / "core" / "planted.py").write_text(f"from gettext import gettext as _\n\nTEXT = _({PLANTED!r})\n", "utf-8")
    return collected(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_but_the_planted_one(catalogues, language):
    assert len(catalogues[language]) > 100
    assert untranslated(catalogues[language]) == [PLANTED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_put_in_the_same_values(catalogues, language):
    assert mangled(catalogues[language]) == []


@pytest.mark.parametrize(
    ("source", "translation", "kept"),
    [
        ("%(count)s files", "%(count)s файл", True),
        ("%(count)s files", "%(number)s файл", False),
        ("by {name}", "{name} тарабынан", True),
        ("by {name}", "тарабынан", False),
        ("<b>new</b>", "<b>жаңы</b>", True),
        ("<b>new</b>", "жаңы", False),
    ],
)
def test_a_lost_value_is_found(source, translation, kept):
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=source, msgstr=translation))
    assert (mangled(catalogue) == []) is kept
