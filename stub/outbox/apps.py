from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "stub.outbox"
    label = "stub_outbox"
