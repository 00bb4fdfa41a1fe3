"""Signatures: one code for one text, the company's seal on every word, and nothing changed unseen."""

import datetime as dt
import re

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core import mail
from django.db import connection

from accounts import append_only, clock
from accounts.errors import Refused
from accounts.esign import keys
from accounts.esign.canonical import canonical, hash_of
from accounts.esign.codes import Proof, SignedText, is_code_sent, send_signing_code, use_signing_code
from accounts.esign.invariants import signatures_hold
from accounts.esign.statements import statement_of
from accounts.models import Signature, User
from accounts.services.sign_document import sign_document


def text(words: str = "10,000", number: str = "TH1") -> SignedText:
    content = canonical({"words": words})
    return SignedText("thing", number, content, hash_of(content), "thing-2026-1")


def send(signer: User, signed: SignedText) -> str:
    told = {"number": signed.number, "amount": "1", "total": "1", "rate": "1"}
    send_signing_code(signer=signer, text=signed, template="offer_code", context=told)
    return re.search(r"(?<!\d)\d{6}(?!\d)", mail.outbox[-1].body)[0]  # type: ignore[index]


def test_the_canonical_form_does_not_depend_on_the_order() -> None:
    assert canonical({"b": 1, "a": "元"}) == canonical({"a": "元", "b": 1}) == '{"a":"元","b":1}'
    # Worked out with sha256sum.
    assert hash_of("{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_a_code_signs_its_own_text_and_no_other(borrower: User) -> None:
    code = send(borrower, text())
    assert is_code_sent(borrower, "thing", "TH1", text().hash)
    assert not is_code_sent(borrower, "thing", "TH1", text("20,000").hash)
    for other in (text("20,000"), text(number="TH2")):
        with pytest.raises(Refused) as refusal:
            use_signing_code(signer=borrower, text=other, typed=code)
        assert refusal.value.code == "code_wrong"
    proof = use_signing_code(signer=borrower, text=text(), typed=code)
    assert proof == Proof("code", "b***@example.cn")
    with pytest.raises(Refused):
        use_signing_code(signer=borrower, text=text(), typed=code)


def test_a_code_of_one_signs_nothing_for_another(borrower: User, stranger: User) -> None:
    code = send(borrower, text())
    with pytest.raises(Refused):
        use_signing_code(signer=stranger, text=text(), typed=code)
    assert use_signing_code(signer=borrower, text=text(), typed=code).method == "code"


def test_an_old_code_is_no_longer_offered(borrower: User, monkeypatch: pytest.MonkeyPatch) -> None:
    send(borrower, text())
    later = clock.now() + dt.timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not is_code_sent(borrower, "thing", "TH1", text().hash)


def test_the_same_words_are_signed_once_and_sealed(borrower: User) -> None:
    first = sign_document(signer=borrower, capacity="borrower", text=text())
    assert sign_document(signer=borrower, capacity="borrower", text=text()).pk == first.pk
    row = Signature.objects.get()
    assert (row.method, row.address_masked, row.document_hash) == ("confirmation", "", text().hash)
    public = Ed25519PublicKey.from_public_bytes(_bytes(keys.public_keys()[row.key_id]))
    # Anybody with the public key can check it, and a word more is another statement.
    public.verify(_bytes(row.seal), statement_of(row).encode())
    with pytest.raises(InvalidSignature):
        public.verify(_bytes(row.seal), statement_of(row).encode() + b" ")
    assert signatures_hold() == []


def _bytes(text_: str) -> bytes:
    import base64

    return base64.b64decode(text_)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("content", '{"words":"20,000"}', "the content is not what was signed"),
        ("document_hash", "0" * 64, "the content is not what was signed"),
        ("capacity", "lender", "the seal is not on this row"),
        ("text_version", "thing-2025-1", "the seal is not on this row"),
        ("seal", "A" * 86 + "==", "the seal is not on this row"),
        ("key_id", "other", "the seal is not on this row"),
    ],
)
def test_a_changed_row_is_found(borrower: User, column: str, value: str, words: str) -> None:
    row = sign_document(signer=borrower, capacity="borrower", text=text())
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_signature SET {column} = %s", [value])  # noqa: S608
    assert f"{row.number}: {words}" in signatures_hold()


def test_an_old_key_still_verifies(borrower: User, settings) -> None:
    row = sign_document(signer=borrower, capacity="borrower", text=text())
    assert row.key_id == "derived"
    ring = [f"{name}:{letter * 43}=" for name, letter in (("s2", "B"), ("s1", "C"))]
    settings.SIGNING_KEYS = ring[1:]
    keys.signing_keys.cache_clear()
    try:
        old = sign_document(signer=borrower, capacity="borrower", text=text("20,000"))
        settings.SIGNING_KEYS = ring
        keys.signing_keys.cache_clear()
        new = sign_document(signer=borrower, capacity="borrower", text=text("30,000"))
        assert (old.key_id, new.key_id) == ("s1", "s2")
        # The derived key is not in the ring any more, the two others are.
        assert signatures_hold() == [f"{row.number}: the seal is not on this row"]
    finally:
        keys.signing_keys.cache_clear()
