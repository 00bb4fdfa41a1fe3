"""Write the papers that are missing."""

from lending.contracts.missing import (
    loans_without_certificate,
    loans_without_contract,
    versions_without_supplement,
)
from lending.services.make_certificate import make_certificate
from lending.services.make_contract import make_contract
from lending.services.make_supplement import make_supplement


def sweep_papers(*, limit: int = 500) -> int:
    """Write contracts, supplements and certificates that no event has brought about, the oldest first; count them.

    Safe to run again, to be interrupted, and beside another worker.
    """
    contracts = list(loans_without_contract().values_list("pk", flat=True)[:limit])
    for loan_id in contracts:
        make_contract(loan_id=loan_id)
    versions = list(versions_without_supplement().values_list("loan_id", "version")[:limit])
    for loan_id, version in versions:
        make_supplement(loan_id=loan_id, version=version)
    settled = list(loans_without_certificate().values_list("pk", flat=True)[:limit])
    for loan_id in settled:
        make_certificate(loan_id=loan_id)
    return len(contracts) + len(versions) + len(settled)
