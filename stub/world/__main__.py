"""`python -m stub.world --accounts` prints who can sign in; `--generate` writes the data files anew."""

import argparse
import json
import sys

from stub.world import files
from stub.world.accounts import accounts
from stub.world.generate import generate


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m stub.world", description=__doc__)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--accounts", action="store_true", help="print who can sign in, as JSON")
    choice.add_argument("--generate", action="store_true", help="write the data files from the sources")
    if parser.parse_args().accounts:
        json.dump(accounts(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    for part, rows in generate().items():
        files.path(part).write_text(files.text(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
