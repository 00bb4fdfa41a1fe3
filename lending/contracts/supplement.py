"""What a supplement says: the schedule as it was redrawn, and on whose word."""

from typing import Any

from accounts.rules import rules
from lending.contracts.content import borrower_of, head, newest_signature, said_of
from lending.contracts.mandate import limits_from
from lending.domain.votes import tally
from lending.models import Instalment, InterestSubsidy, Loan, LoanPaper, Restructure, ScheduleVersion

VERSION = "loan-supplement-2026-3"
# The text of schedules confirmed before signatures named theirs.
FIRST_VERSION = "loan-supplement-2026-1"


def supplement_content(loan: Loan, number: str, contract: LoanPaper, version: int) -> dict[str, Any]:
    """Return the supplement that put a version of the schedule in force."""
    earlier, made = ScheduleVersion.objects.filter(loan=loan, version__in=[version - 1, version]).order_by(
        "version"
    )
    rate_ppm, before_ppm = made.terms["annual_rate_ppm"], earlier.terms["annual_rate_ppm"]
    held = rules(("restructure", "due.move"), on=loan.disbursed_on)
    rows = list(Instalment.objects.filter(loan=loan, schedule_version=version).order_by("n"))
    signature = newest_signature(loan.borrower, made.reason, f"{loan.number}-{version}")
    dealer_fen = _dealers_interest(rows)
    before = Instalment.objects.filter(loan=loan, schedule_version__lt=version).order_by("-due_on")
    return {
        **head(loan, "supplement", number),
        "text": {"version": signature.text_version if signature is not None else FIRST_VERSION},
        "contract": {"number": contract.number, "hash": contract.content_hash},
        "borrower": borrower_of(loan),
        "version": version,
        "reason": made.reason,
        "holds_from_on": made.made_on.isoformat(),
        "ended_on": before.values_list("due_on", flat=True)[0].isoformat(),
        "ends_on": rows[-1].due_on.isoformat(),
        "principal_fen": sum(row.principal_fen for row in rows if not row.is_prepayment),
        "interest_fen": sum(row.interest_fen for row in rows),
        "fee_fen": sum(row.fee_fen for row in rows),
        **({"dealer_interest_fen": dealer_fen} if dealer_fen else {}),
        "rate_ppm": rate_ppm,
        **({"rate_before_ppm": before_ppm} if rate_ppm != before_ppm else {}),
        "mandate": limits_from(held["restructure"].value, held["due.move"].value),
        **_vote_on(loan, version),
        "rows": [
            [row.n, row.due_on.isoformat(), row.principal_fen, row.interest_fen, row.fee_fen] for row in rows
        ],
        "signature": said_of(signature),
    }


def _vote_on(loan: Loan, version: int) -> dict[str, Any]:
    """Return the vote that a version of the schedule rests on; nothing where the mandate reached."""
    row = Restructure.objects.filter(loan=loan, schedule_version=version, needs_vote=True).first()
    if row is None or row.vote_until_on is None:
        return {}
    count = tally(row.ballots.values_list("principal_fen", "is_yes"))
    return {"vote": {"number": row.number, "until_on": row.vote_until_on.isoformat(), **count._asdict()}}


def _dealers_interest(rows: list[Instalment]) -> int:
    """Return what a dealer set aside for these rows when they were drawn, in fen; a later waiver is not in it."""
    held = InterestSubsidy.objects.filter(instalment__in=rows).order_by("-pk")
    first = dict(held.values_list("instalment_id", "amount_fen"))
    return sum(first.values())
