"""Looks at hidden values and requests about data, so that those pages of the demo have something to show."""

import datetime as dt
from random import Random

from accounts import clock
from accounts.hidden_values import hidden_value
from accounts.models import PrivacyRequest, User
from accounts.services.ask_privacy import ask_privacy
from accounts.services.build_exports import build_exports
from accounts.services.decide_privacy import decide_privacy
from accounts.services.expire_exports import expire_exports
from accounts.services.unmask_value import unmask_value
from operations.simulation.people import open_customer

Kind = PrivacyRequest.Kind
LONG_AGO = dt.timedelta(days=12)

# Who looked at what of whom, and why.
LOOKS = (
    ("customer.service.supervisor", "borrower", "identity_number", "recognise", "来电核实身份，工单 0412"),
    ("risk.officer", "borrower", "bank_card", "review", "复核还款账户"),
    ("risk.manager", "applicant02", "real_name", "review", "核对申请资料"),
    ("collections.officer", "borrower", "real_name", "collect", "逾期提醒前确认称呼"),
    ("auditor", "investor", "identity_number", "audit", "季度抽样 12 号"),
)


def leave_privacy_traces(random: Random, *, domain: str) -> None:
    """Let colleagues look with their reasons, and people ask; each request ends in another state."""
    for login, customer, value, reason, words in LOOKS:
        _look(_login(login, domain), _login(customer, domain), value, reason, words)
    supervisor = _login("customer.service.supervisor", domain)
    investor = _login("investor", domain)
    with clock.simulated(clock.today() - LONG_AGO):
        ask_privacy(user=investor, kind=Kind.EXPORT)
        build_exports()
    expire_exports()
    ask_privacy(user=_login("borrower", domain), kind=Kind.EXPORT)
    build_exports()
    _ask(_login("applicant01", domain), Kind.CORRECTION, "employment", "换了工作，月收入改为一万一千元。")
    _ask(_login("applicant05", domain), Kind.REVIEW, "", "想了解为什么没有通过审核，请人工再看一次。")
    answered = _ask(_login("applicant02", domain), Kind.CORRECTION, "other", "通讯语言请改为中文。")
    _decide(answered, supervisor, True, "已更正，感谢您的提醒。")
    refused = _ask(_login("applicant06", domain), Kind.REVIEW, "", "希望提高可借额度。")
    _decide(refused, supervisor, False, "额度由风控规则确定，目前资料未变，暂不调整。")
    frozen = ask_privacy(user=_login("applicant09", domain), kind=Kind.DELETION)
    _decide(frozen, supervisor, True, "您的标的仍在募集中，数据已锁定，到期后删除。")
    gone = open_customer(random, f"leaver@{domain}")
    _decide(ask_privacy(user=gone, kind=Kind.DELETION), supervisor, True, "已删除。")
    ask_privacy(user=_login("applicant03", domain), kind=Kind.DELETION)


def _login(name: str, domain: str) -> User:
    return User.objects.select_related("person").get(email=f"{name}@{domain}")


def _look(staff: User, customer: User, value: str, reason: str, words: str) -> None:
    masked = hidden_value(value).list_masked(customer)
    if masked:
        unmask_value(
            staff=staff,
            customer=customer,
            value_code=value,
            reference=masked[0].reference,
            reason=reason,
            words=words,
        )


def _ask(user: User, kind: str, about: str, words: str) -> PrivacyRequest:
    return ask_privacy(user=user, kind=kind, about=about, words=words)


def _decide(request: PrivacyRequest, staff: User, is_granted: bool, answer: str) -> None:
    decide_privacy(asked=request, staff=staff, is_granted=is_granted, answer=answer)
