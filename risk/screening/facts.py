"""What the rules of screening read, gathered once for an application: the names are those of the catalogue."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts.domain.identity_number import age_on
from accounts.errors import Refused
from accounts.models import Dealer, User, WatchEntry
from accounts.restrictions import is_held
from accounts.rules import rule_value
from lending.domain.purposes import forbidden_purpose
from lending.models import Application, GoodsOrder, Loan
from lending.models.product import ProductLine
from lending.product_terms import rate_of
from lending.queries.dealer_score import dealer_score_alone, score_rule
from lending.queries.exposure import exposure_of_borrower
from lending.queries.quotes import quote_loan
from risk.database.lists import standing_entries
from risk.domain.affordability import share_of_income_ppm
from risk.models import SourceQuery
from risk.screening.links import Links, linked_overdue, linked_refused

RULE = "screening.windows"
# A month counts as its longest, so that an age at the end is never guessed too low.
DAYS_OF_MONTH = 31


def gather_facts(
    application: Application, links: Links, queries: Iterable[SourceQuery], *, on: dt.date, at: dt.datetime
) -> dict[str, Any]:
    """Return every fact of the catalogue by its code; None where it is not known."""
    windows = rule_value(RULE, on=on)
    return {
        **_of_application(application, on),
        **_of_history(application, windows, at),
        **_of_person(application, on),
        **_of_exposure(application, on),
        **_of_dealer(application, on),
        **_of_links(links, at - dt.timedelta(days=windows["linked_refusal_days"])),
        **_of_sources(application, {query.kind: query for query in queries}),
    }


def _of_application(row: Application, on: dt.date) -> dict[str, Any]:
    banned = rule_value("ban.list", on=on)["forbidden_purposes"]
    return {
        "asked_fen": row.amount_fen,
        "periods": row.periods,
        "product_line": str(row.product.line),
        "purpose": row.purpose or None,
        "is_purpose_forbidden": forbidden_purpose(row.purpose_text, banned) is not None,
        "is_purpose_financed": _is_purpose_financed(row),
        "employment": row.employment or None,
        "employed_months": row.employed_months,
        "monthly_income_fen": row.monthly_income_fen,
        "burden_ppm": _burden_ppm(row, on),
        "is_credit_consent_given": row.credit_consent_at is not None,
        "is_disclosure_consent_given": row.disclosure_consent_at is not None,
    }


def _is_purpose_financed(row: Application) -> bool:
    """Goods are one purpose for each order (RULES one.project)."""
    if row.product.line == ProductLine.GOODS:
        return False
    loans = Loan.objects.filter(
        borrower=row.borrower, status=Loan.Status.ACTIVE, application__purpose=row.purpose
    )
    pending = Application.objects.filter(
        borrower=row.borrower, purpose=row.purpose, status__in=Application.OPEN
    ).exclude(Q(status=Application.Status.DRAFT) | Q(pk=row.pk))
    return loans.exclude(application=row).exists() or pending.exists()


def _burden_ppm(row: Application, on: dt.date) -> int | None:
    """Return debts and this loan's cost of a month by the income, at the dearest grade the product has.

    The loan counts by its whole cost spread over its months: one that is repaid at the end is saved for until then.
    """
    version = row.product_version
    if not row.amount_fen or not row.periods or row.monthly_income_fen is None or not version.rates_ppm:
        return None
    dearest = max(version.rates_ppm, key=version.rates_ppm.__getitem__)
    try:
        quote = quote_loan(
            version,
            amount_fen=row.amount_fen,
            rate_ppm=rate_of(version, dearest, row.periods),
            periods=row.periods,
            method=row.method,
            on=on,
        )
    except Refused:
        return None
    month_fen = -(-quote.total_fen // row.periods)
    return share_of_income_ppm(month_fen + (row.monthly_debt_fen or 0), row.monthly_income_fen)


def _of_history(row: Application, windows: dict[str, int], at: dt.datetime) -> dict[str, Any]:
    sent = Application.objects.filter(borrower=row.borrower, submitted_at__isnull=False)
    since = at - dt.timedelta(days=windows["application_days"])
    refused_since = at - dt.timedelta(days=windows["refusal_days"])
    return {
        "applications_lately": sent.filter(submitted_at__gte=since).count(),
        "refusals_lately": sent.filter(
            status=Application.Status.REJECTED, ended_at__gte=refused_since
        ).count(),
    }


def _of_person(row: Application, on: dt.date) -> dict[str, Any]:
    user, person, version = row.borrower, row.borrower.person, row.product_version
    age = None if person is None else age_on(person.birth_on, on)
    fits = None
    if person is not None and age is not None:
        youngest = max(version.age_min, rule_value("age.minimum", on=on)["years"])
        ends_on = on + dt.timedelta(days=DAYS_OF_MONTH * (row.periods or 0))
        fits = age >= youngest and age_on(person.birth_on, ends_on) <= version.age_max_at_end
    return {
        "is_identity_verified": user.identity_verified_at is not None,
        "is_held": is_held(user, "apply"),
        "age": age,
        "is_age_of_product": fits,
        "watch_hit": _watch_hit(user, on),
    }


def _watch_hit(user: User, on: dt.date) -> str:
    """Return the severity of the worst entry in force that was not cleared for this customer."""
    severities = {entry.severity for entry in standing_entries(user, on)}
    if WatchEntry.Severity.STOP in severities:
        return WatchEntry.Severity.STOP.value
    return WatchEntry.Severity.REFER.value if severities else "none"


def _of_exposure(row: Application, on: dt.date) -> dict[str, Any]:
    caps = rule_value("cap.person", on=on)
    exposure_fen = exposure_of_borrower(row.borrower, other_than=row)
    with_loan_fen = exposure_fen + (row.amount_fen or 0)
    owing = Loan.objects.filter(borrower=row.borrower, status__in=Loan.OWING)
    loans = list(owing.values_list("status", "overdue_since_on"))
    return {
        "exposure_fen": exposure_fen,
        "room_platform_fen": caps["person_platform_fen"] - with_loan_fen,
        "room_total_fen": caps["person_total_fen"] - with_loan_fen - (row.other_platform_debt_fen or 0),
        "open_loans": sum(status == Loan.Status.ACTIVE for status, _since in loans),
        "overdue_days": max(((on - since).days for _status, since in loans if since is not None), default=0),
        "written_off_loans": sum(status == Loan.Status.WRITTEN_OFF for status, _since in loans),
    }


def _of_dealer(row: Application, on: dt.date) -> dict[str, Any]:
    if row.product.line != ProductLine.GOODS:
        return {"dealer_status": "none", "dealer_band": "none"}
    order = GoodsOrder.objects.select_related("dealer").filter(application=row).first()
    if order is None:
        return {"dealer_status": None, "dealer_band": None}
    band = dealer_score_alone(order.dealer, score_rule(on=on), on=on).band
    is_active = order.dealer.status == Dealer.Status.ACTIVE
    return {
        "dealer_status": "active" if is_active else "other",
        "dealer_band": "unknown" if band is None else str(band),
    }


def _of_links(links: Links, since: dt.datetime) -> dict[str, Any]:
    people = links.people
    return {
        "linked_people": len(people),
        "linked_by_device": links.count("device"),
        "linked_by_contact": links.count("contact") + links.count("phone"),
        "linked_by_card": links.count("card"),
        "linked_by_address": links.count("address"),
        "linked_overdue": linked_overdue(people) if people else 0,
        "linked_refused": linked_refused(people, since) if people else 0,
        "is_own_contact": links.is_own_contact,
    }


def _of_sources(row: Application, queries: dict[str, SourceQuery]) -> dict[str, Any]:
    bureau, blacklist = _answer(queries.get("bureau")), _answer(queries.get("blacklist"))
    return {
        "bureau_state": _state(row, queries.get("bureau")),
        "bureau_score": bureau.get("score"),
        "bureau_overdue_loans": bureau.get("overdue_loans"),
        "bureau_overdues_24_months": bureau.get("overdues_24_months"),
        "bureau_queries_3_months": bureau.get("queries_3_months"),
        "bureau_open_loans": bureau.get("open_loans"),
        "bureau_balance_fen": bureau.get("balance_fen"),
        "blacklist_state": _state(row, queries.get("blacklist")),
        "is_blacklisted": blacklist.get("is_listed"),
    }


def _answer(query: SourceQuery | None) -> dict[str, Any]:
    return dict(query.answer) if query is not None and query.answer else {}


def _state(row: Application, query: SourceQuery | None) -> str:
    if query is None:
        return "no_consent" if row.credit_consent_at is None else "away"
    if query.status != SourceQuery.Status.ANSWERED:
        return "away"
    has_file = _answer(query).get("has_file", True)
    return "answered" if has_file else "no_file"
