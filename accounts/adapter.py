"""How allauth keeps our people: phones encrypted, second-factor seeds encrypted, codes by our own providers."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accounts import clock, crypto
from accounts.models import User

SEED_CONTEXT = "mfa.seed"


class AccountAdapter(DefaultAccountAdapter):
    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.set_phone(phone)
        user.phone_verified_at = clock.now() if verified else None
        user.save(update_fields=["phone", "phone_index", "phone_verified_at"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone_index=crypto.blind_index("phone", phone)).first()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        return {"staff": "/office/", "dealer": "/dealer/"}.get(user.kind, "/me/")


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text.encode(), context=SEED_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text, context=SEED_CONTEXT).decode()
