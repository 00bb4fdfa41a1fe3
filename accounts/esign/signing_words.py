"""How a signature was given, in words: the channel that the code truly took."""

from django.utils.translation import gettext as _

from accounts.models.signature import SignatureMethod


def signed_by_words(method: str, address_masked: str) -> str:
    """Return how a text was signed; a code that went to a mailbox is not said to have gone to a phone."""
    if method != SignatureMethod.CODE:
        return str(SignatureMethod(method).label)
    if "@" in address_masked:
        return _("Own session, and a code sent to the mailbox for exactly this text")
    return _("Own session, and a code sent by text message for exactly this text")
