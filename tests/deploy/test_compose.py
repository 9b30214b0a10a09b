"""What `docker-compose.yml`, the Dockerfile and nginx's configuration must say; no engine is needed to read them."""

import re

import pytest
import yaml
from django.conf import settings

from tests.asula.test_env_example import READ

ROOT = settings.BASE_DIR
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {"web", "worker", "clock", "migration"}
THEIR_OWN_USER = {"scanner", "mail"}  # their images change users themselves
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")


def test_production_has_all_its_parts():
    assert set(SERVICES) == OURS | THEIR_OWN_USER | {"proxy", "postgres", "valkey", "storage"}


@pytest.mark.parametrize("name", SERVICES)
def test_each_image_is_pinned_to_a_version(name):
    image, _, tag = SERVICES[name]["image"].partition(":")
    assert image
    if name in OURS:
        assert tag.startswith("${ASULA_VERSION:?")
    else:
        assert re.match(r"v?\d+\.\d+(\.\d+)?", tag)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migration"}))
def test_each_service_is_asked_for_its_health_and_starts_again(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(set(SERVICES) - THEIR_OWN_USER))
def test_nothing_can_be_written_to_and_no_right_is_gained(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgres", "valkey", "storage"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_nobody_runs_as_root():
    for name in ("postgres", "valkey", "storage"):
        assert not SERVICES[name]["user"].startswith("0")
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    assert "unprivileged" in SERVICES["proxy"]["image"]


def test_no_secret_stands_in_the_file():
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|TOKEN|KEY", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.startswith("/run/secrets/")
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./deploy/secrets/")
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"deploy/production.env", "deploy/mail.env", "deploy/secrets/"} <= set(ignored)
    assert "deploy" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_read_keys_and_never_write_them(name):
    assert SERVICES[name]["volumes"] == ["./deploy/secrets/application:/run/application:ro"]


def test_there_is_one_clock_and_no_more():
    assert SERVICES["clock"]["deploy"]["replicas"] == 1


def test_the_broker_forgets_and_evicts_nothing():
    command = SERVICES["valkey"]["command"]
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert SERVICES["valkey"]["volumes"] == ["valkey:/data"]


def test_a_task_may_end_before_its_worker_is_killed():
    grace = int(SERVICES["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > settings.CELERY_TASK_TIME_LIMIT


def test_the_sort_order_is_that_of_development():
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C --encoding=UTF8" in arguments


def test_the_image_is_built_with_every_setting_that_is_asked_for():
    must = {name for name, variable in READ.items() if variable.required and not name.startswith("S3_")}
    assert sorted(name for name in must if f" {name}=" not in DOCKERFILE) == []


def test_the_image_comes_from_the_locks():
    assert DOCKERFILE.count("--require-hashes") == 2
    assert "npm ci" in DOCKERFILE
    for source in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE):
        assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", source)


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP", "Forwarded"])
def test_the_proxy_drops_what_a_client_says_about_its_way(header):
    assert f'proxy_set_header {header} "";' in NGINX


def test_the_proxy_says_itself_where_a_request_came_from():
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "proxy_set_header X-Forwarded-Proto https;" in NGINX


def test_the_proxy_slows_down_who_asks_too_much_and_logs_no_query():
    assert "limit_req zone=pages" in NGINX
    assert "limit_req zone=sign_in" in NGINX
    assert "limit_req_status 429;" in NGINX
    assert "$request_uri" not in re.search(r"log_format[^;]+;", NGINX)[0]
    assert '"$request"' not in NGINX


def test_the_proxy_lets_the_largest_upload_through():
    largest = max(int(size) for size in re.findall(r"client_max_body_size (\d+)m;", NGINX))
    assert largest * 1024 * 1024 > settings.UPLOAD_MAX_VIDEO_BYTES
