"""A screening on paper: the result, every rule hit in words, shared marks, and what the outside sources said."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.papers import Paper
from risk.screening.shown import ShownScreening


def write_screening(paper: Paper, data: ShownScreening) -> None:
    """Write what the page of a case shows of its screening."""
    asked = sum(group.asked for group in data.groups)
    hits = [(group, hit) for group in data.groups for hit in group.hits]
    paper.write_facts(
        [
            (_("Result"), data.outcome),
            (_("Number"), data.number),
            (_("Rules"), _("version %(version)s") % {"version": data.version}),
            (_("Rules asked"), str(asked)),
            (_("To examine"), str(len(hits)) if hits else _("Nothing")),
        ]
    )
    for group, hit in hits:
        code = f" ({hit.code})" if hit.code else ""
        paper.write_record(f"{hit.result}: {hit.words}{code}", f"{group.name} · {hit.because}")
    paper.write_label(_("Links to other applicants"))
    if not data.links:
        paper.write_text(
            _("None: no other applicant uses the same device, number, contact, card or address.")
        )
    comma = pgettext("between parts of a sentence", "; ")
    paper.write_facts([(link.kind, f"{link.count}: {comma.join(link.people)}") for link in data.links])
    paper.write_label(_("Outside sources"))
    paper.write_facts([(str(fact.label), f"{fact.value} {fact.hint}".strip()) for fact in data.sources])
