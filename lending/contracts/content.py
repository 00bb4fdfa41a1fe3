"""What a loan contract says, in figures and references, worked out from the rows of the day it arose."""

from typing import Any

from django.db.models import QuerySet

from accounts.crypto import mask_identity_number, mask_name
from accounts.esign.statements import instant
from accounts.esign.wording import wording_hash
from accounts.models import Signature, User
from accounts.rules import rules
from lending import offers
from lending.contracts import mandate
from lending.domain.rates import all_in_rate_ppm
from lending.domain.schedule import build_schedule
from lending.domain.terms import Terms
from lending.models import Claim, GoodsOrder, Loan, ScheduleVersion
from lending.models.product import ProductLine
from lending.product_terms import cooling_days_of
from lending.queries.quotes import effective_ppm
from lending.texts import FOLDER

# The text of offers signed before signatures named theirs.
FIRST_VERSION = "loan-contract-2026-1"
RULES = ("lpr", "rate.cap", "cooling.off", "restructure", "due.move", "holders.vote", "aml.large")
CHUNK = 900


def contract_content(loan: Loan, number: str) -> dict[str, Any]:
    """Return the contract of a loan as it arose on the day it was paid out, whenever it is written down.

    The first version of the schedule, the lenders whose bids were lent out and the rules of that day stand in it; the
    number of statements does not depend on the number of lenders but for reading them in portions.
    """
    first = ScheduleVersion.objects.get(loan=loan, version=1)
    schedule = build_schedule(Terms.from_dict(first.terms))
    held = rules(RULES, on=loan.disbursed_on)
    version = loan.product_version
    lenders, offer = lender_rows(loan), _signed_offer(loan)
    # The text is the one the borrower signed the offer for, whichever is offered by the time of the payment.
    text = offer.text_version if offer is not None else FIRST_VERSION
    return {
        **head(loan, "contract", number),
        "text": {"version": text, "sha256": wording_hash(FOLDER, text)},
        "line": str(version.product.line),
        "order": _order(loan),
        "borrower": borrower_of(loan),
        "purpose": loan.application.purpose,
        "principal_fen": loan.principal_fen,
        "disbursed_on": loan.disbursed_on.isoformat(),
        "matures_on": schedule.rows[-1].due_on.isoformat(),
        "periods": loan.periods,
        "method": loan.method,
        "day_count": str(schedule.terms.day_count),
        "rates": {
            # The loan's own rate may have been lowered before this is written.
            "contract_ppm": schedule.terms.annual_rate_ppm,
            "all_in_ppm": all_in_rate_ppm(schedule),
            "effective_ppm": effective_ppm(schedule),
            "overdue_ppm": loan.overdue_rate_ppm,
            **({"overdue_most_ppm": version.overdue_most_ppm} if version.overdue_most_ppm else {}),
            "cap_ppm": loan.cap_rate_ppm,
            "cap_multiple": held["rate.cap"].value.get("lpr_multiple", 0),
            "lpr_ppm": held["lpr"].value["one_year_ppm"],
            "lpr_on": held["lpr"].valid_from_on.isoformat(),
        },
        "interest_fen": schedule.total_interest_fen,
        "fee_fen": schedule.total_fee_fen,
        "total_fen": loan.principal_fen + schedule.total_interest_fen + schedule.total_fee_fen,
        **(
            {"dealer_interest_fen": schedule.total_interest_fen} if version.is_interest_paid_by_dealer else {}
        ),
        "early_fee_ppm": version.early_fee_ppm,
        "grace_days": loan.grace_days,
        "cooling_days": cooling_days_of(version, held["cooling.off"].value),
        "keep_years": held["aml.large"].value["keep_years"],
        "mandate": mandate.limits_from(held["restructure"].value, held["due.move"].value),
        "vote": mandate.vote_from(held["holders.vote"].value),
        "rows": [
            [row.n, row.due_on.isoformat(), row.principal_fen, row.interest_fen, row.fee_fen]
            for row in schedule.rows
        ],
        "lenders": lenders,
        "lent_fen": sum(row[3] for row in lenders),
        "signature": _said_of_offer(loan, offer),
    }


def head(loan: Loan, kind: str, number: str) -> dict[str, Any]:
    """Return what every paper of a loan begins with."""
    return {
        "paper": number,
        "kind": kind,
        "loan": loan.number,
        "application": loan.application.number,
        "listing": loan.listing.number,
    }


def borrower_of(loan: Loan) -> dict[str, str]:
    """Return the borrower as the own copy names them: the name in full, the identity number masked."""
    person = loan.borrower.person
    return {
        "number": loan.borrower.number,
        "name": person.real_name if person is not None else loan.borrower.name,
        "identity": mask_identity_number(person.identity_number) if person is not None else "",
    }


def first_claims(loan: Loan) -> "QuerySet[Claim]":
    """Return the claims that arose with the loan, whoever holds them now."""
    return Claim.objects.filter(loan=loan, bid__isnull=False).order_by("number")


def lender_rows(loan: Loan) -> list[list[Any]]:
    """Return the lenders of the day: claim, login, masked name, amount, number and hash of the signature."""
    claims = list(first_claims(loan).select_related("bid__investor"))
    signed = signatures_of_bids([claim.bid.number for claim in claims if claim.bid is not None])
    rows: list[list[Any]] = []
    for claim in claims:
        if claim.bid is None:
            continue
        signature = signed.get(claim.bid.number)
        rows.append(
            [
                claim.number,
                claim.bid.investor.number,
                mask_name(claim.bid.investor.display_name),
                claim.principal_fen,
                signature.number if signature is not None else "",
                signature.document_hash if signature is not None else "",
            ]
        )
    return rows


def signatures_of_bids(numbers: list[str]) -> dict[str, Signature]:
    """Return the lenders' signatures by the numbers of their bids; bids older than signatures have none."""
    found: dict[str, Signature] = {}
    for start in range(0, len(numbers), CHUNK):
        rows = Signature.objects.filter(
            document_kind=mandate.KIND, document_number__in=numbers[start : start + CHUNK]
        )
        found |= {row.document_number: row for row in rows.defer("content")}
    return found


def said_of(signature: Signature | None) -> dict[str, str] | None:
    """Return what a paper says of a signature on it."""
    if signature is None:
        return None
    return {
        "number": signature.number,
        "hash": signature.document_hash,
        "method": signature.method,
        "address": signature.address_masked,
        "signed_at": instant(signature.signed_at),
    }


def newest_signature(signer: User, kind: str, number: str, document_hash: str = "") -> Signature | None:
    """Return a signer's newest signature on a document, where it is given the one on exactly this hash."""
    rows = Signature.objects.filter(signer=signer, document_kind=kind, document_number=number)
    if document_hash:
        rows = rows.filter(document_hash=document_hash)
    return rows.order_by("-pk").first()


def _signed_offer(loan: Loan) -> Signature | None:
    application = loan.application
    return newest_signature(loan.borrower, offers.KIND, application.number, application.offer_hash)


def _said_of_offer(loan: Loan, signature: Signature | None) -> dict[str, str]:
    """Return the borrower's signature on the offer; an offer older than signatures has its hash and instant."""
    application = loan.application
    return said_of(signature) or {
        "number": "",
        "hash": application.offer_hash,
        "method": "confirmation",
        "address": "",
        "signed_at": instant(application.accepted_at) if application.accepted_at is not None else "",
    }


def _order(loan: Loan) -> dict[str, Any] | None:
    """Return the goods and their dealer, none for a cash loan."""
    if loan.product_version.product.line != ProductLine.GOODS:
        return None
    order = (
        GoodsOrder.objects.select_related("dealer")
        .prefetch_related("items")
        .get(application=loan.application_id)
    )
    return {
        "number": order.number,
        "dealer": order.dealer.number,
        "dealer_name": order.dealer.name,
        "goods": [item.name for item in order.items.all() if item.dropped_at is None],
        "price_fen": order.price_fen,
        "down_payment_fen": order.down_payment_fen,
    }
