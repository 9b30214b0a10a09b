from django.apps import AppConfig


class CdsConfig(AppConfig):
    name = "stub.cds"
    label = "stub_cds"
