"""Change the limits or goods of a dealer: a cut at once, everything else after an approval."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.dealers.acting import lock_for_office
from accounts.dealers.policy import Limits, ceilings, goods_categories
from accounts.dealers.queries import limits_of, proposed_terms, terms_in_force
from accounts.dealers.raises import require_nothing_against
from accounts.dealers.terms import terms_payload, write_proposal
from accounts.errors import Refused
from accounts.models import Approval, Dealer, DealerTerms, User
from accounts.services.change_limits import KIND, let_limits_hold
from accounts.services.give_dealer_opinion import check_limits
from accounts.services.request_approval import request_approval


def propose_limits(
    *, dealer: Dealer, actor: User, limits: Limits, categories: Sequence[str], reason: str
) -> Approval | None:
    """Let lower limits or fewer goods hold at once (returns None), or ask for an approval of anything more.

    Refuses (`nothing_changed`), limits above the ceilings (`limits_too_high`), goods nobody sells (`category_unknown`),
    a change without a reason (`reason_missing`), any change while another one waits (`already_asked`), and more than
    holds while a floor above has something against it (`score_poor`).
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Say why this should be done."), field="reason")
    check_limits(limits, ceilings())
    chosen = [one.code for one in goods_categories() if one.code in categories]
    if not chosen or set(categories) - set(chosen):
        raise Refused("category_unknown", _("Choose from the list of goods."), field="categories")
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED)
        before = terms_in_force(row)
        if proposed_terms(row) is not None:
            raise Refused("already_asked", _("The same is already waiting for an approval."))
        if before is not None and limits == limits_of(before) and chosen == before.categories:
            raise Refused("nothing_changed", _("These are the limits and goods that hold already."))
        is_cut = before is not None and _is_cut(before, limits, chosen)
        if not is_cut:
            require_nothing_against(row)
        terms = write_proposal(row, limits, chosen, proposed_by=actor)
        if is_cut:
            let_limits_hold(row, terms, actor=actor, approval_number="")
            return None
        return request_approval(
            maker=actor,
            kind=KIND,
            subject=row,
            payload=terms_payload(row, terms),
            page_path=f"/office/accounts/dealers/{row.number}/",
            reason=reason,
        )


def _is_cut(before: DealerTerms, limits: Limits, categories: Sequence[str]) -> bool:
    return not limits.exceeds(limits_of(before)) and set(categories) <= set(before.categories)
