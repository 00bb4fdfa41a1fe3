"""Which port the site listens on."""

import socket
from collections.abc import Iterator

import pytest

from script.lib import ports
from script.lib.house import Failed

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port somebody listens on."""
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def test_takes_the_next_port_when_the_first_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST_CHOICE", taken)
    monkeypatch.setattr(ports, "LAST_CHOICE", taken + 20)
    assert taken < ports.choose_port(HOST, "") <= taken + 20


def test_refuses_when_every_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST_CHOICE", taken)
    monkeypatch.setattr(ports, "LAST_CHOICE", taken)
    with pytest.raises(Failed, match=f"Every port from {taken} to {taken} is taken"):
        ports.choose_port(HOST, "")


def test_a_wish_is_kept_or_refused_but_never_changed(taken: int) -> None:
    free = ports.any_free_port()
    assert ports.choose_port(HOST, str(free)) == free
    with pytest.raises(Failed, match=f"Port {taken} is taken"):
        ports.choose_port(HOST, str(taken))


@pytest.mark.parametrize("wish", ["0", "65536", "-1", "80a", "٨٠٨٠", " "])
def test_refuses_what_is_no_port(wish: str) -> None:
    with pytest.raises(Failed, match="PORT must be a number"):
        ports.choose_port(HOST, wish)
