"""What the borrower and the lenders of a loan are told when its schedule is drawn anew."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, MessageCategory
from accounts.services.send_message import MessageInput, send_messages
from accounts.web.formats import rate, yuan
from lending.models import Claim, Loan, Restructure

TEMPLATES = (
    MessageTemplate(
        "loan_redrawn",
        subject=_("Loan %(loan)s has a new schedule"),
        body="lending/messages/loan_redrawn.txt",
        sms=_(
            "[Fenqi] Loan %(loan)s has a new schedule: next %(amount)s on %(due_on)s, last on %(last_on)s."
        ),
    ),
    MessageTemplate(
        "claim_redrawn",
        subject=_("The borrower of your claim %(claim)s has a new schedule"),
        body="lending/messages/claim_redrawn.txt",
        is_emailed=False,
        category=MessageCategory.MONEY,
    ),
    MessageTemplate(
        "restructure_offered",
        subject=_("A new schedule for loan %(loan)s: read and decide by %(until)s"),
        body="lending/messages/restructure_offered.txt",
        sms=_("[Fenqi] A new schedule for loan %(loan)s is approved. Read it and decide by %(until)s."),
    ),
    MessageTemplate(
        "restructure_declined",
        subject=_("Your hardship request on loan %(loan)s was declined"),
        body="lending/messages/restructure_declined.txt",
    ),
    MessageTemplate(
        "vote_opened",
        subject=_("Vote by %(until)s: a new schedule for the borrower of claim %(claim)s"),
        body="lending/messages/vote_opened.txt",
    ),
    MessageTemplate(
        "vote_carried",
        subject=_("The lenders agreed to the new schedule of loan %(loan)s"),
        body="lending/messages/vote_carried.txt",
        is_emailed=False,
    ),
    MessageTemplate(
        "vote_lost",
        subject=_("The lenders did not agree to a new schedule of loan %(loan)s"),
        body="lending/messages/vote_lost.txt",
        is_emailed=False,
    ),
)


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)


def tell_of_redrawing(event: Event) -> None:
    """Tell the borrower the next and the last date, and each holder what is left of the claim and until when.

    Both are told a rate that was lowered.
    """
    loan = Loan.objects.select_related("borrower").get(pk=event.subject_id)
    version = event.data["version"]
    rows = list(loan.instalments.filter(schedule_version=version, is_prepayment=False).order_by("n"))
    context = {
        "loan": loan.number,
        "due_on": rows[0].due_on,
        "last_on": rows[-1].due_on,
        **_rates(event.data.get("rate_before_ppm"), event.data.get("rate_ppm")),
    }
    told = [
        MessageInput(
            loan.borrower,
            "loan_redrawn",
            {**context, "amount": yuan(rows[0].total_fen)},
            f"loan.redrawn:{loan.number}:{version}",
            f"/borrow/loans/{loan.number}/",
        )
    ]
    for claim in Claim.objects.filter(loan=loan, status=Claim.Status.ACTIVE).select_related("holder"):
        told.append(
            MessageInput(
                claim.holder,
                "claim_redrawn",
                {**context, "claim": claim.number, "left": yuan(claim.outstanding_fen)},
                f"claim.redrawn:{claim.number}:{version}",
                f"/invest/claims/{claim.number}/",
            )
        )
    send_messages(told)


def tell_of_restructure(event: Event) -> None:
    """Tell the borrower that the office decided: the offer waits, or the request was declined and why."""
    row = Restructure.objects.select_related("loan__borrower").get(pk=event.subject_id)
    is_offer = event.kind == "restructure.offered"
    context = {
        "loan": row.loan.number,
        "until": row.offer_until_on or "",
        "reason": row.end_reason,
        **_planned_rates(row),
    }
    send_messages(
        [
            MessageInput(
                row.loan.borrower,
                "restructure_offered" if is_offer else "restructure_declined",
                context,
                f"{event.kind}:{row.number}:{row.approval_number}",
                f"/borrow/loans/{row.loan.number}/hardship/",
            )
        ]
    )


def tell_of_vote(event: Event) -> None:
    """Ask the holders to vote, and tell them afterwards what it came to; a restructure without a vote tells nothing."""
    row = Restructure.objects.select_related("loan").get(pk=event.subject_id)
    template = TEMPLATES_OF_VOTE[event.kind]
    context = {"loan": row.loan.number, "until": row.vote_until_on, **_planned_rates(row)}
    ballots = row.ballots.select_related("holder", "claim").order_by("pk") if row.vote_until_on else []
    send_messages(
        [
            MessageInput(
                ballot.holder,
                template,
                {**context, "claim": ballot.claim.number},
                f"{event.kind}:{row.number}:{ballot.claim.number}",
                f"/invest/votes/{row.number}/",
            )
            for ballot in ballots
        ]
    )


def _planned_rates(row: Restructure) -> dict[str, str]:
    """Return the rates of a plan; once it is in force the loan's own rate is the new one, and nobody is told of it."""
    return _rates(row.loan.rate_ppm, row.lowered_rate_ppm)


def _rates(before_ppm: int | None, after_ppm: int | None) -> dict[str, str]:
    """Return the rate before and after as words of a message; empty where it stays."""
    if before_ppm is None or after_ppm is None:
        return {"rate_before": "", "rate": ""}
    return {"rate_before": rate(before_ppm), "rate": rate(after_ppm)}


TEMPLATES_OF_VOTE = {
    "restructure.voting": "vote_opened",
    "restructure.offered": "vote_carried",
    "restructure.declined": "vote_lost",
}
