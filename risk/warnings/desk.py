"""What every step on a warning notice asks first: who may own one, by when it is answered, who may close it."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.domain.hidden_in_text import find_hidden_number
from accounts.errors import Refused
from accounts.models import Appointment, User
from accounts.models.in_force import holds_today
from accounts.roles import ROLES
from accounts.rules import rule_value
from accounts.rules.calendar import working_days_after
from risk.models import WarningNotice

SEE, WORK, ANSWER = "risk.see_warnings", "risk.work_warnings", "risk.answer_warnings"
DEADLINES = "warning.deadlines"
MOST_WORDS = 1000


def owners() -> "QuerySet[User]":
    """Return the colleagues who may own a notice: holders today of a role with that right."""
    roles = [role for role, rights in ROLES.items() if ANSWER in rights]
    seated = Appointment.objects.filter(holds_today(), position__carries__role__in=roles)
    return User.objects.filter(pk__in=seated.values("user"), is_active=True).order_by("display_name", "pk")


def require_owner(owner: User) -> None:
    """Refuse (`not_an_owner`) whoever does not answer warning notices."""
    if not owner.has_right(ANSWER):
        raise Refused("not_an_owner", _("This colleague does not answer warning notices."), field="owner")


def deadline(level: str, on: dt.date) -> dt.date:
    """Return by when a notice of a level is answered: working days by the rule `warning.deadlines`."""
    return working_days_after(on, rule_value(DEADLINES, on=on)[level])


def require_words(words: str, field: str) -> str:
    """Return the words without their edges; refuses (`no_words`) none, too many, and a number that pages hide."""
    said = words.strip()
    if len(said) < 2 or len(said) > MOST_WORDS:
        raise Refused("no_words", _("Write between 2 and 1000 letters."), field=field)
    if find_hidden_number(said):
        raise Refused(
            f"{field}_hidden",
            _("Leave identity, card and mobile numbers out; name people by their customer number."),
            field=field,
        )
    return said


def require_live(notice: WarningNotice) -> None:
    """Refuse (`closed`) a notice that is closed."""
    if notice.status not in WarningNotice.LIVE:
        raise Refused("closed", _("This notice is closed."))
