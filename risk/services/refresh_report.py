"""Freeze the figures of a draft, the first time or anew."""

from typing import Any

from django.db import transaction

from accounts import clock
from accounts.esign.canonical import canonical, hash_of
from accounts.events import record_event
from accounts.models import User
from risk.models import ReportFigures, ReportVersion
from risk.reports.freezing import content_of
from risk.reports.queries import newest_figures
from risk.reports.rules import lock_draft


def refresh_report(*, version: ReportVersion, actor: User) -> bool:
    """Freeze the figures anew and tell whether anything differs; figures that are the same add no row.

    Refuses what `lock_draft` and `content_of` do. What was frozen before stays, so the difference can be shown.
    """
    content = content_of(version.report)
    with transaction.atomic():
        row = lock_draft(version, actor)
        text = canonical(content)
        if newest_figures(row).content_hash == hash_of(text):
            return False
        freeze(row, content, actor)
    return True


def freeze(version: ReportVersion, content: dict[str, Any], actor: User | None) -> ReportFigures:
    """Add the figures to a draft under their hash; the caller holds its transaction."""
    text = canonical(content)
    found = ReportFigures.objects.create(
        version=version, content=text, content_hash=hash_of(text), frozen_by=actor, frozen_at=clock.now()
    )
    record_event(
        "risk_report.frozen",
        subject=version,
        actor=actor,
        data={"sha256": found.content_hash, "as_of_on": content["as_of_on"]},
    )
    return found
