"""The borrower's profile: versions, who entered them, and what is refused."""

from typing import Any

import pytest
from django.db import connection

from accounts import clock
from accounts.errors import Refused
from accounts.field_origins import EnteredBy, origins_of
from accounts.models import BorrowerProfile, Event, FormDraft, User
from accounts.onboarding import borrower_profile, draft_of
from accounts.services.save_draft import save_draft
from accounts.services.save_profile import save_profile

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {
    "employment": "employed",
    "industry": "technology",
    "employer": "北京某某科技有限公司",
    "employed_months": 30,
    "monthly_income_fen": 9_000_00,
    "monthly_debt_fen": 800_00,
    "other_debt_fen": 5_000_00,
    "other_platform_debt_fen": 1_000_00,
    "dependants": 1,
    "housing": "rent",
    "home_address": "北京市朝阳区某某路1号",
    "contact_name": "李父",
    "contact_relationship": "parent",
    "contact_phone": "13900139001",
}


def test_each_change_is_a_version_and_says_who_entered_it(borrower: User, customer_service: User) -> None:
    first = save_profile(user=borrower, values=VALUES, actor=borrower)
    changed = VALUES | {"dependants": 2}
    with pytest.raises(ValueError, match="confirmed by the customer"):
        save_profile(user=borrower, values=changed, actor=customer_service)
    entered = EnteredBy(customer_service, "assisted", confirmed_at=clock.now())
    second = save_profile(user=borrower, values=changed, actor=customer_service, entered=entered)
    stories = origins_of(borrower)
    assert {
        name for name, story in stories.items() if story.entered and story.entered.source == "assisted"
    } == {"dependants"}
    assert [(one.version, one.entered_by, one.dependants) for one in (first, second)] == [
        (1, borrower, 1),
        (2, customer_service, 2),
    ]
    assert borrower_profile(borrower) == second
    event = Event.objects.filter(kind="profile.saved").latest("pk")
    assert (event.actor, event.subject_number) == (customer_service, borrower.number)
    assert event.data == {"profile": second.number, "version": 2}


def test_names_addresses_and_phones_lie_encrypted(borrower: User) -> None:
    save_profile(user=borrower, values=VALUES, actor=borrower)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT employer, home_address, contact_name, contact_phone FROM accounts_borrowerprofile"
        )
        row = cursor.fetchone()
    assert all(value.startswith("v1:") for value in row)


SECOND = {"second_contact_name": "王友", "second_contact_relationship": "friend"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"housing": ""}, "profile_incomplete", "housing"),
        ({"employer": ""}, "profile_incomplete", "employer"),
        ({"monthly_income_fen": None}, "profile_incomplete", "monthly_income_fen"),
        ({"other_platform_debt_fen": 6_000_00}, "profile_debts", "other_platform_debt_fen"),
        ({"contact_phone": "010-12345678"}, "contact_phone", "contact_phone"),
        ({"contact_phone": "13800138000"}, "contact_phone", "contact_phone"),
        (SECOND, "profile_incomplete", "second_contact_phone"),
        (SECOND | {"second_contact_phone": "13900139001"}, "contact_phone", "second_contact_phone"),
    ],
)
def test_refuses_what_is_missing_or_cannot_be(
    borrower: User, change: dict[str, Any], code: str, field: str
) -> None:
    borrower.set_phone("13800138000")
    borrower.save()
    with pytest.raises(Refused) as refused:
        save_profile(user=borrower, values=VALUES | change, actor=borrower)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not BorrowerProfile.objects.exists()
    assert save_profile(user=borrower, values=VALUES, actor=borrower).version == 1


def test_whoever_works_for_nobody_names_no_employer(borrower: User) -> None:
    profile = save_profile(
        user=borrower, values=VALUES | {"employment": "retired", "employer": ""}, actor=borrower
    )
    assert profile.employer == ""


def test_no_other_field_is_taken(borrower: User, stranger: User) -> None:
    with pytest.raises(ValueError, match="does not hold user_id"):
        save_profile(user=borrower, values=VALUES | {"user_id": stranger.pk}, actor=borrower)


def test_a_draft_keeps_each_screen_and_goes_when_sent(borrower: User, stranger: User) -> None:
    save_draft(user=borrower, code="profile", screen="home", values={"home_address": "某某路1号"})
    save_draft(user=borrower, code="profile", screen="work", values={"employer": "某某公司"})
    save_draft(user=borrower, code="profile", screen="home", values={"home_address": "某某路2号"})
    assert draft_of(borrower, "profile") == {
        "home": {"home_address": "某某路2号"},
        "work": {"employer": "某某公司"},
    }
    assert draft_of(stranger, "profile") == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM accounts_formdraft")
        assert cursor.fetchone()[0].startswith("v1:")
    save_profile(user=borrower, values=VALUES, actor=borrower)
    assert not FormDraft.objects.exists()
