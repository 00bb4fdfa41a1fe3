"""What the ground floor itself tells people: codes, answers to strangers, changes to the login."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models.message import MessageCategory

# The texts of the sign-in package that go to an address, by ours.
ADDRESS_TEXTS = {
    "account/email/email_confirmation_signup": "code",
    "account/email/email_confirmation": "code",
    "account/email/password_reset_code": "code",
    "account/email/account_already_exists": "account_exists",
    "account/email/unknown_account": "account_unknown",
}

# What changed, by the text of the sign-in package that would have told it.
SECURITY_NOTICES = {
    "account/email/password_changed": _("the password was changed"),
    "account/email/password_set": _("a password was set"),
    "account/email/password_reset": _("the password was reset with a code"),
    "account/email/email_changed": _("the e-mail address was changed"),
    "account/email/email_confirm": _("the e-mail address was confirmed"),
    "account/email/email_deleted": _("an e-mail address was removed"),
    "mfa/email/totp_activated": _("the authenticator app was turned on"),
    "mfa/email/totp_deactivated": _("the authenticator app was turned off"),
    "mfa/email/webauthn_added": _("a passkey was added"),
    "mfa/email/webauthn_removed": _("a passkey was removed"),
    "mfa/email/recovery_codes_generated": _("new recovery codes were made"),
}

TEMPLATES = (
    MessageTemplate(
        "code",
        subject=_("Your Fenqi code: %(code)s"),
        body="accounts/messages/code.txt",
        sms=_("[Fenqi] Your code is %(code)s, good for 10 minutes. Give it to nobody, not even to us."),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "assisted_opening",
        subject=_("Your account is ready to be opened"),
        body="accounts/messages/assisted_opening.txt",
        sms=_(
            "[Fenqi] Our customer service prepared an account for you. Open %(url)s and enter %(code)s there within "
            "10 minutes. Tell the code to nobody. Not you? Do nothing."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "assisted_entry",
        subject=_("Customer service entered something for you: %(what)s"),
        body="accounts/messages/assisted_entry.txt",
        sms=_(
            "[Fenqi] Customer service entered something for you: %(what)s. "
            "It holds only when you sign in and confirm it."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "account_exists",
        subject=_("You have an account with us already"),
        body="accounts/messages/account_exists.txt",
        sms=_(
            "[Fenqi] This number has an account already, so none was opened. Sign in, or reset the password."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "account_unknown",
        subject=_("There is no account with this address"),
        body="accounts/messages/account_unknown.txt",
        sms=_("[Fenqi] Somebody wanted to sign in with this number. There is no account with it."),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "security_change",
        subject=_("A change to your login"),
        body="accounts/messages/security_change.txt",
        sms=_("[Fenqi] A change to your login: %(what)s. Not you? Call us at once and reset your password."),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "new_device",
        subject=_("A sign-in with a new device"),
        body="accounts/messages/new_device.txt",
        sms=_(
            "[Fenqi] A new device signed in to your account: %(device)s. Not you? Reset your password at once."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "data_ready",
        subject=_("The copy of your data is ready"),
        body="accounts/messages/data_ready.txt",
        category=MessageCategory.SECURITY,
        is_required=True,
    ),
    MessageTemplate(
        "privacy_answered",
        subject=_("We have answered your request %(number)s"),
        body="accounts/messages/privacy_answered.txt",
        category=MessageCategory.SECURITY,
        is_required=True,
    ),
    MessageTemplate(
        "identity_verified",
        subject=_("Your identity is verified"),
        body="accounts/messages/identity_verified.txt",
        category=MessageCategory.SECURITY,
    ),
)


def register_texts() -> None:
    """Register the messages of this app."""
    for template in TEMPLATES:
        register_message(template)
