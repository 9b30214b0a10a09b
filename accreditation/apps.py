from importlib import import_module

from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "accreditation"

    def ready(self) -> None:
        import_module("accreditation.checks")
        import_module("accreditation.receivers.people")
        import_module("accreditation.receivers.applications")
        import_module("accreditation.receivers.evaluation")
        import_module("accreditation.receivers.evaluation_orders")
        import_module("accreditation.receivers.collegium")
