"""The steps between the password and the open door."""

from typing import Any

from allauth.account.stages import EmailVerificationStage


class ProveEmailStage(EmailVerificationStage):
    """Ask for the code sent by e-mail, except from those who signed up with a mobile number alone."""

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        by_phone_alone = (
            not user.email and bool(user.phone) if user else bool(self.login.phone and not self.login.email)
        )
        return (None, True) if by_phone_alone else super().handle()
