# Sourced by the scripts beside this folder. Finds a Python and hands over to script/lib; works in bash 3.2.

launch() {
    local root candidate
    root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)" || exit 1
    unset PYTHONHOME PYTHONPATH PYTHONSAFEPATH
    for candidate in "${PYTHON:-}" "$root/.venv/bin/python" \
        python3 python3.11 python3.12 python3.13 python3.14 python; do
        [ -n "$candidate" ] || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1 || continue
        cd "$root" || exit 1
        exec "$candidate" -m script.lib "$@"
    done
    echo "Fenqi needs Python 3.11 or newer, and none was found on PATH." >&2
    echo "Debian, Ubuntu: apt install python3 python3-venv    macOS: brew install python" >&2
    echo "A Python elsewhere is taken with PYTHON=/path/to/python3 script/server" >&2
    exit 1
}
