"""Contracts and certificates, votes and waivers of a lender, for the copy of one's data."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_personal_data
from lending.models import HolderBallot, LoanPaper, Waiver


def register_paper_data() -> None:
    """Register the parts; nothing of them is erased before its time: they prove what others were promised."""
    register_personal_data(
        PersonalData(
            "loan_papers",
            _("Contracts and papers"),
            67,
            {
                "number": _("Number"),
                "loan": _("Loan"),
                "kind": _("Kind"),
                "made_on": _("Made on"),
                "content_hash": _("Fingerprint"),
                "kept_until_on": _("Kept until"),
            },
            _papers,
        ),
        PersonalData(
            "holder_ballots",
            _("Votes as a lender"),
            75,
            {
                "loan": _("Loan"),
                "claim": _("Claim"),
                "principal_fen": _("Principal"),
                "is_yes": _("Agreed"),
                "cast_at": _("Voted at"),
            },
            _ballots,
        ),
        PersonalData(
            "waivers",
            _("What you were asked to waive"),
            76,
            {
                "number": _("Number"),
                "claim": _("Claim"),
                "status": _("State"),
                "principal_fen": _("Principal"),
                "interest_fen": _("Interest"),
                "reason": _("Reason"),
                "ended_on": _("Ended"),
            },
            _waivers,
        ),
    )


def _papers(user: User) -> Iterator[Record]:
    for row in LoanPaper.objects.filter(owner=user).select_related("loan").order_by("pk").iterator():
        yield {
            "number": row.number,
            "loan": row.loan.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "made_on": row.made_on,
            "content_hash": row.content_hash,
            "kept_until_on": row.kept_until_on,
        }


def _ballots(user: User) -> Iterator[Record]:
    rows = HolderBallot.objects.filter(holder=user).select_related("claim", "restructure__loan")
    for row in rows.order_by("pk").iterator():
        yield {
            "loan": row.restructure.loan.number,
            "claim": row.claim.number,
            "principal_fen": row.principal_fen,
            "is_yes": row.is_yes,
            "cast_at": row.cast_at,
        }


def _waivers(user: User) -> Iterator[Record]:
    for row in Waiver.objects.filter(holder=user).select_related("claim").order_by("pk").iterator():
        yield {
            "number": row.number,
            "claim": row.claim.number,
            "status": Coded(row.status, row.get_status_display()),
            "principal_fen": row.principal_fen,
            "interest_fen": row.interest_fen,
            "reason": row.reason,
            "ended_on": row.ended_on,
        }
