"""Put what the ground floor needs into a migrated database."""

from typing import Any

from django.core.management import call_command
from django.conf import settings

from accounts.rules import seed_rules


def install_ground(**kwargs: Any) -> None:
    """Seed the rule packs and make the cache table; safe to run after every migration."""
    seed_rules()
    if not settings.REDIS_URL:
        call_command("createcachetable", verbosity=0)
