"""How one loan was classed: the facts of now, and what changed day by day."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Approval
from accounts.web.formats import yuan
from accounts.web.parts import Fact, Moment
from lending.models import Loan
from risk.models import ClassDowngrade, FiveClass, LoanSnapshot
from risk.portfolio.labels import bucket_label, region_label

TONES = {
    "normal": "good",
    "special_mention": "attention",
    "substandard": "danger",
    "doubtful": "danger",
    "loss": "danger",
}


def loan_facts(loan: Loan, states: Sequence[LoanSnapshot]) -> list[Fact]:
    """Return what the loan is counted by."""
    facts = [
        Fact(_("Grade"), loan.grade),
        Fact(_("Product"), loan.product_version.name),
        Fact(_("Paid out"), date_format(loan.disbursed_on)),
        Fact(_("Term"), loan.periods, is_figure=True),
        Fact(_("Lent"), yuan(loan.principal_fen), is_figure=True),
    ]
    if states:
        facts.insert(2, Fact(_("Region"), region_label(states[0].loan.region)))
    return facts


def class_facts(states: Sequence[LoanSnapshot]) -> list[Fact]:
    """Return the loan at the last close."""
    if not states:
        return []
    now = states[0]
    facts = [
        Fact(
            _("Class"), now.get_five_class_display(), hint=_("since %(day)s") % {"day": _class_since(states)}
        ),
        Fact(_("Days past due"), bucket_label(now.bucket)),
        Fact(_("Principal"), yuan(now.outstanding_fen), is_figure=True),
        Fact(_("Overdue principal"), yuan(now.overdue_fen), is_figure=True),
    ]
    if now.is_watched:
        facts.append(
            Fact(_("Watched"), _("after a restructure"), hint=_("At best special mention meanwhile."))
        )
    if now.written_off_fen:
        facts.append(Fact(_("Written off"), yuan(now.written_off_fen), is_figure=True))
        facts.append(Fact(_("Recovered since"), yuan(now.recovered_fen), is_figure=True))
    return facts


def _class_since(states: Sequence[LoanSnapshot]) -> str:
    since = states[0]
    for row in states:
        if row.five_class != states[0].five_class:
            break
        since = row
    return date_format(since.from_on)


def class_moments(states: Sequence[LoanSnapshot], downgrades: Sequence[ClassDowngrade]) -> list[Moment]:
    """Return every change of class, bucket and watch, and what was done by hand, newest first."""
    found = []
    for row, before in zip(states, [*states[1:], None], strict=False):
        if before is not None and (row.five_class, row.bucket, row.status) == (
            before.five_class,
            before.bucket,
            before.status,
        ):
            continue
        owed = _("%(amount)s owed") % {"amount": yuan(row.outstanding_fen)}
        found.append(
            Moment(
                title=f"{row.get_five_class_display()} · {bucket_label(row.bucket)}",
                at=row.from_on,
                sentence=owed if row.status == "active" else f"{row.get_status_display()} · {owed}",
                tone=TONES[row.five_class],
                icon="layers",
            )
        )
    for one in downgrades:
        found.append(
            Moment(
                title=_("Classed %(class)s by hand until %(day)s: %(state)s")
                % {
                    "class": one.get_five_class_display(),
                    "day": date_format(one.until_on),
                    "state": one.get_status_display(),
                },
                at=one.from_on or one.planned_at.date(),
                sentence=one.end_reason or one.reason,
                who=one.planned_by.name,
                icon="hand",
                tone="attention",
            )
        )
    return sorted(found, key=lambda one: one.at, reverse=True)


def approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker what would happen."""
    payload = approval.payload
    return [
        Fact(_("Loan"), payload["loan"]),
        Fact(_("Class"), FiveClass(payload["class"]).label),
        Fact(_("Counts until"), payload["until_on"], hint=_("Then the rule alone classes the loan again.")),
    ]
