"""How allauth keeps our people: phones encrypted, codes hashed and counted, seeds encrypted, words of our own."""

import secrets
import uuid
from pathlib import Path
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import clock, crypto
from accounts.demo import is_demo_login
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.events import record_event
from accounts.field_origins import EnteredBy, record_origins
from accounts.forms.fields import MobileNumberField
from accounts.models import User
from accounts.security_notices import ADDRESS_TEXTS, SECURITY_NOTICES
from accounts.seeds import SEED_CONTEXT
from accounts.services.count_code_request import count_code_request
from accounts.services.issue_code import issue_code
from accounts.services.screen_phone import screen_phone
from accounts.services.send_message import send_message
from accounts.sign_in_log import log_blocked, log_refused_password, login_index
from accounts.tell import tell_address
from accounts.web.client_address import client_address, client_network
from accounts.web.confirm_self import ask_for_proof, is_proof_old, note_asked
from accounts.web.device_cookie import remember_device

OUR_STAGES = {"allauth.account.stages.EmailVerificationStage": "accounts.web.login_stages.ProveEmailStage"}
CODE_SENT = ("account/messages/phone_verification_sent.txt", "account/messages/email_confirmation_sent.txt")
# Nothing is said where the page that follows speaks for itself.
OUR_WORDS: dict[str | None, Any] = {
    **dict.fromkeys(CODE_SENT, _("A new code is on its way.")),
    "account/messages/logged_in.txt": "",
    "account/messages/phone_verified.txt": _("Your mobile number is confirmed."),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
}
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
WRONG_LOGIN = _("The login or the password is not right.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG_LOGIN,
        "phone_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "too_many_login_attempts": _(
            "Too many tries. Wait five minutes and begin again; nothing was changed."
        ),
        "rate_limited": _("A code is on its way already. Wait a minute before you ask for another."),
    }

    # -- phones ------------------------------------------------------------------------------------------

    def phone_form_field(self, **kwargs: Any) -> MobileNumberField:
        return MobileNumberField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        is_another = bool(user.phone) and user.phone_verified_at is not None and user.phone != phone
        user.set_phone(phone)
        user.phone_verified_at = clock.now() if verified else None
        user.save(update_fields=["phone", "phone_index", "phone_verified_at"])
        if verified and user.is_customer:
            record_origins(user, ["phone"], EnteredBy(user))
            screen_phone(user=user)
            if is_another:
                record_event("login.changed", subject=user, actor=user, data={"what": "phone_changed"})

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        try:
            index = crypto.blind_index("phone", normalise_phone(phone))
        except BadPhone:
            return None
        return User.objects.filter(phone_index=index).first()

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        is_confirmed = bool(super().confirm_email(request, email_address))
        if is_confirmed and email_address.user.is_customer:
            record_origins(email_address.user, ["email"], EnteredBy(email_address.user))
        return is_confirmed

    # -- codes: the session holds a handle, the code itself exists only in the message ---------------------

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        return secrets.token_urlsafe(32)

    def generate_email_verification_code(self) -> str:
        return secrets.token_urlsafe(32)

    def generate_password_reset_code(self) -> str:
        return secrets.token_urlsafe(32)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        self._tell("code", phone, {"code": issue_code(handle=code, address=phone, origin=self._origin())})

    def send_account_already_exists_sms(self, phone: str) -> None:
        self._answer("account_exists", phone)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        self._answer("account_unknown", phone)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's texts in our words; `email` may be a mobile number (forgotten passwords)."""
        text = ADDRESS_TEXTS.get(template_prefix)
        if text is None:
            super().send_mail(template_prefix, email, context)
            return
        if not context.get("code"):
            self._answer(text, email)
            return
        self._tell(
            text, email, {"code": issue_code(handle=context["code"], address=email, origin=self._origin())}
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person of a change to the login: in the inbox, by e-mail and by SMS."""
        what = SECURITY_NOTICES.get(template_prefix)
        if what is not None:
            values = {"what": what, "at": clock.now()}
            with transaction.atomic():
                record_event(
                    "login.changed", subject=user, actor=user, data={"what": Path(template_prefix).name}
                )
                send_message(
                    to=user, template="security_change", context=values, key=f"security:{uuid.uuid4().hex}"
                )

    def _answer(self, text: str, address: str) -> None:
        """Answer somebody who gets no code; counted like a code, so that the limit tells nothing either."""
        count_code_request(address=address, origin=self._origin())
        self._tell(text, address, {})

    def _origin(self) -> str:
        return client_network(self.request) if self.request is not None else ""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def _tell(self, text: str, address: str, context: dict[str, Any]) -> None:
        """Send a text to an address at once, outside any inbox: it proves the address or answers a stranger."""
        tell_address(text, address, context, get_language() or settings.LANGUAGE_CODE)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what the page does not say already, in our words and without whole phone numbers."""
        if message_template in CODE_SENT and request.POST.get("action") != "resend":
            return
        if message_template in OUR_WORDS:
            message = str(OUR_WORDS[message_template])
            if not message:
                return
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    # -- signing in ----------------------------------------------------------------------------------------

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """On the pages that change the login a proof is as good, and as long, as before any other change of contact."""
        # What an earlier visit left half done must not be carried out by a later proof.
        self.request.session.pop(STATE_SESSION_KEY, None)
        if not is_proof_old(self.request, "contact"):
            return False
        if not get_reauthentication_flows(self.request.user):
            raise ImmediateHttpResponse(ask_for_proof(self.request, self.request.get_full_path(), "contact"))
        note_asked(self.request, "contact")
        return True

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Know the device again by a cookie of its own, and tell the owner of the login where it is a new one."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, user, response)
        return response

    def get_login_stages(self) -> list[str]:
        return [OUR_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords for each login, phones too: allauth would count all phones as one.

        Whoever is signed in and proves it again is counted apart, so that strangers who try the password from outside
        cannot keep the owner from money and contact.
        """
        if request.user.is_authenticated:
            return login_index(f"signed-in:{request.user.pk}")
        return login_index(_login_of(credentials))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log_blocked(self._known(credentials), _login_of(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        login = _login_of(credentials)
        log_refused_password(self._known(credentials), login, is_again=request.user.is_authenticated)

    def _known(self, credentials: dict[str, Any]) -> User | None:
        login = _login_of(credentials)
        return self.get_user_by_phone(login) or User.objects.filter(email__iexact=login).first()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return "/me/onboarding/"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        return {"staff": "/office/", "dealer": "/dealer/"}.get(user.kind, "/me/")


def _login_of(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("phone") or credentials.get("username") or "")


class SecondFactorAdapter(DefaultMFAAdapter):
    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Staff keep their last second factor: whoever works here signs in with one."""
        user = authenticator.user
        if not user.is_staff or is_demo_login(user) or authenticator.type not in FACTORS:
            return True
        others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text.encode(), context=SEED_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text, context=SEED_CONTEXT).decode()
