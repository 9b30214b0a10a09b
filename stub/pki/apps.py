from django.apps import AppConfig


class PkiConfig(AppConfig):
    name = "stub.pki"
    label = "stub_pki"
