"""What the desk does when money comes under another name."""

from accounts.models import Event
from finance.models import SuspenseItem
from risk.aml.patterns import other_name
from risk.services.raise_aml_alerts import raise_aml_alerts


def on_suspense(event: Event) -> None:
    """Raise the alert at once; the nightly look finds it raised."""
    item = SuspenseItem.objects.select_related("receipt__entry").filter(pk=event.subject_id).first()
    found = other_name(item) if item is not None else None
    if found is not None:
        raise_aml_alerts(found=[found])
