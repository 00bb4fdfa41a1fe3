"""Ask for a dealer's admission."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_office
from accounts.dealers.path import missing_steps
from accounts.dealers.policy import Limits, checklist
from accounts.dealers.queries import checks_of_round, opinion_of_round
from accounts.dealers.terms import terms_payload, write_proposal
from accounts.dealers.watched import refuse_stopped
from accounts.errors import Refused
from accounts.models import Approval, Dealer, DealerOpinion, User
from accounts.services.give_dealer_opinion import check_limits
from accounts.services.request_approval import request_approval

KIND = "accounts.dealer_admission"


def propose_admission(
    *, dealer: Dealer, actor: User, limits: Limits, categories: Sequence[str], reason: str
) -> Approval:
    """Propose terms and ask for another person's approval, under which the dealer becomes active.

    Refuses while an item is not ticked (`checks_open`), without risk's recommendation to admit (`opinion_missing`),
    papers that are no longer whole (`papers_missing`), limits above those risk proposed (`limits_too_high`), goods
    the dealer did not ask for (`category_unknown`), a second request while one waits (`already_asked`), and what
    `refuse_stopped` refuses.
    """
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.VETTING)
        ticked = checks_of_round(row)
        if any(item.code not in ticked for item in checklist()):
            raise Refused("checks_open", _("The checklist is not complete."))
        if missing_steps(row):
            raise Refused("papers_missing", _("The dealer's papers are not complete any more."))
        refuse_stopped(row, clock.today())
        check_limits(limits, _limits_of_risk(row))
        wanted = [code for code in row.wanted_categories if code in categories]
        if not wanted or set(categories) - set(wanted):
            raise Refused(
                "category_unknown", _("Choose from the goods the dealer asked for."), field="categories"
            )
        terms = write_proposal(row, limits, wanted, proposed_by=actor)
        return request_approval(
            maker=actor,
            kind=KIND,
            subject=row,
            payload=terms_payload(row, terms),
            page_path=f"/office/accounts/dealers/{row.number}/",
            reason=reason,
        )


def _limits_of_risk(dealer: Dealer) -> Limits:
    opinion = opinion_of_round(dealer)
    if opinion is None or opinion.recommendation != DealerOpinion.Recommendation.ADMIT:
        raise Refused("opinion_missing", _("Risk has not recommended to admit this dealer."))
    return Limits(opinion.single_order_fen or 0, opinion.outstanding_fen or 0, opinion.daily_orders or 0)
