"""The web server: one process with eight threads, so that what it keeps in memory is shared by all requests."""

from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from stub.outbox import smtp
from stub.wsgi import application

THREADS = 8
LONGEST_ANSWER_SECONDS = 120


class StubServer(BaseApplication):
    """gunicorn with our options and no configuration file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return application


def start_mail(_worker: Any) -> None:
    """The worker listens for mail too, where a port is set for it."""
    if settings.SMTP_PORT:
        smtp.start(settings.SMTP_PORT)


def run(address: str, **more: Any) -> None:
    """Serves until it is told to stop."""
    StubServer(
        {
            "bind": [address],
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "timeout": LONGEST_ANSWER_SECONDS,
            "graceful_timeout": 1,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": start_mail,
            **more,
        }
    ).run()
