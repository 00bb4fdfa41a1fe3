"""How a loan's bad days read: to the office, to whoever approves, and to the holders."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Approval, Message
from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact
from lending.bad_days.acceleration import Measured
from lending.models import Acceleration, LegalStep, Loan, Waiver, WriteOff

REMINDER = gettext_lazy("The borrower was reminded")
NOTICED = gettext_lazy("Formal notice with a date given to the borrower")
CURED = gettext_lazy("The borrower paid the arrears in time")
CALLED_IN = gettext_lazy("The loan was called in: all principal is due")
WRITTEN_OFF = gettext_lazy("Written off; the claims stay owed")


@dataclass(frozen=True)
class Step:
    """Something that was done about an overdue loan; nothing in it names a person."""

    on: dt.date
    words: Any
    hint: str = ""


def steps_of(loan: Loan) -> list[Step]:
    """Return what was done about a loan, oldest first, as its holders may see it."""
    reminders = Message.objects.filter(
        to_id=loan.borrower_id,
        template="instalment_overdue",
        channel=Message.Channel.INBOX,
        key__startswith=f"remind:{loan.number}:",
    )
    steps = [Step(at.date(), REMINDER) for at in reminders.values_list("created_at", flat=True)]
    for row in loan.accelerations.exclude(noticed_on=None).order_by("pk"):
        steps += _acceleration_steps(row)
    for step in loan.legal_steps.order_by("pk"):
        cost = _("costs of %(cost)s") % {"cost": yuan(step.cost_fen)} if step.cost_approved_on else ""
        steps.append(Step(step.done_on, step.get_kind_display(), cost))
    if loan.written_off_on:
        steps.append(Step(loan.written_off_on, WRITTEN_OFF))
    return sorted(steps, key=lambda step: step.on)


def _acceleration_steps(row: Acceleration) -> list[Step]:
    steps = []
    if row.noticed_on and row.effective_on:
        until = _("to pay by %(until)s") % {"until": date_format(row.effective_on)}
        steps.append(Step(row.noticed_on, NOTICED, until))
    if row.ended_on and row.status != Acceleration.Status.DROPPED:
        steps.append(Step(row.ended_on, CURED if row.status == Acceleration.Status.CURED else CALLED_IN))
    return steps


def default_facts(test: Measured) -> list[Fact]:
    """Return how far behind a loan is beside what the rule asks for."""
    default = test.default
    facts = [Fact(_("Principal due and unpaid"), yuan(default.unpaid_fen), is_figure=True)]
    if test.price_fen:
        asked = _("%(share)s of the price of %(price)s, Civil Code Art. 634") % {
            "share": rate(test.share_ppm),
            "price": yuan(test.price_fen),
        }
        return [*facts, Fact(_("May be called in from"), asked)]
    return [
        *facts,
        Fact(
            _("Instalments unpaid"),
            str(default.missed),
            _("at least %(n)s") % {"n": test.missed},
            is_figure=True,
        ),
        Fact(
            _("Days late"),
            str(default.late_days),
            _("more than %(n)s") % {"n": test.late_days},
            is_figure=True,
        ),
    ]


def call_in_words(loan: Loan, row: Acceleration | None, test: Measured) -> str:
    """Return whether a loan may be called in, as far as there is anything left to call in."""
    if loan.written_off_on:
        on = {"on": date_format(loan.written_off_on)}
        return _("Written off on %(on)s. All of it is due and stays owed; nothing is left to call in.") % on
    if row is not None and row.status == Acceleration.Status.IN_FORCE and row.ended_on:
        return _("Called in on %(on)s: all principal is due.") % {"on": date_format(row.ended_on)}
    if row is not None and row.status == Acceleration.Status.NOTICED and row.effective_on:
        until = {"until": date_format(row.effective_on)}
        return _("Notice is given: all of it falls due unless the arrears are paid by %(until)s.") % until
    if row is not None and row.status == Acceleration.Status.PLANNED:
        return _("Calling it in waits for approval.")
    if not test.has_more_to_come:
        return _("The last due date has passed: all of it is due, and nothing is left to call in.")
    if test.is_met:
        return _("The loan may be called in, after notice that names a day.")
    return _("Not far enough behind to be called in.")


def notice_facts(row: Acceleration, messages: list[Message]) -> list[Fact]:
    """Return where the calling in stands, with the notice's fate on each channel."""
    facts = [Fact(_("State"), row.get_status_display()), Fact(_("Reason"), row.reason)]
    if row.noticed_on and row.effective_on:
        facts += [
            Fact(_("Notice given on"), row.noticed_on.isoformat()),
            Fact(_("Arrears then"), yuan(row.arrears_fen), is_figure=True),
            Fact(_("To be paid by"), row.effective_on.isoformat()),
        ]
    facts += [
        Fact(
            _("Notice by %(channel)s") % {"channel": message.get_channel_display()},
            message.get_status_display(),
            _("read") if message.read_at else "",
        )
        for message in messages
    ]
    return facts


def describe_acceleration(approval: Approval) -> list[Fact]:
    """Tell the checker which loan would be called in."""
    row = Acceleration.objects.select_related("loan").get(pk=approval.subject_id)
    return [*_loan_facts(row.loan), Fact(_("Reason"), row.reason)]


def describe_write_off(approval: Approval) -> list[Fact]:
    """Tell the checker what would be written off."""
    row = WriteOff.objects.select_related("loan").get(pk=approval.subject_id)
    return [*_loan_facts(row.loan), Fact(_("Reason"), row.reason)]


def describe_cost(approval: Approval) -> list[Fact]:
    """Tell the checker which documented cost the borrower would owe."""
    step = LegalStep.objects.select_related("loan").get(pk=approval.subject_id)
    return [
        *_loan_facts(step.loan),
        Fact(_("Legal step"), f"{step.get_kind_display()} · {step.done_on.isoformat()}"),
        Fact(_("Cost"), yuan(step.cost_fen), is_figure=True),
    ]


def describe_waiver(approval: Approval) -> list[Fact]:
    """Tell the checker what the holder would be asked for."""
    row = Waiver.objects.select_related("loan", "claim").get(pk=approval.subject_id)
    return [*_loan_facts(row.loan), *waiver_facts(row)]


def waiver_facts(row: Waiver) -> list[Fact]:
    """Return what would be waived of which claim, and why."""
    return [
        Fact(_("Claim"), row.claim.number),
        Fact(_("Outstanding principal"), yuan(row.claim.outstanding_fen), is_figure=True),
        Fact(_("Principal to waive"), yuan(row.principal_fen), is_figure=True),
        Fact(_("Interest to waive"), yuan(row.interest_fen), is_figure=True),
        Fact(_("Reason"), row.reason),
    ]


def _loan_facts(loan: Loan) -> list[Fact]:
    since = loan.overdue_since_on
    return [
        Fact(_("Loan"), loan.number),
        Fact(_("Principal left"), yuan(loan.outstanding_fen), is_figure=True),
        Fact(_("Overdue since"), since.isoformat() if since else "—"),
    ]
