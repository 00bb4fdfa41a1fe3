"""Bureau and blacklist by a service that takes sealed JSON over HTTPS.

`POST BUREAU_HTTP_URL {"name", "number", "key"}` answers `{"reference": "…", "values": {…}}` with the values named in
`risk.providers.sources.ANSWERS`; `GET BUREAU_HTTP_URL/<key>` answers the same for a key it took. What is missing from
an answer is not known; what is of another kind than agreed makes the whole answer worthless.
"""

from typing import Any

from django.conf import settings

from accounts.providers.http_json import HttpService
from accounts.providers.sms import ProviderRefused, ProviderUnavailable
from accounts.seals import Seal
from risk.providers.sources import ANSWERS, SourceAnswer

REFERENCE_LENGTH = 60
CODE_LENGTH = 40


class HttpSource:
    name = "http"
    is_outside = True

    def ask(self, *, kind: str, real_name: str, identity_number: str, key: str) -> SourceAnswer:
        try:
            answer = _service(kind).post_once(
                {"name": real_name, "number": identity_number, "key": key}, key=key
            )
        except ProviderRefused as error:
            raise ProviderUnavailable(str(error)) from error
        reference, values = answer.get("reference"), answer.get("values")
        if not isinstance(reference, str) or not isinstance(values, dict):
            raise ProviderUnavailable("The answer has no reference or no values.")
        return SourceAnswer(reference[:REFERENCE_LENGTH], read_values(kind, values))


def read_values(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return what was agreed of an answer and nothing else; raises ProviderUnavailable for another kind of value."""
    read: dict[str, Any] = {}
    for name, wanted in ANSWERS[kind].items():
        value = values.get(name)
        if value is None:
            continue
        if type(value) is not wanted:
            raise ProviderUnavailable(f"The answer's {name} is no {wanted.__name__}.")
        read[name] = value[:CODE_LENGTH] if isinstance(value, str) else value
    return read


def _service(kind: str) -> HttpService:
    if kind == "bureau":
        return HttpService(settings.BUREAU_HTTP_URL, Seal("X-Bureau", settings.BUREAU_HTTP_KEY))
    return HttpService(settings.BLACKLIST_HTTP_URL, Seal("X-Blacklist", settings.BLACKLIST_HTTP_KEY))
