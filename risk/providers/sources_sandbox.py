"""A bureau and a blacklist for demonstrations and tests, inside the process.

Everybody has a file drawn from the keyed hash of the identity number, good enough to pass the rules of the house; the
last character of the name asks for everything else, so that every outcome can be tried.
"""

from typing import Any

from accounts.crypto import blind_index
from accounts.providers import sandbox
from accounts.providers.sms import ProviderUnavailable
from risk.providers.sources import SourceAnswer

# Shown in the README: the last character of the applicant's name.
SILENT_ENDING = "默"
LISTED_ENDING = "黑"
OVERDUE_ENDING = "逾"
BUSY_ENDING = "频"
UNKNOWN_ENDING = "白"


class SandboxSource:
    name = "sandbox"
    is_outside = False

    def ask(self, *, kind: str, real_name: str, identity_number: str, key: str) -> SourceAnswer:
        sandbox.refuse_outside_demo()
        ending = real_name[-1:]
        if ending == SILENT_ENDING:
            raise ProviderUnavailable("The sandbox was asked to stay silent.")
        drawn = int(blind_index(f"sandbox_{kind}", identity_number)[:12], 16)
        values = _bureau(ending, drawn) if kind == "bureau" else _blacklist(ending)
        return SourceAnswer(f"SBX{drawn % 10**12:012d}", values)


def _bureau(ending: str, drawn: int) -> dict[str, Any]:
    if ending == UNKNOWN_ENDING:
        return {"has_file": False}
    values = {
        "has_file": True,
        "score": 600 + drawn % 200,
        "overdue_loans": 0,
        "overdues_24_months": drawn // 200 % 3,
        "queries_3_months": drawn // 600 % 5,
        "open_loans": drawn // 3000 % 4,
        "balance_fen": drawn // 12000 % 60_000 * 100,
    }
    if ending == OVERDUE_ENDING:
        values |= {"score": 480, "overdue_loans": 2, "overdues_24_months": 9}
    if ending == BUSY_ENDING:
        values |= {"queries_3_months": 14}
    return values


def _blacklist(ending: str) -> dict[str, Any]:
    is_listed = ending == LISTED_ENDING
    return {"is_listed": is_listed, "category": "fraud" if is_listed else ""}
