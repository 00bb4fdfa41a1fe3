"""Migrations say what the models say, and every one of them can be taken back."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.house.code import APPS, ROOT, listed

UNORDERED = ("indexes", "constraints")
# Both ways and up again; the tables, indexes and triggers must come out the same.
FORTH_AND_BACK = """
import json, django
django.setup()
from django.core.management import call_command
from django.db import connection
from tests.house.schema import schema_of
call_command("migrate", verbosity=0)
first = schema_of(connection)
for app in {apps!r}:
    call_command("migrate", app, "zero", verbosity=0)
left = [name for name in schema_of(connection) if name.split(":")[1].split("_")[0] in {apps!r}]
call_command("migrate", verbosity=0)
second = schema_of(connection)
print(json.dumps({{"left": left, "differs": sorted(set(first.items()) ^ set(second.items()))}}))
"""


@pytest.mark.django_db
def test_no_model_waits_for_a_migration() -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told, verbosity=1)
    except SystemExit:
        pytest.fail(f"Run manage.py makemigrations:\n{told.getvalue()}")


@pytest.mark.django_db
def test_every_migration_can_be_taken_back() -> None:
    loader = MigrationLoader(connection)
    faults = [
        f"{app}.{name}: {type(operation).__name__} {operation.describe()}"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in APPS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert not faults, listed(faults, "Give these operations a way back (reverse_code, reverse_sql):")


@pytest.mark.django_db
def test_each_app_has_one_last_migration() -> None:
    assert MigrationLoader(connection).detect_conflicts() == {}


def test_the_short_way_says_what_the_long_way_says() -> None:
    def models_of(state: ProjectState) -> dict[tuple[str, str], tuple[object, ...]]:
        return {
            key: (
                {name: field.deconstruct()[1:] for name, field in model.fields.items()},
                {name: value for name, value in model.options.items() if name not in UNORDERED},
                {name: {part.name: part.deconstruct() for part in model.options[name]} for name in UNORDERED},
                model.bases,
                [(name, type(manager)) for name, manager in model.managers],
            )
            for key, model in state.models.items()
            if key[0] in APPS
        }

    short = models_of(MigrationLoader(None).project_state())
    long = models_of(MigrationLoader(None, replace_migrations=False).project_state())
    assert {key: model for key, model in short.items() if long.get(key) != model} == {}
    assert set(short) == set(long)


@pytest.fixture
def empty_database(tmp_path: Path, django_db_setup: None) -> Iterator[str]:
    """The address of a database that nobody else uses, on the engine the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'forth_and_back.sqlite3'}"
        return
    name = f"fenqi_forth_and_back_{os.getpid()}"
    values = connection.settings_dict
    access = {"host": values["HOST"], "port": values["PORT"] or 5432, "user": values["USER"]}
    if values["PASSWORD"]:
        access["password"] = values["PASSWORD"]
    server = psycopg2.connect(dbname="postgres", **access)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.close()


def test_the_whole_house_goes_down_and_comes_up_the_same(empty_database: str) -> None:
    environment = {**os.environ, "DATABASE_URL": empty_database, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", FORTH_AND_BACK.format(apps=tuple(reversed(APPS)))],
        check=False,
        cwd=ROOT,
        env={**environment, "FENQI_ENVIRONMENT": "test"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["left"] == [], "Taken back to zero, the apps leave these behind."
    assert result["differs"] == [], "After down and up again the schema differs."
