"""Tell a person what is going on: a moving line on a terminal, plain lines elsewhere, nothing for what is quick."""

import sys
import threading
import time
from types import TracebackType

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PATIENCE_SECONDS = 1.0
PLAIN_EVERY_SECONDS = 10.0


class Step:
    """One thing that may take long: `with Step("Installing packages"): …`."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.stream = sys.stderr
        self.moving = self.stream.isatty()
        self.finished = threading.Event()
        self.shown = False
        self.begun = 0.0

    def __enter__(self) -> "Step":
        self.begun = time.monotonic()
        self.teller = threading.Thread(target=self._tell, daemon=True)
        self.teller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finished.set()
        self.teller.join()
        if self.shown or error is not None:
            self._write(f"{'✗' if error is not None else '✓'} {self.label} {self._elapsed()}", end="\n")

    def _tell(self) -> None:
        if self.finished.wait(PATIENCE_SECONDS):
            return
        self.shown = True
        turn = 0
        if not self.moving:
            self._write(f"· {self.label} …", end="\n")
        while not self.finished.wait(0.1 if self.moving else PLAIN_EVERY_SECONDS):
            mark = FRAMES[turn % len(FRAMES)] if self.moving else "·"
            self._write(f"{mark} {self.label} {self._elapsed()}", end="" if self.moving else "\n")
            turn += 1

    def _elapsed(self) -> str:
        return f"({time.monotonic() - self.begun:.0f} s)"

    def _write(self, text: str, end: str) -> None:
        self.stream.write(("\r\x1b[K" if self.moving else "") + text + end)
        self.stream.flush()
