"""What the pages of the desk say, in facts and lines."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import clock
from accounts.models import RuleVersion, User
from accounts.rules import rule
from accounts.web.formats import number, yuan
from accounts.web.parts import Fact
from risk.aml.queries import lines_of
from risk.aml.rules import keep_until
from risk.models import AmlAlert, AmlLine, AmlReport

TABS = {
    "new": pgettext_lazy("aml", "To look at"),
    "investigating": gettext_lazy("Being investigated"),
    "second": gettext_lazy("Waits for a second person"),
    "report": gettext_lazy("To be reported"),
    "ended": pgettext_lazy("aml", "Ended"),
    "all": gettext_lazy("All"),
}

# How sure the source of a rule is, as the pages of rules say it.
SOURCE_STATES = {
    "confirmed": gettext_lazy("read in a stored text"),
    "practice": gettext_lazy("company policy"),
    "to confirm": gettext_lazy("to confirm"),
}

EVENT_WORDS = {
    "aml_alert.open": gettext_lazy("Alert raised"),
    "aml_alert.investigating": gettext_lazy("Alert being investigated"),
    "aml_alert.reassigned": gettext_lazy("Alert given to another colleague"),
    "aml_alert.noted": gettext_lazy("Investigation: words added"),
    "aml_alert.answered": gettext_lazy("Investigation: question answered"),
    "aml_alert.evidence_added": gettext_lazy("Investigation: paper added"),
    "aml_alert.evidence_seen": gettext_lazy("Investigation: paper looked at"),
    "aml_alert.proposed": gettext_lazy("Conclusion of an alert proposed"),
    "aml_alert.cleared": gettext_lazy("Alert concluded: no suspicion"),
    "aml_alert.reportable": gettext_lazy("Alert concluded: to be reported"),
    "aml_alert.reported": gettext_lazy("Alert reported"),
    "aml_report.drafted": gettext_lazy("Report to the authority made"),
    "aml_report.sent": gettext_lazy("Report handed to the authority"),
    "aml_report.corrected": gettext_lazy("Report to the authority corrected"),
    "aml_report.dropped": gettext_lazy("Report to the authority dropped"),
    "aml_report.taken_out": gettext_lazy("Report to the authority taken out as a file"),
    "aml_desk.looked": gettext_lazy("Closed days looked at again"),
}


@dataclass(frozen=True)
class ShownLine:
    """A figure of an alert; `url` opens the transaction behind it."""

    line: AmlLine
    journal: str
    url: str
    customer_url: str


def source_words(version: RuleVersion) -> str:
    """Return where a rule comes from and how sure that is."""
    return f"{version.source} · {SOURCE_STATES[version.source_state]}"


def alert_facts(alert: AmlAlert, viewer: User) -> list[Fact]:
    """What the alert is about, and how far it is."""
    source = rule("aml.large" if alert.is_large else "aml.suspicious", on=alert.day_on)
    facts = [
        Fact(_("Pattern"), alert.get_pattern_display(), hint=source_words(source)),
        Fact(_("Customer"), alert.customer.number, hint=alert.party_name or alert.customer.name),
        Fact(_("Day"), alert.day_on),
        Fact(_("Raised by"), alert.raised_by.name if alert.raised_by else _("the nightly look at the books")),
        Fact(_("To be decided by") if not alert.is_large else _("To be reported by"), alert.due_on),
        Fact(_("Investigated by"), alert.investigator.name if alert.investigator else "—"),
    ]
    if alert.words:
        facts.append(Fact(_("What was noticed"), alert.words))
    if alert.proposed_by is not None:
        facts.append(Fact(_("Proposed"), alert.get_conclusion_display(), hint=alert.proposed_by.name))
    if alert.concluded_by is not None and alert.concluded_at is not None:
        on = alert.concluded_at.astimezone(clock.SHANGHAI).date()
        facts.append(Fact(_("Concluded by"), alert.concluded_by.name, hint=f"{on}"))
        facts.append(Fact(_("Kept until"), keep_until(on), hint=_("Anti-Money-Laundering Law")))
    if alert.report is not None:
        facts.append(Fact(_("In the report"), alert.report.number))
    facts.append(Fact(_("Amount"), yuan(alert.amount_fen), is_figure=True, is_total=True))
    return facts


def shown_lines(alert: AmlAlert, viewer: User) -> list[ShownLine]:
    """Return the figures, each with the way to its transaction and, where the viewer may, to the customer's file."""
    sees_files = viewer.has_right("accounts.see_customers")
    return [
        ShownLine(
            line,
            line.transfer.entry.number if line.transfer is not None else "",
            reverse("aml_line", args=[alert.number, line.n]),
            reverse("customer_file", args=[line.customer.number])
            if sees_files and line.customer.is_customer
            else "",
        )
        for line in lines_of(alert)
    ]


def report_facts(report: AmlReport) -> list[Fact]:
    """What a file is, its control totals, and what became of it."""
    facts = [
        Fact(_("Kind of report"), report.get_kind_display()),
        Fact(_("Day"), report.day_on),
        Fact(_("Version"), number(report.version), hint=report.reason),
        Fact(_("To be sent by"), report.due_on),
        Fact(_("Made by"), report.made_by.name),
    ]
    if report.sent_by is not None:
        facts.append(Fact(_("Handed in by"), report.sent_by.name, hint=f"{report.sent_on}"))
        facts.append(Fact(_("Receipt"), report.receipt))
    facts += [
        Fact(_("Alerts in it"), number(report.alert_count), is_figure=True),
        Fact(_("Transactions in it"), number(report.line_count), is_figure=True),
        Fact(_("Received, in all"), yuan(report.in_fen), is_figure=True),
        Fact(_("Paid out, in all"), yuan(report.out_fen), is_figure=True),
        Fact(_("Hash of the file (SHA-256)"), report.sha256),
    ]
    return facts


def thresholds() -> list[Fact]:
    """Return the thresholds in force, as the desk's page explains them."""
    large, patterns = rule("aml.large"), rule("aml.suspicious")
    value: Any = large.value
    return [
        Fact(
            _("Received or paid out by a person in a day"), yuan(value["person_transfer_fen"]), is_figure=True
        ),
        Fact(
            _("Received or paid out by an organisation in a day"),
            yuan(value["organisation_transfer_fen"]),
            is_figure=True,
        ),
        Fact(
            _("Receipts without a known sender in a day"),
            yuan(value["cash_day_fen"]),
            is_figure=True,
            hint=_(
                "No cash passes through this house; such a receipt counts as cash until its sender is known."
            ),
        ),
        Fact(_("Suspicious patterns"), patterns.text, hint=source_words(patterns)),
    ]
