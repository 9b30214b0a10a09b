import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

PARTS = {"database": "ok", "migrations": "ok", "broker": "ok", "storage": "ok"}


def test_live_asks_nothing_of_anybody(client):
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_names_each_part(client, settings):
    settings.CELERY_BROKER_URL = "memory://"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok", **PARTS})


@pytest.mark.django_db
def test_a_broker_that_is_away_makes_it_not_ready_within_two_seconds(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["broker"]) == (503, "failed")


@pytest.mark.django_db
def test_a_pending_migration_makes_it_not_ready(client, settings):
    settings.CELERY_BROKER_URL = "memory://"
    MigrationRecorder(connection).record_unapplied("core", "0001_initial")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "failed", **PARTS, "migrations": "failed"})


@pytest.mark.django_db
def test_a_storage_that_refuses_makes_it_not_ready(client, settings, tmp_path):
    settings.CELERY_BROKER_URL = "memory://"
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    settings.MEDIA_ROOT = str(blocked)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["storage"]) == (503, "failed")


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_health_answers_get_only(client, address):
    assert client.post(address).status_code == 405
