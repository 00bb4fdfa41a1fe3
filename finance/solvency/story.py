"""What the published page says: to whom the money at the custodian bank belongs."""

from django.utils.translation import gettext as _

from accounts.web.formats import yuan
from accounts.web.parts import Fact
from finance.chart import CHART, CUSTODY
from finance.models import SolvencyProof
from finance.models.ledger import WALLET_CODES
from finance.queries.owed import code_balance_at_end_of
from finance.services.publish_solvency import CUSTODY_BANK


def obligations_of(proof: SolvencyProof) -> list[Fact]:
    """Return to whom the money at the bank belongs, part by part, and what lay there: the parts add up to it."""
    facts = [Fact(_("Wallets of all customers"), yuan(proof.tree.wallet_fen), is_figure=True)]
    for code, account in CHART.items():
        if account.book == CUSTODY and code not in (CUSTODY_BANK, *WALLET_CODES):
            fen = -code_balance_at_end_of(proof.business_on, code)
            facts.append(Fact(account.name, yuan(fen), is_figure=True))
    stated = _("by the bank's own statement: %(amount)s")
    hint = stated % {"amount": yuan(proof.stated_fen)} if proof.stated_fen is not None else ""
    total = yuan(proof.custody_fen)
    facts.append(Fact(_("At the custodian bank, by our books"), total, hint, is_figure=True, is_total=True))
    return facts
