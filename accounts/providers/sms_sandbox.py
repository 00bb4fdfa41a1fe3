"""SMS for demonstrations and tests: shown on the sandbox page, sent to nobody."""

from accounts.models.sandbox_message import SandboxMessage
from accounts.providers import sandbox


class SandboxSmsProvider:
    def send(self, *, phone: str, text: str, key: str) -> None:
        sandbox.refuse_outside_demo()
        sandbox.keep(channel=SandboxMessage.Channel.SMS, address=phone, body=text, key=f"sms:{key}")
