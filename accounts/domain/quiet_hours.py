"""The hours of a day in which nobody is disturbed."""

import datetime as dt


def end_of_quiet(moment: dt.datetime, *, starts: dt.time, ends: dt.time) -> dt.datetime | None:
    """Return when the quiet hours that hold at a local moment end, None outside of them.

    They begin at `starts` and end just before `ends`, past midnight where `starts` is the later of the two; hours that
    start when they end are none.
    """
    at = moment.time()
    if starts <= ends:
        is_quiet, days = starts <= at < ends, 0
    else:
        is_quiet, days = at >= starts or at < ends, int(at >= starts)
    if not is_quiet:
        return None
    return dt.datetime.combine(moment.date() + dt.timedelta(days=days), ends, tzinfo=moment.tzinfo)
