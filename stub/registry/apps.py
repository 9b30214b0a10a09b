from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "stub.registry"
    label = "registry"
