"""Put what the ground floor needs into a migrated database."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.models.rule import RuleVersion
from accounts.rules import seed_rules


def install_ground(**kwargs: Any) -> None:
    """Seed the rule packs and make the cache table; safe to run after every migration, also after one backwards."""
    if RuleVersion._meta.db_table in connection.introspection.table_names():
        seed_rules()
    if not settings.REDIS_URL:
        call_command("createcachetable", verbosity=0)
