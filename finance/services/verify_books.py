"""Check everything that must always hold, at one moment."""

from dataclasses import dataclass
from typing import Any

from accounts.event_log_invariants import check_kept_head, head_of_log
from accounts.invariants import Finding, check_all
from finance.queries.digest import books_digest
from finance.snapshot import snapshot


@dataclass(frozen=True)
class Verification:
    findings: list[Finding]
    digest: str | None
    # How far the event log is sealed: kept outside of the house, it proves later that nothing before was touched.
    event_log: dict[str, Any]

    @property
    def is_ok(self) -> bool:
        return all(finding.ok for finding in self.findings)


def verify_books(*, with_digest: bool = False, kept_head: tuple[int, str] | None = None) -> Verification:
    """Run every registered invariant on one snapshot, and the digest of the books where it is asked for.

    `kept_head` is a head of the event log (seal, hash) that somebody kept outside: the log must still go through it.
    """
    with snapshot():
        findings = check_all()
        if kept_head is not None:
            findings.append(Finding("event_log_goes_through_kept_head", check_kept_head(*kept_head)))
        return Verification(findings, books_digest() if with_digest else None, head_of_log())
