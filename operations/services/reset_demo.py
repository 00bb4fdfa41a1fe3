"""Throw the demo company away."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from accounts import append_only
from accounts.errors import Refused


def reset_demo() -> None:
    """Empty every table, the append-only ones too; only in a demo installation (`no_demo`)."""
    if not settings.IS_DEMO:
        raise Refused("no_demo", _("This is not a demo installation."))
    with append_only.lifted():
        call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER SEQUENCE accounts_number_sequence RESTART")
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'accounts_numberticket'")
