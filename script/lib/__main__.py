"""Hand a script's name over to its module."""

import signal
import sys
from types import FrameType

from script.lib import continuous, house, server, setup, tests

COMMANDS = {"setup": setup.main, "server": server.main, "test": tests.main, "ci": continuous.main}


def main() -> int:
    """Run the named script and turn its known failures into one clear line."""
    # Set by hand, because a shell starts background programs with Ctrl-C ignored; a running program is then ended
    # with its script, whichever way that is stopped.
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, interrupt)
    try:
        return COMMANDS[sys.argv[1]](sys.argv[2:])
    except house.Failed as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next run carries on from here.", file=sys.stderr, flush=True)
        return 130


def interrupt(number: int, frame: FrameType | None) -> None:
    """Treat every polite request to stop as Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
