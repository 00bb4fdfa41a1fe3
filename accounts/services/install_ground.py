"""Put what the ground floor needs into a migrated database."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.models.rule import RuleVersion
from accounts.models.staff import PositionRole
from accounts.rules import seed_rules
from accounts.staff.seed import seed_chart


def install_ground(**kwargs: Any) -> None:
    """Seed the rule packs and the company's chart and make the cache table.

    Safe to run after every migration, also after one backwards.
    """
    tables = connection.introspection.table_names()
    if RuleVersion._meta.db_table in tables:
        seed_rules()
    if PositionRole._meta.db_table in tables:
        seed_chart()
    if not settings.REDIS_URL:
        call_command("createcachetable", verbosity=0)
