"""Sending a text to an address at once, outside any inbox: it proves the address, answers a stranger or invites."""

import logging
import smtplib
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.messages import message_template, render_message
from accounts.providers.sms import ProviderRefused, ProviderUnavailable, sms_provider

logger = logging.getLogger(__name__)


def tell_address(template: str, address: str, context: Mapping[str, Any], language: str) -> None:
    """Send a registered text to an e-mail address or a mobile number; called with no transaction open.

    Refuses (`not_delivered`) when the provider does not take it.
    """
    rendered = render_message(message_template(template), context, language)
    try:
        if "@" in address:
            EmailMessage(rendered.subject, rendered.body, settings.DEFAULT_FROM_EMAIL, [address]).send()
        else:
            sms_provider().send(phone=address, text=rendered.sms, key=uuid.uuid4().hex)
    except (ProviderRefused, ProviderUnavailable, OSError, smtplib.SMTPException) as error:
        logger.warning("a text was not delivered: %s", error)
        raise Refused(
            "not_delivered", _("We could not send it just now. Nothing was lost; please try again shortly.")
        ) from error
