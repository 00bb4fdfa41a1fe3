"""The cashier gives a receipt in suspense to the wallet of the person who paid it."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.models import User
from accounts.states import move
from finance import chart
from finance.models import CustodyCustomer, SuspenseItem
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from finance.services.send_back_suspense import open_item


def assign_suspense(*, actor: User, item_number: str, customer_number: str, evidence: str, key: str) -> str:
    """Credit a customer's wallet, 2401 → wallet.available, and return the item's number.

    Refuses (`not_same_name`) a customer whose verified name is not the payer's (samename), a customer who
    is not verified, an item that is not open, and clearing without evidence. The caller has checked the
    right `finance.clear_suspense`.
    """
    return run_once(
        actor=actor,
        command="finance.assign_suspense",
        key=key,
        inputs={"item": item_number, "customer": customer_number, "evidence": evidence},
        perform=lambda: _assign(actor, item_number, customer_number, evidence),
    )


def _assign(actor: User, item_number: str, customer_number: str, evidence: str) -> str:
    clock.lock_business_date()
    customer = (
        User.objects.select_related("person").filter(number=customer_number, kind=User.Kind.CUSTOMER).first()
    )
    if customer is None:
        raise Refused("no_customer", _("There is no customer with this number."), field="customer")
    item = open_item(item_number, evidence)
    if not _is_same_name(customer, item):
        raise Refused(
            "not_same_name",
            _("The payer's name is not this customer's verified name. Send the money back instead."),
            field="customer",
        )
    move(
        item,
        "assigned",
        actor=actor,
        data={"customer": customer.number},
        assigned_to=customer,
        cleared_by=actor,
        cleared_at=clock.now(),
        evidence=evidence,
    )
    wallet = chart.wallet_available(customer)
    post_entries(
        [
            EntryInput(
                kind="suspense.assigned",
                reference=item.number,
                idempotency_key=f"suspense:{item.number}:assigned",
                transfers=[TransferInput(chart.suspense(), wallet, item.amount_fen, "deposit")],
                posted_by_id=actor.pk,
            )
        ]
    )
    return item.number


def _is_same_name(customer: User, item: SuspenseItem) -> bool:
    """The bank's own word for the payer counts first; else the payer's name must be the verified one, to the letter."""
    if customer.identity_verified_at is None or customer.person is None:
        return False
    known_as = item.receipt.bank_customer
    if known_as and CustodyCustomer.objects.filter(user=customer, bank_customer=known_as).exists():
        return True
    return bool(item.payer_name) and item.payer_name == customer.person.real_name
