"""What stands behind each port, and when each service last answered."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import localtime

from integrations.status import IntegrationStatus, statuses


class Command(BaseCommand):
    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        for port, path in settings.ADAPTERS.items():
            self.stdout.write(f"{port}: {path}")
        for status in statuses():
            self.stdout.write(_line(status))


def _line(status: IntegrationStatus) -> str:
    answered = f"{localtime(status.last_success_at):%d.%m.%Y %H:%M}" if status.last_success_at else "never"
    failed = f"{localtime(status.last_failure_at):%d.%m.%Y %H:%M}" if status.last_failure_at else "never"
    reason = f" ({status.last_failure})" if status.last_failure else ""
    paused = ", paused" if status.paused else ""
    return f"{status.name} at {status.host or 'no address'}: answered {answered}, failed {failed}{reason}{paused}"
