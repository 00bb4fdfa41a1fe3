"""Makers of the watch-list, reviews and holds for tests, through the real services."""

import datetime as dt
from typing import Any

from accounts import clock
from accounts.models import Approval, PersonHold, User, WatchEntry
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from accounts.services.open_review import open_review
from accounts.services.place_hold import place_hold
from accounts.services.propose_watch_entry import WatchWish, propose_watch_entry
from tests.factories import make_staff


def wish(kind: str, value: str, **values: Any) -> WatchWish:
    given = {
        "category": "fraud",
        "severity": "refer",
        "source": "公安协查函〔2026〕18号",
        "evidence": "冒用他人身份申请分期。",
        "review_on": clock.today() + dt.timedelta(days=90),
        **values,
    }
    return WatchWish(kind=kind, value=value, **given)


def officer() -> User:
    found = User.objects.filter(email="watch.officer@example.cn").first()
    return found or make_staff("watch.officer@example.cn", "risk_officer")


def manager() -> User:
    found = User.objects.filter(email="watch.manager@example.cn").first()
    return found or make_staff("watch.manager@example.cn", "risk_manager")


def propose(kind: str, value: str, **values: Any) -> WatchEntry:
    return propose_watch_entry(wish=wish(kind, value, **values), actor=officer())


def approve_all(kind: str, checker: User) -> None:
    """Approve every open request of a kind, and carry out what follows."""
    for approval in Approval.objects.filter(kind=kind, status="open"):
        decide_approval(
            checker=checker,
            number=approval.number,
            is_approved=True,
            shown_hash=approval.payload_hash,
        )
    deliver_events()


def put_on_list(kind: str, value: str, **values: Any) -> WatchEntry:
    """Return an entry in force, for which the known customers were searched."""
    entry = propose(kind, value, **values)
    approve_all("accounts.watch_entry", manager())
    entry.refresh_from_db()
    return entry


def hold(user: User, cause: str = "watch_list") -> PersonHold:
    """Return a hold on somebody, as an entry that says stop or a review places it."""
    review = open_review(user=user, cause="watch_list" if cause == "watch_list" else "illegible")
    return place_hold(review=review, cause=cause, actor=None)


def service(name: str = "desk") -> User:
    """Return somebody of customer service, the same for a name."""
    email = f"{name}@example.cn"
    return User.objects.filter(email=email).first() or make_staff(email, "customer_service")


def supervisor(name: str = "supervisor") -> User:
    email = f"{name}@example.cn"
    return User.objects.filter(email=email).first() or make_staff(email, "customer_service_supervisor")


def decide(approval: Approval, checker: User, *, is_approved: bool = True) -> None:
    """Let a checker decide, and carry out what follows."""
    decide_approval(
        checker=checker,
        number=approval.number,
        is_approved=is_approved,
        shown_hash=approval.payload_hash,
        note="已核对",
    )
    deliver_events()
