"""What customers enter about money and cards."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import KeyedForm, RefusableForm
from accounts.web.widgets import CardNumberInput, MoneyInput
from finance.errors import InsufficientFunds
from finance.forms.fields import YuanField
from finance.models import BankCard


class MoneyOrderForm(KeyedForm):
    """An amount and one of the customer's own cards."""

    amount = YuanField(label=_("Amount"), widget=MoneyInput)
    card = forms.ChoiceField(label=_("Bank card"))

    def __init__(
        self, *args: Any, cards: list[BankCard], available_fen: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.available_fen = available_fen
        self.fields["card"].choices = [(card.number, card.masked) for card in cards]  # type: ignore[attr-defined]

    def clean_amount(self) -> int:
        """Refuse more than the wallet has, in the words of the service."""
        amount_fen = int(self.cleaned_data["amount"])
        if self.available_fen is not None and amount_fen > self.available_fen:
            raise ValidationError(str(InsufficientFunds().message), code="insufficient_funds")
        return amount_fen


class ConfirmedOrderForm(MoneyOrderForm):
    """The same once more, after the figures were shown."""

    amount = YuanField(widget=forms.HiddenInput)
    card = forms.ChoiceField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


class CardForm(KeyedForm):
    """A bank card in the customer's own name."""

    card_digits = forms.CharField(label=_("Card number"), max_length=40, widget=CardNumberInput)
    bank_name = forms.CharField(
        label=_("Bank that issued it"),
        max_length=40,
        required=False,
        help_text=_("Only needed when we do not recognise the card by its number."),
    )

    def clean_card_digits(self) -> str:
        """Drop the spaces people write between groups of digits; nothing else is forgiven."""
        return str(self.cleaned_data["card_digits"]).replace(" ", "")


class CardAmountForm(RefusableForm):
    """The small amount the bank sent to the card."""

    amount = YuanField(label=_("Amount received"), max_fen=99, widget=MoneyInput)


class EvidenceForm(KeyedForm):
    """How the cashier knows what a receipt in suspense is."""

    evidence = forms.CharField(
        label=_("Evidence"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was seen, where, and by whom. It stays with the receipt."),
    )


class AssignForm(EvidenceForm):
    """To whose wallet a receipt belongs."""

    customer = forms.CharField(
        label=_("Customer number"), max_length=24, help_text=_("Starts with U, as on the customer's page.")
    )
    field_order = ["customer", "evidence"]

    def clean_customer(self) -> str:
        number = str(self.cleaned_data["customer"]).strip().upper()
        if not number.isalnum() or not number.isascii():
            raise ValidationError(_("This is not a customer number."))
        return number
