import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # started as a folder, imported as the package `launcher`

from launcher.cli import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
