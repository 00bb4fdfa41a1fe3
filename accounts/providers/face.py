"""The service before whose camera a person proves to be the one on the identity card, behind one interface."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

PASSED, FAILED, UNANSWERED = "passed", "failed", "unanswered"


@dataclass(frozen=True)
class FaceOrder:
    """Whom the service is to recognise, and where it sends the person back to; asking again with the key is safe."""

    key: str
    real_name: str
    identity_number: str
    return_url: str


@dataclass(frozen=True)
class FaceStart:
    """The page of the service on which the person shows the face, and the service's reference."""

    page_url: str
    reference: str


class FaceProvider(Protocol):
    name: str

    def start(self, order: FaceOrder) -> FaceStart:
        """Begin a check. Raises ProviderUnavailable."""

    def result(self, reference: str) -> str | None:
        """Return "passed", "failed" or "unanswered", None while the person is still at it.

        Raises ProviderUnavailable.
        """


@cache
def face_provider() -> FaceProvider:
    """Return the provider that the settings name."""
    provider: FaceProvider = import_string(settings.FACE_PROVIDER)()
    return provider
