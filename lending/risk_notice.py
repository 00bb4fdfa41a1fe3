"""The risk notice before a bid: shown long enough, never ticked beforehand, and provably so (RULES risk.popup).

The page carries a signed instant at which the notice was shown to this investor for this listing, or for this scope of
automatic investing; the server measures with it, whatever the browser says.
"""

import datetime as dt

from django.core import signing
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.rules import rule_value

SALT = "lending.risk_notice"
OLDEST = dt.timedelta(hours=2)


def notice_seconds() -> int:
    """Return how long the notice must be shown."""
    return int(rule_value("risk.popup")["seconds"])


def require_notice_read(shown_at: dt.datetime) -> None:
    """Refuse (`notice_unread`) a risk notice that was not shown long enough (RULES risk.popup)."""
    if (clock.now() - shown_at).total_seconds() < notice_seconds():
        raise Refused("notice_unread", _("Please take the time to read the risk notice."), field="risk")


def sign_notice(investor: User, subject: str) -> str:
    """Return the token of a notice shown now for one subject: a listing's number, a scope's hash."""
    shown = int(clock.now().timestamp() * 1000)
    return signing.dumps([investor.number, subject, shown], salt=SALT)


def read_notice(token: str, *, investor: User, subject: str) -> dt.datetime:
    """Return when the notice was shown; refuses (`notice_unread`) a token that is forged, another's, or
    too old.
    """
    try:
        person, number, shown = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Refused("notice_unread", _("Please read the risk notice again."), field="risk") from error
    shown_at = dt.datetime.fromtimestamp(shown / 1000, tz=clock.SHANGHAI)
    if person != investor.number or number != subject or clock.now() - shown_at > OLDEST:
        raise Refused("notice_unread", _("Please read the risk notice again."), field="risk")
    return shown_at
