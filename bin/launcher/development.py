"""What the programs of a development machine are told: addresses, variables, where the data lie."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from launcher.console import StepFailed
from launcher.environment import development_secrets, merged, read_env_file, without_postgres_defaults
from launcher.paths import LOCAL, ROOT

HOST = "127.0.0.1"
XROAD_CLIENT = "central-server/GOV/70000099/asula-service"
SCANNER = "integrations.virus_scanner.fake.FakeVirusScanner"  # nobody has ClamAV's 1 GB of signatures at hand
WEB_LINKS = "integrations.web_links.fake.FakeWebLinks"  # nothing beyond this machine is reached
TOKEN_ROOTS = LOCAL / "token-roots.pem"  # the stub server's own certification centre
MINISTRY = ROOT / "bin" / "launcher" / "ministry.env"  # to whom the site belongs here
TRUE = {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Ports:
    """The ports of this start, each under the variable that changes it."""

    web: int
    stub: int
    mail: int

    @classmethod
    def chosen(cls, variables: Mapping[str, str]) -> "Ports":
        return cls(
            web=_port(variables, "PORT", 8000),
            stub=_port(variables, "STUB_PORT", 8001),
            mail=_port(variables, "STUB_SMTP_PORT", 8025),
        )

    def named(self) -> dict[str, int]:
        return {"PORT": self.web, "STUB_PORT": self.stub, "STUB_SMTP_PORT": self.mail}


def _port(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise StepFailed(f"{name} is {text!r}", advice=f"give a number from 1 to 65535: {name}={default} bin/run")
    return int(text)


def given() -> dict[str, str]:
    """What the caller's environment and the checkout's .env say; the environment wins."""
    return merged(os.environ, read_env_file(ROOT / ".env"))


def stub_database(url: str) -> str:
    """The address of the stub server's database: the same server, the name with _stub behind it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}_stub"))


def is_debug(variables: Mapping[str, str]) -> bool:
    return variables.get("DEBUG", "1").strip().lower() in TRUE


def variables(given: Mapping[str, str], ports: Ports, services: Mapping[str, str]) -> dict[str, str]:
    """The environment of the site and of the stub server: what is given, and for the rest what development needs."""
    site, stub = f"http://{HOST}:{ports.web}", f"http://{HOST}:{ports.stub}"
    drawn = development_secrets(LOCAL / "secrets.json")
    defaults = {
        "DEBUG": "1",
        "SITE_URL": site,
        "ALLOWED_HOSTS": f"{HOST},localhost,[::1]",
        "ALLOW_STUBS": "1",
        "ESI_ISSUER": stub,
        "CDS_URL": stub,
        "CDS_TOKEN": drawn["CDS_TOKEN"],
        "XROAD_URL": f"{stub}/xroad",
        "XROAD_CLIENT": XROAD_CLIENT,
        "TOKEN_ROOTS": str(TOKEN_ROOTS),
        "SOFT_TOKEN_URL": stub,
        "WEB_LINKS_ADAPTER": WEB_LINKS,
        **({} if "CLAMD_ADDRESS" in given else {"VIRUS_SCANNER_ADAPTER": SCANNER}),
        "MAIL_HOST": HOST,
        "MAIL_PORT": str(ports.mail),
        "STUB_PUBLIC_URL": stub,
        "STUB_CLIENT_SECRET": drawn["ESI_CLIENT_SECRET"],
        "STUB_CLIENT_SITES": f"{site},http://localhost:{ports.web}",
        "STUB_SYSTEM_TOKEN": drawn["CDS_TOKEN"],
        "STUB_XROAD_CLIENTS": XROAD_CLIENT,
        "PYTHONUNBUFFERED": "1",
        **read_env_file(MINISTRY),
    }
    fixed = {name: str(port) for name, port in ports.named().items()} | {"DJANGO_SETTINGS_MODULE": "asula.settings"}
    return merged(fixed, without_postgres_defaults(given), services, defaults, drawn)
