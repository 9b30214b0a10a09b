"""A seal as a certification centre would issue it, for checking the settings of production: `python -m … FOLDER`."""

import sys
from pathlib import Path

from records import development_seal

if __name__ == "__main__":
    development_seal.make(Path(sys.argv[1]), issuer_name="A certification centre")
