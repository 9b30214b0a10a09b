"""The command line of bin/run and bin/test."""

import argparse
import sys
from collections.abc import Sequence

from launcher import checks, interruptions
from launcher.console import Console, StepFailed
from launcher.serve import Options, serve

RUN = """Serves ASULA on this machine: sets up what is missing, then starts the site, the stub server of the state's
services, a worker and the clock of the regular tasks. Ctrl-C ends all of it."""
RUN_VARIABLES = """environment variables (a file .env is read too):
  PORT          port of the site, 8000
  STUB_PORT     port of the stub server, 8001
  DATABASE_URL  use this PostgreSQL instead of an embedded one
  REDIS_URL     use this Redis or Valkey instead of an embedded one
  DEBUG         0 serves with the settings of production"""
TEST = """Checks everything: linters, types, contracts, translations, pending migrations, deployment settings, then all
tests. With arguments only pytest runs, with these arguments: bin/test tests/core -x"""


def main(arguments: Sequence[str]) -> int:
    """Does what the command line says; returns the exit code."""
    interruptions.listen()
    command, *rest = arguments
    machine_readable = command == "run" and "--json" in rest
    console = Console(sys.stderr if machine_readable else sys.stdout)
    try:
        return _run(rest, console) if command == "run" else _test(rest, console)
    except StepFailed as failed:
        console.failure(failed)
        return 1
    except KeyboardInterrupt:
        console.say("Interrupted.")
        return 130


def _run(arguments: Sequence[str], console: Console) -> int:
    parser = argparse.ArgumentParser(
        prog="bin/run", description=RUN, epilog=RUN_VARIABLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fresh", action="store_true", help="start over: the demo world of earlier starts is removed")
    parser.add_argument("--json", action="store_true", help="print one line of JSON once everything is ready")
    chosen = parser.parse_args(arguments)
    return serve(Options(fresh=chosen.fresh, machine_readable=chosen.json), console)


def _test(arguments: Sequence[str], console: Console) -> int:
    if any(argument in {"-h", "--help"} for argument in arguments):
        argparse.ArgumentParser(prog="bin/test", description=TEST, usage="bin/test [pytest arguments]").print_help()
        return 0
    return checks.test(arguments, console)
