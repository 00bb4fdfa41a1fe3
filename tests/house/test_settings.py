"""The environment is read strictly, and production refuses to start unsafe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from tests.house.code import ROOT

pytestmark = pytest.mark.once("sqlite")

LONG = "Tq7-pK2vWn9xRb4LzD8mHs3cYf6Jg1Ea5Uo0iXtVrQwZyPkMdNbGhSj"
KEY = "k1:" + "A" * 43 + "="
SAFE = {
    "FENQI_ENVIRONMENT": "production",
    "SECRET_KEY": LONG,
    "FIELD_KEYS": KEY,
    "BLIND_INDEX_KEY": "B" * 43 + "=",
    "SIGNING_KEYS": "s1:" + "C" * 43 + "=",
    "CUSTODY_WEBHOOK_SECRET": LONG[::-1],
    "ALLOWED_HOSTS": "fenqi.example",
    "SITE_URL": "https://fenqi.example",
    "DATABASE_URL": "postgres://fenqi:pw@localhost:5432/fenqi",
}


def run(arguments: list[str], values: dict[str, str], var: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=ROOT,
        env={**kept, "FENQI_VAR_DIR": str(var), **values},
        capture_output=True,
        text=True,
        timeout=60,
    )


def start(values: dict[str, str], var: Path) -> subprocess.CompletedProcess[str]:
    return run(["-c", "import config.settings"], values, var)


def test_production_starts_when_everything_is_safe(tmp_path: Path) -> None:
    done = start(SAFE, tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"CUSTODY_WEBHOOK_SECRET": ""}, "CUSTODY_WEBHOOK_SECRET"),
        ({"SECRET_KEY": "ab" * 30}, "10 are different"),
        ({"CUSTODY_WEBHOOK_SECRET": "abcabcabc" * 8}, "10 are different"),
        ({"FIELD_KEYS": ""}, "FIELD_KEYS"),
        ({"FIELD_KEYS": "A" * 43 + "="}, "FIELD_KEYS"),
        ({"FIELD_KEYS": "k1:" + "A" * 22 + "=="}, "FIELD_KEYS"),
        ({"FIELD_KEYS": f"{KEY},k2:no base64"}, "FIELD_KEYS"),
        ({"FIELD_KEYS": f"{KEY},k1:{'B' * 43}="}, "FIELD_KEYS"),
        ({"BLIND_INDEX_KEY": ""}, "BLIND_INDEX_KEY"),
        ({"SIGNING_KEYS": ""}, "SIGNING_KEYS"),
        ({"SIGNING_KEYS": "s1:" + "C" * 22 + "=="}, "SIGNING_KEYS"),
        ({"BLIND_INDEX_KEY": "B" * 31}, "BLIND_INDEX_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"FENQI_DEMO": "1"}, "FENQI_DEMO"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "postgres://fenqi@localhost:5432/fenqi"}, "password"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"FENQI_ENVIRONMENT": "staging"}, "FENQI_ENVIRONMENT"),
        ({"DATABASE_URL": "mysql://a:b@localhost/c"}, "DATABASE_URL"),
    ],
    ids=lambda value: next(iter(value.items())) if isinstance(value, dict) else None,
)
def test_production_refuses_to_start(change: dict[str, str], words: str, tmp_path: Path) -> None:
    done = start({**SAFE, **change}, tmp_path)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert words in done.stderr.splitlines()[-1]


REAL = {
    **SAFE,
    "SMS_PROVIDER": "accounts.providers.sms_http.HttpSmsProvider",
    "SMS_HTTP_URL": "https://sms.example/v1/messages",
    "SMS_HTTP_KEY": LONG,
    "SMS_WEBHOOK_SECRET": LONG[::-1],
    "IDENTITY_PROVIDER": "accounts.providers.identity_http.HttpIdentityProvider",
    "IDENTITY_HTTP_URL": "https://identity.example/v1/checks",
    "IDENTITY_HTTP_KEY": LONG,
    "CUSTODY_GATEWAY": "company.bank.Gateway",
    "FACE_PROVIDER": "company.faces.Provider",
}
INSPECT = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]


def test_a_company_with_real_providers_passes_the_inspection(tmp_path: Path) -> None:
    done = run(INSPECT, REAL, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SMS_PROVIDER": "unset"}, ["SMS_PROVIDER is not set, or a sandbox"]),
        ({"IDENTITY_PROVIDER": "", "CUSTODY_GATEWAY": ""}, ["IDENTITY_PROVIDER is", "CUSTODY_GATEWAY is"]),
        (
            {"EMAIL_BACKEND": "accounts.providers.email_sandbox.SandboxEmailBackend"},
            ["EMAIL_BACKEND is not set, or a sandbox"],
        ),
        ({"SMS_HTTP_URL": "http://sms.example/"}, ["SMS_HTTP_URL must be an https:// address"]),
        ({"SMS_WEBHOOK_SECRET": "short"}, ["SMS_WEBHOOK_SECRET must have"]),
        ({"IDENTITY_HTTP_KEY": ""}, ["IDENTITY_HTTP_KEY must have"]),
        ({"SITE_URL": "http://fenqi.example"}, ["SITE_URL must be an https:// address"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_the_inspection_fails_where_something_is_not_in_earnest(
    changes: dict[str, str], words: list[str], tmp_path: Path
) -> None:
    values = {**REAL, **changes}
    done = run(INSPECT, {name: value for name, value in values.items() if value != "unset"}, tmp_path)
    assert done.returncode != 0
    for one in words:
        assert one in done.stderr


@pytest.mark.parametrize(("word", "value"), [("1", True), ("YES", True), ("off", False), ("", True)])
def test_flags_know_their_words(word: str, value: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_FLAG", word)
    assert environment.read_flag("A_FLAG", True) is value


@pytest.mark.parametrize("word", ["maybe", "2", "真", "tru"])
def test_flags_refuse_other_words(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_FLAG", word)
    with pytest.raises(ImproperlyConfigured, match="A_FLAG"):
        environment.read_flag("A_FLAG", False)


@pytest.mark.parametrize("text", ["0", "6", "-1", "1.0", "1e1", "٣", "five", "1 0"])
def test_numbers_refuse_what_is_no_whole_number_in_bounds(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_NUMBER", text)
    with pytest.raises(ImproperlyConfigured, match="A_NUMBER"):
        environment.read_number("A_NUMBER", 2, minimum=1, maximum=5)


def test_lists_have_no_empty_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_LIST", " a, ,b,")
    assert environment.read_list("A_LIST", []) == ["a", "b"]


def test_choices_refuse_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_CHOICE", "c")
    with pytest.raises(ImproperlyConfigured, match="a, b"):
        environment.read_choice("A_CHOICE", "a", {"a", "b"})


def test_the_embedded_database_keeps_every_commit() -> None:
    database = environment.read_database("sqlite:////srv/fenqi.sqlite3", ROOT)
    assert database["NAME"] == "/srv/fenqi.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "recursive_triggers=ON", "foreign_keys=ON"):
        assert pragma in database["OPTIONS"]["init_command"]
    assert database["ATOMIC_REQUESTS"] is False


def test_the_served_database_is_kept_open_and_checked() -> None:
    database = environment.read_database("postgres://fenqi:p%40ss@db:5433/books", ROOT)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"]) == (
        "fenqi",
        "p@ss",
        "db",
        5433,
    )
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
