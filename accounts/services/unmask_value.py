"""Show a colleague one hidden value in full."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.hidden_values import REASONS, hidden_value
from accounts.locking import lock_one
from accounts.models import Unmasking, User
from accounts.numbers import next_number
from accounts.rules import rule_value

LEAST_WORDS = 4


@dataclass(frozen=True)
class UnmaskedValue:
    """The value for the page that shows it once; it is nowhere else, and in no log."""

    number: str
    value: str = field(repr=False)
    left_today: int


def unmask_value(
    *, staff: User, customer: User, value_code: str, reference: str = "", reason: str, words: str
) -> UnmaskedValue:
    """Return the value and record who saw it and why, both or neither; the customer reads it on the privacy page.

    Refuses (`unmask_reason`) a reason that is not on the list or not told in words, (`unmask_restricted`) a reason that
    does not hold for data kept only by law, (`unmask_nothing`) a value the customer does not have, (`unmask_limit`)
    more looks than the rule allows a colleague in a day.
    """
    _check_reason(customer, reason, words)
    most = rule_value("unmask.limit")["per_day"]
    with transaction.atomic():
        staff = lock_one(User.objects.filter(pk=staff.pk))
        today, at = clock.today(), clock.now()
        seen = Unmasking.objects.filter(staff=staff, shown_on=today).count()
        if seen >= most:
            raise Refused(
                "unmask_limit",
                _("You have seen %(most)s hidden values today; more are not allowed.") % {"most": most},
            )
        value = hidden_value(value_code).reveal(customer, reference)
        if not value:
            raise Refused("unmask_nothing", _("We hold no such value of this customer."), field="value")
        row = Unmasking.objects.create(
            number=next_number("UM"),
            staff=staff,
            customer=customer,
            value_code=value_code,
            reference=reference,
            reason=reason,
            words=words.strip(),
            shown_on=today,
            shown_at=at,
        )
        about = {"unmasking": row.number, "value": value_code, "reason": reason, "reference": reference}
        record_event("data.unmasked", subject=customer, actor=staff, data=about)
    return UnmaskedValue(number=row.number, value=value, left_today=most - seen - 1)


def _check_reason(customer: User, reason: str, words: str) -> None:
    if reason not in REASONS:
        raise Refused("unmask_reason", _("Choose a reason from the list."), field="reason")
    if len(words.strip()) < LEAST_WORDS:
        raise Refused("unmask_reason", _("Say in a few words what you need it for."), field="words")
    if customer.restricted_at is not None and not REASONS[reason].holds_when_restricted:
        raise Refused(
            "unmask_restricted",
            _(
                "This customer's data is kept only because the law wants it kept; this reason does not open it."
            ),
            field="reason",
        )
