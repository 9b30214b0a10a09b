from launcher.fingerprint import Stamp, fingerprint


def test_the_same_input_has_the_same_fingerprint(tmp_path):
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    assert fingerprint(tmp_path, "x") == fingerprint(tmp_path, "x")


def test_any_change_below_a_folder_changes_it(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    file = inner / "a.txt"
    file.write_text("one", encoding="utf-8")
    before = fingerprint(tmp_path)
    file.write_text("two", encoding="utf-8")
    changed = fingerprint(tmp_path)
    file.rename(inner / "b.txt")
    renamed = fingerprint(tmp_path)
    (inner / "c.txt").write_text("", encoding="utf-8")
    assert len({before, changed, renamed, fingerprint(tmp_path)}) == 4


def test_what_python_compiles_for_itself_does_not_count(tmp_path):
    before = fingerprint(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert fingerprint(tmp_path) == before


def test_a_missing_file_is_an_input_too(tmp_path):
    absent = fingerprint(tmp_path / "lock")
    (tmp_path / "lock").write_text("", encoding="utf-8")
    assert fingerprint(tmp_path / "lock") != absent


def test_texts_are_not_run_together():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")


def test_a_stamp_fits_only_what_it_was_set_to(tmp_path):
    stamp = Stamp(tmp_path / "stamps" / "step")
    assert not stamp.fits("one")
    stamp.set("one")
    assert stamp.fits("one")
    assert not stamp.fits("two")
    stamp.clear()
    assert not stamp.fits("one")
    stamp.clear()
