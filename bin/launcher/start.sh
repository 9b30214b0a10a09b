#!/bin/sh
# Finds a Python that is new enough and hands over to the launcher: PATH, then pyenv's versions, then uv.
set -eu
launcher=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$launcher")")

usable() { # pyenv's shims are on the PATH for versions that are not switched on: only running it tells
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

hand_over() {
    python=$1
    shift
    exec "$python" "$launcher" "$@"
}

for candidate in python3.13 python3.12 python3.14 python3 python; do
    usable "$candidate" && hand_over "$candidate" "$@"
done
for version in 3.13 3.12 3.14; do
    for candidate in "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
        usable "$candidate" && hand_over "$candidate" "$@"
    done
done

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    echo "No Python 3.12 or newer here; trying to install uv, which can fetch one." >&2
    if python3 -m venv "$root/.local/uv" >&2 && "$root/.local/uv/bin/python" -m pip install --quiet uv >&2; then
        uv=$root/.local/uv/bin/uv
    fi
fi
if [ -n "$uv" ] && "$uv" python install 3.13 >&2; then
    candidate=$("$uv" python find --no-project 3.13)
    usable "$candidate" && hand_over "$candidate" "$@"
fi
cat >&2 <<'MESSAGE'
ASULA needs Python 3.12 or newer with its modules venv and ensurepip, and none was found.
Install one and start again, for example:
    Debian, Ubuntu:  sudo apt-get install python3 python3-venv
    pyenv:           pyenv install 3.13
    uv:              uv python install 3.13
MESSAGE
exit 1
