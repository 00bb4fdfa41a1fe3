"""Makers of the people and things that tests need; every one goes through the real models and services."""

import datetime as dt
import itertools
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt

from accounts import clock
from accounts.crypto import blind_index
from accounts.models import Appointment, Consent, Document, FaceCheck, Person, SuitabilityAssessment, User
from accounts.numbers import next_number, next_numbers
from accounts.services.appoint import appoint
from accounts.services.assess_suitability import assess_suitability
from accounts.staff.queries import position_for_role
from accounts.texts import questionnaire

PASSWORD = "correct-horse-battery"
_running = itertools.count(1)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def make_identity_number(birth_on: dt.date = dt.date(1990, 1, 1), running: int | None = None) -> str:
    """Return a well-formed resident identity number (MOD 11-2) of a person who does not exist."""
    body = f"110101{birth_on:%Y%m%d}{(running or next(_running)) % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def make_person(name: str = "张三", birth_on: dt.date = dt.date(1990, 1, 1)) -> Person:
    number = make_identity_number(birth_on)
    return Person.objects.create(
        real_name=name,
        identity_number=number,
        identity_index=blind_index("identity", number),
        birth_on=birth_on,
        created_at=clock.now(),
    )


def make_customer(email: str, *, name: str = "张三", verified: bool = True) -> User:
    """Return a customer who is known in full: identity, pictures of the card, face (or not at all)."""
    user = User.objects.create_user(email=email, display_name=name)
    if verified:
        user.person = make_person(name)
        user.identity_verified_at = clock.now()
        user.save()
        make_known(user)
    return user


def make_known(user: User) -> None:
    """Give a verified login what money waits for. The pictures are rows alone: who looks at one stores one."""
    at = clock.now()
    Document.objects.bulk_create(
        Document(
            number=number,
            owner=user,
            kind=kind,
            stored_name=f"tests/{number}",
            content_type="image/jpeg",
            size_bytes=1,
            sha256="0" * 64,
            width_px=856,
            height_px=540,
            uploaded_by=user,
            uploaded_at=at,
        )
        for number, kind in zip(next_numbers("DC", 2), ("identity_front", "identity_back"), strict=True)
    )
    Consent.objects.create(user=user, code="sensitive", version="2026-1", given_at=at)
    FaceCheck.objects.create(
        number=next_number("FC"), user=user, status="passed", provider="test", asked_at=at, answered_at=at
    )


def make_staff(email: str, *roles: str) -> User:
    user = User.objects.create_user(email=email, kind=User.Kind.STAFF, display_name=email.split("@")[0])
    user.person = make_person(user.display_name)
    user.save()
    # Whoever works here has a second factor; without one the office stays closed.
    TOTP.activate(user, generate_totp_secret())
    for role in roles:
        seat(user, role)
    return user


def seat(user: User, role: str) -> Appointment:
    """Seat a login in the position of a role, today."""
    position = position_for_role(role)
    assert position is not None, f"Nothing carries {role}."
    return appoint(user=user, position=position, from_on=clock.today(), actor=None)


def totp_code(user: User) -> str:
    """Return what the authenticator app of a member of staff shows now."""
    return code_of(decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]))


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now for a secret it was given."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


# Forty points: an active investor (C4).
ACTIVE_ANSWERS = {question.code: "c" for question in questionnaire().questions} | {
    "age": "d",
    "knowledge": "d",
    "share": "b",
}


def make_suitable(user: User) -> SuitabilityAssessment:
    """Have a verified investor answer the risk questionnaire, with an active type as the result."""
    return assess_suitability(user=user, answers=ACTIVE_ANSWERS)
