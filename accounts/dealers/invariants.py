"""What must always hold of dealers."""

from django.db.models import Exists, F, OuterRef

from accounts.invariants import invariant
from accounts.models import Approval, Dealer, DealerMember, DealerTerms, User


@invariant("dealers_at_work_were_admitted")
def dealers_at_work_were_admitted() -> list[str]:
    """Whoever is or was at work has an owner, terms in force, and an approval that was used for its admission."""
    at_work = Dealer.objects.filter(status__in=[Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED])
    here = DealerMember.objects.filter(dealer=OuterRef("pk"), left_at__isnull=True)
    needs = {
        "an owner": Exists(here.filter(role=DealerMember.Role.OWNER)),
        "terms in force": Exists(
            DealerTerms.objects.filter(dealer=OuterRef("pk"), status=DealerTerms.Status.IN_FORCE)
        ),
        "an admission that was approved": Exists(
            Approval.objects.filter(
                kind="accounts.dealer_admission",
                subject_id=OuterRef("pk"),
                status=Approval.Status.USED,
            )
        ),
    }
    return [
        f"{number} is at work without {what}"
        for what, has in needs.items()
        for number in at_work.filter(~has).order_by("pk").values_list("number", flat=True)
    ]


@invariant("raised_limits_were_approved")
def raised_limits_were_approved() -> list[str]:
    """Terms that were approved rest on a used approval of another person than proposed them."""
    approved = DealerTerms.objects.exclude(approval_number="").exclude(status=DealerTerms.Status.PROPOSED)
    used = Approval.objects.filter(number=OuterRef("approval_number"), status=Approval.Status.USED)
    good = used.exclude(checker=F("maker")).filter(maker=OuterRef("proposed_by"))
    return [
        f"{number} rests on no approval"
        for number in approved.filter(~Exists(good)).values_list("number", flat=True)
    ]


@invariant("members_of_dealers_are_dealers_logins")
def members_of_dealers_are_dealers_logins() -> list[str]:
    """Nobody works for a dealer under a login that borrows, lends or works at Fenqi."""
    strange = DealerMember.objects.filter(left_at__isnull=True).exclude(user__kind=User.Kind.DEALER)
    return [f"{number} has another kind of login" for number in strange.values_list("number", flat=True)]
