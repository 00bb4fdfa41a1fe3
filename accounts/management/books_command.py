"""What the commands that work on the books share: what stands in the way is said in one sentence."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.errors import Refused


class BooksCommand(BaseCommand):
    """A command that needs the books; a missing table or a refusal is one sentence and exit code 1, no traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        _refuse_unready_database()
        try:
            return super().execute(*args, **options)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal


def _refuse_unready_database() -> None:
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise CommandError(f"The database cannot be reached: {error}") from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database is not ready for this code: run manage.py migrate, or script/server, which does it."
        )
