"""An investor's statement of a period: the wallet, the claims with what they brought, and the claims at its end."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import User
from accounts.web.statement_file import Line, Section, Statement, refuse_too_long
from finance.queries.wallet_period import wallet_period
from finance.wallet_statement import wallet_section
from lending.labels import version_words
from lending.models import LoanPayment, ProductVersion
from lending.queries.claim_period import (
    ClaimMove,
    ClaimPeriod,
    HeldClaim,
    claim_period,
    claims_at_end_of,
    count_moves,
)


def investor_statement(holder: User, first_on: dt.date, last_on: dt.date, ending: str) -> Statement:
    """Return the statement; raises TooLong where the format cannot hold it, and ValueError if it does not add up."""
    wallet = wallet_period(holder, first_on, last_on)
    refuse_too_long(count_moves(holder, first_on, last_on) + wallet.rows.count(), ending)
    claims = claim_period(holder, first_on, last_on)
    held = claims_at_end_of(holder, last_on)
    return Statement(
        title=_("Investor's statement"),
        name=f"statement-{holder.number}-{first_on:%Y%m%d}-{last_on:%Y%m%d}",
        facts=[
            (_("Customer"), holder.number),
            (_("Period"), f"{first_on.isoformat()} – {last_on.isoformat()}"),
            (_("Made on"), clock.today().isoformat()),
        ],
        sections=[wallet_section(wallet), claims_section(claims), held_section(held)],
    )


def claims_section(claims: ClaimPeriod) -> Section:
    """Return what each entry changed in the claims: principal outstanding, and what came of which kind."""
    names = product_names(move.version_id for move in claims.moves)
    lines = [_claim_line(move, names[move.version_id]) for move in claims.moves]
    came = tuple(sum(line.amounts[at] for line in lines) for at in range(1, 5))
    return Section(
        letter="C",
        title=_("Claims and receipts"),
        texts=[_("Day"), _("Entry"), _("Claim"), _("Product"), _("What for")],
        amounts=[
            _("Outstanding"),
            _("Principal received"),
            _("Interest"),
            _("Overdue interest"),
            _("Total received"),
        ],
        lines=lines,
        opening=(claims.opening_fen, 0, 0, 0, 0),
        closing=(claims.closing_fen, *came),
    )


def product_names(version_ids: Iterable[int]) -> dict[int, str]:
    """Return each product with its version in words: a loan keeps the one it was made under."""
    return {pk: version_words(one) for pk, one in ProductVersion.objects.in_bulk(set(version_ids)).items()}


def _claim_line(move: ClaimMove, product: str) -> Line:
    kinds = {
        **dict(LoanPayment.Kind.choices),
        "lent": _("Lent"),
        "bought": _("Bought"),
        "sold": _("Sold"),
    }
    what = str(kinds.get(move.kind, move.kind))
    came_fen = move.principal_fen + move.interest_fen + move.overdue_interest_fen
    texts = (move.on.isoformat(), move.entry_number, move.claim_number, product, f"{what} · {move.reference}")
    return Line(
        texts,
        (
            move.lent_fen - move.principal_fen,
            move.principal_fen,
            move.interest_fen,
            move.overdue_interest_fen,
            came_fen,
        ),
    )


def held_section(held: list[HeldClaim]) -> Section:
    """Return the claims at the end of the period."""
    names = product_names(one.version_id for one in held)
    return Section(
        letter="H",
        title=_("Claims held at the end"),
        texts=[_("Lent on"), _("Claim"), _("Loan"), _("Product"), _("Grade")],
        amounts=[_("Lent"), _("Outstanding")],
        lines=[
            Line(
                (one.opened_on.isoformat(), one.number, one.loan_number, names[one.version_id], one.grade),
                (one.lent_fen, one.outstanding_fen),
            )
            for one in held
        ],
    )
