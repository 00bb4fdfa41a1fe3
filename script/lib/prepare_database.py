"""Bring the database up to the code's migrations and, when it is empty, fill it with the demo company.

Runs inside the virtual environment; one process does it all, because starting Django is most of the time it takes.
Standard output holds one JSON document: `{"logins": [{"role", "login", "password"}…]}`.
"""

import io
import json
import logging
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from script.lib.progress import Step


def main() -> None:
    """Prepare the database the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if connection_name := settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"]:
        Path(connection_name).parent.mkdir(parents=True, exist_ok=True)
    django.setup()
    # A person watches the progress here: only what is wrong may stand between its lines.
    logging.getLogger().setLevel(logging.WARNING)
    migrate()
    json.dump({"logins": demo_logins()}, sys.stdout, ensure_ascii=False)


def migrate() -> None:
    """Apply what is missing; an up-to-date database is only looked at."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with Step("Preparing the database"):
            call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def demo_logins() -> list[dict[str, str]]:
    """Return the demo company's logins, made now if nobody lives in this database; none outside a demo.

    Its year of history is many transactions: one that was interrupted is thrown away and made again.
    """
    if not settings.IS_DEMO:
        return []
    unfinished = settings.VAR_DIR / "demo-unfinished"
    here = "{ENGINE} {HOST} {PORT} {NAME}".format(**connection.settings_dict)
    interrupted = unfinished.exists() and unfinished.read_text(encoding="utf-8") == here
    people = get_user_model().objects.exclude(kind="system")
    if interrupted or not people.exists():
        unfinished.write_text(here, encoding="utf-8")
    output = io.StringIO()
    try:
        call_command("demo", reset=interrupted, if_empty=True, format="json", stdout=output)
    except CommandError as refusal:
        sys.exit(str(refusal))
    unfinished.unlink(missing_ok=True)
    logins: list[dict[str, str]] = json.loads(output.getvalue())["logins"]
    return logins


if __name__ == "__main__":
    main()
