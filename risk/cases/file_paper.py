"""The case file on paper: everything the case page tells, in the order in which it is read."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.papers import Paper
from accounts.web.formats import moment, percent, rate, rate_up, yuan
from lending.application_papers import paper_groups
from risk.cases.desk import work_on
from risk.cases.file_record import write_decision, write_opinion, write_work
from risk.cases.parts import shown_parts, write_facts
from risk.models import CreditCase
from risk.presentation import application_facts, income_facts, timeline
from risk.queries import CaseFile, case_file


def case_paper(case: CreditCase, printed_for: str) -> bytes:
    """Return the PDF of a case, with the hash of what was frozen and who had it printed; masked as the page is."""
    file, work = case_file(case), work_on(case)
    foot = _("%(number)s, printed by %(name)s, %(at)s") % {
        "number": case.number,
        "name": printed_for,
        "at": moment(clock.now()),
    }
    paper = Paper(_("Credit case %(number)s") % {"number": case.number}, foot)
    paper.write_facts(
        [
            (_("State"), str(case.get_status_display())),
            (_("Opened because"), str(case.get_cause_display())),
            (_("Opened"), moment(case.opened_at)),
            (_("Frozen facts (SHA-256)"), case.facts_hash or "—"),
        ],
        size=8.5,
    )
    if not work.is_untouched:
        paper.write_text(
            _(
                "What was known when the case was opened has been changed since. Do not decide on it; tell the"
                " administrator."
            )
        )
    _write_application(paper, file)
    for part in shown_parts(case):
        paper.write_heading(str(part.title))
        part.write(paper, part.data)
    _write_standing(paper, file)
    _write_grades(paper, file)
    write_work(paper, case, work)
    write_opinion(paper, case)
    write_decision(paper, file)
    paper.write_heading(_("What happened"))
    for one in timeline(file):
        said = (moment(one.at), str(one.who), str(one.sentence))
        paper.write_record(str(one.title), " · ".join(word for word in said if word))
    return bytes(paper.output())


def _write_application(paper: Paper, file: CaseFile) -> None:
    paper.write_heading(_("Application"))
    paper.write_facts([(_("Number"), file.application.number)])
    write_facts(paper, application_facts(file))
    paper.write_heading(_("Income and debts"))
    write_facts(paper, income_facts(file))
    groups = paper_groups(file.application)
    if groups:
        paper.write_heading(_("Papers"))
        paper.write_facts(
            [
                (str(group.label), ", ".join(page.number for page in group.pages) or _("not sent in"))
                for group in groups
            ]
        )


def _write_standing(paper: Paper, file: CaseFile) -> None:
    """Write how the borrower stands here: grade and limit, loans, earlier applications."""
    paper.write_heading(_("The borrower here"))
    standing = file.standing
    if standing is not None and standing.grade:
        paper.write_facts(
            [
                (_("Grade"), standing.grade),
                (_("Credit limit"), yuan(standing.limit_fen)),
                (_("Valid until"), f"{standing.valid_until_on}"),
            ]
        )
    else:
        paper.write_text(_("No grade and no limit yet."))
    paper.write_label(_("Loans here"))
    if file.loans:
        paper.write_grid(
            [_("Loan"), _("State"), _("Overdue since"), _("Principal"), _("Outstanding")],
            [
                [
                    loan.number,
                    str(loan.get_status_display()),
                    str(loan.overdue_since_on or "—"),
                    yuan(loan.principal_fen),
                    yuan(loan.outstanding_fen),
                ]
                for loan in file.loans
            ],
            texts=[True, True, True, False, False],
        )
    else:
        paper.write_text(_("None."))
    if file.earlier:
        paper.write_label(_("Earlier applications"))
        paper.write_facts([(one.number, str(one.get_status_display())) for one in file.earlier])


def _write_grades(paper: Paper, file: CaseFile) -> None:
    paper.write_heading(_("What each grade would cost"))
    paper.write_grid(
        [
            _("Grade"),
            _("Rate a year"),
            _("All-in rate"),
            _("Largest instalment"),
            _("Debts to income"),
            _("Left a month"),
        ],
        [
            [
                one.grade,
                rate(one.quote.rate_ppm),
                rate_up(one.quote.all_in_ppm),
                yuan(one.quote.largest_instalment_fen),
                "—" if one.share_of_income_ppm is None else percent(one.share_of_income_ppm, 1),
                yuan(one.free_income_fen),
            ]
            for one in file.grades
        ],
        texts=[True, False, False, False, False, False],
    )
