"""What a dealer is told at each step: in the inbox of everybody who works there, and by e-mail and SMS."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.dealers.queries import members_of
from accounts.messages import MessageTemplate, register_message
from accounts.models import Approval, Dealer, User, WatchEntry
from accounts.services.send_message import MessageInput, send_messages

# Why what was approved was not carried out, by the code of the refusal; whom the watch-list names is not said.
LAPSE_WORDS: dict[str, Promise] = {
    "score_poor": _(
        "The scorecard has become poor since the request was made, so the limits and goods stay as they are. "
        "The dealer's page names the figures."
    ),
    "content_changed": _("What was proposed had changed since it was approved."),
    "no_proposal": _("The proposal had been dropped since."),
    "dealer_moved_on": _("The dealer was in another state by then."),
    "papers_missing": _("The dealer's papers were not complete any more."),
    "representative_waits": _("Risk has to look at the legal representative first."),
    "approval_expired": _("The approval had run out."),
}
OTHER_LAPSE = _("It could not be carried out any more.")

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
    MessageTemplate(
        "dealer_watched",
        subject=_("Please look at the legal representative of %(company)s"),
        body="accounts/messages/dealer_watched.txt",
        is_emailed=False,
    ),
    MessageTemplate(
        "dealer_approval_lapsed",
        subject=_("Approved, but not carried out: %(company)s"),
        body="accounts/messages/dealer_approval_lapsed.txt",
        is_emailed=False,
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


def lapse_words(code: str) -> Promise:
    """Return why an approval was not carried out, by the code of the refusal."""
    return LAPSE_WORDS.get(code, OTHER_LAPSE)


def tell_of_lapse(dealer: Dealer, approval: Approval, code: str) -> None:
    """Tell who asked and who approved that nothing was done, and why; once for each approval and person."""
    people = {person.pk: person for person in (approval.maker, approval.checker) if person is not None}
    values = {"company": dealer.name, "why": lapse_words(code)}
    send_messages(
        [
            MessageInput(
                person,
                "dealer_approval_lapsed",
                values,
                f"dealer_approval_lapsed:{approval.number}:{person.pk}",
                link=f"/office/accounts/dealers/{dealer.number}/",
            )
            for person in people.values()
        ]
    )


def tell_of_watched(dealer: Dealer, entry: WatchEntry, officers: Iterable[User]) -> None:
    """Tell those who may see the watch-list that an entry names a dealer's representative; once for each of them."""
    send_messages(
        [
            MessageInput(
                officer,
                "dealer_watched",
                {"company": dealer.name, "entry": entry.number},
                f"dealer_watched:{entry.number}:{dealer.number}:{officer.pk}",
                link=f"/office/accounts/dealers/{dealer.number}/",
            )
            for officer in officers
        ]
    )
