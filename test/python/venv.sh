#!/usr/bin/env bash
# venv.sh NAME: creates .venv-NAME, a virtual environment with exactly the packages of NAME.txt, unless it is up to date. PYTHON is
# the Python to use, 3.10 or later (python3 by default).
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.venv-$1 lock=test/python/$1.txt python=${PYTHON:-python3}

# Programs in a virtual environment name their interpreter by its full path.
stamp() {
  pwd
  cat "$lock"
}
if stamp | cmp -s - "$venv/installed"; then exit; fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
  echo "$python is older than Python 3.10. Set PYTHON to a newer one." >&2
  exit 1
}
echo "Installing $lock in $venv" >&2
rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "$lock"
stamp >"$venv/installed"
