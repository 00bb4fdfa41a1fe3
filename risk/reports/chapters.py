"""The chapters of each kind of report."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from risk.models import RiskReport

Kind = RiskReport.Kind

CHAPTERS: dict[str, dict[str, Promise]] = {
    Kind.MONTHLY: {
        "status": pgettext_lazy("chapter", "Status"),
        "sources": pgettext_lazy("chapter", "Sources"),
        "effects": pgettext_lazy("chapter", "Effects"),
        "measures": pgettext_lazy("chapter", "Proposed measures"),
    },
    Kind.WARNING: {
        "seen": _("What was seen"),
        "gravity": _("How bad it is"),
        "proposal": _("What is proposed"),
    },
    Kind.ASSESSMENT: {
        "exposure": _("What is assessed"),
        "risks": _("Risks, controls and what remains"),
        "conclusion": _("Conclusion"),
    },
}


def chapters_of(kind: str) -> dict[str, Promise]:
    """Return the chapters of a kind of report, in order."""
    return CHAPTERS[kind]
