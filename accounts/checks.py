"""What a company in earnest must have set before it opens."""

from typing import Any

from django.conf import settings
from django.core import checks

SANDBOXES = {
    "SMS_PROVIDER": "accounts.W001",
    "IDENTITY_PROVIDER": "accounts.W002",
    "EMAIL_BACKEND": "accounts.W003",
    "CUSTODY_GATEWAY": "accounts.W004",
}


@checks.register(checks.Tags.security, deploy=True)
def providers_are_real(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a sandbox provider outside a demonstration: nobody would get a code, and no money would move."""
    return [
        checks.Warning(f"{name} is a sandbox, which serves demonstrations only.", id=code)
        for name, code in SANDBOXES.items()
        if not settings.IS_DEMO and "sandbox" in getattr(settings, name)
    ]
