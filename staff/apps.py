from importlib import import_module

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"

    def ready(self) -> None:
        import_module("staff.receivers")
