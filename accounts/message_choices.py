"""What a person may be told over which channel: the house's own answer, and what the person said to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.messages import MessageTemplate
from accounts.models import Consent, Message, MessageCategory, MessagePreference, User

CONSENT = "marketing"
# The order of the page, and what may be switched on it.
CATEGORIES = tuple(MessageCategory)
SWITCHED_CATEGORIES = tuple(one for one in MessageCategory if one != MessageCategory.SECURITY)
SWITCHED_CHANNELS = (Message.Channel.EMAIL, Message.Channel.SMS)


@dataclass(frozen=True)
class Choices:
    """The answers of some people, read in two statements at most."""

    off: frozenset[tuple[int, str, str]]
    agreed: frozenset[int]

    def allow(self, user_id: int, template: MessageTemplate, channel: str) -> bool:
        """Whether a message may go to a person over a channel."""
        if template.category == MessageCategory.MARKETING and user_id not in self.agreed:
            return False
        return template.is_required or self.is_on(user_id, template.category, channel)

    def is_on(self, user_id: int, category: str, channel: str) -> bool:
        """Whether the person left the channel on; the inbox is the record of everything and always is."""
        return (user_id, category, channel) not in self.off


def has_agreed(user: User) -> bool:
    """Whether a person's consent to marketing is in force now."""
    return Consent.objects.filter(user=user, code=CONSENT, withdrawn_at__isnull=True).exists()


def choices_of(users: Iterable[User], *, with_consent: bool = True) -> Choices:
    """Return what these people chose; without `with_consent` nobody counts as having agreed to marketing."""
    ids = {user.pk for user in users}
    off = MessagePreference.objects.filter(user__in=ids, is_on=False)
    agreed = Consent.objects.filter(user__in=ids, code=CONSENT, withdrawn_at__isnull=True)
    return Choices(
        off=frozenset(off.values_list("user", "category", "channel")),
        agreed=frozenset(agreed.values_list("user", flat=True)) if with_consent else frozenset(),
    )
