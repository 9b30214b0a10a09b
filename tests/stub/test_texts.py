"""The stub's own texts: everything is in Kyrgyz and in Russian."""

import re

import polib
import pytest

from stub import texts
from tests.stub_process import ROOT

MARKED = (
    (".html", re.compile(r'{%\s*translate\s+(["\'])(?P<text>.*?)\1')),
    (".py", re.compile(r'\b_\(\s*(["\'])(?P<text>.*?)\1')),
)


def marked_texts():
    return {
        match["text"]
        for suffix, pattern in MARKED
        for path in (ROOT / "stub").rglob(f"*{suffix}")
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_every_text_is_translated(language):
    catalogue = polib.pofile(str(texts.LOCALE / language / "LC_MESSAGES" / "django.po"))
    assert [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy] == []
    assert marked_texts() - {entry.msgid for entry in catalogue} == set()
    assert len(catalogue) > 80


def test_catalogues_are_compiled_at_the_start(tmp_path, monkeypatch):
    source = tmp_path / "ky" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes((texts.LOCALE / "ky" / "LC_MESSAGES" / "django.po").read_bytes())
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    texts.compile_stale()
    target = source.with_suffix(".mo")
    assert polib.mofile(str(target)).find("Continue").msgstr == "Андан ары"
    before = target.stat().st_mtime_ns
    texts.compile_stale()
    assert target.stat().st_mtime_ns == before
