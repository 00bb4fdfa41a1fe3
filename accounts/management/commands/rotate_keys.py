"""manage.py rotate_keys: write every encrypted value anew under the first key of FIELD_KEYS."""

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from accounts.crypto import writing_key
from accounts.management.books_command import BooksCommand
from accounts.services.rotate_keys import RotatedPlace, rotate_keys


class Command(BooksCommand):
    help = "Re-encrypt everything under the first key of FIELD_KEYS; safe while the site runs, resumable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what each key has written")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        places = rotate_keys(is_dry_run=options["dry_run"], progress=self._progress)
        unreadable = sum(place.after.get("?", 0) for place in places)
        if options["format"] == "json":
            self.stdout.write(json.dumps(_document(places, unreadable), ensure_ascii=False))
        else:
            self._print(places)
        if unreadable:
            self.stderr.write(f"{unreadable} values name a key that is not in FIELD_KEYS.")
            sys.exit(1)

    def _progress(self, name: str, done: int, total: int) -> None:
        self.stderr.write(f"  {name}  {done}/{total}")

    def _print(self, places: list[RotatedPlace]) -> None:
        width = max(len(place.name) for place in places)
        self.stdout.write(f"writing key: {writing_key()}")
        for place in places:
            keys = ", ".join(f"{key_id}: {count}" for key_id, count in sorted(place.after.items())) or "empty"
            self.stdout.write(f"{place.name:<{width}}  {place.changed:>7} changed  {keys}")


def _document(places: list[RotatedPlace], unreadable: int) -> dict[str, Any]:
    return {
        "writing_key": writing_key(),
        "changed": sum(place.changed for place in places),
        "unreadable": unreadable,
        "places": [
            {"name": place.name, "before": place.before, "after": place.after, "changed": place.changed}
            for place in places
        ],
    }
