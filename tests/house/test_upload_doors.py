"""Every door that takes a picture: hostile files are refused there, nothing is kept, and the matter does not move.

A form with a file field that stands behind none of these doors fails the first test.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from accounts import clock
from accounts.documents import FOLDER as DOCUMENTS
from accounts.domain.pictures import MAX_BYTES
from accounts.forms.dealer import LicenceForm
from accounts.forms.documents import IdentityPicturesForm
from accounts.forms.watch import WatchEntryForm
from accounts.models import Document, WatchEntry
from finance.forms.reconciliation import StatementForm
from lending.forms.application import PaperForm
from lending.forms.bad_days import ClosingStepForm, LegalStepForm
from lending.forms.condition import EvidenceForm
from lending.forms.goods import AcceptanceForm
from lending.forms.papers import FileForm
from lending.forms.restructuring import HardshipForm
from lending.models import ApplicationPaper, ConditionEvidence, GoodsItem, LegalStep, Loan, Restructure
from risk.forms.aml import EvidenceForm as AmlEvidenceForm
from risk.forms.inspections import MendForm
from risk.forms.list_work import ListFileForm
from risk.forms.scorecard import ImportScorecardForm
from risk.forms.use_evidence import HandInForm
from risk.forms.work import AnswerForm, AppealForm, VisitReportForm
from risk.models import AmlEvidence, Appeal, CaseQuery, FieldVisit, InspectionFinding, UsePaper
from risk.services.add_aml_evidence import FOLDER as LAUNDERING
from risk.services.ask_customer import ask_customer
from risk.services.ask_visit import ask_visit
from risk.services.assign_aml_alert import assign_aml_alert
from risk.services.decide_case import decide_case
from tests import dealers, pictures
from tests.arrivals import arrive
from tests.closing import close_before
from tests.factories import make_staff
from tests.house.object_routes_of_aftercare import alert_with_a_figure, asked_about_use
from tests.house.object_routes_of_risk import make_finding
from tests.lending.factories import make_condition, make_draft_with_papers
from tests.lending.goods import factories as goods
from tests.lending.test_bad_days import LATE, investors, loan
from tests.pictures import other_side, picture_file
from tests.risk.factories import have_reviewed, make_case
from tests.storage import stored_files

__all__ = ["investors", "loan"]

pytestmark = [pytest.mark.django_db, pytest.mark.once("sqlite")]

# `/verify/` works a fingerprint out and keeps nothing; its own test is in tests/lending/contracts. A card's file is
# no picture and is not kept but read into a table; hostile ones are refused in tests/risk/scorecards/test_pages.py.
# A bank's statement is kept as text, in quarantine too; hostile ones are sent in tests/finance/reconciliation.
KEEPS_NOTHING = {FileForm, ImportScorecardForm, ListFileForm, StatementForm}
HOSTILE = {
    "svg": pictures.SVG,
    "pdf": pictures.PDF,
    "gif": pictures.animated("GIF"),
    "animated": pictures.animated("WEBP"),
    "bomb": pictures.bomb_png(),
    "truncated": pictures.truncated(),
    "huge": b"\xff\xd8" + b"\0" * MAX_BYTES,
    "empty": b"",
    "text": "不是图片".encode(),
    "html": b"<html><script>alert(1)</script>",
    "page inside": pictures.polyglot_html(),
    "archive inside": pictures.polyglot_zip(),
    "blank": pictures.saved(Image.new("RGB", (856, 540), pictures.BLUE)),
}


WORDS_OF_REFUSAL = ('aria-invalid="true"', "message-error")


@dataclass
class Door:
    """Where a picture is handed in: who stands there, what is sent with it, and what it would bring about."""

    client: Client
    path: str
    name: str
    brings: type[Model]
    data: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def send(self, content: bytes | None = None) -> HttpResponse:
        files = {self.name: picture_file(content)} | {name: other_side() for name in self.others}
        return self.client.post(self.path, {**self.data, **files})


def identity_pictures(request: pytest.FixtureRequest) -> Door:
    client = arrive(request.getfixturevalue("borrower"))
    return Door(client, "/me/documents/", "identity_front", Document, others=("identity_back",))


def licence(request: pytest.FixtureRequest) -> Door:
    client = arrive(dealers.owner(dealers.named()))
    return Door(client, "/dealer/licence/", "licence", Document)


def delivery(request: pytest.FixtureRequest) -> Door:
    order = goods.shipped(dealers.active(), request.getfixturevalue("borrower"))
    code = goods.code_for(order, "delivery", 1)
    data = {"act": "accept", "piece": "1", "serial": "TB-0001", "code": code}
    client = arrive(dealers.owner(order.dealer))
    return Door(client, f"/dealer/orders/{order.number}/", "photo", GoodsItem, data)


def application_paper(request: pytest.FixtureRequest) -> Door:
    borrower = request.getfixturevalue("borrower")
    draft = make_draft_with_papers(borrower)
    path = f"/borrow/applications/{draft.number}/papers/"
    return Door(arrive(borrower), path, "paper", ApplicationPaper, {"kind": "income"})


def hardship(request: pytest.FixtureRequest) -> Door:
    one: Loan = request.getfixturevalue("loan")
    path = f"/borrow/loans/{one.number}/hardship/"
    data = {"hardship": "job_lost", "words": "公司裁员"}
    return Door(arrive(one.borrower), path, "paper", Restructure, data)


def _step(request: pytest.FixtureRequest, address: str, kind: str, role: str) -> Door:
    one: Loan = request.getfixturevalue("loan")
    close_before(LATE)
    path = f"/office/lending/loans/{one.number}/{address}/"
    data = {"kind": kind, "done_on": LATE.isoformat(), "cost_fen": "120"}
    return Door(arrive(make_staff("step@example.cn", role)), path, "paper", LegalStep, data)


def legal_step(request: pytest.FixtureRequest) -> Door:
    return _step(request, "legal-step", "suit", "collections_officer")


def legal_close(request: pytest.FixtureRequest) -> Door:
    return _step(request, "legal-close", "legal_close", "risk_manager")


def evidence(request: pytest.FixtureRequest) -> Door:
    borrower = request.getfixturevalue("borrower")
    condition = make_condition(borrower)
    path = f"/borrow/applications/{condition.decision.application.number}/conditions/{condition.number}/"
    return Door(arrive(borrower), path, "paper", ConditionEvidence, {"words": "工资流水"})


def question(request: pytest.FixtureRequest) -> Door:
    borrower = request.getfixturevalue("borrower")
    case = make_case(borrower)
    officer = make_staff("officer@example.cn", "risk_officer")
    due_on = clock.today() + dt.timedelta(days=3)
    query = ask_customer(case=case, asked_by=officer, question="请说明支出", due_on=due_on)
    path = f"/borrow/applications/{case.application.number}/questions/{query.number}/"
    return Door(arrive(borrower), path, "paper", CaseQuery, {"answer": "买了家电"})


def appeal(request: pytest.FixtureRequest) -> Door:
    borrower = request.getfixturevalue("borrower")
    case = make_case(borrower)
    decide_case(
        case=have_reviewed(case),
        outcome="reject",
        decided_by=make_staff("decider@example.cn", "risk_manager"),
        reasons=["too_much_debt"],
        rating=None,
        key="door",
    )
    path = f"/borrow/applications/{case.application.number}/appeal/ask/"
    return Door(arrive(borrower), path, "paper", Appeal, {"words": "收入证明有误"})


def visit(request: pytest.FixtureRequest) -> Door:
    case = make_case(request.getfixturevalue("borrower"))
    visitor = make_staff("visitor@example.cn", "business_manager")
    today = clock.today()
    row = ask_visit(
        case=case,
        asked_by=make_staff("officer@example.cn", "risk_officer"),
        assigned_to=visitor,
        task="查看店铺",
        due_on=today,
    )
    data = {"visited_on": today.isoformat(), "place": "店铺", "findings": "正常营业"}
    return Door(arrive(visitor), f"/office/risk/visits/{row.number}/", "photo", FieldVisit, data)


def finding(request: pytest.FixtureRequest) -> Door:
    found = make_finding()
    path = f"/office/risk/findings/{found.number}/mend/"
    return Door(arrive(found.owner), path, "evidence", InspectionFinding, {"words": "已整改"})


def entry_of_list(request: pytest.FixtureRequest) -> Door:
    officer = make_staff("lists@example.cn", "risk_officer")
    data = {
        "kind": "phone",
        "value": "13987654321",
        "category": "court",
        "severity": "refer",
        "source": "失信被执行人名单",
        "evidence": "执行案号（2026）粤03执1号",
        "review_on": (clock.today() + dt.timedelta(days=30)).isoformat(),
    }
    return Door(arrive(officer), "/office/accounts/watch/new/", "paper", WatchEntry, data)


def use_of_money(request: pytest.FixtureRequest) -> Door:
    loan = asked_about_use()
    return Door(
        arrive(loan.borrower), f"/borrow/loans/{loan.number}/use/", "file", UsePaper, {"words": "家电"}
    )


def laundering(request: pytest.FixtureRequest) -> Door:
    alert, manager = alert_with_a_figure()
    officer = make_staff("officer@example.cn", "risk_officer")
    assign_aml_alert(alert=alert, to=officer, actor=manager)
    path = f"/office/risk/aml/alerts/{alert.number}/evidence/"
    return Door(arrive(officer), path, "file", AmlEvidence, {"words": "银行流水"})


DOORS: dict[type[forms.BaseForm], Callable[[pytest.FixtureRequest], Door]] = {
    IdentityPicturesForm: identity_pictures,
    LicenceForm: licence,
    AcceptanceForm: delivery,
    HardshipForm: hardship,
    PaperForm: application_paper,
    EvidenceForm: evidence,
    AnswerForm: question,
    AppealForm: appeal,
    VisitReportForm: visit,
    LegalStepForm: legal_step,
    ClosingStepForm: legal_close,
    MendForm: finding,
    WatchEntryForm: entry_of_list,
    HandInForm: use_of_money,
    AmlEvidenceForm: laundering,
}


def kept() -> tuple[set[str], set[int]]:
    """Return the files and the documents that are kept."""
    return stored_files(DOCUMENTS, LAUNDERING), set(Document.objects.values_list("pk", flat=True))


def brought(door: Door) -> list[dict[str, object]]:
    """Return every value of what the door brings about, as it stands now."""
    return list(door.brings._default_manager.order_by("pk").values())


def forms_with_files() -> set[type[forms.BaseForm]]:
    """Return the forms of every app that have a file field."""
    for app in ("accounts", "finance", "lending", "risk", "operations", "support"):
        for path in Path(settings.BASE_DIR, app, "forms").glob("*.py"):
            import_module(f"{app}.forms.{path.stem}")
    found: set[type[forms.BaseForm]] = set()
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        fields = getattr(one, "base_fields", {}).values()
        if not one.__module__.startswith("django") and any(isinstance(f, forms.FileField) for f in fields):
            found.add(one)
    return {one for one in found if one.__module__.split(".")[0] != "tests"}


def test_every_form_that_takes_a_file_stands_behind_a_door_here() -> None:
    assert forms_with_files() - KEEPS_NOTHING == set(DOORS)


def says_no(door: Door, answer: HttpResponse) -> bool:
    """Whether the page, or the one it leads to, tells that the file was not taken."""
    shown = answer if answer.status_code != 302 else door.client.get(answer["Location"])
    return any(mark in shown.content.decode() for mark in WORDS_OF_REFUSAL)


@pytest.mark.parametrize("make", DOORS.values(), ids=lambda make: make.__name__)
def test_a_hostile_file_is_refused_and_nothing_is_kept_or_moved(
    request: pytest.FixtureRequest, make: Callable[[pytest.FixtureRequest], Door]
) -> None:
    door = make(request)
    before = kept(), brought(door)
    for name, content in HOSTILE.items():
        answer = door.send(content)
        assert answer.status_code in (200, 302, 400, 422), name
        assert (kept(), brought(door)) == before, name
        assert says_no(door, answer), name
    answer = door.send()
    assert answer.status_code == 302
    assert kept() != before[0]
    assert brought(door) != before[1]
