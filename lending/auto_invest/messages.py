"""What investors are told of their rules of automatic investing."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event
from accounts.services.send_message import send_message
from accounts.web.formats import rate, yuan
from lending.models import AutoInvestRule, Bid

KINDS = ("bid.placed", "auto_rule.ended")


def register_messages() -> None:
    """Register the templates."""
    register_message(
        MessageTemplate(
            "auto_bid_placed",
            subject=_("Your rule bid %(amount)s"),
            body="lending/messages/auto_bid_placed.txt",
            is_emailed=False,
        )
    )
    register_message(
        MessageTemplate(
            "auto_rule_run_out",
            subject=_("Your rule %(rule)s has run out"),
            body="lending/messages/auto_rule_run_out.txt",
        )
    )


def tell(event: Event) -> None:
    """Tell an investor of a bid that a rule placed, and of a rule that ran out; one's own doing is not repeated."""
    if event.kind == "bid.placed" and "rule" in event.data:
        _tell_of_bid(event)
    if event.kind == "auto_rule.ended" and event.data.get("reason") == "run_out":
        _tell_of_end(event)


def _tell_of_bid(event: Event) -> None:
    bid = Bid.objects.select_related("investor", "listing").get(pk=event.subject_id)
    context = {
        "amount": yuan(bid.amount_fen),
        "bid": bid.number,
        "listing": bid.listing.number,
        "grade": bid.listing.grade,
        "rate": rate(bid.listing.rate_ppm),
        "rule": event.data["rule"],
    }
    send_message(
        to=bid.investor,
        template="auto_bid_placed",
        context=context,
        key=f"auto_bid:{bid.number}",
        link="/invest/bids/",
    )


def _tell_of_end(event: Event) -> None:
    rule = AutoInvestRule.objects.select_related("investor").get(pk=event.subject_id)
    send_message(
        to=rule.investor,
        template="auto_rule_run_out",
        context={"rule": rule.number, "on": rule.expires_on},
        key=f"auto_rule_run_out:{rule.number}",
        link=f"/invest/auto/{rule.number}/",
    )
