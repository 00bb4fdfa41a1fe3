"""Progress for people at a terminal, on standard error."""

import time
from typing import Any

WIDTH = 30


class ProgressBar:
    """Draws a bar in place on a terminal, a plain line every few seconds elsewhere."""

    def __init__(self, stream: Any, unit: str) -> None:
        self.stream = stream
        self.unit = unit
        self.is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self.last_at = 0.0

    def show(self, done: int, total: int) -> None:
        """Show how far the work is; the last step is always shown."""
        pause = 0.1 if self.is_terminal else 5.0
        if done < total and time.monotonic() - self.last_at < pause:
            return
        self.last_at = time.monotonic()
        filled = WIDTH * done // total
        line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {self.unit}"
        ending = "" if self.is_terminal and done < total else "\n"
        self.stream.write(("\r" if self.is_terminal else "") + line, ending=ending)
        self.stream.flush()
