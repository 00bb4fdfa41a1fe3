"""Sealed JSON over HTTPS to an outside service: short time-outs, no redirects, small answers, nothing but Python."""

import http.client
import json
import secrets
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from accounts import clock
from accounts.providers.sms import ProviderRefused, ProviderUnavailable
from accounts.seals import Seal

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
MAX_ANSWER_BYTES = 65_536
# A service that is busy or broken may be asked again later; any other error is its last word.
TRY_LATER = {408, 425, 429}


class NoAnswer(ProviderUnavailable):
    """The request may have arrived and may have been carried out: nobody knows until the service is asked."""


class NotFound(ProviderRefused):
    """The service knows nothing under this key."""


@dataclass(frozen=True)
class HttpService:
    """`url` is where orders are posted; what became of one is found under `url/key`. Every request carries the seal."""

    url: str
    seal: Seal

    def post(self, body: dict[str, Any], *, key: str) -> dict[str, Any]:
        """Send an order under its key and return the answer; raises NoAnswer, ProviderUnavailable, ProviderRefused."""
        return self._call("POST", self.url, json.dumps(body, ensure_ascii=False).encode(), key)

    def ask(self, key: str) -> dict[str, Any]:
        """Return what the service did under a key; raises NotFound where it did nothing."""
        return self._call("GET", f"{self.url.rstrip('/')}/{quote(key, safe='')}", b"", key)

    def post_once(self, body: dict[str, Any], *, key: str) -> dict[str, Any]:
        """Send an order; when nobody knows whether it arrived, ask under its key before anybody sends it again."""
        try:
            return self.post(body, key=key)
        except NoAnswer as error:
            try:
                return self.ask(key)
            except NotFound:
                raise ProviderUnavailable("The order did not arrive; it may be sent again.") from error

    def _call(self, method: str, url: str, body: bytes, key: str) -> dict[str, Any]:
        address = urlsplit(url)
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Idempotency-Key": key,
            **self.seal.sign(
                body=body or key.encode(),
                timestamp=int(clock.now().timestamp()),
                nonce=secrets.token_urlsafe(16),
            ),
        }
        connection = self._connection(address.hostname or "", address.port)
        try:
            self._connect(connection)
            path = f"{address.path or '/'}?{address.query}" if address.query else address.path or "/"
            try:
                connection.request(method, path, body=body or None, headers=headers)
                response = connection.getresponse()
                text = response.read(MAX_ANSWER_BYTES + 1)
            except (OSError, http.client.HTTPException) as error:
                raise NoAnswer(f"No answer: {type(error).__name__}.") from error
            return _read(response.status, text)
        finally:
            connection.close()

    def _connect(self, connection: http.client.HTTPConnection) -> None:
        """Connect first: what fails here never reached the service."""
        try:
            connection.connect()
            connection.sock.settimeout(ANSWER_SECONDS)
        except OSError as error:
            raise ProviderUnavailable(f"No connection: {type(error).__name__}.") from error

    def _connection(self, host: str, port: int | None) -> http.client.HTTPConnection:
        if urlsplit(self.url).scheme != "https":
            raise ProviderUnavailable("The service is reached over HTTPS only.")
        return http.client.HTTPSConnection(
            host, port, timeout=CONNECT_SECONDS, context=ssl.create_default_context()
        )


def _read(status: int, text: bytes) -> dict[str, Any]:
    if status == 404:
        raise NotFound("The service knows nothing of it.")
    if status in TRY_LATER or status >= 500:
        raise NoAnswer(f"The service answered {status}.")
    if not 200 <= status < 300:
        raise ProviderRefused(f"The service answered {status}.")
    if len(text) > MAX_ANSWER_BYTES:
        raise NoAnswer("The answer is too long.")
    try:
        answer = json.loads(text or b"{}")
    except ValueError as error:
        raise NoAnswer("The answer is no JSON.") from error
    if not isinstance(answer, dict):
        raise NoAnswer("The answer is no object.")
    return answer
