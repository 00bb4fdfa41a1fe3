"""A wallet's statement of a period: opening, transfers, closing; a part of an investor's, the whole of a dealer's."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Dealer, User
from accounts.web.statement_file import Line, Section, Statement, refuse_too_long
from finance.entry_kinds import entry_kind_name, purpose_name
from finance.queries.wallet_period import WalletPeriod, wallet_period


@dataclass(frozen=True)
class SummaryRow:
    """What something was at first, what was added and taken away, and what it was at the end; fen."""

    name: str
    opening_fen: int
    in_fen: int
    out_fen: int
    closing_fen: int


def wallet_summary(wallet: WalletPeriod) -> list[SummaryRow]:
    """Return the wallet's available and held money over a period, each adding up."""
    return [
        SummaryRow(name, wallet.opening[at], *wallet.moved[at], wallet.closing[at])
        for at, name in enumerate((_("Wallet, available"), _("Wallet, held")))
    ]


def wallet_section(wallet: WalletPeriod, *, is_running: bool = False) -> Section:
    """Return every transfer of the wallet, with its entry, and where asked for the balances after each."""
    return Section(
        letter="W",
        title=_("Wallet"),
        texts=[_("Day"), _("Entry"), _("Movement"), _("Order number")],
        amounts=[_("Available"), _("Held")],
        after=[_("Available after"), _("Held after")] if is_running else (),
        lines=list(_lines(wallet, is_running=is_running)),
        opening=wallet.opening,
        closing=wallet.closing,
    )


def dealer_statement(
    dealer: Dealer, owner: User, first_on: dt.date, last_on: dt.date, ending: str
) -> Statement:
    """Return the statement of a dealer's wallet with running balances.

    Raises TooLong where the format cannot hold it, and ValueError if it does not add up.
    """
    wallet = wallet_period(owner, first_on, last_on)
    refuse_too_long(wallet.rows.count(), ending)
    return Statement(
        title=_("Statement of the company's wallet"),
        name=f"wallet-{dealer.number}-{first_on:%Y%m%d}-{last_on:%Y%m%d}",
        facts=[
            (_("Company"), f"{dealer.name} · {dealer.number}"),
            (_("Period"), f"{first_on.isoformat()} – {last_on.isoformat()}"),
            (_("Made on"), clock.today().isoformat()),
        ],
        sections=[wallet_section(wallet, is_running=True)],
    )


def _lines(wallet: WalletPeriod, *, is_running: bool) -> Iterator[Line]:
    available_fen, held_fen = wallet.opening
    for row in wallet.rows.iterator(chunk_size=2000):
        changes = wallet.changes(row)
        available_fen, held_fen = available_fen + changes[0], held_fen + changes[1]
        texts = (
            row.entry.business_date.isoformat(),
            row.entry.number,
            _joined(entry_kind_name(row.entry.kind), purpose_name(row.purpose)),
            row.entry.reference,
        )
        yield Line(texts, changes, (available_fen, held_fen) if is_running else ())


def _joined(kind: str, purpose: str) -> str:
    return f"{kind} · {purpose}" if purpose and purpose != kind else kind
