"""What the borrower and the holders are told when a loan is called in, taken to court or written off."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, MessageCategory
from accounts.services.send_message import MessageInput, send_messages
from accounts.web.formats import yuan
from lending.models import Acceleration, Claim, LegalStep, Loan, Waiver, WriteOff
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues

NOTICE = "acceleration_notice"
TEMPLATES = (
    MessageTemplate(
        NOTICE,
        subject=_("Pay %(amount)s by %(until)s, or all of loan %(loan)s falls due"),
        body="lending/messages/acceleration_notice.txt",
        is_required=True,
        sms=_(
            "[Fenqi] Notice on loan %(loan)s: pay the arrears of %(amount)s by %(until)s, or the whole loan falls due."
        ),
    ),
    MessageTemplate(
        "acceleration_cured",
        subject=_("Loan %(loan)s goes on as agreed"),
        body="lending/messages/acceleration_cured.txt",
    ),
    MessageTemplate(
        "loan_called_in",
        subject=_("All of loan %(loan)s is due now"),
        body="lending/messages/loan_called_in.txt",
        sms=_("[Fenqi] All of loan %(loan)s is due since %(until)s: %(amount)s."),
    ),
    MessageTemplate(
        "claim_news",
        subject=_("News on the overdue loan behind your claim %(claim)s"),
        body="lending/messages/claim_news.txt",
        is_emailed=False,
    ),
    MessageTemplate(
        "claim_called_in",
        subject=_("The loan behind your claim %(claim)s was called in"),
        body="lending/messages/claim_called_in.txt",
        is_emailed=False,
    ),
    MessageTemplate(
        "waiver_offered",
        subject=_("Would you waive a part of claim %(claim)s? Decide by %(until)s"),
        body="lending/messages/waiver_offered.txt",
    ),
    MessageTemplate(
        "claim_written_off",
        subject=_("Your claim %(claim)s was written off; it stays owed"),
        body="lending/messages/claim_written_off.txt",
        category=MessageCategory.MONEY,
    ),
)
OF_BORROWER = {
    "acceleration.noticed": NOTICE,
    "acceleration.cured": "acceleration_cured",
    "acceleration.in_force": "loan_called_in",
}


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)


def notice_key(row: Acceleration) -> str:
    """Return the key under which the notice to the borrower is kept."""
    return f"acceleration.noticed:{row.number}"


def tell_of_acceleration(event: Event) -> None:
    """Tell the borrower what to pay until when, or that all is due; tell the holders where it stands."""
    row = Acceleration.objects.select_related("loan__borrower").get(pk=event.subject_id)
    loan, fen = row.loan, row.arrears_fen
    if event.kind == "acceleration.in_force" and row.ended_on is not None:
        fen = sum(collect_dues(book, row.ended_on).now_fen for book in read_books([loan.pk]))
    told = MessageInput(
        loan.borrower,
        OF_BORROWER[event.kind],
        {"loan": loan.number, "until": row.effective_on or "", "amount": yuan(fen)},
        f"{event.kind}:{row.number}",
        f"/borrow/loans/{loan.number}/",
    )
    template = "claim_called_in" if event.kind == "acceleration.in_force" else "claim_news"
    send_messages([told, *_to_holders(loan, template, f"{event.kind}:{row.number}")])


def tell_of_legal_step(event: Event) -> None:
    """Tell the holders that there is a new step to read on their claim's page."""
    step = LegalStep.objects.select_related("loan").get(pk=event.subject_id)
    send_messages(_to_holders(step.loan, "claim_news", f"step:{step.number}"))


def tell_of_write_off(event: Event) -> None:
    """Tell the holders that their claims are no longer counted on, and stay theirs."""
    row = WriteOff.objects.select_related("loan").get(pk=event.subject_id)
    send_messages(_to_holders(row.loan, "claim_written_off", f"write_off:{row.number}"))


def tell_of_waiver(event: Event) -> None:
    """Ask the holder, who alone decides."""
    row = Waiver.objects.select_related("claim", "holder", "loan").get(pk=event.subject_id)
    context = {"claim": row.claim.number, "loan": row.loan.number, "until": row.offer_until_on or ""}
    key, link = f"waiver.offered:{row.number}", f"/invest/waivers/{row.number}/"
    send_messages([MessageInput(row.holder, "waiver_offered", context, key, link)])


def _to_holders(loan: Loan, template: str, key: str) -> list[MessageInput]:
    claims = Claim.objects.filter(loan=loan, status__in=Claim.OWED).select_related("holder").order_by("pk")
    return [
        MessageInput(
            claim.holder,
            template,
            {"claim": claim.number, "loan": loan.number, "left": yuan(claim.outstanding_fen)},
            f"{key}:{claim.number}",
            f"/invest/claims/{claim.number}/",
        )
        for claim in claims
    ]
