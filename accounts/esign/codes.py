"""Codes to sign by: sent to the address we know, good for one text and no other."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import mask_address_of_code
from accounts.errors import Refused
from accounts.models import SigningCode, User
from accounts.models.signature import SignatureMethod
from accounts.services.issue_code import GOOD_FOR, issue_code
from accounts.services.use_code import use_code
from accounts.tell import tell_address


@dataclass(frozen=True)
class SignedText:
    """What is signed: its kind and number, its canonical content and the hash of it, the version of the words."""

    kind: str
    number: str
    content: str
    hash: str
    version: str


@dataclass(frozen=True)
class Proof:
    """How a signer agreed."""

    method: str
    address_masked: str = ""
    authorisation: str = ""


IN_SESSION = Proof(SignatureMethod.CONFIRMATION)


def send_signing_code(
    *, signer: User, text: SignedText, template: str, context: Mapping[str, Any], origin: str = ""
) -> SigningCode:
    """Send a fresh code that signs this text and nothing else; called with no transaction open.

    Refuses (`too_many_codes`) and (`not_delivered`).
    """
    address = signer.code_address
    handle = secrets.token_urlsafe(32)
    with transaction.atomic():
        code = issue_code(handle=handle, address=address, origin=origin)
        sent = SigningCode.objects.create(
            signer=signer,
            document_kind=text.kind,
            document_number=text.number,
            document_hash=text.hash,
            handle=handle,
            address_masked=mask_address_of_code(address),
            sent_at=clock.now(),
        )
    tell_address(template, address, {**context, "code": code}, signer.language)
    return sent


def is_code_sent(signer: User, kind: str, number: str, document_hash: str) -> bool:
    """Whether a code for exactly this text went out and may still be good."""
    newest = _newest(signer, kind, number)
    return (
        newest is not None
        and newest.document_hash == document_hash
        and newest.sent_at > clock.now() - GOOD_FOR
    )


def use_signing_code(*, signer: User, text: SignedText, typed: str) -> Proof:
    """Use up the newest code for this text and return the proof; called with no transaction open.

    Refuses (`code_wrong`) a code that is wrong, used, too old or was sent for other words. Each try is counted outside
    the transaction of the act, so that a refusal does not give it back.
    """
    newest = _newest(signer, text.kind, text.number)
    if newest is None or newest.document_hash != text.hash or not use_code(handle=newest.handle, typed=typed):
        raise Refused(
            "code_wrong",
            _(
                "The code is wrong or too old. After three tries, or when the text has changed, ask for a new one."
            ),
            field="code",
        )
    return Proof(SignatureMethod.CODE, newest.address_masked)


def _newest(signer: User, kind: str, number: str) -> SigningCode | None:
    sent = SigningCode.objects.filter(signer=signer, document_kind=kind, document_number=number)
    return sent.order_by("-pk").first()
