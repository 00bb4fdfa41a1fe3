"""Check everything that must always hold, at one moment."""

from dataclasses import dataclass

from accounts.invariants import Finding, check_all
from finance.queries.digest import books_digest
from finance.snapshot import snapshot


@dataclass(frozen=True)
class Verification:
    findings: list[Finding]
    digest: str | None

    @property
    def is_ok(self) -> bool:
        return all(finding.ok for finding in self.findings)


def verify_books(*, with_digest: bool = False) -> Verification:
    """Run every registered invariant on one snapshot, and the digest of the books where it is asked for."""
    with snapshot():
        return Verification(check_all(), books_digest() if with_digest else None)
