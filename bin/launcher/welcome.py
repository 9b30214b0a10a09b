"""What is told once everything answers: for people a page of text, for scripts one line of JSON."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

from launcher.console import Console, StepFailed
from launcher.development import HOST, Ports
from launcher.paths import LOG, PYTHON, ROOT


def demo_accounts(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Who can sign in to the demo world, as the stub server's world tells it."""
    told = subprocess.run(
        [PYTHON, "-m", "stub.world", "--accounts"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode != 0:
        raise StepFailed("python -m stub.world --accounts", output=told.stderr)
    accounts: list[dict[str, Any]] = json.loads(told.stdout)["curated"]
    return accounts


def addresses(environment: Mapping[str, str], ports: Ports) -> dict[str, str]:
    return {
        "web": f"http://{HOST}:{ports.web}/",
        "ready": f"http://{HOST}:{ports.web}/health/ready",
        "stub": f"http://{HOST}:{ports.stub}/",
        "mail": f"smtp://{HOST}:{ports.mail}",
        "database": environment["DATABASE_URL"],
        "stub_database": environment["STUB_DATABASE_URL"],
        "redis": environment["REDIS_URL"],
        "log": str(LOG),
    }


def json_line(places: Mapping[str, str], accounts: list[dict[str, Any]]) -> str:
    """Everything a script needs to know, in one line."""
    people = [{name: account[name] for name in ("what", "name", "pin", "password")} for account in accounts]
    return json.dumps({**places, "accounts": people}, ensure_ascii=False)


def greet(console: Console, places: Mapping[str, str], accounts: list[dict[str, Any]], *, debug: bool) -> None:
    """Addresses, and who can sign in with which PIN and password."""
    console.say()
    console.say(f"ASULA                      {places['web']}")
    console.say(f"Stub of the state services {places['stub']}")
    console.say(f"Logs                       {places['log']}")
    if not debug:
        console.say()
        console.say("DEBUG=0: pages answer over https only. Put a proxy in front that ends TLS and sets")
        console.say(
            "X-Forwarded-Proto, and start with TRUSTED_PROXIES=1 and SITE_URL=https://... (deploy/ has an example)."
        )
    console.say()
    console.say("Who can sign in:")
    console.say(f"  {'PIN':<16}{'password':<18}who")
    for account in accounts:
        console.say(f"  {account['pin']:<16}{account['password']:<18}{account['name']}: {account['what']}")
    console.say("After a first start the ministry's lists fill by themselves: ten schools apply within some minutes.")
    console.say()
    console.say("Ctrl-C ends everything.")
