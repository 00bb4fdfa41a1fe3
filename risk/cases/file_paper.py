"""The case file on paper: everything the case page tells, in the order in which it is read."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.papers import Paper
from accounts.web.parts import Fact
from risk.cases.desk import Work, work_on
from risk.cases.parts import shown_parts
from risk.models import CreditCase
from risk.presentation import application_facts, income_facts, timeline
from risk.queries import case_file


def case_paper(case: CreditCase, printed_for: str) -> bytes:
    """Return the PDF of a case, with the hash of what was frozen and who had it printed."""
    file = case_file(case)
    at = clock.now().astimezone(clock.SHANGHAI)
    foot = _("%(number)s, printed by %(name)s, %(at)s") % {
        "number": case.number,
        "name": printed_for,
        "at": f"{at:%Y-%m-%d %H:%M}",
    }
    paper = Paper(_("Credit case %(number)s") % {"number": case.number}, foot)
    paper.write_facts(
        [
            (_("State"), str(case.get_status_display())),
            (_("Opened because"), str(case.get_cause_display())),
            (_("Frozen facts (SHA-256)"), case.facts_hash or "—"),
        ],
        size=8.5,
    )
    paper.write_heading(_("Application"))
    paper.write_facts(_pairs([*application_facts(file), *income_facts(file)]))
    for part in shown_parts(case):
        if isinstance(part.data, list) and all(isinstance(one, Fact) for one in part.data):
            paper.write_heading(str(part.title))
            paper.write_facts(_pairs(part.data))
    _write_work(paper, work_on(case))
    if case.opinion and case.reviewed_by is not None and case.reviewed_at is not None:
        reviewed_at = case.reviewed_at.astimezone(clock.SHANGHAI)
        paper.write_heading(_("Opinion"))
        paper.write_record(case.opinion, f"{case.reviewed_by.name} · {reviewed_at:%Y-%m-%d %H:%M}")
    if case.decision is not None:
        paper.write_heading(_("The decision"))
        paper.write_record(
            f"{case.decision.get_outcome_display()} {case.decision.grade}",
            f"{case.decision.decided_by.name} · {case.decision.decided_on:%Y-%m-%d}",
        )
        if case.decision.conditions:
            paper.write_text(case.decision.conditions)
    paper.write_heading(_("What happened"))
    for moment in timeline(file):
        paper.write_record(str(moment.title), f"{moment.at:%Y-%m-%d %H:%M} {moment.who}")
    return bytes(paper.output())


def _write_work(paper: Paper, work: Work) -> None:
    parts: list[tuple[str, list[tuple[str, str]]]] = [
        (
            _("Checklist"),
            [
                (item.words, f"{item.check.get_answer_display()} {item.check.remark}" if item.check else "—")
                for item in work.checks
            ],
        ),
        (
            _("Overrides"),
            [
                (
                    f"{one.get_kind_display()} {one.from_value} → {one.to_value}",
                    f"{one.words} {one.made_by.name}",
                )
                for one in work.overrides
            ],
        ),
        (_("Questions to the customer"), [(one.question, one.answer or "—") for one in work.queries]),
        (_("Visits"), [(one.task, one.findings or "—") for one in work.visits]),
        (_("Opinions sent back"), [(one.opinion, one.remarks) for one in work.returns]),
    ]
    for title, records in parts:
        if records:
            paper.write_heading(title)
        for first, rest in records:
            paper.write_record(first, rest)


def _pairs(facts: list[Fact]) -> list[tuple[str, str]]:
    return [(str(fact.label), f"{fact.value} {fact.hint}".strip() or "—") for fact in facts]
