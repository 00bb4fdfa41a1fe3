"""What the pages about the credit bureau say, in facts."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from accounts import clock
from accounts.models import Approval
from accounts.web.formats import number, yuan
from accounts.web.parts import Fact
from risk.models import BureauDispute, BureauFile, BureauRecord

EVENT_WORDS = {
    "bureau_file.made": gettext_lazy("File for the credit bureau made"),
    "bureau_file.approved": gettext_lazy("File for the credit bureau approved"),
    "bureau_file.sent": gettext_lazy("File taken by the credit bureau"),
    "bureau_file.not_taken": gettext_lazy("File not taken by the credit bureau"),
    "bureau_file.replaced": gettext_lazy("File for the credit bureau replaced by a new version"),
    "bureau_file.dropped": gettext_lazy("File for the credit bureau dropped"),
    "bureau_file.taken_out": gettext_lazy("File for the credit bureau taken out"),
    "adverse_notice.sent": gettext_lazy("Borrower told before arrears are reported"),
    "bureau_dispute.raised": gettext_lazy("Credit record disputed"),
    "bureau_dispute.corrected": gettext_lazy("Disputed credit record put right"),
    "bureau_dispute.kept": gettext_lazy("Disputed credit record kept"),
}
FILE_TABS = {
    "": pgettext_lazy("bureau", "Reported"),
    "adverse": pgettext_lazy("bureau", "Arrears"),
    "corrections": gettext_lazy("Corrections"),
    "withheld": gettext_lazy("Withheld"),
}
DISPUTE_TABS = {
    "open": gettext_lazy("To be answered"),
    "late": gettext_lazy("Past their day"),
    "answered": gettext_lazy("Answered already"),
    "all": gettext_lazy("All"),
}


def file_facts(row: BureauFile) -> list[Fact]:
    """What a file is, its control totals, and what became of it."""
    facts = [
        Fact(_("Accounts as of"), row.as_of_on),
        Fact(_("Version"), number(row.version), hint=row.reason),
        Fact(_("Made by"), row.made_by.name),
        Fact(_("Approved by"), row.checked_by.name if row.checked_by is not None else "—"),
    ]
    if row.receipt:
        facts.append(Fact(_("Receipt"), row.receipt, hint=f"{row.sent_at:%Y-%m-%d}" if row.sent_at else ""))
    if row.error:
        facts.append(Fact(_("The bureau did not take it"), row.error, hint=number(row.tries)))
    return [*facts, *total_facts(row), Fact(_("Hash of the file (SHA-256)"), row.sha256)]


def total_facts(row: BureauFile) -> list[Fact]:
    """Return the control totals."""
    return [
        Fact(_("Accounts"), number(row.accounts), is_figure=True),
        Fact(_("Of them in arrears or written off"), number(row.adverse), is_figure=True),
        Fact(_("Corrections of earlier files"), number(row.corrections), is_figure=True),
        Fact(_("Withheld, not in the file"), number(row.withheld), is_figure=True),
        Fact(_("Principal, in all"), yuan(row.balance_fen), is_figure=True),
        Fact(_("Overdue principal, in all"), yuan(row.overdue_fen), is_figure=True),
    ]


def approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker what would go out."""
    row = BureauFile.objects.get(number=approval.payload["file"])
    head = [Fact(_("Accounts as of"), row.as_of_on), Fact(_("Version"), number(row.version))]
    return [*head, *total_facts(row), Fact(_("Hash of the file (SHA-256)"), row.sha256)]


def record_facts(row: BureauRecord) -> list[Fact]:
    """What the bureau was told, as the borrower reads it."""
    facts = [
        Fact(_("Loan"), row.loan.number),
        Fact(_("As of"), row.period_on),
        Fact(_("State of the account"), row.get_state_display()),
        Fact(_("Days past due"), number(row.days_past_due)),
        Fact(pgettext("bureau", "Class"), row.get_five_class_display()),
        Fact(_("Principal"), yuan(row.outstanding_fen), is_figure=True),
        Fact(_("Overdue principal"), yuan(row.overdue_fen), is_figure=True),
    ]
    if row.corrects is not None:
        facts.append(Fact(_("Corrects"), row.corrects.number))
    return facts


@dataclass(frozen=True)
class Countdown:
    """How many days are left to answer, in words with tone and icon as of badges."""

    words: str
    tone: str
    icon: str


def countdown(dispute: BureauDispute) -> Countdown | None:
    """Return what is left of the days to answer, None where it is answered."""
    if dispute.status != BureauDispute.Status.OPEN:
        return None
    days = (dispute.due_on - clock.today()).days
    if days < 0:
        words = ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
        return Countdown(words, "danger", "clock-alert")
    words = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return Countdown(words, "attention" if days <= 5 else "active", "clock")


def dispute_facts(dispute: BureauDispute) -> list[Fact]:
    """What is disputed, by whom and until when it is answered."""
    facts = [
        Fact(_("Customer"), dispute.borrower.number),
        Fact(_("Raised on"), dispute.raised_on),
        Fact(_("To be answered by"), dispute.due_on),
        Fact(_("In the customer's words"), dispute.words),
    ]
    if dispute.answered_by is not None:
        facts.append(Fact(_("Answer given by"), dispute.answered_by.name, hint=f"{dispute.answered_on}"))
        facts.append(Fact(_("The answer"), dispute.answer))
    return facts + right_facts(dispute)


def right_facts(dispute: BureauDispute) -> list[Fact]:
    """Return what the record should have said, nothing where it stays."""
    if dispute.status != BureauDispute.Status.CORRECTED:
        return []
    return [
        Fact(_("Put right: state of the account"), dispute.get_right_state_display()),
        Fact(_("Put right: days past due"), number(dispute.right_days_past_due or 0)),
        Fact(_("Put right: class"), dispute.get_right_class_display()),
        Fact(_("Put right: overdue principal"), yuan(dispute.right_overdue_fen or 0), is_figure=True),
    ]


@dataclass(frozen=True)
class ShownDispute:
    """A dispute in a list with what is left of its days."""

    row: BureauDispute
    left: Countdown | None


def shown_disputes(rows: list[Any]) -> list[ShownDispute]:
    """Return disputes with their countdowns."""
    return [ShownDispute(row, countdown(row)) for row in rows]
