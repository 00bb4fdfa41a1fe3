"""What cards add to the floors below: append-only tables, approvals, the case's part, the rail, a part of the copy."""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.append_only import REFUSE_CHANGE, Guard, add_guard, keep_all_but, keep_append_only
from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_personal_data
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from risk.cases.parts import CasePart, add_case_part
from risk.models import Score, Scorecard
from risk.scorecards import case_part, queries
from risk.scorecards import invariants as _invariants  # noqa: F401, they register themselves
from risk.scorecards.case_paper import write_score
from risk.scorecards.content import KIND, policy_of
from risk.scorecards.handlers import on_approval_ended
from risk.scorecards.story import EVENT_WORDS, VERDICTS, describe_approval, kept_values, score_story
from risk.services.seed_scorecard import seed_scorecard

SEE, PREPARE, APPROVE = "risk.see_scorecards", "risk.prepare_scorecards", "risk.approve_scorecards"


def register_scorecards(app: AppConfig) -> None:
    """Register everything; called from `apps.py: ready()`."""
    _keep_what_was_approved()
    register_approval_kind(ApprovalKind(KIND, _("Points card"), APPROVE, describe_approval, valid_days=14))
    subscribe("risk.scorecards", ENDS, f"{on_approval_ended.__module__}.{on_approval_ended.__name__}")
    add_event_words(EVENT_WORDS)
    add_case_part(
        CasePart(
            "score",
            20,
            _("Score"),
            "gauge",
            "risk/office/_score_part.html",
            case_part.freeze,
            case_part.show,
            write_score,
        )
    )
    add_office_links(
        OfficeLink(
            _("Risk"),
            "shield-check",
            _("Points cards"),
            "risk_scorecards",
            SEE,
            queue=lambda user: queries.drafts(),
        ),
        OfficeLink(_("Risk"), "shield-check", _("Monitoring of the card"), "risk_score_monitoring", SEE),
    )
    add_object_pages(ObjectPage("scorecard", "risk_scorecard", SEE), ObjectPage("score", "risk_score", SEE))
    register_personal_data(
        PersonalData(
            "scores",
            _("Scores of your applications"),
            63,
            {
                "application": _("Application"),
                "made_at": _("Made"),
                "points": _("Points"),
                "grade": _("Grade"),
                "verdict": _("What the card proposed"),
                "reasons": _("What cost points"),
            },
            _own_scores,
        )
    )
    post_migrate.connect(_install_card, sender=app, dispatch_uid="risk.install_card")


def _keep_what_was_approved() -> None:
    keep_append_only("risk_score", "risk_scorecardpolicy")
    keep_all_but(Scorecard, *Scorecard.FREE)
    name, table = "risk_scorecard_keeps_its_policy", "risk_scorecard"
    fixed = "OLD.policy_id IS NOT NULL AND OLD.status <> 'draft'"
    add_guard(
        Guard(
            name=name,
            table=table,
            sqlite=(
                f"CREATE TRIGGER {name} BEFORE UPDATE OF policy_id ON {table} WHEN {fixed} BEGIN"
                f" SELECT RAISE(ABORT, 'UPDATE of {table} is refused: its policy was proposed.'); END"
            ),
            postgresql_event=f"BEFORE UPDATE OF policy_id ON {table} FOR EACH ROW WHEN ({fixed})",
            postgresql_body=REFUSE_CHANGE,
        )
    )


def _install_card(**kwargs: Any) -> None:
    """Give a fresh database its card, also after its tables were emptied; not where they are not there yet."""
    if {"risk_score", "accounts_businessdate"} <= set(connection.introspection.table_names()):
        seed_scorecard()


def _own_scores(user: User) -> Iterator[Record]:
    rows = Score.objects.filter(application__borrower=user).select_related("application", "card", "policy")
    for row in rows.order_by("pk"):
        yield {
            "application": row.application.number,
            "made_at": row.made_at,
            "points": row.points,
            "grade": row.grade,
            "verdict": Coded(row.verdict, VERDICTS[row.verdict]),
            "reasons": "; ".join(_reason_words(row)),
        }


def _reason_words(row: Score) -> list[str]:
    return score_story(row.card, policy_of(row.policy), kept_values(row)).reasons
