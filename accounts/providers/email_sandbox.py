"""E-mail for demonstrations: shown on the sandbox page, sent to nobody."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models.sandbox_message import SandboxMessage
from accounts.providers import sandbox


class SandboxEmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sandbox.refuse_outside_demo()
        for message in email_messages:
            for address in message.to:
                sandbox.keep(
                    channel=SandboxMessage.Channel.EMAIL,
                    address=address,
                    subject=str(message.subject),
                    body=str(message.body),
                )
        return len(email_messages)
