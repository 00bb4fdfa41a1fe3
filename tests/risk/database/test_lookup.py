"""One box for every identifier: found by blind index or number, posted, and logged without the value."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Event, User
from finance.custody.sandbox_customer import bind_own_card, card_digits_of
from risk.services.look_up_identifier import look_up_identifier
from tests import dealers, watching
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.lending.factories import make_active_loan
from tests.risk.collections.factories import PHONE, make_debtor

pytestmark = pytest.mark.django_db
ROOM = "/office/risk/database/"


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("desk@example.cn", "risk_officer")


def test_every_kind_of_identifier_finds_its_person_and_nothing_writes_it_down(
    borrower: User, officer: User
) -> None:
    make_debtor(borrower)
    person = borrower.person
    assert person is not None
    loan = make_active_loan(borrower)
    bind_own_card(borrower)
    card = card_digits_of(borrower)
    born = f"{person.real_name} {person.birth_on:%Y-%m-%d}"
    sought = {
        person.identity_number: "identity",
        f"+86 {PHONE}": "phone",
        card: "card",
        "BORROWER@example.cn": "mail",
        born: "name_birth",
        borrower.number.lower(): "number",
    }
    for text, kind in sought.items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = look_up_identifier(text=text, actor=officer)
        assert [one.pk for one in found.people] == [borrower.pk], text
        plain = [one["sql"] for one in asked.captured_queries if text in one["sql"]]
        assert kind in ("mail", "number") or not plain, text
        event = Event.objects.filter(kind="database.looked_up").latest("pk")
        assert event.data == {"by": kind, "found": [borrower.number]}
    found = look_up_identifier(text=loan.number, actor=officer)
    assert [(one.subject_type, one.customer) for one in found.things] == [("loan", borrower)]
    for text in (person.identity_number[:17], "李借", PHONE[:10], ""):
        assert look_up_identifier(text=text, actor=officer).is_empty, text
    log = str(list(Event.objects.values_list("data", flat=True)))
    assert not [text for text in (person.identity_number, PHONE, card, person.real_name) if text in log]


def test_companies_and_entries_are_found_and_entries_only_by_who_sees_lists(officer: User) -> None:
    dealer = dealers.active()
    assert dealer.organisation is not None
    entry = watching.put_on_list("uscc", dealer.organisation.uscc, severity="refer")
    found = look_up_identifier(text=dealer.organisation.uscc, actor=officer)
    assert (found.dealers, [one.number for one in found.entries]) == ([dealer], [entry.number])
    assert look_up_identifier(text=dealer.name, actor=officer).dealers == [dealer]
    director = make_staff("director@example.cn", "director")
    found = look_up_identifier(text=dealer.organisation.uscc, actor=director)
    assert (found.dealers, found.entries) == ([dealer], [])


def test_the_box_is_posted_and_one_hit_opens_the_file(borrower: User, officer: User) -> None:
    client = arrive(officer)
    assert borrower.person is not None
    answer = client.post(ROOM, {"q": borrower.person.identity_number})
    assert answer["Location"] == f"{ROOM}customers/{borrower.number}/"
    nothing = client.post(ROOM, {"q": "11010519491231002X"})
    assert nothing.status_code == 200
    assert "没有找到" in nothing.content.decode()
    # An identifier in the address is not looked at.
    assert client.get(f"{ROOM}?q={borrower.person.identity_number}").status_code == 200
    assert Event.objects.filter(kind="database.looked_up").count() == 2


def test_nobody_finds_the_own_file(borrower: User, officer: User) -> None:
    assert borrower.person is not None
    User.objects.filter(pk=officer.pk).update(person=borrower.person)
    own = User.objects.get(pk=officer.pk)
    assert look_up_identifier(text=borrower.person.identity_number, actor=own).is_empty
