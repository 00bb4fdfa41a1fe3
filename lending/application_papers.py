"""The papers of an application as the borrower sends them and the office reads them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lending.models import Application, ApplicationPaper
from lending.models.application_paper import PaperKind
from lending.queries.application_papers import needed_kinds, papers_of, sendable_kinds
from lending.services.remove_application_paper import is_sent_in
from lending.services.save_application import EDITABLE
from lending.services.send_application_paper import PAGES

HINTS: dict[str, Promise] = {
    PaperKind.INCOME: _("Payslips of the last three months, or the income statement of the tax app."),
    PaperKind.EMPLOYMENT: _("A letter of your employer with its stamp, or your work contract."),
    PaperKind.BANK_STATEMENT: _("The account your income is paid into, the last three months."),
    PaperKind.ADDRESS: _("A tenancy contract, a title deed or a utility bill in your name."),
    PaperKind.BUSINESS: _("The licence of your shop or firm."),
    PaperKind.PURPOSE: _("A quotation, an invoice or a contract for what you buy."),
    PaperKind.OTHER: _("What we asked you for in words."),
}


@dataclass(frozen=True)
class Page:
    """One picture; `is_sent_in` with the application before, so that it stays."""

    number: str
    sent_at: Any
    is_sent_in: bool


@dataclass(frozen=True)
class PaperGroup:
    """One kind of paper with the pictures of it."""

    kind: str
    label: Any
    hint: Any
    is_needed: bool
    pages: list[Page]

    @property
    def is_missing(self) -> bool:
        return self.is_needed and not self.pages

    @property
    def is_full(self) -> bool:
        return len(self.pages) >= PAGES


def paper_groups(application: Application) -> list[PaperGroup]:
    """Return every kind that is needed, may be sent or was sent, in the order of the house; two queries."""
    papers = papers_of(application)
    needed = needed_kinds(application)
    sendable = sendable_kinds(application) if application.status in EDITABLE else []
    kinds = {*needed, *sendable, *(PaperKind(paper.kind) for paper in papers)}
    return [
        PaperGroup(
            kind.value,
            kind.label,
            HINTS[kind],
            kind in needed,
            [_page(application, paper) for paper in papers if paper.kind == kind],
        )
        for kind in PaperKind
        if kind in kinds
    ]


def _page(application: Application, paper: ApplicationPaper) -> Page:
    return Page(paper.document.number, paper.sent_at, is_sent_in(application, paper))
