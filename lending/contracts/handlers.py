"""What papers come of which event: safe to run twice."""

from accounts.models import Event
from lending.services.make_certificate import make_certificate
from lending.services.make_contract import make_contract
from lending.services.make_supplement import make_supplement

CONSUMER = "lending.write_papers"
KINDS = ("loan.disbursed", "loan.redrawn", "loan.settled")


def write_papers(event: Event) -> None:
    """Write the contract, the supplement of the version, or the settlement certificate."""
    loan_id = event.subject_id or 0
    if event.kind == "loan.disbursed":
        make_contract(loan_id=loan_id)
    elif event.kind == "loan.redrawn":
        make_supplement(loan_id=loan_id, version=int(event.data["version"]))
    else:
        make_certificate(loan_id=loan_id)
