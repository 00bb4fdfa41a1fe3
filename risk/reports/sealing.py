"""What a signed report says, in plain values, and the statement under its seal."""

import datetime as dt
import json
from typing import Any

from accounts.esign.canonical import canonical, hash_of
from accounts.esign.keys import is_signed
from accounts.models import User
from risk.models import ReportVersion, SignedReport
from risk.reports.queries import measures_of, standing_of
from risk.reports.words import matrix_steps


def signed_content(version: ReportVersion, *, signer: User, at: dt.datetime) -> dict[str, Any]:
    """Return the figures, the texts with who wrote them, measures, ratings and signatures of a version."""
    standing, report = standing_of(version), version.report
    return {
        "number": version.number,
        "version": version.n,
        "kind": report.kind,
        "month_on": report.month_on.isoformat() if report.month_on else "",
        "subject": {"kind": report.subject, "key": report.subject_key},
        "title": report.title,
        "change_note": version.change_note,
        "figures_sha256": standing.figures.content_hash,
        "figures_frozen_at": _instant(standing.figures.frozen_at),
        "figures": standing.content,
        "texts": {
            chapter: {
                "en": row.words_en,
                "zh-hans": row.words_zh,
                "origin": row.origin,
                "by": _person(row.written_by),
                "at": _instant(row.written_at),
            }
            for chapter, row in sorted(standing.texts.items())
        },
        "measures": [
            {
                "number": row.number,
                "words": row.words,
                "owner": _person(row.owner),
                "due_on": row.due_on.isoformat(),
            }
            for row in measures_of(version)
        ],
        "ratings": [
            {
                "risk": row.risk,
                "likelihood": row.likelihood,
                "effect": row.effect,
                "controls": row.controls,
                "residual_likelihood": row.residual_likelihood,
                "residual_effect": row.residual_effect,
            }
            for row in version.ratings.order_by("pk")
        ],
        "matrix_steps": matrix_steps(),
        "conclusion": version.conclusion,
        "addressee": _person(report.addressee) if report.addressee is not None else None,
        "answer_due_on": report.answer_due_on.isoformat() if report.answer_due_on else "",
        "submitted": {"by": _person(version.submitted_by), "at": _instant(version.submitted_at)},
        "signed": {"by": _person(signer), "at": _instant(at)},
    }


def statement_of(signed: SignedReport) -> str:
    """Return the text under the seal: which version, and the hash of everything it says, signatures with it."""
    return canonical({"report": signed.version.number, "sha256": signed.content_hash})


def faults_of(signed: SignedReport) -> list[str]:
    """Return what is wrong with a signed report as it lies in the tables."""
    faults = []
    if hash_of(signed.content) != signed.content_hash:
        faults.append("the content is not what was sealed")
    elif hash_of(canonical(read_signed(signed)["figures"])) != read_signed(signed)["figures_sha256"]:
        faults.append("the figures are not what was frozen")
    if not is_signed(statement_of(signed), key_id=signed.key_id, seal=signed.seal):
        faults.append("the seal is not on this report")
    return faults


def read_signed(signed: SignedReport) -> dict[str, Any]:
    """Return what a signed report says."""
    said: dict[str, Any] = json.loads(signed.content)
    return said


def _person(user: User | None) -> dict[str, str]:
    return {"number": user.number, "name": user.name} if user is not None else {"number": "", "name": ""}


def _instant(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds") if at is not None else ""
