"""Write down what risk thinks of a borrower."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.rules import rule_value
from lending.models import BorrowerStanding, Grade
from lending.standing_lock import lock_standing


def set_borrower_standing(
    *, borrower: User, grade: str, limit_fen: int, valid_until_on: dt.date, set_by: User
) -> BorrowerStanding:
    """Set the borrower's grade and limit, until a date.

    Refuses (`own_standing`) a person rating itself, (`bad_limit`) a limit below zero or above what the law
    lets a person owe, (`bad_date`) a day gone by.
    """
    if set_by.person_id is not None and set_by.person_id == borrower.person_id:
        raise Refused("own_standing", _("Nobody sets the credit limit of their own."))
    if grade not in Grade.values:
        raise Refused("bad_grade", _("Choose a grade."), field="grade")
    with transaction.atomic():
        today = clock.lock_business_date()
        if not 0 <= limit_fen <= rule_value("cap.person", on=today)["person_platform_fen"]:
            raise Refused(
                "bad_limit", _("The limit is above what the law lets one person owe."), field="limit"
            )
        if valid_until_on < today:
            raise Refused("bad_date", _("The rating must be valid today."), field="valid_until_on")
        standing = lock_standing(borrower)
        standing.grade, standing.limit_fen = grade, limit_fen
        standing.valid_until_on, standing.set_by, standing.set_at = valid_until_on, set_by, clock.now()
        standing.save(update_fields=["grade", "limit_fen", "valid_until_on", "set_by", "set_at"])
        record_event(
            "standing.set", subject=standing, actor=set_by, data={"grade": grade, "limit_fen": limit_fen}
        )
    return standing
