"""Plan an inspection of a department."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Department, User
from accounts.numbers import next_number
from accounts.staff.queries import appointments_in_force
from risk.inspections.checklists import checklist_of
from risk.models import Inspection

PREFIX = "IN"
RIGHT = "risk.inspect"


def plan_inspection(
    *, planned_by: User, department: Department, topic: str, aim: str, planned_on: dt.date, lead: User
) -> Inspection:
    """Put an inspection into the plan with who leads it.

    Refuses (`bad_topic`) a topic without a checklist, (`no_aim`), (`bad_date`) a day gone by, (`no_right`) a lead who
    may not inspect, and (`own_department`) one who sits in the department: nobody inspects their own work.
    """
    if checklist_of(topic) is None:
        raise Refused("bad_topic", _("Choose what is looked at."), field="topic")
    if not aim.strip():
        raise Refused("no_aim", _("Say what the inspection is to find out."), field="aim")
    if not lead.has_right(RIGHT):
        raise Refused("no_right", _("This colleague does not inspect."), field="lead")
    if appointments_in_force().filter(user=lead, position__department=department).exists():
        raise Refused("own_department", _("Nobody inspects the department they work in."), field="lead")
    with transaction.atomic():
        if planned_on < clock.lock_business_date():
            raise Refused("bad_date", _("Plan it for today or a later day."), field="planned_on")
        inspection = Inspection.objects.create(
            number=next_number(PREFIX),
            department=department,
            topic=topic,
            aim=aim.strip(),
            planned_on=planned_on,
            lead=lead,
            planned_by=planned_by,
            planned_at=clock.now(),
        )
        record_event(
            "inspection.planned",
            subject=inspection,
            actor=planned_by,
            data={"department": department.code, "topic": topic, "on": planned_on.isoformat()},
        )
    return inspection
