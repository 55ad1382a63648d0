# Sourced by ./run and ./test: finds Python and uv, installs what is missing, says what it does.
# Safe to repeat: each step looks first whether it is still needed.

set -eu
cd "$(dirname "$0")"
export UV_PYTHON_DOWNLOADS=never
UV_VERSION=0.13.9

say() { printf '\n== %s\n' "$*"; }
stop() { printf '\n!! %s\n' "$*" >&2; exit 1; }

# install_packages WHY PACKAGE...: Debian or Ubuntu packages, as root or by sudo. Fails with the line to type.
install_packages() {
    local why=$1 as_root=""
    shift
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo -n"
        sudo -n true 2>/dev/null || { printf '!! %s is missing. Type: sudo apt-get install %s\n' "$why" "$*" >&2; return 1; }
    fi
    command -v apt-get >/dev/null || { printf '!! %s is missing. Install the equivalent of: %s\n' "$why" "$*" >&2; return 1; }
    say "Installing $why ($*)"
    $as_root apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_python() {
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            PYTHON=$(command -v "$candidate")
            return
        fi
    done
    stop "Python 3.11 or newer is needed. On Debian or Ubuntu type: sudo apt-get install python3"
}

find_uv() {
    if command -v uv >/dev/null 2>&1; then
        UV=$(command -v uv)
        return
    fi
    UV=.tools/uv/bin/uv
    [ -x "$UV" ] && return
    say "Installing the package installer uv $UV_VERSION into .tools/"
    rm -rf .tools/uv
    if ! "$PYTHON" -m venv .tools/uv >/dev/null 2>&1; then
        rm -rf .tools/uv
        install_packages "Python's venv module" python3-venv || exit 1
        "$PYTHON" -m venv .tools/uv || stop "Python could not make a virtual environment in .tools/uv."
    fi
    .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" \
        || stop "uv could not be installed. Is there a network connection to the Python package index?"
}

# install_python_packages LOCK: brings .venv exactly to the lock; the stamp spares the look when nothing changed.
install_python_packages() {
    local lock=$1 wanted
    [ -x .venv/bin/python ] || { say "Making the virtual environment .venv"; "$UV" venv --quiet --python "$PYTHON" .venv; }
    wanted="$1 $(cksum < "$lock")"
    # The packages for tests hold those for running: ./run after ./test has nothing to do.
    if [ "$(cat .venv/stamp 2>/dev/null)" = "$wanted" ]; then return; fi
    if [ "$lock" = requirements/base.lock ] && \
        [ "$(cat .venv/stamp 2>/dev/null)" = "requirements/dev.lock $(cksum < requirements/dev.lock)" ]; then return; fi
    say "Installing the Python packages of $lock"
    VIRTUAL_ENV=$PWD/.venv "$UV" pip sync --quiet "$lock" \
        || stop "The Python packages could not be installed. Is there a network connection to the Python package index?"
    printf '%s' "$wanted" > .venv/stamp
}

# WeasyPrint draws PDFs with Pango; without it the portal runs and only PDFs are missing.
install_pdf_libraries() {
    .venv/bin/python - <<'PY' 2>/dev/null && return
from ctypes.util import find_library
import sys
sys.exit(not all(find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset")))
PY
    install_packages "the libraries that draw PDFs" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        || printf '!! Until then the portal runs, but makes no PDFs.\n' >&2
}
