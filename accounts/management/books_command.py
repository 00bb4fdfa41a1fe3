"""What the commands that work on the books share: what stands in the way is said in one sentence."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import Refused


class BooksCommand(BaseCommand):
    """A command whose refusals come out as one sentence and exit code 1, never as a traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
