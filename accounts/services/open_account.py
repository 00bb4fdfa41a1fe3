"""Open a login for a customer."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.errors import Refused
from accounts.events import record_event
from accounts.field_origins import EnteredBy, record_origins
from accounts.models import User
from accounts.queries import holders_of
from accounts.services.give_consent import give_consent
from accounts.services.release_claim import release_claim
from accounts.services.screen_phone import screen_phone

SIGN_UP_TEXTS = ("terms", "privacy")


def open_account(
    *,
    email: str | None = None,
    phone: str = "",
    password: str | None = None,
    language: str = "zh-hans",
    display_name: str = "",
    is_confirmed: bool = False,
    entered: EnteredBy | None = None,
) -> User:
    """Open a customer's login with an e-mail address or a mobile number, or both, and record the consents to its texts.

    `is_confirmed` means that the address was proved elsewhere; otherwise the first sign-in asks for a code. `entered`
    says which colleague wrote the address down where the customer did not. A claim to the same address that nobody ever
    proved lapses: an address belongs to whoever can read its mail. Refuses (`login_taken`) an address that somebody
    proved, (`phone_form`) what is no mobile number, (`login_missing`) neither.
    """
    email, phone = (email or "").strip().lower() or None, _phone(phone)
    if email is None and not phone:
        raise Refused("login_missing", _("Give a mobile number or an e-mail address."))
    with transaction.atomic():
        release_claim(email=email, phone=phone)
        if holders_of(email=email, phone=phone).exists():
            raise Refused("login_taken", _("There is an account with this number or address already."))
        at = clock.now()
        user = User.objects.create_user(
            email=email,
            phone=phone,
            password=password,
            language=language,
            display_name=display_name,
            phone_verified_at=at if phone and is_confirmed else None,
        )
        if email is not None:
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=is_confirmed)
        record_event("user.opened", subject=user, actor=user, data={"by": "phone" if phone else "email"})
        given = [name for name, value in (("phone", phone), ("email", email)) if value]
        record_origins(user, given, entered or EnteredBy(user))
        for code in SIGN_UP_TEXTS:
            give_consent(user=user, code=code)
        screen_phone(user=user)
    return user


def _phone(text: str) -> str:
    if not text:
        return ""
    try:
        return normalise_phone(text)
    except BadPhone:
        raise Refused("phone_form", _("This is no Chinese mobile number."), field="phone") from None
