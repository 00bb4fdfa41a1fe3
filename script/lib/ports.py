"""Find a port nobody listens on."""

import socket

from script.lib.house import Failed

FIRST_CHOICE = 8000
LAST_CHOICE = 8099


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose_port(host: str, wish: str) -> int:
    """Return the wished port, or the first free one from 8000; refuses a wish that is taken or no port."""
    if wish:
        if not (wish.isascii() and wish.isdigit()) or not 1 <= int(wish) <= 65535:
            raise Failed(f"PORT must be a number from 1 to 65535, not {wish!r}.")
        if not is_free(host, int(wish)):
            raise Failed(f"Port {wish} is taken or not allowed. Choose another with PORT, or leave PORT out.")
        return int(wish)
    for port in range(FIRST_CHOICE, LAST_CHOICE + 1):
        if is_free(host, port):
            return port
    raise Failed(f"Every port from {FIRST_CHOICE} to {LAST_CHOICE} is taken. Choose one with PORT.")


def any_free_port() -> int:
    """Return a free port of the local host, chosen by the system."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
