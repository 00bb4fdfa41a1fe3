"""The timeline of a tracking file: every source, in order, once however it is paged, and only what one may see."""

import datetime as dt

import pytest

from accounts import clock
from accounts.models import Event, User
from accounts.web.parts import Moment
from risk.database import timeline
from risk.database.timeline import FileSubject, TimelineSource, Window, add_timeline_source, timeline_page
from risk.models import CollectionCase
from risk.services.write_file_note import write_file_note
from tests import watching
from tests.factories import make_customer, make_staff
from tests.risk.collections.factories import late_loan, make_debtor

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 1, 9, 0, tzinfo=clock.SHANGHAI)


def titles(subject: FileSubject, viewer: User, kind: str = "") -> list[str]:
    return [str(item.moment.title) for item in timeline_page(subject, viewer, kind=kind).items]


def test_a_late_borrowers_file_tells_the_whole_story_newest_first(borrower: User) -> None:
    loan = late_loan(make_debtor(borrower))
    officer = make_staff("desk@example.cn", "risk_officer")
    write_file_note(subject=FileSubject(customer=borrower), words="雇主已搬迁", actor=officer)
    page = timeline_page(FileSubject(customer=borrower), officer)
    kinds = [item.kind for item in page.items]
    assert [kind for kind in ("arrears", "loan", "case", "application") if kind in kinds] == [
        "arrears",
        "loan",
        "case",
        "application",
    ]
    assert page.next_before is None
    instants = [item.moment.at for item in page.items]
    assert instants == sorted(instants, reverse=True)
    [arrears] = [item.moment for item in page.items if item.kind == "arrears"]
    case = CollectionCase.objects.get(loan=loan)
    assert str(case.overdue_since_on) in str(arrears.title)
    assert arrears.sentence == f"{loan.number} · {case.number}"
    assert arrears.url == f"/office/risk/collections/{case.number}/"
    [paid_out] = [item.moment for item in page.items if item.kind == "loan"]
    assert paid_out.sentence == f"{loan.number} · ¥10,000.00"
    assert titles(FileSubject(customer=borrower), officer, "note") == ["备注"]
    other = FileSubject(customer=make_customer("other@example.cn"))
    assert timeline_page(other, officer).items == []


def test_who_may_not_see_lists_or_collections_learns_nothing_of_them(borrower: User) -> None:
    late_loan(make_debtor(borrower))
    assert borrower.person is not None
    watching.put_on_list("identity", borrower.person.identity_number, severity="stop")
    subject = FileSubject(customer=borrower)
    officer = make_staff("desk@example.cn", "risk_officer")
    director = make_staff("director@example.cn", "director")
    assert {"list", "mark"} <= {item.kind for item in timeline_page(subject, officer).items}
    assert not {"list", "mark"} & {item.kind for item in timeline_page(subject, director).items}
    assert "list" not in dict(timeline.kinds_shown(director, subject))
    assert "list" in dict(timeline.kinds_shown(officer, subject))


@pytest.mark.parametrize("size", [1, 3, 7, 25])
def test_pages_give_everything_once_also_where_instants_are_the_same(
    borrower: User, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(timeline, "_sources", {})
    monkeypatch.setattr(timeline, "FIRST_READ", 4)
    # Three sources; the second has nine things in one instant, more than a first reading holds.
    hours = {"one": [9, 8, 7, 1], "two": [8] * 9 + [2], "three": [8, 5, 5]}
    for code, given in hours.items():
        moments = [
            Moment(title=f"{code}-{n}", at=START + dt.timedelta(hours=hour)) for n, hour in enumerate(given)
        ]

        def read(subject: FileSubject, window: Window, moments: list[Moment] = moments) -> list[Moment]:
            before = [one for one in moments if window.before is None or one.at < window.before]  # type: ignore[operator]
            return before[: window.most]

        add_timeline_source(code, "note", read)
    viewer, subject = make_staff("desk@example.cn", "risk_officer"), FileSubject(customer=borrower)
    seen: list[str] = []
    before, instants = None, []
    for _page in range(40):
        page = timeline_page(subject, viewer, before=before, size=size)
        seen += [str(item.moment.title) for item in page.items]
        instants += [item.moment.at for item in page.items]
        before = page.next_before
        if before is None:
            break
    assert sorted(seen) == sorted(f"{code}-{n}" for code, given in hours.items() for n in range(len(given)))
    assert instants == sorted(instants, reverse=True)


def test_a_room_hangs_in_under_a_right_and_two_of_one_name_are_a_mistake(
    borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_sources", {})
    monkeypatch.setattr(timeline, "KINDS", dict(timeline.KINDS))

    def secret(subject: FileSubject, window: Window) -> list[Moment]:
        return [Moment(title="secret", at=START)]

    with pytest.raises(ValueError, match="needs a name"):
        add_timeline_source("secret", "aml", secret)
    add_timeline_source("secret", "aml", secret, right="risk.decide_case", name="Secret")
    with pytest.raises(ValueError, match="Two sources"):
        add_timeline_source("secret", "note", secret)
    assert timeline._sources == {
        (False, "secret"): TimelineSource("secret", "aml", secret, "risk.decide_case")
    }
    subject = FileSubject(customer=borrower)
    officer, manager = (
        make_staff("desk@example.cn", "risk_officer"),
        make_staff("boss@example.cn", "risk_manager"),
    )
    assert titles(subject, officer) == []
    assert titles(subject, manager) == ["secret"]
    assert not Event.objects.filter(kind="customer.file_opened").exists()
