"""How a request in hardship reads: what was asked, what the plan changes, what a checker approves."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval
from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact
from finance.domain.money import divide_half_up
from lending.domain.votes import tally
from lending.models import Restructure
from lending.redrawing.restructuring import RestructurePlan, mandate_of, plan_restructure_of
from lending.redrawing.story import Compared, Comparison, compare
from lending.repayment.book import read_books


def plan_of(row: Restructure) -> RestructurePlan | None:
    """Return a request's plan with today's figures; nothing where it cannot be carried out today."""
    for book in read_books([row.loan_id]):
        try:
            return plan_restructure_of(
                book,
                extra_periods=row.extra_periods,
                holiday_periods=row.holiday_periods,
                lowered_rate_ppm=row.lowered_rate_ppm,
                on=clock.today(),
                is_voted=row.needs_vote,
            )
        except Refused:
            return None
    return None


def compare_plan(plan: RestructurePlan) -> Comparison:
    """Return the schedule before and after, with the interest up to today that is paid first and is no saving."""
    found = compare(plan.redrawn)
    first = Compared(_("Interest up to today, paid on acceptance"), "—", yuan(plan.settlement.interest_fen))
    return replace(found, rows=[*found.rows, first])


def claims_facts(plan: RestructurePlan, own_fen: int) -> list[Fact]:
    """Return what the plan means for claims of so much principal: interest by the schedule until now and from now on.

    Shares are split to the fen when they are paid; these are rounded.
    """
    all_fen = plan.schedule.financed_fen
    before_fen = sum(row.interest_fen - row.paid_interest_fen for row in plan.rows)
    after_fen = plan.settlement.interest_fen + plan.schedule.total_interest_fen
    shares = [divide_half_up(fen * own_fen, all_fen) for fen in (before_fen, after_fen)]
    return [
        Fact(_("Your principal"), yuan(own_fen), is_figure=True),
        Fact(_("Interest to come for you, until now"), yuan(shares[0]), is_figure=True),
        Fact(
            _("By this plan"),
            yuan(shares[1]),
            _("what is earned up to today in it"),
            is_figure=True,
            is_total=True,
        ),
    ]


def asked_facts(row: Restructure) -> list[Fact]:
    """Return what the borrower asked for and why."""
    return [
        Fact(_("Asked on"), row.asked_on.isoformat()),
        Fact(_("Reason"), row.get_hardship_display()),
        Fact(_("In the borrower's words"), row.words),
    ]


def plan_words(row: Restructure) -> str:
    """Return the plan in a sentence."""
    words = []
    if row.extra_periods:
        more = ngettext("%(n)s instalment more", "%(n)s instalments more", row.extra_periods)
        words.append(more % {"n": row.extra_periods})
    if row.holiday_periods:
        holiday = ngettext(
            "the next %(n)s with interest only", "the next %(n)s with interest only", row.holiday_periods
        )
        words.append(holiday % {"n": row.holiday_periods})
    if row.lowered_rate_ppm is not None:
        words.append(_("the rate lowered to %(rate)s a year") % {"rate": rate(row.lowered_rate_ppm)})
    return " · ".join(words)


def arrears_facts(plan: RestructurePlan, free_fen: int) -> list[Fact]:
    """Return what is paid on the day of acceptance."""
    owed = plan.settlement
    facts = [Fact(_("Interest up to today"), yuan(owed.interest_fen), is_figure=True)]
    for label, fen in (
        (_("Overdue interest"), owed.overdue_interest_fen),
        (_("Service fee"), owed.fee_fen),
    ):
        if fen:
            facts.append(Fact(label, yuan(fen), is_figure=True))
    return [
        *facts,
        Fact(_("You pay now"), yuan(plan.arrears_fen), is_figure=True, is_total=True),
        Fact(_("Free in your wallet"), yuan(free_fen), is_figure=True),
    ]


def mandate_words(row: Restructure) -> str:
    """Return how far the lenders' mandate reaches."""
    mandate = mandate_of(row.loan)
    return _(
        "Each lender signed for at most %(months)s months more, %(holiday)s of them with interest only, %(times)s "
        "time in the loan's life, at the same rate. More, or a lower rate, takes their vote; principal and interest "
        "are never waived."
    ) % {
        "months": mandate["extension_months"],
        "holiday": mandate["holiday_months"],
        "times": mandate["times"],
    }


def describe_restructure(approval: Approval) -> list[Fact]:
    """Tell a checker what would be offered, with today's figures."""
    row = Restructure.objects.select_related("loan__product_version").get(
        number=approval.payload["restructure"]
    )
    facts = [Fact(_("Loan"), row.loan.number), Fact(_("Reason"), row.get_hardship_display())]
    facts.append(Fact(_("Plan"), plan_words(row)))
    plan = plan_of(row)
    if plan is None:
        return [*facts, Fact(_("Today"), _("The plan cannot be carried out as things stand."))]
    facts += [
        Fact(one.label, one.after, _("before: %(value)s") % {"value": one.before})
        for one in compare(plan.redrawn).rows
    ]
    return [*facts, Fact(_("Paid first by the borrower"), yuan(plan.arrears_fen), is_figure=True)]


def vote_facts(row: Restructure) -> list[Fact]:
    """Return how a vote stands or ended, by principal; nothing where none was held."""
    if row.vote_until_on is None:
        return []
    count = tally(row.ballots.values_list("principal_fen", "is_yes"))
    return [
        Fact(_("Open until"), row.vote_until_on.isoformat()),
        Fact(_("Principal entitled to vote"), yuan(count.all_fen), is_figure=True),
        Fact(_("Voted"), yuan(count.voted_fen), is_figure=True),
        Fact(_("In favour"), yuan(count.yes_fen), is_figure=True),
    ]
