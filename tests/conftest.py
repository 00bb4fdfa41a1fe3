"""The fixed cast and what every test stands on."""

import os
from collections import defaultdict
from collections.abc import Iterator
from threading import get_ident

import pytest
from django.db import connection
from django.db.transaction import Atomic
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from accounts import append_only, events, locking
from accounts.locking import LOCK_ORDER
from accounts.models import User
from accounts.services import count_code_request
from finance.custody import sandbox_bank
from script.catalogues.catalogues import compile_stale
from tests.browser.chromium import NONE_FOUND
from tests.factories import make_customer, make_staff
from tests.migrated import copied_instead_of_migrated

hypothesis_settings.register_profile("house", deadline=None, derandomize=True)
hypothesis_settings.load_profile("house")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_configure(config: pytest.Config) -> None:
    """Let the tests read the Chinese as it stands in the catalogues now."""
    compile_stale()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the full run, which runs on two databases, ask once what no database can change."""
    if os.environ.get("FENQI_ONCE") != "yes":
        return
    here = connection.vendor
    kept = [item for item in items if database_of(item) in (None, here)]
    config.hook.pytest_deselected(items=[item for item in items if database_of(item) not in (None, here)])
    items[:] = kept


def database_of(item: pytest.Item) -> str | None:
    """Return the database on which the full run asks a test, None where it is asked on both."""
    marked = item.get_closest_marker("once")
    if marked is not None:
        return str(marked.args[0])
    fixtures = set(getattr(item, "fixturenames", ()))
    touches = fixtures & {"db", "transactional_db"} or item.get_closest_marker("django_db")
    return None if touches else "sqlite"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, once, that no browser was there."""
    skipped = [
        report for report in terminalreporter.getreports("skipped") if NONE_FOUND in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(f"{NONE_FOUND} ({len(skipped)} tests)", red=True, bold=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Have the test database copied where nothing in the migrations changed."""
    with copied_instead_of_migrated():
        yield


@pytest.fixture(autouse=True, scope="session")
def flush_append_only_tables() -> Iterator[None]:
    """Lift the append-only triggers while a transactional test's tables are emptied, and only then."""
    flush = TransactionTestCase._fixture_teardown

    def lift_and_flush(case: TransactionTestCase) -> None:
        with append_only.lifted():
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_flush)
        yield


@pytest.fixture(autouse=True)
def house_language() -> None:
    """Begin every test in the language of the house, whatever page the one before read last."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def house_lock_order(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a lock is taken out of the house order within one service's transaction."""
    if "db" not in request.fixturenames and "transactional_db" not in request.fixturenames:
        yield
        return
    held_by_thread: defaultdict[int, list[int]] = defaultdict(list)
    enter = Atomic.__enter__

    def enter_and_forget(atomic: Atomic) -> None:
        # The first savepoint inside the test's own transaction, or a real outermost transaction, is a new service call.
        if not connection.in_atomic_block or len(connection.savepoint_ids) <= base_depth:
            held_by_thread[get_ident()].clear()
        enter(atomic)

    def watch(label: str) -> None:
        if label in LOCK_ORDER:
            held, rank = held_by_thread[get_ident()], LOCK_ORDER.index(label)
            assert not held or rank >= max(held), f"{label} is locked after {LOCK_ORDER[max(held)]}"
            held.append(rank)

    base_depth = len(connection.savepoint_ids) if connection.connection is not None else 0
    monkeypatch.setattr(Atomic, "__enter__", enter_and_forget)
    monkeypatch.setattr(locking, "watchers", [watch])
    yield


@pytest.fixture(autouse=True)
def quiet_bells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests deliver events themselves, by `deliver_events()`."""
    for bell in (events.bell, sandbox_bank.bell):
        monkeypatch.setattr(bell, "ring", None)


@pytest.fixture(autouse=True)
def hurried_people(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """People in tests do not wait a minute between two codes; tests of the limits themselves are marked `patient`."""
    if request.node.get_closest_marker("patient") is None:
        monkeypatch.delitem(count_code_request.WINDOWS, "minute")


@pytest.fixture
def borrower(db: None) -> User:
    return make_customer("borrower@example.cn", name="李借")


@pytest.fixture
def investor(db: None) -> User:
    return make_customer("investor@example.cn", name="王投")


@pytest.fixture
def stranger(db: None) -> User:
    return make_customer("stranger@example.cn", name="赵生")


@pytest.fixture
def risk_manager(db: None) -> User:
    return make_staff("risk.manager@example.cn", "risk_manager")


@pytest.fixture
def risk_officer(db: None) -> User:
    return make_staff("risk.officer@example.cn", "risk_officer")


@pytest.fixture
def finance_manager(db: None) -> User:
    return make_staff("finance.manager@example.cn", "finance_manager")


@pytest.fixture
def customer_service(db: None) -> User:
    return make_staff("service@example.cn", "customer_service")
