"""What a company in earnest must have set before it opens."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks

SANDBOXES = {
    "SMS_PROVIDER": "accounts.W001",
    "IDENTITY_PROVIDER": "accounts.W002",
    "EMAIL_BACKEND": "accounts.W003",
    "CUSTODY_GATEWAY": "accounts.W004",
    "FACE_PROVIDER": "accounts.W006",
}
# The settings of our own providers, by the setting that chooses them.
HTTP_PROVIDERS = {
    "SMS_PROVIDER": (
        "accounts.providers.sms_http.HttpSmsProvider",
        "SMS_HTTP_URL",
        ("SMS_HTTP_KEY", "SMS_WEBHOOK_SECRET"),
    ),
    "IDENTITY_PROVIDER": (
        "accounts.providers.identity_http.HttpIdentityProvider",
        "IDENTITY_HTTP_URL",
        ("IDENTITY_HTTP_KEY",),
    ),
}
KEY_LENGTH = 32


@checks.register(checks.Tags.security, deploy=True)
def providers_are_real(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a sandbox provider outside a demonstration: nobody would get a code, and no money would move."""
    return [
        checks.Warning(f"{name} is not set, or a sandbox, which serves demonstrations only.", id=code)
        for name, code in SANDBOXES.items()
        if not settings.IS_DEMO and (not getattr(settings, name) or "sandbox" in getattr(settings, name))
    ]


@checks.register(checks.Tags.security, deploy=True)
def providers_are_reached_safely(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a provider without an HTTPS address, with a short key, or whose links would lead nowhere safe."""
    return [checks.Warning(words, id="accounts.W005") for words in _faults()]


def _faults() -> Iterator[str]:
    for setting, (ours, url, keys) in HTTP_PROVIDERS.items():
        if getattr(settings, setting) != ours:
            continue
        if not getattr(settings, url).startswith("https://"):
            yield f"{url} must be an https:// address."
        for key in keys:
            if len(getattr(settings, key)) < KEY_LENGTH:
                yield f"{key} must have at least {KEY_LENGTH} characters."
    if not settings.IS_DEMO and not settings.SITE_URL.startswith("https://"):
        yield "SITE_URL must be an https:// address: links in messages are made of it."
