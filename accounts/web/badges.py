"""How a state is shown: a tone and an icon beside its word, so that colour never speaks alone."""

from dataclasses import dataclass

TONES = ("quiet", "active", "good", "attention", "danger")


@dataclass(frozen=True)
class Look:
    tone: str
    icon: str


UNKNOWN = Look("quiet", "circle")

_WAITING = Look("attention", "clock")
_RUNNING = Look("active", "circle-dot")
_DONE = Look("good", "circle-check")
_OVER = Look("quiet", "circle-slash")
_REFUSED = Look("danger", "circle-x")

# By the word of the state alone; a model may differ by "model.state".
LOOKS: dict[str, Look] = {
    "draft": Look("quiet", "pencil"),
    "quoted": Look("quiet", "pencil"),
    "submitted": _WAITING,
    "screening": _WAITING,
    "review": _WAITING,
    "reviewed": _WAITING,
    "committee": Look("attention", "users"),
    "on_agenda": Look("attention", "users"),
    "returned": Look("attention", "undo-2"),
    "approved": _DONE,
    "accepted": _DONE,
    "decided": _DONE,
    "listed": _RUNNING,
    "open": _RUNNING,
    "active": _RUNNING,
    "assigned": _RUNNING,
    "full": Look("good", "circle-gauge"),
    "funded": Look("good", "circle-gauge"),
    "shipped": Look("active", "truck"),
    "delivered": _DONE,
    "disbursed": Look("good", "banknote"),
    "closed": _OVER,
    "settled": _DONE,
    "released": Look("quiet", "undo-2"),
    "held": Look("attention", "lock"),
    "paid": _DONE,
    "due": Look("active", "calendar-clock"),
    "partly_paid": Look("attention", "circle-dashed"),
    "upcoming": Look("quiet", "calendar"),
    "overdue": Look("danger", "triangle-alert"),
    "written_off": Look("danger", "archive-x"),
    "restructured": Look("attention", "refresh-cw"),
    "requested": _WAITING,
    "pending": _WAITING,
    "sent": Look("active", "send"),
    "confirmed": _DONE,
    "verified": _DONE,
    "unverified": Look("attention", "circle-question-mark"),
    "failed": _REFUSED,
    "unknown": Look("attention", "circle-question-mark"),
    "recalled": Look("danger", "undo-2"),
    "rejected": _REFUSED,
    "refused": _REFUSED,
    "withdrawn": _OVER,
    "expired": Look("quiet", "timer-off"),
    "cancelled": _OVER,
    "frozen": Look("danger", "snowflake"),
    "suspended": Look("danger", "ban"),
    "waiting_customer": _WAITING,
    "escalated": Look("danger", "arrow-up"),
    "resolved": _DONE,
    "reopened": _RUNNING,
    "running": _RUNNING,
    "done": _DONE,
    "parked": Look("danger", "triangle-alert"),
    "used": _DONE,
    "good": _DONE,
    "superseded": Look("quiet", "refresh-cw"),
    "approval.open": _WAITING,
    "message.due": _WAITING,
    "message.sending": _RUNNING,
    "message.sent": Look("good", "send"),
    "message.delivered": Look("good", "check-check"),
    "message.withheld": Look("quiet", "hand"),
    "dealer.applied": Look("quiet", "pencil"),
    "dealer.vetting": _WAITING,
    "dealer.active": Look("good", "store"),
    "dealer.ended": _OVER,
    "dealerterms.proposed": _WAITING,
    "assistedentry.proposed": _WAITING,
    "dealerterms.in_force": _DONE,
    "dealerterms.replaced": Look("quiet", "refresh-cw"),
    "dealerterms.dropped": _REFUSED,
    "dealerstore.open": Look("good", "store"),
    "document.kept": _DONE,
    "document.replaced": Look("quiet", "refresh-cw"),
    "document.removed": Look("quiet", "circle-slash"),
    "facecheck.asked": _WAITING,
    "facecheck.passed": _DONE,
    "facecheck.failed": _REFUSED,
    "facecheck.unanswered": Look("attention", "circle-question-mark"),
    "facecheck.withdrawn": _OVER,
    "identitycheck.asked": _WAITING,
    "identitycheck.matched": _DONE,
    "identitycheck.mismatched": _REFUSED,
    "identitycheck.unanswered": Look("attention", "circle-question-mark"),
    "identitycheck.superseded": Look("quiet", "circle-slash"),
    "identitycheck.taken": Look("danger", "users"),
    "identitycheck.referred": _WAITING,
    "identitycheck.accepted": Look("good", "users"),
    "identitycheck.declined": _REFUSED,
    "identityreview.opened": _WAITING,
    "identityreview.taken": _RUNNING,
    "identityreview.passed": _DONE,
    "identityreview.lapsed": _OVER,
    "personhold.active": Look("danger", "lock"),
    "personhold.lifted": Look("quiet", "lock-open"),
    "watchentry.proposed": _WAITING,
    "watchentry.in_force": Look("active", "shield-alert"),
    "watchentry.ended": _OVER,
    "watchentry.dropped": _REFUSED,
    "watchhit.open": _WAITING,
    "watchhit.cleared": _DONE,
    "watchhit.confirmed": Look("danger", "octagon-x"),
    "asked": _WAITING,
    "lapsed": Look("quiet", "circle-off"),
    "planned": Look("active", "calendar-clock"),
    "in_force": _DONE,
    "ended": _OVER,
    "building": _RUNNING,
    "ready": _DONE,
    "privacyrequest.frozen": Look("attention", "snowflake"),
    "goodsorder.return_asked": Look("attention", "undo-2"),
    "goodsorder.awaiting_funds": Look("danger", "hourglass"),
    "goodsorder.returned": Look("quiet", "undo-2"),
    "goodsorder.released": Look("good", "lock-open"),
    "withdrawal.returned": Look("danger", "undo-2"),
    "deposit.returned": Look("danger", "undo-2"),
}


def look_of(status: str, model: str = "") -> Look:
    """Return how a state is shown; a state nobody named is quiet."""
    return LOOKS.get(f"{model}.{status}") or LOOKS.get(status, UNKNOWN)
