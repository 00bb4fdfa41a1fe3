"""Ask a second person to let money leave the house again."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Refused, StaleState
from accounts.models import Approval, User
from accounts.services.request_approval import request_approval
from finance.models import PayoutHalt, ReconciliationBreak
from finance.queries.halts import payouts_halted
from finance.services.verify_books import verify_books

KIND = "finance.lift_halt"


def ask_halt_lift(*, actor: User, because: str) -> Approval:
    """Ask for the open halt to be lifted, after a verification that found nothing.

    Refuses without a reason (`reason_missing`), while a break between bank and books is unresolved (`breaks_open`),
    while the books do not add up (`books_not_clean`), a second request (`already_asked`), and (StaleState) when no halt
    is open. The caller has checked the right `finance.lift_payout_halt`.
    """
    if not because.strip():
        raise Refused("reason_missing", _("Say what was wrong and how it was put right."), field="because")
    check_books()
    halt = payouts_halted()
    if halt is None:
        raise StaleState("stale_state", _("Payouts are not halted."))
    return request_approval(
        maker=actor,
        kind=KIND,
        subject=halt,
        payload=payload_of(halt),
        page_path=reverse("office_books"),
        reason=because,
    )


def payload_of(halt: PayoutHalt) -> dict[str, Any]:
    """Return what an approval is bound to: this halt, and why it was set."""
    return {"halt": halt.pk, "set_on": str(halt.business_on), "reason": halt.reason}


def check_books() -> None:
    """Refuse while a break is unresolved or an invariant does not hold."""
    if ReconciliationBreak.objects.filter(status__in=ReconciliationBreak.UNRESOLVED).exists():
        raise Refused(
            "breaks_open", _("A break between the bank and the books is unresolved, so payouts stay halted.")
        )
    if not verify_books().is_ok:
        raise Refused("books_not_clean", _("The books still do not add up, so payouts stay halted."))
