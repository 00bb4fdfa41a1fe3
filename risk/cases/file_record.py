"""What people did on a case, on its paper: checks, overrides, questions, visits, opinions, signatures, the decision."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from accounts.papers import Paper
from accounts.web.formats import moment, rate, yuan
from lending.models.application import DecisionOutcome
from risk.cases.deciders import who_decided, who_decides
from risk.cases.desk import Work
from risk.cases.grading import item_before_committee
from risk.cases.parts import write_facts
from risk.cases.rating import Rating
from risk.committee.conditions import condition_words, read_conditions
from risk.models import AgendaItem, CaseCheck, CaseOverride, CreditCase, FieldVisit
from risk.queries import CaseFile
from risk.reasons import OVERRIDE_REASONS, REASONS

Record = tuple[str, str]


def write_work(paper: Paper, case: CreditCase, work: Work) -> None:
    """Write what was found out; a part in which nothing was done says so."""
    appeal = getattr(case, "appeal", None)
    if appeal is not None:
        before = _("Declined by a program before.") if appeal.was_automatic else ""
        _write(paper, _("Asked for another look"), [(appeal.words, _joined(moment(appeal.asked_at), before))])
    _write(
        paper,
        _("Checklist"),
        [
            (f"{item.words}: {item.check.get_answer_display()}", _checked(item.check))
            if item.check
            else (f"{item.words}: {_('not answered yet')}", "")
            for item in work.checks
        ],
    )
    _write(paper, _("Overrides"), [_override(one) for one in work.overrides])
    _write(
        paper,
        _("Questions to the customer"),
        [
            (
                f"{one.question} ({one.get_status_display()})",
                _joined(
                    one.answer,
                    _("Picture %(number)s") % {"number": one.document.number} if one.document else "",
                    _signed(one.asked_by, one.asked_at),
                ),
            )
            for one in work.queries
        ],
    )
    _write(paper, _("Visits"), [_visit(one) for one in work.visits])
    if work.photos:
        paper.write_facts([(_("Pictures"), ", ".join(one.number for one in work.photos))])
    _write(
        paper,
        _("Opinions sent back"),
        [
            (
                one.opinion,
                _joined(
                    _signed(one.reviewed_by, one.reviewed_at),
                    one.remarks,
                    _("to another reviewer") if one.is_for_another else "",
                    _signed(one.sent_by, one.sent_at),
                ),
            )
            for one in work.returns
        ],
    )


def write_opinion(paper: Paper, case: CreditCase) -> None:
    """Write the opinion that counts."""
    paper.write_heading(_("Opinion"))
    if not case.opinion:
        paper.write_text(_("None yet."))
    elif case.reviewed_by is not None and case.reviewed_at is not None:
        paper.write_record(case.opinion, _signed(case.reviewed_by, case.reviewed_at))


def write_decision(paper: Paper, file: CaseFile) -> None:
    """Write who decides or decided and why, the signatures, the committee, the decision with its conditions."""
    case = file.case
    if case.status in CreditCase.WAITING:
        deciders = who_decides(case)
        paper.write_heading(_("Who decides"))
        paper.write_record(deciders.sentence, "\n".join(deciders.because))
    _write_signatures(paper, case)
    item = item_before_committee(case)
    if item is not None:
        _write_item(paper, item)
    if case.decision is None:
        return
    decision = case.decision
    paper.write_heading(_("The decision"))
    paper.write_facts([(_("Outcome"), str(decision.get_outcome_display()))])
    if decision.amount_fen:
        paper.write_facts(
            [
                (_("Amount"), yuan(decision.amount_fen)),
                (_("Rate a year"), rate(decision.rate_ppm or 0)),
                (_("Offer until"), f"{decision.offer_until_on}"),
            ]
        )
    paper.write_facts([(_("Reasons"), _reasons(decision.reasons))])
    conditions = list(decision.condition_rows.order_by("pk"))
    for one in conditions:
        stage = _joined(one.get_kind_display(), str(one.due_on or ""), one.get_status_display())
        paper.write_facts([(_("Condition"), f"{one.words} ({stage})")])
    if decision.conditions and not conditions:
        paper.write_facts([(_("Condition"), decision.conditions)])
    write_facts(paper, who_decided(case))
    if decision.decided_by is not None:
        paper.write_facts(
            [(pgettext("case", "Decided by"), _signed(decision.decided_by, decision.decided_at))]
        )


def _write_signatures(paper: Paper, case: CreditCase) -> None:
    records = []
    for one in case.signatures.select_related("signed_by").order_by("pk"):
        rating = Rating.from_kept(one.rating)
        dropped = (
            _("given back: %(why)s") % {"why": one.dropped_because} if one.dropped_at is not None else ""
        )
        offer = _joined(
            DecisionOutcome(one.outcome).label,
            yuan(rating.amount_fen),
            rating.grade,
            _("limit %(limit)s") % {"limit": yuan(rating.limit_fen)},
        )
        conditions = [term.words for term in rating.conditions]
        said = _joined(_reasons(one.reasons), *conditions, _signed(one.signed_by, one.signed_at), dropped)
        records.append((offer, said))
    if records:
        _write(paper, _("Signed first"), records)


def _write_item(paper: Paper, item: AgendaItem) -> None:
    paper.write_heading(_("Before the committee"))
    facts = [
        (pgettext("agenda", "Item"), f"{item.number} ({item.get_status_display()})"),
        (_("Meeting"), f"{item.meeting.number} ({moment(item.meeting.starts_at)})"),
        (_("Amount proposed"), yuan(item.amount_fen)),
        (_("Grade proposed"), item.grade),
        (_("Credit limit"), yuan(item.limit_fen)),
        *((_("Condition"), condition_words(one)) for one in read_conditions(item.conditions)),
    ]
    if item.result:
        facts.append((_("Result"), str(item.get_result_display())))
    paper.write_facts(facts)


def _write(paper: Paper, title: str, records: list[Record]) -> None:
    paper.write_heading(title)
    if not records:
        paper.write_text(_("None."))
    for first, rest in records:
        paper.write_record(first, rest)


def _override(one: CaseOverride) -> Record:
    head = f"{one.get_kind_display()}: {one.from_value} → {one.to_value}"
    sides = _joined(head, one.get_side_display(), one.get_severity_display())
    reason = str(OVERRIDE_REASONS.get(one.reason, one.reason))
    return sides, _joined(reason, one.words, _signed(one.made_by, one.made_at))


def _visit(one: FieldVisit) -> Record:
    found = f"{one.visited_on} {one.place}\n{one.findings}" if one.findings else ""
    asked = _("by %(until)s") % {"until": one.due_on}
    said = _joined(one.assigned_to.name, asked, _signed(one.asked_by, one.asked_at))
    return f"{one.task} ({one.get_status_display()})", "\n".join(line for line in (found, said) if line)


def _checked(check: CaseCheck) -> str:
    return _joined(check.remark, _signed(check.made_by, check.made_at))


def _reasons(codes: list[str]) -> str:
    return "; ".join(str(REASONS.get(code, code)) for code in codes)


def _signed(who: User, at: dt.datetime) -> str:
    return f"{who.name} · {moment(at)}"


def _joined(*words: object) -> str:
    return " · ".join(str(word) for word in words if word)
