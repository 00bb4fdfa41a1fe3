"""Draw a sample for an inspection."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.inspections.populations import POPULATIONS, draw
from risk.inspections.rules import require_running
from risk.models import Inspection, InspectionSample

MOST = 50


def draw_sample(
    *, inspection: Inspection, population: str, first_on: dt.date, last_on: dt.date, size: int, actor: User
) -> list[InspectionSample]:
    """Draw `size` objects of a population by hash and put them on the inspection's list; return the new ones.

    What was drawn before stays. Refuses (`bad_population`), (`bad_dates`), (`bad_size`), (`nothing_there`) an empty
    population, and all that an inspection not under way refuses.
    """
    found = POPULATIONS.get(population)
    if found is None:
        raise Refused("bad_population", _("Choose what to draw from."), field="population")
    if first_on > last_on:
        raise Refused("bad_dates", _("The first day lies after the last."), field="last_on")
    if not 1 <= size <= MOST:
        raise Refused("bad_size", _("Draw between 1 and %(most)d objects.") % {"most": MOST}, field="size")
    with transaction.atomic():
        row = lock_one(Inspection.objects.filter(pk=inspection.pk))
        require_running(row, actor)
        numbers = set(found.numbers(first_on, last_on))
        if not numbers:
            raise Refused("nothing_there", _("Nothing of that kind happened in these days."))
        known = set(row.samples.filter(population=population).values_list("number", flat=True))
        next_n = row.samples.count() + 1
        drawn = [number for number in draw(row.number, numbers, size) if number not in known]
        samples = InspectionSample.objects.bulk_create(
            InspectionSample(
                inspection=row,
                n=n,
                population=population,
                subject_type=found.subject_type,
                number=number,
            )
            for n, number in enumerate(drawn, start=next_n)
        )
        record_event(
            "inspection.sample_drawn",
            subject=row,
            actor=actor,
            data={
                "population": population,
                "of": len(numbers),
                "drawn": drawn,
                "first_on": first_on.isoformat(),
                "last_on": last_on.isoformat(),
            },
        )
    return samples
