"""How a statement's page tells opening, movements and closing without reading every line."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from finance.entry_kinds import entry_kind_name, purpose_name
from finance.models import Transfer
from finance.queries.wallet_period import WalletPeriod
from finance.wallet_statement import SummaryRow, wallet_summary
from lending.queries.claim_period import ClaimSums


def summary_rows(wallet: WalletPeriod, claims: ClaimSums) -> list[SummaryRow]:
    """Return the wallet's available and held money and the claims' principal, each adding up."""
    rows = wallet_summary(wallet)
    rows.append(
        SummaryRow(
            _("Principal in claims"),
            claims.opening_fen,
            claims.lent_fen,
            -claims.principal_fen,
            claims.closing_fen,
        )
    )
    return rows


def wallet_rows(wallet: WalletPeriod, rows: Sequence[Transfer]) -> list[dict[str, Any]]:
    """Return transfers as lines with their entry's number."""
    return [
        {
            "entry": row.entry,
            "kind": entry_kind_name(row.entry.kind),
            "purpose": purpose_name(row.purpose),
            "changes": wallet.changes(row),
        }
        for row in rows
    ]
