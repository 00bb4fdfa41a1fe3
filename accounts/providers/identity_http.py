"""Identity checks by a service that takes sealed JSON over HTTPS.

`POST IDENTITY_HTTP_URL {"name", "number", "key"}` answers `{"match": true|false, "reference": "…"}`; `GET
IDENTITY_HTTP_URL/<key>` answers the same for a key it took. A service that refuses counts as one that is away: a person
is never called somebody else because a contract ran out.
"""

from django.conf import settings

from accounts.providers.http_json import HttpService
from accounts.providers.identity import IdentityAnswer
from accounts.providers.sms import ProviderRefused, ProviderUnavailable
from accounts.seals import Seal

REFERENCE_LENGTH = 40


class HttpIdentityProvider:
    name = "http"

    def check(self, *, real_name: str, identity_number: str, key: str) -> IdentityAnswer:
        service = HttpService(settings.IDENTITY_HTTP_URL, Seal("X-Identity", settings.IDENTITY_HTTP_KEY))
        try:
            answer = service.post_once({"name": real_name, "number": identity_number, "key": key}, key=key)
        except ProviderRefused as error:
            raise ProviderUnavailable(str(error)) from error
        is_match, reference = answer.get("match"), answer.get("reference")
        if not isinstance(is_match, bool) or not isinstance(reference, str):
            raise ProviderUnavailable("The answer says neither yes nor no.")
        return IdentityAnswer(is_match, reference[:REFERENCE_LENGTH])
