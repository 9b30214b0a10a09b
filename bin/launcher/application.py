"""The steps that need Django: translations, database, static files, reference data, the demo world."""

from collections.abc import Mapping
from pathlib import Path

from launcher import commands
from launcher.console import Console
from launcher.development import is_debug
from launcher.fingerprint import Stamp, fingerprint
from launcher.front_end import BUILT
from launcher.paths import PYTHON, ROOT, STAMPS
from launcher.python_packages import REQUIREMENTS

LOCALE = ROOT / "locale"


def compile_translations(console: Console) -> None:
    """Each catalogue lies compiled beside its source; gettext is not needed for that."""
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    compiled = all(path.with_suffix(".mo").is_file() for path in catalogues)
    wanted = fingerprint(*catalogues)
    stamp = Stamp(STAMPS / "translations")
    with console.step("Translations") as step:
        if compiled and stamp.fits(wanted):
            step.note = "up to date"
            return
        for domain in sorted({path.stem for path in catalogues}):
            options = ("-d", LOCALE, "-D", domain)
            commands.run([PYTHON, "-m", "babel.messages.frontend", "compile", *options], log="translations")
        stamp.set(wanted)


def prepare(environment: Mapping[str, str], world: str, console: Console) -> None:
    """Static files, tables, reference data and the demo world are as this code wants them.

    `world` names a database whose tables nobody but us changes; for any other, "", each step is done at every start.
    """
    if not is_debug(environment):  # with DEBUG they are served from their sources
        wanted = fingerprint(REQUIREMENTS, BUILT)
        Step("Static files", wanted, environment, "collectstatic", "--noinput", "--clear").take(console, may_skip=True)
    code = fingerprint(REQUIREMENTS, *code_folders())
    steps = (
        Step("Tables", code + world, environment, "migrate", "--noinput"),
        Step("Reference data", code + world, environment, "load_reference"),
        Step("Demo world", code + world, environment, "load_demo"),
    )
    for step in steps:
        step.take(console, may_skip=bool(world))
    if not environment.get("SEAL_KEY"):
        Step("Development seal", "made with its attestation key", environment, "make_seal").take(console, may_skip=True)


class Step:
    """A management command that is not run again while its input is the same."""

    def __init__(self, title: str, wanted: str, environment: Mapping[str, str], command: str, *options: str) -> None:
        self._command = command
        self._title = title
        self._wanted = wanted
        self._environment = environment
        self._options = options

    def take(self, console: Console, *, may_skip: bool) -> None:
        name = self._title.lower().replace(" ", "-")
        stamp = Stamp(STAMPS / name)
        with console.step(self._title) as progress:
            if may_skip and stamp.fits(self._wanted):
                progress.note = "up to date"
                return
            stamp.clear()
            commands.run([PYTHON, "-m", "django", self._command, *self._options], log=name, env=self._environment)
            stamp.set(self._wanted)


def code_folders() -> list[Path]:
    """The Django apps, the settings and the stub server: whatever can change what a step does."""
    return sorted({path.parent for path in ROOT.glob("*/apps.py")} | {ROOT / "asula", ROOT / "stub"})
