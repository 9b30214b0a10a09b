from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "stub.scenarios"
    label = "stub_scenarios"
