"""What finance tells the ground floor about itself when the site starts."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.dealers.path import DealerStep, add_dealer_step
from accounts.dealers.sections import CASE_PAGE, OWN_PAGE, DealerSection, add_dealer_section
from accounts.hidden_values import HiddenValue, register_hidden_value
from accounts.messages import MessageTemplate, register_message
from accounts.models import MessageCategory
from accounts.watch.finders import register_finder
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.sections import MeSection, OnboardingStep, add_me_section, add_onboarding_step
from finance import custody_invariants, tasks  # noqa: F401 — importing the checks registers them
from finance.custody import sandbox_bank
from finance.custody.gateway import uses_sandbox_bank
from finance.entry_kinds import name_entry_kinds
from finance.personal_data import register_finance_data
from finance.queries.cards import (
    card_digits,
    customers_with_card,
    masked_cards,
    settlement_account,
    settlement_accounts,
    verified_card,
)
from finance.queries.suspense import open_suspense
from finance.queries.wallets import wallet_balance

ENTRY_KINDS = {
    "deposit.confirmed": _("Deposit"),
    "deposit.recalled": _("Deposit taken back by the bank"),
    "withdrawal.requested": _("Withdrawal"),
    "withdrawal.paid": _("Withdrawal paid out by the bank"),
    "withdrawal.bounced": _("Withdrawal given back"),
    "withdrawal.returned": _("Withdrawal came back from the card"),
    "withdrawal.paid_late": _("Withdrawal paid out after all"),
    "suspense.received": _("Receipt held in suspense"),
    "suspense.assigned": _("Receipt credited to your wallet"),
    "suspense.returning": _("Receipt being sent back"),
    "suspense.returned": _("Receipt sent back"),
    "suspense.return_failed": _("Receipt that could not be sent back"),
    "wallet.recovered": _("Advance paid back to the company"),
}

MESSAGES = (
    MessageTemplate(
        "deposit_confirmed",
        subject=_("Your deposit of %(amount)s has arrived"),
        body="finance/messages/deposit_confirmed.txt",
        is_emailed=False,
        category=MessageCategory.MONEY,
    ),
    MessageTemplate(
        "deposit_recalled",
        subject=_("The bank took your deposit of %(amount)s back"),
        body="finance/messages/deposit_recalled.txt",
        sms=_(
            "[Fenqi] The bank took your deposit of %(amount)s back. Your wallet is frozen. Please look at our site."
        ),
        category=MessageCategory.MONEY,
        is_required=True,
    ),
    MessageTemplate(
        "withdrawal_confirmed",
        subject=_("Your withdrawal of %(amount)s was paid out"),
        body="finance/messages/withdrawal_confirmed.txt",
        category=MessageCategory.MONEY,
    ),
    MessageTemplate(
        "withdrawal_failed",
        subject=_("Your withdrawal of %(amount)s could not be paid out"),
        body="finance/messages/withdrawal_failed.txt",
        category=MessageCategory.MONEY,
    ),
    MessageTemplate(
        "card_verified",
        subject=_("A bank card was added: %(card)s"),
        body="finance/messages/card_verified.txt",
        sms=_(
            "[Fenqi] %(card)s was added to your account. Not you? Call us at once and reset your password."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "account_verified",
        subject=_("A settlement account was added: %(card)s"),
        body="finance/messages/account_verified.txt",
        sms=_(
            "[Fenqi] %(card)s was added as the company's settlement account. Not you? Call us at once and reset your "
            "password."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "withdrawal_returned",
        subject=_("Your withdrawal of %(amount)s came back"),
        body="finance/messages/withdrawal_returned.txt",
        category=MessageCategory.MONEY,
    ),
)


def register_custody() -> None:
    """Name entries, messages, pages, the customer's card and step, and the bell of the worker."""
    name_entry_kinds(ENTRY_KINDS)
    register_finance_data()
    for message in MESSAGES:
        register_message(message)
    add_me_section(MeSection("wallet", 20, "finance/customer/_me_wallet.html", wallet_balance))
    add_onboarding_step(
        OnboardingStep(
            code="card",
            order=50,
            label=_("Bank card"),
            sentence=_("Money comes only from your own card and goes back only to it."),
            action=_("Add a bank card"),
            url="/me/cards/new/",
            is_done=lambda user, known: verified_card(user) is not None,
        )
    )
    add_dealer_step(
        DealerStep(
            "account",
            50,
            label=_("Settlement account"),
            sentence=_("The company's own bank account: you are paid to it and nowhere else."),
            action=_("Name the account"),
            url="/dealer/settlement-account/",
            is_done=lambda dealer: settlement_account(dealer) is not None,
            is_owners=True,
        )
    )
    for page in (OWN_PAGE, CASE_PAGE):
        add_dealer_section(
            DealerSection("account", page, 10, f"finance/dealer/_account_{page}.html", settlement_accounts)
        )
    finance = pgettext_lazy("department", "Finance")
    add_office_links(
        OfficeLink(finance, "landmark", _("Deposits and withdrawals"), "office_cash", "finance.see_cash"),
        OfficeLink(
            finance,
            "landmark",
            _("Receipts in suspense"),
            "office_suspense",
            "finance.see_cash",
            queue=lambda user: open_suspense(),
        ),
    )
    register_finder("card", customers_with_card)
    register_hidden_value(HiddenValue("bank_card", _("Bank card"), 40, masked_cards, card_digits))
    if uses_sandbox_bank():
        add_office_links(
            OfficeLink(
                finance, "landmark", _("Sandbox bank"), "office_sandbox_bank", "finance.run_sandbox_bank"
            )
        )
    if not settings.TEST_RUN:
        sandbox_bank.bell.hang(tasks.ring_sandbox_bank)
