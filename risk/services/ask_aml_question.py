"""Ask a colleague of the desk something about an alert."""

from django.utils.translation import gettext as _

from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.models import User
from risk.aml.policies import may_know_of
from risk.models import AmlAlert, AmlNote
from risk.services.note_aml_alert import note_aml_alert


def ask_aml_question(*, alert: AmlAlert, asked: User, words: str, actor: User) -> AmlNote:
    """Keep the question for the colleague, who finds it at the desk; nobody outside of it is ever asked.

    Refuses (`no_right`) a colleague who may not know of the alert or asks themselves, and no words.
    """
    if not may_know_of(asked, alert) or is_same_person(asked, actor):
        raise Refused("no_right", _("Only another colleague of the desk can be asked."), field="asked")
    return note_aml_alert(alert=alert, kind=AmlNote.Kind.QUESTION, words=words, actor=actor, asked=asked)
