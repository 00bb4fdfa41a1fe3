"""Write what a chapter of a report says beside its figures."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from risk.inspections.rules import require_no_hidden_number
from risk.models import ReportText, ReportVersion
from risk.reports.chapters import chapters_of
from risk.reports.frozen import read_content, sentences_of
from risk.reports.queries import newest_figures, texts_of
from risk.reports.rules import lock_draft

Origin = ReportText.Origin


def write_report_text(
    *, version: ReportVersion, chapter: str, words_en: str, words_zh: str, actor: User
) -> ReportText:
    """Keep a chapter's text in either or both languages; who wrote it and whence it came is kept with it.

    Refuses what `lock_draft` does, (`bad_chapter`), (`no_words`) in both languages, (`words_en_hidden`,
    `words_zh_hidden`). The same text once more adds nothing.
    """
    words_en, words_zh = words_en.strip(), words_zh.strip()
    if chapter not in chapters_of(version.report.kind):
        raise Refused("bad_chapter", _("This report has no such chapter."))
    if not (words_en or words_zh):
        raise Refused(
            "no_words", _("Write the chapter in one of the two languages at least."), field="words_zh"
        )
    require_no_hidden_number(words_en, "words_en")
    require_no_hidden_number(words_zh, "words_zh")
    with transaction.atomic():
        row = lock_draft(version, actor)
        before = texts_of(row).get(chapter)
        if before is not None and (before.words_en, before.words_zh) == (words_en, words_zh):
            return before
        return _keep(
            row, chapter, words_en, words_zh, _origin(row, chapter, words_en, words_zh, before), actor
        )


def take_over_sentences(*, version: ReportVersion, chapter: str, actor: User) -> ReportText:
    """Make the generated sentences of a chapter its text, in both languages, to be edited from there.

    Refuses what `lock_draft` does and (`no_sentences`) a chapter the figures say nothing in.
    """
    with transaction.atomic():
        row = lock_draft(version, actor)
        words_en, words_zh = _generated(row, chapter)
        if not words_en:
            raise Refused("no_sentences", _("The figures say nothing in this chapter."))
        before = texts_of(row).get(chapter)
        if before is not None and (before.words_en, before.words_zh) == (words_en, words_zh):
            return before
        return _keep(row, chapter, words_en, words_zh, Origin.TAKEN_OVER, actor)


def _generated(version: ReportVersion, chapter: str) -> tuple[str, str]:
    content = read_content(newest_figures(version))
    en, zh = ("\n".join(sentences_of(content, chapter, one)) for one in ("en", "zh-hans"))
    return en, zh


def _origin(
    version: ReportVersion, chapter: str, words_en: str, words_zh: str, before: ReportText | None
) -> str:
    if (words_en, words_zh) == _generated(version, chapter):
        return Origin.TAKEN_OVER
    if before is not None and before.origin != Origin.WRITTEN:
        return Origin.EDITED
    return Origin.WRITTEN


def _keep(
    version: ReportVersion, chapter: str, words_en: str, words_zh: str, origin: str, actor: User
) -> ReportText:
    found = ReportText.objects.create(
        version=version,
        chapter=chapter,
        words_en=words_en,
        words_zh=words_zh,
        origin=origin,
        written_by=actor,
        written_at=clock.now(),
    )
    record_event(
        "risk_report.written", subject=version, actor=actor, data={"chapter": chapter, "origin": origin}
    )
    return found
