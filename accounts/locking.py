"""Row locks in the one order of the house, so that no two transactions wait for each other."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, models

LOCK_ORDER = (
    "accounts.businessdate",
    "accounts.dealer",
    "risk.listappeal",
    "accounts.watchentry",
    "accounts.identityreview",
    "accounts.approval",
    "accounts.personhold",
    "risk.ruleset",
    "risk.ruleswitch",
    "risk.committeemeeting",
    "risk.agendaitem",
    "risk.creditcase",
    "risk.classdowngrade",
    "risk.limitproposal",
    "risk.riskwatch",
    "risk.listimport",
    "risk.listexport",
    "risk.amlreport",
    "risk.amlalert",
    "risk.bureaufile",
    "risk.bureaurecord",
    "risk.bureaudispute",
    "risk.useevidence",
    "risk.collectioncase",
    "risk.collectioncontact",
    "risk.scorecard",
    "risk.inspection",
    "risk.inspectionfinding",
    "risk.operationalevent",
    "risk.signalrule",
    "risk.warningnotice",
    "risk.warningsignal",
    "risk.reportversion",
    "risk.reportmeasure",
    "risk.trainingcourse",
    "risk.trainingattendance",
    "finance.chartversion",
    "finance.bookperiod",
    "finance.openingbalance",
    "finance.yearend",
    "lending.borrowerstanding",
    "lending.exposurelimit",
    "lending.goodsorder",
    "lending.autoinvestrule",
    "lending.application",
    "lending.listing",
    "lending.restructure",
    "lending.acceleration",
    "lending.writeoff",
    "lending.waiver",
    "lending.loan",
    "lending.instalment",
    "lending.claim",
    "lending.claimoffer",
    "lending.bid",
    "finance.custodystatement",
    "finance.reconciliationbreak",
    "finance.deposit",
    "finance.withdrawal",
    "finance.hold",
    "finance.ledgeraccount",
)

Row = TypeVar("Row", bound=models.Model)

# The tests put a watcher here that fails on a lock taken out of order.
watchers: list[Callable[[str], None]] = []


def lock(rows: "models.QuerySet[Row]") -> list[Row]:
    """Lock the rows by id until the transaction ends and return them fresh.

    On SQLite the transaction already holds the one write lock. The tests assert the house order.
    """
    for watch in watchers:
        watch(rows.model._meta.label_lower)
    return list(
        rows.order_by("pk").select_for_update(no_key=connection.features.has_select_for_no_key_update)
    )


def lock_one(rows: "models.QuerySet[Row]") -> Row:
    """Lock and return the only row; raises the model's DoesNotExist when it is gone."""
    found = lock(rows)
    if len(found) != 1:
        raise rows.model.DoesNotExist
    return found[0]


def lock_names(*names: str) -> None:
    """Let nobody else work under one of these names until the transaction ends, where there is no row to lock.

    The names are taken in their order, so that two callers do not wait for each other; on SQLite the transaction holds
    the one write lock already.
    """
    if connection.vendor != "postgresql":
        return
    keys = sorted(
        {int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True) for name in names if name}
    )
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
