"""Where an order at the bank stands, in plain words: one sentence, the steps, and what the customer can do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.web.parts import Step
from finance.models import Deposit, Withdrawal
from finance.wallet_pages import WalletPages

AT_BANK_STATES = {"requested": "later", "sent": "now", "unknown": "now"}


@dataclass(frozen=True)
class Story:
    title: str
    sentence: str
    tone: str
    steps: list[Step]
    action_url: str = ""
    action_label: str = ""

    def phase_of(self, order: Deposit | Withdrawal) -> str:
        """What the page's head shows: when it changes, a polling page is shown anew."""
        return f"{order.status}{'+' if self.action_url else ''}"


def tell_order(order: Deposit | Withdrawal, pages: WalletPages) -> Story:
    """Tell the story of a deposit or a withdrawal as it stands now, with the pages its owner goes on to."""
    return _tell_deposit(order, pages) if isinstance(order, Deposit) else _tell_withdrawal(order, pages)


def _tell_deposit(order: Deposit, pages: WalletPages) -> Story:
    status = order.Status(order.status)
    action_url, action_label = "", ""
    if status == status.SENT and order.bank_page_url:
        action_url, action_label = order.bank_page_url, _("Go on to the bank")
    elif status == status.CONFIRMED:
        action_url, action_label = reverse(pages.home), _wallet_label(pages)
    elif status == status.FAILED:
        action_url, action_label = reverse(pages.deposit_money), _("Try again")
    return Story(
        title=_("Deposit %(number)s") % {"number": order.number},
        sentence=_deposit_sentence(order),
        tone=_tone(order),
        steps=_steps(order, _("Confirmed on the bank's page"), _("In your wallet")),
        action_url=action_url,
        action_label=action_label,
    )


def _deposit_sentence(order: Deposit) -> str:
    sentences = {
        "requested": _("We are opening the bank's page for you."),
        "sent": _(
            "Please confirm the payment on the bank's page. The money arrives here as soon as the bank reports it."
        ),
        "unknown": _(
            "The bank has not answered yet. We are asking the bank; your money is safe. Please do not pay twice."
        ),
        "confirmed": _("The bank has the money and it is in your wallet."),
        "failed": order.failure_text,
        "recalled": _(
            "The bank took this payment back, so it was taken out of your wallet. Please contact customer service."
        ),
    }
    return sentences[order.status]


def _tell_withdrawal(order: Withdrawal, pages: WalletPages) -> Story:
    is_over = order.is_final
    arrived = _("On the company's account") if pages.is_company else _("On your card")
    return Story(
        title=_("Withdrawal %(number)s") % {"number": order.number},
        sentence=_withdrawal_sentence(order, pages),
        tone=_tone(order),
        steps=_steps(order, _("Paid out by the bank"), arrived),
        action_url=reverse(pages.home) if is_over else "",
        action_label=_wallet_label(pages) if is_over else "",
    )


def _wallet_label(pages: WalletPages) -> str:
    return _("Go to the company's wallet") if pages.is_company else _("Go to my wallet")


def _withdrawal_sentence(order: Withdrawal, pages: WalletPages) -> str:
    sentences = {
        "requested": _("The money has left your wallet and waits to be handed to the bank."),
        "sent": _("The bank has the order and is paying it out."),
        "unknown": _(
            "The bank has not answered yet. We are asking the bank; your money is safe. It will not be paid twice."
        ),
        "confirmed": _("The bank has paid the money out to your card %(card)s."),
        "failed": _("%(reason)s The whole amount is back in your wallet."),
        "returned": _("The payment came back from your card. The whole amount is in your wallet again."),
    }
    if pages.is_company:
        sentences |= {
            "confirmed": _("The bank has paid the money out to the company's account %(card)s."),
            "returned": _(
                "The payment came back from the company's account. The whole amount is in your wallet again."
            ),
        }
    return sentences[order.status] % {"card": order.card.masked, "reason": order.failure_text}


def _tone(order: Deposit | Withdrawal) -> str:
    tones = {"confirmed": "good", "failed": "danger", "recalled": "danger", "returned": "attention"}
    return tones.get(order.status, "attention" if order.status == "unknown" else "quiet")


def _steps(order: Deposit | Withdrawal, at_bank: str, arrived: str) -> list[Step]:
    """Three steps: ordered, with the bank, arrived; a failed order stops at the bank."""
    if order.status in ("failed", "recalled", "returned"):
        bank, end = "refused", "later"
    elif order.status == "confirmed":
        bank, end = "done", "done"
    else:
        bank, end = AT_BANK_STATES[order.status], "later"
    first = "now" if order.status == "requested" else "done"
    return [Step(_("Ordered"), first), Step(at_bank, bank), Step(arrived, end)]
