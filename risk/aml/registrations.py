"""What the desk adds to the house: the nightly look, its rail, its words, and that nobody else reads of it."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.closing import CloseStep, register_step
from accounts.confidential import keep_confidential
from accounts.events import subscribe
from accounts.rotation import register_encrypted
from accounts.sealed_files import SealedFiles
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from risk.aml import queries
from risk.aml.elsewhere import hang_into_other_rooms
from risk.aml.patterns import alerts_of
from risk.aml.rules import SEE
from risk.aml.story import EVENT_WORDS
from risk.models import AmlEvidence
from risk.services.add_aml_evidence import FOLDER
from risk.services.raise_aml_alerts import raise_aml_alerts
from risk.services.watch_money import find_day_to_watch


def register_aml() -> None:
    """Register everything; called from `apps.py: ready()`.

    No open work of colleagues and no approvals: both are seen outside of the desk. What a leaver leaves is on its page.
    """
    keep_append_only("risk_amlline")
    keep_confidential("aml_", SEE)
    subscribe("risk.other_names", ["suspense.open"], "risk.aml.handlers.on_suspense")
    # After everything that moves money on that day.
    register_step(
        CloseStep("watch_money", _("Money looked at against laundering"), 160, find_day_to_watch, _watch)
    )
    register_encrypted(_files().as_store())
    hang_into_other_rooms()
    add_event_words(EVENT_WORDS)
    add_object_pages(
        ObjectPage("amlalert", "aml_alert", SEE),
        ObjectPage("amlreport", "aml_report", SEE),
    )
    add_office_links(
        OfficeLink(
            _("Risk"), "shield-check", _("Money laundering"), "aml_desk", SEE, queue=queries.desk_queue
        ),
    )


def _watch(day: dt.date, ids: list[int]) -> None:
    raise_aml_alerts(found=alerts_of(day))


def _files() -> SealedFiles:
    return SealedFiles(
        "aml_evidence",
        FOLDER,
        lambda: AmlEvidence.objects.order_by("pk").values_list("pk", "stored_name", "number").iterator(),
        lambda row, old, new: AmlEvidence.objects.filter(pk=row, stored_name=old).update(stored_name=new),
    )
