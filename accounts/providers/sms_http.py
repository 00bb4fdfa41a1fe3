"""SMS by a provider that takes sealed JSON over HTTPS.

`POST SMS_HTTP_URL {"phone", "text", "key"}` answers `{"accepted": true}`; `GET SMS_HTTP_URL/<key>` answers the same for
a key it took, 404 for one it did not. Receipts come to `/hooks/sms/`.
"""

from django.conf import settings

from accounts.providers.http_json import HttpService
from accounts.providers.sms import ProviderRefused
from accounts.seals import Seal


class HttpSmsProvider:
    def send(self, *, phone: str, text: str, key: str) -> None:
        service = HttpService(settings.SMS_HTTP_URL, Seal("X-Sms", settings.SMS_HTTP_KEY))
        answer = service.post_once({"phone": f"+86{phone}", "text": text, "key": key}, key=key)
        if answer.get("accepted") is not True:
            raise ProviderRefused(str(answer.get("reason") or "The provider did not take the message.")[:200])
