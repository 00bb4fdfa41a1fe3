"""Forms of several screens: which are filled in, which comes next, and how far one is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Progress:
    """Where a screen stands among its sisters, for a page and its progress bar."""

    screen: str
    position: int
    count: int
    previous: str
    following: str

    @property
    def done(self) -> int:
        return self.position - 1


def progress_of(screens: Iterable[str], screen: str) -> Progress:
    """Return the place of a screen; `following` is empty on the last one, `previous` on the first."""
    codes = list(screens)
    at = codes.index(screen)
    return Progress(
        screen=screen,
        position=at + 1,
        count=len(codes),
        previous=codes[at - 1] if at else "",
        following=codes[at + 1] if at + 1 < len(codes) else "",
    )


def first_open(screens: Iterable[str], kept: Mapping[str, Any]) -> str:
    """Return the first screen that was not filled in; empty when all were."""
    return next((screen for screen in screens if screen not in kept), "")
