from importlib import import_module

from django.apps import AppConfig


class SelfassessmentConfig(AppConfig):
    name = "selfassessment"

    def ready(self) -> None:
        import_module("selfassessment.receivers")
