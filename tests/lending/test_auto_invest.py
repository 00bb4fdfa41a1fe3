"""Automatic investing: what was authorised and nothing beyond, in turn, with every decision on record."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Message, User
from accounts.services.deliver_events import deliver_events
from finance.queries.wallets import wallet_balance
from lending.auto_invest.consent import scope_hash
from lending.models import AutoInvestDecision, AutoInvestRule, Bid, Listing
from lending.queries.auto_invest import places_of
from lending.services.cancel_bid import cancel_bid
from lending.services.end_auto_rule import end_auto_rule
from lending.services.pause_auto_rule import pause_auto_rule
from lending.services.place_auto_bid import place_auto_bid
from lending.services.resume_auto_rule import resume_auto_rule
from lending.services.serve_auto_invest import serve_auto_invest, serve_open_listings
from lending.services.start_auto_rule import start_auto_rule
from tests.arrivals import arrive
from tests.closing import close_through
from tests.factories import make_customer
from tests.lending.factories import (
    bid,
    make_auto_rule,
    make_investor,
    make_listing,
    make_wishes,
    read_in_time,
)
from tests.queries import count_queries


def signed_in(user: User) -> Client:
    client = Client()
    arrive(user, client=client)
    return client


@pytest.fixture
def investor(db: None) -> User:
    return make_investor("auto@example.cn", funds_fen=5_000_00)


@pytest.fixture
def listing(borrower: User) -> Listing:
    return make_listing(borrower)


def decisions(rule: AutoInvestRule) -> list[tuple[str, str]]:
    return list(AutoInvestDecision.objects.filter(rule=rule).order_by("pk").values_list("outcome", "codes"))


def test_a_new_listing_is_shared_in_turn_and_a_second_run_adds_nothing(borrower: User, db: None) -> None:
    first, second = (make_investor(f"{name}@example.cn") for name in ("one", "two"))
    rules = [
        make_auto_rule(first, per_loan_fen=700_00),
        make_auto_rule(second, per_loan_fen=1_000_00, keep_fen=99_500_00),
    ]
    listing = make_listing(borrower)
    assert serve_open_listings() == 2
    bids = list(Bid.objects.order_by("pk"))
    assert [(row.investor_id, row.amount_fen, row.auto_rule_id) for row in bids] == [
        (second.pk, 500_00, rules[1].pk),
        (first.pk, 700_00, rules[0].pk),
    ]
    assert [wallet_balance(user).held_fen for user in (first, second)] == [700_00, 500_00]
    assert serve_auto_invest(listing_id=listing.pk) == 0
    deliver_events()
    listing.refresh_from_db()
    assert (listing.bid_fen, listing.bid_count, Bid.objects.count()) == (1_200_00, 2, 2)
    assert [decisions(rule) for rule in rules] == [[("bid", "")], [("bid", "")]]
    assert [finding for finding in check_all() if not finding.ok] == []
    told = Message.objects.filter(to=first, template="auto_bid_placed")
    assert told.count() == 1


def test_who_was_served_goes_to_the_end_of_the_queue(borrower: User, db: None) -> None:
    rules = [make_auto_rule(make_investor(f"q{n}@example.cn"), per_loan_fen=500_00) for n in range(3)]
    listing = make_listing(borrower, amount_fen=3_000_00)
    bid(make_investor("hand@example.cn"), listing, 2_000_00)
    assert serve_open_listings() == 2
    order = list(AutoInvestRule.objects.order_by("queued_at").values_list("pk", flat=True))
    assert order == [rules[2].pk, rules[0].pk, rules[1].pk]
    assert Listing.objects.get(pk=listing.pk).status == "full"
    told = AutoInvestDecision.objects.filter(outcome="bid").order_by("pk").values_list("reasons", flat=True)
    assert [row[0]["code"] for row in told] == ["as_much_as_per_loan", "as_much_as_listing_left"]


def test_places_count_those_who_wait_longer(investor: User) -> None:
    rules = [make_auto_rule(investor), make_auto_rule(investor), make_auto_rule(investor)]
    assert places_of(rules, clock.today()) == {rules[0].pk: 1, rules[1].pk: 2, rules[2].pk: 3}
    pause_auto_rule(rule=rules[0], investor=investor)
    assert places_of(rules, clock.today()) == {rules[1].pk: 1, rules[2].pk: 2}
    resume_auto_rule(rule=rules[0], investor=investor)
    assert places_of(rules[:1], clock.today()) == {rules[0].pk: 3}


def test_what_does_not_match_is_written_once_with_every_reason(listing: Listing, investor: User) -> None:
    rule = make_auto_rule(investor, grades=frozenset({"A"}), periods_max=6)
    serve_open_listings()
    serve_open_listings()
    assert decisions(rule) == [("left_out", "grade too_long")]
    assert not Bid.objects.exists()
    page = signed_in(investor).get(reverse("auto_rule", args=[rule.number]))
    assert [row.reasons for row in page.context["left_out"]] == [
        ["等级为 B，规则要求 A。", "期限为12个月，规则要求不长于6个月。"]
    ]


def test_a_pause_counts_up_to_the_last_moment(listing: Listing, investor: User) -> None:
    rule = make_auto_rule(investor)
    pause_auto_rule(rule=rule, investor=investor)
    with pytest.raises(Refused) as refused:
        place_auto_bid(rule_id=rule.pk, listing_id=listing.pk, amount_fen=100_00)
    assert refused.value.code == "rule_not_active"
    assert serve_open_listings() == 0
    assert (Bid.objects.count(), wallet_balance(investor).held_fen) == (0, 0)
    resume_auto_rule(rule=rule, investor=investor)
    assert serve_open_listings() == 1
    assert Bid.objects.get().amount_fen == 1_000_00
    with pytest.raises(Refused) as refused:
        place_auto_bid(rule_id=make_auto_rule(investor).pk, listing_id=listing.pk, amount_fen=100_00)
    assert refused.value.code == "no_room"  # the borrower's limit is used up by the other rule
    assert Bid.objects.count() == 1


def test_a_bid_taken_back_is_not_placed_again(listing: Listing, investor: User) -> None:
    rule = make_auto_rule(investor)
    assert serve_open_listings() == 1
    cancel_bid(bid=Bid.objects.get(), investor=investor)
    assert serve_open_listings() == 0
    assert (Bid.objects.count(), wallet_balance(investor).available_fen) == (1, 5_000_00)
    assert decisions(rule) == [("bid", "")]


def test_an_ended_rule_never_bids_again_and_a_lapsed_one_ends_in_the_close(
    borrower: User, investor: User
) -> None:
    ended = make_auto_rule(investor)
    end_auto_rule(rule_id=ended.pk, reason="revoked", actor=investor)
    with pytest.raises(Refused) as refused:
        resume_auto_rule(rule=ended, investor=investor)
    assert refused.value.code == "rule_ended"
    lapsing = make_auto_rule(investor, expires_on=clock.today() + dt.timedelta(days=1))
    tomorrow = clock.today() + dt.timedelta(days=1)
    close_through(tomorrow)
    with clock.simulated(tomorrow + dt.timedelta(days=1)):
        deliver_events()
    lapsing.refresh_from_db()
    assert (lapsing.status, lapsing.end_reason) == ("ended", "run_out")
    assert Message.objects.filter(to=investor, template="auto_rule_run_out", channel="inbox").count() == 1


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("scope_wrong", {"grades": frozenset()}),
        ("scope_wrong", {"periods_min": 13, "periods_max": 12}),
        ("scope_wrong", {"per_borrower_fen": 999_99}),
        ("scope_wrong", {"expires_on": dt.date(2099, 1, 1)}),
    ],
)
def test_refuses_a_scope_that_makes_no_sense(investor: User, code: str, values: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        make_auto_rule(investor, **values)
    assert (refused.value.code, AutoInvestRule.objects.count()) == (code, 0)


def test_refuses_another_scope_than_shown_an_unread_notice_and_a_sixth_rule(investor: User) -> None:
    wishes = make_wishes()

    def start(**changed: object) -> str:
        asked = {
            "wishes": wishes,
            "shown_hash": scope_hash(wishes),
            "notice_shown_at": read_in_time(),
            "key": "once",
            **changed,
        }
        return start_auto_rule(investor=investor, **asked)  # type: ignore[arg-type]

    for code, changed in (
        ("scope_changed", {"wishes": make_wishes(total_fen=20_000_00)}),
        ("notice_unread", {"notice_shown_at": clock.now()}),
    ):
        with pytest.raises(Refused) as refused:
            start(**changed)
        assert refused.value.code == code
    assert AutoInvestRule.objects.count() == 0
    assert start() == start()
    for _n in range(4):
        make_auto_rule(investor)
    with pytest.raises(Refused) as refused:
        make_auto_rule(investor)
    assert (refused.value.code, AutoInvestRule.objects.count()) == ("too_many_rules", 5)


def test_without_suitability_nothing_starts(db: None) -> None:
    newcomer = make_customer("new@example.cn", name="钱新")
    with pytest.raises(Refused) as refused:
        make_auto_rule(newcomer)
    assert refused.value.code == "suitability_missing"
    page = signed_in(newcomer).get(reverse("new_auto_rule"), query())
    assert page.context["obstacle_url"] == "/me/suitability/"


def query() -> dict[str, object]:
    return {
        "grades": ["A", "B"],
        "lines": ["cash", "goods"],
        "periods_min": "1",
        "periods_max": "12",
        "rate_min": "5",
        "per_loan": "500",
        "per_borrower": "1000",
        "keep": "0",
        "total": "10000",
        "expires_on": (clock.today() + dt.timedelta(days=30)).isoformat(),
    }


def test_the_page_previews_authorises_pauses_and_ends(listing: Listing, investor: User) -> None:
    client = signed_in(investor)
    page = client.get(reverse("new_auto_rule"), query())
    assert [(row.listing, row.bid_fen) for row in page.context["matching"]] == [(listing, 500_00)]
    form = page.context["consent_form"]
    sent = {name: form[name].value() for name in ("shown_hash", "notice", "idempotency_key")}
    url = f"{reverse('new_auto_rule')}?{page.request['QUERY_STRING']}"
    early = client.post(url, {**sent, "risk": "on", "agrees": "on"})
    assert "notice_unread" in [
        error.code for error in early.context["consent_form"].errors.as_data()["risk"]
    ] or (early.status_code == 200)
    assert AutoInvestRule.objects.count() == 0
    unticked = client.post(url, sent)
    assert set(unticked.context["consent_form"].errors) == {"risk", "agrees"}
    rule = make_auto_rule(investor)
    for step, status in (("pause", "paused"), ("resume", "active"), ("end", "ended")):
        assert client.post(reverse(f"{step}_auto_rule", args=[rule.number])).status_code == 302
        rule.refresh_from_db()
        assert rule.status == status
    refused = client.post(reverse("pause_auto_rule", args=[rule.number]), follow=True)
    assert refused.status_code in (200, 409)
    rule.refresh_from_db()
    assert rule.status == "ended"


def test_pages_take_the_same_few_queries_with_one_listing_and_with_many(
    listing: Listing, investor: User
) -> None:
    rule = make_auto_rule(investor, grades=frozenset({"A"}))
    serve_open_listings()
    client = signed_in(investor)
    pages = [reverse("auto_invest"), reverse("auto_rule", args=[rule.number])]
    before = [count_queries(client, page) for page in pages]
    for n in range(4):
        make_listing(make_customer(f"b{n}@example.cn", name="李借"))
    make_auto_rule(investor, grades=frozenset({"A"}))
    serve_open_listings()
    assert [count_queries(client, page) for page in pages] == before
    assert max(before) <= 24


def test_an_old_answer_is_not_sent_to_the_database_again(listing: Listing, investor: User) -> None:
    make_auto_rule(investor, grades=frozenset({"A"}))
    serve_open_listings()
    with CaptureQueriesContext(connection) as queries:
        serve_open_listings()
    assert [one["sql"] for one in queries if one["sql"].startswith("INSERT")] == []
