"""The offer is signed by a code, the bid signs the lender's side; what was shown is what is signed."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from accounts import clock
from accounts.errors import Refused
from accounts.esign.canonical import hash_of
from accounts.esign.invariants import signatures_hold
from accounts.models import Signature, User
from lending.contracts.mandate import mandate_limits, mandate_wording, terms_hash
from lending.models import Application, Bid
from lending.offers import offer_hash, quote_offer
from lending.services.place_bid import place_bid
from lending.services.send_offer_code import send_offer_code
from lending.services.serve_auto_invest import serve_open_listings
from lending.services.sign_offer import sign_offer
from tests.lending import factories
from tests.lending.test_pages import signed_in


def shown(application: Application) -> str:
    return offer_hash(application, quote_offer(application, on=clock.today()))


def test_the_code_signs_the_offer_with_everything_it_costs(borrower: User) -> None:
    application = factories.sign(factories.make_approved(borrower))
    row = Signature.objects.get()
    assert (row.signer, row.capacity, row.method) == (borrower, "borrower", "code")
    assert (row.document_kind, row.document_number) == ("offer", application.number)
    assert (row.address_masked, row.text_version) == ("b***@example.cn", "loan-contract-2026-3")
    assert row.document_hash == application.offer_hash == hash_of(row.content)
    said = json.loads(row.content)
    assert said["terms"]["principal_fen"] == 10_000_00
    assert (said["interest_fen"], said["fee_fen"], said["total_fen"]) == (405_34, 72_00, 10_477_34)
    assert (said["all_in_ppm"], said["cap_ppm"], said["headroom_ppm"]) == (86_973, 120_000, 33_027)
    assert (said["lpr_ppm"], len(said["rows"])) == (30_000, 12)
    assert said["mandate"]["extension_months"] == 12
    assert "李借" not in row.content
    assert "AP" in mail.outbox[-1].body
    assert "¥10,477.34" in mail.outbox[-1].body


def test_without_the_code_nothing_is_signed(borrower: User, stranger: User) -> None:
    application = factories.make_approved(borrower)
    send_offer_code(application=application, borrower=borrower)
    code = factories.code_in_mail()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed, hash_, expected in (
        (wrong, shown(application), "code_wrong"),
        (code, "0" * 64, "offer_changed"),
    ):
        with pytest.raises(Refused) as refusal:
            sign_offer(application=application, borrower=borrower, shown_hash=hash_, code=typed)
        assert refusal.value.code == expected
    with pytest.raises(Refused) as refusal:
        send_offer_code(application=application, borrower=stranger)
    assert refusal.value.code == "not_offered"
    application.refresh_from_db()
    assert (application.status, Signature.objects.count()) == ("approved", 0)
    # A wrong try and a refused one left the code good.
    sign_offer(application=application, borrower=borrower, shown_hash=shown(application), code=code)
    application.refresh_from_db()
    assert (application.status, Signature.objects.count()) == ("listed", 1)


def test_the_page_asks_for_the_code_first(borrower: User) -> None:
    application = factories.make_approved(borrower)
    client, url = signed_in(borrower), reverse("application", args=[application.number])
    before = client.get(url)
    assert b'name="code"' not in before.content
    clauses = before.context["contract"].clauses
    assert len(clauses) == 13
    assert "7.40%" in " ".join(clause.text for clause in clauses)
    client.post(url, {"act": "code"})
    page = client.get(url).content.decode()
    assert 'name="code"' in page
    assert 'name="agrees"' in page
    wrong = {"shown_hash": shown(application), "agrees": "on", "code": "000000"}
    assert client.post(url, wrong).context["form"].errors["code"]
    assert Application.objects.get().status == "approved"


def test_each_bid_signs_the_lenders_side(borrower: User) -> None:
    listing = factories.make_listing(borrower)
    investor = factories.make_investor("i@example.cn")
    number = factories.bid(investor, listing, 500_00)
    row = Signature.objects.get(document_kind="bid")
    assert (row.signer, row.capacity, row.method) == (investor, "lender", "confirmation")
    assert (row.document_number, row.text_version) == (number, "lender-mandate-2026-2")
    said = json.loads(row.content)
    assert (said["listing"], said["bid"], said["amount_fen"]) == (listing.number, number, 500_00)
    assert said["mandate"] == {
        "times": 1,
        "extension_months": 12,
        "holiday_months": 3,
        "most_days": 15,
        "a_year": 1,
    }
    assert signatures_hold() == []


def test_other_terms_than_the_shown_ones_are_refused(borrower: User) -> None:
    listing = factories.make_listing(borrower)
    investor = factories.make_investor("i@example.cn")
    bid = {
        "investor": investor,
        "listing_number": listing.number,
        "amount_fen": 500_00,
        "notice_shown_at": factories.read_in_time(),
        "key": "one",
    }
    with pytest.raises(Refused) as refusal:
        place_bid(**bid, shown_hash="0" * 64)  # type: ignore[arg-type]
    assert refusal.value.code == "terms_changed"
    assert not Bid.objects.exists()
    assert not Signature.objects.filter(document_kind="bid").exists()
    place_bid(**bid, shown_hash=terms_hash(listing, mandate_limits(clock.today())))  # type: ignore[arg-type]
    assert Signature.objects.filter(document_kind="bid").count() == 1


def test_an_automatic_bid_is_signed_under_its_authorisation(borrower: User) -> None:
    investor = factories.make_investor("i@example.cn")
    rule = factories.make_auto_rule(investor)
    authorised = Signature.objects.get(document_kind="auto_rule")
    assert (authorised.signer, authorised.document_number) == (investor, rule.number)
    assert json.loads(authorised.content)["scope_hash"] == rule.scope_hash
    factories.make_listing(borrower)
    serve_open_listings()
    bid = Bid.objects.get()
    row = Signature.objects.get(document_kind="bid")
    assert bid.auto_rule == rule
    assert (row.method, row.authorisation) == ("authorisation", f"{rule.number}:{rule.scope_hash}")
    assert row.document_number == bid.number


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_mandate_names_its_limits(language: str) -> None:
    limits = {"times": 1, "extension_months": 6, "holiday_months": 3, "most_days": 15, "a_year": 1}
    words = mandate_wording(limits, language)
    more_time = words.clauses[1].text
    assert "6" in more_time
    assert "3" in more_time
    assert all("{" not in clause.text for clause in words.clauses)
