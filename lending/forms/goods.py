"""What dealers and customers fill in about an order."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.dealers.policy import goods_categories
from accounts.forms.fields import MobileNumberField, PictureField
from accounts.web.forms import KeyedForm, RefusableForm
from accounts.web.widgets import CodeInput, MoneyInput
from finance.forms.fields import YuanField
from lending.labels import method_label, periods_label
from lending.models import Application, GoodsOrder, ProductVersion
from lending.services.make_order import MOST_ITEMS, Sale

MOST_FEN = 100_000_000


class OrderForm(KeyedForm):
    """One sale: up to three pieces, one price, one plan of the chosen product."""

    customer = forms.CharField(
        label=_("Customer's mobile number or e-mail address"),
        max_length=254,
        help_text=_("The one the customer signs in with. The confirmation goes there."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    category = forms.ChoiceField(label=_("Kind of goods"))
    item_1 = forms.CharField(label=_("Goods: brand and model"), max_length=80)
    serial_1 = forms.CharField(label=_("Serial number, if known"), max_length=60, required=False)
    item_2 = forms.CharField(label=_("Second piece"), max_length=80, required=False)
    serial_2 = forms.CharField(label=_("Serial number, if known"), max_length=60, required=False)
    item_3 = forms.CharField(label=_("Third piece"), max_length=80, required=False)
    serial_3 = forms.CharField(label=_("Serial number, if known"), max_length=60, required=False)
    price = YuanField(label=_("Price in all"), widget=MoneyInput, max_fen=MOST_FEN)
    down_payment = YuanField(label=_("Down payment"), widget=MoneyInput, min_fen=0, max_fen=MOST_FEN)
    down_payment_way = forms.ChoiceField(
        label=_("How is the down payment paid?"), choices=GoodsOrder.Way.choices, widget=forms.RadioSelect
    )
    periods = forms.TypedChoiceField(label=_("Term"), coerce=int)
    method = forms.ChoiceField(label=_("Repayment"))

    def __init__(self, data: Any = None, *, version: ProductVersion, categories: list[str]) -> None:
        super().__init__(data, initial={"down_payment_way": GoodsOrder.Way.WALLET})
        self.version = version
        fields: Any = self.fields
        fields["category"].choices = [
            (one.code, one.label) for one in goods_categories() if one.code in categories
        ]
        fields["periods"].choices = [(term, periods_label(term)) for term in version.term_choices]
        fields["method"].choices = [(method, method_label(method)) for method in version.methods]

    def clean_customer(self) -> str:
        text: str = self.cleaned_data["customer"].strip().lower()
        if "@" in text:
            validate_email(text)
            return text
        return str(MobileNumberField().clean(text))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        price, down = cleaned.get("price"), cleaned.get("down_payment")
        if price is not None and down is not None and down >= price:
            self.add_error("down_payment", ValidationError(_("The down payment is less than the price.")))
        return cleaned

    def sale(self) -> Sale:
        """Return what was entered, pieces without a name left out."""
        values = self.cleaned_data
        return Sale(
            product_code=self.version.product.code,
            category=values["category"],
            items=[
                (values[f"item_{n}"], values[f"serial_{n}"])
                for n in range(1, MOST_ITEMS + 1)
                if values[f"item_{n}"].strip()
            ],
            price_fen=values["price"],
            down_payment_fen=values["down_payment"],
            periods=values["periods"],
            method=values["method"],
            down_payment_way=values["down_payment_way"],
        )


class CodeForm(RefusableForm):
    code = forms.CharField(label=_("The six digits"), max_length=12, widget=CodeInput)


class ReceiptForm(RefusableForm):
    receipt_number = forms.CharField(
        label=_("Number of the receipt"),
        max_length=40,
        help_text=_("The customer confirms it by a code on their phone; only then it counts."),
    )


class AcceptanceForm(RefusableForm):
    """One piece handed over: the customer's code, the number on the goods, and a photograph of both."""

    piece = forms.TypedChoiceField(label=_("Piece"), coerce=int)
    code = forms.CharField(
        label=_("The six digits"),
        max_length=12,
        widget=CodeInput,
        help_text=_("The customer reads them out to you."),
    )
    serial = forms.CharField(label=_("Serial number on the goods"), max_length=60)
    photo = PictureField(label=_("Photograph of the goods with the serial number"), capture="environment")

    def __init__(self, *args: Any, order: GoodsOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["piece"]
        field.choices = waiting_pieces(order)


class LowerPriceForm(RefusableForm):
    price = YuanField(label=_("New price in all"), widget=MoneyInput, max_fen=MOST_FEN)
    dropped = forms.TypedMultipleChoiceField(
        label=_("Pieces that will not be delivered"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, order: GoodsOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dropped"]
        field.choices = waiting_pieces(order)


def waiting_pieces(order: GoodsOrder) -> list[tuple[int, str]]:
    """Return the pieces still to be delivered as choices."""
    return [(item.n, item.name) for item in order.items.all() if item.is_waiting]


class ReturnForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why do you return it?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class GoodsSourceForm(RefusableForm):
    """The one question about the purpose that the order does not answer."""

    repayment_source = forms.ChoiceField(
        label=_("What will you repay it from?"),
        choices=[("", _("Please choose")), *Application.RepaymentSource.choices],
    )
