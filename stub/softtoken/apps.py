from django.apps import AppConfig


class SofttokenConfig(AppConfig):
    name = "stub.softtoken"
    label = "stub_softtoken"
