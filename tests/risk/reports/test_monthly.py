"""The report of a hand-worked month: its sentences, its signature, its corrections, its measures a month later."""

import datetime as dt

import pytest
from django.utils import translation

from accounts import clock
from accounts.closing import close_steps
from accounts.errors import Refused
from accounts.esign.canonical import canonical, hash_of
from accounts.models import BusinessDate, Department, Event, User
from risk.models import ReportFigures, ReportMeasure, ReportText, ReportVersion, RiskReport, SignedReport
from risk.reports.differences import figure_differences
from risk.reports.frozen import key_figures, read_content, sentences_of
from risk.reports.invariants import risk_reports_hold
from risk.reports.parts import ReportPart, Told, add_report_part, report_parts
from risk.reports.queries import figures_before, newest_figures, texts_of, warnings_to_answer
from risk.reports.sealing import read_signed
from risk.services.correct_report import correct_report, drop_report
from risk.services.draft_monthly_report import draft_monthly_report, find_month_to_report
from risk.services.finish_measure import finish_measure
from risk.services.note_report import note_report
from risk.services.propose_measure import drop_measure, propose_measure
from risk.services.refresh_report import refresh_report
from risk.services.report_operational_event import report_operational_event
from risk.services.sign_report import sign_report
from risk.services.submit_report import return_report, submit_report
from risk.services.take_out_report import take_out_report
from risk.services.write_report_text import take_over_sentences, write_report_text
from tests.factories import make_staff
from tests.risk.portfolio.books import write_down
from tests.risk.reports.conftest import MARCH, TODAY
from tests.risk.reports.steps import signed, submitted

APRIL = dt.date(2026, 4, 30)


def said(version: ReportVersion, chapter: str, language: str = "en") -> list[str]:
    return sentences_of(read_content(newest_figures(version)), chapter, language)


def test_a_hand_worked_month_in_both_languages(version: ReportVersion) -> None:
    assert said(version, "status") == [
        "At the close of 2026-03-31 2 loans owed ¥14,000.00, +¥4,000.00 since 2026-02-28.",
        "PAR 30 rose from 0.00% to 71.43% (+71.43 points).",
        "PAR 60 stayed at 0.00%.",
        "PAR 90 stayed at 0.00%.",
        "¥0.00 is classed sub-standard or worse, 0.00% of the book.",
        "Alerts of large transactions: 0; of suspicious patterns: 0. Reports sent: 0.",
    ]
    assert said(version, "sources")[:3] == [
        "PAR 30 rose from 0.00% to 71.43% (+71.43 points). Largest contributors by grade: B +71.43 points.",
        "Largest contributors by line of business: General consumption +71.43 points.",
        "Largest contributors by dealer: No dealer +71.43 points.",
    ]
    assert said(version, "sources")[3] == (
        "Late principal itself made +71.43 points of the change, the size of the book, which went from ¥10,000.00 to"
        " ¥14,000.00, made 0.00 points."
    )
    assert said(version, "sources")[4] == (
        "Principal over 30 days late went from ¥0.00 to ¥10,000.00: ¥10,000.00 became so late, ¥0.00 came back,"
        " ¥0.00 was repaid and ¥0.00 written off."
    )
    assert said(version, "sources", "zh-hans")[0] == (
        "PAR 30由0.00%升至71.43%（+71.43个百分点）。按信用等级看，主要来自：B +71.43个百分点。"
    )
    # Default within a year is 45 % of what is 31-60 days late and 2 % at grade B, of which 60 % is lost.
    assert said(version, "effects")[:2] == [
        "Expected loss within a year as a share of the book rose from 9.00% to 19.63% (+10.63 points).",
        "That is ¥2,748.00; on this platform the lenders bear it.",
    ]
    assert "PAR 30 is 71.43%, beyond the limit of 5.00%: a measure is due." in said(version, "measures")
    assert key_figures(read_content(newest_figures(version))) == {
        "book_fen": 14_000_00,
        "loans": 2,
        "par_30_ppm": 714_286,
        "par_60_ppm": 0,
        "par_90_ppm": 0,
        "bad_fen": 0,
        "expected_loss_fen": 2_748_00,
        "top_ten_ppm": 1_000_000,
        "approval_ppm": 1_000_000,
        "decided": 1,
    }


def test_figures_are_frozen_under_their_hash_with_the_books_own_digest(version: ReportVersion) -> None:
    row = newest_figures(version)
    content = read_content(row)
    assert hash_of(row.content) == row.content_hash == hash_of(canonical(content))
    assert list(content["book"]) == ["2026-02-28", "2026-03-31"]
    assert len(content["book"]["2026-03-31"]) == 64
    row.content = row.content.replace("71.43", "1.43")
    with pytest.raises(Exception, match="only added"):
        row.save()


def test_the_close_drafts_a_month_once_and_finds_a_missed_one(officer: User) -> None:
    step = next(one for one in close_steps() if one.name == "risk_report")
    assert list(step.find(dt.date(2026, 3, 30), 0, 10)) == [dt.date(2026, 2, 1).toordinal()]
    assert list(step.find(MARCH, 0, 10)) == [dt.date(2026, 3, 1).toordinal()]
    step.work(MARCH, [dt.date(2026, 3, 1).toordinal()])
    assert find_month_to_report(TODAY, 0, 10) == []
    step.work(MARCH, [dt.date(2026, 3, 1).toordinal()])
    version = ReportVersion.objects.get()
    assert (version.status, version.author, version.report.opened_by) == ("draft", officer, None)
    assert draft_monthly_report(month_on=dt.date(2026, 3, 15), actor=officer) == version
    with pytest.raises(Refused, match="not_closed"):
        draft_monthly_report(month_on=dt.date(2026, 4, 1), actor=officer)
    assert RiskReport.objects.count() == 1


def test_who_wrote_what_stays_visible(version: ReportVersion, officer: User, manager: User) -> None:
    with pytest.raises(Refused, match="no_text"):
        submit_report(version=version, actor=officer)
    with pytest.raises(Refused, match="no_right"):
        write_report_text(version=version, chapter="status", words_en="No.", words_zh="", actor=manager)
    taken = take_over_sentences(version=version, chapter="status", actor=officer)
    assert taken.words_en.splitlines() == said(version, "status")
    assert (taken.origin, taken.written_by) == ("taken_over", officer)
    other = make_staff("second@example.cn", "risk_officer")
    edited = write_report_text(
        version=version, chapter="status", words_en="Worse.", words_zh="恶化。", actor=other
    )
    assert (edited.origin, edited.written_by) == ("edited", other)
    own = write_report_text(
        version=version, chapter="effects", words_en="", words_zh="影响有限。", actor=other
    )
    assert own.origin == "written"
    with pytest.raises(Refused, match="words_zh_hidden"):
        write_report_text(
            version=version, chapter="effects", words_en="", words_zh="联系 13800138000", actor=other
        )
    assert {code: row.words_zh for code, row in texts_of(version).items()} == {
        "status": "恶化。",
        "effects": "影响有限。",
    }
    assert ReportText.objects.count() == 3


def test_nobody_signs_what_they_had_a_hand_in(version: ReportVersion, officer: User, manager: User) -> None:
    both = make_staff("both@example.cn", "risk_officer", "risk_manager")
    write_report_text(version=version, chapter="effects", words_en="Mine.", words_zh="", actor=both)
    row = submitted(version, officer)
    shown = newest_figures(row).content_hash
    for signer, refusal in ((officer, "no_right"), (both, "same_person")):
        with pytest.raises(Refused, match=refusal):
            sign_report(version=row, shown_hash=shown, actor=signer)
    with pytest.raises(Refused, match="figures_changed"):
        sign_report(version=row, shown_hash="0" * 64, actor=manager)
    assert ReportVersion.objects.get().status == "submitted"
    assert not SignedReport.objects.exists()
    back = return_report(version=row, words="请补充原因。", actor=manager)
    assert (back.status, back.return_words) == ("draft", "请补充原因。")
    found = sign_report(version=submit_report(version=back, actor=officer), shown_hash=shown, actor=manager)
    assert found.version.status == "signed"
    assert ReportVersion.objects.get().signed_by == manager
    with pytest.raises(Refused, match="not_a_draft"):
        write_report_text(version=version, chapter="status", words_en="Late.", words_zh="", actor=officer)
    assert risk_reports_hold() == []


def test_a_signed_report_is_sealed_and_leaves_as_the_same_paper_with_a_trace(
    version: ReportVersion, officer: User, manager: User
) -> None:
    found = signed(version, officer, manager)
    content = read_signed(found)
    assert content["texts"]["status"]["by"]["number"] == officer.number
    assert content["signed"]["by"]["number"] == manager.number
    assert hash_of(canonical(content["figures"])) == content["figures_sha256"]
    papers = [take_out_report(signed=found, language=one, reader=manager) for one in ("en", "zh-hans", "en")]
    assert all(one.startswith(b"%PDF") for one in papers)
    assert papers[0] == papers[2] != papers[1]
    events = Event.objects.filter(kind="risk_report.read").order_by("pk")
    assert [event.data["language"] for event in events] == ["en", "zh-hans", "en"]
    found.content = found.content.replace("71.43", "1.43")
    with pytest.raises(Refused, match="report_broken"):
        take_out_report(signed=found, language="en", reader=manager)
    chief = make_staff("chief@example.cn", "general_manager")
    with pytest.raises(Refused, match="no_right"):
        note_report(version=found.version, actor=manager)
    assert note_report(version=found.version, actor=chief).status == "seen"


def test_a_refresh_shows_what_it_changed_and_a_second_one_nothing(
    version: ReportVersion, officer: User
) -> None:
    assert refresh_report(version=version, actor=officer) is False
    report_operational_event(
        category="process",
        department=Department.objects.get(code="risk"),
        happened_on=dt.date(2026, 3, 20),
        found_on=dt.date(2026, 3, 21),
        words="A file was booked twice.",
        loss_fen=800_00,
        reported_by=officer,
        key="event",
    )
    assert refresh_report(version=version, actor=officer) is True
    assert refresh_report(version=version, actor=officer) is False
    now = newest_figures(version)
    before = figures_before(version, now)
    assert before is not None
    place = "What went wrong, and what did it cost? · Execution and processes · "
    with translation.override("en"):
        found = figure_differences(read_content(before), read_content(now))
    assert [(one.place, one.before, one.now) for one in found] == [
        (f"{place}Events", "—", "1"),
        (f"{place}Loss", "—", "¥800.00"),
        (f"{place}Of it came back", "—", "¥0.00"),
        (f"{place}Net loss", "—", "¥800.00"),
    ]
    assert ReportFigures.objects.count() == 2


def test_a_correction_takes_its_place_only_when_signed(
    version: ReportVersion, officer: User, manager: User
) -> None:
    first = signed(version, officer, manager).version
    with pytest.raises(Refused, match="no_words"):
        correct_report(version=first, change_note=" ", actor=officer)
    second = correct_report(version=first, change_note="措施表述更正。", actor=officer)
    assert (second.number, second.n) == (f"{first.report.number}-2", 2)
    assert set(texts_of(second)) == {"status", "sources", "effects", "measures"}
    with pytest.raises(Refused, match="already_begun"):
        correct_report(version=first, change_note="Again.", actor=officer)
    assert ReportVersion.objects.get(pk=first.pk).status == "signed"
    drop_report(version=second, reason="误建。", actor=officer)
    third = correct_report(version=first, change_note="补充成因。", actor=officer)
    write_report_text(version=third, chapter="sources", words_en="More.", words_zh="补充。", actor=officer)
    shown = newest_figures(third).content_hash
    sign_report(version=submit_report(version=third, actor=officer), shown_hash=shown, actor=manager)
    assert list(ReportVersion.objects.order_by("n").values_list("n", "status")) == [
        (1, "corrected"),
        (2, "dropped"),
        (3, "signed"),
    ]
    assert risk_reports_hold() == []


def test_a_measure_begins_with_the_signature_and_is_told_a_month_later(
    version: ReportVersion, officer: User, manager: User
) -> None:
    owner = make_staff("collector@example.cn", "collections_officer")
    wish = {"owner": owner, "actor": officer}
    done, late, out = (
        propose_measure(version=version, words=words, due_on=due_on, **wish)  # type: ignore[arg-type]
        for words, due_on in (
            ("Call.", dt.date(2026, 4, 20)),
            ("Visit.", dt.date(2026, 4, 25)),
            ("None.", APRIL),
        )
    )
    drop_measure(measure=out, actor=officer)
    with pytest.raises(Refused, match="not_signed"):
        finish_measure(measure=done, outcome="Early.", actor=owner)
    signed(version, officer, manager)
    with pytest.raises(Refused, match="not_the_owner"):
        finish_measure(measure=done, outcome="Mine.", actor=officer)
    finish_measure(measure=done, outcome="Called.", actor=owner)
    write_down(APRIL)
    BusinessDate.objects.update(today_on=dt.date(2026, 5, 4))
    with clock.simulated(dt.date(2026, 5, 4)):
        april = draft_monthly_report(month_on=dt.date(2026, 4, 1), actor=officer)
    assert said(april, "measures")[-1] == (
        "Measures of earlier reports: 2. Done: 1, open: 1, of these past their day: 1."
    )
    [followed] = [part for part in read_content(newest_figures(april))["parts"] if part["code"] == "followed"]
    assert [line["values"] for line in followed["en"]["sheets"][0]["lines"]] == [
        ["Call.", owner.name, "2026-04-20", "done on 2026-04-02"],
        ["Visit.", owner.name, "2026-04-25", "open, past its day"],
    ]
    assert ReportMeasure.objects.get(pk=late.pk).status == "open"


def test_a_room_hangs_its_part_in_and_two_of_one_name_are_a_mistake(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("risk.reports.parts._parts", {one.code: one for one in report_parts()})
    part = ReportPart("alerts", "sources", 900, "Alerts", lambda month: 3, lambda n: Told([f"{n} alerts."]))
    add_report_part(part)
    with pytest.raises(ValueError, match="alerts"):
        add_report_part(ReportPart("alerts", "effects", 1, "Other", lambda month: 1, lambda n: Told()))
    version = draft_monthly_report(month_on=dt.date(2026, 3, 1), actor=officer)
    assert said(version, "sources")[-1] == "3 alerts."
    assert not warnings_to_answer(officer).exists()
