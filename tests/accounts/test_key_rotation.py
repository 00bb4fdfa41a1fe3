"""Keys rotate while the site runs: everything reads afterwards without the old key, whatever happened in between."""

import base64
import io
import json
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts import append_only, crypto, rotation
from accounts.crypto import EncryptedTextField
from accounts.models import ExportFile, IdentityCheck, Person, User
from accounts.rotation import EncryptedColumn, encrypted_places
from accounts.services.ask_privacy import ask_privacy
from accounts.services.build_exports import build_exports
from accounts.services.rotate_keys import rotate_keys
from accounts.services.verify_identity import verify_identity
from finance.custody.sandbox_customer import bind_own_card
from finance.models import BankCard
from tests.factories import make_customer, make_identity_number

pytestmark = pytest.mark.django_db
OLD = "old_1:" + base64.b64encode(b"o" * 32).decode()
NEW = "new_2:" + base64.b64encode(b"n" * 32).decode()
PHONE = "13812345678"

UseKeys = Callable[..., None]


@pytest.fixture
def use_keys(settings) -> Iterator[UseKeys]:
    def use(*keys: str) -> None:
        settings.FIELD_KEYS = list(keys)
        crypto.forget_keys()

    yield use
    settings.FIELD_KEYS = []
    crypto.forget_keys()


@pytest.fixture
def customer(use_keys: UseKeys) -> User:
    """Somebody with one value in every place, all under the old key."""
    use_keys(OLD)
    user = make_customer("owner@example.cn", verified=False)
    user.set_phone(PHONE)
    user.save()
    verify_identity(user=user, real_name="张三", identity_number=make_identity_number())
    user.refresh_from_db()
    bind_own_card(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    ask_privacy(user=user, kind="export")
    assert build_exports() == 1
    Client().force_login(user)
    return user


def rotate(*options: str) -> dict:
    out = io.StringIO()
    call_command("rotate_keys", "--format", "json", *options, stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


def keys_in_use() -> set[str]:
    return {key_id for place in encrypted_places() for key_id in place.count_by_key()}


def read_everything(user: User) -> None:
    user = User.objects.select_related("person").get(pk=user.pk)
    assert user.phone == PHONE
    assert user.person.real_name == "张三"
    assert IdentityCheck.objects.get().identity_number == user.person.identity_number
    assert BankCard.objects.get().card_number.startswith("622588")
    assert Authenticator.objects.get().wrap().validate_code("000000") in (True, False)
    assert crypto.decrypt(ExportFile.objects.get().sealed, context=ExportFile.CONTEXT)[:2] == b"PK"


def test_every_place_moves_and_the_old_key_may_go(customer: User, use_keys: UseKeys) -> None:
    assert keys_in_use() == {"old_1"}
    use_keys(NEW, OLD)
    document = rotate()
    assert document["writing_key"] == "new_2"
    assert document["unreadable"] == 0
    changed = {place["name"]: place["changed"] for place in document["places"] if place["changed"]}
    for name in (
        "accounts_user.phone",
        "accounts_person.identity_number",
        "accounts_identitycheck.real_name",
        "finance_bankcard.card_number",
        "mfa_authenticator.data",
        "accounts_exportfile.sealed",
        "django_session.session_data",
    ):
        assert changed[name] >= 1, name
    assert keys_in_use() == {"new_2"}
    use_keys(NEW)
    read_everything(customer)
    assert rotate()["changed"] == 0


def test_a_dry_run_counts_and_changes_nothing(customer: User, use_keys: UseKeys) -> None:
    use_keys(NEW, OLD)
    document = rotate("--dry-run")
    assert document["changed"] == 0
    assert {key for place in document["places"] for key in place["before"]} == {"old_1"}
    assert keys_in_use() == {"old_1"}


def test_an_interrupted_rotation_goes_on(
    customer: User, use_keys: UseKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    for running in range(7):
        user = make_customer(f"c{running}@example.cn")
        user.set_phone(f"1391234000{running}")
        user.save()
    use_keys(NEW, OLD)
    monkeypatch.setattr(rotation, "BATCH", 3)

    def pull_the_plug(name: str, done: int, total: int) -> None:
        if name == "accounts_user.phone" and done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_keys(progress=pull_the_plug)
    half = EncryptedColumn("accounts_user", "phone", "accounts.user.phone").count_by_key()
    assert half == {"new_2": 6, "old_1": 2}
    rotate_keys()
    assert keys_in_use() == {"new_2"}
    use_keys(NEW)
    read_everything(customer)


def test_a_writer_in_between_is_not_overwritten(
    customer: User, use_keys: UseKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_keys(NEW, OLD)
    read_rows = EncryptedColumn._old_rows

    def write_in_between(place: EncryptedColumn, after: object) -> list:
        rows = read_rows(place, after)
        if rows and place.name == "accounts_user.phone":
            user = User.objects.get(pk=customer.pk)
            user.set_phone("13999999999")
            user.save()
        return rows

    monkeypatch.setattr(EncryptedColumn, "_old_rows", write_in_between)
    rotate_keys()
    assert User.objects.get(pk=customer.pk).phone == "13999999999"
    assert keys_in_use() == {"new_2"}


def test_a_value_of_an_unknown_key_is_counted_and_left(customer: User, use_keys: UseKeys) -> None:
    use_keys(NEW)
    with pytest.raises(SystemExit):
        rotate()
    assert keys_in_use() == {"?"}
    use_keys(NEW, OLD)
    rotate()
    use_keys(NEW)
    read_everything(customer)


def test_no_append_only_table_holds_ciphertext() -> None:
    """What cannot be changed cannot be written anew under another key."""
    free = {guard.table: guard.free for guard in append_only._guards.values()}
    fixed = [
        place.name
        for place in encrypted_places()
        if isinstance(place, EncryptedColumn) and place.column not in free.get(place.table, {place.column})
    ]
    assert fixed == []


def test_every_place_names_a_real_column(db: None) -> None:
    with connection.cursor() as cursor:
        for place in encrypted_places():
            if isinstance(place, EncryptedColumn):
                cursor.execute(f'SELECT "{place.key}", "{place.column}" FROM "{place.table}" LIMIT 1')  # noqa: S608
    names = {place.name for place in encrypted_places()}
    assert "accounts_person.identity_number" in names
    assert isinstance(Person._meta.get_field("identity_number"), EncryptedTextField)
