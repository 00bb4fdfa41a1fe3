"""Delivering papers: a message with the way to it in the inbox of whose copy it is."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.services.send_message import send_message
from lending.models import LoanPaper

TEMPLATES = (
    MessageTemplate(
        "paper_contract",
        subject=_("The contract of loan %(loan)s is ready"),
        body="lending/messages/paper_contract.txt",
        is_emailed=False,
        is_required=True,
    ),
    MessageTemplate(
        "paper_supplement",
        subject=_("The supplement to the contract of loan %(loan)s is ready"),
        body="lending/messages/paper_supplement.txt",
        is_emailed=False,
        is_required=True,
    ),
    MessageTemplate(
        "paper_certificate",
        subject=_("The settlement certificate of loan %(loan)s is ready"),
        body="lending/messages/paper_certificate.txt",
        is_emailed=False,
        is_required=True,
    ),
)


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)


def deliver_paper(paper: LoanPaper) -> None:
    """Tell the borrower that a paper is sealed and where it lies; a lender's copy is opened by whoever asked for it."""
    if paper.kind == LoanPaper.Kind.EXTRACT:
        return
    send_message(
        to=paper.owner,
        template=f"paper_{paper.kind}",
        context={"loan": paper.loan.number, "paper": paper.number, "code": paper.check_code},
        key=f"loan_paper:{paper.number}",
        link=f"/me/papers/{paper.number}/",
    )
