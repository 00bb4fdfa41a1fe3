"""Face checks for demonstrations and tests: a page with three buttons instead of a camera."""

from django.urls import reverse

from accounts import clock
from accounts.models.sandbox_face import SandboxFace
from accounts.providers import sandbox
from accounts.providers.face import FaceOrder, FaceStart


class SandboxFaceProvider:
    name = "sandbox"

    def start(self, order: FaceOrder) -> FaceStart:
        sandbox.refuse_outside_demo()
        reference = f"SBF{order.key}"
        SandboxFace.objects.get_or_create(reference=reference, defaults={"asked_at": clock.now()})
        return FaceStart(reverse("sandbox_face", args=[order.key]), reference)

    def result(self, reference: str) -> str | None:
        sandbox.refuse_outside_demo()
        asked = SandboxFace.objects.filter(reference=reference).first()
        return asked.answer or None if asked is not None else None


def press(reference: str, answer: str) -> bool:
    """Press a button on the sandbox's page; the first press counts. Says whether this was it."""
    chosen = SandboxFace.Answer(answer)
    return SandboxFace.objects.filter(reference=reference, answer="").update(answer=chosen) == 1
