from django.apps import AppConfig


class ServingConfig(AppConfig):
    name = "stub.serving"
    label = "stub_serving"
