"""The mandate to debit the bound card for a loan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm, offer_choices
from finance.forms.fields import YuanField
from finance.models import BankCard


class MandateForm(RefusableForm):
    card_number = forms.ChoiceField(label=_("Bank card"))
    cap_fen = YuanField(label=_("At most a debit"))
    agrees = forms.BooleanField(
        label=_("I agree that this card is debited for this loan, within the cap, until I revoke it.")
    )

    def __init__(self, *args: Any, cards: Sequence[BankCard], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_choices(self, "card_number", [(card.number, card.masked) for card in cards])
