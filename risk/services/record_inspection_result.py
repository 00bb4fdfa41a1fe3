"""Write down what the inspection saw."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.inspections.rules import require_no_hidden_number, require_running
from risk.models import Inspection
from risk.models.inspection import InspectionItem, InspectionResult, InspectionSample

LISTS = {"item": InspectionItem, "sample": InspectionSample}


def record_inspection_result(
    *, inspection: Inspection, of: str, n: int, result: str, remark: str, actor: User
) -> None:
    """Answer a question of the list (`of` is "item") or say what a drawn object was like ("sample").

    Refuses (`bad_result`), (`no_remark`) an answer that is not "in order" without its reason, (`remark_hidden`) one
    that spells out a hidden number, (`no_such_line`), and all that an inspection not under way refuses.
    """
    remark = remark.strip()
    if result not in InspectionResult.values or result == InspectionResult.OPEN:
        raise Refused("bad_result", _("Choose what you found."), field="result")
    if result != InspectionResult.IN_ORDER and not remark:
        raise Refused("no_remark", _("Say what you saw."), field="remark")
    require_no_hidden_number(remark, "remark")
    with transaction.atomic():
        row = lock_one(Inspection.objects.filter(pk=inspection.pk))
        require_running(row, actor)
        rows = LISTS[of]._default_manager.filter(inspection=row, n=n)
        if rows.update(result=result, remark=remark) != 1:
            raise Refused("no_such_line", _("There is no such line."))
        record_event(
            "inspection.result_recorded", subject=row, actor=actor, data={"of": of, "n": n, "result": result}
        )
