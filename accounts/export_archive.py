"""The archive a person takes along: one file for machines, one paper for reading, both complete."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import PrivacyRequest, User
from accounts.papers import Paper
from accounts.personal_data import Coded, PersonalData, Record, personal_data_parts
from accounts.web import formats

FORMAT = "fenqi-personal-data/1"
DATA_FILE = "data.json"
PAPER_FILE = "data.pdf"
NO_BREAK = "\u00a0"

Parts = list[tuple[PersonalData, list[Record]]]


def make_archive(request: PrivacyRequest) -> bytes:
    """Return a zip with the person's data in clear, in the language of the request."""
    user, made_at = request.user, clock.now()
    with translation.override(request.language):
        parts: Parts = [(part, list(part.read(user))) for part in personal_data_parts()]
        document = {
            "format": FORMAT,
            "request": request.number,
            "customer": user.number,
            "made_at": _plain(made_at),
            "parts": {
                part.code: [{name: _plain(value) for name, value in record.items()} for record in records]
                for part, records in parts
            },
        }
        paper = make_paper(user, request.number, made_at, parts)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(DATA_FILE, json.dumps(document, ensure_ascii=False, indent=2))
        file.writestr(PAPER_FILE, paper)
    return archive.getvalue()


def make_paper(user: User, number: str, made_at: dt.datetime, parts: Parts) -> bytes:
    """Return the paper: every part with its records in words, empty ones named in one line."""
    paper = Paper(_("My data"), f"{user.number} · {number}")
    paper.write_text(
        _(
            "A copy of everything that is kept about customer %(customer)s, made on %(at)s under Article 45 of the "
            "Personal Information Protection Law. It holds personal values in clear: keep it safe."
        )
        % {"customer": user.number, "at": _words("at", made_at).replace(" ", NO_BREAK)}
    )
    empty = [str(part.title) for part, records in parts if not records]
    for part, records in parts:
        if records:
            _write_part(paper, part, records)
    if empty:
        paper.write_heading(_("Nothing is kept of"))
        paper.write_text(_(", ").join(empty))
    return bytes(paper.output())


def _write_part(paper: Paper, part: PersonalData, records: list[Record]) -> None:
    paper.write_heading(f"{part.title} ({len(records)})" if len(records) > 1 else str(part.title))
    for record in records:
        facts = _facts(part.labels, record)
        if len(records) == 1:
            paper.write_facts(facts)
            continue
        (_label, first), rest = facts[0], facts[1:]
        paper.write_record(first, "   ".join(f"{label} {value}" for label, value in rest if value != "—"))


def _facts(labels: Mapping[str, Any], record: Record) -> list[tuple[str, str]]:
    return [(str(label), _words(name, record.get(name))) for name, label in labels.items()]


def _plain(value: Any) -> Any:
    """Return a value as machines read it."""
    if isinstance(value, Coded):
        return value.code
    return value.isoformat() if isinstance(value, dt.date) else value


def _words(name: str, value: Any) -> str:
    """Return a value as people read it; the ending of its name tells the unit."""
    if value is None or value == "":
        return "—"
    if isinstance(value, Coded):
        return str(value.label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(value, int) and name.endswith("_fen"):
        return formats.yuan(value)
    if isinstance(value, int) and name.endswith("_ppm"):
        return formats.percent(value)
    return str(value)
