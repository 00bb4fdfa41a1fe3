"""The texts people agree to. A changed text gets a new version; a consent keeps the version it was given to."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ConsentText:
    code: str
    version: str
    title: Promise
    template: str
    # What the person is told before taking it back; nothing where the account itself rests on it.
    withdrawal: Promise | None = None


CONSENT_TEXTS = {
    text.code: text
    for text in (
        ConsentText("terms", "2026-1", _("Terms of service"), "accounts/public/texts/_terms.html"),
        ConsentText("privacy", "2026-1", _("Privacy policy"), "accounts/public/texts/_privacy.html"),
        ConsentText(
            "identity",
            "2026-1",
            _("Use of my identity data"),
            "accounts/public/texts/_identity.html",
            withdrawal=_(
                "You will not be able to borrow, lend or withdraw until you verify your identity again. "
                "Contracts that you have signed run on, and what the law makes us keep is kept."
            ),
        ),
        ConsentText(
            "sensitive",
            "2026-1",
            _("Comparing my face with my identity card"),
            "accounts/public/texts/_sensitive.html",
            withdrawal=_(
                "Your face check then counts no longer: you will not be able to apply for a loan or take money out "
                "until you pass it again. Contracts that you have signed run on."
            ),
        ),
        ConsentText(
            "marketing",
            "2026-1",
            _("News and offers"),
            "accounts/public/texts/_marketing.html",
            withdrawal=_("We then write to you only about your own account and contracts."),
        ),
    )
}

# What the guided path asks for, one after another; the last one is offered once and nothing hangs on it.
ASKED_FOR = ("identity", "sensitive")
OFFERED = "marketing"
