"""Hand a script's name over to its module."""

import sys

from script.lib import continuous, house, server, setup, tests

COMMANDS = {"setup": setup.main, "server": server.main, "test": tests.main, "ci": continuous.main}


def main() -> int:
    """Run the named script and turn its known failures into one clear line."""
    try:
        return COMMANDS[sys.argv[1]](sys.argv[2:])
    except house.Failed as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next run carries on from here.", file=sys.stderr, flush=True)
        return 130


if __name__ == "__main__":
    sys.exit(main())
