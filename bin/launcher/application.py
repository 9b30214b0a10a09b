"""The steps that need Django: translations, database, static files, reference data, the demo world."""

from collections.abc import Mapping

from launcher import commands
from launcher.console import Console
from launcher.fingerprint import Stamp, fingerprint
from launcher.paths import PYTHON, ROOT, STAMPS

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


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    """A management command has ended well."""
    commands.run([PYTHON, ROOT / "manage.py", *arguments], log=f"manage-{arguments[0]}", env=environment)
