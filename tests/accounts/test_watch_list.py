"""The watch-list: put in force and ended by two persons, found by the blind index, and nobody on it slips in."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from stdnum import luhn

from accounts import clock
from accounts.crypto import blind_index
from accounts.errors import Refused
from accounts.models import (
    Approval,
    BusinessDate,
    Event,
    IdentityCheck,
    IdentityReview,
    Message,
    Person,
    PersonHold,
    User,
    WatchEntry,
    WatchHit,
)
from accounts.queries import approvals_seen_by
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from accounts.services.expire_watch_entries import expire_watch_entries, find_watch_entries_to_expire
from accounts.services.keep_watch_entry import keep_watch_entry
from accounts.services.open_account import open_account
from accounts.services.propose_watch_end import propose_watch_end
from accounts.services.propose_watch_entry import propose_watch_entry
from accounts.services.record_identity_answer import record_identity_answer
from accounts.services.verify_identity import verify_identity
from accounts.watch.queries import entries_with_value
from finance.custody.sandbox_customer import bind_own_card, card_digits_of
from tests import watching
from tests.arrivals import arrive
from tests.factories import make_customer, make_identity_number, make_staff, seat

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
PHONE = "13987654321"
CARD = "622588013746000" + luhn.calc_check_digit("622588013746000")


@pytest.fixture
def newcomer() -> User:
    return make_customer("new@example.cn", name="", verified=False)


def decide(approval: Approval, checker: User, *, is_approved: bool = True) -> None:
    decide_approval(
        checker=checker,
        number=approval.number,
        is_approved=is_approved,
        shown_hash=approval.payload_hash,
        note="证据不足",
    )


def test_an_entry_counts_only_after_another_person_approved_it(newcomer: User) -> None:
    entry = watching.propose("identity", NUMBER.lower())
    assert entry.status == WatchEntry.Status.PROPOSED
    assert entry.value_index == blind_index("identity", NUMBER)
    approval = Approval.objects.get(kind="accounts.watch_entry")
    seat(watching.officer(), "risk_manager")
    with pytest.raises(Refused) as refusal:
        decide(approval, User.objects.get(pk=watching.officer().pk))
    assert refusal.value.code == "same_person"
    deliver_events()
    entry.refresh_from_db()
    assert entry.status == WatchEntry.Status.PROPOSED
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"
    watching.approve_all("accounts.watch_entry", watching.manager())
    entry.refresh_from_db()
    assert (entry.status, entry.in_force_at is not None) == (WatchEntry.Status.IN_FORCE, True)
    approval.refresh_from_db()
    assert approval.status == Approval.Status.USED


def test_what_is_not_approved_is_dropped_and_may_be_proposed_again() -> None:
    entry = watching.propose("phone", PHONE)
    with pytest.raises(Refused) as refusal:
        watching.propose("phone", f"+86 {PHONE}")
    assert refusal.value.code == "watch_listed"
    decide(Approval.objects.get(), watching.manager(), is_approved=False)
    deliver_events()
    entry.refresh_from_db()
    assert (entry.status, entry.ended_at is not None) == (WatchEntry.Status.DROPPED, True)
    assert watching.propose("phone", PHONE).number != entry.number
    assert watching.propose("phone", PHONE, category="court").number != entry.number


@pytest.mark.parametrize(
    "kind, value, changes, code",
    [
        ("identity", "110105194912310021", {}, "watch_value"),
        ("phone", "021-5555", {}, "watch_value"),
        ("card", "6225880137460000", {}, "watch_value"),
        ("name_birth", "张三", {}, "watch_value"),
        ("name_birth", "Zhang San", {"birth_on": dt.date(1990, 1, 1)}, "watch_value"),
        ("phone", PHONE, {"source": " "}, "watch_words"),
        ("phone", PHONE, {"evidence": "x"}, "watch_words"),
        ("phone", PHONE, {"review_on": dt.date(2020, 1, 1)}, "watch_dates"),
        ("phone", PHONE, {"expires_on": dt.date(2020, 1, 1)}, "watch_dates"),
    ],
)
def test_refuses_what_is_no_entry_and_keeps_nothing(kind: str, value: str, changes: dict, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        propose_watch_entry(wish=watching.wish(kind, value, **changes), actor=watching.officer())
    assert refusal.value.code == code
    assert not WatchEntry.objects.exists()
    assert not Approval.objects.exists()


def test_an_entry_is_found_by_its_whole_value_alone_and_stands_encrypted() -> None:
    born = dt.date(1990, 1, 1)
    entries = {
        NUMBER: watching.put_on_list("identity", NUMBER),
        PHONE: watching.put_on_list("phone", PHONE),
        f"{CARD[:4]} {CARD[4:]}": watching.put_on_list("card", CARD),
        "欧阳锋 1990-01-01": watching.put_on_list("name_birth", "欧阳 锋", birth_on=born),
    }
    for text, entry in entries.items():
        assert [one.number for one in entries_with_value(text)] == [entry.number]
    for text in ("欧阳锋", "1101051949", "欧阳锋 1990-01-02", ""):
        assert entries_with_value(text) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, evidence FROM accounts_watchentry")
        raw = str(cursor.fetchall())
        cursor.execute("SELECT payload FROM accounts_approval")
        raw += str(cursor.fetchall())
        cursor.execute("SELECT data FROM accounts_event")
        raw += str(cursor.fetchall())
    assert not [text for text in (NUMBER, PHONE, CARD, "欧阳", "冒用") if text in raw]


def test_the_end_needs_another_person_and_then_nobody_is_found(newcomer: User) -> None:
    entry = watching.put_on_list("identity", NUMBER)
    propose_watch_end(entry=entry, reason="已撤销协查", actor=watching.officer())
    with pytest.raises(Refused) as refusal:
        propose_watch_end(entry=entry, reason="再来一次", actor=watching.officer())
    assert refusal.value.code == "already_asked"
    entry.refresh_from_db()
    assert entry.status == WatchEntry.Status.IN_FORCE
    watching.approve_all("accounts.watch_end", watching.manager())
    entry.refresh_from_db()
    assert (entry.status, entry.ended_at is not None) == (WatchEntry.Status.ENDED, True)
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"
    with pytest.raises(Refused) as refusal:
        keep_watch_entry(
            entry=entry, review_on=clock.today() + dt.timedelta(days=9), actor=watching.officer()
        )
    assert refusal.value.code == "watch_over"


def test_an_entry_runs_out_after_its_last_day(newcomer: User) -> None:
    today = clock.today()
    entry = watching.put_on_list("identity", NUMBER, expires_on=today)
    assert find_watch_entries_to_expire(today - dt.timedelta(days=1), 0, 10) == []
    BusinessDate.objects.update(today_on=today + dt.timedelta(days=1))
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"
    assert find_watch_entries_to_expire(today, 0, 10) == [entry.pk]
    assert expire_watch_entries([entry.pk]) == 1
    entry.refresh_from_db()
    assert entry.status == WatchEntry.Status.EXPIRED
    assert expire_watch_entries([entry.pk]) == 0


@pytest.mark.parametrize(
    "kind, value, born", [("identity", NUMBER, None), ("name_birth", "张三", dt.date(1949, 12, 31))]
)
def test_a_hit_at_the_identity_check_binds_nobody_and_waits_for_risk(
    newcomer: User, kind: str, value: str, born: dt.date | None
) -> None:
    entry = watching.put_on_list(kind, value, birth_on=born)
    check = verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    newcomer.refresh_from_db()
    assert check.status == IdentityCheck.Status.REFERRED
    assert (newcomer.person, newcomer.identity_verified_at) == (None, None)
    assert not Person.objects.filter(identity_index=check.identity_index).exists()
    review = IdentityReview.objects.get(user=newcomer)
    assert (review.cause, review.status, review.identity_check) == ("watch_list", "opened", check)
    hit = WatchHit.objects.get()
    assert (hit.entry, hit.user, hit.review, hit.status, hit.found_by) == (
        entry,
        newcomer,
        review,
        "open",
        "identity",
    )
    assert not PersonHold.objects.exists()
    assert not Message.objects.filter(to=newcomer).exists()
    with pytest.raises(Refused) as refusal:
        verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    assert refusal.value.code == "under_review"
    assert record_identity_answer(number=check.number, is_match=True).status == IdentityCheck.Status.REFERRED
    assert IdentityCheck.objects.count() == WatchHit.objects.count() == 1


def test_a_stop_holds_the_person_at_once(newcomer: User) -> None:
    watching.put_on_list("identity", NUMBER, severity="stop")
    verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    hold = PersonHold.objects.get()
    assert (hold.user, hold.cause, hold.status, hold.placed_by) == (newcomer, "watch_list", "active", None)


def test_another_name_with_the_same_birthday_is_bound(newcomer: User) -> None:
    watching.put_on_list("name_birth", "张三丰", birth_on=dt.date(1949, 12, 31))
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"
    assert not WatchHit.objects.exists()


def test_a_listed_number_stops_the_way_at_its_proof_and_not_before() -> None:
    watching.put_on_list("phone", PHONE)
    half = open_account(phone=PHONE)
    assert not WatchHit.objects.exists()
    proved = open_account(phone=PHONE, is_confirmed=True)
    assert WatchHit.objects.get().user == proved != half
    review = IdentityReview.objects.get()
    assert (review.user, review.cause, review.identity_check) == (proved, "watch_list", None)
    with pytest.raises(Refused) as refusal:
        verify_identity(user=proved, real_name="张三", identity_number=NUMBER)
    assert refusal.value.code == "under_review"
    assert "watch" not in str(refusal.value.message)
    proved.refresh_from_db()
    assert proved.person is None


def test_the_customer_reads_a_neutral_sentence_and_nothing_else(newcomer: User) -> None:
    watching.put_on_list("identity", NUMBER, severity="stop")
    client = arrive(newcomer)
    posted = {"real_name": "张三", "identity_number": NUMBER, "agrees": "on"}
    answer = client.post("/me/kyc/", posted, follow=True)
    page = answer.content.decode()
    assert "我们正在核对您的资料" in page
    for word in (
        "名单",
        "watch",
        "命中",
        "风险",
        WatchEntry.objects.get().number,
        WatchHit.objects.get().number,
    ):
        assert word not in page.split("<main")[1].split("</main>")[0], word
    assert IdentityReview.objects.count() == 1


def test_a_later_entry_finds_known_customers_once_and_stops_where_it_says_so(borrower: User) -> None:
    assert borrower.person is not None
    stop = watching.put_on_list("identity", borrower.person.identity_number, severity="stop")
    hit = WatchHit.objects.get()
    assert (hit.user, hit.entry, hit.found_by) == (borrower, stop, "scan")
    assert PersonHold.objects.get().user == borrower
    refer = watching.put_on_list("name_birth", "李借", birth_on=borrower.person.birth_on)
    assert WatchHit.objects.filter(entry=refer, user=borrower).exists()
    assert IdentityReview.objects.get().hits.count() == 2
    assert PersonHold.objects.count() == 1
    borrower.refresh_from_db()
    assert borrower.identity_verified_at is not None
    for event in Event.objects.filter(kind="watch_entry.in_force"):
        from accounts.watch.handlers import on_in_force

        on_in_force(event)
    assert WatchHit.objects.count() == 2


def test_a_card_is_found_when_it_is_named_and_by_a_later_entry(borrower: User, investor: User) -> None:
    watching.put_on_list("card", card_digits_of(borrower))
    assert not WatchHit.objects.exists()
    bind_own_card(borrower)
    assert [(hit.user, hit.found_by) for hit in WatchHit.objects.all()] == [(borrower, "card")]
    bind_own_card(investor)
    watching.put_on_list("card", card_digits_of(investor))
    assert WatchHit.objects.get(user=investor).found_by == "scan"


def test_only_those_with_the_right_see_entries_hits_and_requests(borrower: User) -> None:
    assert borrower.person is not None
    entry = watching.put_on_list("identity", borrower.person.identity_number, severity="stop")
    hit = WatchHit.objects.get()
    for role in ("customer_service", "customer_service_supervisor", "general_manager", "administrator"):
        viewer = make_staff(f"{role}@example.cn", role)
        client = arrive(viewer)
        assert client.get(f"/office/accounts/watch/{entry.number}/").status_code == 403
        assert not approvals_seen_by(viewer).exists()
        if viewer.has_right("accounts.see_events"):
            log = client.get("/office/accounts/events/").content.decode()
            assert "watch_" not in log
            assert entry.number not in log
            assert hit.number not in log
        if viewer.has_right("accounts.see_customers"):
            page = client.get(f"/office/support/customers/{borrower.number}/").content.decode()
            # Beside the rail, which leads to the watches of risk.
            file = page.split("<main")[1]
            assert not [word for word in ("watch", "监控名单", entry.number, hit.number) if word in file]
    page = arrive(watching.officer()).get(f"/office/accounts/watch/{entry.number}/").content.decode()
    assert borrower.number in page
    assert borrower.person.identity_number not in page
    assert "watch_entry.in_force" in {event.kind for event in Event.objects.all()}
    officer = watching.officer()
    assert officer.has_right("accounts.see_watch_list")
    assert not officer.has_right("accounts.approve_watch_entries")


def test_the_pages_propose_find_show_and_keep(client: Client) -> None:
    office = arrive(watching.officer())
    posted = {
        "kind": "phone",
        "value": "139 8765 4321",
        "category": "court",
        "severity": "stop",
        "source": "失信被执行人名单",
        "evidence": "执行案号（2026）粤03执1号",
        "review_on": (clock.today() + dt.timedelta(days=30)).isoformat(),
    }
    assert office.post("/office/accounts/watch/new/", {**posted, "value": "1"}).status_code == 200
    assert not WatchEntry.objects.exists()
    assert office.post("/office/accounts/watch/new/", posted).status_code == 302
    watching.approve_all("accounts.watch_entry", watching.manager())
    entry = WatchEntry.objects.get()
    listed = office.get("/office/accounts/watch/?status=in_force&kind=phone").content.decode()
    assert entry.number in listed
    assert "139****4321" in listed
    assert PHONE not in listed
    assert entry.number not in office.get("/office/accounts/watch/?status=ended").content.decode()
    found = office.post("/office/accounts/watch/", {"q": PHONE}).content.decode()
    assert entry.number in found
    missed = office.post("/office/accounts/watch/", {"q": "13800000000"}).content.decode()
    assert entry.number not in missed
    path = f"/office/accounts/watch/{entry.number}/"
    assert PHONE not in office.get(path).content.decode()
    assert PHONE in office.post(f"{path}see/", {"see-reason": "review"}).content.decode()
    assert office.post(f"{path}see/", {"see-reason": "curiosity"}).status_code == 422
    assert Event.objects.filter(kind="watch_entry.seen").count() == 1
    later = (clock.today() + dt.timedelta(days=60)).isoformat()
    assert office.post(f"{path}keep/", {"keep-review_on": later}).status_code == 302
    entry.refresh_from_db()
    assert entry.review_on.isoformat() == later
    assert office.post(f"{path}end/", {"end-reason": "x"}).status_code == 422
    assert office.post(f"{path}end/", {"end-reason": "已履行完毕"}).status_code == 302
    assert Approval.objects.get(kind="accounts.watch_end").status == "open"


def test_a_made_up_identity_is_found_by_nothing(newcomer: User) -> None:
    watching.put_on_list("identity", make_identity_number())
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"
    assert not IdentityReview.objects.exists()
