"""bin/run: the set-up, the services, then the site under care until it is told to end."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from launcher import application, development, postgres, programs, setup, welcome
from launcher.console import Console, StepFailed
from launcher.development import TOKEN_ROOTS, Ports
from launcher.interruptions import held_back
from launcher.locks import alone
from launcher.paths import LOCAL, RUNNING
from launcher.postgres import SAFE, Cluster
from launcher.processes import Record
from launcher.services import Supervisor, end_orphans
from launcher.sockets import require_free
from launcher.valkey import Valkey

POSTGRES_HOME = LOCAL / "postgres"
DATABASE, STUB_DATABASE = "asula", "asula_stub"
KEPT_WHEN_FRESH = {"locks", "log", "test", "uv"}  # nothing of the demo world is in these


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    fresh: bool = False
    machine_readable: bool = False


def serve(options: Options, console: Console) -> int:
    """ASULA was served until somebody ended it; nothing of it runs any more."""
    setup.ensure_local_folder()
    with alone("run", console, wait=False):
        given = development.given()
        ports = Ports.chosen(given)
        _clear_the_way(given, ports, console, fresh=options.fresh)
        setup.ensure(console)
        supervisor = Supervisor(console, Record(RUNNING))
        try:
            environment = _start(given, ports, supervisor, console)
            _tell(environment, ports, console, machine_readable=options.machine_readable)
            supervisor.watch()
        except KeyboardInterrupt:
            console.say("Ending ...")
        finally:
            with held_back():
                supervisor.stop()
    console.say("Everything has ended.")
    return 0


def _clear_the_way(given: Mapping[str, str], ports: Ports, console: Console, *, fresh: bool) -> None:
    """No process of a killed launcher is in the way, only servers that are to be taken over; the ports are free."""
    embedded = {"postgres"} - ({"postgres"} if "DATABASE_URL" in given else set())
    embedded |= {"valkey"} - ({"valkey"} if "REDIS_URL" in given else set())
    ended = end_orphans(Record(RUNNING), except_for=frozenset() if fresh else frozenset(embedded))
    if ended:
        console.say(f"Ended what an earlier start left behind: {', '.join(ended)}")
    if fresh:
        _start_over(given, console)
    for variable, port in ports.named().items():
        require_free(port, variable)


def _start_over(given: Mapping[str, str], console: Console) -> None:
    if "DATABASE_URL" in given:
        raise StepFailed(
            "--fresh starts the embedded database over, and DATABASE_URL names another one",
            advice="empty that database yourself, or start without DATABASE_URL.",
        )
    with console.step("Demo world of the last start, removed"):
        postgres.forget(POSTGRES_HOME)
        for path in LOCAL.iterdir():
            if path.is_dir() and path.name not in KEPT_WHEN_FRESH:
                shutil.rmtree(path)
            elif path.is_file():
                path.unlink()


def _start(given: Mapping[str, str], ports: Ports, supervisor: Supervisor, console: Console) -> dict[str, str]:
    """Everything runs and answers; returns the environment it runs in."""
    services, world = _servers(given, supervisor, console)
    environment = development.variables(given, ports, services)
    stub = programs.stub(environment, ports)
    later = [stub, programs.worker(environment), programs.beat(environment)]
    if not TOKEN_ROOTS.is_file():  # the site's checks ask for them
        with console.step("Stub server"):
            supervisor.start(stub)
            programs.keep_token_roots(ports)
        later.remove(stub)
    application.prepare(environment, world, console)
    with console.step("Site"):
        supervisor.start(programs.web(environment, ports, reload=development.is_debug(environment)))
    with console.step(
        ", ".join(service.name for service in later).capitalize()
    ):  # the first page need not wait for them
        for service in later:
            supervisor.launch(service)
        for service in later:
            supervisor.wait(service)
    programs.keep_token_roots(ports)
    supervisor.launch(programs.history(environment))
    return environment


def _servers(given: Mapping[str, str], supervisor: Supervisor, console: Console) -> tuple[dict[str, str], str]:
    """Database and cache run: their variables, and a mark of this database, empty when it is not ours."""
    services: dict[str, str] = {}
    world = ""
    if "DATABASE_URL" in given:
        services["STUB_DATABASE_URL"] = development.stub_database(given["DATABASE_URL"])
    else:
        with console.step("PostgreSQL"):
            cluster = Cluster("postgres", POSTGRES_HOME, SAFE)
            supervisor.start(cluster.service())
            for database in (DATABASE, STUB_DATABASE):
                cluster.ensure_database(database)
            services |= {"DATABASE_URL": cluster.url(DATABASE), "STUB_DATABASE_URL": cluster.url(STUB_DATABASE)}
            world = cluster.identity()
    if "REDIS_URL" not in given:
        with console.step("Valkey"):
            valkey = Valkey("valkey", LOCAL / "valkey", Record(RUNNING))
            supervisor.start(valkey.service())
            services |= {"REDIS_URL": valkey.cache_url(), "BROKER_URL": valkey.broker_url()}
    return services, world


def _tell(environment: Mapping[str, str], ports: Ports, console: Console, *, machine_readable: bool) -> None:
    accounts = welcome.demo_accounts(environment)
    places = welcome.addresses(environment, ports)
    welcome.greet(console, places, accounts, debug=development.is_debug(environment))
    if machine_readable:
        print(welcome.json_line(places, accounts), flush=True)
