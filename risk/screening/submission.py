"""Which submission of an application is meant: one that was returned is sent in again, and screened again."""

import datetime as dt

from lending.models import Application


def submitted_at(application: Application) -> dt.datetime:
    """Return when it was sent in last; raises ValueError for one that never was."""
    if application.submitted_at is None:
        raise ValueError(f"{application.number} was never sent in.")
    return application.submitted_at
