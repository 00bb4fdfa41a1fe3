"""The customer's own page: each app adds its cards and its steps of the guided path; nothing here looks up.

A card is a template with what its reader returns as `data`; a step says whether it is done, and who needs it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models.user import User
from accounts.onboarding import Known, known_of
from accounts.web.page_sections import PageSection, PageSections, ShownSection
from accounts.web.parts import Step

MeSection = PageSection[User]


@dataclass(frozen=True)
class OnboardingStep:
    """A step of the path a new customer is led along; `sentence` says why, `action` is the button's word.

    `wants` names the goals that need it ("borrow", "invest"); without any, everybody does.
    """

    code: str
    order: int
    label: Promise | str
    sentence: Promise | str
    action: Promise | str
    url: str
    is_done: Callable[[User, Known], bool]
    wants: frozenset[str] = frozenset()


_sections: PageSections[User] = PageSections()
_steps: dict[str, OnboardingStep] = {}


def add_me_section(section: MeSection) -> None:
    """Add an app's card to the customer's page, from its `apps.py: ready()`."""
    _sections.add(section)


def add_onboarding_step(step: OnboardingStep) -> None:
    """Add an app's step to the guided path, from its `apps.py: ready()`."""
    _steps[step.code] = step


def me_sections(user: User) -> list[ShownSection]:
    """Return the cards of this customer's page in their order."""
    return _sections.shown(user)


@dataclass(frozen=True)
class Path:
    """Where a customer stands: every step for the steps component, and the next one to do (None: all done)."""

    wants: str
    steps: list[Step]
    next: OnboardingStep | None
    # Customer service entered something that waits for the customer.
    has_entry: bool = False

    @property
    def is_done(self) -> bool:
        return self.next is None


def onboarding_path(user: User, at: str = "") -> Path:
    """Return the guided path to what this customer wants; while nothing was chosen, the steps that everybody goes.

    `at` is the code of the step whose page is shown, else the first open one is now.
    """
    known = known_of(user)
    ordered = sorted(
        (step for step in _steps.values() if not step.wants or known.wants in step.wants),
        key=lambda step: (step.order, step.code),
    )
    done = {step.code: step.is_done(user, known) for step in ordered}
    following = next((step for step in ordered if not done[step.code]), None)
    now = at or (following.code if following else "")
    return Path(
        wants=known.wants,
        steps=[
            Step(
                label=step.label,
                state="done" if done[step.code] else "now" if step.code == now else "later",
                url="" if step.code == now else step.url,
            )
            for step in ordered
        ],
        next=following,
        has_entry=known.has_entry,
    )
