"""What tests of the simulation stand on: its people read their mail where the demo site keeps it."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def sandbox_mail(settings: Any) -> None:
    """Deliver mail to the sandbox, as a demo does: codes are read there."""
    settings.EMAIL_BACKEND = "accounts.providers.email_sandbox.SandboxEmailBackend"
