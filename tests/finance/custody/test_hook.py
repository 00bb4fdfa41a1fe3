"""What the hook takes and what it refuses; a refusal keeps nothing."""

import json

import pytest
from django.test import Client, override_settings

from accounts.models import User
from finance.models import BankTransaction, CustodyNonce, CustodyNotification, Entry
from finance.queries.wallets import wallet_balance
from finance.services.receive_notification import receive_notification
from tests.bank import balances, body_of, fact_about, order_deposit, seal, tell

URL = "/hooks/custody/"


def post(client: Client, body: bytes, headers: dict[str, str], **extra: str):
    return client.post(URL, data=body, content_type="application/json", headers=headers, **extra)


def assert_nothing_kept() -> None:
    assert not CustodyNonce.objects.exists()
    assert not CustodyNotification.objects.exists()
    assert not BankTransaction.objects.exists()
    assert not Entry.objects.exists()


def test_a_sealed_notification_over_http_is_taken_without_a_csrf_token(db: None) -> None:
    body = body_of(amount_fen=250)
    answer = post(Client(enforce_csrf_checks=True), body, seal(body))
    assert (answer.status_code, answer.json()) == (200, {"outcome": "suspense"})
    assert balances("1001", "2401") == (250, 250)


@pytest.mark.parametrize("missing", ["X-Custody-Timestamp", "X-Custody-Nonce", "X-Custody-Signature"])
def test_a_missing_header_is_401(client: Client, db: None, missing: str) -> None:
    body = body_of()
    headers = seal(body)
    del headers[missing]
    assert post(client, body, headers).status_code == 401
    assert_nothing_kept()


@pytest.mark.parametrize(
    "name, value",
    [
        ("X-Custody-Signature", "0" * 64),
        ("X-Custody-Signature", "é" * 8),
        ("X-Custody-Nonce", "another-nonce"),
        ("X-Custody-Nonce", "no"),
        ("X-Custody-Timestamp", "1"),
        ("X-Custody-Timestamp", "-5"),
        ("X-Custody-Timestamp", "１２３"),
        ("X-Custody-Timestamp", "9" * 40),
    ],
)
def test_a_tampered_header_is_401(db: None, name: str, value: str) -> None:
    body = body_of()
    answer = receive_notification(headers={**seal(body), name: value}, body=body)
    assert answer.status == 401
    assert_nothing_kept()


def test_a_changed_body_is_401(db: None) -> None:
    body = body_of(amount_fen=100)
    assert receive_notification(headers=seal(body), body=body.replace(b"100", b"900")).status == 401
    assert_nothing_kept()


def test_another_secret_is_401(db: None) -> None:
    body = body_of()
    with override_settings(CUSTODY_WEBHOOK_SECRET="somebody-elses-secret"):
        headers = seal(body)
    assert receive_notification(headers=headers, body=body).status == 401
    assert_nothing_kept()


@pytest.mark.parametrize("age_seconds, status", [(302, 401), (-302, 401), (290, 200), (-290, 200)])
def test_a_seal_is_good_for_five_minutes(db: None, age_seconds: int, status: int) -> None:
    body = body_of()
    assert receive_notification(headers=seal(body, age_seconds=age_seconds), body=body).status == status


def test_a_nonce_is_used_once(db: None) -> None:
    first, second = body_of(), body_of()
    assert receive_notification(headers=seal(first, nonce="nonce-0001"), body=first).status == 200
    answer = receive_notification(headers=seal(second, nonce="nonce-0001"), body=second)
    assert (answer.status, answer.word) == (409, "nonce_used")
    assert CustodyNotification.objects.count() == 1
    assert balances("1001") == (100,)


def test_a_known_notification_freshly_sealed_has_no_second_effect(payer: User) -> None:
    deposit = order_deposit(payer, 5_000)
    fact = fact_about("deposit.confirmed", deposit)
    assert (tell(fact).word, tell(fact).word) == ("recorded", "repeated")
    assert wallet_balance(payer) == (5_000, 0)
    assert Entry.objects.filter(reference=deposit.number).count() == 1


def test_a_known_id_with_other_content_is_409(db: None) -> None:
    body = body_of(id="N-1", amount_fen=100)
    other = body_of(id="N-1", amount_fen=101)
    assert receive_notification(headers=seal(body), body=body).status == 200
    answer = receive_notification(headers=seal(other), body=other)
    assert (answer.status, answer.word) == (409, "other_content")
    assert balances("1001", "2401") == (100, 100)
    assert CustodyNonce.objects.count() == 1


def test_the_same_content_in_another_order_of_names_is_the_same(db: None) -> None:
    body = body_of(id="N-1")
    turned = json.dumps(dict(reversed(json.loads(body).items()))).encode()
    assert receive_notification(headers=seal(body), body=body).word == "suspense"
    assert receive_notification(headers=seal(turned), body=turned).word == "repeated"
    assert balances("1001") == (100,)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 5000,
        b'{"id":"N1","id":"N2"}',
        body_of(kind="deposit.invented"),
        body_of(kind=7),
        body_of(amount_fen=1.0),
        body_of(amount_fen=1e3),
        body_of(amount_fen=0),
        body_of(amount_fen=-5),
        body_of(amount_fen=True),
        body_of(amount_fen="100"),
        body_of(amount_fen=None),
        body_of(amount_fen=10**16),
        body_of(amount_fen=10**30),
        body_of(amount_fen=float("nan")),
        body_of(amount_fen=float("inf")),
        body_of(amount_fen=...),
        body_of(id=...),
        body_of(id=""),
        body_of(bank_number=""),
        body_of(bank_number="x" * 41),
        body_of(reference="DP'; DROP TABLE"),
        body_of(customer="客户"),
        body_of(value_on="23.11.2026"),
        body_of(value_on="2026-02-30"),
        body_of(value_on=20261123),
        body_of(payer_name="a\x00b"),
        body_of(payer_name="x" * 81),
        body_of(payer_name="\ud800"),
        body_of(unknown_field=1),
    ],
)
def test_a_body_that_is_no_notification_is_400(db: None, body: bytes) -> None:
    assert receive_notification(headers=seal(body), body=body).status == 400
    assert_nothing_kept()


def test_a_body_that_is_too_large_is_413(client: Client, db: None) -> None:
    body = body_of(payer_name="x" * 20_000)
    assert post(client, body, seal(body)).status_code == 413
    assert receive_notification(headers=seal(body), body=body).status == 413
    assert_nothing_kept()


def test_only_post_is_heard(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 405


def test_a_bank_number_known_with_other_contents_is_a_conflict_and_moves_nothing(payer: User) -> None:
    deposit = order_deposit(payer, 5_000)
    fact = fact_about("deposit.confirmed", deposit, bank_number="B-1")
    other = fact_about("deposit.confirmed", deposit, bank_number="B-1", amount_fen=6_000)
    assert tell(fact, notification_id="N-1").word == "recorded"
    assert tell(other, notification_id="N-2").word == "conflict"
    assert balances("1001", "2001", "2401") == (5_000, 5_000, 0)
