"""Take in that somebody says the lists are wrong about them."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User, WatchEntry
from accounts.numbers import next_number
from accounts.rules import rule_value
from risk.models import ListAppeal

PREFIX = "LA"
LEAST_WORDS = 4


def ask_list_appeal(
    *, words: str, actor: User, customer: User | None = None, entry: WatchEntry | None = None
) -> ListAppeal:
    """Keep the appeal with the day by which it is answered (RULES lists.appeal).

    A customer asks on the own page and names no entry; a colleague takes down what somebody said or wrote, for a
    customer or for an entry. Whether a list names anybody is told to nobody. Refuses (`no_words`), (`appeal_nobody`) a
    colleague's without customer and entry, (`appeal_open`) a second while one is open.
    """
    if len(words.strip()) < LEAST_WORDS:
        raise Refused("no_words", _("Say what is wrong, in a few words."), field="words")
    if customer is None and entry is None:
        raise Refused("appeal_nobody", _("Name the customer or the entry."), field="customer")
    today = clock.today()
    days = rule_value("lists.appeal", on=today)["answer_days"]
    is_own = customer is not None and customer.pk == actor.pk
    try:
        with transaction.atomic():
            appeal = ListAppeal.objects.create(
                number=next_number(PREFIX),
                customer=customer,
                entry=entry,
                way=ListAppeal.Way.CUSTOMER if is_own else ListAppeal.Way.COLLEAGUE,
                words=words.strip(),
                recorded_by=actor,
                asked_at=clock.now(),
                answer_by_on=today + dt.timedelta(days=days),
            )
            record_event("watch_appeal.open", subject=appeal, actor=actor)
            return appeal
    except IntegrityError:
        raise Refused("appeal_open", _("We are looking at an objection of yours already.")) from None
