"""What customers enter about money and cards."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import moment
from accounts.web.forms import KeyedForm, RefusableForm, offer_choices
from accounts.web.widgets import CardNumberInput, MoneyInput
from finance.errors import InsufficientFunds
from finance.forms.fields import YuanField
from finance.models import BankCard


class MoneyOrderForm(KeyedForm):
    """An amount and one of the customer's own cards, or (named so by `labels`) the company's account."""

    amount = YuanField(label=gettext_lazy("Amount"), widget=MoneyInput)
    card = forms.ChoiceField(label=gettext_lazy("Bank card"))

    def __init__(
        self,
        *args: Any,
        cards: list[BankCard],
        available_fen: int | None = None,
        labels: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.available_fen = available_fen
        for name, label in (labels or {}).items():
            self.fields[name].label = label
        offer_choices(self, "card", [(card.number, self.say(card)) for card in cards])

    def say(self, card: BankCard) -> str:
        """How a card is named among the choices."""
        return card.masked

    def clean_amount(self) -> int:
        """Refuse more than the wallet has, in the words of the service."""
        amount_fen = int(self.cleaned_data["amount"])
        if self.available_fen is not None and amount_fen > self.available_fen:
            raise ValidationError(str(InsufficientFunds().message), code="insufficient_funds")
        return amount_fen


class WithdrawalForm(MoneyOrderForm):
    """Where the money goes: a card that is still too new says from when on it may be chosen."""

    def __init__(
        self, *args: Any, cooling: dict[int, dt.datetime], cards: list[BankCard], **kwargs: Any
    ) -> None:
        self.cooling = cooling
        # The first choice is the one that is sent when nobody looks: let it be a card that works.
        super().__init__(*args, cards=sorted(cards, key=lambda card: card.pk in cooling), **kwargs)

    def say(self, card: BankCard) -> str:
        opens_at = self.cooling.get(card.pk)
        if opens_at is None:
            return card.masked
        return _("%(card)s: new, from %(at)s on") % {"card": card.masked, "at": moment(opens_at)}


class ConfirmedOrderForm(MoneyOrderForm):
    """The same once more, after the figures were shown."""

    amount = YuanField(widget=forms.HiddenInput)
    card = forms.ChoiceField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


class CardForm(KeyedForm):
    """A bank card in the customer's own name."""

    card_digits = forms.CharField(label=gettext_lazy("Card number"), max_length=40, widget=CardNumberInput)
    bank_name = forms.CharField(
        label=gettext_lazy("Bank that issued it"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Only needed when we do not recognise the card by its number."),
    )

    def clean_card_digits(self) -> str:
        """Drop the spaces people write between groups of digits; nothing else is forgiven."""
        return str(self.cleaned_data["card_digits"]).replace(" ", "")


class AccountForm(CardForm):
    """A company's own account; its bank cannot be told by the number."""

    card_digits = forms.CharField(label=gettext_lazy("Account number"), max_length=60, widget=CardNumberInput)
    bank_name = forms.CharField(
        label=gettext_lazy("Bank and branch"),
        min_length=4,
        max_length=40,
        help_text=gettext_lazy("As it stands on the account's papers, with the branch."),
    )


class CardAmountForm(RefusableForm):
    """The small amount the bank sent to the card."""

    amount = YuanField(label=gettext_lazy("Amount received"), max_fen=99, widget=MoneyInput)


class EvidenceForm(KeyedForm):
    """How the cashier knows what a receipt in suspense is."""

    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What was seen, where, and by whom. It stays with the receipt."),
    )


class AssignForm(EvidenceForm):
    """To whose wallet a receipt belongs."""

    customer = forms.CharField(
        label=gettext_lazy("Customer number"),
        max_length=24,
        help_text=gettext_lazy("Starts with U, as on the customer's page."),
    )
    field_order = ["customer", "evidence"]

    def clean_customer(self) -> str:
        number = str(self.cleaned_data["customer"]).strip().upper()
        if not number.isalnum() or not number.isascii():
            raise ValidationError(_("This is not a customer number."))
        return number
