"""The one way a service says no."""

from django.utils.functional import Promise


class Refused(Exception):
    """A request the business rules do not allow: nothing was changed.

    `code` names the rule for machines and tests, `message` is translated for the person who asked, `field` is the form
    field it belongs to, if any.
    """

    def __init__(self, code: str, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class StaleState(Refused):
    """Somebody else moved the object first."""
