"""What a dealer is told at each step: in the inbox of everybody who works there, and by e-mail and SMS."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.dealers.queries import members_of
from accounts.messages import MessageTemplate, register_message
from accounts.models import Dealer
from accounts.services.send_message import MessageInput, send_messages

TEMPLATES = (
    MessageTemplate(
        "dealer_invitation",
        subject=_("%(company)s asks you to work with it on Fenqi"),
        body="accounts/messages/dealer_invitation.txt",
        sms=_("[Fenqi] %(company)s asks you to work with it on Fenqi. Open within %(days)s days: %(url)s"),
    ),
    MessageTemplate(
        "legal_person_consent",
        subject=_("Consent of the legal representative"),
        body="accounts/messages/legal_person_consent.txt",
        sms=_(
            "[Fenqi] %(code)s is your code as the legal representative of %(company)s. Whoever tells it agrees that we "
            "verify your name and identity number. Good for 10 minutes. Read it or take it back: %(url)s"
        ),
    ),
    MessageTemplate(
        "dealer_consent_withdrawn",
        subject=_("The legal representative took the consent back"),
        body="accounts/messages/dealer_consent_withdrawn.txt",
    ),
    MessageTemplate(
        "dealer_withdrawn",
        subject=_("You withdrew the application of your company"),
        body="accounts/messages/dealer_withdrawn.txt",
    ),
    MessageTemplate(
        "dealer_vetting",
        subject=_("We have the papers of your company"),
        body="accounts/messages/dealer_vetting.txt",
    ),
    MessageTemplate(
        "dealer_returned",
        subject=_("Please complete the papers of your company"),
        body="accounts/messages/dealer_returned.txt",
        sms=_("[Fenqi] Something is missing in the papers of your company. Sign in to see what."),
    ),
    MessageTemplate(
        "dealer_admitted",
        subject=_("Your company is admitted"),
        body="accounts/messages/dealer_admitted.txt",
        sms=_("[Fenqi] Your company is admitted as a dealer. Sign in to see your limits."),
    ),
    MessageTemplate(
        "dealer_rejected",
        subject=_("Your company was not admitted"),
        body="accounts/messages/dealer_rejected.txt",
    ),
    MessageTemplate(
        "dealer_suspended",
        subject=_("Your company is suspended"),
        body="accounts/messages/dealer_suspended.txt",
        sms=_("[Fenqi] Your company is suspended as a dealer. Sign in to see why."),
    ),
    MessageTemplate(
        "dealer_resumed",
        subject=_("Your company may go on"),
        body="accounts/messages/dealer_resumed.txt",
        sms=_("[Fenqi] The suspension of your company is lifted."),
    ),
    MessageTemplate(
        "dealer_ended",
        subject=_("The cooperation with your company has ended"),
        body="accounts/messages/dealer_ended.txt",
    ),
    MessageTemplate(
        "dealer_limits",
        subject=_("Your limits have changed"),
        body="accounts/messages/dealer_limits.txt",
    ),
)


def register_dealer_messages() -> None:
    """Register the messages to dealers."""
    for template in TEMPLATES:
        register_message(template)


def tell_dealer(dealer: Dealer, template: str, **context: Any) -> None:
    """Tell everybody who works for the dealer, in the caller's transaction."""
    key = f"{template}:{dealer.number}:{uuid.uuid4().hex[:12]}"
    values = {"company": dealer.name, **context}
    send_messages(
        [
            MessageInput(member.user, template, values, f"{key}:{member.number}", link="/dealer/")
            for member in members_of(dealer)
        ]
    )
