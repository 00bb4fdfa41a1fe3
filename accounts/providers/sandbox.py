"""What the sandbox providers share: they serve a demonstration and refuse a company that is in earnest."""

from django.conf import settings

from accounts import clock
from accounts.models.sandbox_message import SandboxMessage
from accounts.providers.sms import ProviderUnavailable


def refuse_outside_demo() -> None:
    """Raise ProviderUnavailable unless the site runs as a demonstration."""
    if not settings.IS_DEMO:
        raise ProviderUnavailable("The sandbox provider serves demonstrations only.")


def keep(*, channel: str, address: str, body: str, subject: str = "", key: str | None = None) -> None:
    """Keep what would have been sent, once for each key."""
    values = {
        "channel": channel,
        "address": address,
        "subject": subject[:300],
        "body": body,
        "sent_at": clock.now(),
    }
    if key is None:
        SandboxMessage.objects.create(**values)
    else:
        SandboxMessage.objects.get_or_create(key=key, defaults=values)
