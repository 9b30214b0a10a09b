from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "stub.codes"
    label = "stub_codes"
