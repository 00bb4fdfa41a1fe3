"""Mark messages of the inbox as read."""

from accounts import clock
from accounts.models import Message, User


def read_message(*, user: User, number: str | None = None) -> int:
    """Mark one message of this person's inbox as read, or all of them; return how many were unread."""
    unread = Message.objects.filter(to=user, channel=Message.Channel.INBOX, read_at__isnull=True)
    if number is not None:
        unread = unread.filter(number=number)
    return unread.update(read_at=clock.now())


def mark_unread(*, user: User, number: str) -> int:
    """Put a message of this person's inbox back among the unread ones."""
    return Message.objects.filter(
        to=user, channel=Message.Channel.INBOX, number=number, read_at__isnull=False
    ).update(read_at=None)
