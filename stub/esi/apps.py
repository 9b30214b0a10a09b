from django.apps import AppConfig


class EsiConfig(AppConfig):
    name = "stub.esi"
    label = "stub_esi"
