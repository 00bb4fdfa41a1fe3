"""A tracking file on paper: how somebody stands, then what happened, the newest first."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import User
from accounts.papers import Paper
from risk.database.exits import rule_words
from risk.database.story import subject_facts, title_of
from risk.database.summary import Summary
from risk.database.timeline import FileSubject, TimelineItem, timeline_page

# What a paper holds at most; whoever needs more filters.
MOST = 400


def file_paper(subject: FileSubject, viewer: User, summary: Summary, kind: str) -> bytes:
    """Return the PDF of a file as this viewer sees it, of one kind of things or all, signed by who had it printed."""
    at = clock.now().astimezone(clock.SHANGHAI)
    foot = _("%(number)s, printed by %(name)s, %(at)s") % {
        "number": subject.number,
        "name": viewer.name,
        "at": f"{at:%Y-%m-%d %H:%M}",
    }
    paper = Paper(_("Tracking file %(number)s") % {"number": subject.number}, foot)
    paper.write_facts([(str(fact.label), str(fact.value)) for fact in subject_facts(subject)])
    paper.write_heading(title_of(subject))
    paper.write_facts(
        [
            *((stat.label, f"{stat.value} {stat.hint}".strip()) for stat in summary.stats),
            *((str(fact.label), f"{fact.value} {fact.hint}".strip()) for fact in summary.facts),
        ]
    )
    if summary.watches:
        paper.write_heading(_("Under watch"))
        for watch in summary.watches:
            paper.write_record(
                f"{watch.number} {watch.get_trigger_display()} · {watch.words}",
                f"{watch.owner.name} · {watch.review_on.isoformat()} · {rule_words(watch)}",
            )
    if summary.late:
        paper.write_heading(_("Late customers"))
        for late in summary.late:
            paper.write_record(late.loan.number, _("%(days)s days past due") % {"days": late.days})
    page = timeline_page(subject, viewer, kind=kind, size=MOST)
    paper.write_heading(_("What happened"))
    for item in page.items:
        _write(paper, item)
    if page.next_before is not None:
        paper.write_text(_("Older things are in the file on the screen."))
    return bytes(paper.output())


def _write(paper: Paper, item: TimelineItem) -> None:
    moment = item.moment
    words = (f"{moment.at:%Y-%m-%d %H:%M}", str(item.kind_name), str(moment.who), str(moment.sentence))
    paper.write_record(str(moment.title), " · ".join(word for word in words if word))
