"""Reading what a command is given: a file, or standard input for `-`."""

import sys
from pathlib import Path

from django.core.management.base import CommandError


def read_input(path: str) -> str:
    """Return the text of a file or of standard input. Refuses what is missing or not UTF-8."""
    try:
        # Some editors and shells begin a text with a byte order mark, which is no part of it.
        return sys.stdin.read().removeprefix("\ufeff") if path == "-" else Path(path).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError("The input is not UTF-8 text.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
