"""Put the rules that come with the house into a migrated database."""

from typing import Any

from django.db import connection

from risk.models import RuleSet
from risk.screening.rule_sets import seed_rule_set


def install_rules(**kwargs: Any) -> None:
    """Publish the first version where there is none; safe to run after every migration, also after one backwards."""
    if RuleSet._meta.db_table in connection.introspection.table_names():
        seed_rule_set()
