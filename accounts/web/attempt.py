"""Doing one of the things a page offers, and saying what came of it."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from accounts.errors import Refused
from accounts.web.forms import RefusableForm


def attempt(
    request: HttpRequest,
    form: RefusableForm | None,
    act: Callable[[], Any],
    done: str,
    *,
    aside: Collection[str] = (),
) -> bool:
    """Carry out what a form, or a press without one, asks for; return False where the form is to be shown again.

    A refusal stands at the form. Without a form, and for the codes in `aside`, which no field can mend, it is a message
    and the page is left as after success.
    """
    if form is not None and not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        if form is not None and refusal.code not in aside:
            form.add_refusal(refusal)
            return False
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return True
