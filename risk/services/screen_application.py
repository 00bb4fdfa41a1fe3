"""Screen an application from its submission to its case or its refusal."""

from accounts.errors import Refused
from lending.models import Application
from risk.models import ScreeningRun
from risk.providers.asking import ask_source
from risk.services.prepare_screening import prepare_screening
from risk.services.record_screening import record_screening
from risk.services.record_source_answer import record_source_answer


def screen_application(*, application: Application) -> ScreeningRun | None:
    """Prepare the screening, ask the outside sources with no transaction open, and let the rules judge.

    Safe to run again wherever it stopped: answers that came stay, questions that are open are asked under the same
    key. A source that is away refers. None where the application needs no screening any more.
    """
    try:
        waiting = prepare_screening(application=application)
    except Refused as refusal:
        if refusal.code != "not_open":
            raise
        return None
    for query in waiting:
        record_source_answer(query=query, answer=ask_source(query))
    return record_screening(application=application)
