"""Reviews of identities and entries of the watch-list, so that those pages of the demo have something to show."""

import datetime as dt
from random import Random

from accounts import clock
from accounts.models import Approval, IdentityReview, User, WatchEntry
from accounts.services.deliver_events import deliver_events
from accounts.services.doubt_identity import doubt_identity
from accounts.services.open_account import open_account
from accounts.services.propose_watch_entry import WatchWish, propose_watch_entry
from accounts.services.return_review import return_review
from accounts.services.take_review import take_review
from accounts.services.verify_identity import verify_identity
from operations.simulation.approving import approve
from operations.simulation.names import make_identity_number

# A name with a dot, as registers write them in more than one way; the sandbox does not know it.
RARE_NAME = "古丽·误"
REVIEW_DAYS = 90


def leave_reviews(random: Random, *, domain: str) -> None:
    """Let one case wait for a colleague, one be examined and one be with the customer; list two values to look for."""
    desk = User.objects.get(email=f"customer.service@{domain}")
    newcomer = open_account(email=f"newname@{domain}", display_name=RARE_NAME, is_confirmed=True)
    number = make_identity_number(random, clock.today())
    verify_identity(user=newcomer, real_name=RARE_NAME, identity_number=number)
    _examine(User.objects.get(email=f"applicant04@{domain}"), desk)
    returned = _examine(User.objects.get(email=f"applicant02@{domain}"), desk)
    return_review(review=returned, reasons=["blurred"], note="请在光线充足处重新拍摄人像面。", actor=desk)
    listed = _propose(random, domain, "court", "（2026）粤03执1234号", "失信被执行人名单，法院公布。")
    _approve(listed, User.objects.get(email=f"risk.manager@{domain}"))
    _propose(random, domain, "fraud", "公安协查函〔2026〕18号", "冒用他人身份申请分期。")


def _examine(customer: User, desk: User) -> IdentityReview:
    review = doubt_identity(customer=customer, cause="illegible", actor=desk)
    return take_review(review=review, actor=desk)


def _propose(random: Random, domain: str, category: str, source: str, evidence: str) -> WatchEntry:
    wish = WatchWish(
        kind="identity",
        value=make_identity_number(random, clock.today()),
        category=category,
        severity="refer",
        source=source,
        evidence=evidence,
        review_on=clock.today() + dt.timedelta(days=REVIEW_DAYS),
    )
    return propose_watch_entry(wish=wish, actor=User.objects.get(email=f"risk.officer@{domain}"))


def _approve(entry: WatchEntry, checker: User) -> None:
    asked = Approval.objects.get(subject_type=entry._meta.label_lower, subject_id=entry.pk, status="open")
    approve(asked, checker)
    deliver_events()
