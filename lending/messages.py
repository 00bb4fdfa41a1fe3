"""What borrowers and investors are told on the way from application to loan."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, MessageCategory
from accounts.services.send_message import MessageInput, send_message, send_messages
from accounts.web.formats import rate, yuan
from lending.goods.messages import context_of
from lending.labels import END_REASONS
from lending.models import Application, Bid, Claim, Decision, Loan
from lending.queries.goods import orders_with_names

TEMPLATES = (
    MessageTemplate(
        "offer_code",
        subject=_("Your code to sign the offer %(number)s"),
        body="lending/messages/offer_code.txt",
        sms=_(
            "[Fenqi] Code %(code)s signs your offer %(number)s: %(amount)s, %(rate)s a year in all. Good for 10 "
            "minutes. Nobody from Fenqi asks for it."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "offer_made",
        subject=_("Your offer: %(amount)s"),
        body="lending/messages/offer_made.txt",
        sms=_("[Fenqi] Your application %(number)s is approved. Read and sign the offer by %(until)s."),
    ),
    MessageTemplate(
        "application_rejected",
        subject=_("Your application %(number)s was declined"),
        body="lending/messages/application_rejected.txt",
    ),
    MessageTemplate(
        "application_refused_by_rule",
        subject=_("Your application %(number)s was declined by a rule"),
        body="lending/messages/application_refused_by_rule.txt",
        is_required=True,
    ),
    MessageTemplate(
        "application_returned",
        subject=_("Please complete your application %(number)s"),
        body="lending/messages/application_returned.txt",
    ),
    MessageTemplate(
        "application_ended",
        subject=_("Your application %(number)s has ended"),
        body="lending/messages/application_ended.txt",
    ),
    MessageTemplate(
        "loan_paid_out",
        subject=_("%(amount)s is in your wallet"),
        body="lending/messages/loan_paid_out.txt",
        sms=_(
            "[Fenqi] Loan %(loan)s: %(amount)s is in your wallet. The first instalment is due on %(first)s."
        ),
    ),
    MessageTemplate(
        "bid_lent",
        subject=_("Your bid of %(amount)s is lent out"),
        body="lending/messages/bid_lent.txt",
        is_emailed=False,
    ),
    MessageTemplate(
        "bid_released",
        subject=_("Your bid of %(amount)s came back"),
        body="lending/messages/bid_released.txt",
        is_emailed=False,
    ),
)
APPLICATION_KINDS = (
    "application.approved",
    "application.rejected",
    "application.returned",
    "application.expired",
    "application.cancelled",
)
TEMPLATE_OF = {
    "application.approved": "offer_made",
    "application.rejected": "application_rejected",
    "application.returned": "application_returned",
}


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)


def tell_of_application(event: Event) -> None:
    """Tell a borrower that the application was decided or has ended."""
    application = Application.objects.select_related("borrower", "decision").get(pk=event.subject_id)
    decision = application.decision
    is_by_rule = event.kind == "application.rejected" and decision is not None and decision.is_automatic
    context = {
        "told": lazy_told(decision) if is_by_rule and decision is not None else "",
        "number": application.number,
        "amount": yuan(decision.amount_fen) if decision and decision.amount_fen else "",
        "rate": rate(decision.rate_ppm) if decision and decision.rate_ppm is not None else "",
        "until": decision.offer_until_on if decision and decision.offer_until_on else "",
        "reason": END_REASONS.get(application.end_reason, ""),
    }
    send_message(
        to=application.borrower,
        template="application_refused_by_rule"
        if is_by_rule
        else TEMPLATE_OF.get(event.kind, "application_ended"),
        context=context,
        # A second offer after a return is another occasion.
        key=f"{event.kind}:{application.number}:{application.decision_id or 0}",
        link=f"/borrow/applications/{application.number}/",
    )


def _told(decision: Decision) -> str:
    return "\n".join(f"- {one}" for one in decision.told_words)


# Read in the language the message is written in.
lazy_told = lazy(_told, str)


def tell_of_disbursement(event: Event) -> None:
    """Tell the borrower that the money is there, and each investor that the bid became a claim."""
    loan = Loan.objects.select_related("borrower").get(pk=event.subject_id)
    first = loan.instalments.order_by("n").values_list("due_on", flat=True)[0]
    order = orders_with_names().filter(loan=loan).first()
    if order is None:
        template, context = "loan_paid_out", {"loan": loan.number, "amount": yuan(loan.principal_fen)}
    else:
        template, context = "goods_loan_begun", {**context_of(order), "loan_number": loan.number}
    told = [
        MessageInput(
            loan.borrower,
            template,
            {**context, "first": first},
            f"loan.disbursed:{loan.number}",
            f"/borrow/loans/{loan.number}/",
        )
    ]
    for claim in Claim.objects.filter(loan=loan, bid__isnull=False).select_related("holder", "bid"):
        context = {
            "bid": claim.bid.number if claim.bid else "",
            "claim": claim.number,
            "loan": loan.number,
            "amount": yuan(claim.principal_fen),
            "first": first,
        }
        told.append(
            MessageInput(
                claim.holder,
                "bid_lent",
                context,
                f"bid.settled:{claim.number}",
                f"/invest/claims/{claim.number}/",
            )
        )
    send_messages(told)


def tell_of_release(event: Event) -> None:
    """Tell the investors of a listing that ended without a loan that their money is free again."""
    reason = event.data.get("reason", "")
    bids = Bid.objects.filter(
        listing_id=event.subject_id, status=Bid.Status.RELEASED, end_reason=reason
    ).select_related("investor", "listing")
    send_messages(
        [
            MessageInput(
                bid.investor,
                "bid_released",
                {"bid": bid.number, "listing": bid.listing.number, "amount": yuan(bid.amount_fen)},
                f"bid.released:{bid.number}",
                "/invest/bids/",
            )
            for bid in bids
        ]
    )
