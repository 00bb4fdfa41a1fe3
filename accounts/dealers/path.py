"""The papers a dealer brings together before it is vetted: each app adds its steps, in any order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models.dealer import Dealer
from accounts.web.parts import Step


@dataclass(frozen=True)
class DealerStep:
    """`sentence` says why, `action` is the button's word; only the owner may do what `is_owners` marks."""

    code: str
    order: int
    label: Promise | str
    sentence: Promise | str
    action: Promise | str
    url: str
    is_done: Callable[[Dealer], bool]
    is_owners: bool = False


@dataclass(frozen=True)
class DealerPath:
    steps: list[Step]
    next: DealerStep | None

    @property
    def is_done(self) -> bool:
        return self.next is None


_steps: dict[str, DealerStep] = {}


def add_dealer_step(step: DealerStep) -> None:
    """Add an app's step, from its `apps.py: ready()`."""
    _steps[step.code] = step


def dealer_steps() -> list[DealerStep]:
    """Return the steps in their order."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.code))


def missing_steps(dealer: Dealer) -> list[DealerStep]:
    """Return the steps that are not done, in their order."""
    return [step for step in dealer_steps() if not step.is_done(dealer)]


def is_step_done(dealer: Dealer, code: str) -> bool:
    """Whether one step is done; a step that no app has added is not."""
    return code in _steps and _steps[code].is_done(dealer)


def dealer_path(dealer: Dealer, at: str = "") -> DealerPath:
    """Return where the dealer stands; `at` is the code of the step whose page is shown."""
    missing = {step.code for step in missing_steps(dealer)}
    following = next((step for step in dealer_steps() if step.code in missing), None)
    now = at or (following.code if following else "")
    return DealerPath(
        steps=[
            Step(
                label=step.label,
                state="done" if step.code not in missing else "now" if step.code == now else "later",
                url="" if step.code == now else step.url,
            )
            for step in dealer_steps()
        ],
        next=following,
    )
