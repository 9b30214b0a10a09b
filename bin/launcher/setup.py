"""What both commands need before they start anything."""

from launcher import application, front_end, python_packages, system_packages
from launcher.console import Console, StepFailed
from launcher.locks import alone
from launcher.paths import LOCAL


def ensure(console: Console) -> None:
    """Packages, native libraries, assets and translations are there and fresh."""
    with alone("set-up", console, wait=True):
        python_packages.ensure(console)
        system_packages.ensure_pdf_libraries(console)
        front_end.ensure(console)
        application.compile_translations(console)


def ensure_local_folder() -> None:
    """The folder for data, logs and sockets is there and ours to write to."""
    try:
        LOCAL.mkdir(exist_ok=True)
        probe = LOCAL / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StepFailed(
            f"{LOCAL} cannot be written to: {error.strerror}",
            advice="start as the user who owns the checkout, or clone it again as this user.",
        ) from error
