"""What must always hold: each app registers its checks, `manage.py verify` runs them all."""

from collections.abc import Callable
from dataclasses import dataclass

Check = Callable[[], list[str]]


@dataclass(frozen=True)
class Finding:
    name: str
    breaches: list[str]

    @property
    def ok(self) -> bool:
        return not self.breaches


_checks: dict[str, Check] = {}


def invariant(name: str) -> Callable[[Check], Check]:
    """Register a check; it returns one sentence for each breach, nothing where all holds."""

    def register(check: Check) -> Check:
        if name in _checks and _checks[name].__module__ != check.__module__:
            raise ValueError(f"Two invariants are named {name}.")
        _checks[name] = check
        return check

    return register


def check_all() -> list[Finding]:
    """Run every invariant, in the order of the floors; the caller gives the snapshot."""
    return [Finding(name, check()) for name, check in _checks.items()]
