"""Words for the codes of lending, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.web.formats import yuan
from lending.models import Application, ProductVersion
from lending.models.application_paper import PaperKind

METHOD_LABELS: dict[str, Promise] = {
    "equal_instalment": gettext_lazy("Equal instalments"),
    "equal_principal": gettext_lazy("Equal principal"),
    "interest_only": gettext_lazy("Interest first, principal at the end"),
    "bullet": gettext_lazy("All at the end"),
    "flat": gettext_lazy("Equal principal and interest"),
}
METHOD_HINTS: dict[str, Promise] = {
    "equal_instalment": gettext_lazy("The same amount every month."),
    "equal_principal": gettext_lazy("The same principal every month; interest falls as the debt does."),
    "interest_only": gettext_lazy("Only interest every month; the whole principal in the last one."),
    "bullet": gettext_lazy("Principal and interest together on the last day."),
    "flat": gettext_lazy("Interest is counted on the whole loan for the whole term."),
}
GRADE_HINTS: dict[str, Promise] = {
    "A": gettext_lazy("Grade A: steady income, low debts, a clean record. Paid late least often, not never."),
    "B": gettext_lazy("Grade B: good income and record with small weak spots."),
    "C": gettext_lazy("Grade C: income or record with marked weak spots. Expect some late payments."),
    "D": gettext_lazy("Grade D: the weakest borrowers we admit. Losses are a real possibility."),
}
END_REASONS: dict[str, Promise] = {
    "rejected": gettext_lazy("The application was declined."),
    "withdrawn": gettext_lazy("You withdrew it."),
    "offer_expired": gettext_lazy("The offer was not accepted in time."),
    "window_over": gettext_lazy("It was not fully funded within the time the law allows."),
    "not_disbursed": gettext_lazy("It could not be paid out in time."),
    "not_delivered": gettext_lazy("The goods were not delivered in time."),
    "cancelled": gettext_lazy("It was cancelled."),
    "disbursed": gettext_lazy("It was paid out."),
}


def method_label(method: str) -> str:
    """Return the name of a repayment method."""
    return str(METHOD_LABELS.get(method, method))


def periods_label(periods: int) -> str:
    """Return a term in months."""
    return ngettext("%(count)s month", "%(count)s months", periods) % {"count": periods}


def days_label(days: int) -> str:
    """Return a number of days."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def purpose_label(purpose: str) -> str:
    """Return the name of a loan's purpose."""
    return str(dict(Application.Purpose.choices).get(purpose, purpose))


def choice_label(choices: Any, value: str) -> str:
    """Return the label of a stored choice, a dash where nothing was chosen."""
    return str(dict(choices.choices).get(value, "—"))


def income_band_label(band: list[int | None]) -> str:
    """Return an income band such as ¥5,000.00 – ¥8,000.00 a month."""
    lower, upper = band[0] or 0, band[1]
    if upper is None:
        return _("%(lower)s a month or more") % {"lower": yuan(lower)}
    if not lower:
        return _("below %(upper)s a month") % {"upper": yuan(upper)}
    return _("%(lower)s to %(upper)s a month") % {"lower": yuan(lower), "upper": yuan(upper)}


def end_reason_label(reason: str) -> str:
    """Return why something ended."""
    return str(END_REASONS.get(reason, ""))


def still_missing_words(kinds: Sequence[PaperKind]) -> str:
    """Return in a sentence which papers an application still lacks."""
    return _("Still missing: %(papers)s.") % {"papers": _(", ").join(str(kind.label) for kind in kinds)}


def version_words(version: ProductVersion) -> str:
    """Return the product and the version of it that something was made under."""
    return _("%(product)s, version %(version)s") % {"product": version.name, "version": version.version}
