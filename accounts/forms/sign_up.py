"""What sign-up asks beside the login itself."""

from django import forms


class SignUpForm(forms.Form):
    def signup(self, request: object, user: object) -> None:
        """Keep nothing beyond the login; the guided path asks the rest."""
