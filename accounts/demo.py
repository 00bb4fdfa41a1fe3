"""The logins of a demo company, whose second factor is waived in a demo installation and nowhere else."""

from typing import Any

from django.conf import settings

DEMO_DOMAIN = "demo.fenqi.example"


def is_demo_login(user: Any) -> bool:
    """Tell whether a login is one of those that `manage.py demo` prints for everybody to see."""
    return is_demo_address(getattr(user, "email", None) or "")


def is_demo_address(address: str) -> bool:
    """Tell whether an address is of the domain whose logins are waived the second factor here."""
    return bool(settings.IS_DEMO) and address.endswith(f"@{DEMO_DOMAIN}")
