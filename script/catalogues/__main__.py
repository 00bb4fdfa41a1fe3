"""The command line of the catalogues."""

import argparse
import json
import sys
from pathlib import Path

from script.catalogues import catalogues
from script.catalogues.rooms import ROOMS

EPILOG = """\
A text belongs to the catalogue of the app whose code or template uses it; what config, layouts, components,
error pages and sign-in pages use is "site"; what several use lives in the lowest floor of them.

a round:  script/messages --write
          script/messages --missing lending > var/new.json     write the Chinese into the file
          script/messages --fill var/new.json
          script/messages --check
"""


def main() -> int:
    """Do what the arguments ask for."""
    options = _parse()
    if options.write:
        told = catalogues.write()
        print("\n".join(told) or "Nothing changed.")
        print(f"{len(catalogues.missing())} texts have no Chinese yet.")
    if options.missing is not None:
        print(json.dumps(catalogues.missing(only=options.missing), ensure_ascii=False, indent=1))
    if options.fill is not None:
        text = sys.stdin.read() if options.fill == "-" else Path(options.fill).read_text(encoding="utf-8")
        unknown = catalogues.fill(json.loads(text))
        print("\n".join(f"no catalogue has {name!r}; run --write first" for name in unknown) or "Filled.")
    if options.check:
        wrong = catalogues.check()
        print("\n".join(wrong) or "The catalogues are in step with the code.")
        return 1 if wrong else 0
    if options.compile:
        print("\n".join(f"compiled {path}" for path in catalogues.compile_stale()) or "Nothing to compile.")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/messages",
        description="Keep the message catalogues in step with the code.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--write", action="store_true", help="add new texts, drop unused ones, keep every translation"
    )
    parser.add_argument(
        "--check", action="store_true", help="list what lacks Chinese or differs; exit 1 if anything does"
    )
    parser.add_argument("--compile", action="store_true", help="compile the catalogues that changed")
    parser.add_argument(
        "--missing", nargs="?", const="", choices=("", *ROOMS), metavar="ROOM", help="print as JSON"
    )
    parser.add_argument(
        "--fill", metavar="FILE", help="take translations from such a JSON file (- for standard input)"
    )
    if len(sys.argv) == 1:
        parser.error("say what to do; --help lists the ways")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
