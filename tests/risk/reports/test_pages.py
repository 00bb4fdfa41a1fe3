"""The pages of reports and the dashboard: what they show, what they keep of a refused form, what they ask."""

import datetime as dt

from django.test import Client

from accounts.models import User
from risk.models import ReportMeasure, ReportVersion
from risk.portfolio.queries import last_day_of_book
from risk.reports.queries import newest_figures
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.queries import count_queries
from tests.risk.reports.conftest import TODAY
from tests.risk.reports.steps import signed, submitted

HOME = "/office/risk/reports/"


def text_of(client: Client, path: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_report_is_written_submitted_and_signed_on_its_page(
    version: ReportVersion, officer: User, manager: User
) -> None:
    writer, signer = arrive(officer), arrive(manager)
    path = f"{HOME}{version.number}/"
    page = text_of(writer, path)
    assert "Largest contributors by grade: B +71.43 points." in page
    assert "Provisions are information only and never posted" in page
    for chapter in ("status", "sources", "effects"):
        assert writer.post(f"{path}text/", {"chapter": chapter, "take_over": "1"}).status_code == 302
    bad = writer.post(f"{path}text/", {"chapter": "measures", "words_en": "Call 13800138000", "words_zh": ""})
    assert bad.status_code == 422
    assert "Call 13800138000" in bad.content.decode()
    writer.post(f"{path}text/", {"chapter": "measures", "words_en": "Call early.", "words_zh": ""})
    wish = {
        "words": "Call early.",
        "owner": officer.number,
        "due_on": (TODAY + dt.timedelta(days=9)).isoformat(),
    }
    assert writer.post(f"{path}measure/", wish).status_code == 302
    assert writer.post(f"{path}submit/").status_code == 302
    assert "another person signs it" not in text_of(signer, path)
    shown = {"shown_hash": newest_figures(version).content_hash}
    assert writer.post(f"{path}sign/", shown).status_code == 403
    assert signer.post(f"{path}sign/", shown).status_code == 302
    paper = signer.get(f"{path}pdf/zh-hans/")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert signer.get(f"{path}pdf/fr/").status_code == 404
    chief = arrive(make_staff("chief@example.cn", "general_manager"))
    assert chief.post(f"{path}seen/").status_code == 302
    assert ReportVersion.objects.get().status == "seen"
    measure = ReportMeasure.objects.get()
    assert "Call early." in text_of(writer, "/office/risk/measures/own/")
    assert writer.post(f"/office/risk/measures/{measure.number}/done/", {"outcome": ""}).status_code == 422
    writer.post(f"/office/risk/measures/{measure.number}/done/", {"outcome": "Done."})
    assert ReportMeasure.objects.get().status == "done"


def test_a_correction_names_what_differs(version: ReportVersion, officer: User, manager: User) -> None:
    signed(version, officer, manager)
    writer = arrive(officer)
    answer = writer.post(f"{HOME}{version.number}/correct/", {"change_note": "措施更正。"})
    second = f"{version.report.number}-2"
    assert answer["Location"] == f"{HOME}{second}/"
    writer.post(f"{HOME}{second}/text/", {"chapter": "status", "words_en": "Other words.", "words_zh": ""})
    page = text_of(writer, f"{HOME}{second}/")
    assert "Version 2 corrects: 措施更正。" in page
    assert "What differs from version 1" in page
    assert "Other words." in page


def test_a_month_is_drafted_by_hand_and_one_that_is_open_is_refused(officer: User) -> None:
    writer = arrive(officer)
    refused = writer.post(f"{HOME}month/", {"month_on": "2026-04"})
    assert refused.status_code == 422
    assert not ReportVersion.objects.exists()
    drafted = writer.post(f"{HOME}month/", {"month_on": "2026-02"})
    assert drafted["Location"] == f"{HOME}{ReportVersion.objects.get().number}/"
    # A first month has nothing to compare with, and says so.
    assert "there is no month before it to compare with" in text_of(writer, drafted["Location"])


def test_a_warning_is_begun_on_its_form(officer: User) -> None:
    seller = make_staff("seller@example.cn", "business_manager")
    wish = {
        "kind": "warning",
        "subject": "grade:B",
        "title": "Grade B pays late",
        "addressee": seller.number,
        "answer_due_on": TODAY.isoformat(),
    }
    writer = arrive(officer)
    assert "What is it about?" in text_of(writer, f"{HOME}new/")
    refused = writer.post(f"{HOME}new/", wish)
    assert refused.status_code == 422
    assert "Grade B pays late" in refused.content.decode()
    good = writer.post(f"{HOME}new/", {**wish, "answer_due_on": (TODAY + dt.timedelta(days=5)).isoformat()})
    assert good.status_code == 302
    assert ReportVersion.objects.get().report.addressee == seller


def test_the_dashboard_says_what_changed_and_asks_few_queries(
    version: ReportVersion, officer: User, manager: User
) -> None:
    submitted(version, officer)
    client = arrive(manager)
    page = text_of(client, "/office/risk/dashboard/?by=line")
    for words in (
        "71.43%",
        "beyond the limit",
        "PAR 30 rose from 0.00% to 71.43% (+71.43 points).",
        "Largest contributors by line of business: General consumption +71.43 points.",
        "Reports to sign",
        "Where did PAR 30 rise?",
        f"decided; by the day of the decision, up to {last_day_of_book().as_of_on}, refusals by rules included",
    ):
        assert words in page
    asked = {
        path: count_queries(client, path)
        for path in ("/office/risk/dashboard/", HOME, f"{HOME}{version.number}/", "/office/risk/measures/")
    }
    assert asked["/office/risk/dashboard/"] <= 46, asked
    assert max(asked[one] for one in asked if "dashboard" not in one) <= 30, asked


def test_a_company_without_loans_has_an_empty_dashboard(risk_manager: User) -> None:
    assert "There is no book yet" in text_of(arrive(risk_manager), "/office/risk/dashboard/")
