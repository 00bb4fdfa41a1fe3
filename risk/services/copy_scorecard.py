"""Begin a version of a card with the same table, to give it another policy."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from risk.models import Scorecard
from risk.services.import_scorecard import draft_scorecard


def copy_scorecard(*, number: str, actor: User) -> Scorecard:
    """Draft the next version of a card that is or was in force, table and policy as they are there.

    Refuses (`never_published`) a card that never was, and (`already_drafted`) a second draft of one code.
    """
    with transaction.atomic():
        card = Scorecard.objects.select_related("policy").get(number=number)
        if card.policy is None or card.published_at is None:
            raise Refused("never_published", _("Only a card that is or was in force has a next version."))
        return draft_scorecard(content=card.content, policy=card.policy.content, code=card.code, actor=actor)
