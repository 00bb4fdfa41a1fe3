"""Letters to debtors and the file for the lawyers: what is frozen of them, and how it is drawn."""

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.esign.canonical import canonical, hash_of
from accounts.models import User
from accounts.numbers import next_number
from accounts.papers import Paper
from accounts.web.formats import yuan
from lending.models import Loan
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues
from risk.collections.promises import debtors_payments
from risk.collections.words import said_words
from risk.models import CollectionCase, CollectionContact, CollectionPaper
from risk.models.collection import Channel, PromiseStatus, Reached

PREFIX = "CP"
WORDS = {
    "reminder": gettext_lazy(
        "We remind you that an instalment of your loan is not paid. Perhaps it was an oversight: then please pay the "
        "amount below by %(until)s. If you cannot, tell us early and ask for more time on the page of the loan."
    ),
    "demand": gettext_lazy(
        "In spite of our reminders your loan is overdue. We ask you to pay the amount below in full by %(until)s. "
        "Overdue interest runs on, at the rate of your contract, until the principal that is due is paid. If you "
        "dispute the debt, or cannot pay for a reason you could not help, write to us by the same day."
    ),
    "before_law": gettext_lazy(
        "Your loan has been overdue for %(days)s days. Unless the amount below is paid by %(until)s, the lenders' "
        "claims may be brought before a court or an arbitration commission; documented costs of that would be yours. "
        "You can still prevent it: pay, ask for more time, or ask for a settlement."
    ),
}
RIGHTS = gettext_lazy(
    "Only you are contacted about this loan, at most three times a day by telephone and not between 22:00 and 08:00. "
    "Every contact stands on the page of your loan, where you can complain about it."
)


def arrears_fen(loan: Loan, on: dt.date) -> int:
    """Return what is due and unpaid on a loan at the end of a day."""
    return sum(collect_dues(book, on).now_fen for book in read_books([loan.pk]))


def letter_facts(case: CollectionCase, letter_days: int) -> dict[str, Any]:
    """Return the figures of a letter as of today; nothing in them names a person."""
    today, loan = clock.today(), case.loan
    since = loan.overdue_since_on or case.overdue_since_on
    return {
        "loan": loan.number,
        "borrower": loan.borrower.number,
        "as_of": today.isoformat(),
        "days_late": (today - since).days,
        "arrears_fen": arrears_fen(loan, today),
        "outstanding_fen": loan.outstanding_fen,
        "pay_until": (today + dt.timedelta(days=letter_days)).isoformat(),
    }


def file_facts(case: CollectionCase) -> dict[str, Any]:
    """Return the whole file of a case as codes, days and amounts."""
    contacts = case.contacts.select_related("officer").order_by("pk")
    payments = debtors_payments().filter(loan=case.loan_id, paid_at__gte=case.opened_at).order_by("pk")
    return {
        **letter_facts(case, 0),
        "overdue_since": case.overdue_since_on.isoformat(),
        "contacts": [_contact(row) for row in contacts],
        "promises": [
            [row.number, row.due_on.isoformat(), row.promised_fen, row.paid_fen, row.status]
            for row in case.promises.order_by("pk")
        ],
        "payments": [[row.number, row.paid_on.isoformat(), row.amount_fen] for row in payments],
        "letters": list(case.papers.order_by("pk").values_list("number", flat=True)),
    }


def _contact(row: CollectionContact) -> list[Any]:
    at = row.made_at.astimezone(clock.SHANGHAI)
    return [f"{at:%Y-%m-%d %H:%M}", row.channel, row.officer.number, row.reached, row.said]


def keep_paper(
    case: CollectionCase,
    *,
    kind: str,
    facts: dict[str, Any],
    made_by: User,
    contact: CollectionContact | None = None,
) -> CollectionPaper:
    """Keep a paper as it goes out, with the hash of what it says."""
    return CollectionPaper.objects.create(
        number=next_number(PREFIX),
        case=case,
        contact=contact,
        kind=kind,
        facts=facts,
        content_hash=hash_of(canonical(facts)),
        made_by=made_by,
        made_at=clock.now(),
    )


def draw_paper(paper: CollectionPaper, language: str) -> bytes:
    """Return the paper as PDF in a language; the same paper always gives the same bytes while the person is known."""
    with translation.override(language):
        drawn = Paper(str(paper.get_kind_display()), paper.number, made_at=paper.made_at)
        drawn.set_lang("zh-CN" if language.startswith("zh") else "en")
        borrower = paper.case.loan.borrower
        name = borrower.person.real_name if borrower.person is not None else borrower.number
        drawn.write_facts(_head(paper, name))
        if paper.kind == CollectionPaper.Kind.FILE:
            _draw_file(drawn, paper.facts)
        else:
            _draw_letter(drawn, paper)
        drawn.write_facts([(_("Fingerprint (SHA-256)"), paper.content_hash)], size=8)
        return bytes(drawn.output())


def _head(paper: CollectionPaper, name: str) -> list[tuple[str, str]]:
    facts = paper.facts
    return [
        (_("Addressed to") if paper.kind != "file" else _("Debtor"), f"{name} · {facts['borrower']}"),
        (_("Loan"), facts["loan"]),
        (_("Date"), _day(facts["as_of"])),
        (_("Due and unpaid"), yuan(facts["arrears_fen"])),
        (_("Outstanding principal"), yuan(facts["outstanding_fen"])),
        (_("Days late"), str(facts["days_late"])),
    ]


def _draw_letter(drawn: Paper, paper: CollectionPaper) -> None:
    facts = paper.facts
    drawn.ln(4)
    said = str(WORDS[paper.kind]) % {"until": _day(facts["pay_until"]), "days": facts["days_late"]}
    drawn.write_text(said)
    drawn.write_heading(_("Please pay"))
    drawn.write_facts([(_("Amount"), yuan(facts["arrears_fen"])), (_("Until"), _day(facts["pay_until"]))])
    drawn.write_heading(_("Your rights"))
    drawn.write_text(str(RIGHTS))
    drawn.ln(4)


def _draw_file(drawn: Paper, facts: dict[str, Any]) -> None:
    channels, reached, states = dict(Channel.choices), dict(Reached.choices), dict(PromiseStatus.choices)
    drawn.write_heading(_("Contacts"))
    for at, channel, officer, whom, said in facts["contacts"]:
        drawn.write_record(f"{at} · {channels[channel]} · {officer}", _joined(reached.get(whom, ""), said))
    drawn.write_heading(_("Promises to pay"))
    heads = [_("Number"), _("Promised for"), _("State"), _("Promised"), _("Paid")]
    lines = [
        [number, on, str(states[status]), yuan(fen), yuan(paid)]
        for number, on, fen, paid, status in facts["promises"]
    ]
    drawn.write_table(heads, lines, (34, 22, 22, 22, 22), figures=2)
    drawn.write_heading(_("Payments since the case was opened"))
    rows = [[number, on, yuan(fen)] for number, on, fen in facts["payments"]]
    drawn.write_table([_("Number"), _("Paid on"), _("Amount")], rows, (34, 22, 22), figures=1)
    drawn.write_heading(_("Letters sent"))
    drawn.write_text(", ".join(facts["letters"]) or "—")
    drawn.ln(4)


def _joined(whom: Any, said: list[str]) -> str:
    return " · ".join(part for part in (str(whom), said_words(said)) if part)


def _day(iso: str) -> str:
    return date_format(dt.date.fromisoformat(iso))
