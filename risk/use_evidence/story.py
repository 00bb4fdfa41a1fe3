"""What the pages about the use of loan money say."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.web.formats import yuan
from accounts.web.parts import Fact
from lending.labels import purpose_label
from lending.models import Loan
from risk.models import UseEvidence
from risk.use_evidence.queries import asked_about, sample_of

TABS = {
    "handed_in": gettext_lazy("To be looked at"),
    "missing": pgettext_lazy("use of money", "Missing"),
    "waiting": pgettext_lazy("use of money", "Asked for"),
    "ended": pgettext_lazy("aml", "Ended"),
    "all": gettext_lazy("All"),
}


def evidence_facts(row: UseEvidence) -> list[Fact]:
    """What the loan was for, what is asked, and what came of it."""
    application = row.loan.application
    facts = [
        Fact(_("Loan"), row.loan.number),
        Fact(_("Agreed purpose"), purpose_label(application.purpose), hint=application.purpose_text),
        Fact(_("Why asked"), row.get_why_display()),
        Fact(_("Evidence asked on"), row.asked_on),
        Fact(_("Due by"), row.due_on),
        Fact(_("Amount of the loan"), yuan(row.loan.principal_fen), is_figure=True),
    ]
    if row.words:
        facts.append(Fact(_("In the borrower's words"), row.words))
    if row.decided_by is not None and row.decided_at is not None:
        facts.append(Fact(_("Decided by"), row.decided_by.name, hint=f"{row.decided_at:%Y-%m-%d}"))
    if row.because:
        facts.append(Fact(_("Why it was not accepted"), row.because))
    return facts


@dataclass(frozen=True)
class Sampled:
    """A loan of the sample with what was asked about it, None where nobody has asked yet."""

    loan: Loan
    evidence: UseEvidence | None


def sampled(month: Any) -> list[Sampled]:
    """Return the sample of a month."""
    loans = sample_of(month)
    asked = asked_about(loans)
    return [Sampled(loan, asked.get(loan.pk)) for loan in loans]
