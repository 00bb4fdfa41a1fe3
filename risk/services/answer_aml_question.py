"""Answer a question about an alert."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from risk.models import AmlNote


def answer_aml_question(*, question: AmlNote, words: str, actor: User) -> AmlNote:
    """Write the answer under the question, once.

    Refuses (`no_words`), (`not_asked`) anybody but who was asked, (`answered`) a second answer.
    """
    if not words.strip():
        raise Refused("no_words", _("Write something."), field="words")
    if question.asked_id != actor.pk:
        raise Refused("not_asked", _("Another colleague was asked."))
    with transaction.atomic():
        rows = AmlNote.objects.filter(pk=question.pk, answered_at=None)
        if rows.update(answer=words.strip(), answered_at=clock.now()) != 1:
            raise Refused("answered", _("This question is answered."))
        record_event(
            "aml_alert.answered", subject=question.alert, actor=actor, data={"note": question.number}
        )
    question.refresh_from_db()
    return question
