"""Strict readers of the environment: a value that is not understood stops the start."""

import base64
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def read_text(name: str, default: str = "") -> str:
    """Return the variable's text without surrounding white space."""
    return os.environ.get(name, default).strip()


def read_flag(name: str, default: bool) -> bool:
    """Return a yes-or-no variable; refuses any word that is neither."""
    word = os.environ.get(name, "").strip().lower()
    if not word:
        return default
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1/0, true/false, yes/no, on/off, not {word!r}.")


def read_number(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Return a whole number within bounds; refuses anything else."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or not minimum <= int(text) <= maximum:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {minimum} to {maximum}, not {text!r}."
        )
    return int(text)


def read_list(name: str, default: list[str]) -> list[str]:
    """Return a comma-separated list without empty members."""
    text = os.environ.get(name, "").strip()
    return [part.strip() for part in text.split(",") if part.strip()] if text else default


def read_choice(name: str, default: str, choices: set[str]) -> str:
    """Return one of the named choices; refuses any other word."""
    word = os.environ.get(name, "").strip() or default
    if word not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(choices))}, not {word!r}.")
    return word


def is_key_ring(items: list[str]) -> bool:
    """Say whether every item is id:base64 of 32 bytes, and no id stands for two keys."""
    ids = [item.partition(":")[0] for item in items]
    return len(set(ids)) == len(ids) and all(map(_is_key, items))


def _is_key(item: str) -> bool:
    key_id, _, encoded = item.partition(":")
    try:
        return bool(key_id) and len(base64.b64decode(encoded, validate=True)) == 32
    except ValueError:
        return False


def is_strong_secret(text: str) -> bool:
    """Say whether a secret is long and of many different characters; 'aaaa…' is long only."""
    return len(text) >= 50 and len(set(text)) >= 10


def read_or_make_secret(path: Path) -> str:
    """Return the secret kept in a file only its owner reads; the first caller makes it, rivals take what it made."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix="secret-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        # A link is made whole or not at all, and never over a file that a rival put there first.
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text(encoding="ascii").strip()


def read_database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings for one database URL; refuses engines the books are not tested on."""
    url = url or f"sqlite:///{folder / 'db.sqlite3'}"
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        name = url.removeprefix("sqlite:///")
        return sqlite_database(name or ":memory:")
    if scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
    database = environ.Env.db_url_config(url)
    database["ENGINE"] = "django.db.backends.postgresql"
    database["CONN_MAX_AGE"] = 60
    database["CONN_HEALTH_CHECKS"] = True
    database["ATOMIC_REQUESTS"] = False
    database.setdefault("OPTIONS", {})["connect_timeout"] = 5
    return database


def sqlite_database(name: str) -> dict[str, Any]:
    """Return the embedded database: WAL, one writer at a time, every commit on disk."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
