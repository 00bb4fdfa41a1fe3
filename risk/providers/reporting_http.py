"""The credit bureau by a service that takes sealed JSON over HTTPS.

`POST BUREAU_REPORT_URL {"number", "sha256", "content", "key"}` answers `{"receipt": "…"}`, and
`GET BUREAU_REPORT_URL/<key>` the same for a file it took.
"""

from django.conf import settings

from accounts.providers.http_json import HttpService
from accounts.providers.sms import ProviderUnavailable
from accounts.seals import Seal

RECEIPT_LENGTH = 60


class HttpReporter:
    name = "http"

    def send(self, *, number: str, content: str, sha256: str) -> str:
        service = HttpService(settings.BUREAU_REPORT_URL, Seal("X-Bureau", settings.BUREAU_REPORT_KEY))
        values = {"number": number, "sha256": sha256, "content": content, "key": number}
        receipt = service.post_once(values, key=number).get("receipt")
        if not isinstance(receipt, str) or not receipt:
            raise ProviderUnavailable("The answer has no receipt.")
        return receipt[:RECEIPT_LENGTH]
