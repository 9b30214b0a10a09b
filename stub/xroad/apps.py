from django.apps import AppConfig


class XroadConfig(AppConfig):
    name = "stub.xroad"
    label = "stub_xroad"
