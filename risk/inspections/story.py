"""What the pages of inspections say, in facts and lines."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.language import in_language
from accounts.web.formats import yuan
from accounts.web.object_pages import object_url
from accounts.web.parts import Fact
from risk.forms.inspections import LineResultForm
from risk.inspections.checklists import topics
from risk.inspections.populations import POPULATIONS
from risk.models import Inspection, InspectionFinding, OperationalEvent


@dataclass(frozen=True)
class Line:
    """A question or a drawn object with its answer; `form` where the viewer may answer it now."""

    n: int
    words: str
    hint: str
    url: str
    result: str
    result_words: str
    remark: str
    form: LineResultForm | None


def inspection_facts(inspection: Inspection) -> list[Fact]:
    """What is inspected, by whom and when."""
    names = dict(topics())
    facts = [
        Fact(_("Department"), inspection.department.name),
        Fact(_("What is looked at"), names.get(inspection.topic, inspection.topic)),
        Fact(_("What it is to find out"), inspection.aim),
        Fact(_("Planned for"), inspection.planned_on),
        Fact(_("Led by"), inspection.lead.name),
        Fact(_("Planned by"), inspection.planned_by.name),
    ]
    if inspection.checklist_from_on is not None:
        facts.append(Fact(_("Checklist in the version of"), inspection.checklist_from_on))
    if inspection.end_reason:
        facts.append(Fact(_("Why"), inspection.end_reason))
    return facts


def item_lines(inspection: Inspection, *, may_answer: bool, bound: LineResultForm | None) -> list[Line]:
    """Return the questions of the checklist, each with its form where it may be answered."""
    return [
        _line(item, "item", in_language(item.words_en, item.words_zh), item.source, "", may_answer, bound)
        for item in sorted(inspection.items.all(), key=lambda item: item.n)
    ]


def sample_lines(
    inspection: Inspection, viewer: Any, *, may_answer: bool, bound: LineResultForm | None
) -> list[Line]:
    """Return the objects that were drawn, each with the link to its page where the viewer may open it."""
    return [
        _line(
            sample,
            "sample",
            sample.number,
            str(POPULATIONS[sample.population].label),
            object_url(viewer, sample.subject_type, sample.number),
            may_answer,
            bound,
        )
        for sample in sorted(inspection.samples.all(), key=lambda sample: sample.n)
    ]


def _line(
    row: Any, of: str, words: str, hint: str, url: str, may_answer: bool, bound: LineResultForm | None
) -> Line:
    is_bound = bound is not None and bound.data.get("of") == of and bound.data.get("n") == str(row.n)
    answer = {"of": of, "n": row.n, "remark": row.remark, "result": row.result}
    form = bound if is_bound else LineResultForm(initial=answer, auto_id=f"{of}-{row.n}-%s")
    return Line(
        row.n,
        words,
        hint,
        url,
        row.result,
        row.get_result_display(),
        row.remark,
        form if may_answer else None,
    )


def finding_facts(finding: InspectionFinding) -> list[Fact]:
    """What is not in order, who mends it, and what was done."""
    facts = [
        Fact(_("Department"), finding.inspection.department.name),
        Fact(_("How grave"), finding.get_severity_display()),
        Fact(_("What is not in order"), finding.words),
        Fact(_("Which rule asks for it"), finding.source or "—"),
        Fact(_("Found by"), finding.found_by.name, hint=f"{finding.found_at:%Y-%m-%d}"),
        Fact(_("Mended by"), finding.owner.name),
        Fact(_("Until day"), finding.due_on),
    ]
    if finding.mended_words:
        facts.append(Fact(_("What was done"), finding.mended_words, hint=f"{finding.mended_at:%Y-%m-%d}"))
    if finding.rechecked_by is not None:
        facts.append(
            Fact(
                _("The check"),
                finding.recheck_words,
                hint=f"{finding.rechecked_by.name} · {finding.rechecked_at:%Y-%m-%d}",
            )
        )
    if finding.times_reopened:
        facts.append(Fact(_("Not mended at the check"), finding.times_reopened, is_figure=True))
    return facts


def event_facts(event: OperationalEvent) -> list[Fact]:
    """What happened, what it cost, and what is done about it."""
    facts = [
        Fact(_("Kind of event"), event.get_category_display()),
        Fact(_("Department"), event.department.name),
        Fact(_("Happened on"), event.happened_on),
        Fact(_("Found on"), event.found_on),
        Fact(_("Reported by"), event.reported_by.name),
        Fact(_("What happened"), event.words),
    ]
    if event.cause:
        facts += [
            Fact(_("Why it came about"), event.cause),
            Fact(_("What is done about it"), event.measures),
            Fact(_("Done by"), event.owner.name if event.owner else "—", hint=event.due_on or ""),
        ]
    if event.outcome:
        facts.append(Fact(_("What came of it"), event.outcome))
    facts += [
        Fact(_("Loss"), yuan(event.loss_fen), is_figure=True),
        Fact(_("Of it came back"), yuan(event.recovered_fen), is_figure=True),
        Fact(_("Net loss"), yuan(event.net_loss_fen), is_figure=True, is_total=True),
    ]
    return facts
