"""How breaks, figures and faults of files read."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import yuan
from finance.models import ReconciliationBreak

SUBJECTS: dict[str, Promise] = {
    "opening": gettext_lazy("Opening balance"),
    "1301": gettext_lazy("Loans outstanding"),
    "2301": gettext_lazy("Investors' claims"),
    "1302": gettext_lazy("Loans written off but owed"),
    "2302": gettext_lazy("Claims written off but owed"),
    "disbursed": gettext_lazy("Lent on the day"),
    "ended": gettext_lazy("Repaid or waived on the day"),
}

FAULTS: dict[str, Promise] = {
    "too_large": gettext_lazy("The file is too large."),
    "not_csv": gettext_lazy("The file is no CSV text in UTF-8."),
    "no_head": gettext_lazy("The file has no head with control totals."),
    "wrong_head": gettext_lazy("The first row does not name the control totals."),
    "wrong_columns": gettext_lazy("The columns are not the agreed ones."),
    "wrong_account": gettext_lazy("The statement is of another account."),
    "bad_day": gettext_lazy("The day is no date."),
    "bad_count": gettext_lazy("The number of lines is no number."),
    "bad_amount": gettext_lazy("An amount is not in yuan with two decimals, above zero."),
    "bad_number": gettext_lazy("The bank's number has characters it cannot have."),
    "bad_reference": gettext_lazy("The reference has characters it cannot have."),
    "bad_counterparty": gettext_lazy("The name of the other side is too long or reads like a formula."),
    "bad_direction": gettext_lazy("The direction is neither in nor out."),
    "bad_time": gettext_lazy("The time is none, or has no time zone."),
    "line_count": gettext_lazy("The control total of lines is not the number of lines."),
    "credits_total": gettext_lazy("What came in does not add up to its control total."),
    "debits_total": gettext_lazy("What went out does not add up to its control total."),
    "balance_total": gettext_lazy("The opening balance and the lines do not lead to the closing balance."),
    "day_not_over": gettext_lazy("The day of the statement is not over yet."),
}


def subject_name(subject: str) -> str:
    """Return what a break is about: a figure by its name, else the number itself."""
    return str(SUBJECTS.get(subject, subject))


def fault_words(fault: Mapping[str, Any]) -> str:
    """Return why a file was refused, as a sentence."""
    return str(FAULTS.get(str(fault["code"]), fault["code"]))


def break_sentence(row: ReconciliationBreak) -> str:
    """Return a break in one sentence, for the halt."""
    return _("%(kind)s: %(subject)s on %(day)s, bank %(bank)s, ledger %(ledger)s.") % {
        "kind": row.get_kind_display(),
        "subject": subject_name(row.subject),
        "day": row.business_on.isoformat(),
        "bank": yuan(row.bank_fen),
        "ledger": yuan(row.ledger_fen),
    }
