"""The usual steps of a report in tests."""

import datetime as dt

from accounts.models import User
from risk.models import ReportVersion, SignedReport
from risk.reports.chapters import chapters_of
from risk.reports.queries import newest_figures
from risk.services.sign_report import sign_report
from risk.services.submit_report import submit_report
from risk.services.write_report_text import take_over_sentences, write_report_text


def submitted(version: ReportVersion, officer: User) -> ReportVersion:
    """Take every chapter's sentences over, or write a word, and submit."""
    for chapter in chapters_of(version.report.kind):
        if chapter in ("proposal", "conclusion", "risks"):
            write_report_text(
                version=version, chapter=chapter, words_en="Proposed.", words_zh="建议。", actor=officer
            )
        else:
            take_over_sentences(version=version, chapter=chapter, actor=officer)
    return submit_report(version=version, actor=officer)


def signed(version: ReportVersion, officer: User, manager: User) -> SignedReport:
    row = submitted(version, officer)
    return sign_report(version=row, shown_hash=newest_figures(row).content_hash, actor=manager)


def in_days(day: dt.date, count: int) -> dt.date:
    return day + dt.timedelta(days=count)
