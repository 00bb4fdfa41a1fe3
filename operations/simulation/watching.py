"""What the demo's risk database shows: people under watch, notes, a file of list entries, appeals, an export."""

import datetime as dt
from random import Random

from accounts import clock
from accounts.models import Approval, User, WatchEntry
from accounts.services.deliver_events import deliver_events
from accounts.web.csv_lines import csv_line
from lending.models import GoodsOrder, Loan
from operations.simulation.approving import approve
from operations.simulation.names import make_identity_number
from risk.database.list_file import COLUMNS
from risk.database.timeline import FileSubject
from risk.services.ask_export import ask_export
from risk.services.ask_list_appeal import ask_list_appeal
from risk.services.place_watch import WatchTerms, place_watch
from risk.services.review_watch import review_watch
from risk.services.send_list_file import send_list_file
from risk.services.write_file_note import write_file_note

SOURCE = "同业共享名单 2026 年第四期"


def leave_risk_database(random: Random, *, domain: str) -> None:
    """Put a late customer, a loan and a dealer under watch; list two values from a file, let another file wait."""
    officer = User.objects.get(email=f"risk.officer@{domain}")
    manager = User.objects.get(email=f"risk.manager@{domain}")
    today = clock.today()
    late = Loan.objects.filter(overdue_since_on__isnull=False).select_related("borrower").order_by("pk")
    for loan in late[:1]:
        subject = FileSubject(customer=loan.borrower)
        write_file_note(subject=subject, words="雇主欠薪两个月，电话中态度配合。", actor=officer)
        terms = WatchTerms(
            "overdue", "连续两期晚还，需观察收入恢复情况。", today + dt.timedelta(days=14), "on_time", 3
        )
        watch = place_watch(terms=terms, owner=officer, actor=officer, customer=loan.borrower)
        review_watch(
            watch=watch,
            found="concern",
            words="雇主仍未补发工资。",
            review_on=today + dt.timedelta(days=30),
            actor=officer,
        )
    _watch_good_loan(officer, manager, today)
    _watch_dealer(officer, today)
    _send(random, ["black", "grey"], officer)
    for asked in Approval.objects.filter(kind="risk.list_import", status=Approval.Status.OPEN):
        approve(asked, manager, note="来源已核对")
    deliver_events()
    _send(random, ["grey"], officer)
    borrower = User.objects.get(email=f"borrower@{domain}")
    ask_list_appeal(words="我的身份证曾经遗失，有人冒用，请核对。", actor=borrower, customer=borrower)
    listed = WatchEntry.objects.filter(status=WatchEntry.Status.IN_FORCE).order_by("pk").first()
    if listed is not None:
        ask_list_appeal(words="来信称案件已执行完毕，附结案通知。", actor=officer, entry=listed)
    ask_export(actor=officer, reason="按协查要求报送名单", severity="stop")


def _watch_good_loan(officer: User, manager: User, today: dt.date) -> None:
    """A watch whose exit the system proposes: one clear review was asked for."""
    paid = Loan.objects.filter(status=Loan.Status.ACTIVE, overdue_since_on__isnull=True)
    for loan in paid.select_related("borrower").order_by("pk")[:1]:
        terms = WatchTerms("contact", "换了手机号，旧号停机。", today + dt.timedelta(days=7), "reviews", 1)
        watch = place_watch(terms=terms, owner=manager, actor=officer, loan=loan)
        review_watch(
            watch=watch,
            found="nothing",
            words="新号已核实，本人接听。",
            review_on=today + dt.timedelta(days=30),
            actor=manager,
        )


def _watch_dealer(officer: User, today: dt.date) -> None:
    """Watch the dealer whose customer is late."""
    orders = GoodsOrder.objects.filter(loan__overdue_since_on__isnull=False).select_related("dealer")
    for order in orders.order_by("pk")[:1]:
        terms = WatchTerms(
            "cluster", "同一门店多名客户首期晚还。", today + dt.timedelta(days=20), "reviews", 2
        )
        place_watch(terms=terms, owner=officer, actor=officer, dealer=order.dealer)


def _send(random: Random, lists: list[str], officer: User) -> None:
    lines = [csv_line(COLUMNS)]
    for listed in lists:
        number = make_identity_number(random, clock.today())
        lines.append(csv_line(["identity", number, "", listed, "fraud", "同业报送：冒名申请。", "", ""]))
    send_list_file(content="".join(lines).encode(), source=SOURCE, actor=officer)
